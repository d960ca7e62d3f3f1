"""A batch that works while what it holds is written down."""

import json
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread
from typing import Any

from benchmarks.batch.process import Held, held

GROWTH = 1.15  # times; what memory that does not grow may differ by


@dataclass(frozen=True)
class Sample:
    """After so many seconds, with so many reports settled in this run."""

    seconds: float
    settled: int
    calls: int
    held: Held


class Watch:
    """Reads what a batch says of itself; `said` is the last of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: dict[str, Any] = {}
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def samples(self, every: float) -> list[Sample]:
        """Look until it ends; each look is printed."""
        began, found = time.monotonic(), list[Sample]()
        print(f"  {'min':>5} {'settled':>8} {'calls':>8} {'MB':>6} {'peak':>6} {'files':>6} {'threads':>8}")  # noqa: T201
        while self.process.poll() is None:
            try:
                holds = held(self.process.pid)
            except OSError:
                break
            said = self.said
            found.append(
                Sample(time.monotonic() - began, said.get("finished", 0), said.get("calls", 0), holds)
            )
            _show(found[-1])
            self._reader.join(every)
        self.process.wait()
        self._reader.join()
        return found

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.said = json.loads(line)


def grown(samples: Sequence[Sample]) -> str:
    """How the last quarter compares with the second one: memory in MB, and open files."""
    quarter = max(1, len(samples) // 4)
    early, late = samples[quarter : 2 * quarter] or samples, samples[-quarter:]
    memory = [statistics.median(each.held.memory for each in part) for part in (early, late)]
    files = [max(each.held.files for each in part) for part in (early, late)]
    flat = memory[1] <= memory[0] * GROWTH and files[1] <= files[0] * GROWTH
    return (
        f"memory {memory[0]:.0f} -> {memory[1]:.0f} MB, most open files {files[0]} -> {files[1]}: "
        f"{'no growth' if flat else 'GROWTH'}"
    )


def _show(each: Sample) -> None:
    holds = each.held
    print(  # noqa: T201
        f"  {each.seconds / 60:5.1f} {each.settled:8} {each.calls:8} {holds.memory:6.0f} {holds.peak:6.0f} "
        f"{holds.files:6} {holds.threads:8}",
        flush=True,
    )
