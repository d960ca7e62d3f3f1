"""Requests a second of our endpoint against the bare `openai` client's `create`, on loopback, 64 in flight.

    python -m benchmarks.client

The scripted endpoint of the tests serves from a process of its own, without latency. The clients are timed in
turn, several rounds, so that a slow moment of the machine hits them alike; medians and ratios are printed, of
requests a second and of requests in a second of the client's processor time.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import openai

from summarizer.providers import Limits, Message
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.forms import Form

MODEL = "scripted"
MESSAGES = (
    Message("system", "你是机关文秘，为领导摘录工作材料的要点。" * 20),
    Message("user", "全年完成投资12.8亿元。" * 60),
)
SCHEMA = {
    "type": "object",
    "properties": {"summary": {"type": "string"}},
    "required": ["summary"],
    "additionalProperties": False,
}
BODY = Form().body(MODEL, MESSAGES, SCHEMA, 200)
Call = Callable[[], Awaitable[Any]]


async def measure(
    url: str, requests: int, in_flight: int, rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Requests of each client in a second, and in one of its processor time, once for each round."""
    limits = Limits(context=32768, parallel=in_flight, points=8)
    endpoint = Endpoint(base_url=url, api_key="no-key", model=MODEL, limits=limits, timeout=60)
    plain = openai.AsyncOpenAI(base_url=url, api_key="no-key", max_retries=0)
    over_aiohttp = openai.AsyncOpenAI(
        base_url=url, api_key="no-key", max_retries=0, http_client=openai.DefaultAioHttpClient()
    )
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def bare() -> Any:
        async with session.post(f"{url}/chat/completions", data=json.dumps(BODY).encode()) as response:
            return json.loads(await response.read())

    calls: dict[str, Call] = {
        "openai create": lambda: plain.chat.completions.create(**BODY),
        "openai create, aiohttp transport": lambda: over_aiohttp.chat.completions.create(**BODY),
        "openai post, aiohttp transport": lambda: over_aiohttp.post(
            "/chat/completions", body=BODY, cast_to=object
        ),
        "Endpoint.complete": lambda: endpoint.complete(MESSAGES, SCHEMA, 200),
        "bare aiohttp": bare,
    }
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            rate = await throughput(call, requests, in_flight)
            if turn:  # the first opens connections
                rates[name].append(rate)
    for each in (endpoint, plain, over_aiohttp, session):
        await each.close()
    return rates


async def throughput(call: Call, requests: int, in_flight: int) -> tuple[float, float]:
    """Requests in a second, and in one of processor time, with this many at once."""
    left = iter(range(requests))

    async def work() -> None:
        for _ in left:
            await call()

    started, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work() for _ in range(in_flight)))
    return requests / (time.perf_counter() - started), requests / (time.process_time() - worked)


@contextmanager
def scripted_endpoint() -> Iterator[str]:
    """The tests' endpoint in a process of its own, at this address."""
    command = (sys.executable, "-m", "tests.endpoint")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def main() -> None:
    """Print a line for each client."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with scripted_endpoint() as url:
        rates = asyncio.run(measure(url, given.requests, given.in_flight, given.rounds))
    medians = {
        name: [statistics.median(each) for each in zip(*found, strict=True)] for name, found in rates.items()
    }
    for name, each in medians.items():
        parts = [
            f"{rate:6.0f} ({rate / base:5.2f} x)"
            for rate, base in zip(each, medians["openai create"], strict=True)
        ]
        print(f"{name:34} {parts[0]} a second  {parts[1]} a second of processor time")  # noqa: T201


if __name__ == "__main__":
    main()
