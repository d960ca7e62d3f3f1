"""From files to records: a model is opened, documents are summarised with it, the model is closed."""

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from anyio.from_thread import BlockingPortal, start_blocking_portal

from schemas import Record, WorkReport
from summarizer.config import Resolved, resolve
from summarizer.documents import Document, read
from summarizer.engine import Engine, Progress, SystemMark, ignore_progress
from summarizer.engine.examples import Examples
from summarizer.errors import (
    ConfigError,
)
from summarizer.messages import say
from summarizer.providers import Provider
from summarizer.providers.cache import Cached, CallCache, cache_path
from summarizer.providers.choose import limiter_for, limits_of, open_provider
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.limiter import Limiter
from summarizer.providers.unasked import Request, Unasked


class Summarizer:
    """Summarises documents, one after another, with one model; settings are those of `summarizer.toml`.

    With the setting `examples`, a data set, accepted labels serve as examples in requests; `issuers` then
    tells, by the SHA-256 of the documents of an eval, issuers whose labels must not.

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
        issuers: Callable[[], Mapping[str, frozenset[str]]] = dict,
        batch: bool = False,
        **settings: Any,
    ) -> None:
        self._resolved = resolve(settings, file=config)
        self._given = provider
        self._repeat = repeat
        self._issuers = issuers
        self._batch = batch
        self._stack = ExitStack()
        self._portal: BlockingPortal
        self._asked: Provider
        self._shots: Examples | None = None
        self.cache: CallCache | None = None
        self._engine: Engine[WorkReport] | None = None
        self._provider: Provider
        self.limiter: Limiter | None = None

    def __enter__(self) -> Self:
        with self._stack:
            self._portal = self._stack.enter_context(start_blocking_portal())
            self._asked = self._given or self._open()
            self._provider = Cached(self._asked, self.cache, self._repeat) if self.cache else self._asked
            self._shots = self._examples()
            self._engine = self.engine_over(self._provider)
            self._stack = self._stack.pop_all()
        return self

    def _open(self) -> Provider:
        limiter = limiter_for(self._resolved, batch=self._batch)
        opening = open_provider(self._resolved, limiter, batch=self._batch)
        provider = self._stack.enter_context(self._portal.wrap_async_context_manager(opening))
        if isinstance(provider, Unasked):
            return provider
        self.limiter = limiter
        if self._resolved.settings.cache:
            self.cache = self._stack.enter_context(CallCache(cache_path()))
        return provider

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
    def resolved(self) -> Resolved:
        """The settings in force."""
        return self._resolved

    @property
    def shots(self) -> Examples | None:
        """Accepted labels that serve as examples, between entry and exit."""
        return self._shots

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
    def endpoint(self) -> Endpoint:
        """The hosted endpoint that is asked; ConfigError where there is none."""
        if not isinstance(self._asked, Endpoint):
            raise ConfigError(
                say(
                    f"--mode batch-api 要用有批次接口的服务，不能用“{self._asked.model}”；请给出 --base-url 和 --model",
                    f"--mode batch-api takes a service with a batch API, not {self._asked.model!r}; "
                    "name one with --base-url and --model",
                )
            )
        return self._asked

    def engine_over(self, provider: Provider) -> Engine[WorkReport]:
        """An engine like `engine` that asks another provider."""
        return Engine(provider, WorkReport, self._resolved.settings.report_timeout, self._shots)

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
    resolved = resolve(settings, file=config)
    unasked = Unasked(limits_of(resolved))
    with Summarizer(provider=unasked, examples=resolved.settings.examples) as summarizer:
        summarizer.summarize(source)
    return tuple(unasked.requests)
