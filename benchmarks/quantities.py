"""What finding quantities costs: real prose by length, hostile repetition, and a search for the slowest repetition.

Run it from the root of the project: `.venv/bin/python benchmarks/quantities.py [SEED]`. Each line is the best of
several runs. The last column is time for a MB in units of a fixed loop timed in the same process: it can be
compared between runs on a busy machine.
"""

import random
import sys
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
    "1%",
    "$1",
    "由1%",
)
# What the grammar is made of, several characters where they belong together.
PIECES = (
    *"0129,，.%+-—~/:：*xX$￥¥ 、。；（(《》\n",
    *"一二两十百千万亿零点第翻番成壹佰几余多来个人元度名位年月日时分至到由从和及了近约超过上逾破负数率达为是增降升的",
    *[
        "20",
        "1.5",
        "1,000",
        "2023",
        "US$",
        "零下",
        "个百分点",
        "平方米",
        "元/吨",
        "人次",
        "km",
        "不超过",
        "至少",
        "以上",
        "左右",
        "以内",
        "分之",
        "百分之",
        "的增长",
        "增长率",
        "全国",
        "占",
        "决赛",
    ],
)
RUNS = 5
TRIALS = 2_000
TRIAL_BYTES = 4_000


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def reference() -> int:
    """A loop that takes the same work every time."""
    total = 0
    for number in range(2_000_000):
        total += number & 7
    return total


def repeated(unit: str, size: int) -> str:
    """`unit` as often as fits into `size` bytes of UTF-8."""
    return unit * (size // len(unit.encode()))


def show(name: str, text: str) -> None:
    """Print one line: time, time for each quantity, for a MB of UTF-8 and for a million characters."""
    taken = seconds(lambda: find_quantities(text), RUNS if len(text) < 100_000 else 2)
    found, megabytes = len(find_quantities(text)), len(text.encode()) / 1e6
    each = f"{taken / found * 1e6:5.1f} µs each" if found else " " * 13
    line = (
        f"{name:26} {taken * 1e3:8.1f} ms {found:7} found {each} {taken / megabytes:6.2f} s/MB "
        f"{taken / len(text) * 1e6:6.2f} s/M chars {taken / megabytes / seconds(reference, 2):6.1f} loops/MB"
    )
    print(line)  # noqa: T201


def slowest(seed: int) -> list[str]:
    """The slowest repetitions that a random search finds: new ones, and those found so far changed by a piece."""
    chance = random.Random(seed)  # noqa: S311
    cost: dict[tuple[str, ...], float] = {}
    for trial in range(TRIALS):
        pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 5))]
        if trial % 2 and (worst := sorted(cost, key=cost.__getitem__)[-20:]):
            pieces = list(chance.choice(worst))
            at = chance.randrange(len(pieces) + 1)
            pieces[at : at + chance.randint(0, 1)] = chance.choices(PIECES, k=chance.randint(0, 1))
        if pieces:
            text = repeated("".join(pieces), TRIAL_BYTES)
            cost[tuple(pieces)] = seconds(lambda text=text: find_quantities(text), 2)  # type: ignore[misc]
    return ["".join(pieces) for pieces in sorted(cost, key=cost.__getitem__)[:-7:-1]]


def main() -> None:
    """Prose of three lengths (the times show that it is linear), a MB of each hostile text, the slowest found."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for length in (10_000, 100_000, 1_000_000):
        show(f"report, {length} characters", (REPORT * (length // len(REPORT) + 1))[:length])
    for unit in HOSTILE:
        show(f"{unit!r} repeated", repeated(unit, 1_000_000))
    for unit in slowest(seed):
        # Ten times the text must take ten times as long.
        show(f"found: {unit!r}, 50 kB", repeated(unit, 50_000))
        show(f"found: {unit!r}, 500 kB", repeated(unit, 500_000))


if __name__ == "__main__":
    main()
