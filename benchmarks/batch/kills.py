"""`kill -9` over and over: each report has one whole record in the end, and no answer is paid twice for nothing."""

import json
import random
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch.command import Ended, command, finished, started
from benchmarks.batch.reports import write_reports
from benchmarks.batch.server import endpoint, stats
from schemas import Record, WorkReport
from summarizer.batch.folder import BatchFolder
from summarizer.batch.parts import part_path, parts_there

FAULTS = "429-after-fraction:0.03,500:0.03,slow-headers:0.01"
LATENCY = 0.1
PARALLEL = 8
OPTIONS = ("--parallel", str(PARALLEL), "--timeout", "2")
CALLS = 7  # that a report takes, about
EARLY = 0.2  # of the kills come while the program still starts
STARTING = 3.0  # seconds
LOOK = 0.01


@dataclass(frozen=True)
class Survived:
    """What was left after the last run: records in all, reports that have one, lines that are in the parts.

    `repaid` are requests that came again after they had been answered, `in_flight` how many were in flight
    at the kills altogether, as far as the endpoint saw.
    """

    ended: Ended
    kills: int
    records: int
    names: int
    lines: int
    repaid: int
    in_flight: int


def kill_and_go_on(place: Path, reports: int, kills: int, seed: int = 0, *, show: bool = False) -> Survived:
    """Kill a batch so many times, each at a random moment, then let it end.

    Moments are counted in requests, so that they are spread over the work however slow the machine is.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    folder, output, cache = write_reports(place / "reports", reports), place / "out", place / "cache"
    life = 2 * reports * CALLS / kills
    done = in_flight = 0
    with endpoint("--latency", str(LATENCY), "--faults", FAULTS, "--slow", "30") as url:
        line = command(folder, output, url, *OPTIONS)
        for _ in range(kills):
            with started(line, cache) as process:
                if dice.random() < EARLY:
                    _live(process, dice.uniform(0, STARTING))
                else:
                    _work(process, url, dice.uniform(0, life))
                    _live(process, dice.uniform(0, LATENCY))
                if process.poll() is not None:
                    break
                in_flight += stats(url)["in_flight"]
                process.kill()
                process.wait()
                done += 1
                if show:
                    print(f"  kill {done}: {stats(url)['requests']} requests so far", flush=True)  # noqa: T201
        ended = finished(line, cache)
        repaid = stats(url)["repaid"]
    names, lines = Counter[str](), 0
    with BatchFolder(output) as batch:
        for each in batch.lines():
            names[Record[WorkReport].model_validate_json(each).source.name] += 1
    for number in parts_there(output):
        for each in part_path(output, number).read_bytes().splitlines(keepends=True):
            json.loads(each)
            lines += each.endswith(b"\n")
    return Survived(ended, done, names.total(), len(names), lines, repaid, in_flight)


def kills(place: Path, reports: int, count: int, seed: int) -> None:
    """Do it and print what came of it."""
    began = time.monotonic()
    found = kill_and_go_on(place, reports, count, seed, show=True)
    whole = found.records == found.names == found.lines == reports
    print(  # noqa: T201
        f"{reports} reports, {found.kills} kills in {time.monotonic() - began:.0f} s, faults {FAULTS}\n"
        f"  exit code {found.ended.code}; {found.records} records of {found.names} reports, {found.lines} lines: "
        f"{'each once, whole' if whole else 'NOT as it should be'}\n"
        f"  {found.repaid} answered requests again; in flight at the kills: {found.in_flight} seen, "
        f"{found.kills * PARALLEL} at most"
    )


def _work(process: subprocess.Popen[str], url: str, requests: float) -> None:
    """Wait until the endpoint had so many more requests."""
    until = stats(url)["requests"] + requests
    while process.poll() is None and stats(url)["requests"] <= until:
        time.sleep(LOOK)


def _live(process: subprocess.Popen[str], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
