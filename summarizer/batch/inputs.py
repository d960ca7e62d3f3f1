"""What a batch is asked to summarise: files, folders, archives and manifests, found one report at a time."""

import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from summarizer.batch.archives import is_archive
from summarizer.batch.cluster.listing import listed
from summarizer.batch.cluster.store import is_url
from summarizer.batch.found import Found, Skip, Skipped, shown, special, unreadable
from summarizer.batch.manifest import Manifest, is_manifest, named_file, opened
from summarizer.batch.names import readable
from summarizer.batch.select import Selection
from summarizer.batch.walk import walk
from summarizer.errors import ConfigError, OutputError
from summarizer.messages import say

__all__ = ["Found", "Skip", "Skipped", "find"]

STDIN = "-"
_Finder = Callable[[str, Selection], Iterator[Found]]


class _Kind(Enum):
    FILE = auto()
    FOLDER = auto()
    MANIFEST = auto()
    URL = auto()


@dataclass(frozen=True, slots=True)
class _Input:
    path: str
    find: _Finder
    kind: _Kind


def find(  # noqa: PLR0913 – the options of the command
    inputs: Sequence[str | os.PathLike[str]],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    manifests: Sequence[str | os.PathLike[str]] = (),
    output: str | os.PathLike[str] | None = None,
    skipped: Skipped | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Found]:
    """The reports in `inputs`, lazily and in an order that is the same each time.

    An input is a folder (with all below it), a URL in an object store (`s3://bucket/place`, likewise), an
    archive, a manifest (`.jsonl`, `.csv`; `-` is one on standard input) or a report; `manifests` are manifests whatever their suffix. `include` and `exclude` are patterns as
    in .gitignore. The folder `output` is passed over. `skipped` is added to as files are passed over. Names are
    relative to the input; where there are several inputs, each name begins with that of its input.

    What can be told at once is raised at once: InputNotFound, InputUnreadable and InputUnsupported for an input
    that is no file or folder, InputDamaged for CSV without a header, ConfigError for inputs within each other,
    OutputError for an output folder that is an input. All else is a Found whose `read` raises.
    """
    select = Selection(include, exclude, skipped=skipped if skipped is not None else Skipped())
    out = None if output is None or is_url(output) else os.path.realpath(output)
    found = [_input(path, out, stdin) for path in _distinct(inputs)]
    found += [
        _manifest(path, stdin) for path in _distinct(manifests) if path not in {each.path for each in found}
    ]
    _require_apart(found, out)
    labels = _labels([each.path for each in found])
    if len(found) == 1 and found[0].kind is not _Kind.FILE:
        labels = [""]
    return _chained([(each.find, label) for each, label in zip(found, labels, strict=True)], select)


def full_path(path: str | os.PathLike[str]) -> str:
    """The path in full, links kept; URLs and `-` as they are."""
    if path == STDIN or is_url(path):
        return str(path)
    return os.path.abspath(path)  # noqa: PTH100


def _distinct(paths: Sequence[str | os.PathLike[str]]) -> dict[str, None]:
    """The paths in full, each once."""
    return dict.fromkeys(full_path(path) for path in paths)


def _chained(inputs: Sequence[tuple[_Finder, str]], select: Selection) -> Iterator[Found]:
    for finder, label in inputs:
        yield from finder(label, select)


def _input(path: str, output: str | None, stdin: BinaryIO | None) -> _Input:
    if path == STDIN:
        return _manifest(path, stdin)
    if is_url(path):
        return _Input(path, partial(listed, path), _Kind.URL)
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 – any bytes in names
    except OSError as error:
        raise unreadable(shown(path), error) from error
    if stat.S_ISDIR(mode):
        return _Input(path, partial(_folder, path, output), _Kind.FOLDER)
    if not stat.S_ISREG(mode):
        raise special(shown(path))
    return _manifest(path, stdin) if is_manifest(path) else _Input(path, partial(_file, path), _Kind.FILE)


