"""Files below folders; replaced by the branch `inputs`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from summarizer.batch.found import Found


def find(
    inputs: Sequence[str], *, include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Iterator[Found]:
    """Find text files."""
    for each in inputs:
        root = Path(each)
        for path in sorted(root.rglob("*.txt")) if root.is_dir() else [root]:
            status = path.stat()
            name = path.relative_to(root if root.is_dir() else root.parent).as_posix()
            yield Found(name, str(path), f"{status.st_size}-{status.st_mtime_ns}", path.read_bytes)
