"""Which blocks of a web page are chrome: those that the markup names so, and those made of links."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from summarizer.documents.formats.extracted import whole_lines
from summarizer.documents.model import Removal

_FEWEST_LINKS = 3
_LINKED_SHARE = 0.7
# A paragraph is long and ends as sentences do; a block that holds one is kept whatever its name.
_PARAGRAPH = re.compile(r"^[^\n]{50,}[。！？；”）](?=[ \t]*$)", re.MULTILINE)
_MOST_OF_PAGE = 0.9


@dataclass(slots=True)
class Block:
    """A block element: its stretch of the text, its letters, and how many of them are in links."""

    tag: str
    start: int
    named: str | None
    end: int = 0
    letters: int = 0
    linked: int = 0
    links: int = 0
    has_heading: bool = False

    def add(self, inner: "Block") -> None:
        """Count a block that stands within this one."""
        self.letters += inner.letters
        self.linked += inner.linked
        self.links += inner.links
        self.has_heading |= inner.has_heading or inner.tag == "h1"

    @property
    def reason(self) -> str | None:
        """Why it is chrome, None where it is not; a page's own heading is never taken for chrome."""
        if self.end <= self.start or self.has_heading:
            return None
        dense = self.links >= _FEWEST_LINKS and self.linked >= _LINKED_SHARE * self.letters
        return self.named or ("link_list" if dense else None)


def chosen(text: str, blocks: Iterable[Block]) -> tuple[Removal, ...]:
    """The hints for the blocks found: outermost first, none that holds a paragraph or nearly the whole page."""
    paragraphs = [match.start() for match in _PARAGRAPH.finditer(text)]
    hints: list[Removal] = []
    last = 0
    for block in sorted(blocks, key=lambda each: (each.start, -each.end)):
        span = whole_lines(text, Removal(block.start, block.end, block.reason or ""))
        if not last <= span.start < span.end or span.end - span.start > _MOST_OF_PAGE * len(text):
            continue
        at = bisect_left(paragraphs, span.start)
        if at == len(paragraphs) or paragraphs[at] >= span.end:
            hints.append(span)
            last = span.end
    return tuple(hints)
