"""What the page of one document is told: the source in lines, the fields of the schema, the draft and its faults."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_args

from schemas.fields import CitedItems, Fact, Figures, Kind, Names, Prose, SectionList, kind_of
from schemas.record import Direction, Qualifier, Role, Schema
from summarizer.documents import Document, outline, simplified
from summarizer.quantities import find_quantities
from summarizer.rendering.html.source import Source
from summarizer.rendering.words import STATUSES
from summarizer.web.drafts import LINES, Draft
from summarizer.web.shelf import Shelf

_FORMS: dict[type, str] = {
    Fact: "fact",
    Prose: "prose",
    SectionList: "sections",
    CitedItems: "items",
    Figures: "figures",
    Names: "lines",
}
_ROLES = {"achievements": "成绩", "problems": "问题", "tasks": "任务", "requirements": "要求", "background": "背景", "other": "其他"}  # fmt: skip
_QUALIFIERS = {"nearly": "近", "about": "约", "over": "超过", "at_least": "至少", "at_most": "至多"}
_DIRECTIONS = {"up": "增", "down": "减"}


def page_of(shelf: Shelf, name: str, annotator: str) -> dict[str, Any]:
    """Everything that does not change while the page is open, and the draft as it is now."""
    document = shelf.document(name)
    draft = shelf.draft(name)
    hidden = shelf.hides(draft)
    names = shelf.ids()
    at = names.index(name)
    return {
        "id": name,
        "name": document.name,
        "blind": shelf.blind,
        "annotator": annotator,
        "hidden": hidden,
        "previous": names[at - 1] if at else None,
        "next": names[at + 1] if at + 1 < len(names) else None,
        **source_of(document),
        "fields": list(fields(shelf.schema)),
        "draft": None if hidden else told(shelf, name, draft),
    }


def told(shelf: Shelf, name: str, draft: Draft | None) -> dict[str, Any] | None:
    """A draft with its state and what `eval lint` would say of it."""
    if draft is None:
        return None
    faults = [
        {"level": level, "where": where, "what": what}
        for level, where, what in shelf.faults(name, draft.content)
    ]
    return {**draft.model_dump(mode="json"), "state": draft.state, "faults": faults}


@lru_cache(maxsize=4)
def source_of(document: Document) -> dict[str, Any]:
    """The text, its lines and the quantities in it; offsets are code points."""
    source = Source(outline(document))
    lines = [
        {
            "start": line.start,
            "number": line.number,
            "level": line.level,
            "note": block.note if not index else "",
        }
        | ({"gone": True} if block.note else {})
        for block in source.blocks(())
        for index, (line, _) in enumerate(block.lines)
    ]
    return {"text": document.text, "lines": lines, "quantities": list(_quantities(document.text))}


def fields(schema: type[Schema]) -> Iterator[dict[str, Any]]:
    """The fields that are edited, in the schema's order, then what labels have beside."""
    for name in schema.model_fields:
        kind = kind_of(schema, name)
        yield {"name": name, "label": kind.label, "form": _FORMS[type(kind)], **_more(schema, name, kind)}
    for name, label in LINES.items():
        yield {"name": name, "label": label, "form": "lines"}


def _more(schema: type[Schema], name: str, kind: Kind) -> dict[str, Any]:
    match kind:
        case Fact(choices=choices):
            parts = _parts(schema, name)
            return {"choices": dict(choices)} if choices else {"parts": parts} if parts else {}
        case Prose(least=least, most=most):
            return {"least": least, "most": most}
        case SectionList():
            return {"roles": {role: _ROLES[role] for role in get_args(Role)}}
        case CitedItems(status=status):
            item = get_args(schema.model_fields[name].annotation)[0]
            return {"status": status, "deadline": "deadline" in item.model_fields}
        case Figures():
            return {
                "statuses": dict(STATUSES),
                "directions": {each: _DIRECTIONS[each] for each in get_args(Direction)},
                "qualifiers": {each: _QUALIFIERS[each] for each in get_args(Qualifier)},
            }
        case Names(marks=marks):
            return {"marks": "《》" if marks == "book" else "“”"}


_PARTS = {"name": "姓名", "role": "职务", "start": "起（年-月）", "end": "止（年-月）"}


def _parts(schema: type[Schema], name: str) -> dict[str, str]:
    """The parts of a fact that is an object, by name."""
    for each in get_args(schema.model_fields[name].annotation):
        if hasattr(each, "model_fields"):
            return {part: _PARTS.get(part, part) for part in each.model_fields}
    return {}


def _quantities(text: str) -> Iterator[dict[str, Any]]:
    for each in find_quantities(simplified(text)):
        if each.numerals == "arabic":
            yield {
                "start": each.start,
                "end": each.end,
                "value": _number(each.value),
                "value_to": None if each.value_to is None else _number(each.value_to),
                "unit": each.unit,
                "qualifier": each.qualifier,
                "direction": each.direction or each.level,
            }


def _number(value: Any) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
