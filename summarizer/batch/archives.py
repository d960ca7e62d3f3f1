"""The reports in archives: zip, and tar as it is or packed with gzip, bzip2 or xz. Nothing is ever extracted.

What an archive says of itself is not believed: names that lead out of it, links, devices, sizes that cannot
be, and more data than so large a file can hold in earnest are each an error of that one member, or end the
archive with one.
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing

from summarizer.batch.found import Found, Skip, failing, shown, stamp_of, unreadable
from summarizer.batch.names import readable, suffix_of, tagged
from summarizer.batch.seen import Seen
from summarizer.batch.select import Selection
from summarizer.batch.tars import tar_members
from summarizer.batch.unfolding import UNREADABLE, Member, damaged
from summarizer.batch.zips import zip_members
from summarizer.documents.read import LARGEST, too_large
from summarizer.errors import InputError, InputUnsupported
from summarizer.messages import say

_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
_UNOPENED = frozenset((".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".txz", ".rar", ".7z"))
_LEADS_OUT = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")


def is_archive(name: str) -> bool:
    """Whether a file is an archive that is looked into, by its suffix."""
    return name.lower().endswith((".zip", *_TARS))


def members(path: str, name: str, select: Selection) -> Iterator[Found]:
    """The reports in the archive at `path`, in its order, named `name!/…`.

    An archive that is broken, or unfolds to far more than its size, ends with one Found that fails.
    """
    place = shown(path)
    opened = zip_members if name.lower().endswith(".zip") else tar_members
    try:
        with closing(Seen()) as seen:
            for member in opened(path):
                if found := _found(member, f"{name}!/", f"{place}!/", select):
                    yield _once(found, seen)
    except UNREADABLE as error:
        # Modules for packed data raise OSError too, without a number.
        of_system = isinstance(error, OSError) and error.errno is not None
        fault = unreadable(place, error) if of_system else damaged(place, error)
        yield failing(name, place, fault, _stamp(path))
    except InputError as error:
        yield failing(name, place, error, _stamp(path))


def _found(member: Member, inside: str, place: str, select: Selection) -> Found | None:
    inner = member.path.removeprefix("./")
    parts = [_part(part) for part in inner.split("/")]
    name = inside + "/".join(parts)
    if any(part.startswith(".") or part == "__MACOSX" for part in parts[:-1]):
        select.skipped.add(Skip.HIDDEN)
        return None
    nested = suffix_of(parts[-1]) in _UNOPENED
    if not (select.takes_named(name) if nested else select.takes_file(name, member.head)):
        return None
    origin = shown(place + inner)
    if fault := _fault(member, inner, origin, nested=nested):
        return failing(name, origin, fault, member.stamp)
    return Found(name, origin, member.stamp, member.read)


def _part(part: str) -> str:
    if part in ("", ".", ".."):
        return part.replace(".", "%2E") or "%"
    return readable(part)


def _fault(member: Member, inner: str, origin: str, *, nested: bool) -> InputError | None:
    if _LEADS_OUT.search(inner):
        return InputUnsupported(
            say(
                f"{origin} 的名称指向压缩包之外，不读取，请重新打包。",
                f"{origin} has a name that leads out of its archive: not read; pack it anew.",
            )
        )
    if nested:
        return InputUnsupported(
            say(
                f"{origin} 是压缩包中的压缩包，不打开，请先解压。",
                f"{origin} is an archive in an archive, which is not opened: unpack it first.",
            )
        )
    if member.fault:
        return member.fault
    return too_large(origin, member.size) if member.size > LARGEST else None


def _once(found: Found, seen: Seen) -> Found:
    """The report, with another name where the archive held that name before."""
    while not seen.add(found.name):
        found = Found(tagged(found.name), found.origin, found.stamp, found.read)
    return found


def _stamp(path: str) -> str:
    try:
        return stamp_of(os.stat(path))  # noqa: PTH116 – any bytes in names
    except OSError:
        return ""
