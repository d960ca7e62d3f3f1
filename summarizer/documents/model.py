"""What a document becomes on its way to a model: frozen values, each pointing back to the original text."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from summarizer.documents.offsets import OffsetMap
from summarizer.quantities import Quantity

_start_of = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch of the original text that is no part of the report, and the rule that took it out."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: `text` is the decoded original that all offsets of a record refer to.

    `text` is complete, page chrome included. `pages` holds the offset at which each page starts, empty
    where the format knows no pages; `hints` are the stretches that the format itself marks as no part of
    the body (menus, running heads, page numbers), ascending and without overlap.
    """

    name: str
    text: str
    encoding: str
    media_type: str
    sha256: str
    pages: tuple[int, ...] = ()
    hints: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text for reading, in simplified script and free of page chrome, with the way back to the original.

    `removed` are spans of the original, in order; `repairs` counts what was mended by kind; `published` is the
    ISO date of a removed date line, `source` the organisation or medium that a source line names, or None;
    `masked` are spans of the clean text that hold a masked value (`xx`, `某县`): neither a number nor a name.
    """

    text: str
    offsets: OffsetMap
    removed: tuple[Removal, ...]
    repairs: Mapping[str, int]
    published: str | None
    source: str | None = None
    masked: tuple[tuple[int, int], ...] = ()

    def original_parts(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The span of the original that a clean span stems from, without what was removed in its middle.

        One part where nothing was removed within; an empty span gives one empty part.
        """
        first, last = self.offsets.to_original(start, end)
        index = bisect_left(self.removed, first, key=_start_of)
        parts = []
        for removal in self.removed[index:]:
            if removal.start >= last:
                break
            if removal.start > first:
                parts.append((first, removal.start))
            first = max(first, removal.end)
        if first < last or not parts:
            parts.append((first, max(first, last)))
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the clean text; `id` counts from 1. Heading lines are sentences too."""

    id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all that stands under it.

    `start` to `end` covers heading and content in the clean text; `parent` is an index into
    `Outline.sections` or None; `level` is 1 for the top. `heading` keeps its number (`一、总体情况`).
    """

    level: int
    heading: str
    start: int
    end: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """The smallest unit that gets an item: a lowest numbered point, or a paragraph where nothing is numbered.

    `path` holds the headings above it, outermost first; `lead` is the sentence that introduces its
    enumeration (`主要表现在以下几个方面：`), or "". `section` is the index of its top-level section, or None.
    """

    id: int
    sentences: tuple[Sentence, ...]
    path: tuple[str, ...]
    lead: str
    section: int | None
    numbered: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name in 《》 (`book`) or “” (`quotes`), or one that could stand in them.

    `start` to `end` in the clean text leave out the marks around it. Where a noun after the marks belongs to
    the name, `end` is after the noun and `text` leaves out the marks within.
    """

    text: str
    start: int
    end: int
    marks: Literal["book", "quotes"]


@dataclass(frozen=True, slots=True)
class Outline:
    """A parsed document. Offsets are into `clean.text`; `sections` are in document order, all levels."""

    document: Document
    clean: CleanText
    title: str | None
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    points: tuple[Point, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]
