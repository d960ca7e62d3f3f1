"""Records one a line in parts of bounded size. One writer; readers may read what the ledger knows."""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from summarizer.batch.model import Part, Place
from summarizer.errors import OutputError
from summarizer.files import sync_folder, unwritable
from summarizer.messages import say

MOST_BYTES = 256_000_000
MOST_LINES = 10_000
_NAME = re.compile(r"records-(\d{5,})\.jsonl")


def part_path(folder: Path, number: int) -> Path:
    """The file of a part."""
    return folder / f"records-{number:05d}.jsonl"


def parts_there(folder: Path) -> list[int]:
    """Numbers of the parts whose files are in a folder."""
    return sorted(int(match[1]) for each in folder.iterdir() if (match := _NAME.fullmatch(each.name)))


class Parts:
    """Appends records; `known` is what the ledger holds of the parts, the last of which is gone on with.

    Files are cut to what is known when opened, and files of unknown parts are removed: what they hold was
    never registered. OutputError where they cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        known: Sequence[Part],
        *,
        most_lines: int = MOST_LINES,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._folder = folder
        self._most_lines = most_lines
        self._most_bytes = most_bytes
        self._file: BinaryIO | None = None
        self._last = known[-1] if known else Part(0, most_lines, 0)
        try:
            _cut_to(folder, known)
        except OSError as error:
            raise unwritable(folder, error) from error

    def append(self, lines: Iterable[bytes]) -> tuple[list[Place], list[Part]]:
        """Write lines, each with its line break, down to the disk: their places, and the parts as they are now.

        Where it fails the parts are as they were before.
        """
        before, places, grown = self._last, [], {}
        try:
            for line in lines:
                file = self._room()
                place = Place(self._last.number, self._last.bytes, len(line))
                file.write(line)
                self._last = Part(place.part, self._last.lines + 1, place.start + place.length)
                grown[place.part] = self._last
                places.append(place)
            self._sync()
        except OSError as error:
            failed = part_path(self._folder, self._last.number)
            self._undo(before, {*grown, self._last.number})
            raise unwritable(failed, error) from error
        return places, list(grown.values())

    def start_anew(self) -> None:
        """Have the next line begin a part of its own."""
        self.close()
        self._last = Part(self._last.number, self._most_lines, self._most_bytes)

    def close(self) -> None:
        """Close the file that is written to."""
        if self._file:
            self._file.close()
            self._file = None

    def _room(self) -> BinaryIO:
        """The file for the next line."""
        full = self._last.lines >= self._most_lines or self._last.bytes >= self._most_bytes
        if full:
            self._sync()
            self.close()
            self._last = Part(self._last.number + 1, 0, 0)
        if self._file is None:
            self._file = part_path(self._folder, self._last.number).open("ab")
            if full:
                sync_folder(self._folder)
        return self._file

    def _sync(self) -> None:
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())

    def _undo(self, before: Part, grown: Iterable[int]) -> None:
        """Take back what was written; what cannot be taken back now is cut off at the next start."""
        file, self._file, self._last = self._file, None, before
        if file:
            with suppress(OSError):
                file.close()
        with suppress(OSError):
            os.truncate(part_path(self._folder, before.number), before.bytes)
        for number in set(grown) - {before.number}:
            with suppress(OSError):
                part_path(self._folder, number).unlink()


def read_line(folder: Path, place: Place) -> bytes:
    """The line of one record; OutputError where it is not there any more."""
    path = part_path(folder, place.part)
    try:
        with path.open("rb") as file:
            file.seek(place.start)
            line = file.read(place.length)
    except OSError as error:
        raise _damaged(path, str(error)) from error
    if len(line) < place.length or not line.endswith(b"\n"):
        raise _damaged(path, say("记录不完整", "a record is cut short"))
    return line


def _cut_to(folder: Path, known: Sequence[Part]) -> None:
    held = {part.number: part.bytes for part in known}
    for number in parts_there(folder):
        path = part_path(folder, number)
        if number not in held:
            path.unlink()
        elif path.stat().st_size > held[number]:
            os.truncate(path, held[number])


def _damaged(path: Path, why: str) -> OutputError:
    return OutputError(
        say(
            f"{path} 与账本不符：{why}；用同一条命令再运行一次 summarizer batch，缺的会重做",
            f"{path} is not as the ledger says: {why}; run the same summarizer batch again, it does anew what is lost",
        )
    )
