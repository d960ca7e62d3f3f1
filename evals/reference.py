"""A document with its label, and what several scorers ask of them, found once."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evals.model import FigureMark, Label, Span
from evals.support import Told, joined
from evals.text import Sentences, any_overlap
from schemas.fields import CitedItems, fields_of
from schemas.record import Schema, Status
from summarizer.documents import Document, find_masked, simplified
from summarizer.quantities import Quantity, find_quantities

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OTHER_YEARS = {("明年", "来年", "下一年"): 1, ("去年", "上年", "上一年"): -1}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Reference:
    """What a prediction is scored against."""

    document: Document
    label: Label
    schema: type[Schema]

    @property
    def text(self) -> str:
        """The original text, which all places refer to."""
        return self.document.text

    @cached_property
    def simplified(self) -> str:
        """The original text in simplified script, character for character."""
        return simplified(self.text)

    @cached_property
    def told(self) -> Told:
        """The numbers and names that the document states, and the years that it only implies (今年, 明年)."""
        facts = [part for fact in self.label.facts.values() for part in _parts(fact)]
        years = [int(year) for part in facts for year in _YEAR.findall(part)]
        shifts = [
            shift for words, shift in _OTHER_YEARS.items() if any(word in self.simplified for word in words)
        ]
        return joined((self.text, *facts, *(f"{year + shift}年" for year in years for shift in shifts)))

    @cached_property
    def coined(self) -> frozenset[str]:
        """Names that the label's own texts use: who makes a label may coin one for what the report spells out."""
        texts = [item.text for items in self.label.items.values() for item in items]
        return frozenset(joined((*texts, *self.label.prose.values())).names)

    @cached_property
    def sentences(self) -> Sentences:
        """Sentences of the original text."""
        return Sentences(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """What is counted in the simplified text, and so where it stands in the original."""
        return find_quantities(self.simplified)

    @cached_property
    def masked(self) -> tuple[Span, ...]:
        """Where the text holds a masked value."""
        return find_masked(self.simplified)

    @cached_property
    def amounts(self) -> frozenset[str]:
        """Every number that the text or the label holds, as `amount` writes it."""
        told = [each for q in self.quantities for each in (q.value, q.value_to) if each is not None]
        labelled = [
            each
            for figures in self.label.figures.values()
            for figure in figures
            for each in (figure.value, figure.value_to)
            if each is not None
        ]
        bare = _NUMBER.findall(self.simplified.replace(",", "").replace("，", ""))
        return frozenset(amount(float(each)) for each in (*told, *labelled, *bare))

    @cached_property
    def _role_starts(self) -> tuple[tuple[int, Status | None], ...]:
        """Where each top-level section begins and the status its role stands for; () where one is not found."""
        statuses = {name: kind.status for name, kind in fields_of(self.schema, CitedItems)}
        marks = next(iter(self.label.sections.values()), ())
        found: list[tuple[int, Status | None]] = []
        end = len(self.text)
        # From the last to the first, so that a table of contents is not taken for the sections.
        for mark in reversed(marks):
            end = self.text.rfind(mark.heading, 0, end)
            if end < 0:
                return ()
            found.append((end, statuses.get(mark.role) if mark.role else None))
        return tuple(reversed(found))

    def expected_status(self, figure: FigureMark) -> Status | None:
        """What the label says of a figure: itself, by the items of its sentence, or by its section.

        None where it says nothing, or several things.
        """
        if figure.status:
            return figure.status
        told = {self._status_at(place) for place in figure.places}
        return told.pop() if len(told) == 1 else None

    def _status_at(self, place: Span) -> Status | None:
        sentence = self.sentences.around(place)
        by_items = {
            kind.status
            for name, kind in fields_of(self.schema, CitedItems)
            for item in self.label.items[name]
            if any_overlap(item.places, (sentence,))
        }
        if by_items:
            return by_items.pop() if len(by_items) == 1 else None
        index = bisect_left(self._role_starts, place[0] + 1, key=lambda start: start[0]) - 1
        return self._role_starts[index][1] if index >= 0 else None


def _parts(fact: Any) -> Iterator[str]:
    parts = fact.values() if isinstance(fact, Mapping) else (fact,)
    return (str(part) for part in parts if part is not None)


def equal(one: float, other: float) -> bool:
    """Whether two numbers are the same in twelve digits, as `amount` writes them."""
    return one == other or math.isclose(one, other, rel_tol=1e-12)


def amount(value: float) -> str:
    """A number in twelve digits: 1132.05 times 10,000 is 11,320,500 however it was computed."""
    return f"{value + 0.0:.12g}"
