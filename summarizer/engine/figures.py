"""Figures and names: found by code and worded by rule; no model is asked."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from pydantic import BaseModel

from schemas.fields import CitedItems, Names, fields_of
from schemas.record import Figure, Item, NamedThing, Status, UncitedFigure
from summarizer.documents import (
    Name,
    Outline,
    clause_of,
    contradictions,
    direction_of,
    find_facts,
    initiatives,
    period_of,
    policies,
    statuses,
    subject_of,
)
from summarizer.engine.items import Placed
from summarizer.grounding import cite_span
from summarizer.quantities import Quantity, find_quantities, same_amount


def extract_figures(
    outline: Outline, schema: type[BaseModel], placed: Sequence[Placed]
) -> tuple[Figure, ...]:
    """Every quantity in Arabic digits, in document order, with its clause as evidence."""
    fields = dict(fields_of(schema, CitedItems))
    starts = [each.point.sentences[0].start for each in placed]

    def around(quantity: Quantity) -> Status | None:
        nearest = bisect_right(starts, quantity.start) - 1
        if nearest < 0 or quantity.start >= placed[nearest].point.sentences[-1].end:
            return None
        return fields[placed[nearest].field].status

    period = _periods(outline)
    status_of = statuses(outline)

    def figure(quantity: Quantity) -> Figure:
        status = status_of(quantity, around(quantity))
        return _figure(outline, quantity, status, period(quantity, done=status == "achieved"))

    return tuple(map(figure, _counted(outline)))


def extract_names(outline: Outline, schema: type[BaseModel]) -> dict[str, tuple[NamedThing, ...]]:
    """The names for each `Names` field of the schema, each name once with all its places."""
    return {field: tuple(_named(outline, kind.marks)) for field, kind in fields_of(schema, Names)}


def uncited(outline: Outline, items: Iterable[Item], prose: Iterable[str]) -> tuple[UncitedFigure, ...]:
    """The report's figures that no item tells from their place and no prose mentions.

    5个 in one place and 5个 in another are two figures: an item tells those that its evidence covers.
    """
    told = [
        (place, quantity)
        for item in items
        for quantity in find_quantities(item.text)
        for place in item.evidence
    ]
    mentioned = find_quantities("\n".join(prose))
    found = ((each, cite_span(outline, each.start, each.end)) for each in _counted(outline))
    return tuple(
        UncitedFigure(mention=place.quote, start=place.start, end=place.end)
        for quantity, place in found
        if not any(same_amount(quantity, each) for each in mentioned)
        and not any(
            cited.start < place.end and place.start < cited.end and same_amount(quantity, each)
            for cited, each in told
        )
    )


def self_contradictions(outline: Outline) -> tuple[str, ...]:
    """A line in Chinese for each place where the figures of the report contradict one another."""
    return tuple(
        f"报告自身的数据不一致：{each.reason}，见{'和'.join(_quoted(outline, *place) for place in each.places)}"
        for each in contradictions(outline, _periods(outline))
    )


def _quoted(outline: Outline, start: int, end: int) -> str:
    place = cite_span(outline, start, end)
    return f"〔{place.start}–{place.end}〕“{place.quote}”"


class _Period(Protocol):
    def __call__(self, quantity: Quantity, *, done: bool = False) -> str | None: ...


def _periods(outline: Outline) -> _Period:
    facts = find_facts(outline)
    date = facts.date.value if facts.date else None
    looked_back = facts.period.value if facts.period else None

    def period(quantity: Quantity, *, done: bool = False) -> str | None:
        return period_of(outline, quantity, date, looked_back, done=done)

    return period


def _counted(outline: Outline) -> Iterator[Quantity]:
    return (quantity for quantity in outline.quantities if quantity.numerals == "arabic")


def _figure(outline: Outline, quantity: Quantity, status: Status, period: str | None) -> Figure:
    clause = cite_span(outline, *clause_of(outline, quantity))
    return Figure(
        subject=subject_of(outline, quantity),
        value=_number(quantity.value),
        value_to=None if quantity.value_to is None else _number(quantity.value_to),
        unit=quantity.unit,
        mention=cite_span(outline, quantity.start, quantity.end).quote,
        qualifier=quantity.qualifier,
        direction=direction_of(outline, quantity),
        period=period,
        status=status,
        evidence=(clause,),
        verdict="supported",
    )


def _named(outline: Outline, marks: str) -> Iterator[NamedThing]:
    places: dict[str, list[Name]] = {}
    for name in policies(outline) if marks == "book" else initiatives(outline):
        places.setdefault(name.text, []).append(name)
    for text, names in places.items():
        yield NamedThing(
            name=text, evidence=tuple(cite_span(outline, each.start, each.end) for each in names)
        )


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
