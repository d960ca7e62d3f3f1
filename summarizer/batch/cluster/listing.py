"""Reports in object stores: listed page by page where the store allows it, read where the work is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.batch.archives import is_archive
from summarizer.batch.cluster.needs import pyarrow
from summarizer.batch.cluster.store import filesystem
from summarizer.batch.found import Found, changed, failing, unreadable
from summarizer.batch.names import readable
from summarizer.batch.select import HEAD, Selection
from summarizer.documents.read import LARGEST, too_large
from summarizer.errors import InputError, InputNotFound, InputUnsupported
from summarizer.messages import say


def listed(url: str, label: str, select: Selection) -> Iterator[Found]:
    """The reports below a URL, folder by folder in the order of names; InputNotFound where there is nothing.

    Archives are not opened there: each is one Found that fails.
    """
    system, root = filesystem(url)
    types = pyarrow().fs.FileType
    info = system.get_file_info(root)
    if info.type == types.NotFound:
        raise InputNotFound(say(f"找不到 {url}，请检查地址。", f"No such place: {url}; check the address."))
    if info.type == types.File:
        name = label or readable(info.base_name)
        if is_archive(name) or select.takes_named(name):
            yield _report(url, info, name)
        return
    yield from _below(url, system, root, label and f"{label}/", select)


def _below(url: str, system: Any, folder: str, prefix: str, select: Selection) -> Iterator[Found]:
    arrow = pyarrow()
    stack = [(folder, prefix)]
    while stack:
        folder, prefix = stack.pop()
        try:
            infos = system.get_file_info(arrow.fs.FileSelector(folder))
        except OSError as error:
            yield failing(prefix or "./", folder, unreadable(folder, error))
            continue
        folders = []
        for info in sorted(infos, key=lambda each: each.base_name):
            name = prefix + readable(info.base_name)
            if info.type == arrow.fs.FileType.Directory:
                if select.takes_folder(name):
                    folders.append((info.path, f"{name}/"))
            elif is_archive(name) or select.takes_file(name, _Head(system, info.path)):
                yield _report(url, info, name)
        stack += reversed(folders)


def _report(url: str, info: Any, name: str) -> Found:
    place = f"{url.partition('://')[0]}://{info.path}"
    stamp = f"{info.size}-{info.mtime_ns}"
    if is_archive(name):
        return failing(name, place, _archive(place), stamp)
    if info.size > LARGEST:
        return failing(name, place, too_large(place, info.size), stamp)
    return Found(name, place, stamp, _Read(url, info.path, place, stamp))


@dataclass(frozen=True, slots=True)
class _Head:
    system: Any
    path: str

    def __call__(self) -> bytes:
        try:
            with self.system.open_input_file(self.path) as file:
                return bytes(file.read(HEAD))
        except OSError:
            return b""  # reading the report tells why


@dataclass(frozen=True, slots=True)
class _Read:
    """Reads a report; travels to other machines, where it opens the store with their own credentials."""

    url: str
    path: str
    place: str
    stamp: str

    def __call__(self) -> bytes:
        try:
            system = _system(self.url)
            info = system.get_file_info(self.path)
            if f"{info.size}-{info.mtime_ns}" != self.stamp:
                raise changed(self.place)
            with system.open_input_stream(self.path) as file:
                return bytes(file.read(LARGEST + 1))
        except OSError as error:
            raise unreadable(self.place, error) from error


@lru_cache(maxsize=16)
def _system(url: str) -> Any:
    return filesystem(url)[0]


def _archive(place: str) -> InputError:
    return InputUnsupported(
        say(
            f"{place} 是对象存储里的压缩包，不打开，请先解压或下载到文件夹。",
            f"{place} is an archive in an object store, which is not opened: unpack it, or fetch it to a folder.",
        )
    )
