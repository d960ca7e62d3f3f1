"""What starting costs: `import summarizer` and `summarizer --help` against a bare interpreter.

Run it with the interpreter of an environment that has the program: `.venv/bin/python benchmarks/startup.py`.
The three are timed in turn, so that a slow moment of the machine hits them alike; the medians are printed.
"""

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import summarizer": ("-c", "import summarizer"),
    "summarizer --help": ("-m", "summarizer", "--help"),
}
RUNS = 15


def seconds(arguments: tuple[str, ...]) -> float:
    """Wall time of one run."""
    started = time.perf_counter()
    subprocess.run((sys.executable, *arguments), check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - started


def main() -> None:
    """Print a line for each command: median, what it adds to the bare interpreter, and the ratio."""
    timed = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, arguments in COMMANDS.items():
            timed[name].append(seconds(arguments))
    bare = statistics.median(timed["python -c pass"])
    for name, runs in timed.items():
        median = statistics.median(runs)
        print(f"{name:20} {median * 1e3:6.0f} ms  +{(median - bare) * 1e3:4.0f} ms  {median / bare:5.2f} x")  # noqa: T201


if __name__ == "__main__":
    main()
