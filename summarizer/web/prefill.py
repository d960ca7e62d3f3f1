"""A model's answer as the beginning of a label."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from evals.lint import EVIDENCE_MOST, SENTENCE_END, SUBJECT_MOST, TEXT_MOST
from schemas.fields import CitedItems, Fact, Figures, Names, Prose, SectionList, fields_of
from schemas.record import Record, Schema
from summarizer.documents import find_masked

_CLAUSE = re.compile(r"[，,；;。！？!?\n]")
_PREFERRED = 80  # docs/labelling.md: evidence is the shortest words that say the point


def label_from_record(record: Record[Any], schema: type[Schema]) -> dict[str, Any]:
    """The record's summary in the form of a label file; the annotator decides what of it stays.

    A label cites one place: of several, the first. Long evidence is cut after a clause.
    """
    summary: Mapping[str, Any] = record.summary.model_dump(mode="json")
    label: dict[str, Any] = {name: summary[name] for name, _ in fields_of(schema, Fact)}
    label |= {name: summary[name] for name, _ in fields_of(schema, Prose)}
    for name, _ in fields_of(schema, CitedItems):
        label[name] = [_item(each) for each in summary[name]]
    for name, _ in fields_of(schema, Figures):
        label[name] = [_figure(each) for each in summary[name]]
    for name, _ in fields_of(schema, Names):
        label[name] = [each["name"] for each in summary[name] if not find_masked(each["name"])]
    for name, _ in fields_of(schema, SectionList):
        label[name] = [{key: each[key] for key in ("heading", "role")} for each in summary[name]]
    return label


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    quote = _first(item["evidence"])
    kept = {"deadline": item["deadline"]} if item.get("deadline") else {}
    return {"text": item["text"][:TEXT_MOST], "evidence": _brief(quote), **kept}


def _figure(figure: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("value", "value_to", "unit", "mention", "qualifier", "direction", "status")
    quote = _first(figure["evidence"])
    return {
        "subject": figure["subject"][:SUBJECT_MOST],
        **{name: figure[name] for name in kept},
        "evidence": _around(quote, figure["mention"]),
    }


def _first(evidence: Sequence[Mapping[str, Any]]) -> str:
    return str(evidence[0]["quote"]).strip() if evidence else ""


def _brief(quote: str) -> str:
    """The quote up to the end of its first sentence, and of that as many clauses as are preferred."""
    ended = SENTENCE_END.search(quote)
    sentence = quote[: ended.end()] if ended else quote
    if len(sentence) <= _PREFERRED:
        return sentence
    ends = [match.start() for match in _CLAUSE.finditer(sentence[:EVIDENCE_MOST])]
    return sentence[: max((end for end in ends if end <= _PREFERRED), default=_PREFERRED)]


def _around(quote: str, mention: str) -> str:
    """The clause of the quote that holds the mention, the whole quote where none does."""
    at = quote.find(mention)
    if at < 0 or len(quote) <= _PREFERRED:
        return quote
    starts = [match.end() for match in _CLAUSE.finditer(quote) if match.end() <= at]
    ends = [match.start() for match in _CLAUSE.finditer(quote) if match.start() >= at + len(mention)]
    return quote[max(starts, default=0) : min(ends, default=len(quote))]
