"""From files to records: a model is opened, documents are summarised with it, the model is closed."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from anyio.from_thread import BlockingPortal, start_blocking_portal

from schemas import Record, WorkReport
from summarizer.config import Resolved, resolve
from summarizer.documents import Document, read
from summarizer.engine import Engine, Progress, SystemMark, ignore_progress
from summarizer.providers import Provider
from summarizer.providers.cache import Cached, CallCache, cache_path
from summarizer.providers.choose import limiter_for, limits_of, open_provider
from summarizer.providers.limiter import Limiter
from summarizer.providers.unasked import Request, Unasked


class Summarizer:
    """Summarises documents, one after another, with one model; settings are those of `summarizer.toml`.

    A context manager: the model is opened on entry and closed on exit. Usable from any thread and from
    notebooks, since its event loop is its own. Answers are kept (setting `cache`), but not those of a
    `provider` that is given. `repeat`: that many answers were had before, and another one is wanted. `batch`:
    more requests are in flight, and an endpoint that is down is waited for.

        with Summarizer() as summarizer:
            record = summarizer.summarize("report.txt")
    """

    def __init__(
        self,
        *,
        provider: Provider | None = None,
        config: Path | None = None,
        repeat: int = 0,
        batch: bool = False,
        **settings: Any,
    ) -> None:
        self._resolved = resolve(settings, file=config)
        self._given = provider
        self._repeat = repeat
        self._batch = batch
        self._stack = ExitStack()
        self._portal: BlockingPortal
        self._engine: Engine[WorkReport] | None = None
        self._provider: Provider
        self.limiter: Limiter | None = None

    def __enter__(self) -> Self:
        with self._stack:
            self._portal = self._stack.enter_context(start_blocking_portal())
            self._provider = self._given or self._open()
            self._engine = Engine(self._provider, WorkReport, self._resolved.settings.report_timeout)
            self._stack = self._stack.pop_all()
        return self

    def _open(self) -> Provider:
        limiter = limiter_for(self._resolved, batch=self._batch)
        opening = open_provider(self._resolved, limiter, batch=self._batch)
        provider = self._stack.enter_context(self._portal.wrap_async_context_manager(opening))
        if isinstance(provider, Unasked):
            return provider
        self.limiter = limiter
        if not self._resolved.settings.cache:
            return provider
        cache = self._stack.enter_context(CallCache(cache_path()))
        return Cached(provider, cache, self._repeat)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def resolved(self) -> Resolved:
        """The settings in force."""
        return self._resolved

    @property
    def provider(self) -> Provider:
        """The model in use, between entry and exit."""
        return self._provider

    @property
    def system(self) -> SystemMark:
        """What the records of this summariser depend on beside the documents, between entry and exit."""
        return self.engine.system

    @property
    def engine(self) -> Engine[WorkReport]:
        """What makes the records, between entry and exit."""
        if self._engine is None:
            raise RuntimeError("Summarizer is a context manager: with Summarizer() as summarizer: …")
        return self._engine

    @property
    def portal(self) -> BlockingPortal:
        """The way into the event loop that the model is asked from."""
        return self._portal

    def summarize(
        self,
        source: str | os.PathLike[str] | Document,
        progress: Callable[[Progress], None] = ignore_progress,
    ) -> Record[WorkReport]:
        """Summarise a file, or a document that was read before.

        Raises InputError where the file is no report that can be read, ProviderError where the model cannot
        be asked. `progress` is called from the event loop's thread.
        """
        engine = self.engine
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
    unasked = Unasked(limits_of(resolve(settings, file=config)))
    with Summarizer(provider=unasked) as summarizer:
        summarizer.summarize(source)
    return tuple(unasked.requests)
