"""One run of a batch: reports are found while others are worked on, and settled as they finish."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from schemas import Record
from summarizer.batch.folder import OpenBatch
from summarizer.batch.found import Found
from summarizer.batch.ledger import Ledger
from summarizer.batch.model import Settled
from summarizer.batch.progress import BatchProgress, Tally
from summarizer.batch.reports import Deliver, Reports, Summarize
from summarizer.errors import SummarizerError
from summarizer.providers.limiter import Limiter

DRAIN = 120.0
_CHUNK = 256
_GROUP = 256


class Run:
    """Works on a batch until every report that is found is settled, or until it is stopped.

    `finding` starts a search and is called twice: reports are counted ahead of the work. `deliver` writes
    what is wanted beside a record, before the record is kept. `workers` is how many reports are worked on at
    once; nothing else is held of a report. A `tally` that is given counts several runs, and what was spent
    before is carried already.
    """

    def __init__(  # noqa: PLR0913 - all by name
        self,
        batch: OpenBatch,
        finding: Callable[[], Iterator[Found]],
        summarize: Summarize,
        *,
        form: type[Record[Any]],
        deliver: Deliver,
        workers: int,
        limiter: Limiter | None = None,
        drain: float = DRAIN,
        tally: Tally | None = None,
    ) -> None:
        self._batch = batch
        self._finding = finding
        self._reports = Reports(
            summarize, form=form, deliver=deliver, twin=lambda sha256: asyncio.to_thread(batch.twin, sha256)
        )
        self._workers = workers
        self._drain = drain
        self._limiter = limiter
        self._search = finding()
        self._ready: deque[Found] = deque()
        self._taking = asyncio.Lock()
        self._outcomes: asyncio.Queue[Settled | None] = asyncio.Queue(workers)
        self._stop_asked = False
        self._ending = threading.Event()
        self._found_work = threading.Event()
        self._searched = False
        self._at_once = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.tally = tally or Tally(batch.ledger.counts())
        if limiter and not tally:
            carry(batch.ledger, limiter)

    @property
    def fatal(self) -> SummarizerError | None:
        """The error that ended it early."""
        return self._reports.fatal

    @fatal.setter
    def fatal(self, error: SummarizerError) -> None:
        self._reports.fatal = error

    def stop(self, *, at_once: bool = False) -> None:
        """Begin no more reports; those in work may end, unless `at_once`. From any thread or signal handler."""
        self._stop_asked = True
        self._ending.set()
        self._loop.call_soon_threadsafe(self._stop, at_once)

    def _stop(self, at_once: bool) -> None:
        if at_once:
            self._at_once.set()
        else:
            self._loop.call_later(self._drain, self._at_once.set)

    def look(self) -> BatchProgress:
        """How far it is; from any thread."""
        limits = self._limiter.state() if self._limiter else None
        return self.tally.look(stopping=self._stop_asked, limits=limits)

    async def run(self) -> None:
        """Work. Afterwards `fatal` is the error that ended it early; OutputError where nothing can be kept."""
        counting = asyncio.create_task(asyncio.to_thread(self._count))
        writing = asyncio.create_task(self._write())
        workers = [asyncio.create_task(self._work()) for _ in range(self._workers)]
        working = asyncio.create_task(asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION))
        stopped = asyncio.create_task(self._at_once.wait())
        try:
            ends: list[asyncio.Task[Any]] = [working, writing, stopped]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for each in (writing, *workers):
                if each.done():
                    each.result()  # raises what went wrong
            await _end(workers)
            await self._outcomes.put(None)
            await writing
            if not self._ending.is_set():
                await counting
        finally:
            self._ending.set()
            self._found_work.set()
            await _end([*workers, writing, working, stopped])
            await asyncio.wait([counting])
            refused = self._reports.refused if self.fatal else []
            await asyncio.to_thread(self._batch.ledger.release, refused)

    def _count(self) -> None:
        """Find all there is, ahead of the work, so that it is known how much there is."""
        self._found_work.wait()  # until then the search for work goes as fast as this one would
        search = iter(()) if self._searched else self._finding()
        while not self._ending.is_set() and (chunk := list(islice(search, _CHUNK))):
            self._batch.ledger.find(_rows(chunk))
            self.tally.known(self._batch.ledger.total())
        self.tally.counted = self._searched or not self._ending.is_set()

    async def _work(self) -> None:
        while (found := await self._take()) is not None:
            self.tally.begin()
            outcome = await self._reports.settle(found)
            if outcome:
                await self._outcomes.put(outcome)
            elif self.fatal:
                self.stop()
            self.tally.end()

    async def _take(self) -> Found | None:
        """The next report to be done, None where there is none or no more are to be begun."""
        async with self._taking:
            while not self._ready and not self._ending.is_set():
                more = await asyncio.to_thread(self._more)
                if more is None:
                    break
                self._ready.extend(more)
            return None if self._ending.is_set() or not self._ready else self._ready.popleft()

    def _more(self) -> list[Found] | None:
        """Those of the next few found that are to be done; None where all were found."""
        chunk = list(islice(self._search, _CHUNK))
        if not chunk:
            self._searched = True
            self._found_work.set()
            return None
        claimed = self._batch.ledger.claim(_rows(chunk))
        self.tally.known(self._batch.ledger.total())
        if claimed:
            self._found_work.set()
        return [found for found in chunk if found.name in claimed]

    async def _write(self) -> None:
        """Keep outcomes, as many at once as have come while the last ones were written."""
        open_ = True
        while open_:
            group = [await self._outcomes.get()]
            while len(group) < _GROUP and not self._outcomes.empty():
                group.append(self._outcomes.get_nowait())
            open_ = None not in group
            settled = [each for each in group if each]
            await asyncio.to_thread(self._batch.keep, settled, spent(self._limiter))
            for each in settled:
                self._reports.kept(each)
                self.tally.settle(each)


def spent(limiter: Limiter | None) -> dict[str, str]:
    """What all runs of a batch spent so far, whether or not it led to a record, as the ledger notes it."""
    if limiter is None:
        return {}
    state = limiter.state()
    return {
        "spent_tokens": str(state.spent_tokens),
        "spent_cost": str(state.spent_cost or 0),
        "currency": state.currency or "",
    }


def carry(ledger: Ledger, limiter: Limiter) -> None:
    """Tell a new limiter what earlier runs spent."""
    before = ledger.meta()
    limiter.carry(int(before.get("spent_tokens", 0)), float(before.get("spent_cost", 0)))


async def _end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _rows(found: list[Found]) -> list[tuple[str, str, str]]:
    return [(each.name, each.origin, each.stamp) for each in found]
