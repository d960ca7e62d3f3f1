"""Numbered units of a document, the tree they form, and which of them open a section."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.documents.model import Section
from summarizer.documents.sentences import Mark, Marked, dress_of, heading_of

# Which kind of numbering stands above which, at the start of a line and within one.
_LINE_RANK: dict[Mark | None, float] = {
    Mark.ANNEX: -1.0,
    Mark.PART: 0.0,
    Mark.SUBPART: 0.2,
    Mark.ARTICLE: 0.4,
    Mark.BARE: 0.8,
    Mark.COMMA: 1.0,
    Mark.BRACKET: 2.0,
    Mark.ORDINAL: 2.5,
    Mark.ARABIC: 3.0,
    Mark.ARABIC_BRACKET: 4.0,
    Mark.CIRCLED: 5.0,
    Mark.ORNAMENT: 5.3,
    Mark.DASH: 5.5,
    Mark.POINT: 6.5,
}
_INLINE_RANK: dict[Mark | None, float] = {
    Mark.PART: 6.0,
    Mark.SUBPART: 6.0,
    Mark.ARTICLE: 6.0,
    Mark.COMMA: 6.0,
    Mark.ORDINAL: 6.0,
    Mark.BRACKET: 6.2,
    Mark.POINT: 6.5,
    Mark.ARABIC: 7.0,
    Mark.ARABIC_BRACKET: 8.0,
    Mark.CIRCLED: 9.0,
}
_HEADING_KINDS = frozenset(Mark) - {Mark.POINT, Mark.CIRCLED, Mark.ARTICLE}
_NUMBERED_TOP = frozenset({Mark.PART, Mark.COMMA, Mark.ORDINAL, Mark.BRACKET})
_HIGH_KINDS = frozenset({Mark.HASH, Mark.PART, Mark.COMMA, Mark.BARE})
_TOP_KINDS = _NUMBERED_TOP | {Mark.DASH}
_LONGEST_HEADING = 60
# A figure and a full stop make a statement of it.
_TOLD = re.compile(r".{6}.*\d.*。$")
# A paragraph that begins so speaks about the whole, not under the last numbered heading.
_TURNS = ("总之", "综上", "在肯定成绩", "在看到成绩", "在总结成绩", "关于“", "附件：", "附件:")
# The last words to the audience do so too, where no numbered heading follows them.
_ADDRESSES = ("同志们", "各位")


@dataclass(slots=True, eq=False)
class Unit:
    """A numbered unit: sentences `first` to `last` (exclusive, by index), nested in `parent`."""

    first: int
    last: int
    rank: float
    opening: Marked
    parent: "Unit | None"
    own_line: bool
    children: int = field(default=0)
    section: int | None = field(default=None)

    @property
    def heading(self) -> str:
        """The words that open the unit, number included."""
        return heading_of(self.opening.sentence.text)

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


def find_units(marked: Sequence[Marked], title: str | None = None) -> Units:
    """The numbered units of a document as a tree; a unit without children is a lowest numbered point.

    A first line that is the title, `# ` or not, opens none, nor does the subtitle below it.
    """
    owns_line = _own_lines(marked)
    units: list[Unit] = []
    stack: list[Unit] = []
    sectioned = False
    last_numbered = max(
        (index for index, each in enumerate(marked) if each.mark and not each.place), default=-1
    )
    for index, each in enumerate(marked):
        if each.mark is None:
            openings = _TURNS if index < last_numbered else _TURNS + _ADDRESSES
            if each.place == 0 and each.sentence.text.startswith(openings) and not _just_opened(stack, index):
                _close(stack, index, 0.0)
            continue
        if each.mark is Mark.HASH and heading_of(each.sentence.text) == title:
            continue
        if each.mark is Mark.DASH and each.alone and index and marked[index - 1].sentence.text == title:
            continue
        # What is all of a document but its covering letter is no annex to it.
        if each.mark is Mark.ANNEX and not sectioned:
            continue
        sectioned = sectioned or each.mark in _HIGH_KINDS
        rank = _rank(each, own_line=index in owns_line)
        _close(stack, index, rank)
        parent = stack[-1] if stack else None
        if parent:
            parent.children += 1
        unit = Unit(index, len(marked), rank, each, parent, own_line=index in owns_line)
        stack.append(unit)
        units.append(unit)
    return Units(tuple(units), _sections(units, marked))


def _close(stack: list[Unit], index: int, rank: float) -> None:
    while stack and stack[-1].rank >= rank:
        stack.pop().last = index


def _rank(each: Marked, *, own_line: bool) -> float:
    if each.mark is Mark.HASH:
        # Markdown's own levels stand above all numbers.
        return _hashes(each) / 10 - 1
    if each.mark is Mark.ORDINAL and own_line:
        # 第一， under 一、 lists points; on a line of its own it is a heading as high as 一、.
        return _LINE_RANK[Mark.COMMA]
    return (_INLINE_RANK if each.place else _LINE_RANK)[each.mark]


def _hashes(each: Marked) -> int:
    text = each.sentence.text
    return len(text) - len(text.lstrip("#"))


def _just_opened(stack: Sequence[Unit], index: int) -> bool:
    """Whether the sentence is the first under a heading, which it then cannot leave."""
    return bool(stack) and stack[-1].own_line and index == stack[-1].first + 1


def _own_lines(marked: Sequence[Marked]) -> frozenset[int]:
    """Indexes of the sentences that are headings on a line of their own, with something under them."""
    found: set[int] = set()
    for index, (each, after) in enumerate(pairwise(marked)):
        if not (each.alone and each.mark in _HEADING_KINDS and len(each.sentence.text) <= _LONGEST_HEADING):
            continue
        if _TOLD.match(each.sentence.text):
            continue
        follows = after.mark is None or _stands_over(each, after)
        if follows and not each.sentence.text.endswith(("；", ";")) and not _ends_list(marked, index, found):
            found.add(index)
    return frozenset(found)


def _stands_over(each: Marked, after: Marked) -> bool:
    return _rank(after, own_line=False) > _rank(each, own_line=False)


def _ends_list(marked: Sequence[Marked], index: int, found: set[int]) -> bool:
    """Whether the line is the last of a bare list: nothing stands between it and the item before it."""
    if not index or marked[index].mark is Mark.HASH:
        return False
    before = marked[index - 1]
    return before.mark is marked[index].mark and index - 1 not in found


def _sections(units: Sequence[Unit], marked: Sequence[Marked]) -> tuple[Section, ...]:
    sections: list[Section] = []
    for unit in _opening(units):
        parent = unit.parent
        while parent and parent.section is None:
            parent = parent.parent
        above = parent.section if parent else None
        unit.section = len(sections)
        level = 1 if above is None else sections[above].level + 1
        sentence = unit.opening.sentence
        start = sentence.start + dress_of(sentence.text)
        sections.append(Section(level, unit.heading, start, marked[unit.last - 1].sentence.end, above))
    return tuple(sections)


def _opening(units: Sequence[Unit]) -> list[Unit]:
    """The units that open a section: where one of a numbering does, all that can do."""
    able = [unit for unit in units if _can_open(unit)]
    opening = {unit for unit in able if _opens(unit)}
    numbered = any(unit.parent is None and unit.opening.mark in _NUMBERED_TOP for unit in opening)
    kinds = {_numbering(unit) for unit in opening}
    above = {unit.parent for unit in opening}
    return [
        unit
        for unit in able
        if _numbering(unit) in kinds
        # 附件 alone only says where what is attached begins, if that has no headings of its own.
        and not (unit.opening.mark is Mark.ANNEX and unit not in above)
        # Dashes before or after numbered sections list what is told outside of them.
        and not (numbered and unit.parent is None and unit.opening.mark is Mark.DASH)
    ]


def _numbering(unit: Unit) -> tuple[Unit | None, Mark | None]:
    return unit.parent, unit.opening.mark


def _can_open(unit: Unit) -> bool:
    first = unit.opening
    can = not first.place and first.mark in _HEADING_KINDS and len(unit.heading) <= _LONGEST_HEADING
    # An item of a bare list is no section.
    return can and (unit.own_line or unit.children > 0 or not first.alone)


def _opens(unit: Unit) -> bool:
    return unit.own_line or unit.children > 0 or (unit.parent is None and unit.opening.mark in _TOP_KINDS)
