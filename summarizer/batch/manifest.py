"""Manifests: lists of reports as JSON lines, as CSV with a header, or as plain paths one a line."""

import csv
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ValidationError

from summarizer.batch.archives import is_archive, members
from summarizer.batch.found import Found, Skip, failing, regular_file, shown, special, unreadable
from summarizer.batch.names import readable
from summarizer.batch.seen import Seen
from summarizer.batch.select import Selection
from summarizer.errors import InputDamaged, InputError, InputIsFolder
from summarizer.messages import say

# Bytes of one line, which may hold the text of a whole report.
_LONGEST = 50_000_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Form(StrEnum):
    """How a manifest is written."""

    JSONL = "jsonl"
    CSV = "csv"
    LIST = "list"


_SUFFIXES = {".jsonl": Form.JSONL, ".ndjson": Form.JSONL, ".csv": Form.CSV, ".tsv": Form.CSV}


class Line(BaseModel, frozen=True):
    """One report of a manifest: a path, or its text, and the name it goes by. Other fields are the user's own."""

    path: str | None = None
    id: str | int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest whose first line was read. `folder` is what its paths are relative to."""

    name: str
    folder: str
    form: Form
    columns: tuple[str, ...]
    delimiter: str
    first: bytes

    def found(self, file: BinaryIO, prefix: str, select: Selection) -> Iterator[Found]:
        """The reports listed, `file` being what follows the first line. A bad line is one Found that fails."""
        with closing(Seen()) as seen, closing(Seen()) as lines:
            for number, raw in _numbered(self.first, file):
                place = f"{self.name}:{number}"
                if self.form is Form.CSV and number == 1:
                    continue
                try:
                    line = self._line(raw, place)
                    if line and not lines.add(_digest(raw.strip())):
                        select.skipped.add(Skip.REPEATED)
                        continue
                    each = self._reports(line, place, prefix, select) if line else iter(())
                    for found in each:
                        _require_new(found.name, place, seen)
                        yield found
                except InputError as error:
                    yield failing(prefix + place, place, error, _digest(raw))

    def _line(self, raw: bytes, place: str) -> Line | None:
        if len(raw) > _LONGEST:
            raise _bad(place, say(f"超过 {_LONGEST} 字节", f"more than {_LONGEST} bytes"))
        text = self._text(raw, place).rstrip("\r\n")
        if not text.strip():
            return None
        try:
            if self.form is Form.JSONL:
                line = Line.model_validate_json(text)
            elif self.form is Form.CSV:
                row = next(csv.reader([text], delimiter=self.delimiter, strict=True))
                if any(each.strip() for each in row[len(self.columns) :]):
                    raise _bad(
                        place,
                        say(
                            "列比第一行多，含逗号的路径要加引号",
                            "more fields than line 1; quote a path with a comma",
                        ),
                    )
                line = Line.model_validate(
                    {k: v for k, v in zip(self.columns, row, strict=False) if v.strip()}
                )
            else:
                line = Line(path=text)
        except ValidationError as error:
            first = error.errors()[0]
            raise _bad(place, " ".join((".".join(map(str, first["loc"])), first["msg"])).strip()) from error
        except csv.Error as error:
            raise _bad(place, str(error)) from error
        return line

    def _text(self, raw: bytes, place: str) -> str:
        """A line as text: UTF-8, or bytes that name a file as they are, or GBK."""
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            path = raw.rstrip(b"\r\n").decode("utf-8", "surrogateescape")
            if self.form is Form.LIST and os.path.lexists(os.path.join(self.folder, path)):  # noqa: PTH118
                return path
            try:
                return raw.decode("gb18030")
            except UnicodeDecodeError:
                raise _bad(place, str(error)) from error

    def _reports(self, line: Line, place: str, prefix: str, select: Selection) -> Iterator[Found]:
        name = None if line.id is None else str(line.id)
        if name is not None and (not name.strip() or _CONTROL.search(name)):
            raise _bad(
                place,
                say(f"id {name!r} 是空的或含有控制字符", f"id {name!r} is empty or has control characters"),
            )
        if line.text is not None:
            yield _given(line.text.encode(), prefix + (name or line.path or place), place)
        elif line.path is None:
            raise _bad(place, say("没有 path，也没有 text", "neither path nor text"))
        else:
            path = os.path.abspath(os.path.join(self.folder, line.path))  # noqa: PTH100, PTH118
            inside = _name(path, self.folder)
            if is_archive(path) or select.takes_named(inside):
                yield from named_file(path, prefix + (name or inside), place, select)


def opened(name: str, folder: str, file: BinaryIO) -> Manifest:
    """Read the first line of a manifest and tell its form by its name's suffix, else by that line.

    Raises InputDamaged where it is CSV without a column `path`.
    """
    first = file.readline(_LONGEST + 1)
    text = first.decode("utf-8-sig", "replace").strip()
    delimiter = "\t" if "\t" in text else ","
    columns = tuple(each.strip().strip('"').lower() for each in text.split(delimiter))
    form = _SUFFIXES.get(os.path.splitext(name)[1].lower())  # noqa: PTH122
    if form is None:
        form = Form.JSONL if text.startswith("{") else Form.CSV if "path" in columns else Form.LIST
    if form is Form.CSV and text and "path" not in columns:
        raise InputDamaged(
            say(
                f"{name} 第 1 行没有列名 path（读到 {', '.join(columns)[:80]}），请在第一行写上列名。",
                f"{name} has no column path in line 1 (found {', '.join(columns)[:80]}): begin it with a header.",
            )
        )
    return Manifest(name, folder, form, columns, delimiter, first)


def is_manifest(name: str) -> bool:
    """Whether a file given as an input is a manifest by its suffix."""
    return name.lower().endswith(tuple(_SUFFIXES))


def named_file(path: str, name: str, place: str, select: Selection) -> Iterator[Found]:
    """The report at a path that the user named at `place`, or those in the archive there."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield failing(name, place, unreadable(f"{shown(path)} ({place})", error))
        return
    if stat.S_ISDIR(status.st_mode):
        yield failing(name, place, _is_folder(shown(path), place))
    elif not stat.S_ISREG(status.st_mode):
        yield failing(name, place, special(shown(path)))
    elif is_archive(path):
        yield from members(path, name, select)
    else:
        yield regular_file(path, name, status)


