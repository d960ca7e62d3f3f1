"""One run of a batch on Ray Data: listed here in windows, dealt out in small bundles, done in actors."""

import asyncio
import hashlib
import pickle
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from summarizer.batch.cluster.desk import Desk, Look
from summarizer.batch.cluster.needs import pyarrow, ray
from summarizer.batch.cluster.sets import HEARD_EVERY, OpenSet
from summarizer.batch.cluster.shares import Amount, Share, Shares
from summarizer.batch.cluster.worker import Job, Worker
from summarizer.batch.found import Found, failing
from summarizer.batch.model import Counts
from summarizer.batch.progress import BatchProgress, Tally
from summarizer.config import Resolved, Settings
from summarizer.errors import ConfigError, InputError, SummarizerError
from summarizer.messages import say
from summarizer.providers.base import Limits

# Small enough that a report of 300 pages holds up few others, large enough that Ray's work does not count.
BUNDLE = 4
# Reports and bytes that are listed and dealt out at once: what Ray Data holds in its object store.
WINDOW, WINDOW_BYTES = 50_000, 256_000_000
_CHUNK = 256
_LOOK_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to run: `address` of a Ray cluster (`auto`, `host:port`), None for one on this machine alone.

    `workers` None: one for each processor, as far as there is enough to share.
    """

    address: str | None = None
    workers: int | None = None

    def __post_init__(self) -> None:
        if self.address and self.address.startswith("ray://"):
            raise ConfigError(
                say(
                    f"--ray-address {self.address}：不支持 ray:// 客户端；请在集群里运行（ray job submit），地址用 auto",
                    f"--ray-address {self.address}: Ray's client is not supported; run in the cluster (ray job submit) "
                    "with auto",
                )
            )


class ClusterRun:
    """Works on a set until every report that is found is settled, or until it is stopped; see `batch.run.Run`.

    `embedded`: each node has a model of its own, with `limits` each.
    """

    def __init__(  # noqa: PLR0913 - all by name
        self,
        batch: OpenSet,
        finding: Callable[[], Iterator[Found]],
        *,
        cluster: Cluster,
        resolved: Resolved,
        job: Callable[[int], Job],
        limits: Limits,
        embedded: bool,
        retry_failed: bool = False,
    ) -> None:
        self._batch = batch
        self._finding = finding
        self._cluster = cluster
        self._settings: Settings = resolved.settings
        self._job = job
        self._limits = limits
        self._embedded = embedded
        self._retry_failed = retry_failed
        self._desk: Any = None
        self._look: Look | None = None
        self._stop_level = 0
        self._ended = threading.Event()
        self._found = 0
        self._searched = False
        self._tally = Tally(Counts())
        self.fatal: SummarizerError | None = None

    def stop(self, *, at_once: bool = False) -> None:
        """Begin no more reports; those in work may end, unless `at_once`. From any thread or signal handler."""
        self._stop_level = 2 if at_once else max(1, self._stop_level)

    def look(self) -> BatchProgress:
        """How far it is; from any thread."""
        seen = self._look
        told = self._tally.look(stopping=self._stop_level > 0, limits=seen.limits if seen else None)
        return replace(told, in_work=seen.in_work if seen else 0)

    async def run(self) -> None:
        """Work. Afterwards `fatal` is the error that ended it early."""
        await asyncio.to_thread(self._run)

    def _run(self) -> None:
        engine = ray()
        pyarrow()
        _connect(engine, self._cluster.address)
        workers = self._workers(engine)
        self._desk = _here(engine, Desk).remote(
            self._batch.url, self._shares(workers), retry_failed=self._retry_failed
        )
        number, before = engine.get(self._desk.begun.remote())
        self._tally = Tally(before)
        watching = threading.Thread(target=self._watch, args=(engine,), daemon=True)
        counting = threading.Thread(target=self._count, daemon=True)
        watching.start()
        counting.start()
        try:
            for window in self._windows(engine):
                self._work(engine, window, workers, self._job(number))
        finally:
            self._ended.set()
            watching.join()
            counting.join()
            found = self._found if self._searched and not self._stop_level else None
            self._see(engine)
            self._batch.settled = engine.get(self._desk.finish.remote(found))
            engine.get(self._desk.close.remote())
            engine.kill(self._desk)

    def _work(self, engine: Any, bundles: list[bytes], workers: int, job: Job) -> None:
        data = engine.data
        in_bundles = -(-2 * self._reports_at_once(workers) // BUNDLE) + 1
        results = data.from_items(
            [{"bundle": bundle} for bundle in bundles], override_num_blocks=len(bundles)
        ).map_batches(
            Worker,
            fn_constructor_args=(job, self._desk),
            batch_size=None,
            batch_format="numpy",
            compute=data.ActorPoolStrategy(
                size=workers,
                max_tasks_in_flight_per_actor=in_bundles + 2,
                max_concurrent_calls_per_actor=in_bundles,
            ),
            num_cpus=_processors(engine, workers),
        )
        for row in results.iter_rows():
            for settled in pickle.loads(row["settled"]):  # noqa: S301 - of our own workers
                self._tally.settle(settled)
        engine.get(self._desk.release.remote())

    def _windows(self, engine: Any) -> Iterator[list[bytes]]:
        """What is to be done, in bundles in the order of the hashes of names: large reports lie apart."""
        search = self._finding()
        going = True
        while going and not self._stop_level:
            todo: list[Found] = []
            size = 0
            while len(todo) < WINDOW and size < WINDOW_BYTES and not self._stop_level:
                chunk = list(islice(search, _CHUNK))
                if not chunk:
                    self._searched, going = True, False
                    break
                self._found += len(chunk)
                claimed = engine.get(
                    self._desk.claim.remote([(each.name, each.origin, each.stamp) for each in chunk])
                )
                for found in (each for each in chunk if each.name in claimed):
                    travels, packed = _portable(found)
                    todo.append(travels)
                    size += packed
            if todo:
                yield _bundles(sorted(todo, key=_spread))

    def _count(self) -> None:
        """Count what there is, ahead of the work."""
        total = 0
        for total, _ in enumerate(self._finding(), 1):
            if total % _CHUNK == 0:
                self._tally.known(total)
            if self._ended.is_set():
                return
        self._tally.known(total)
        self._tally.counted = True

    def _watch(self, engine: Any) -> None:
        heard = 0.0
        told = 0
        while not self._ended.wait(_LOOK_EVERY):
            self._see(engine)
            if self._stop_level > told:
                told = self._stop_level
                engine.get(self._desk.stop.remote(told))
            heard += _LOOK_EVERY
            if heard >= HEARD_EVERY:
                heard = 0.0
                self._batch.hold()

    def _see(self, engine: Any) -> None:
        self._look = engine.get(self._desk.look.remote())
        if self._look.fatal and not self.fatal:
            self.fatal = self._look.fatal.error()
            self.stop()

    def _workers(self, engine: Any) -> int:
        """How many actors: no more than there are shares of everything that are worth having."""
        nodes = sum(1 for node in engine.nodes() if node["Alive"])
        if self._embedded:
            return self._cluster.workers or nodes
        settings, most = self._settings, self._cluster.workers
        processors = int(engine.cluster_resources().get("CPU", 1))
        return max(
            1,
            min(
                most or processors,
                self._limits.parallel,
                settings.requests_per_minute or processors,
                (settings.tokens_per_minute or 10**9) // self._limits.context or 1,
            ),
        )

    def _shares(self, workers: int) -> Shares:
        settings = self._settings
        whole = Share(self._parallel(workers), settings.requests_per_minute, settings.tokens_per_minute)
        return Shares(workers, whole, Amount(settings.max_tokens, settings.max_cost))

    def _parallel(self, workers: int) -> int:
        return self._limits.parallel * (workers if self._embedded else 1)

    def _reports_at_once(self, workers: int) -> int:
        parallel = -(-self._parallel(workers) // workers)
        return parallel + max(2, parallel // 4)


def _connect(engine: Any, address: str | None) -> None:
    if not engine.is_initialized():
        try:
            engine.init(
                address=address, log_to_driver=False, logging_level="warning", include_dashboard=False
            )
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise _no_cluster(address, error) from error
    context = engine.data.DataContext.get_current()
    context.enable_progress_bars = False


def _here(engine: Any, kind: type) -> Any:
    """An actor's class, to be made on the node of this driver: with it the run ends anyway."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415 - an extra

    node = engine.get_runtime_context().get_node_id()
    return engine.remote(kind).options(
        num_cpus=0, scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False)
    )


