"""Summarises the short report with a scripted endpoint and tells all that came of it."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas import Record, WorkReport
from schemas.record import Evidence
from summarizer.documents import Document, read
from summarizer.engine import Engine
from summarizer.errors import SummarizerError
from summarizer.providers import Limits
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.limiter import Limiter
from tests.endpoint.script import Script
from tests.endpoint.server import ScriptedEndpoint

REPORT = Path(__file__).parents[1] / "data" / "short_report.txt"
KEY = "sk-geheim-0123456789"
LIMITS = Limits(context=32768, parallel=2, points=8)
TIMEOUT = 0.4  # far more than an answer takes, far less than a slow one


@dataclass(frozen=True)
class Outcome:
    """The record or the error; the requests that the endpoint saw; `waits` are seconds between tries."""

    record: Record[WorkReport] | None
    error: SummarizerError | None
    requests: int
    waits: tuple[float, ...]
    url: str

    @property
    def made(self) -> Record[WorkReport]:
        assert self.record is not None, self.error
        return self.record

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.made.checks.warnings


@lru_cache
def report() -> Document:
    return read(REPORT)


@lru_cache
def unharmed() -> Outcome:
    """What comes of it when nothing goes wrong."""
    return summarized(lambda _asked, _before: None)


def summarized(script: Script, **endpoint: Any) -> Outcome:
    """Summarise with an endpoint that keeps to a script."""

    async def run() -> Outcome:
        async with ScriptedEndpoint(script, **endpoint) as server:
            record, error, waits = await ask(server.url)
            return Outcome(record, error, server.counts.requests, waits, server.url)

    return asyncio.run(run())


class Clock:
    """Time that goes on by what is slept alone, at once."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def __call__(self) -> float:
        return sum(self.waits)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


async def ask(url: str) -> tuple[Record[WorkReport] | None, SummarizerError | None, tuple[float, ...]]:
    """Summarise with the endpoint at an address; nothing is waited for between tries."""
    clock = Clock()
    limiter = Limiter(LIMITS.parallel, clock=clock, sleep=clock.sleep)
    provider = Endpoint(base_url=url, api_key=KEY, model="m", limits=LIMITS, timeout=TIMEOUT, limiter=limiter)
    try:
        return await Engine(provider, WorkReport).summarize(report()), None, tuple(clock.waits)
    except SummarizerError as error:
        return None, error, tuple(clock.waits)
    finally:
        await provider.close()


def check_line(error: SummarizerError | None, kind: type[SummarizerError], where: str) -> None:
    """An error of exactly this kind says in one line where it happened, without the key."""
    assert type(error) is kind, error
    said = str(error)
    assert "\n" not in said
    assert where in said
    assert KEY not in said


def check_sound(record: Record[WorkReport]) -> None:
    """Whatever was answered: quotes are the source's, and no figure is in the summary that the source has not."""
    check_sound_in(record, report().text)


def check_sound_in(record: Record[WorkReport], text: str) -> None:
    """The same of a record of another text."""
    for each in _evidence(record.model_dump()):
        assert text[each["start"] : each["end"]] == each["quote"]
    for item in (*record.summary.achievements, *record.summary.problems, *record.summary.tasks):
        assert item.verdict != "unsupported"
        assert item.evidence
    said = record.summary.model_dump_json()
    assert "98765" not in said
    assert "77.7" not in said
    assert "推进推进推进" not in said


def _evidence(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if Evidence.model_fields.keys() == value.keys() else []
        return own + [each for inner in value.values() for each in _evidence(inner)]
    if isinstance(value, list | tuple):
        return [each for inner in value for each in _evidence(inner)]
    return []
