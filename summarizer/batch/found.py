"""What a batch is asked to summarise, one report at a time, and what is passed over."""

import os
import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from summarizer.documents.read import LARGEST, too_large
from summarizer.errors import InputChanged, InputError, InputNotFound, InputUnreadable, InputUnsupported
from summarizer.messages import say


@dataclass(frozen=True, slots=True)
class Found:
    """One report to summarise.

    `name` is unique in the batch: relative, with `/` (`county/a.txt`, `x.zip!/b/c.docx`, or the manifest's id).
    `origin` says where it is, for people. `stamp` changes when the report changes. `read` gives its bytes or
    raises InputError; it may be called at any time, from any thread, and again.
    """

    name: str
    origin: str
    stamp: str
    read: Callable[[], bytes]


class Skip(StrEnum):
    """Why a file is passed over."""

    HIDDEN = "hidden"
    LOCK = "lock"
    OURS = "ours"
    SUFFIX = "suffix"
    PATTERN = "pattern"
    SPECIAL = "special"
    LINK = "link"
    REPEATED = "repeated"
    ABOUT = "about"


@dataclass(slots=True)
class Skipped:
    """Counts of what was passed over, by reason, and by suffix where that was the reason."""

    counts: Counter[Skip] = field(default_factory=Counter)
    suffixes: Counter[str] = field(default_factory=Counter)

    def add(self, reason: Skip, suffix: str = "") -> None:
        """Count one."""
        self.counts[reason] += 1
        if reason is Skip.SUFFIX:
            self.suffixes[suffix] += 1

    def __str__(self) -> str:
        """One line in the language of the messages; empty where nothing was passed over."""
        words = _words()
        parts = [f"{words[reason]} {count}" for reason, count in self.counts.most_common()]
        if not parts:
            return ""
        kinds = ", ".join(f"{each or '–'} {count}" for each, count in self.suffixes.most_common(5))
        told = "; ".join(parts) + (f" ({kinds})" if kinds else "")
        return say(f"跳过 {self.counts.total()} 个：{told}", f"Passed over {self.counts.total()}: {told}")


def _words() -> dict[Skip, str]:
    return {
        Skip.HIDDEN: say("隐藏文件", "hidden"),
        Skip.LOCK: say("打开文档时的临时文件", "lock files of office programs"),
        Skip.OURS: say("本程序的输出文件夹", "output folders of this program"),
        Skip.SUFFIX: say("不是要读取的格式", "not of a kind that is read"),
        Skip.PATTERN: say("不合 --include/--exclude", "not chosen by --include/--exclude"),
        Skip.SPECIAL: say("管道或设备", "pipes and devices"),
        Skip.LINK: say("指向文件夹的链接", "links to folders"),
        Skip.ABOUT: say("README 说明文件", "READMEs"),
        Skip.REPEATED: say("清单中重复的行", "lines repeated in the manifest"),
    }


def failing(name: str, origin: str, error: InputError, stamp: str = "") -> Found:
    """Something that was asked for and cannot be had: reading it raises the error."""
    # Not the instance: each raising would add to its traceback.
    return Found(name, origin, stamp, partial(_fail, type(error), str(error)))


def _fail(kind: type[InputError], message: str) -> bytes:
    raise kind(message)


def stamp_of(status: os.stat_result) -> str:
    """Size and time of the last change, to the nanosecond."""
    return f"{status.st_size}-{status.st_mtime_ns}"


def regular_file(path: str, name: str, status: os.stat_result) -> Found:
    """The report in the regular file at `path`."""
    stamp = stamp_of(status)
    return Found(name, shown(path), stamp, partial(_read, path, stamp))


def shown(path: str) -> str:
    """A path as text that can be stored and shown, whatever bytes it is of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def unreadable(place: str, error: Exception) -> InputError:
    """The error for a file or folder that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return InputNotFound(say(f"找不到 {place}，请检查路径。", f"No such file: {place}; check the path."))
    reason = getattr(error, "strerror", None) or error
    return InputUnreadable(
        say(
            f"无法读取 {place}：{reason}，请检查权限。",
            f"Cannot read {place}: {reason}; check its permissions.",
        )
    )


def special(place: str) -> InputUnsupported:
    """The error for a pipe, socket or device."""
    return InputUnsupported(
        say(f"{place} 是管道或设备，不是文件，请给出文件。", f"{place} is a pipe or device: give a file.")
    )


def changed(place: str) -> InputChanged:
    """The error for a file that is no longer what was found."""
    return InputChanged(
        say(
            f"{place} 在读取前或读取时被改动，请等它写完后再运行一次。",
            f"{place} changed before or while it was read: run again once it is written.",
        )
    )


def require_same(path: str, stamp: str) -> None:
    """Raise InputError where the file at `path` is gone or has another stamp."""
    try:
        same = stamp_of(os.stat(path)) == stamp  # noqa: PTH116 – any bytes in names
    except OSError as error:
        raise unreadable(shown(path), error) from error
    if not same:
        raise changed(shown(path))


def _read(path: str, stamp: str) -> bytes:
    place = shown(path)
    try:
        # A pipe that has taken the place of the file must not block.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise special(place)
            if before.st_size > LARGEST:
                raise too_large(place, before.st_size)
            data = file.read(LARGEST + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise unreadable(place, error) from error
    if not stamp == stamp_of(before) == stamp_of(after) or len(data) != after.st_size:
        raise changed(place)
    return data