def _processors(engine: Any, workers: int) -> float:
    """What an actor claims: together half of all there is, since actors that claim everything hang silently."""
    processors = float(engine.cluster_resources().get("CPU", 1))
    return min(0.5, int(5000 * processors / workers) / 10_000)


def _portable(found: Found) -> tuple[Found, int]:
    """The report as it travels, and in how many bytes: with its contents where only this process can read it."""
    try:
        return found, len(pickle.dumps(found))
    except (TypeError, AttributeError, pickle.PicklingError):
        try:
            data = found.read()
        except InputError as error:
            return failing(found.name, found.origin, error, found.stamp), 0
        return Found(found.name, found.origin, found.stamp, partial(bytes, data)), len(data)


def _spread(found: Found) -> bytes:
    return hashlib.sha256(found.name.encode()).digest()


def _bundles(found: list[Found]) -> list[bytes]:
    return [pickle.dumps(found[start : start + BUNDLE]) for start in range(0, len(found), BUNDLE)]


def _no_cluster(address: str | None, error: Exception) -> ConfigError:
    told = " ".join(str(error).split())[:200]
    return ConfigError(
        say(
            f"连不上 Ray 集群 {address}：{told}；请先用 ray start 启动，或去掉 --ray-address 在本机运行",
            f"no Ray cluster at {address}: {told}; begin one with ray start, or leave --ray-address out to run here",
        )
    )
