"""100,000 small reports: how soon it starts, how soon it goes on, and how much memory it takes."""

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.batch.command import command, started
from benchmarks.batch.process import busy
from benchmarks.batch.reports import note, write_reports
from benchmarks.batch.server import endpoint, stats
from benchmarks.batch.watching import Watch, grown
from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.found import Found
from summarizer.batch.inputs import find
from summarizer.batch.model import Settled

OPTIONS = ("--parallel", "64")
GROUP = 1000
LOOK = 0.01  # seconds


def scale(place: Path, count: int, worked: int, every: float) -> None:
    """Start a batch of `count` reports, have all but `worked` done, and go on."""
    reports, output, cache = write_reports(place / "reports", count, note), place / "out", place / "cache"
    with endpoint() as url:
        line = command(reports, output, url, *OPTIONS)
        print(f"{count} reports; {_first(line, cache, url)}")  # noqa: T201
        _pretend(reports, output, count - worked)
        with BatchFolder(output) as batch:
            left = count - batch.counts().done
        print(f"{left} left; {_first(line, cache, url)}", flush=True)  # noqa: T201
        with started(line, cache) as process:
            watch = Watch(process)
            samples = watch.samples(every)
    said, peak = watch.said, max(each.held.peak for each in samples)
    print(  # noqa: T201
        f"  exit code {process.returncode}; done {said['done']}, {said['finished']} now in {said['seconds']:.0f} s, "
        f"{said['calls']} calls; peak {peak:.0f} MB\n  {grown(samples)}"
    )


def _first(line: list[str], cache: Path, url: str) -> str:
    """How soon after the start of the command the endpoint gets the first request; then it is killed."""
    before = stats(url)["requests"]
    began = time.perf_counter()
    with started(line, cache) as process:
        while stats(url)["requests"] == before:
            time.sleep(LOOK)
        seconds = time.perf_counter() - began
        return f"first request after {seconds:.2f} s ({busy(process.pid):.2f} s of processor time)"


def _pretend(reports: Path, output: Path, count: int) -> None:
    """Have the first so many reports done, each with a record that is none but as long as one."""
    with BatchFolder(output) as before:
        meta = before.ledger.meta()
    marks = {name: meta[name] for name in meta if name not in {"holder", "sources", "currency"}}
    with OpenBatch(output, {name: value for name, value in marks.items() if "spent" not in name}) as batch:
        search = islice(find([reports]), count)
        while chunk := list(islice(search, GROUP)):
            claimed = batch.ledger.claim([(each.name, each.origin, each.stamp) for each in chunk])
            batch.keep(list(_settled(each for each in chunk if each.name in claimed)))


def _settled(found: Iterator[Found]) -> Iterator[Settled]:
    for each in found:
        line = b'{"source": {"name": "%s"}, "filling": "%s"}\n' % (each.name.encode(), b"x" * 3000)
        yield Settled(each.name, each.stamp, sha256=each.name, line=line)
