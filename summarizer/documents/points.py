"""Points: lowest numbered units, paragraphs where nothing is numbered, measures of a long point."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.documents.headings import Unit, Units
from summarizer.documents.model import Point, Sentence
from summarizer.documents.paragraphs import (
    TOPIC,
    Statement,
    is_empty,
    is_thesis,
    opens_with_thesis,
    statements,
    states_by_figures,
)
from summarizer.documents.sentences import Marked, heading_of
from summarizer.documents.title_kind import ORDERS, kind_of_title

_LONG_POINT = 300
_LONGEST_LEAD = 60
# Of a point in measures, what leads over to them is at most one part in so many.
_OPENING_SHARE = 4
_ATTACHED = re.compile(r"附[件录表][：:]")
# A sentence that says, wherever in it, what is to be done.
_OWED = re.compile(r"(?:^|[，,])[^，,。]{0,12}(?:要(?!求|素|点|么|认为|以为)|需要|必须|不能)[^，,。]{2,}")
_DUTY = re.compile(r"(?:我们|还|也)?要[^，,。]{2,}")


# What is told at the end of an enumeration of what was done, and is no part of its last point.
_AHEAD = re.compile(
    r"(?:下一?步|下一?阶段|接下来|今后|届时|[^，,。]{0,8}(?:\d月份?|月底|年底)前?)[，,]?[^，,。]{0,16}将(?!军)"
)


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
        return self.unit is None or not (self.unit.parent or self.unit.children)


_Told = tuple[_Draft, tuple[Sentence, ...]]


def find_points(marked: Sequence[Marked], units: Units, title: str | None) -> tuple[Point, ...]:
    """The points of a document in order, their ids counted from 1."""
    found = ((draft, _sentences(marked, draft)) for draft in _drafts(marked, units))
    drafts = list(_with_topics(list(_without_attached(found))))
    figured = states_by_figures([told for draft, told in drafts if not draft.numbered])
    headed = _headed(drafts)
    spoken = kind_of_title(title or "") not in ORDERS
    points: list[Point] = []
    for draft, sentences in _with_outlook(drafts):
        section = draft.unit.top_section() if draft.unit else None
        measures = _measures(sentences, spoken=spoken) if draft.numbered else []
        path = (*draft.path, heading_of(sentences[0].text)) if measures else draft.path
        if draft.numbered:
            parts = [Statement(part, draft.lead) for part in measures or [sentences]]
        elif is_empty(sentences, title, outside=draft.unit is None):
            parts = []
        else:
            several = draft.several and id(draft.unit) not in headed
            parts = list(statements(sentences, several=several, figured=figured))
        for part in parts:
            points.append(
                Point(len(points) + 1, part.sentences, path, part.lead, section, numbered=draft.numbered)
            )
    return tuple(points)


def _with_outlook(drafts: Iterable[_Told]) -> Iterator[_Told]:
    """The drafts, of a numbered point what lies ahead by itself: 三是…。下一步，县局将…."""
    for draft, sentences in drafts:
        ahead = (index for index, each in enumerate(sentences) if index and _AHEAD.match(each.text))
        at = next(ahead, len(sentences)) if draft.numbered else len(sentences)
        cut = draft.last - len(sentences) + at
        yield replace(draft, last=cut), sentences[:at]
        if at < len(sentences):
            yield replace(draft, first=cut, numbered=False, lead=""), sentences[at:]


def _headed(drafts: Iterable[_Told]) -> frozenset[int]:
    """The units whose paragraphs open with what each is about, so that each states one thing."""
    found: dict[int, list[bool]] = defaultdict(list)
    for draft, sentences in drafts:
        if not draft.numbered and len(sentences) > 1:
            found[id(draft.unit)].append(opens_with_thesis(sentences))
    return frozenset(unit for unit, opens in found.items() if sum(opens) > 1 and 2 * sum(opens) >= len(opens))


def _without_attached(drafts: Iterable[_Told]) -> Iterator[_Told]:
    """The drafts but for the names of what is attached: 附件：1.报名表, 2.承诺书."""
    attached = False
    for draft, sentences in drafts:
        text = sentences[0].text
        name = not text.endswith(tuple("。；！？"))
        attached = name and (_ATTACHED.match(draft.lead or text) is not None or (attached and draft.numbered))
        if not attached:
            yield draft, sentences


def _sentences(marked: Sequence[Marked], draft: _Draft) -> tuple[Sentence, ...]:
    return tuple(each.sentence for each in marked[draft.first : draft.last])


def _drafts(marked: Sequence[Marked], units: Units) -> Iterator[_Draft]:
    """Walk the stretches of the document, remembering the sentence that introduces each enumeration."""
    at = {unit.first: unit for unit in units.units}
    leads: dict[int, str] = {}
    current: Unit | None = None
    done = 0
    for first, last in _stretches(marked, at):
        unit = at.get(first)
        if first < done:
            continue
        heads = unit is not None and _heads_paragraph(marked, unit)
        if unit and not unit.holds_content and _stands_over(marked, last, unit.last):
            done, current = last, unit
            continue
        if unit and (heads or not unit.holds_content):
            done, current = (unit.last if heads else last), unit.parent
            above = current.path() if current else ()
            path = unit.path() if heads else above
            yield _Draft(first, done, unit, path, leads.get(id(current), ""), numbered=True)
            continue
        current = unit or current
        while current and first >= current.last:
            current = current.parent
        # A heading is no content; what follows it is.
        start = first + 1 if unit else first
        if start == last:
            continue
        end = last - 1 if _introduces(marked, start, last, at.get(last)) else last
        leads[id(current)] = marked[end].sentence.text if end < last else ""
        if start < end:
            yield _Draft(start, end, current, current.path() if current else (), "", numbered=False)


def _heads_paragraph(marked: Sequence[Marked], unit: Unit) -> bool:
    """Whether a lower heading stands over one paragraph, with which it then makes a point."""
    if unit.parent is None or unit.children or not unit.own_line or unit.last < unit.first + 2:
        return False
    return all(each.place > 0 for each in marked[unit.first + 2 : unit.last])


def _with_topics(drafts: Sequence[_Told]) -> Iterator[_Told]:
    """The drafts, what is only the topic of the paragraph below it joined to that.

    One topic on a line of its own is a short paragraph; where lines are topics, there are several.
    """
    topics = [index for index, pair in enumerate(pairwise(drafts)) if _is_topic_of(*pair)]
    joined = set(topics) if len(topics) > 1 else set()
    for index, (draft, sentences) in enumerate(drafts):
        if index - 1 in joined:
            topic, words = drafts[index - 1]
            yield replace(draft, first=topic.first), words + sentences
        elif index not in joined:
            yield draft, sentences


def _is_topic_of(above: _Told, below: _Told) -> bool:
    (topic, words), (draft, sentences) = above, below
    adjoin = topic.last == draft.first and topic.unit is draft.unit
    return adjoin and not (topic.numbered or draft.numbered) and is_thesis(words) and not is_thesis(sentences)


def _stands_over(marked: Sequence[Marked], first: int, last: int) -> bool:
    """Whether paragraphs follow a numbered one that each open with a topic of their own: it then only leads them."""
    starts = [index for index in range(first, last) if marked[index].place == 0]
    paragraphs = ([each.sentence for each in marked[a:b]] for a, b in pairwise([*starts, last]))
    return (
        sum(bool(each and (opens_with_thesis(each) or TOPIC.fullmatch(each[0].text))) for each in paragraphs)
        > 1
    )


def _stretches(marked: Sequence[Marked], at: dict[int, Unit]) -> Iterator[tuple[int, int]]:
    """Spans of sentences that share a line and hold no start of a unit but at their first sentence."""
    first = 0
    for index in range(1, len(marked) + 1):
        if index == len(marked) or index in at or marked[index].place == 0:
            yield first, index
            first = index


def _introduces(marked: Sequence[Marked], first: int, last: int, unit: Unit | None) -> bool:
    """Whether the last sentence of a stretch only announces what is enumerated after it, by `unit` first."""
    text = marked[last - 1].sentence.text
    followed = unit is not None and marked[last].place > 0
    brief = last - first == 1 or not any(map(str.isdigit, text))
    return text.endswith(("：", ":")) or (followed and brief and len(text) <= _LONGEST_LEAD)


def _measures(sentences: tuple[Sentence, ...], *, spoken: bool) -> list[tuple[Sentence, ...]]:
    """The parallel measures of a long numbered point, [] where it is short or has none.

    The first sentence names the whole point; a measure opens with a short topic phrase or with a duty, or, where
    it is spoken, anyhow holds one; in an order every sentence does.
    """
    if _length(sentences) <= _LONG_POINT:
        return []
    for opener in (TOPIC.fullmatch, _DUTY.match):
        starts = [index for index, each in enumerate(sentences) if index and opener(each.text)]
        # What stands before the first opener would belong to none: much of it, and the opener does not divide.
        if len(starts) > 1 and _is_short(sentences[: starts[0]], sentences):
            return _cut(sentences, starts)
    if not spoken:
        return []
    owed = [index for index, each in enumerate(sentences) if index and _OWED.search(each.text)]
    # What stands before the second duty, with the topic of the whole, is a point too.
    return _cut(sentences, [0, *(owed[1:] if owed[0] == 1 else owed)]) if len(owed) > 2 else []


def _is_short(opening: Sequence[Sentence], whole: Sequence[Sentence]) -> bool:
    """Whether an opening is no more than a topic and what is said of all that follows."""
    return len(opening) == 1 or _OPENING_SHARE * _length(opening) <= _length(whole)


def _length(sentences: Iterable[Sentence]) -> int:
    return sum(len(sentence.text) for sentence in sentences)


def _cut(sentences: tuple[Sentence, ...], starts: Sequence[int]) -> list[tuple[Sentence, ...]]:
    return [sentences[a:b] for a, b in pairwise([*starts, len(sentences)])]
