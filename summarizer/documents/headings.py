"""Numbered units of a document, the tree they form, and which of them open a section."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.documents.model import Section
from summarizer.documents.sentences import Mark, Marked, heading_of

# Which kind of numbering stands above which, at the start of a line and within one.
_LINE_RANK = {
    Mark.PART: 0.0,
    Mark.COMMA: 1.0,
    Mark.BRACKET: 2.0,
    Mark.ORDINAL: 2.5,
    Mark.ARABIC: 3.0,
    Mark.ARABIC_BRACKET: 4.0,
    Mark.CIRCLED: 5.0,
    Mark.DASH: 5.5,
    Mark.POINT: 6.5,
}
_INLINE_RANK = {
    Mark.PART: 6.0,
    Mark.COMMA: 6.0,
    Mark.ORDINAL: 6.0,
    Mark.BRACKET: 6.2,
    Mark.POINT: 6.5,
    Mark.ARABIC: 7.0,
    Mark.ARABIC_BRACKET: 8.0,
    Mark.CIRCLED: 9.0,
}
_HEADING_KINDS = frozenset(Mark) - {Mark.POINT, Mark.CIRCLED}
_TOP_KINDS = frozenset({Mark.PART, Mark.COMMA, Mark.ORDINAL, Mark.DASH, Mark.BRACKET})
_LONGEST_HEADING = 60
# A paragraph that begins so speaks about the whole, not under the last numbered heading.
_TURNS = ("总之", "综上", "在肯定成绩", "在看到成绩", "在总结成绩", "关于“")
# The last words to the audience do so too, where no numbered heading follows them.
_ADDRESSES = ("同志们", "各位")


@dataclass(slots=True)
class Unit:
    """A numbered unit: sentences `first` to `last` (exclusive, by index), nested in `parent`."""

    first: int
    last: int
    rank: float
    heading: str
    parent: "Unit | None"
    own_line: bool
    children: int = field(default=0)
    section: int | None = field(default=None)

    @property
    def holds_content(self) -> bool:
        """Whether the unit stands above others or above paragraphs; else it is a lowest numbered point."""
        return self.own_line or self.children > 0

    def path(self) -> tuple[str, ...]:
        """Headings from the outermost down to this unit's own."""
        above = self.parent.path() if self.parent else ()
        return (*above, self.heading)

    def top_section(self) -> int | None:
        """Index of the outermost section that the unit lies in."""
        above = self.parent.top_section() if self.parent else None
        return self.section if above is None else above


@dataclass(frozen=True, slots=True)
class Units:
    """All units in document order, with the sections that some of them open."""

    units: tuple[Unit, ...]
    sections: tuple[Section, ...]


def find_units(marked: Sequence[Marked]) -> Units:
    """The numbered units of a document as a tree; a unit without children is a lowest numbered point."""
    owns_line = _own_lines(marked)
    units: list[Unit] = []
    stack: list[Unit] = []
    last_numbered = max(
        (index for index, each in enumerate(marked) if each.mark and not each.place), default=-1
    )
    for index, each in enumerate(marked):
        if each.mark is None:
            openings = _TURNS if index < last_numbered else _TURNS + _ADDRESSES
            if each.place == 0 and each.sentence.text.startswith(openings) and not _just_opened(stack, index):
                _close(stack, index, 0.0)
            continue
        rank = _rank(each.mark, at_start=each.place == 0, own_line=index in owns_line)
        _close(stack, index, rank)
        parent = stack[-1] if stack else None
        if parent:
            parent.children += 1
        unit = Unit(
            index, len(marked), rank, heading_of(each.sentence.text), parent, own_line=index in owns_line
        )
        stack.append(unit)
        units.append(unit)
    return Units(tuple(units), _sections(units, marked))


def _close(stack: list[Unit], index: int, rank: float) -> None:
    while stack and stack[-1].rank >= rank:
        stack.pop().last = index


def _rank(mark: Mark, *, at_start: bool, own_line: bool) -> float:
    if not at_start:
        return _INLINE_RANK[mark]
    # 第一， under 一、 lists points; on a line of its own it is a heading as high as 一、.
    return _LINE_RANK[Mark.COMMA if mark is Mark.ORDINAL and own_line else mark]


def _just_opened(stack: Sequence[Unit], index: int) -> bool:
    """Whether the sentence is the first under a heading, which it then cannot leave."""
    return bool(stack) and stack[-1].own_line and index == stack[-1].first + 1


def _own_lines(marked: Sequence[Marked]) -> frozenset[int]:
    """Indexes of the sentences that are headings on a line of their own, with something under them."""
    found = set()
    for index, (each, after) in enumerate(pairwise(marked)):
        if not (each.alone and each.mark in _HEADING_KINDS and len(each.sentence.text) <= _LONGEST_HEADING):
            continue
        follows = after.mark is None or _LINE_RANK[after.mark] > _LINE_RANK[each.mark]
        if follows and not each.sentence.text.endswith(("；", ";")):
            found.add(index)
    return frozenset(found)


def _sections(units: Sequence[Unit], marked: Sequence[Marked]) -> tuple[Section, ...]:
    sections: list[Section] = []
    for unit in units:
        if not _opens_section(unit, marked):
            continue
        parent = unit.parent
        while parent and parent.section is None:
            parent = parent.parent
        above = parent.section if parent else None
        unit.section = len(sections)
        level = 1 if above is None else sections[above].level + 1
        end = marked[unit.last - 1].sentence.end
        sections.append(Section(level, unit.heading, marked[unit.first].sentence.start, end, above))
    return tuple(sections)


def _opens_section(unit: Unit, marked: Sequence[Marked]) -> bool:
    first = marked[unit.first]
    if first.place or first.mark not in _HEADING_KINDS or len(unit.heading) > _LONGEST_HEADING:
        return False
    if unit.own_line:
        return True
    at_top = unit.parent is None and first.mark in _TOP_KINDS
    return not first.alone and (unit.children > 0 or at_top)
