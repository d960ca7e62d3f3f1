"""`summarizer batch` as a process, and what it says of itself."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ended:
    """`said` is the last look (see docs/batch.md); seconds of the whole process, and of its processor time."""

    code: int
    said: dict[str, Any]
    seconds: float
    busy: float


def command(reports: Path, output: Path, url: str, *options: str) -> list[str]:
    """The command line of a batch that asks the scripted endpoint."""
    start = [
        sys.executable,
        "-m",
        "summarizer",
        "batch",
        str(reports),
        "--output",
        str(output),
        "--json-progress",
    ]
    return [*start, "--base-url", url, "--model", "scripted", *options]


@contextmanager
def started(line: list[str], cache: Path) -> Iterator[subprocess.Popen[str]]:
    """The process while the block lasts; its answers are kept in a place of its own."""
    environment = os.environ | {"SUMMARIZER_CACHE": str(cache), "SUMMARIZER_LANG": "en"}
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


def finished(line: list[str], cache: Path) -> Ended:
    """Run it to its end."""
    began = time.perf_counter()
    with started(line, cache) as process:
        said = "{}"
        for each in process.stdout or ():
            said = each
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    return Ended(process.returncode, json.loads(said), seconds, used.ru_utime + used.ru_stime)
