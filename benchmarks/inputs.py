"""What finding the reports of a batch costs: time and memory for 100,000 files.

Run it with the interpreter of an environment that has the program: `.venv/bin/python benchmarks/inputs.py`. The
files are made in a temporary folder: in 100 folders, in one folder, in a zip and a tar.gz archive, and listed in
a manifest. Times are of one pass that keeps nothing; memory is the growth of the peak resident size of a
fresh process (Linux, macOS).
"""

import io
import multiprocessing
import resource
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from summarizer.batch.inputs import find

FILES = 100_000


def folders(place: Path, count: int = 100) -> Path:
    """Empty files in so many folders."""
    for number in range(count):
        folder = place / f"folders-{count}" / f"乡镇{number:03}"
        folder.mkdir(parents=True)
        for file in range(FILES // count):
            (folder / f"报告{file:06}.txt").touch()
    return place / f"folders-{count}"


def zipped(place: Path) -> Path:
    """A zip archive of small files."""
    with zipfile.ZipFile(place / "reports.zip", "w") as archive:
        for file in range(FILES):
            archive.writestr(f"报告{file:06}.txt", b"1")
    return place / "reports.zip"


def tarred(place: Path) -> Path:
    """A packed tar archive of small files."""
    with tarfile.open(place / "reports.tar.gz", "w:gz", compresslevel=1) as archive:
        for file in range(FILES):
            info = tarfile.TarInfo(f"报告{file:06}.txt")
            info.size = 1
            archive.addfile(info, io.BytesIO(b"1"))
    return place / "reports.tar.gz"


def listed(place: Path) -> Path:
    """A manifest of files that are there."""
    lines = (f'{{"path": "folders-100/乡镇{n // 1000:03}/报告{n % 1000:06}.txt"}}\n' for n in range(FILES))
    (place / "list.jsonl").write_text("".join(lines), encoding="utf-8")
    return place / "list.jsonl"


def measure(path: Path) -> tuple[int, float, float, float]:
    """Reports found, seconds, seconds of CPU, and megabytes that the peak of memory grew by."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, busy = time.perf_counter(), time.process_time()
    found = sum(1 for _ in find([path]))
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    unit = 1 if sys.platform == "darwin" else 1024
    return found, seconds, busy, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit / 1e6


def main() -> None:
    """Print a line for each kind of input: reports, seconds, growth of memory."""
    makers: dict[str, Callable[[Path], Path]] = {
        "100 folders": folders,
        "one folder": lambda place: folders(place, 1),
        "zip": zipped,
        "tar.gz": tarred,
        "manifest": listed,
    }
    with tempfile.TemporaryDirectory() as place:
        for name, make in makers.items():
            made = make(Path(place))
            # A process of its own, so that each has its own peak.
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                found, seconds, busy, grown = pool.apply(measure, (made,))
            print(f"{name:12} {found:7} found  {seconds:5.2f} s ({busy:5.2f} s of CPU)  +{grown:4.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
