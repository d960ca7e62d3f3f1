"""What reading costs: 10,000 characters, the ratio of 10 MB to 1 MB, and text made to be slow.

Run it with the interpreter of an environment that has the program: `.venv/bin/python benchmarks/documents.py`.
Each is read, cleaned and parsed in one process after a first run, which loads the dictionaries.
"""

import time
from contextlib import suppress
from pathlib import Path

from summarizer.documents import outline, read_bytes
from summarizer.errors import InputError

EXAMPLES = Path(__file__).parents[1] / "examples"
MEGA = 1_000_000
ENOUGH = "今年以来全县新建果园三百亩".encode() * 3
RUNS = 7


def seconds(data: bytes, runs: int = 1) -> float:
    """The best processor time of `runs` to read, clean and parse `data`: the machine may be shared."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        with suppress(InputError):  # what is refused is refused in bounded time too
            outline(read_bytes(data, "report.txt"))
        times.append(time.process_time() - started)
    return min(times)


def repeated(text: str, size: int) -> bytes:
    """`text` over and over, to `size` bytes of UTF-8."""
    data = text.encode()
    return (data * (size // len(data) + 1))[:size].decode(errors="ignore").encode()


def hostile() -> dict[str, bytes]:
    """Inputs on which careless rules take forever."""
    return {
        "a million brackets": "（《“【".encode() * 250_000 + ENOUGH,
        "one line of 5 MB": repeated("今年以来全县新建果园三百亩，", 5 * MEGA),
        "5 MB of spaced characters": repeated("果 园 ", 5 * MEGA) + "果园三百亩".encode(),
        "5 MB of open tags": b"<p <!-- &amp;" * 400_000 + ENOUGH,
        "5 MB of arrows": repeated("首页  >  ", 5 * MEGA),
        "a million short lines": "果园\n".encode() * MEGA,
        "5 MB of shifted text in GBK": ("今年以来全县新建果园三百亩" * 200_000).encode("gbk")[1:-1],
    }


def main() -> None:
    """Print the times, and the ratio that tells whether time grows linearly."""
    text = (EXAMPLES / "county_half_year.txt").read_text(encoding="utf-8")
    small = (text * 9)[:10_000].encode()
    seconds(small)
    print(f"{'10,000 characters':28} {seconds(small, RUNS) * 1e3:8.1f} ms")  # noqa: T201
    one, ten = seconds(repeated(text, MEGA), 3), seconds(repeated(text, 10 * MEGA))
    print(f"{'1 MB':28} {one:8.2f} s\n{'10 MB':28} {ten:8.2f} s   {ten / one:5.1f} x")  # noqa: T201
    for name, data in hostile().items():
        print(f"{name:28} {seconds(data):8.2f} s")  # noqa: T201


if __name__ == "__main__":
    main()
