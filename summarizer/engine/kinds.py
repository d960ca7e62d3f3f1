"""Which lists of the schema a point may belong to, as far as rules are sure."""

import re
from collections.abc import Mapping

from schemas.fields import CitedItems
from schemas.record import Status
from summarizer.documents import Point, without_cures

CLAUSE_END = re.compile(r"[，。；：！？,;:!?]")
# A number at the head of a clause says nothing about its sort: 一要, （二）, 第三，, 1.
NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[是、，,]?|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、])"
)

# 按照上级要求，主要做了以下工作：
_DID = re.compile(r"[做抓干开展](?:好)?了[^，。；]{0,10}[：:]$")

# 面对需求偏弱、汛期偏早的考验，经济稳中有进: what stood in the way is not what the statement tells.
_FACED = re.compile("(?:面对|克服|顶住)[^，。；]*")

# A sort of statement is clear where its marks outnumber those of every other sort by more than this.
CLEARLY = 2

Fields = Mapping[str, CitedItems]


def candidates(point: Point, fields: Fields, part: Status | None) -> tuple[str, ...]:
    """Name the fields that may hold the point: one where rules are sure, several where they are not.

    The nearest heading or lead-in that announces something decides, then `part`, what the point stands in;
    where several sorts are announced, or none, the marks of the point itself decide, if they speak clearly
    for one.
    """
    announced = _announced(point, fields) or _of_part(fields, part)
    if len(announced) == 1:
        return announced
    marks = {name: _marks(point, fields[name]) for name in announced or fields}
    possible = tuple(name for name in marks if any(marks[name]) or not fields[name].always_marked)
    if not possible:
        return tuple(fields)
    in_topic = tuple(name for name in possible if marks[name][0])
    if len(in_topic) == 1:
        return in_topic
    most, *others = sorted(possible, key=lambda name: sum(marks[name]), reverse=True)
    clear = sum(marks[most]) > CLEARLY * max((sum(marks[name]) for name in others), default=0)
    return (most,) if clear else possible


def _announced(point: Point, fields: Fields) -> tuple[str, ...]:
    """What the lead-in or the nearest heading announces; of a lead-in its end counts: 在肯定成绩的同时，…不足."""
    if _DID.search(point.lead):
        return _of_part(fields, "achieved")
    ends = {
        name: max(map(point.lead.rfind, field.headings)) for name, field in fields.items() if field.headings
    }
    if ends and max(ends.values()) >= 0:
        return (max(ends, key=lambda name: ends[name]),)
    for heading in reversed(point.path):
        told = without_cures(heading)
        found = tuple(name for name, field in fields.items() if any(word in told for word in field.headings))
        if found:
            return found
    return ()


def _of_part(fields: Fields, part: Status | None) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if part and field.status == part)


def _marks(point: Point, field: CitedItems) -> list[bool]:
    """For each sentence of the point, whether it bears a mark of the field."""
    return [_marked(sentence.text, field) for sentence in point.sentences]


def _marked(text: str, field: CitedItems) -> bool:
    text = _FACED.sub("", text)
    if any(marker in text for marker in field.markers):
        return True
    return any(
        NUMBERING.sub("", clause.strip()).startswith(field.openers) for clause in CLAUSE_END.split(text)
    )
