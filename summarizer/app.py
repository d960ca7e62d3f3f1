"""From files to records: a model is opened, documents are summarised with it, the model is closed."""

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from anyio.from_thread import BlockingPortal, start_blocking_portal

from schemas import Record, WorkReport
from schemas.record import Provenance
from summarizer.config import resolve
from summarizer.documents import Document, read
from summarizer.engine import Engine, Progress, ignore_progress
from summarizer.engine.examples import Examples
from summarizer.providers import Provider
from summarizer.providers.cache import Cached, CallCache
from summarizer.providers.choose import limits_of, open_provider
from summarizer.providers.unasked import Request, Unasked


class Summarizer:
    """Summarises documents, one after another, with one model; settings are those of `summarizer.toml`.

    With the setting `examples`, a data set, accepted labels serve as examples in requests; `issuers` then
    tells, by the SHA-256 of the documents of an eval, issuers whose labels must not.

    A context manager: the model is opened on entry and closed on exit. Usable from any thread and from
    notebooks, since its event loop is its own.

        with Summarizer() as summarizer:
            record = summarizer.summarize("report.txt")
    """

    def __init__(
        self,
        *,
        provider: Provider | None = None,
        config: Path | None = None,
        cache: CallCache | None = None,
        repeat: int = 0,
        issuers: Callable[[], Mapping[str, frozenset[str]]] = dict,
        **settings: Any,
    ) -> None:
        self._resolved = resolve(settings, file=config)
        self._given = provider
        self._cache = cache
        self._repeat = repeat
        self._issuers = issuers
        self._stack = ExitStack()
        self._portal: BlockingPortal
        self._engine: Engine[WorkReport] | None = None
        self._provider: Provider

    def __enter__(self) -> Self:
        with self._stack:
            self._portal = self._stack.enter_context(start_blocking_portal())
            provider = self._given or self._stack.enter_context(
                self._portal.wrap_async_context_manager(open_provider(self._resolved))
            )
            if self._cache:
                provider = Cached(provider, self._cache, self._repeat)
            self._provider = provider
            self._engine = Engine(provider, WorkReport, self._examples())
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def _examples(self) -> Examples | None:
        place = self._resolved.settings.examples
        if place is None:
            return None
        from evals.dataset import open_dataset  # noqa: PLC0415 - few ask for examples
        from evals.shots import examples_of  # noqa: PLC0415

        found = examples_of(open_dataset(place), self._issuers())
        return found if found.all else None

    @property
    def provider(self) -> Provider:
        """The model in use, between entry and exit."""
        return self._provider

    @property
    def provenance(self) -> Provenance:
        """What the records of this summariser are made with, between entry and exit."""
        return self._opened.provenance

    @property
    def _opened(self) -> Engine[WorkReport]:
        if self._engine is None:
            raise RuntimeError("Summarizer is a context manager: with Summarizer() as summarizer: …")
        return self._engine

    def summarize(
        self,
        source: str | os.PathLike[str] | Document,
        progress: Callable[[Progress], None] = ignore_progress,
    ) -> Record[WorkReport]:
        """Summarise a file, or a document that was read before.

        Raises InputError where the file is no report that can be read, ProviderError where the model cannot
        be asked. `progress` is called from the event loop's thread.
        """
        engine = self._opened
        document = source if isinstance(source, Document) else read(Path(source))
        task = self._portal.start_task_soon(engine.summarize, document, progress)
        try:
            return task.result()
        except BaseException:
            task.cancel()  # Ctrl-C ends the requests too
            raise


def summarize(source: str | os.PathLike[str] | Document, **settings: Any) -> Record[WorkReport]:
    """Summarise one file; the model is opened and closed around it. See `Summarizer` for many."""
    with Summarizer(**settings) as summarizer:
        return summarizer.summarize(source)


def plan_requests(
    source: str | os.PathLike[str] | Document, *, config: Path | None = None, **settings: Any
) -> tuple[Request, ...]:
    """The requests that a report takes with these settings, as far as they do not depend on answers.

    Sections and the abstract are asked about with what rules found in place of what a model would say.
    """
    resolved = resolve(settings, file=config)
    unasked = Unasked(limits_of(resolved))
    with Summarizer(provider=unasked, examples=resolved.settings.examples) as summarizer:
        summarizer.summarize(source)
    return tuple(unasked.requests)
