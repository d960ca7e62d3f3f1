"""Files written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import OutputError
from summarizer.messages import say


def write_text(path: Path, text: str) -> None:
    """Write so that a reader, also after a crash, finds the old file or the new one.

    A link goes on pointing to its file; a device or a pipe is written to and never replaced. OutputError
    where it fails.
    """
    with written_whole(path) as file:
        file.write(text.encode())


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write to that takes the place of `path` when the block is left; see `write_text`."""
    try:
        if is_device(path):
            with path.open("wb") as file:
                yield file
            return
        target = path.resolve()
        # Its name is a digest, since the file's own may be as long as a name can be.
        name = sha256(os.fsencode(target.name)).hexdigest()[:16]
        part = target.with_name(
            f".{name}.{os.getpid()}.part"
        )  # not by `tempfile`: nobody else may read its files
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def made_folder(path: Path) -> None:
    """Make a folder with those above it, where they are not there; OutputError where that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def is_device(path: Path) -> bool:
    """Whether something that is neither file nor folder has this name."""
    return path.exists() and not (path.is_file() or path.is_dir())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files; does nothing where folders cannot be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(path: Path, error: Exception) -> OutputError:
    """The one line for what cannot be written."""
    return OutputError(say(f"写不了 {path}：{error}", f"cannot write {path}: {error}"))
