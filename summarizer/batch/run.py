"""One run of a batch: reports are found while others are worked on, and settled as they finish."""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from schemas import Record
from schemas.record import Usage
from summarizer.batch.folder import OpenBatch
from summarizer.batch.found import Found
from summarizer.batch.model import Settled
from summarizer.batch.progress import BatchProgress, Tally
from summarizer.documents import Document, read_bytes
from summarizer.engine import source_of
from summarizer.errors import BadCompletion, ProviderError, ReportTimeout, SummarizerError
from summarizer.providers.limiter import Limiter
from summarizer.rendering import plain, render_line

Summarize = Callable[[Document], Awaitable[Record[Any]]]
Deliver = Callable[[Record[Any], Document], None]

# What lies in the report and what is asked about it.
OF_ONE_REPORT = (BadCompletion, ReportTimeout)
# So many reports in a row that the endpoint did not answer, and none that it did: the reports are not at fault.
REFUSALS_IN_A_ROW = 20
DRAIN = 120.0
_CHUNK = 256
_GROUP = 256


class Run:
    """Works on a batch until every report that is found is settled, or until it is stopped.

    `finding` starts a search and is called twice: reports are counted ahead of the work. `deliver` writes
    what is wanted beside a record, before the record is kept. `workers` is how many reports are worked on at
    once; nothing else is held of a report.
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
    ) -> None:
        self._batch = batch
        self._finding = finding
        self._summarize = summarize
        self._form = form
        self._deliver = deliver
        self._workers = workers
        self._drain = drain
        self._limiter = limiter
        self._search = finding()
        self._ready: deque[Found] = deque()
        self._taking = asyncio.Lock()
        self._contents: dict[str, asyncio.Future[Record[Any] | None]] = {}
        self._outcomes: asyncio.Queue[Settled | None] = asyncio.Queue(workers)
        self._stop_asked = False
        self._ending = threading.Event()
        self._found_work = threading.Event()
        self._searched = False
        self._at_once = asyncio.Event()
        self._refused: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._tally = Tally(batch.ledger.counts())
        self.fatal: SummarizerError | None = None

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
        return self._tally.look(stopping=self._stop_asked, limits=limits)

    async def run(self) -> None:
        """Work. Afterwards `fatal` is the error that ended it early; OutputError where nothing can be kept."""
        self._carry()
        counting = asyncio.create_task(asyncio.to_thread(self._count))
        writing = asyncio.create_task(self._write())
        workers = [asyncio.create_task(self._work()) for _ in range(self._workers)]
        working = asyncio.gather(*workers)
        stopped = asyncio.create_task(self._at_once.wait())
        try:
            ends: list[asyncio.Future[Any]] = [working, writing, stopped]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if writing.done():
                writing.result()  # it ends early by an error alone
            if working.done():
                working.result()
            await _end(workers)
            await self._outcomes.put(None)
            await writing
            if not self._ending.is_set():
                await counting
        finally:
            self._ending.set()
            self._found_work.set()
            await _end([*workers, writing, stopped])
            await asyncio.wait([counting])
            refused = self._refused if self.fatal else []
            await asyncio.to_thread(self._batch.ledger.release, refused)

    def _count(self) -> None:
        """Find all there is, ahead of the work, so that it is known how much there is."""
        self._found_work.wait()  # until then the search for work goes as fast as this one would
        search = iter(()) if self._searched else self._finding()
        while not self._ending.is_set() and (chunk := list(islice(search, _CHUNK))):
            self._batch.ledger.find(_rows(chunk))
            self._tally.known(self._batch.ledger.total())
        self._tally.counted = self._searched or not self._ending.is_set()

    async def _work(self) -> None:
        while (found := await self._take()) is not None:
            self._tally.begin()
            outcome = await self._settled(found)
            if outcome:
                await self._outcomes.put(outcome)
            self._tally.end()

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
        self._tally.known(self._batch.ledger.total())
        if claimed:
            self._found_work.set()
        return [found for found in chunk if found.name in claimed]

    async def _settled(self, found: Found) -> Settled | None:
        """Do one report; None where something went wrong that is not its fault: it stays to be done."""
        try:
            return await self._done(found)
        except SummarizerError as error:
            if isinstance(error, ProviderError) and not isinstance(error, OF_ONE_REPORT):
                self._refused.append(found.name)
            if error.final or len(self._refused) >= REFUSALS_IN_A_ROW:
                self._give_up(error)
                return None
            return self._failed(found, error)
        except Exception as error:  # noqa: BLE001 - a fault of ours met in one report must not end the night's work
            return self._failed(found, error)

    def _failed(self, found: Found, error: Exception) -> Settled:
        kind = type(error).__name__
        said = plain(str(error)) or kind
        return Settled(found.name, found.stamp, error_kind=kind, error=said)

    def _give_up(self, error: SummarizerError) -> None:
        self.fatal = self.fatal or error
        self.stop()

    async def _done(self, found: Found) -> Settled:
        document = await asyncio.to_thread(_read, found)
        record, same_as = await self._record(document)
        try:
            return await asyncio.to_thread(self._delivered, found, document, record, same_as)
        except BaseException:
            self._contents.pop(document.sha256, None)
            raise

    async def _record(self, document: Document) -> tuple[Record[Any], str | None]:
        """The record of a document, and the report it was copied from where that has the same content."""
        while going := self._contents.get(document.sha256):
            known = await asyncio.shield(going)
            if copied := known and _copy(known, document):
                return copied
        # Until the record is in the ledger, where others find it, they find it here.
        first = self._contents[document.sha256] = self._loop.create_future()
        try:
            known = await asyncio.to_thread(self._twin, document.sha256)
            made = (known and _copy(known, document)) or (await self._summarize(document), None)
        except BaseException:
            self._contents.pop(document.sha256)
            first.set_result(None)
            raise
        self._refused.clear()
        first.set_result(made[0])
        return made

    def _twin(self, sha256: str) -> Record[Any] | None:
        """The record kept of a report with the same bytes."""
        line = self._batch.twin(sha256)
        return self._form.model_validate_json(line) if line else None

    def _delivered(
        self, found: Found, document: Document, record: Record[Any], same_as: str | None
    ) -> Settled:
        self._deliver(record, document)
        return Settled(
            found.name,
            found.stamp,
            sha256=document.sha256,
            line=render_line(record).encode(),
            same_as=same_as,
            usage=record.usage,
        )

    def _spent(self) -> dict[str, str]:
        """What all runs of the batch spent so far, whether or not it led to a record."""
        if self._limiter is None:
            return {}
        state = self._limiter.state()
        return {
            "spent_tokens": str(state.spent_tokens),
            "spent_cost": str(state.spent_cost or 0),
            "currency": state.currency or "",
        }

    def _carry(self) -> None:
        spent = self._batch.ledger.meta()
        if self._limiter:
            self._limiter.carry(int(spent.get("spent_tokens", 0)), float(spent.get("spent_cost", 0)))

    async def _write(self) -> None:
        """Keep outcomes, as many at once as have come while the last ones were written."""
        open_ = True
        while open_:
            group = [await self._outcomes.get()]
            while len(group) < _GROUP and not self._outcomes.empty():
                group.append(self._outcomes.get_nowait())
            open_ = None not in group
            settled = [each for each in group if each]
            await asyncio.to_thread(self._batch.keep, settled, self._spent())
            for each in settled:
                self._contents.pop(each.sha256 or "", None)
                self._tally.settle(each)


async def _end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _rows(found: list[Found]) -> list[tuple[str, str, str]]:
    return [(each.name, each.origin, each.stamp) for each in found]


def _read(found: Found) -> Document:
    return replace(read_bytes(found.read(), found.name), name=found.name)


def _copy(record: Record[Any], document: Document) -> tuple[Record[Any], str] | None:
    """The record with the document's own name and nothing spent; None where it was read in another way."""
    source = record.source.model_copy(update={"name": document.name})
    if source != source_of(document):
        return None
    usage = Usage(model=record.usage.model)
    return record.model_copy(update={"source": source, "usage": usage}), record.source.name
