"""The tests' scripted endpoint in a process of its own, and what it met."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ANSWERS_WITHIN = 30.0


@contextmanager
def endpoint(*options: str) -> Iterator[str]:
    """Its address; `options` are those of `python -m tests.endpoint`."""
    command = (sys.executable, "-m", "tests.endpoint", *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def stats(url: str) -> dict[str, Any]:
    """What the endpoint counted so far."""
    with urllib.request.urlopen(url.removesuffix("/v1") + "/stats", timeout=ANSWERS_WITHIN) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found
