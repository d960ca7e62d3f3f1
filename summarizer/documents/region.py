"""Which administrative area a document is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from summarizer.documents.found import Found
from summarizer.documents.issuer import without_time
from summarizer.documents.masked import find_masked
from summarizer.documents.organisations import areas_told, leading_area
from summarizer.documents.people import Person

# Meetings of an area, whose name begins with it.
_ASSEMBLY = re.compile("人民代表大会|代表大会|委员会|人大|政协|全会")
_WHOLE = re.compile("全([省市县区州镇乡])")
# Where a name begins for sure; behind other marks any word may stand.
_BEGINS = re.compile("[《“]")
_LONGEST = 24
_OFTEN = 2


def find_region(
    text: str,
    titles: Sequence[Found[str]],
    issuer: Found[str] | None,
    author: Found[Person] | None,
    occasion: Found[str] | None,
) -> Found[str] | None:
    """The area whose name the issuer, a title, the author's post or the assembly begins with, else the one of `全县`."""
    told: list[tuple[str, Found[Any], str]] = []
    if issuer:
        told.append(("issuer", issuer, issuer.value))
    told += [("title", title, without_time(title.value.removeprefix("在"))) for title in titles]
    if author and author.value.role:
        told.append(("post", author, author.value.role))
    if occasion and _ASSEMBLY.search(occasion.value):
        told.append(("occasion", occasion, occasion.value))
    for rule, found, name in told:
        if area := leading_area(name):
            return Found(name[slice(*area)], found.start, found.end, rule)
    if any(find_masked(title.value) for title in titles):
        return None
    return _whole(text, [*titles, *([occasion] if occasion else [])])


def most_told(text: str) -> Found[str] | None:
    """The area that more clauses begin with than with any other: the one that a news item tells of."""
    places = [(start, end) for _, start, end in areas_told(text)]
    named = Counter(text[start:end] for start, end in places).most_common(2)
    if not named or named[0][1] < _OFTEN or (len(named) > 1 and named[1][1] == named[0][1]):
        return None
    start, end = next(place for place in places if text[slice(*place)] == named[0][0])
    return Found(text[start:end], start, end, "told")


def _whole(text: str, told: Sequence[Found[str]]) -> Found[str] | None:
    """The area that the `全县` of the title or the meeting is: the only one of its level named in the text."""
    whole = next((found for each in told if (found := _WHOLE.search(each.value))), None)
    if whole is None:
        return None
    places = list(_areas(text, whole[1]))
    if not places:
        places = [(start, end) for _, start, end in areas_told(text) if text[end - 1] == whole[1]]
    named = Counter(text[start:end] for start, end in places)
    if len(named) != 1:
        return None
    start, end = places[0]
    return Found(text[start:end], start, end, "whole")


def _areas(text: str, level: str) -> Iterator[tuple[int, int]]:
    for begins in _BEGINS.finditer(text):
        start = begins.end()
        if (area := leading_area(text[start : start + _LONGEST])) and text[start + area[1] - 1] == level:
            yield start + area[0], start + area[1]
