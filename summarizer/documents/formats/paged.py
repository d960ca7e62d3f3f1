"""Formats that know pages: pages put together to one text, running heads and page numbers told from the body."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.documents.formats.extracted import LONGEST_TEXT, Extracted, too_long
from summarizer.documents.model import Removal
from summarizer.errors import InputScanned, InputTooLarge
from summarizer.messages import say

MOST_PAGES = 5_000
# A page of a report holds several hundred characters, one of a scan a stamp or a file number at most.
_FEWEST_LETTERS = 20
_EDGE_LINES = 2
# `- 3 -`, `— 3 —`, `第3页 共10页`, `3 / 10`, `Page 3`: nothing else is ever written so.
_DECORATED = re.compile(
    r"[-—–－·~]+\s*\d{1,4}\s*[-—–－·~]+|第\s*\d{1,4}\s*页(?:[\s,，/（(]*共\s*\d{1,4}\s*页[)）]?)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?",
    re.IGNORECASE,
)
# Words, not figures alone, and no paragraph.
_HEAD = re.compile(r"(?=.*[^\W\d_]).{1,60}")
_BARE = re.compile(r"[0-9]{1,4}")
_FIGURES = re.compile(r"\d+")
# Even and odd pages may have heads of their own, and the first page none.
_FEWEST_HEADS = 3


def paged(pages: Sequence[str], name: str) -> Extracted:
    """One text of the pages' texts, each page on a new line. Raises InputScanned or InputTooLarge."""
    starts, parts, length = [], [], 0
    for page in pages:
        lines = (line.rstrip() for line in page.splitlines())
        part = "".join(f"{line}\n" for line in lines if line.strip())
        starts.append(length)
        parts.append(part)
        length += len(part)
        if length > LONGEST_TEXT:
            raise too_long(name)
    text = "".join(parts)
    return Extracted(text, pages=tuple(starts), hints=tuple(_running(text, starts)))


def require_text(pages: Sequence[str], pictures: int, name: str) -> None:
    """Raise InputScanned where pages are pictures without text; `pictures` counts those that hold one."""
    letters = sum(1 for page in pages for char in page if char.isalnum())
    if pictures and letters < _FEWEST_LETTERS * len(pages):
        raise InputScanned(
            say(
                f"{name} 共 {len(pages)} 页，只有 {letters} 个字，像是扫描件，请先做文字识别（OCR）。",
                f"{name} has {len(pages)} pages and {letters} characters, so it is a scan: run OCR on it first.",
            )
        )


def too_many_pages(name: str, count: int) -> InputTooLarge:
    """The error for more pages than are read."""
    return InputTooLarge(
        say(
            f"{name} 有 {count} 页，超过 {MOST_PAGES} 页，请拆分后再试。",
            f"{name} has {count} pages, more than {MOST_PAGES}: split it.",
        )
    )


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the top or the bottom of a page; `shape` is its text less figures, with its edge."""

    page: int
    start: int
    end: int
    text: str
    shape: tuple[bool, str]


def _edges(text: str, starts: Sequence[int]) -> Iterator[_Edge]:
    for page, (start, end) in enumerate(pairwise((*starts, len(text)))):
        places, at = [], start
        for line in text[start:end].splitlines(keepends=True):
            places.append((at, at + len(line), line.strip()))
            at += len(line)
        top = min(_EDGE_LINES, len(places) // 2)
        bottom = max(top, len(places) - _EDGE_LINES)
        for index, (first, last, words) in enumerate(places):
            if index < top or index >= bottom:
                yield _Edge(page, first, last, words, (index < top, _FIGURES.sub("#", words)))


def _running(text: str, starts: Sequence[int]) -> Iterator[Removal]:
    """The lines at the edges of pages that repeat from page to page or number the pages."""
    edges = list(_edges(text, starts))
    # A bare figure is a page's number where it goes up with the pages.
    distances = Counter(int(each.text) - each.page for each in edges if _BARE.fullmatch(each.text))
    heads = Counter(each.shape for each in edges if _HEAD.fullmatch(each.text))
    for each in edges:
        counted = _BARE.fullmatch(each.text) and distances[int(each.text) - each.page]
        if _DECORATED.fullmatch(each.text) or (counted and counted >= max(2, len(starts) // 2)):
            yield Removal(each.start, each.end, "page_number")
        elif heads[each.shape] >= max(_FEWEST_HEADS, len(starts) // 2):
            yield Removal(each.start, each.end, "running_head")
