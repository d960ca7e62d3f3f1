"""The work on one report of a batch: read, summarised or copied, delivered; and whose fault it is where that fails."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from schemas import Record
from schemas.record import Usage
from summarizer.batch.found import Found
from summarizer.batch.model import Settled
from summarizer.documents import Document, read_bytes
from summarizer.engine import source_of
from summarizer.errors import (
    BadCompletion,
    EmbeddedServerFailed,
    ProviderError,
    ReportTimeout,
    SummarizerError,
)
from summarizer.providers import Postponed
from summarizer.rendering import plain, render_line

Summarize = Callable[[Document], Awaitable[Record[Any]]]
Deliver = Callable[[Record[Any], Document], None]
Twin = Callable[[str], Awaitable[bytes | None]]

# What lies in the report and what is asked about it.
OF_ONE_REPORT = (BadCompletion, ReportTimeout)
# So many reports in a row that the endpoint did not answer, and none that it did: the reports are not at fault.
REFUSALS_IN_A_ROW = 20
# The same of reports of which the embedded model's server died: each has cost several starts.
DEADLY_IN_A_ROW = 3


class Reports:
    """Does reports, many at once. `twin` gives the record, as a line, that is kept of a report with a SHA-256.

    `fatal` is an error that every other report would meet; `refused` are the reports that failed for want of
    an answer since the last that was answered: with a fatal error they are not at fault.
    """

    def __init__(
        self, summarize: Summarize, *, form: type[Record[Any]], deliver: Deliver, twin: Twin
    ) -> None:
        self._summarize = summarize
        self._form = form
        self._deliver = deliver
        self._twin = twin
        self._contents: dict[str, asyncio.Future[Record[Any] | None]] = {}
        self.refused: list[str] = []
        self.fatal: SummarizerError | None = None

    async def settle(self, found: Found) -> Settled | None:
        """Do one report; None where something went wrong that is not its fault: it stays to be done."""
        try:
            return await self._done(found)
        except Postponed:
            return Settled(found.name, found.stamp, waiting=True)
        except SummarizerError as error:
            if isinstance(error, ProviderError) and not isinstance(error, OF_ONE_REPORT):
                self.refused.append(found.name)
            most = DEADLY_IN_A_ROW if isinstance(error, EmbeddedServerFailed) else REFUSALS_IN_A_ROW
            if error.final or len(self.refused) >= most:
                self.fatal = self.fatal or error
                return None
            return _failed(found, error)
        except Exception as error:  # noqa: BLE001 - a fault of ours met in one report must not end the night's work
            return _failed(found, error)

    def kept(self, settled: Settled) -> None:
        """A report's record is where `twin` finds it."""
        self._contents.pop(settled.sha256 or "", None)

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
        # Until the record is kept, where others find it, they find it here.
        first = self._contents[document.sha256] = asyncio.get_running_loop().create_future()
        try:
            line = await self._twin(document.sha256)
            known = self._form.model_validate_json(line) if line else None
            made = (known and _copy(known, document)) or (await self._summarize(document), None)
        except BaseException:
            self._contents.pop(document.sha256)
            first.set_result(None)
            raise
        self.refused.clear()
        first.set_result(made[0])
        return made

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


def _failed(found: Found, error: Exception) -> Settled:
    kind = type(error).__name__
    said = plain(str(error)) or kind
    return Settled(found.name, found.stamp, error_kind=kind, error=said)


def _read(found: Found) -> Document:
    return replace(read_bytes(found.read(), found.name), name=found.name)


def _copy(record: Record[Any], document: Document) -> tuple[Record[Any], str] | None:
    """The record with the document's own name and nothing spent; None where it was read in another way."""
    source = record.source.model_copy(update={"name": document.name})
    if source != source_of(document):
        return None
    usage = Usage(model=record.usage.model)
    return record.model_copy(update={"source": source, "usage": usage}), record.source.name
