"""Many reports: a batch in a folder, or on a cluster into a set of parts."""

import asyncio
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import wait
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

from schemas import WorkReport
from summarizer.app.one import Summarizer
from summarizer.batch.cluster.run import Cluster, ClusterRun
from summarizer.batch.cluster.sets import BatchSet, OpenSet
from summarizer.batch.cluster.store import is_url
from summarizer.batch.cluster.worker import Job
from summarizer.batch.folder import OpenBatch
from summarizer.batch.found import Found, Skipped
from summarizer.batch.outputs import Form, Outputs
from summarizer.batch.progress import BatchProgress, Tally
from summarizer.batch.reading import open_batch
from summarizer.batch.requests import Requests
from summarizer.batch.rounds import Polling, Rounds
from summarizer.batch.run import Run
from summarizer.batch.shards import Shard
from summarizer.batch.sources import Paths, Sources
from summarizer.engine import Engine
from summarizer.errors import (
    BatchFailed,
    BatchPartial,
    BatchStopped,
    ConfigError,
    InputNotFound,
    SummarizerError,
)
from summarizer.messages import say
from summarizer.providers import Provider
from summarizer.providers.choose import is_embedded
from summarizer.providers.postponing import Postponing

Mode = Literal["online", "batch-api"]


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
    With a `cluster` the work is done by Ray: the output is a set of parts, in a folder that all machines share
    or at a URL such as `s3://bucket/place`. `open_batch` reads either.
    `mode` "batch-api" has requests answered in the provider's own batches, within hours and for less; `wait`
    says whether a run waits for them, `polling` how it looks at them.

        result = Batch(["reports/"], "out").run()
        with open_batch("out") as batch:
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
        cluster: Cluster | None = None,
        mode: Mode = "online",
        wait: bool = True,
        polling: Polling | None = None,
        provider: Provider | None = None,
        config: Path | None = None,
        **settings: Any,
    ) -> None:
        self._shard = Shard.parse(str(shard))
        self._sources = Sources.of(inputs, manifests, include, exclude)
        self._output = str(output)
        self._cluster = cluster
        if cluster is None and is_url(self._output):
            raise _needs_cluster(self._output)
        if cluster and mode != "online":
            raise _not_in_rounds()
        self._also = sorted({Form(each) for each in also})
        self._retry_failed = retry_failed
        self._mode = mode
        self._wait = wait
        self._polling = polling or Polling()
        self._summarizer = Summarizer(provider=provider, config=config, batch=True, **settings)
        self._skipped = Skipped()
        self._run: Run | ClusterRun | None = None
        self._rounds: Rounds | None = None
        self._stop_asked = False

    @classmethod
    def again(
        cls,
        output: str | os.PathLike[str],
        *,
        cluster: Cluster | None = None,
        config: Path | None = None,
        **settings: Any,
    ) -> Self:
        """The batch in a folder once more, failed reports included; OtherBatch where there is none."""
        with open_batch(output) as batch:
            meta = batch.meta()
            if isinstance(batch, BatchSet):
                cluster = cluster or Cluster()
        sources = Sources.from_json(meta["sources"])
        return cls(
            **asdict(sources),
            output=output,
            also=meta["also"].split(),
            shard=meta["shard"],
            cluster=cluster,
            retry_failed=True,
            mode="batch-api" if meta.get("mode") == "batch-api" else "online",
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
                counts = folder.counts()
        progress = replace(
            run.look(),
            total=counts.total,
            done=counts.done,
            failed=counts.failed,
            waiting=counts.waiting,
            ended=True,
        )
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
        if self._rounds:
            self._rounds.stop()

    def _search(self, stdin: BinaryIO | None) -> Iterator[Found]:
        self._skipped = Skipped()
        return self._shard.of_found(self._sources.found(self._output, self._skipped, stdin))

    def _opened(self, summarizer: Summarizer) -> OpenBatch | OpenSet:
        marks = self._marks(summarizer)
        return OpenSet(self._output, marks) if self._cluster else OpenBatch(Path(self._output), marks)

    def _marks(self, summarizer: Summarizer) -> dict[str, str]:
        limits = summarizer.provider.limits
        return {
            **summarizer.system.model_dump(),
            "context": str(limits.context),
            "points": str(limits.points),
            "also": " ".join(self._also),
            "mode": self._mode,
            "shard": str(self._shard),
        }

    async def _work(
        self, summarizer: Summarizer, folder: OpenBatch | OpenSet, open_stdin: Callable[[], BinaryIO | None]
    ) -> Run | ClusterRun:
        if isinstance(folder, OpenSet):
            return await self._over_machines(summarizer, folder, open_stdin)
        folder.ledger.note({"sources": self._sources.to_json()})
        if self._retry_failed:
            folder.ledger.retry_failed()
        run: Run
        if self._mode == "batch-api":
            run = await self._in_rounds(summarizer, folder, open_stdin)
        else:
            run = self._next(summarizer, summarizer.engine, folder, open_stdin)
            await run.run()
        await asyncio.to_thread(folder.sweep)
        return run

    async def _over_machines(
        self, summarizer: Summarizer, batch: OpenSet, open_stdin: Callable[[], BinaryIO | None]
    ) -> ClusterRun:
        batch.note({"sources": self._sources.to_json()})
        resolved, marks, shots = summarizer.resolved, self._marks(summarizer), summarizer.shots
        self._run = ClusterRun(
            batch,
            lambda: self._search(open_stdin()),
            cluster=self._cluster or Cluster(),
            resolved=resolved,
            job=lambda run: Job(self._output, run, resolved, marks, tuple(self._also), shots),
            limits=summarizer.provider.limits,
            embedded=is_embedded(resolved),
            retry_failed=self._retry_failed,
        )
        if self._stop_asked:
            self._run.stop()
        await self._run.run()
        return self._run

    def _next(
        self,
        summarizer: Summarizer,
        engine: Engine[WorkReport],
        folder: OpenBatch,
        open_stdin: Callable[[], BinaryIO | None],
        tally: Tally | None = None,
    ) -> Run:
        parallel = engine.limits.parallel
        self._run = run = Run(
            folder,
            lambda: self._search(open_stdin()),
            engine.summarize,
            form=engine.record,
            deliver=Outputs(Path(self._output), self._also),
            limiter=summarizer.limiter,
            # Reports wait for processors and disks too; a few more of them keep all requests in flight.
            workers=parallel + max(2, parallel // 4),
            tally=tally,
        )
        if self._stop_asked:
            run.stop()
        return run

    async def _in_rounds(
        self, summarizer: Summarizer, folder: OpenBatch, open_stdin: Callable[[], BinaryIO | None]
    ) -> Run:
        """Go over the reports again and again, each time as far as answers are there; in between get more."""
        endpoint = summarizer.endpoint
        requests = Requests(folder.ledger, api := endpoint.batches())
        if self._retry_failed:
            requests.retry_failed()
        engine = summarizer.engine_over(Postponing(endpoint, requests, summarizer.cache))
        self._rounds = Rounds(
            requests,
            api,
            folder=Path(self._output),
            cache=summarizer.cache,
            wait=self._wait,
            polling=self._polling,
        )
        if self._stop_asked:
            self._rounds.stop()
        return await self._rounds.work(
            folder.ledger, lambda tally: self._next(summarizer, engine, folder, open_stdin, tally)
        )


def _shortfall(progress: BatchProgress, output: str) -> SummarizerError | None:
    """What a batch lacks that was not ended by an error."""
    if progress.total == 0:
        return InputNotFound(say("没有找到可以摘要的报告", "no reports were found"))
    if progress.waiting:
        return BatchStopped(
            say(
                f"{output}：{progress.waiting} 份在等服务的批次，要几小时；用同一条命令继续",
                f"{output}: {progress.waiting} reports wait for the provider's batches, for hours; "
                "the same command goes on",
            )
        )
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


def _needs_cluster(output: str) -> ConfigError:
    return ConfigError(
        say(
            f"输出 {output} 在对象存储上，要用 --engine ray；本机运行请指定一个文件夹",
            f"the output {output} is in an object store, which takes --engine ray; here it has to be a folder",
        )
    )


def _not_in_rounds() -> ConfigError:
    return ConfigError(
        say(
            "--mode batch-api 只在本机引擎上用，去掉 --engine ray",
            "--mode batch-api is for the local engine: leave --engine ray out",
        )
    )
