"""Which of the files that are met are reports: by name, by the user's patterns, and by a first look inside."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from summarizer.batch.found import Skip, Skipped
from summarizer.batch.names import suffix_of
from summarizer.documents.formats import Kind, kind_of
from summarizer.documents.formats.kinds import SUFFIXES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# What macOS adds to archives.
_JUNK_FOLDERS = frozenset(("__MACOSX",))
# Word and WPS; LibreOffice.
_LOCKS = ("~$", ".~")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
HEAD = 8192
# What tells of a folder of reports, and is none itself.
_ABOUT = frozenset(("readme", "readme.md"))


class Selection:
    """Chooses files; counts what it passes over in `skipped`.

    Patterns are those of .gitignore and are matched with names as the batch knows them (`county/a.txt`); to
    them an archive is a folder. With `include` only what matches is taken, and never what `exclude` matches.
    Files found in folders and archives must also have a suffix that is read, or one that a pattern of
    `include` names, or none and content that is read; a README is passed over where no pattern of `include` takes it.
    """

    def __init__(self, include: Sequence[str] = (), exclude: Sequence[str] = (), *, skipped: Skipped) -> None:
        self._include, self._exclude = tuple(include), tuple(exclude)
        self.skipped = skipped

    def takes_folder(self, name: str) -> bool:
        """Whether a folder or archive met on the way is looked into."""
        base = name.rpartition("/")[2]
        if base.startswith(".") or base in _JUNK_FOLDERS:
            return self._skip(Skip.HIDDEN)
        if self._exclude and self._excluded.match_file(_plain(name) + "/"):
            return self._skip(Skip.PATTERN)
        return True

    def takes_file(self, name: str, head: Callable[[], bytes]) -> bool:
        """Whether a file met on the way is a report; `head` gives its first bytes, at most HEAD."""
        base = name.rpartition("/")[2]
        if base.startswith("."):
            return self._skip(Skip.LOCK if base.startswith(_LOCKS) else Skip.HIDDEN)
        if not self.takes_named(name):
            return False
        if base.lower() in _ABOUT and not self._include:
            return self._skip(Skip.ABOUT)
        suffix = suffix_of(base)
        if suffix in SUFFIXES or (suffix and any(each.lower().endswith(suffix) for each in self._include)):
            return True
        return (not suffix and _is_read(head(), base)) or self._skip(Skip.SUFFIX, suffix)

    def takes_named(self, name: str) -> bool:
        """Whether a file that the user named is taken: patterns alone decide, and no one means a lock file."""
        if name.rpartition("/")[2].startswith(_LOCKS):
            return self._skip(Skip.LOCK)
        if self._exclude and self._excluded.match_file(_plain(name)):
            return self._skip(Skip.PATTERN)
        if self._include and not self._included.match_file(_plain(name)):
            return self._skip(Skip.PATTERN)
        return True

    def _skip(self, reason: Skip, suffix: str = "") -> bool:
        self.skipped.add(reason, suffix)
        return False

    @cached_property
    def _included(self) -> "GitIgnoreSpec":
        return _spec(self._include)

    @cached_property
    def _excluded(self) -> "GitIgnoreSpec":
        return _spec(self._exclude)


def _spec(patterns: Sequence[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 – most batches have no patterns

    return GitIgnoreSpec.from_lines(patterns)


def _plain(name: str) -> str:
    return name.replace("!/", "/")


def _is_read(head: bytes, name: str) -> bool:
    kind = kind_of(head, name)
    if kind is Kind.TEXT:
        return b"\0" not in head or head.startswith(_UTF16)
    return isinstance(kind, Kind)
