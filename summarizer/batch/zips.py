"""The members of a zip archive (PKWARE's APPNOTE 6.3), read where they are, in any order."""

import stat
import struct
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from summarizer.batch.found import require_same, shown, stamp_of
from summarizer.batch.select import HEAD
from summarizer.batch.unfolding import (
    UNREADABLE,
    Member,
    damaged,
    most_of_archive,
    most_of_member,
    not_plain,
    unfolds_too_far,
)
from summarizer.documents.encodings import decode
from summarizer.errors import InputError, InputTooLarge, InputUnsupported
from summarizer.messages import say

# Bytes of the list of members, which is held in memory at some five times its size: 100,000 reports and more.
_MOST_DIRECTORY = 16_000_000
# APPNOTE 4.3.16, 4.3.15, 4.3.14: where the list of members is told, and what tells it in large archives.
_END, _END_BYTES = b"PK\x05\x06", 22
_LOCATOR, _END64 = b"PK\x06\x07", b"PK\x06\x06"
_IN_END64 = 0xFFFFFFFF
_ENCRYPTED, _IN_UTF8 = 0x1, 0x800
_NAMES_IN = ("utf-8", "gb18030", "big5")
_SAMPLE = 100_000
# The library unfolds the other packings without bounds.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def zip_members(path: str) -> Iterator[Member]:
    """The members of the archive at `path` in its order. Raises InputError and what UNREADABLE names."""
    archive = _Zip(path)
    left = most = most_of_archive(archive.packed)
    for info in archive.infos():
        left -= info.file_size
        place = f"{archive.place}!/{shown(archive.path_of(info))}"
        fault = _fault(info, place) or (
            unfolds_too_far(archive.place, archive.packed, most) if left < 0 else None
        )
        yield Member(
            archive.path_of(info),
            info.file_size,
            f"{info.CRC:08x}-{info.file_size}",
            partial(archive.head, info),
            partial(archive.read, info, place),
            fault,
        )


class _Zip:
    """An archive that stays open for as long as a member of it may be read; for several threads."""

    def __init__(self, path: str) -> None:
        self._path, self.place = path, shown(path)
        self._lock = threading.Lock()
        with Path(path).open("rb") as file:
            size = _directory_bytes(file)
        if size > _MOST_DIRECTORY:
            raise InputTooLarge(
                say(
                    f"{self.place} 的文件目录有 {size} 字节，超过 {_MOST_DIRECTORY} 字节，请先解压或分成几个压缩包。",
                    f"{self.place} lists its files in {size} bytes, more than {_MOST_DIRECTORY}: unpack or split it.",
                )
            )
        self._zip = zipfile.ZipFile(path)
        status = Path(path).stat()
        self.packed, self._stamp = status.st_size, stamp_of(status)
        self._encoding = self._names_in()

    def infos(self) -> Iterator[zipfile.ZipInfo]:
        return (info for info in self._zip.filelist if not self.path_of(info).endswith("/"))

    def path_of(self, info: zipfile.ZipInfo) -> str:
        name = info.orig_filename
        if not info.flag_bits & _IN_UTF8:
            name = name.encode("cp437").decode(self._encoding, "replace")
        # Some programs on Windows write its own separator.
        return name.replace("\\", "/")

    def head(self, info: zipfile.ZipInfo) -> bytes:
        try:
            with self._lock, self._zip.open(info) as stream:
                return stream.read(HEAD)
        except (*UNREADABLE, RuntimeError):
            return b""  # reading the whole tells why

    def read(self, info: zipfile.ZipInfo, place: str) -> bytes:
        require_same(self._path, self._stamp)
        try:
            # Without a length the library unfolds 2 GB at once, whatever size is told.
            with self._lock, self._zip.open(info) as stream:
                return stream.read(info.file_size + 1)
        except (*UNREADABLE, RuntimeError) as error:
            raise damaged(place, error) from error

    def _names_in(self) -> str:
        """The encoding of names that are not said to be UTF-8: Chinese Windows writes GBK, and all alike."""
        plain = (each.orig_filename for each in self._zip.filelist if not each.flag_bits & _IN_UTF8)
        sample = "\n".join(name for name in plain if not name.isascii())[:_SAMPLE].encode("cp437")
        try:
            encoding = decode(sample, self.place)[1]
        except InputError:
            return "gb18030"
        return encoding if encoding in _NAMES_IN else "gb18030"


def _fault(info: zipfile.ZipInfo, place: str) -> InputError | None:
    if info.flag_bits & _ENCRYPTED:
        return InputUnsupported(
            say(
                f"{place} 有密码保护，请解除密码后重新打包。",
                f"{place} is protected by a password: remove it and pack it anew.",
            )
        )
    if (kind := stat.S_IFMT(info.external_attr >> 16)) and not stat.S_ISREG(kind):
        return not_plain(place)
    if info.compress_type not in _PACKINGS:
        return InputUnsupported(
            say(
                f"{place} 的压缩方式（{info.compress_type}）不支持，请用普通的 zip 方式重新打包。",
                f"{place} is packed by method {info.compress_type}, which is not read: pack it as ordinary zip.",
            )
        )
    most = most_of_member(info.compress_size)
    return unfolds_too_far(place, info.compress_size, most) if info.file_size > most else None


def _directory_bytes(file: BinaryIO) -> int:
    """How long the list of members is said to be: the standard library holds all of it."""
    start = max(0, file.seek(0, 2) - 0xFFFF - _END_BYTES)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        return 0  # no archive, which opening it tells
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    if size == _IN_END64 and at >= 20 and tail[at - 20 : at].startswith(_LOCATOR):
        file.seek(struct.unpack_from("<Q", tail, at - 12)[0])
        if (end := file.read(56)).startswith(_END64) and len(end) == 56:
            size = struct.unpack_from("<Q", end, 40)[0]
    return size
