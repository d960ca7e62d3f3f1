"""The reports in a folder and in the folders below it, in the order of their names, holding little of the tree."""

import json
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from pathlib import Path

from summarizer.batch.archives import is_archive, members
from summarizer.batch.found import Found, Skip, failing, regular_file, shown, unreadable
from summarizer.batch.ledger import FILE_NAME
from summarizer.batch.names import readable, tagged
from summarizer.batch.select import HEAD, Selection

# What marks the output folder of a batch.
_OUTPUTS = (FILE_NAME, "batch_set.json")
# Entries of one folder that are sorted in memory, some 5 MB; the runs of a larger one go to a temporary file.
_RUN = 50_000
_FOLDER, _LINK, _FILE = "d", "l", "f"


def walk(root: str, prefix: str, select: Selection, output: str | None = None) -> Iterator[Found]:
    """The reports below the folder `root`, their names begun with `prefix`, archives looked into.

    The folder `output` (an absolute path without links) and the outputs of other batches are passed over, as
    are links to folders, so that there are no loops. A folder that cannot be read is one Found that fails.
    """
    stack = [(root, prefix, _entries(root))]
    while stack:
        folder, prefix, entries = stack[-1]
        try:
            entry = next(entries, None)
        except OSError as error:
            stack.pop()
            yield failing(prefix or "./", shown(folder), unreadable(shown(folder), error))
            continue
        if entry is None:
            stack.pop()
            continue
        base, kind = entry.split("\0")
        path = os.path.join(folder, base)  # noqa: PTH118 – Path takes twice the time of everything else
        name = prefix + _name(base, kind)
        if kind != _FOLDER:
            yield from _file(path, name, select, follow=kind == _LINK)
        elif select.takes_folder(name):
            if path == output or any(os.path.lexists(os.path.join(path, each)) for each in _OUTPUTS):  # noqa: PTH118
                select.skipped.add(Skip.OURS)
            else:
                stack.append((path, f"{name}/", _entries(path)))


def _name(base: str, kind: str) -> str:
    name = readable(base)
    # A folder `a.zip!` must not be taken for what is in `a.zip`.
    return tagged(name) if kind == _FOLDER and name.endswith("!") else name


def _file(path: str, name: str, select: Selection, *, follow: bool) -> Iterator[Found]:
    if follow and os.path.isdir(path):  # noqa: PTH112
        select.skipped.add(Skip.LINK)
        return
    archive = is_archive(name)
    if not (select.takes_folder(name) if archive else select.takes_file(name, lambda: _head(path))):
        return
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError as error:
        yield failing(name, shown(path), unreadable(shown(path), error))
        return
    if not stat.S_ISREG(status.st_mode):
        select.skipped.add(Skip.SPECIAL)
    elif archive:
        yield from members(path, name, select)
    else:
        yield regular_file(path, name, status)


def _head(path: str) -> bytes:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return b""  # told apart later
        with Path(path).open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""  # reading the report tells why


def _entries(folder: str) -> Iterator[str]:
    """What is in a folder, each as its name, NUL and its kind, in the order of names. Raises OSError."""
    with os.scandir(folder) as found:
        names = _sorted(f"{entry.name}\0{_kind(entry)}" for entry in found)
    yield from names


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return _LINK
    return _FOLDER if entry.is_dir(follow_symlinks=False) else _FILE


def _sorted(names: Iterable[str], most: int = _RUN) -> Iterator[str]:
    """Sort any number of names, of which only `most` are held in memory."""
    source, runs = iter(names), ExitStack()
    spilled: list[Iterator[str]] = []
    while len(run := sorted(islice(source, most))) == most:
        file = runs.enter_context(tempfile.TemporaryFile("w+", encoding="ascii"))  # noqa: SIM115
        # JSON writes new lines and lone surrogates as ASCII.
        file.writelines(f"{json.dumps(name)}\n" for name in run)
        file.seek(0)
        spilled.append(map(json.loads, file))
    return _closing(merge(*spilled, run), runs) if spilled else iter(run)


def _closing(names: Iterator[str], files: ExitStack) -> Iterator[str]:
    with files:
        yield from names
