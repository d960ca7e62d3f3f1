"""Summarisers without a model: floors that stand beside a score, and the answer that has no fault."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evals.model import FigureMark, Span, Statement
from evals.reference import Reference
from evals.support import Claim, Told
from evals.text import Sentences
from schemas.fields import CitedItems, Fact, Prose, fields_of
from schemas.record import Schema
from schemas.work_report import WorkReport
from summarizer.documents import Document
from summarizer.engine import Engine
from summarizer.providers.choose import EMBEDDED
from summarizer.providers.unasked import Unasked

Answer = dict[str, Any]

_LEAD_ITEMS = 3


def empty(document: Document, schema: type[Schema] = WorkReport) -> Answer:  # noqa: ARG001  says nothing of either
    """The answer that says nothing."""
    return {}


def lead(document: Document, schema: type[Schema] = WorkReport) -> Answer:
    """The first sentences after the title: a few in each list, and as free text as much as fits."""
    bounds = Sentences(document.text)
    spans = [bounds.around((start, start + 1)) for start in _starts(bounds)]
    told = [span for span in spans if document.text[slice(*span)].strip()]
    answer: Answer = {}
    for name, kind in fields_of(schema, Fact):
        answer[name] = next(iter(kind.choices), None)
    for index, (name, _) in enumerate(fields_of(schema, CitedItems)):
        mine = told[1 + index * _LEAD_ITEMS : 1 + (index + 1) * _LEAD_ITEMS]
        answer[name] = [
            _item(document.text[slice(*span)].strip()[:40], [span], document.text) for span in mine
        ]
    for name, prose in fields_of(schema, Prose):
        text = "".join(document.text[slice(*span)].strip() for span in told[1:])
        answer[name] = text[: prose.most]
    return answer


def rules(document: Document, schema: type[Schema] = WorkReport) -> Answer:
    """What the program finds without a model."""
    record = asyncio.run(Engine(Unasked(EMBEDDED), schema).summarize(document))
    return {"summary": record.summary.model_dump(mode="json")}


def perfect(reference: Reference) -> Answer:
    """The label itself in the record's form; each statement cites all that its numbers and names need."""
    label, text = reference.label, reference.text
    answer: Answer = {**label.facts, **label.prose}
    for name, items in label.items.items():
        answer[name] = [_item(each.text, _evidence(reference, each), text) for each in items]
    for name, figures in label.figures.items():
        answer[name] = [_figure(reference, each) for each in figures]
    for name, named in label.names.items():
        answer[name] = [{"name": each, "evidence": []} for each in named]
    for name, sections in label.sections.items():
        answer[name] = [{"heading": each.heading, "role": each.role, "summary": ""} for each in sections]
    return answer


FLOORS: Mapping[str, Callable[[Document, type[Schema]], Answer]] = {
    "empty": empty,
    "lead": lead,
    "rules": rules,
}


def _starts(bounds: Sentences) -> Iterator[int]:
    start = 0
    while start < len(bounds.text):
        yield start
        start = bounds.around((start, start + 1))[1]


def _item(text: str, places: list[Span], source: str) -> Answer:
    return {"text": text, "evidence": [_quote(place, source) for place in places], "verdict": "supported"}


def _quote(place: Span, source: str) -> Answer:
    return {"start": place[0], "end": place[1], "quote": source[slice(*place)]}


def _evidence(reference: Reference, item: Statement) -> list[Span]:
    """The label's evidence, and for each number and name that it lacks the nearest sentence that has it."""
    if not item.places:
        return []
    places = [item.places[0]]
    for claim in Told(item.text).claims:
        if not any(Told(reference.text[slice(*place)]).holds(claim) for place in places):
            places += _nearest(reference, places[0], claim)
    return places


def _nearest(reference: Reference, place: Span, claim: Claim) -> list[Span]:
    """The sentence nearest to a place that holds a claim, those after it before those before it; [] if none."""
    bounds, text = reference.sentences, reference.text
    starts = sorted(
        _starts(bounds), key=lambda start: abs(start - place[0]) * (1 if start >= place[0] else 2)
    )
    spans = (bounds.around((start, start + 1)) for start in starts)
    return next(([span] for span in spans if Told(text[slice(*span)]).holds(claim)), [])


def _figure(reference: Reference, figure: FigureMark) -> Answer:
    start = reference.text.find(figure.quotes[0])
    return {
        **figure.model_dump(
            include={"subject", "value", "value_to", "unit", "mention", "qualifier", "direction"}
        ),
        "status": reference.expected_status(figure) or "achieved",
        "period": None,
        "evidence": [_quote((start, start + len(figure.quotes[0])), reference.text)] if start >= 0 else [],
        "verdict": "supported",
    }
