"""A brief: what a reader in charge wants to know of one report or of many, on a page or two.

Only what is not found unsupported is told, in the words of the items; a line is shortened at its commas, never
within a clause.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from schemas.record import Item
from summarizer.collection.records import WorkRecord
from summarizer.rendering import plain
from summarizer.rendering.html.figures import period_of

# A page after GB/T 9704: lines, and characters a line.
LINES, WIDTH = 22, 28
_CLAUSE = re.compile(r"(?<=[，；、：])")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Point:
    """A paragraph of a part; `lead` names whose it is."""

    text: str
    lead: str = ""

    @property
    def lines(self) -> int:
        """How many lines it takes, its indent included; letters and digits are about half as wide."""
        wide = sum(0.55 if char.isascii() else 1 for char in self.lead + self.text)
        return ceil((wide + 2) / WIDTH)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it."""

    heading: str
    points: tuple[Point, ...]

    @property
    def lines(self) -> int:
        """How many lines it takes with its heading; a part without points is left out."""
        return sum(point.lines for point in self.points) + bool(self.points)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page of its own; the first column names the reports."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A title, whose it is and of when, numbered parts, and a table after them."""

    title: str
    byline: str
    opening: str
    parts: tuple[Part, ...]
    table: Table | None = None


def brief_of_one(record: WorkRecord, name: str) -> Brief:
    """One page: what the lists hold shares the room that title and abstract leave."""
    summary = record.summary
    opening = plain(summary.abstract)
    lists = [
        ("主要成效", summary.achievements, 3),
        ("存在问题", summary.problems, 2),
        ("下步打算", summary.tasks, 2),
    ]
    room = LINES - 4 - Point(opening).lines - len(lists)
    shares = sum(share for _, items, share in lists if items) or 1
    parts = [
        Part(heading, tuple(_points(items, max(2, room * share // shares))))
        for heading, items, share in lists
    ]
    return Brief(
        plain(summary.title or "") or plain(name),
        _byline(record),
        opening,
        tuple(numbered(parts)),
    )


def _byline(record: WorkRecord) -> str:
    summary = record.summary
    return "　".join(plain(each) for each in (summary.issuer, period_of(summary.date or "")) if each)


def _points(items: Sequence[Item], lines: int) -> Iterator[Point]:
    """The items in their order, as far as the lines last; each may take two."""
    for item in items:
        if item.verdict == "unsupported":
            continue
        point = Point(sentence(shortened(plain(item.text), 2 * WIDTH - 3)))
        lines -= point.lines
        if lines < 0:
            return
        yield point


def numbered(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts that hold something, numbered 一、二、……"""
    for numeral, part in zip(_NUMERALS, (each for each in parts if each.points), strict=False):
        yield Part(f"{numeral}、{part.heading}", part.points)


def shortened(text: str, most: int) -> str:
    """The first clauses of a text, as many as `most` characters hold, and at least one."""
    kept = ""
    for clause in _CLAUSE.split(text):
        if kept and len(kept) + len(clause) > most:
            break
        kept += clause
    return kept.rstrip("，；、：。")


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends like a sentence."""
    return text if text.endswith(("。", "！", "？", "……")) else f"{text}。"
