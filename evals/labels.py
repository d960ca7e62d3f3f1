"""Label files: read, checked against their schema, and placed in the document's text."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, JsonValue, ValidationError, create_model

from evals.model import FigureMark, Frozen, HeadingMark, Label, Span, Statement
from schemas.fields import CitedItems, Fact, Figures, Names, Prose, SectionList, fields_of
from schemas.record import Direction, Qualifier, Role, Schema, Status
from summarizer.errors import DatasetInvalid
from summarizer.messages import say

M = TypeVar("M")


class _Item(Frozen):
    text: str
    evidence: str
    deadline: str | None = None


class _Figure(Frozen):
    subject: str
    value: float
    value_to: float | None = None
    unit: str
    mention: str
    evidence: str
    qualifier: Qualifier | None = None
    direction: Direction | None = None
    status: Status | None = None
    optional: bool = False


class _Section(Frozen):
    heading: str
    role: Role


_FORMS: Mapping[type, Any] = {
    Fact: JsonValue,
    CitedItems: tuple[_Item, ...],
    Figures: tuple[_Figure, ...],
    Names: tuple[str, ...],
    SectionList: tuple[_Section, ...],
    Prose: str,
}
_VARIANTS = "_variants"


@lru_cache(maxsize=16)
def label_form(schema: type[Schema]) -> type[Frozen]:
    """The form of a label file for this schema: one key a field, by its kind, and what labels add.

    Every field must be there, so that an empty list is the annotator's word and not an omission; variants,
    noise, must-haves, the annotator's name, when it was accepted (ISO 8601) and which model's answer it was
    corrected from (None: made from nothing) may be left out.
    """
    required: dict[str, Any] = {"id": (str, ...)}
    extra: dict[str, Any] = {
        "noise": (tuple[str, ...], ()),
        "must_have": (tuple[str, ...], ()),
        "annotator": (str | None, None),
        "annotated_at": (str | None, None),
        "prefilled_by": (str | None, None),
    }
    for kind, form in _FORMS.items():
        for name, _ in fields_of(schema, kind):
            required[name] = (form, ...)
            if kind is Fact:
                extra[name + _VARIANTS] = (tuple[str, ...], Field(()))
    return create_model(f"{schema.__name__}Label", __base__=Frozen, **required, **extra)


def read_label(path: Path, text: str, schema: type[Schema]) -> Label:
    """Read one label file. DatasetInvalid where it is no label of this schema; unplaced evidence stays empty."""
    try:
        return label_of(json.loads(path.read_bytes()), text, schema)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DatasetInvalid(
            say(f"标注文件 {path}：{where}：{first['msg']}", f"label file {path}: {where}: {first['msg']}")
        ) from error
    except ValueError as error:
        raise DatasetInvalid(
            say(f"标注文件 {path} 不是 JSON：{error}", f"label file {path} is no JSON: {error}")
        ) from error


def label_of(given: Mapping[str, Any], text: str, schema: type[Schema]) -> Label:
    """A label as its file gives it, placed in the text; ValidationError where it is no label of this schema."""
    return _placed(label_form(schema).model_validate(given), text, schema)


def places_of(evidence: str, text: str, mention: str | None = None) -> tuple[Span, ...]:
    """Every place of the text where the evidence stands, or the mention within it; empty where none."""
    wanted = evidence if mention is None else mention
    inner = tuple(_occurrences(wanted, evidence))
    return tuple(
        (start + shift, start + shift + len(wanted))
        for start in _occurrences(evidence, text)
        for shift in inner
    )


def _occurrences(part: str, text: str) -> Iterator[int]:
    start = text.find(part) if part else -1
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _placed(label: Frozen, text: str, schema: type[Schema]) -> Label:
    def by(kind: Any, make: Callable[[Any], M]) -> dict[str, M]:
        return {name: make(getattr(label, name)) for name, _ in fields_of(schema, kind)}

    given = dict(label)
    return Label(
        id=given["id"],
        facts=by(Fact, lambda value: value),
        variants={name: given[name + _VARIANTS] for name, _ in fields_of(schema, Fact)},
        items=by(CitedItems, lambda items: tuple(_statement(each, text) for each in items)),
        figures=by(Figures, lambda figures: tuple(_figure(each, text) for each in figures)),
        names=by(Names, tuple),
        sections=by(
            SectionList,
            lambda marks: tuple(HeadingMark(heading=each.heading, role=each.role) for each in marks),
        ),
        prose=by(Prose, str),
        noise=given["noise"],
        must_have=tuple(tuple(each.split("|")) for each in given["must_have"]),
        annotator=given["annotator"],
    )


def _statement(item: _Item, text: str) -> Statement:
    return Statement(text=item.text, places=places_of(item.evidence, text), quotes=(item.evidence,))


def _figure(figure: _Figure, text: str) -> FigureMark:
    places = places_of(figure.evidence, text, figure.mention)
    given = figure.model_dump(exclude={"evidence"})
    return FigureMark(**given, places=places, quotes=(figure.evidence,))
