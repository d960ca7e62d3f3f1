"""Scalar facts: by rule where a rule is sure, by the model, checked against the text, where not."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.fields import Fact, fields_of
from summarizer.documents import Outline, document_date, document_period
from summarizer.engine.session import Session
from summarizer.grounding import stated

TEMPLATE = "facts"
HEAD = 600  # characters of the document's beginning that the model sees
FOOT = 120
ANSWER_TOKENS = 250

# What a title ends in, the last match deciding: 关于…工作总结的报告 is a report.
TITLE_ENDS = {
    "总结": "work_summary",
    "工作报告": "work_report",
    "讲话": "speech",
    "致辞": "speech",
    "发言": "speech",
    "通知": "notice",
    "意见": "notice",
    "办法": "notice",
    "规定": "notice",
    "计划": "plan",
    "方案": "plan",
    "要点": "plan",
    "规划": "plan",
}


SALUTATION = re.compile(r"^(?:尊敬的)?[^，。\n]{0,20}(?:同志们|各位代表|各位委员|同志)[：:！!]", re.MULTILINE)
FIRST_PERSON = re.compile(r"我们|我[省市县区局委厅校院镇乡街办旗州]|本[省市县区局委厅校院]")
SIGNED = re.compile(
    r"^[ \t　]*(?P<role>[^\s，。：:]{2,40}?(?:[,，、][^\s，。：:]{2,20}){0,3}?(?:书记|[局主县市省区厅部院校处科镇乡州会]长|主任|主席))"
    r"[ \t　]+(?P<name>[\u4e00-\u9fff](?:[ 　]?[\u4e00-\u9fff]){1,3})[ \t　]*$",
    re.MULTILINE,
)


def _doc_type(outline: Outline) -> str | None:
    title, text = (outline.title or "").rstrip("》）)】]"), outline.clean.text
    if named := next((kind for end, kind in TITLE_ENDS.items() if title.endswith(end)), None):
        return named
    if SALUTATION.search(text[:HEAD]):
        return "speech"
    return None if FIRST_PERSON.search(text) else "news"  # who reports on himself says 我 somewhere


def _author(outline: Outline) -> dict[str, str] | None:
    """A line near the head that holds a post and a name and nothing else."""
    signed = SIGNED.search(outline.clean.text[:HEAD])
    return {"name": "".join(signed["name"].split()), "role": signed["role"]} if signed else None


def _period(outline: Outline) -> dict[str, str] | None:
    period = document_period(outline, document_date(outline))
    return {"start": period[0], "end": period[1]} if period else None


# A rule's None leaves the field to the model, but for these: what code does not find is not there.
RULES: Mapping[str, Callable[[Outline], Any]] = {
    "doc_type": _doc_type,
    "author": _author,
    "title": lambda outline: outline.title,
    "date": document_date,
    "period": _period,
}
BY_RULE_ALONE = frozenset({"title", "date", "period"})
# A name that was made illegible is no name, nor is a single character.
MASKED = re.compile(r"[xX×*＊]{2,}|某|^[xX×]|^.$")


async def extract_facts(session: Session) -> dict[str, Any]:
    """Return a value for each fact of the schema that is known."""
    outline = session.outline
    facts = dict(fields_of(session.schema, Fact))
    known = {name: rule(outline) for name, rule in RULES.items() if name in facts}
    wanted = tuple(name for name in facts if known.get(name) is None and name not in BY_RULE_ALONE)
    session.begin("facts", 1 if wanted else 0)
    found = await _ask(session, wanted) if wanted else {}
    given = {name: known.get(name) or found.get(name) for name in facts}
    return {name: value for name, value in given.items() if value is not None}


async def _ask(session: Session, wanted: tuple[str, ...]) -> dict[str, Any]:
    schema, text = session.schema, session.outline.clean.text
    facts = dict(fields_of(schema, Fact))
    described = [
        {
            "name": name,
            "description": schema.model_fields[name].description or facts[name].label,
            "choices": facts[name].choices,
        }
        for name in wanted
    ]
    answer, _ = await session.ask(
        TEMPLATE,
        _answer_type(schema, wanted),
        lambda given: _not_stated(session.outline, facts, given.model_dump()),
        ANSWER_TOKENS,
        head=text[:HEAD],
        foot=text[max(HEAD, len(text) - FOOT) :],
        facts=described,
    )
    session.advance()
    if answer is None:
        session.warn("著录项没有得到可用的回答")
        return {}
    return {name: _kept(session.outline, facts[name], value) for name, value in answer.model_dump().items()}


def _not_stated(outline: Outline, facts: Mapping[str, Fact], given: Mapping[str, Any]) -> str | None:
    bad = [
        name
        for name, value in given.items()
        if value is not None and _kept(outline, facts[name], value) != value
    ]
    return f"材料里没有这些内容：{'、'.join(f'{name}={given[name]}' for name in bad)}" if bad else None


def _kept(outline: Outline, fact: Fact, value: Any) -> Any:
    """The value, or what of it the document states; None where it states nothing of it."""
    if fact.choices or value is None:
        return value
    if isinstance(value, dict):
        parts = {key: part if part and _legible(part, outline) else None for key, part in value.items()}
        return parts if any(parts.values()) else None
    if fact.holds and not any(word in value for word in fact.holds):
        return None
    return value if _legible(value, outline) else None


def _legible(value: str, outline: Outline) -> bool:
    return stated(value, outline.clean.text) and not MASKED.search(value)


@lru_cache(maxsize=64)
def _answer_type(schema: type[BaseModel], names: tuple[str, ...]) -> type[BaseModel]:
    """An answer with these fields of the schema, each to be given, null included where the schema takes it."""
    fields: dict[str, Any] = {name: (schema.model_fields[name].annotation, ...) for name in names}
    return create_model("Facts", __config__=ConfigDict(extra="forbid"), **fields)
