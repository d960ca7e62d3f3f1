"""OFD, the national standard for fixed-layout documents (GB/T 33190): text objects put into lines by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from lxml import etree

from summarizer.documents.formats.archive import Archive, damaged
from summarizer.documents.formats.extracted import Extracted
from summarizer.documents.formats.numbering import local
from summarizer.documents.formats.paged import MOST_PAGES, paged, require_text, too_many_pages

# Of the size of the letters: how far apart the base lines of one line may be, and which gap is a space.
_SAME_LINE = 0.5
_SPACE = 0.8
_USUAL_SIZE = 4.0  # millimetres


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text object: its left end, base line, right end and letter size in millimetres."""

    x: float
    y: float
    right: float
    size: float
    text: str


def load(data: bytes, name: str) -> Extracted:
    """Read an OFD file. Raises InputDamaged, InputScanned or InputTooLarge."""
    archive = Archive(data, name)
    texts: list[str] = []
    pictures = 0
    for document in _descendants(archive.xml("OFD.xml"), "DocRoot"):
        path = normpath((document.text or "").strip().lstrip("/"))
        pages = list(_descendants(archive.xml(path), "Page"))
        if len(texts) + len(pages) > MOST_PAGES:
            raise too_many_pages(name, len(pages))
        for page in pages:
            root = archive.xml(_path(path, str(page.get("BaseLoc", ""))))
            texts.append("\n".join(_lines(sorted(_pieces(root), key=lambda each: each.y))))
            pictures += any(True for _ in _descendants(root, "ImageObject"))
    if not texts:
        raise damaged(name, "Page: 0")
    require_text(texts, pictures, name)
    return paged(texts, name)


def _path(base: str, location: str) -> str:
    """A location as the archive names it: from the root, or from the folder of the part that tells it."""
    return location.lstrip("/") if location.startswith("/") else normpath(join(dirname(base), location))


def _descendants(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in root.iter("{*}" + name))


def _pieces(page: etree._Element) -> Iterator[_Piece]:
    """The text objects that are shown, each code of them as a piece of its own."""
    for element in _descendants(page, "TextObject"):
        if element.get("Visible", "true") == "false":
            continue
        left, top, width, _ = (*_numbers(element.get("Boundary")), 0.0, 0.0, 0.0, 0.0)[:4]
        size = next(iter(_numbers(element.get("Size"))), _USUAL_SIZE) or _USUAL_SIZE
        for code in element:
            if local(code) == "TextCode" and code.text and code.text.strip():
                x, y = (next(iter(_numbers(code.get(axis))), 0.0) for axis in "XY")
                yield _Piece(left + x, top + y, left + width, size, code.text.strip("\r\n"))


def _lines(pieces: list[_Piece]) -> Iterator[str]:
    """The pieces, given from top to bottom, joined to lines."""
    line: list[_Piece] = []
    for piece in pieces:
        if line and piece.y - line[0].y > _SAME_LINE * line[0].size:
            yield _joined(line)
            line = []
        line.append(piece)
    if line:
        yield _joined(line)


def _joined(line: list[_Piece]) -> str:
    parts: list[str] = []
    right = 0.0
    for piece in sorted(line, key=lambda each: each.x):
        if parts and piece.x - right > _SPACE * piece.size:
            parts.append(" ")
        parts.append(piece.text)
        right = piece.right
    return "".join(parts)


def _numbers(text: str | None) -> tuple[float, ...]:
    try:
        return tuple(map(float, (text or "").split()))
    except ValueError:
        return ()
