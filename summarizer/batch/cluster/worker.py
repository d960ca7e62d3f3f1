"""What runs in each actor: our engine, limiter, cache and store, fed with small bundles of reports."""

import asyncio
import pickle
import platform
import secrets
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

from schemas import Record, WorkReport
from summarizer.batch.cluster.block import Outcome, Spent, commit
from summarizer.batch.cluster.desk import Failure
from summarizer.batch.cluster.models import NodeServer
from summarizer.batch.cluster.purse import Purse
from summarizer.batch.cluster.shares import BEAT, Amount, Share, Word
from summarizer.batch.cluster.store import open_store
from summarizer.batch.found import Found
from summarizer.batch.model import Settled
from summarizer.batch.outputs import FOLDER, Form, rendered
from summarizer.batch.reports import Reports
from summarizer.config import Resolved
from summarizer.documents import Document
from summarizer.engine import Engine
from summarizer.engine.examples import Examples
from summarizer.errors import OtherBatch, SummarizerError
from summarizer.messages import say
from summarizer.providers.cache import Cached, CallCache, cache_path
from summarizer.providers.choose import budget_of, limiter_for, open_provider
from summarizer.providers.unasked import Unasked

# A part holds so many reports, or what was finished in so many seconds.
MOST_OUTCOMES, MOST_SECONDS = 256, 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker needs to know: where records go, the run, the settings, and what makes the records."""

    url: str
    run: int
    resolved: Resolved
    marks: dict[str, str]
    also: tuple[Form, ...]
    shots: Examples | None = None


class Worker:
    """Ray Data's callable: bundles of pickled `Found` in, how each ended out, without the records.

    All is begun in the actor's event loop with the first bundle. `desk` is the handle of the Desk.
    """

    def __init__(self, job: Job, desk: Any) -> None:
        self._job = job
        self._desk = desk
        self._name = secrets.token_hex(6)
        self._opening = asyncio.Lock()
        self._office: _Office | None = None

    async def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Do the reports of some bundles."""
        found = [each for bundle in batch["bundle"] for each in pickle.loads(bundle)]  # noqa: S301 - our own
        office = await self._opened()
        known = await self._desk.known.remote([each.name for each in found])
        todo = [each for each in found if each.name not in known]
        done = await asyncio.gather(*(office.do(each) for each in todo)) if office else []
        settled = [*known.values(), *(each for each in done if each)]
        return {"settled": [pickle.dumps(settled)]}

    async def _opened(self) -> "_Office":
        async with self._opening:
            if self._office is None:
                share = await self._joined()
                self._office = _Office(self._job, self._desk, self._name, share)
                await self._office.open()
        return self._office

    async def _joined(self) -> Share:
        share: Share | None = None
        while share is None:
            share = await self._desk.join.remote(self._name)
            await asyncio.sleep(0 if share else BEAT)
        return share


