"""What finding quantities costs: real prose by length, hostile repetition, and against counting digits alone.

Run it from the root of the project: `.venv/bin/python benchmarks/quantities.py`. Each line is the best of five
runs; the ratio is to one pass of a regular expression that only finds runs of digits, on the same text.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

from summarizer.quantities import find_quantities

REPORT = (Path(__file__).parents[1] / "examples" / "county_half_year.txt").read_text("utf-8")
HOSTILE = (
    "1",
    "1,",
    "1-",
    "1:",
    "(",
    "（",
    "万",
    "一",
    "十",
    "第",
    "《",
    "近",
    "百分之",
    "1.1.",
    "万万万1",
    "1人",
    "由1%",
)
DIGITS = re.compile("[0-9]+")
RUNS = 5


def seconds(work: Callable[[str], object], text: str) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(RUNS if len(text) < 500_000 else 1):
        started = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - started)
    return best


def show(name: str, text: str) -> None:
    """Print one line: time, time for each quantity, time for a MB of UTF-8, and the ratio."""
    taken, found = seconds(find_quantities, text), len(find_quantities(text))
    megabytes = len(text.encode()) / 1e6
    each = f"{taken / found * 1e6:5.1f} µs each" if found else " " * 14
    ratio = taken / seconds(DIGITS.findall, text)
    line = (
        f"{name:24} {taken * 1e3:8.1f} ms {found:7} found {each} {taken / megabytes:6.2f} s/MB {ratio:5.1f} x"
    )
    print(line)  # noqa: T201


def main() -> None:
    """Prose of three lengths (the times show that it is linear), then a MB of each hostile text."""
    for length in (10_000, 100_000, 1_000_000):
        show(f"report, {length} characters", (REPORT * (length // len(REPORT) + 1))[:length])
    for unit in HOSTILE:
        show(f"{unit!r} repeated", unit * (1_000_000 // len(unit.encode())))


if __name__ == "__main__":
    main()
