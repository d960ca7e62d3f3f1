"""Requests a second of a whole batch: against the ideal, and against the bare `openai` client."""

import asyncio
import itertools
import statistics
import time
from pathlib import Path
from typing import Any

import openai

from benchmarks.batch.command import Ended, command, finished
from benchmarks.batch.reports import report, write_reports
from benchmarks.batch.server import endpoint, stats
from summarizer.app import plan_requests
from summarizer.documents import read_bytes
from summarizer.providers.forms import Form

SAMPLE = 20
LATENCY = 0.2


def ideal(place: Path, count: int, in_flight: int, rounds: int) -> None:
    """Print how near to the ideal a batch comes at 200 ms a call."""
    reports = write_reports(place / "reports", count)
    print(f"{count} reports, {LATENCY * 1e3:.0f} ms a call, {in_flight} in flight")  # noqa: T201
    shares = []
    for turn in range(rounds):
        with endpoint("--latency", str(LATENCY)) as url:
            ended = _batch(place, f"ideal{turn}", reports, url, in_flight)
            peak = stats(url)["peak"]
        best = ended.said["calls"] * LATENCY / in_flight
        shares.append(best / ended.said["seconds"])
        print(  # noqa: T201
            f"  {ended.said['calls']} calls, ideal {best:.2f} s, run {ended.said['seconds']:.2f} s: "
            f"{shares[-1]:.1%} (command {ended.seconds:.2f} s, {best / ended.seconds:.1%}; "
            f"processor {ended.busy:.2f} s; peak {peak})",
            flush=True,
        )
    print(f"  median {statistics.median(shares):.1%} of the ideal")  # noqa: T201


def bare(place: Path, count: int, in_flight: int, rounds: int) -> None:
    """Print how near to the `openai` client's bare `create` a batch comes without latency."""
    reports = write_reports(place / "reports", count)
    print(f"{count} reports, 0 ms a call, {in_flight} in flight")  # noqa: T201
    ratios = []
    with endpoint() as url:
        for turn in range(rounds):
            before, before_busy = asyncio.run(_created(url, in_flight))
            ended = _batch(place, f"bare{turn}", reports, url, in_flight)
            after, after_busy = asyncio.run(_created(url, in_flight))
            ours = ended.said["calls"] / ended.said["seconds"]
            theirs = (before + after) / 2
            ratios.append(ours / theirs)
            print(  # noqa: T201
                f"  batch {ours:.0f} calls a second, create {before:.0f} and {after:.0f}: {ratios[-1]:.1%}; processor time "
                f"a call {ended.busy / ended.said['calls'] * 1e3:.2f} ms, start included ({ended.said['calls']} calls), "
                f"create {before_busy * 1e3:.2f} and {after_busy * 1e3:.2f} ms",
                flush=True,
            )
    print(f"  median {statistics.median(ratios):.1%} of create")  # noqa: T201


def _batch(place: Path, name: str, reports: Path, url: str, in_flight: int) -> Ended:
    line = command(reports, place / name, url, "--parallel", str(in_flight))
    ended = finished(line, place / f"{name}-cache")
    if ended.code:
        raise SystemExit(f"the batch ended with {ended.code}: {ended.said}")
    return ended


async def _created(url: str, in_flight: int, requests: int = 1500) -> tuple[float, float]:
    """Requests a second of the client, with the bodies that the reports make; seconds of processor time for one."""
    bodies = _bodies(url)
    client = openai.AsyncOpenAI(base_url=url, api_key="no-key", max_retries=0)
    await client.chat.completions.create(**bodies[0])
    left = itertools.islice(itertools.cycle(bodies), requests)

    async def work() -> None:
        for body in left:
            await client.chat.completions.create(**body)

    began, busy = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work() for _ in range(in_flight)))
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    await client.close()
    return requests / seconds, busy / requests


def _bodies(url: str) -> list[dict[str, Any]]:
    documents = [read_bytes(report(number).encode(), f"{number}.txt") for number in range(SAMPLE)]
    return [
        Form().body("scripted", each.messages, each.schema, each.max_tokens)
        for document in documents
        for each in plan_requests(document, base_url=url, model="scripted")
    ]
