"""Summarisers without a model: floors that stand beside a score, and the answer that has no fault."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from evals.model import FigureMark, Span, Statement
from evals.reference import Reference
from evals.support import Claim, Told
from evals.text import Sentences
from schemas.fields import CitedItems, Fact, Figures, Prose, SectionList, fields_of
from schemas.record import Schema
from schemas.work_report import WorkReport
from summarizer.documents import Document, Outline, Point, Sentence, outline
from summarizer.engine.composed import choose, compose
from summarizer.engine.facts import facts_by_rule
from summarizer.engine.figures import extract_figures, extract_names
from summarizer.engine.items import Placed, supporting
from summarizer.engine.kinds import sorter
from summarizer.engine.plan import told
from summarizer.engine.sections import role_of
from summarizer.engine.telling import with_figure
from summarizer.engine.wording import own_words
from summarizer.grounding import cite, cite_span, verdict

Answer = dict[str, Any]

_LEAD_ITEMS = 3
_SHORT_TOPIC = 20


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
    """What the program finds by code alone: a point goes where its heading says, in its own first words."""
    parsed = outline(document)
    facts = facts_by_rule(parsed, schema)
    placed = tuple(_placed(parsed, schema))
    lists = {name: [p.item for p in placed if p.field == name] for name, _ in fields_of(schema, CitedItems)}
    figures = extract_figures(parsed, schema, placed)
    kinds = dict(fields_of(schema, CitedItems))
    prose = {}
    for name, kind in fields_of(schema, Prose):
        texts = {field: [item.text for item in items] for field, items in lists.items()}
        chosen = choose(
            texts, {each: cited.told for each, cited in kinds.items()}, kind.shares, kind.most - 30
        )
        prose[name] = compose((), {kinds[field].told: texts for field, texts in chosen.items()})
    found: Mapping[str, Any] = {
        **lists,
        **dict.fromkeys((name for name, _ in fields_of(schema, Figures)), figures),
        **extract_names(parsed, schema),
    }
    return {
        **facts,
        **{name: [each.model_dump() for each in listed] for name, listed in found.items()},
        **{name: list(_sections(parsed, placed)) for name, _ in fields_of(schema, SectionList)},
        **prose,
    }


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


def _placed(parsed: Outline, schema: type[Schema]) -> Iterator[Placed]:
    kinds = dict(fields_of(schema, CitedItems))
    sort = sorter(parsed, kinds)
    for point in told(parsed) if kinds else ():
        fields = sort(point)
        topic, *others = _stating(point)
        text = with_figure(parsed, point, own_words(topic.text))
        # What a short topic is about, the next sentence says.
        detail = [each.id for each in others[:1] if len(topic.text) <= _SHORT_TOPIC]
        chosen = supporting(point, text, frozenset([topic.id, *detail]))
        item_type: type[BaseModel] = get_args(schema.model_fields[fields[0]].annotation)[0]
        item: Any = item_type(
            text=text,
            evidence=cite(parsed, chosen),
            verdict=verdict(text, [sentence.text for sentence in chosen]),
        )
        yield Placed(point, fields[0], item)


def _stating(point: Point) -> Sequence[Sentence]:
    """The sentences from the one that states the point: without a number, the first with a figure or a topic."""
    stating = (
        index
        for index, each in enumerate(point.sentences)
        if point.numbered or len(each.text) <= _SHORT_TOPIC or any(map(str.isdigit, each.text))
    )
    return point.sentences[next(stating, 0) :]


def _sections(parsed: Outline, placed: tuple[Placed, ...]) -> Iterator[Answer]:
    for index, section in enumerate(parsed.sections):
        if section.level == 1:
            place = cite_span(parsed, section.start, section.end)
            role = role_of([each for each in placed if each.point.section == index])
            yield {
                "heading": section.heading,
                "role": role,
                "summary": "",
                "start": place.start,
                "end": place.end,
            }


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
