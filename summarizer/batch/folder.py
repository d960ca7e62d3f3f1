"""The output folder of a batch: its lock, its ledger and its parts, kept in step."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from summarizer.batch.ledger import FILE_NAME, Ledger
from summarizer.batch.model import Counts, Part, Place, Row, Settled, State
from summarizer.batch.parts import Parts, part_path, parts_there, read_line
from summarizer.errors import FolderInUse, OtherBatch, OutputError
from summarizer.files import unwritable
from summarizer.messages import say

FORMAT = "batch/1"
LOCK = ".batch.lock"


class BatchFolder:
    """A batch as it is kept, for reading; also while another process works on it.

    OtherBatch where the folder holds no batch, OutputError where it cannot be read.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path = Path(path)
        if not (path / FILE_NAME).is_file():
            raise _none_here(path)
        self.ledger = Ledger(path / FILE_NAME, read_only=True)
        _require_format(path, self.ledger.meta())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ledger.close()

    def meta(self) -> dict[str, str]:
        """What is written down about the batch as a whole."""
        return self.ledger.meta()

    def counts(self) -> Counts:
        """Reports by state, and what they took."""
        return self.ledger.counts()

    def line(self, place: Place) -> bytes:
        """The record at a place, as a line."""
        return read_line(self.path, place)

    def reports(self, *states: State) -> Iterator[Row]:
        """What is known of each report, in the order in which they were found."""
        return self.ledger.rows(*states)

    def lines(self) -> Iterator[bytes]:
        """The records, each as a line of JSON with its line break, in the order of `reports`."""
        for row in self.ledger.rows(State.DONE):
            if row.place:
                yield read_line(self.path, row.place)


class OpenBatch:
    """A batch that is worked on: its folder belongs to this process until it is closed.

    `marks` are what its records depend on. Raises FolderInUse where another process has it, OtherBatch where
    it holds a batch with other marks or records of unknown origin, OutputError where it cannot be written.
    """

    def __init__(self, path: Path, marks: Mapping[str, str], **limits: int) -> None:
        self.path = path
        self._lock = FileLock(path / LOCK, thread_local=False)
        self._hold()
        try:
            if not (path / FILE_NAME).exists() and parts_there(path):
                raise _no_ledger(path)
            self.ledger = Ledger(path / FILE_NAME)
            _insist_on_same(path, self.ledger.meta(), {"format": FORMAT, **marks})
            self.ledger.note({"format": FORMAT, **marks, "holder": f"{os.getpid()} ({platform.node()})"})
            self.ledger.release()
            self._match_parts()
            self._parts = Parts(path, self.ledger.parts(), **limits)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parts.close()
        self.ledger.close()
        self._lock.release()

    def counts(self) -> Counts:
        """Reports by state, and what they took."""
        return self.ledger.counts()

    def keep(self, outcomes: Sequence[Settled], notes: Mapping[str, str] | None = None) -> int:
        """Write records and how reports ended, to the disk before it returns; how many reports were settled.

        Records are synced first, then the ledger says where they are: a crash in between leaves a tail that
        the ledger does not know and the next start cuts off.
        """
        places, parts = self._parts.append([each.line for each in outcomes if each.line is not None])
        left = iter(places)
        paired = [(each, None if each.line is None else next(left)) for each in outcomes]
        return self.ledger.settle(paired, parts, notes or {})

    def twin(self, sha256: str) -> bytes | None:
        """The record, as a line, of a report that has the same bytes."""
        place = self.ledger.twin(sha256)
        return read_line(self.path, place) if place else None

    def sweep(self) -> None:
        """Rewrite parts in which lines stand that no report owns any more, since its file changed meanwhile."""
        for part in self.ledger.parts():
            records = self.ledger.records_in(part.number)
            if len(records) < part.lines:
                self._parts.start_anew()
                lines = (read_line(self.path, place) for _, place in records)
                places, parts = self._parts.append(lines)
                moved = [(name, place) for (name, _), place in zip(records, places, strict=True)]
                self.ledger.move(moved, parts, part.number)
                part_path(self.path, part.number).unlink(missing_ok=True)

    def _hold(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise _in_use(self.path) from error
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _match_parts(self) -> None:
        """Have the ledger know no more of a part than its file holds."""
        for part in self.ledger.parts():
            path = part_path(self.path, part.number)
            size = path.stat().st_size if path.exists() else 0
            if size < part.bytes:
                ends = [
                    end
                    for _, place in self.ledger.records_in(part.number)
                    if (end := place.start + place.length) <= size
                ]
                self.ledger.cut_part(Part(part.number, len(ends), max(ends, default=0)))


def _require_format(path: Path, meta: Mapping[str, str]) -> None:
    if meta.get("format", FORMAT) != FORMAT:
        raise OtherBatch(
            say(
                f"{path} 的格式是 {meta['format']}，本程序只认 {FORMAT}；请用写它的那个版本",
                f"{path} has the form {meta['format']}, this program knows {FORMAT}; use the version that wrote it",
            )
        )


def _insist_on_same(path: Path, there: Mapping[str, str], now: Mapping[str, str]) -> None:
    _require_format(path, there)
    for name, value in now.items():
        before = there.get(name, value)
        if before != value:
            raise OtherBatch(
                say(
                    f"{path} 里的批次是用别的设置做的：{name} 是 {before}，现在是 {value}；"
                    "请换一个 --output（问过模型的会从缓存里取）",
                    f"the batch in {path} was made otherwise: {name} is {before}, now {value}; "
                    "choose another --output (what was asked before comes from the cache)",
                )
            )


def _in_use(path: Path) -> FolderInUse:
    try:
        with BatchFolder(path) as batch:
            holder = batch.ledger.meta().get("holder", "?")
    except (OtherBatch, OutputError):
        holder = "?"
    return FolderInUse(
        say(
            f"{path} 正由进程 {holder} 使用；请等它结束，或换一个 --output",
            f"{path} is in use by process {holder}; wait for it to end or choose another --output",
        )
    )


def _none_here(path: Path) -> OtherBatch:
    return OtherBatch(
        say(
            f"{path} 里没有批次；请先运行 summarizer batch 输入 --output {path}",
            f"{path} holds no batch; make one with summarizer batch INPUT --output {path}",
        )
    )


def _no_ledger(path: Path) -> OtherBatch:
    return OtherBatch(
        say(
            f"{path} 里有 records-*.jsonl 却没有账本 {FILE_NAME}；请换一个 --output，或把它们移走",
            f"{path} holds records-*.jsonl but no {FILE_NAME}; choose another --output or move them away",
        )
    )
