"""From files to records: a model is opened, documents are summarised with it, the model is closed."""

import asyncio
import json
import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import wait
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from anyio.from_thread import BlockingPortal, start_blocking_portal

from schemas import Record, WorkReport
from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.inputs import find
from summarizer.batch.outputs import Form, Outputs
from summarizer.batch.progress import BatchProgress
from summarizer.batch.run import Run
from summarizer.config import resolve
from summarizer.documents import Document, read
from summarizer.engine import Engine, Progress, SystemMark, ignore_progress
from summarizer.errors import BatchFailed, BatchPartial, BatchStopped, InputNotFound, SummarizerError
from summarizer.messages import say
from summarizer.providers import Provider
from summarizer.providers.cache import Cached, CallCache
from summarizer.providers.choose import limits_of, open_provider
from summarizer.providers.unasked import Request, Unasked


class Summarizer:
    """Summarises documents, one after another, with one model; settings are those of `summarizer.toml`.

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
        **settings: Any,
    ) -> None:
        self._resolved = resolve(settings, file=config)
        self._given = provider
        self._cache = cache
        self._repeat = repeat
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
            self._engine = Engine(provider, WorkReport, self._resolved.settings.report_timeout)
            self._stack = self._stack.pop_all()
        return self

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
    """How a run of a batch ended: how far it came, and what kept it from a record for each report, if anything."""

    progress: BatchProgress
    error: SummarizerError | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a batch summarises: where it looks, and which names it takes and leaves out."""

    inputs: tuple[str, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Batch:
    """Summarises many reports into a folder; run again with the same arguments it goes on where it ended.

    `inputs` are files, folders, archives or manifests; `also` names files wanted of each report beside its
    record. Settings are those of `Summarizer`. The folder can be read at any time with `BatchFolder`.

        result = Batch(["reports/"], Path("out")).run()
        for line in BatchFolder(Path("out")).lines(): …
    """

    def __init__(  # noqa: PLR0913 - all by name but what is summarised, and where to
        self,
        inputs: Sequence[str | os.PathLike[str]],
        output: str | os.PathLike[str],
        *,
        also: Collection[Form | str] = (),
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        retry_failed: bool = False,
        provider: Provider | None = None,
        config: Path | None = None,
        **settings: Any,
    ) -> None:
        self._finding = Finding(tuple(os.fspath(each) for each in inputs), tuple(include), tuple(exclude))
        self._output = Path(output)
        self._also = sorted({Form(each) for each in also})
        self._retry_failed = retry_failed
        self._summarizer = Summarizer(provider=provider, config=config, **settings)
        self._run: Run | None = None
        self._stop_asked = False

    @classmethod
    def again(cls, output: str | os.PathLike[str], *, config: Path | None = None, **settings: Any) -> "Batch":
        """The batch in a folder once more, failed reports included; OtherBatch where there is none."""
        with BatchFolder(Path(output)) as batch:
            meta = batch.ledger.meta()
        finding = Finding(**json.loads(meta["finding"]))
        return cls(
            finding.inputs,
            output,
            also=meta["also"].split(),
            include=finding.include,
            exclude=finding.exclude,
            retry_failed=True,
            config=config,
            **settings,
        )

    def run(self, show: Callable[[BatchProgress], None] | None = None, every: float = 0.5) -> BatchResult:
        """Work until all is done or the run is stopped; `show` is called now and then, at least at the end.

        Raises what forbids to begin (ConfigError, FolderInUse, OtherBatch, …) and OutputError where nothing can
        be kept any more; all else that ends a run early is the result's `error`.
        """
        with self._summarizer as summarizer, self._opened(summarizer) as folder:
            folder.ledger.note({"finding": json.dumps(asdict(self._finding))})
            if self._retry_failed:
                folder.ledger.retry_failed()
            working = summarizer.portal.start_task_soon(self._work, summarizer, folder)
            try:
                while not working.done():
                    wait([working], every)
                    if show and self._run:
                        show(self._run.look(_limits(summarizer)))
                run = working.result()
            except BaseException:
                self.stop(at_once=True)
                wait([working])
                raise
            counts = folder.ledger.counts()
            progress = replace(
                run.look(_limits(summarizer)),
                total=counts.total,
                done=counts.done,
                failed=counts.failed,
                ended=True,
            )
            if show:
                show(progress)
        return BatchResult(progress, run.fatal or _shortfall(progress, self._output))

    def stop(self, *, at_once: bool = False) -> None:
        """Begin no more reports; those in work end within minutes, or are left `at_once`.

        May be called from any thread and from a signal handler.
        """
        self._stop_asked = True
        if self._run:
            self._run.stop(at_once=at_once)

    def _opened(self, summarizer: Summarizer) -> OpenBatch:
        limits = summarizer.provider.limits
        marks = {
            **summarizer.system.model_dump(),
            "context": str(limits.context),
            "points": str(limits.points),
            "also": " ".join(self._also),
        }
        return OpenBatch(self._output, marks)

    async def _work(self, summarizer: Summarizer, folder: OpenBatch) -> Run:
        parallel = summarizer.provider.limits.parallel
        self._run = Run(
            folder,
            lambda: find(**asdict(self._finding)),
            summarizer.engine.summarize,
            form=summarizer.engine.record,
            deliver=Outputs(self._output, self._also),
            # Reports wait for processors and disks too; a few more of them keep all requests in flight.
            workers=parallel + max(2, parallel // 4),
        )
        if self._stop_asked:
            self._run.stop()
        await self._run.run()
        await asyncio.to_thread(folder.sweep)
        return self._run


def _limits(summarizer: Summarizer) -> Any:
    """The state of the limiter that its requests pass, None where there is none."""
    limiter = getattr(summarizer.provider, "limiter", None)
    return limiter.state() if limiter else None


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
