"""Endpoints with limits that nobody tells, in virtual time."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.errors import EndpointOverloaded
from summarizer.providers import Completion
from summarizer.providers.breaker import Patience
from summarizer.providers.budget import Tokens
from summarizer.providers.limiter import Limiter, Slot
from summarizer.providers.retry import with_retries
from summarizer.providers.transient import Transient
from tests.providers.virtual_time import now, run

Accept = Callable[[float, int], bool]


def free(_time: float, _in_flight: int) -> bool:
    """No limit."""
    return True


def bucket(rate: float, burst: float) -> Accept:
    """A token bucket: `rate` requests a second, `burst` of them at once."""
    level, last = burst, 0.0

    def accept(time: float, _in_flight: int) -> bool:
        nonlocal level, last
        level, last = min(burst, level + (time - last) * rate), time
        if level < 1:
            return False
        level -= 1
        return True

    return accept


def window(most: int, seconds: float) -> Accept:
    """At most so many in each stretch of so many seconds."""
    counts: dict[int, int] = {}

    def accept(time: float, _in_flight: int) -> bool:
        stretch = int(time / seconds)
        counts[stretch] = counts.get(stretch, 0) + 1
        return counts[stretch] <= most

    return accept


def at_once(most: int) -> Accept:
    """At most so many being answered at any time."""
    return lambda _, in_flight: in_flight < most


@dataclass
class Outcome:
    """Virtual seconds, answers, refusals, and the most in flight."""

    seconds: float = 0.0
    answers: int = 0
    refusals: int = 0
    peak: int = 0


def simulate(accept: Accept, requests: int, parallel: int, latency: float, *, strays: float = 0.0) -> Outcome:
    """All requests wait from the start; answers take `latency` seconds, give or take 30 %.

    `strays` is the share that is refused for no reason.
    """
    chance = random.Random(1)
    outcome = Outcome()
    in_flight = 0

    async def call(_: Slot) -> Completion:
        nonlocal in_flight
        if strays and chance.random() < strays:
            outcome.refusals += 1
            raise Transient(EndpointOverloaded("503"), kind="throttled", stray=True)
        if not accept(now(), in_flight):
            outcome.refusals += 1
            await asyncio.sleep(0.01)
            raise Transient(EndpointOverloaded("429"), kind="throttled")
        in_flight += 1
        outcome.peak = max(outcome.peak, in_flight)
        await asyncio.sleep(latency * chance.uniform(0.7, 1.3))
        in_flight -= 1
        outcome.answers += 1
        return Completion("{}", 100, 100)

    async def main() -> None:
        limiter = Limiter(parallel, clock=now, patience=Patience(1800, 1800))
        most = Tokens(100, 100)
        await asyncio.gather(*(with_retries(call, limiter, most) for _ in range(requests)))
        outcome.seconds = now()

    run(main())
    return outcome
