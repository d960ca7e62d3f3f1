"""Points: lowest numbered units, paragraphs where nothing is numbered, measures of a long point."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.documents.headings import Unit, Units
from summarizer.documents.model import Point, Sentence
from summarizer.documents.sentences import Marked, heading_of

_LONG_POINT = 300
_LONG_PARAGRAPH = 150
_LONGEST_LEAD = 60
_LONGEST_LABEL = 40
_TOPIC = re.compile(r"[^，,、：:；;。\n]{3,14}。")
_DUTY = re.compile(r"(?:我们|还|也)?要[^，,。]{2,}")
_SALUTE = re.compile(r"(?:尊敬的|各位)?[^，。,]{0,30}(?:同志们|同志|代表|委员|朋友们|大家好)[：:！!，,]?")
_THANKS = re.compile(r"(?:谢谢|感谢)(?:大家|各位)?.{0,6}[！!。]?")


@dataclass(frozen=True, slots=True)
class _Draft:
    """Sentences `first` to `last` (exclusive, by index) of one paragraph that make a point."""

    first: int
    last: int
    unit: Unit | None
    path: tuple[str, ...]
    lead: str
    numbered: bool

    @property
    def several(self) -> bool:
        """Whether the paragraph is all that a top heading has for its points, so that each topic is one."""
        return not self.numbered and self.unit is not None and not self.unit.parent and not self.unit.children


def find_points(marked: Sequence[Marked], units: Units, title: str | None) -> tuple[Point, ...]:
    """The points of a document in order, their ids counted from 1."""
    points: list[Point] = []
    for draft in _drafts(marked, units):
        sentences = tuple(each.sentence for each in marked[draft.first : draft.last])
        if not draft.numbered and _is_empty(sentences, title):
            continue
        measures = _measures(sentences) if draft.numbered else []
        parts = measures or (_topics(sentences) if draft.several else [sentences])
        path = (*draft.path, heading_of(sentences[0].text)) if measures else draft.path
        section = draft.unit.top_section() if draft.unit else None
        for part in parts:
            points.append(Point(len(points) + 1, part, path, draft.lead, section, numbered=draft.numbered))
    return tuple(points)


def _drafts(marked: Sequence[Marked], units: Units) -> Iterator[_Draft]:
    """Walk the stretches of the document, remembering the sentence that introduces each enumeration."""
    at = {unit.first: unit for unit in units.units}
    leads: dict[int, str] = {}
    current: Unit | None = None
    for first, last in _stretches(marked, at):
        unit = at.get(first)
        if unit and not unit.holds_content:
            current = unit.parent
            yield _Draft(
                first,
                last,
                unit,
                current.path() if current else (),
                leads.get(id(current), ""),
                numbered=True,
            )
            continue
        current = unit or current
        while current and first >= current.last:
            current = current.parent
        # A heading is no content; what follows it is.
        start = first + 1 if unit else first
        if start == last:
            continue
        end = (
            last - 1
            if _introduces(marked, start, last, followed=last in at and marked[last].place > 0)
            else last
        )
        leads[id(current)] = marked[end].sentence.text if end < last else ""
        if start < end:
            yield _Draft(start, end, current, current.path() if current else (), "", numbered=False)


def _stretches(marked: Sequence[Marked], at: dict[int, Unit]) -> Iterator[tuple[int, int]]:
    """Spans of sentences that share a line and hold no start of a unit but at their first sentence."""
    first = 0
    for index in range(1, len(marked) + 1):
        if index == len(marked) or index in at or marked[index].place == 0:
            yield first, index
            first = index


def _introduces(marked: Sequence[Marked], first: int, last: int, *, followed: bool) -> bool:
    """Whether the last sentence of a stretch only announces what is enumerated after it."""
    text = marked[last - 1].sentence.text
    return text.endswith(("：", ":")) or (followed and last - first == 1 and len(text) <= _LONGEST_LEAD)


def _is_empty(sentences: Sequence[Sentence], title: str | None) -> bool:
    """Whether a paragraph says nothing: the title, a salutation, thanks, a label without a full stop."""
    if len(sentences) > 1:
        return False
    text = sentences[0].text
    unfinished = len(text) <= _LONGEST_LABEL and not text.endswith(tuple("。！？!?；;…"))
    return unfinished or text == title or bool(_SALUTE.fullmatch(text) or _THANKS.fullmatch(text))


def _topics(sentences: tuple[Sentence, ...]) -> list[tuple[Sentence, ...]]:
    """A long paragraph as one point for each sentence, a short topic phrase together with what follows it."""
    if sum(len(sentence.text) for sentence in sentences) <= _LONG_PARAGRAPH:
        return [sentences]
    parts: list[tuple[Sentence, ...]] = []
    opening: tuple[Sentence, ...] = ()
    for sentence in sentences:
        opening = (*opening, sentence)
        if not _TOPIC.fullmatch(sentence.text):
            parts.append(opening)
            opening = ()
    return [*parts, opening] if opening else parts


def _measures(sentences: tuple[Sentence, ...]) -> list[tuple[Sentence, ...]]:
    """The parallel measures of a long numbered point, [] where it is short or has none.

    The first sentence names the whole point; a measure opens with a short topic phrase or with a duty.
    """
    if sum(len(sentence.text) for sentence in sentences) <= _LONG_POINT:
        return []
    for opener in (_TOPIC.fullmatch, _DUTY.match):
        starts = [index for index, each in enumerate(sentences) if index and opener(each.text)]
        # Sentences before the first opener would belong to none: then the opener is not what divides.
        if len(starts) > 1 and starts[0] == 1:
            return [sentences[a:b] for a, b in zip(starts, [*starts[1:], len(sentences)], strict=True)]
    return []