def _folder(path: str, output: str | None, label: str, select: Selection) -> Iterator[Found]:
    return walk(path, label and f"{label}/", select, _below(path, output))


def _below(root: str, output: str | None) -> str | None:
    """The output folder as the walk from `root` meets it."""
    base = os.path.realpath(root).rstrip(os.sep) + os.sep
    inside = output is not None and output.startswith(base)
    return os.path.join(root, output[len(base) :]) if output and inside else None  # noqa: PTH118


def _file(path: str, label: str, select: Selection) -> Iterator[Found]:
    if is_archive(path) or select.takes_named(label):
        yield from named_file(path, label, shown(path), select)


def _manifest(path: str, stdin: BinaryIO | None) -> _Input:
    if path == STDIN:
        file = stdin or (sys.stdin.buffer if sys.stdin else BytesIO())  # None where the shell closed it
        manifest = opened("stdin", str(Path.cwd()), file)
        return _Input(path, partial(_listed, manifest, lambda: nullcontext(file)), _Kind.MANIFEST)
    folder, base = os.path.split(path)
    try:
        with Path(path).open("rb") as file:
            manifest = opened(readable(base), folder, file)
    except OSError as error:
        raise unreadable(shown(path), error) from error
    return _Input(
        path, partial(_listed, manifest, partial(_after, path, len(manifest.first))), _Kind.MANIFEST
    )


def _after(path: str, position: int) -> BinaryIO:
    file = Path(path).open("rb")  # noqa: SIM115 – closed by who reads it
    file.seek(position)
    return file


def _listed(
    manifest: Manifest, file: Callable[[], AbstractContextManager[BinaryIO]], label: str, select: Selection
) -> Iterator[Found]:
    with file() as lines:
        yield from manifest.found(lines, label and f"{label}/", select)


def _require_apart(found: Sequence[_Input], output: str | None) -> None:
    """Raise where one input lies in another, whose reports would come twice, or where one is the output."""
    folders = {os.path.realpath(each.path): each.path for each in found if each.kind is _Kind.FOLDER}
    if output in folders:
        raise OutputError(
            say(
                f"输出文件夹 {shown(output)} 就是输入，请另选一个，例如其中的一个子文件夹。",
                f"The output folder {shown(output)} is an input: choose another, such as a folder in it.",
            )
        )
    for each in found:
        if each.kind is _Kind.URL:
            continue
        real = Path(os.path.realpath(each.path))
        outer = next((folders[up] for up in map(str, real.parents) if up in folders), None)
        if outer is not None and each.kind is not _Kind.MANIFEST:
            raise ConfigError(
                say(
                    f"输入 {shown(each.path)} 就在输入 {shown(outer)} 里面，请只给出其中一个。",
                    f"The input {shown(each.path)} lies in the input {shown(outer)}: give one of them.",
                )
            )


def _labels(paths: Sequence[str]) -> list[str]:
    """A name for each input: as many of the last parts of its path as tell it from all others.

    No name begins with another and `/`, so that what is found in two inputs never has one name.
    """
    parts = [[readable(part) for part in _parts(path)] for path in paths]
    depths = [1] * len(paths)
    while True:
        labels = ["/".join(each[-depth:]) for each, depth in zip(parts, depths, strict=True)]
        counts = Counter(labels)
        above = {up for label in labels for up in _above(label) if up in counts}
        unclear = [
            number
            for number, label in enumerate(labels)
            if (counts[label] > 1 or label in above or any(up in counts for up in _above(label)))
            and depths[number] < len(parts[number])
        ]
        if not unclear:
            return labels
        for number in unclear:
            depths[number] += 1


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path below its root; of a URL without its query."""
    if is_url(path):
        return tuple(part for part in path.partition("?")[0].split("/")[2:] if part)
    return Path(path).parts[-1 if path == STDIN else 1 :]


def _above(label: str) -> list[str]:
    parts = label.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
