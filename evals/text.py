"""What the scorers make of text: one form for what is the same, sentences, and how alike two lines are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel

from evals.model import Span
from summarizer.documents import normal

_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)》]*\n?|\n")


def similarity(one: str, other: str) -> float:
    """How alike two short texts are, from 0 to 1: twice the longest common subsequence over both lengths.

    Over characters of the normal form: it needs no segmenter, honours order, and a word that is put in or
    left out costs its own length (Indel similarity).
    """
    return Indel.normalized_similarity(normal(one), normal(other))


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def any_overlap(some: Iterable[Span], others: Iterable[Span]) -> bool:
    """Whether a span of the one shares a character with a span of the other."""
    others = tuple(others)
    for start, end in some:
        for first, last in others:
            if start < last and first < end:
                return True
    return False


@dataclass(frozen=True)
class Sentences:
    """The sentences of a document's original text: they end with 。！？ or with the line."""

    text: str

    @cached_property
    def _ends(self) -> list[int]:
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        return ends if ends and ends[-1] == len(self.text) else [*ends, len(self.text)]

    @cached_property
    def _known(self) -> dict[Span, Span]:
        # Every statement is held against every other, so each place is asked for many times.
        return {}

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The sentences that are not blank, in order."""
        spans = zip([0, *self._ends], self._ends, strict=False)
        return tuple((start, end) for start, end in spans if self.text[start:end].strip())

    def touched(self, place: Span) -> range:
        """The indices of the sentences that a place lies in; none for an empty place."""
        if place[0] >= place[1]:
            return range(0)
        return range(bisect_right(self._ends, place[0]), bisect_left(self._ends, place[1]) + 1)

    def around(self, place: Span) -> Span:
        """The place widened to whole sentences."""
        if place not in self._known:
            touched = self.touched(place)
            start = self._ends[touched[0] - 1] if touched and touched[0] else 0
            self._known[place] = (start, self._ends[touched[-1]]) if touched else place
        return self._known[place]
