"""From files to records: a model is opened, documents are summarised with it, the model is closed."""

import asyncio
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import wait
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from anyio.from_thread import BlockingPortal, start_blocking_portal

from schemas import Record, WorkReport
from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.found import Found, Skipped
from summarizer.batch.outputs import Form, Outputs
from summarizer.batch.progress import BatchProgress
from summarizer.batch.run import Run
from summarizer.batch.shards import Shard
from summarizer.batch.sources import Paths, Sources
from summarizer.config import resolve
from summarizer.documents import Document, read
from summarizer.engine import Engine, Progress, SystemMark, ignore_progress
from summarizer.errors import BatchFailed, BatchPartial, BatchStopped, InputNotFound, SummarizerError
from summarizer.messages import say
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


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How a run of a batch ended: how far the batch is, what was passed over when its inputs were searched, and
    what kept it from a record for each report, if anything did.
    """

    progress: BatchProgress
    skipped: Skipped
    error: SummarizerError | None


class Batch:
    """Summarises many reports into a folder; run again with the same arguments it goes on where it ended.

    `inputs` are files, folders, archives or manifests, `manifests` are such whatever their names; `include` and
    `exclude` are patterns as in .gitignore. `also` names files wanted of each report beside its record. Settings
    are those of `Summarizer`; budgets are for all runs of the batch together. `shard` (`2/8`) takes only the
    reports that fall to it by name, for one of several machines; `merge` puts their folders together.
    `BatchFolder` reads the folder.

        result = Batch(["reports/"], "out").run()
        with BatchFolder("out") as batch:
            for line in batch.lines(): …
    """

    def __init__(  # noqa: PLR0913 - all by name but what is summarised, and where to
        self,
        inputs: Paths,
        output: str | os.PathLike[str],
        *,
        manifests: Paths = (),
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        also: Collection[Form | str] = (),
        retry_failed: bool = False,
        shard: str | Shard = "1/1",
        provider: Provider | None = None,
        config: Path | None = None,
        **settings: Any,
    ) -> None:
        self._shard = Shard.parse(str(shard))
        self._sources = Sources.of(inputs, manifests, include, exclude)
        self._output = Path(output)
        self._also = sorted({Form(each) for each in also})
        self._retry_failed = retry_failed
        self._summarizer = Summarizer(provider=provider, config=config, batch=True, **settings)
        self._skipped = Skipped()
        self._run: Run | None = None
        self._stop_asked = False

    @classmethod
    def again(cls, output: str | os.PathLike[str], *, config: Path | None = None, **settings: Any) -> Self:
        """The batch in a folder once more, failed reports included; OtherBatch where there is none."""
        with BatchFolder(output) as batch:
            meta = batch.ledger.meta()
        sources = Sources.from_json(meta["sources"])
        return cls(
            **asdict(sources),
            output=output,
            also=meta["also"].split(),
            shard=meta["shard"],
            retry_failed=True,
            config=config,
            **settings,
        )

    def run(self, show: Callable[[BatchProgress], None] | None = None, every: float = 0.5) -> BatchResult:
        """Work until all is done or the run is stopped; `show` is called each so many seconds and at the end.

        Raises what forbids to begin (ConfigError, InputNotFound, FolderInUse, OtherBatch, …) and OutputError
        where nothing can be kept any more; all else that ends a run early is the result's `error`.
        """
        with self._sources.kept_stdin() as open_stdin:
            self._search(open_stdin())  # what is wrong with the inputs is told before anything is opened
            with self._summarizer as summarizer, self._opened(summarizer) as folder:
                working = summarizer.portal.start_task_soon(self._work, summarizer, folder, open_stdin)
                try:
                    while not working.done():
                        wait([working], every)
                        if show and self._run:
                            show(self._run.look())
                    run = working.result()
                except BaseException:
                    self.stop(at_once=True)
                    wait([working])
                    raise
                counts = folder.ledger.counts()
        progress = replace(run.look(), total=counts.total, done=counts.done, failed=counts.failed, ended=True)
        if show:
            show(progress)
        return BatchResult(progress, self._skipped, run.fatal or _shortfall(progress, self._output))

    def stop(self, *, at_once: bool = False) -> None:
        """Begin no more reports; those in work end within minutes, or are left `at_once`.

        May be called from any thread and from a signal handler.
        """
        self._stop_asked = True
        if self._run:
            self._run.stop(at_once=at_once)

    def _search(self, stdin: BinaryIO | None) -> Iterator[Found]:
        self._skipped = Skipped()
        return self._shard.of_found(self._sources.found(self._output, self._skipped, stdin))

    def _opened(self, summarizer: Summarizer) -> OpenBatch:
        limits = summarizer.provider.limits
        marks = {
            **summarizer.system.model_dump(),
            "context": str(limits.context),
            "points": str(limits.points),
            "also": " ".join(self._also),
            "shard": str(self._shard),
        }
        return OpenBatch(self._output, marks)

    async def _work(
        self, summarizer: Summarizer, folder: OpenBatch, open_stdin: Callable[[], BinaryIO | None]
    ) -> Run:
        folder.ledger.note({"sources": self._sources.to_json()})
        if self._retry_failed:
            folder.ledger.retry_failed()
        parallel = summarizer.provider.limits.parallel
        self._run = Run(
            folder,
            lambda: self._search(open_stdin()),
            summarizer.engine.summarize,
            form=summarizer.engine.record,
            deliver=Outputs(self._output, self._also),
            limiter=summarizer.limiter,
            # Reports wait for processors and disks too; a few more of them keep all requests in flight.
            workers=parallel + max(2, parallel // 4),
        )
        if self._stop_asked:
            self._run.stop()
        await self._run.run()
        await asyncio.to_thread(folder.sweep)
        return self._run


def _shortfall(progress: BatchProgress, output: Path) -> SummarizerError | None:
    """What a batch lacks that was not ended by an error."""
    if progress.total == 0:
        return InputNotFound(say("没有找到可以摘要的报告", "no reports were found"))
    if progress.left:
        return BatchStopped(
            say(
                f"{output}：还有 {progress.left} 份没有做，用同一条命令继续",
                f"{output}: {progress.left} reports are left; the same command goes on",
            )
        )
    if not progress.failed:
        return None
    kind = BatchPartial if progress.done else BatchFailed
    return kind(
        say(
            f"{output}：{progress.failed} 份失败；原因见 summarizer batch status，重做用 summarizer batch retry",
            f"{output}: {progress.failed} reports failed; summarizer batch status says why, "
            "summarizer batch retry does them again",
        )
    )
