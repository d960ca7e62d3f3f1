"""Drafts: labels in the making. Their entries have keys, so that two people's changes can be told apart."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from pydantic import JsonValue

from evals.labels import places_of
from evals.model import Frozen
from schemas.fields import CitedItems, Fact, Figures, Names, Prose, SectionList, fields_of
from schemas.record import Schema

Content = dict[str, Any]
"""What a label says, by the names of its keys; each entry of a list is an object with its `key`, and those that
rest on evidence have `at`, where it starts in the document's text, or None."""

LINES = {"noise": "文件以外的文字", "must_have": "摘要必提"}
"""Lists of plain strings that labels have beside the schema's fields."""
_VARIANTS = "_variants"


class Draft(Frozen):
    """What is kept of one document. `revision` counts saves from 1; times are ISO 8601, UTC.

    `annotator` saved it last and is "" while nobody has touched what a model filled in. `accepted_revision` is
    the revision that became the label, whose file then had `label_sha256`.
    """

    format: Literal["review_draft/1"] = "review_draft/1"
    revision: int
    annotator: str
    saved: str
    prefilled_by: str | None = None
    accepted_revision: int | None = None
    label_sha256: str | None = None
    content: dict[str, JsonValue]

    @property
    def state(self) -> Literal["prefilled", "draft", "accepted"]:
        """How far the document is."""
        if self.accepted_revision == self.revision:
            return "accepted"
        return "draft" if self.annotator else "prefilled"


def empty_content(schema: type[Schema]) -> Content:
    """The content of a label that says nothing yet."""
    content: Content = {}
    for name, fact in fields_of(schema, Fact):
        content[name] = "other" if "other" in fact.choices else None
        content[name + _VARIANTS] = []
    content |= {name: "" for name, _ in fields_of(schema, Prose)}
    return content | {name: [] for name in _lists(schema)}


def content_of(label: Mapping[str, Any], text: str, schema: type[Schema]) -> Content:
    """The content of a label in the form of its file; what it leaves out is empty."""
    content = empty_content(schema) | {
        name: value for name, value in label.items() if name in empty_content(schema)
    }
    makers = _lists(schema)
    for name, kind in makers.items():
        content[name] = [
            {"key": f"{name}{index}", **_entry(kind, each, text)} for index, each in enumerate(content[name])
        ]
    return content


def label_from(content: Mapping[str, Any], schema: type[Schema]) -> dict[str, Any]:
    """What a draft says, in the form of a label file (without id and annotator)."""
    label = dict(content)
    for name, kind in _lists(schema).items():
        label[name] = [_stripped(kind, each) for each in content.get(name, ())]
    return label


def _lists(schema: type[Schema]) -> dict[str, Any]:
    """The lists of a label with the kind of their entries; `str` for plain strings."""
    kinds: Iterable[Any] = (CitedItems, Figures, Names, SectionList)
    found = {name: kind for kind in kinds for name, _ in fields_of(schema, kind)}
    return found | dict.fromkeys(LINES, str)


def _entry(kind: Any, given: Any, text: str) -> dict[str, Any]:
    if kind in (Names, str):
        return {"text": given}
    entry = dict(given)
    if kind in (CitedItems, Figures):
        entry["at"] = next((place[0] for place in places_of(entry.get("evidence") or "", text)), None)
    return entry


def _stripped(kind: Any, entry: Mapping[str, Any]) -> Any:
    if kind in (Names, str):
        return entry.get("text")
    dropped: dict[str, Callable[[Any], bool]] = {
        "key": bool,
        "at": lambda _: True,
        "value_to": lambda value: value is None,
        "deadline": lambda value: not value,
        "optional": lambda value: not value,
    }
    return {name: value for name, value in entry.items() if name not in dropped or not dropped[name](value)}
