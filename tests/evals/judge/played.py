"""Judges that are played, and a run for them to judge."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.dataset import Dataset
from evals.fakes import perfect
from evals.runs import Answer, Run, SystemMark, manifest_of
from summarizer.providers import Completion, Limits, Message

SYSTEM = SystemMark(
    model="m",
    identity="m",
    schema_name="work_report/1",
    schema_sha256="a",
    prompts_sha256="b",
    program="p",
    code_sha256="c",
)
USUAL = Limits(context=8192, parallel=2, points=1)
INVENTED = ("新建体育馆3座", "引进外资企业20家")


@dataclass(frozen=True)
class Question:
    """What a judge was asked."""

    messages: tuple[Message, ...]

    @property
    def lines(self) -> list[str]:
        return self.messages[-1].content.split("\n")

    @property
    def claim(self) -> str:
        (claim,) = (line for line in self.lines if line.startswith("说法："))
        return claim.removeprefix("说法：")

    @property
    def source(self) -> list[str]:
        return [line.removeprefix("> ") for line in self.lines if line.startswith("> ")]

    @property
    def claim_first(self) -> bool:
        return self.lines[0].startswith("说法：")


def yes(quote: str) -> dict[str, str]:
    return {"supported": "yes", "quote": quote}


NO = {"supported": "no", "quote": ""}


def parrot(question: Question) -> dict[str, str]:
    """Says yes to everything, with a quote that is there."""
    return yes(question.source[0])


def oracle(question: Question) -> dict[str, str]:
    """Knows what was invented."""
    return NO if question.claim in INVENTED else yes(question.source[0])


@dataclass
class Played:
    """A provider that answers by a function: an object, a text, or an error to be raised."""

    answer: Callable[[Question], Any]
    limits: Limits = USUAL
    model: str = "played"
    identity: str = "played"
    questions: list[Question] = field(default_factory=list)

    async def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any], max_tokens: int
    ) -> Completion:
        question = Question(tuple(messages))
        self.questions.append(question)
        await asyncio.sleep(0)  # others get their turn while this request is in flight
        said = self.answer(question)
        if isinstance(said, Exception):
            raise said
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        return Completion(text, prompt_tokens=10, completion_tokens=3)

    async def close(self) -> None:
        pass


def invented(text: str, quote: str, source: str) -> dict[str, Any]:
    start = source.index(quote)
    return {"text": text, "evidence": [{"start": start, "end": start + len(quote), "quote": quote}]}


def run_of(dataset: Dataset, folder: Path, change: Callable[[dict[str, Any]], object] | None = None) -> Run:
    """A finished run whose answers are the labels, and two achievements that no label has."""
    run = Run.begin(folder, manifest_of(dataset, str(dataset.folder), SYSTEM, repeats=1))
    for case in dataset.cases:
        answer = perfect(case.reference)
        title = case.document.text.split("\n")[0]
        answer["achievements"] += [invented(text, title, case.document.text) for text in INVENTED]
        if change:
            change(answer)
        run.keep(Answer(id=case.id, repeat=0, answer=answer))
    run.finish()
    return run