def _name(path: str, folder: str) -> str:
    """The path from the manifest's folder, or from the root where it lies elsewhere."""
    try:
        parts = Path(path).relative_to(folder).parts
    except ValueError:
        parts = Path(path).parts[1:]
    return "/".join(map(readable, parts))


def _given(data: bytes, name: str, place: str) -> Found:
    return Found(name, place, _digest(data), partial(bytes, data))


def _require_new(name: str, place: str, seen: Seen) -> None:
    if not seen.add(name):
        raise _bad(
            place,
            say(f"名称 {name} 前面已经有了，请给一个不同的 id", f"{name} was named before; give another id"),
        )


def _numbered(first: bytes, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is too long, just more than is allowed."""
    for number, line in enumerate(chain((first,), iter(partial(file.readline, _LONGEST + 1), b"")), 1):
        yield number, line
        rest = line
        while len(rest) > _LONGEST and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST + 1)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _bad(place: str, reason: str) -> InputDamaged:
    return InputDamaged(
        say(f"清单 {place} 行不能用：{reason}。", f"Manifest line {place} cannot be used: {reason}.")
    )


def _is_folder(path: str, place: str) -> InputIsFolder:
    return InputIsFolder(
        say(
            f"清单 {place} 行的 {path} 是文件夹，请逐个列出文件，或把文件夹作为输入。",
            f"{path} (manifest line {place}) is a folder: list its files, or give it as an input.",
        )
    )
