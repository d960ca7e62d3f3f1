"""Which lists of the schema a point may belong to, as far as rules are sure."""

import re
from collections.abc import Mapping

from schemas.fields import CitedItems
from summarizer.documents import Point

CLAUSE_END = re.compile(r"[，。；：！？,;:!?]")
# A number at the head of a clause says nothing about its sort: 一要, （二）, 第三，, 1.
NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[是、，,]?|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、])"
)

Fields = Mapping[str, CitedItems]


def candidates(point: Point, fields: Fields) -> tuple[str, ...]:
    """Name the fields that may hold the point: one where rules are sure, several where they are not.

    The nearest heading or lead-in that announces something decides; where it announces several sorts, or
    none, the point's own topic sentence decides if it bears marks of exactly one sort.
    """
    announced = _announced(point, fields)
    if len(announced) == 1:
        return announced
    possible = tuple(name for name in announced or fields if _possible(point, fields[name])) or tuple(fields)
    marked = tuple(name for name in possible if _marked(point.sentences[0].text, fields[name]))
    return marked if len(marked) == 1 else possible


def _announced(point: Point, fields: Fields) -> tuple[str, ...]:
    for text in (point.lead, *reversed(point.path)):
        found = tuple(name for name, field in fields.items() if any(word in text for word in field.headings))
        if found:
            return found
    return ()


def _possible(point: Point, field: CitedItems) -> bool:
    return not field.always_marked or any(_marked(sentence.text, field) for sentence in point.sentences)


def _marked(text: str, field: CitedItems) -> bool:
    if any(marker in text for marker in field.markers):
        return True
    return any(
        NUMBERING.sub("", clause.strip()).startswith(field.openers) for clause in CLAUSE_END.split(text)
    )
