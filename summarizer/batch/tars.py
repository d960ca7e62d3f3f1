"""The members of a tar archive (POSIX.1-2001 pax, ustar, GNU), plain or packed, read as a stream."""

import bz2
import gzip
import io
import lzma
import tarfile
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, cast

from summarizer.batch.found import require_same, shown, stamp_of
from summarizer.batch.select import HEAD
from summarizer.batch.unfolding import (
    UNREADABLE,
    Member,
    damaged,
    most_of_archive,
    not_plain,
    unfolds_too_far,
)

_PACKED: tuple[tuple[bytes, Callable[[str], io.BufferedIOBase]], ...] = (
    (b"\x1f\x8b", gzip.GzipFile),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\0", lzma.LZMAFile),
)
_BLOCK = 256 * 1024
# Reports are read by several workers, a little out of order; so much that went by is kept for them.
_KEPT = 16_000_000
# Headers hold names and a few fields; what asks for more is forged.
_MOST_HEADER = 32_768
_END = bytes(tarfile.BLOCKSIZE)


def tar_members(path: str, kept: int = _KEPT) -> Iterator[Member]:
    """The members of the archive at `path` in its order. Raises InputError and what UNREADABLE names.

    What is read much out of order, over `kept` bytes behind, is unpacked again from the start.
    """
    archive = _Tar(path, kept)
    stream, at = _Stream(path), -1
    file = cast("IO[bytes]", stream)
    tar = tarfile.TarFile(fileobj=file, mode="r", encoding="utf-8", errors="surrogateescape")
    while (info := tar.next()) is not None:
        tar.members.clear()  # type: ignore[attr-defined]  # public and not declared; or all would be held
        if tar.offset <= at:
            raise tarfile.ReadError(f"size {info.size}")  # a negative one leads round in circles
        at = tar.offset
        if not info.isdir():
            yield _member(archive, stream, info)
    # The library takes a broken header for the end.
    if stream.at(tar.offset, len(_END)) != _END:
        raise EOFError("no end-of-archive block")


def _member(archive: "_Tar", stream: "_Stream", info: tarfile.TarInfo) -> Member:
    path = _named(info.name)
    place = shown(f"{archive.place}!/{path}")
    return Member(
        path,
        info.size,
        # Without a checksum of its data a member changes when its archive does.
        f"{info.size}-{info.mtime}@{archive.stamp}",
        partial(stream.at, info.offset_data, min(info.size, HEAD)),
        partial(archive.read, info.offset_data, info.size, place),
        None if info.isreg() and not info.issparse() else not_plain(place),
    )


def _named(name: str) -> str:
    """The name as text: tar says nothing of encodings, and Chinese Windows writes GBK."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030") if not name.isprintable() else name
    except UnicodeError:
        return name


class _Tar:
    """Reads members of an archive, best in order; for several threads."""

    def __init__(self, path: str, kept: int) -> None:
        self._path, self.place, self._kept = path, shown(path), kept
        self.stamp = stamp_of(Path(path).stat())
        self._lock = threading.Lock()
        self._stream: _Stream | None = None

    def read(self, offset: int, size: int, place: str) -> bytes:
        require_same(self._path, self.stamp)
        try:
            with self._lock:
                self._stream = self._stream or _Stream(self._path, self._kept)
                data = self._stream.at(offset, size)
        except UNREADABLE as error:
            raise damaged(place, error) from error
        if len(data) < size:
            raise damaged(place, EOFError())
        return data


class _Stream:
    """The data of an archive, unpacked; a file for `tarfile` that never gives more than is sane."""

    def __init__(self, path: str, kept: int = 0) -> None:
        self._path, self._kept = path, kept
        self._packed = Path(path).stat().st_size
        self._most = most_of_archive(self._packed)
        self._position = 0
        self._source: io.BufferedIOBase = io.BytesIO()
        self._start()

    def __del__(self) -> None:
        self._source.close()

    def at(self, offset: int, size: int) -> bytes:
        """The data at `offset`, fewer bytes at the end. What lies far back is unpacked again from the start."""
        if offset < self._first:
            self._start()
        while self._end < offset + size and (block := self._block()):
            self._blocks.append(block)
            self._end += len(block)
            if self._end > self._most:
                raise unfolds_too_far(shown(self._path), self._packed, self._most)
            self._forget(min(offset, self._end - self._kept))
        return self._held(offset, size)

    def read(self, size: int) -> bytes:
        if not 0 <= size <= _MOST_HEADER:
            raise tarfile.ReadError(f"header of {size} bytes")
        data = self.at(self._position, size)
        self._position += len(data)
        return data

    def seek(self, position: int) -> int:
        self._position = position
        return position

    def tell(self) -> int:
        return self._position

    def _start(self) -> None:
        with Path(self._path).open("rb") as file:
            magic = file.read(8)
        opened = next((each for mark, each in _PACKED if magic.startswith(mark)), None)
        self._source.close()
        self._source = opened(self._path) if opened else Path(self._path).open("rb")  # noqa: SIM115
        self._blocks: deque[bytes] = deque()
        self._first = self._end = 0

    def _block(self) -> bytes:
        """The next data, up to where the file is cut short or broken; there it raises what UNREADABLE names."""
        parts: list[bytes] = []
        size = 0
        try:
            while size < _BLOCK and (part := self._source.read1(_BLOCK - size)):
                parts.append(part)
                size += len(part)
        except UNREADABLE:
            if not parts:
                raise
        return b"".join(parts)

    def _forget(self, before: int) -> None:
        while self._blocks and self._first + len(self._blocks[0]) <= before:
            self._first += len(self._blocks.popleft())

    def _held(self, offset: int, size: int) -> bytes:
        parts, at = [], self._first
        for block in self._blocks:
            if at < offset + size and at + len(block) > offset:
                parts.append(block[max(0, offset - at) : offset + size - at])
            at += len(block)
        return b"".join(parts)
