"""A text with marks that may overlap, as pieces that do not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the numbers of the marks that lie on all of it, ascending."""

    text: str
    marks: tuple[int, ...]


def segments(text: str, marks: Iterable[tuple[Span, int]]) -> tuple[Segment, ...]:
    """Cut a text where marks begin and end; the pieces joined are the text.

    Several marks may have one number. What of a mark lies outside of the text is left out.
    """
    begin, end = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for (first, last), number in marks:
        span = max(first, 0), min(last, len(text))
        if span[0] < span[1]:
            begin[span[0]].append(number)
            end[span[1]].append(number)
    cuts = sorted({0, len(text), *begin, *end})
    found: list[Segment] = []
    standing: list[int] = []
    for start, stop in pairwise(cuts):
        for number in end[start]:
            standing.remove(number)
        standing += begin[start]
        found.append(Segment(text[start:stop], tuple(sorted(set(standing)))))
    return tuple(found)
