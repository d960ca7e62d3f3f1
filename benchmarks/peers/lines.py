"""What a peer's process does beside its own work: JSON lines in and out, and a count of what its model took.

The first line read is the settings, `{"base_url", "api_key", "model"}`; every other one a document,
`{"id", "text"}`. Each is answered with one line: `{"id", "answer", "error", "seconds", "calls",
"prompt_tokens", "completion_tokens"}`, where `answer` is null if there is an `error`.
"""

import functools
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from openai.resources.chat.completions import Completions

Summarise = Callable[[str], Any]
SECONDS = 3600.0


def serve(open_task: Callable[[Mapping[str, str]], Summarise]) -> None:
    """Answer until standard input ends; `open_task` makes the summariser from the settings."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the libraries print must not stand between the answers
    sys.stdin.reconfigure(encoding="utf-8")
    spent = _counted()
    summarise = open_task(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        document = json.loads(line)
        spent.clear()
        answer, error, started = None, None, time.perf_counter()
        try:
            answer = summarise(document["text"])
        except Exception as failure:  # noqa: BLE001 - whatever a peer stumbles over is its result
            error = f"{type(failure).__name__}: {failure}"[:500]
        told = {"id": document["id"], "answer": answer, "error": error, **_usage(spent)}
        told["seconds"] = time.perf_counter() - started
        print(json.dumps(told, ensure_ascii=False), file=answers, flush=True)


def _usage(spent: Mapping[str, int]) -> dict[str, int]:
    return {name: spent[name] for name in ("calls", "prompt_tokens", "completion_tokens")}


def _counted() -> Counter[str]:
    """Count at the client, which both peers ask through: failed attempts and retries have their price too."""
    spent: Counter[str] = Counter()
    create = Completions.create

    @functools.wraps(create)
    def counted(self: Completions, *args: Any, **kwargs: Any) -> Any:
        answer = create(self, *args, **kwargs)
        spent["calls"] += 1
        spent["prompt_tokens"] += answer.usage.prompt_tokens
        spent["completion_tokens"] += answer.usage.completion_tokens
        return answer

    Completions.create = counted
    return spent
