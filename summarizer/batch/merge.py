"""Shards of a batch put together into one folder, which is a batch like any other and can be gone on with."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from schemas.record import Usage
from summarizer.batch.cluster.sets import BatchSet
from summarizer.batch.folder import BatchFolder, OpenBatch
from summarizer.batch.model import Row, Settled, Standing, State
from summarizer.batch.reading import open_batch
from summarizer.batch.shards import Shard
from summarizer.errors import OtherBatch
from summarizer.files import unwritable
from summarizer.messages import say

_CHUNK = 256
# What the ledgers of one batch's shards do not have in common.
_OWN = frozenset(("shard", "holder", "sources", "spent_tokens", "spent_cost", "currency", "format"))


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to. `missing` are shards that were not given; `doubled` reports were in several folders.

    `left` are reports that no folder has done.
    """

    done: int
    failed: int
    left: int
    doubled: int
    missing: tuple[Shard, ...]


def merge(folders: Sequence[str | os.PathLike[str]], output: str | os.PathLike[str]) -> Merged:
    """Put the batches in `folders` together in the new folder `output`.

    A report in several of them is kept once: a record before a failure, a failure before what was not done.
    Raises OtherBatch, and leaves nothing, where they were made by different systems, where two have different
    files under one name, where a folder holds no batch or `output` anything; OutputError where it cannot be
    written.
    """
    output = Path(output)
    _require_new(output)
    building = output.with_name(f".{output.name}.merging")
    try:
        shutil.rmtree(building, ignore_errors=True)  # of a merge that was interrupted
        merged = _merged([str(each) for each in folders], building)
        building.replace(output)
    except OSError as error:
        raise unwritable(output, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return merged


def _merged(folders: Sequence[str], output: Path) -> Merged:
    metas = {folder: _meta(folder) for folder in folders}
    marks = _common(metas)
    with OpenBatch(output, {**marks, "shard": str(Shard())}) as batch:
        doubled = 0
        for state in (State.DONE, State.FAILED):
            for folder in folders:
                doubled += _take(batch, folder, state)
        for folder in folders:
            _take(batch, folder, State.PENDING, State.RUNNING)
        batch.ledger.note(_notes(metas))
        counts = batch.ledger.counts()
    missing = _missing([Shard.parse(meta.get("shard", "1/1")) for meta in metas.values()])
    return Merged(counts.done, counts.failed, counts.pending, doubled, missing)


def _take(batch: OpenBatch, folder: str, *states: State) -> int:
    """Take over the reports of a folder that are in these states; how many were there already."""
    doubled = 0
    with open_batch(folder) as source:
        rows = source.reports(*states)
        while chunk := list(islice(rows, _CHUNK)):
            there = batch.ledger.standing([row.name for row in chunk])
            for row in chunk:
                _require_same_file(row, folder, there.get(row.name))
            new = [row for row in chunk if row.name not in there]
            doubled += len(chunk) - len(new)
            entries = [(row.name, row.origin, row.stamp) for row in new]
            if State.PENDING in states:
                batch.ledger.find(entries)
            else:
                batch.ledger.claim(entries)
                batch.keep([_settled(row, source) for row in new])
    return doubled


def _settled(row: Row, source: BatchFolder | BatchSet) -> Settled:
    usage = Usage(
        model="",
        calls=row.calls,
        cached_calls=row.cached_calls,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        seconds=row.seconds,
        cost=row.cost,
    )
    line = source.line(row.place) if row.place else None
    return Settled(row.name, row.stamp, row.sha256, line, row.same_as, row.error_kind, row.error, usage)


def _require_new(output: Path) -> None:
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        raise OtherBatch(
            say(
                f"{output} 里已有东西；合并要写进新的文件夹，请换一个 --output",
                f"{output} is not empty; a merge goes into a new folder: choose another --output",
            )
        )


def _meta(folder: str) -> dict[str, str]:
    with open_batch(folder) as batch:
        return batch.meta()


def _common(metas: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What all of them were made by."""
    (first, marks), *others = ((folder, _marks(meta)) for folder, meta in metas.items())
    for folder, other in others:
        for name in sorted(marks.keys() | other.keys()):
            if marks.get(name) != other.get(name):
                raise OtherBatch(
                    say(
                        f"{first} 和 {folder} 不是同一个系统做的：{name} 一个是 {marks.get(name)}，"
                        f"一个是 {other.get(name)}；不合并",
                        f"{first} and {folder} were made by different systems: {name} is {marks.get(name)} in one, "
                        f"{other.get(name)} in the other; not merged",
                    )
                )
    return marks


def _marks(meta: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in meta.items() if name not in _OWN}


def _notes(metas: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Where the reports came from, as the first folder has it, and what all of them cost."""
    notes = {
        "spent_tokens": str(sum(int(meta.get("spent_tokens", 0)) for meta in metas.values())),
        "spent_cost": str(sum(float(meta.get("spent_cost", 0)) for meta in metas.values())),
    }
    for name in ("sources", "currency"):
        if told := next((meta[name] for meta in metas.values() if meta.get(name)), None):
            notes[name] = told
    return notes


def _require_same_file(row: Row, folder: str, there: Standing | None) -> None:
    both = there is not None and row.state is there.state is State.DONE
    if both and there and there.sha256 != row.sha256:
        raise OtherBatch(
            say(
                f"{folder} 里的 {row.name} 与前面文件夹里的同名报告内容不同；不合并，请先改名或去掉一个",
                f"{row.name} in {folder} has other content than in a folder before it; not merged: rename or drop one",
            )
        )


def _missing(given: Sequence[Shard]) -> tuple[Shard, ...]:
    parts = {shard.of for shard in given}
    if len(parts) != 1:
        return ()  # divided in several ways: what is left over cannot be told
    of = parts.pop()
    there = {shard.number for shard in given}
    return tuple(Shard(number, of) for number in range(1, of + 1) if number not in there)
