"""Records of many reports, read from where they are kept, as often as they are asked for."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from schemas import Record, WorkReport
from summarizer.batch.folder import BatchFolder
from summarizer.batch.found import Skipped
from summarizer.batch.ledger import FILE_NAME
from summarizer.batch.model import Row, State
from summarizer.batch.names import output_path
from summarizer.batch.outputs import FOLDER
from summarizer.batch.parts import read_line
from summarizer.batch.sources import Sources
from summarizer.documents import Document, read, read_bytes
from summarizer.errors import ConfigError, InputDamaged, InputError, InputNotFound, InputUnsupported
from summarizer.messages import say

WorkRecord = Record[WorkReport]
_FORMAT = WorkReport.record_format


@dataclass(frozen=True, slots=True)
class Collected:
    """One report: its record, or `error` in one line where it has none, or `pending` where a batch has yet to do it.

    `name` is unique among those collected. `page` is the HTML page that a batch wrote of it; `document` gives
    the document that was summarised, None where it is not to be had any more.
    """

    name: str
    record: WorkRecord | None
    error: str = ""
    pending: bool = False
    page: Path | None = None
    document: Callable[[], Document | None] = lambda: None


class Collection:
    """Reports of batch folders, folders of `.json` records, `.json` and `.jsonl` files.

    InputNotFound where a path is not there or no record is found at all, InputUnsupported for other files. May be gone through more than
    once; only one record is held at a time.
    """

    def __init__(self, paths: Sequence[str | os.PathLike[str]]) -> None:
        self.paths = tuple(map(Path, paths))
        for path in self.paths:
            _require(path)
        if all(each.pending for each in self):
            raise _nothing(self.paths)

    def __iter__(self) -> Iterator[Collected]:
        met: dict[str, int] = {}
        for path in self.paths:
            for each in _of(path):
                met[each.name] = again = met.get(each.name, 0) + 1
                if again == 1:
                    yield each
                else:  # of two folders that hold reports of one name
                    yield replace(each, name=f"{each.name} ({again})")


def _require(path: Path) -> None:
    if not path.exists():
        raise InputNotFound(
            say(f"找不到 {path}，请检查路径", f"no such file or folder: {path}; check the path")
        )
    if path.is_file() and path.suffix.lower() not in {".json", ".jsonl"}:
        raise InputUnsupported(
            say(
                f"{path} 不是摘要记录；请给批次的文件夹，或 .json、.jsonl 记录",
                f"{path} is no record; give a batch's folder, or .json or .jsonl records",
            )
        )


def _of(path: Path) -> Iterator[Collected]:
    if path.is_file():
        yield from _lines(path) if path.suffix.lower() == ".jsonl" else [_file(path, path.name)]
    elif (path / FILE_NAME).is_file():
        yield from _batch(path)
    else:
        for each in sorted(path.rglob("*.json")):
            if _is_record(each):
                yield _file(each, each.relative_to(path).as_posix())


def _is_record(path: Path) -> bool:
    """Whether a file of a folder is meant as a record; a damaged one is, other programs' files are not."""
    return f'"{_FORMAT}"'.encode() in path.read_bytes()[:400]


def _file(path: Path, name: str) -> Collected:
    record = _parsed(path.read_bytes(), str(path))
    beside = path.parent / record.source.name
    return Collected(name, record, document=lambda: _same(record, lambda: read(beside)))


def _lines(path: Path) -> Iterator[Collected]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                record = _parsed(line, f"{path}:{number}")
                yield Collected(record.source.name, record)


def _batch(path: Path) -> Iterator[Collected]:
    with BatchFolder(path) as batch:
        sources = _Originals(path, batch.ledger.meta())
        for row in batch.reports():
            if row.state is State.FAILED:
                yield Collected(row.name, None, row.error or row.error_kind or "?")
            elif row.place is None:
                yield Collected(row.name, None, pending=True)
            else:
                record = _parsed(read_line(path, row.place), f"{path}: {row.name}")
                yield _of_batch(path, row, record, sources)


def _of_batch(path: Path, row: Row, record: WorkRecord, sources: "_Originals") -> Collected:
    page = path / FOLDER / output_path(row.name, ".html")
    return Collected(
        row.name,
        record,
        page=page if page.is_file() else None,
        document=lambda: _same(record, lambda: sources.read(row.name)),
    )


class _Originals:
    """The documents of a batch, searched for where they were found, when one is first wanted."""

    def __init__(self, path: Path, meta: Mapping[str, str]) -> None:
        self._path, self._meta = path, meta
        self._readers: dict[str, Callable[[], bytes]] | None = None

    def read(self, name: str) -> Document:
        if self._readers is None:
            found = Sources.from_json(self._meta["sources"]).found(self._path, Skipped(), None)
            self._readers = {each.name: each.read for each in found}
        if name not in self._readers:
            raise InputNotFound(name)
        return read_bytes(self._readers[name](), name)


def _same(record: WorkRecord, reading: Callable[[], Document]) -> Document | None:
    """The document if it can still be read and is the one that was summarised."""
    try:
        document = reading()
    except (InputError, ConfigError):
        return None
    return document if document.sha256 == record.source.sha256 else None


def _parsed(data: bytes, place: str) -> WorkRecord:
    try:
        return WorkRecord.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputDamaged(
            say(
                f"{place} 不是 {_FORMAT} 记录：{where} {first['msg']}；请重新生成",
                f"{place} is no {_FORMAT} record: {where} {first['msg']}; make it anew",
            )
        ) from error


def _nothing(paths: Sequence[Path]) -> InputNotFound:
    where = " ".join(map(str, paths))
    return InputNotFound(
        say(
            f"{where} 里没有摘要记录；请先用 summarizer batch 生成",
            f"no records in {where}; make them with summarizer batch",
        )
    )
