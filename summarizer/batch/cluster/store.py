"""Where a set of parts is kept: a folder, or a place in an object store that pyarrow or fsspec knows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from summarizer.batch.cluster.needs import pyarrow
from summarizer.errors import ConfigError, OutputError
from summarizer.files import sync_folder, unwritable, written_whole
from summarizer.messages import say

_URL = re.compile(r"[a-z][a-z0-9+.-]+://")


def is_url(path: object) -> bool:
    """Whether this names a place in an object store: `s3://…`, `gs://…`; not a path."""
    return isinstance(path, str) and _URL.match(path) is not None


class Store(Protocol):
    """Files by relative path with `/`, each written whole and once. OutputError where that fails."""

    url: str

    def put(self, path: str, data: bytes) -> None:
        """Write a file; a reader finds all of it or none."""

    def read(self, path: str) -> bytes:
        """The file's bytes."""

    def read_range(self, path: str, start: int, length: int) -> bytes:
        """Some of the file's bytes."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    def listed(self, folder: str) -> Iterator[str]:
        """The paths of the files in a folder, in the order of their names; none where there is no such folder."""

    def delete(self, path: str) -> None:
        """Remove a file where there is one."""


def open_store(url: str) -> Store:
    """The store at a path or URL; ConfigError where the URL is not understood or pyarrow is not installed."""
    return ArrowStore(url) if is_url(url) else FolderStore(Path(url))


class FolderStore:
    """A folder, local or shared; what is written is on the disk before `put` returns."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.url = str(root)

    def put(self, path: str, data: bytes) -> None:
        """See Store."""
        target = self._root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(target) as file:
                file.write(data)
            sync_folder(target.parent)
        except OSError as error:
            raise unwritable(target, error) from error

    def read(self, path: str) -> bytes:
        """See Store."""
        try:
            return (self._root / path).read_bytes()
        except OSError as error:
            raise _unreadable(self._root / path, error) from error

    def read_range(self, path: str, start: int, length: int) -> bytes:
        """See Store."""
        try:
            with (self._root / path).open("rb") as file:
                file.seek(start)
                return file.read(length)
        except OSError as error:
            raise _unreadable(self._root / path, error) from error

    def exists(self, path: str) -> bool:
        """See Store."""
        return (self._root / path).is_file()

    def listed(self, folder: str) -> Iterator[str]:
        """See Store; files that are being written are left out."""
        place = self._root / folder
        names = sorted(each.name for each in place.iterdir()) if place.is_dir() else []
        return (f"{folder}/{name}" for name in names if not name.startswith("."))

    def delete(self, path: str) -> None:
        """See Store."""
        try:
            (self._root / path).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self._root / path, error) from error


class ArrowStore:
    """A prefix in an object store; stores of that kind show a file when it is complete."""

    def __init__(self, url: str) -> None:
        self._system, self._root = filesystem(url)
        self.url = url.partition("?")[0]

    def put(self, path: str, data: bytes) -> None:
        """See Store."""
        try:
            with self._system.open_output_stream(self._at(path)) as file:
                file.write(data)
        except OSError as error:
            raise unwritable(Path(f"{self.url}/{path}"), error) from error

    def read(self, path: str) -> bytes:
        """See Store."""
        try:
            with self._system.open_input_stream(self._at(path)) as file:
                return bytes(file.read())
        except OSError as error:
            raise _unreadable(f"{self.url}/{path}", error) from error

    def read_range(self, path: str, start: int, length: int) -> bytes:
        """See Store."""
        try:
            with self._system.open_input_file(self._at(path)) as file:
                return bytes(file.read_at(length, start))
        except OSError as error:
            raise _unreadable(f"{self.url}/{path}", error) from error

    def exists(self, path: str) -> bool:
        """See Store."""
        info = self._system.get_file_info(self._at(path))
        return bool(info.type == pyarrow().fs.FileType.File)

    def listed(self, folder: str) -> Iterator[str]:
        """See Store."""
        selector = pyarrow().fs.FileSelector(self._at(folder), allow_not_found=True)
        names = sorted(
            info.base_name
            for info in self._system.get_file_info(selector)
            if info.type == pyarrow().fs.FileType.File
        )
        return (f"{folder}/{name}" for name in names)

    def delete(self, path: str) -> None:
        """See Store."""
        if self.exists(path):
            self._system.delete_file(self._at(path))

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"


def filesystem(url: str) -> tuple[Any, str]:
    """pyarrow's file system for a URL, and the path in it; ConfigError where there is none."""
    arrow = pyarrow()
    if "@" in urlsplit(url).netloc:
        raise ConfigError(
            say(
                "对象存储的地址里不要写密钥，请用环境变量（如 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY）",
                "leave keys out of an object store's address; use the environment, such as AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY",
            )
        )
    try:
        system, path = arrow.fs.FileSystem.from_uri(url)
    except (ValueError, OSError, ImportError) as error:
        told = " ".join(str(error).split())[:200]
        raise ConfigError(
            say(f"用不了 {url}：{told}；请检查地址", f"{url} cannot be used: {told}; check the address")
        ) from error
    return system, path.rstrip("/")


def _unreadable(place: object, error: OSError) -> OutputError:
    return OutputError(
        say(f"读不了 {place}：{error}", f"cannot read {place}: {error}"),
    )
