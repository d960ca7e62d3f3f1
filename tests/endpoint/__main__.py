"""`python -m tests.endpoint --latency 0.2 --faults 429:0.05,500:0.02`: the scripted endpoint as a process.

Prints its address as one line, serves until it is ended, and tells what it met at `GET /stats`.
"""

import argparse
import asyncio
import contextlib

from tests.endpoint.script import Script, first_of, in_turn, mixed
from tests.endpoint.server import Rate, ScriptedEndpoint


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.endpoint", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--slow", type=float, default=60.0, help="seconds before a slow answer")
    parser.add_argument(
        "--faults", default="", help="NAME:SHARE,… at random, or NAME,NAME,… one after another"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, help="requests a second; more get 429")
    parser.add_argument("--retry-after", help="the header of those 429")
    given = parser.parse_args()
    endpoint = ScriptedEndpoint(
        script(given.faults, given.seed),
        latency=given.latency,
        slow=given.slow,
        rate=Rate(given.rate) if given.rate else None,
        retry_after=given.retry_after,
        port=given.port,
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(endpoint))


def script(text: str, seed: int) -> Script:
    """The script that a command line names."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    shares = {name: float(share) for name, colon, share in (part.partition(":") for part in parts) if colon}
    turns = [part for part in parts if ":" not in part]
    scripts = [mixed(shares, seed)] if shares else []
    return first_of(*scripts, *([in_turn(*turns, "ok")] if turns else []))


async def _serve(endpoint: ScriptedEndpoint) -> None:
    async with endpoint:
        print(endpoint.url, flush=True)  # noqa: T201 - its one line of output
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
