"""Predictions: a summariser's answer, in the record's form, seen as content by kind of field."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.model import FigureMark, HeadingMark, Prediction, Span, Statement
from schemas.fields import CitedItems, Fact, Figures, Kind, Names, Prose, SectionList, fields_of
from schemas.record import Schema


def prediction_of(answer: Mapping[str, Any], text: str, schema: type[Schema]) -> Prediction:
    """See a record, or a bare summary in the record's form, as a prediction about `text`.

    A field that the answer lacks is empty; evidence without offsets is placed where its quote first stands
    in the text, and nowhere if it does not stand there. Other summarisers need therefore not know offsets.
    """
    summary: Mapping[str, Any] = answer.get("summary", answer)
    usage: Mapping[str, Any] = answer.get("usage") or {}

    def given(kind: type[Kind]) -> dict[str, Any]:
        return {name: summary.get(name) for name, _ in fields_of(schema, kind)}  # type: ignore[type-var]

    items, figures, names = given(CitedItems), given(Figures), given(Names)
    evidence = [
        quote
        for listed in (items | figures | names).values()
        for each in listed or ()
        if not isinstance(each, str)
        for quote in each.get("evidence") or ()
    ]
    return Prediction(
        facts=given(Fact),
        items={name: tuple(_statement(each, text) for each in value or ()) for name, value in items.items()},
        figures={name: tuple(_figure(each, text) for each in value or ()) for name, value in figures.items()},
        names={name: tuple(map(_name, value or ())) for name, value in names.items()},
        sections={name: tuple(map(_heading, value or ())) for name, value in given(SectionList).items()},
        prose={name: value or "" for name, value in given(Prose).items()},
        verdicts={
            name: tuple(each.get("verdict", "unchecked") for each in value or ())
            for name, value in (items | figures).items()
        },
        quoted=len(evidence),
        misquoted=tuple(each["quote"] for each in evidence if not _is_verbatim(each, text)),
        # What the cache answered took its time when it was asked.
        seconds=usage.get("model_seconds", usage.get("seconds", 0.0)),
        **{
            name: usage[name]
            for name in ("prompt_tokens", "completion_tokens", "calls", "repair_calls", "cost")
            if name in usage
        },
    )


def _statement(item: Mapping[str, Any], text: str) -> Statement:
    places, quotes = _evidence(item.get("evidence") or (), text)
    return Statement(text=item["text"], places=places, quotes=quotes)


def _figure(figure: Mapping[str, Any], text: str) -> FigureMark:
    """A figure stands where its mention stands within its first evidence."""
    places, quotes = _evidence(figure.get("evidence") or (), text)
    mention = figure.get("mention") or ""
    narrowed = tuple(_narrow(place, mention, text) for place in places)
    kept = ("subject", "value", "value_to", "unit", "qualifier", "direction", "status")
    return FigureMark(
        **{name: figure[name] for name in kept if name in figure},
        mention=mention,
        places=narrowed,
        quotes=quotes,
    )


def _narrow(place: Span, mention: str, text: str) -> Span:
    start = text.find(mention, *place) if mention else -1
    return place if start < 0 else (start, start + len(mention))


def _evidence(evidence: Sequence[Mapping[str, Any]], text: str) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Places of those that can be placed; quotes of all."""
    places = []
    for each in evidence:
        start = each.get("start")
        if start is None:
            start = text.find(each["quote"])
        if start >= 0 and each["quote"]:
            places.append((start, each.get("end") or start + len(each["quote"])))
    return tuple(places), tuple(each["quote"] for each in evidence)


def _is_verbatim(evidence: Mapping[str, Any], text: str) -> bool:
    quote, start = evidence["quote"], evidence.get("start")
    if start is None:
        return bool(quote) and quote in text
    return bool(quote) and text[start : evidence.get("end") or start + len(quote)] == quote


def _name(named: Mapping[str, Any] | str) -> str:
    return named if isinstance(named, str) else str(named["name"])


def _heading(section: Mapping[str, Any] | str) -> HeadingMark:
    if isinstance(section, str):
        return HeadingMark(heading=section)
    return HeadingMark(heading=section["heading"], role=section.get("role"))