class _Office:
    """A worker with its share: the engine, the limiter, what is finished and not yet written."""

    def __init__(self, job: Job, desk: Any, name: str, share: Share) -> None:
        self._job, self._desk, self._name = job, desk, name
        self._store = open_store(job.url)
        self._resolved = _shared(job.resolved, share)
        budget = budget_of(job.resolved)
        self._limiter = limiter_for(self._resolved, batch=True, budget=budget)
        self._purse = Purse(budget, self._limiter, job.resolved.settings)
        self._room = asyncio.Semaphore(share.parallel + max(2, share.parallel // 4))
        self._stack = AsyncExitStack()
        self._reports: Reports
        self._finished: list[Outcome] = []
        self._since = 0.0
        self._written = Spent()
        self._parts = 0
        self._in_work: set[asyncio.Task[Settled | None]] = set()
        self._stop = 0
        self._heart: asyncio.Task[None]

    async def open(self) -> None:
        """Open the model, and begin to be heard."""
        try:
            engine = await self._engine()
            _require_same(engine, self._job.marks)
        except SummarizerError as error:
            await self._give_up(error)
        else:
            form: type[Record[Any]] = engine.record
            self._reports = Reports(
                engine.summarize, form=form, deliver=self._deliver, twin=self._desk.twin.remote
            )
        await self._beat()
        self._heart = asyncio.create_task(self._live())

    async def do(self, found: Found) -> Settled | None:
        """Do one report; None where it stays to be done."""
        async with self._room:
            if self._stop:
                return None
            task = asyncio.create_task(self._reports.settle(found))
            self._in_work.add(task)
            try:
                await asyncio.wait([task])
            finally:
                self._in_work.discard(task)
            if task.cancelled():
                return None
            settled = task.result()
            if settled is None:
                if self._reports.fatal and not self._stop:
                    await self._give_up(self._reports.fatal)
                return None
        outcome = Outcome(found.origin, settled)
        # The desk has it before it counts as done: should this worker be lost, it is not.
        spent = self._purse.spent()
        await self._desk.finished.remote(self._name, outcome, Amount(spent.tokens, spent.cost))
        if not self._finished:
            self._since = time.monotonic()
        self._finished.append(outcome)
        return replace(settled, line=settled.line and b"")

    async def _engine(self) -> Engine[WorkReport]:
        resolved, limiter = self._resolved, self._limiter
        opening = open_provider(resolved, limiter, batch=True, server=NodeServer)
        provider = await self._stack.enter_async_context(opening)
        if resolved.settings.cache and not isinstance(provider, Unasked):
            provider = Cached(provider, self._stack.enter_context(CallCache(cache_path())))
        return Engine(provider, WorkReport, resolved.settings.report_timeout, self._job.shots)

    def _deliver(self, record: Record[Any], document: Document) -> None:
        for path, text in rendered(record, document, self._job.also):
            self._store.put(f"{FOLDER}/{path}", text.encode())

    async def _give_up(self, error: SummarizerError) -> None:
        self._stop = max(self._stop, 1)
        refused = self._reports.refused if hasattr(self, "_reports") else []
        await self._desk.stop.remote(1, Failure(type(error), str(error)), list(refused))

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self._beat()
                if len(self._finished) >= MOST_OUTCOMES or (
                    self._finished and time.monotonic() - self._since >= MOST_SECONDS
                ):
                    await self._write()
            except SummarizerError as error:
                await self._give_up(error)

    async def _beat(self) -> None:
        beat = self._purse.beat(len(self._in_work))
        word: Word = await self._desk.beat.remote(self._name, beat)
        self._purse.hear(word)
        self._obey(word.stop)

    def _obey(self, stop: int) -> None:
        self._stop = max(self._stop, stop)
        if stop > 1:
            for task in self._in_work:
                task.cancel()

    async def _write(self) -> None:
        outcomes, self._finished = self._finished, []
        now = self._purse.spent()
        since = now - self._written
        name = f"{self._job.run:05d}-w{self._name}-{self._parts:05d}"
        block = await asyncio.to_thread(commit, self._store, name, self._job.run, outcomes, since)
        self._parts += 1
        self._written = now
        await self._desk.committed.remote(self._name, block)
        for each in outcomes:
            self._reports.kept(each.settled)


def _shared(resolved: Resolved, share: Share) -> Resolved:
    settings = resolved.settings.model_copy(
        update={
            "parallel": share.parallel,
            "requests_per_minute": share.requests_per_minute,
            "tokens_per_minute": share.tokens_per_minute,
        }
    )
    return replace(resolved, settings=settings)


def _require_same(engine: Engine[WorkReport], marks: dict[str, str]) -> None:
    """Raise OtherBatch where this machine would make other records than the one that started the batch."""
    here = engine.system.model_dump()
    name = next((name for name, value in here.items() if str(value) != marks[name]), None)
    if name:
        raise OtherBatch(
            say(
                f"机器 {platform.node()} 上的系统不同：{name} 是 {here[name]}，应为 {marks[name]}；请在各机器上装同一版本",
                f"another system on {platform.node()}: {name} is {here[name]}, not {marks[name]}; install the same there",
            )
        )
