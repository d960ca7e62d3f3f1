"""What `summarizer batch` does against a simulated endpoint in a process of its own (Linux).

python -m benchmarks.batch ideal    # throughput at 200 ms a call, against the ideal
python -m benchmarks.batch bare     # without latency, against the bare openai client
python -m benchmarks.batch scale    # 100,000 reports: start, resume, memory
python -m benchmarks.batch kills    # kill -9 a hundred times
python -m benchmarks.batch soak     # twenty minutes under random faults
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.batch import kills, scale, soak, throughput


def main() -> None:
    """Run one of them."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        match given.command:
            case "ideal":
                throughput.ideal(place, given.reports, given.in_flight, given.rounds)
            case "bare":
                throughput.bare(place, given.reports, given.in_flight, given.rounds)
            case "scale":
                scale.scale(place, given.reports, given.worked, given.every)
            case "kills":
                kills.kills(place, given.reports, given.kills, given.seed)
            case "soak":
                soak.soak(place, given.minutes, given.every, given.seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batch", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    counts = {"ideal": 1000, "bare": 500, "scale": 100_000, "kills": 500, "soak": None}
    each = {name: commands.add_parser(name) for name in counts}
    for name, count in counts.items():
        if count:
            each[name].add_argument("--reports", type=int, default=count)
    for name in ("ideal", "bare"):
        each[name].add_argument("--in-flight", type=int, default=64)
        each[name].add_argument("--rounds", type=int, default=3)
    each["scale"].add_argument("--worked", type=int, default=20_000, help="the others are done beforehand")
    each["kills"].add_argument("--kills", type=int, default=100)
    each["soak"].add_argument("--minutes", type=float, default=20)
    for name in ("scale", "soak"):
        each[name].add_argument("--every", type=float, default=60, help="seconds between two looks")
    for name in ("kills", "soak"):
        each[name].add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
