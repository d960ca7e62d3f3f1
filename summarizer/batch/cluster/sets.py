"""The output of a batch on a cluster: parts written once each, blocks that make them count, a manifest.

batch_set.json          what made it, and from what
records/NAME.jsonl      records, one a line; beside it NAME.parquet with the same
blocks/NAME.json        how the reports of a part ended
manifest.json           the parts that count, how many records, whether the set is complete
running.json            while a run goes on: who works, and when that was last heard
"""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from summarizer.batch.cluster.block import RECORDS, part_path
from summarizer.batch.cluster.catalogue import Catalogue
from summarizer.batch.cluster.store import Store, open_store
from summarizer.batch.model import Counts, Place, Row, State
from summarizer.errors import FolderInUse, OtherBatch
from summarizer.messages import say

FORMAT = "batch_set/1"
META, MANIFEST, RUNNING = "batch_set.json", "manifest.json", "running.json"
# Seconds after which a run that was not heard of is taken for dead, and how often it is heard.
STALE, HEARD_EVERY = 120.0, 20.0


class BatchSet:
    """A set as it is kept, for reading. OtherBatch where there is none, OutputError where it cannot be read."""

    def __init__(self, url: str | os.PathLike[str]) -> None:
        self._store = open_store(str(url))
        if not self._store.exists(META):
            raise OtherBatch(
                say(
                    f"{url} 里没有批次；请先运行 summarizer batch 输入 --engine ray --output {url}",
                    f"{url} holds no batch; make one with summarizer batch INPUT --engine ray --output {url}",
                )
            )
        self._catalogue = Catalogue(self._store).load()
        self.ledger = self._catalogue.ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._catalogue.__exit__(*error)

    def meta(self) -> dict[str, str]:
        """What is written down about the batch as a whole."""
        spent = self._catalogue.spent
        notes = {
            "spent_tokens": str(spent.tokens),
            "spent_cost": str(spent.cost),
            "currency": spent.currency,
        }
        return {**read_meta(self._store), **notes}

    def counts(self) -> Counts:
        """Reports by state, and what they took; pending are those that the last run found and left."""
        counts = self._catalogue.counts()
        if not self._store.exists(MANIFEST):
            return counts
        found = json.loads(self._store.read(MANIFEST))["found"] or 0
        return replace(counts, pending=max(counts.pending, found - counts.done - counts.failed))

    def reports(self, *states: State) -> Iterator[Row]:
        """What is known of each report."""
        return self._catalogue.reports(*states)

    def line(self, place: Place) -> bytes:
        """The record at a place, as a line."""
        return self._catalogue.line(place)

    def lines(self) -> Iterator[bytes]:
        """The records, each as a line of JSON with its line break."""
        return self._catalogue.lines()


class OpenSet:
    """A set that is worked on, by one driver at a time.

    Raises FolderInUse where another run was heard of lately, OtherBatch where it was made otherwise,
    OutputError where it cannot be written.
    """

    def __init__(self, url: str, marks: Mapping[str, str], clock: Callable[[], float] = time.time) -> None:
        self.url = url
        self._store = open_store(url)
        self._clock = clock
        self._holder = f"{os.getpid()} ({platform.node()})"
        self._require_free()
        self.hold()
        there = read_meta(self._store) if self._store.exists(META) else {}
        _insist_on_same(url, there, {"format": FORMAT, **marks})
        self._meta = {**there, "format": FORMAT, **marks}
        self.settled = Counts()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.delete(RUNNING)

    def counts(self) -> Counts:
        """How the reports stood at the end of the run."""
        return self.settled

    def note(self, values: Mapping[str, str]) -> None:
        """Write down what the set is made of."""
        self._meta |= values
        self._store.put(META, _json(self._meta))

    def hold(self) -> None:
        """Have others know that this run goes on; to be said each HEARD_EVERY seconds."""
        self._store.put(RUNNING, _json({"holder": self._holder, "heard": self._clock()}))

    def _require_free(self) -> None:
        if not self._store.exists(RUNNING):
            return
        said = json.loads(self._store.read(RUNNING))
        if self._clock() - said["heard"] < STALE:
            raise FolderInUse(
                say(
                    f"{self.url} 正由进程 {said['holder']} 使用；请等它结束（若已被杀死，{STALE:g} 秒后可继续）",
                    f"{self.url} is in use by process {said['holder']}; wait for it to end "
                    f"(if it was killed, for {STALE:g} s)",
                )
            )


def write_manifest(catalogue: Catalogue, *, found: int | None) -> None:
    """Write down which lines count, and whether all that was `found` is settled; None: not all was looked for.

    Part files that no block names are removed: their worker was lost while it wrote them.
    """
    parts: list[dict[str, Any]] = []
    named: set[str] = set()
    for number, block in enumerate(catalogue.blocks):
        named.update((part_path(block.name), part_path(block.name, ".parquet")))
        if block.bytes:
            rows = [place.start for _, place in catalogue.ledger.records_in(number)]
            parts.append(
                {"name": block.name, "bytes": block.bytes, "sha256": block.sha256, "records": len(rows)}
            )
    for path in catalogue.store.listed(RECORDS):
        if path not in named:
            catalogue.store.delete(path)
    counts = catalogue.counts()
    manifest = {
        "format": FORMAT,
        "complete": found is not None and counts.done + counts.failed >= found,
        "found": found,
        "done": counts.done,
        "failed": counts.failed,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "parts": parts,
    }
    catalogue.store.put(MANIFEST, _json(manifest))


def read_meta(store: Store) -> dict[str, str]:
    """What a set was made of."""
    meta: dict[str, str] = json.loads(store.read(META))
    return meta


def _insist_on_same(url: str, there: Mapping[str, str], now: Mapping[str, str]) -> None:
    for name, value in now.items():
        before = there.get(name, value)
        if before != value:
            raise OtherBatch(
                say(
                    f"{url} 里的批次是用别的设置做的：{name} 是 {before}，现在是 {value}；请换一个 --output",
                    f"the batch in {url} was made otherwise: {name} is {before}, now {value}; choose another --output",
                )
            )


def _json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()
