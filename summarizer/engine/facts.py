"""Scalar facts: by rule where a rule is sure, by the model, checked against the text, where not."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.fields import Fact, fields_of
from summarizer.documents import Outline, find_facts, find_masked, is_area, is_name, is_role, may_issue
from summarizer.engine.session import Session
from summarizer.grounding import stated

TEMPLATE = "facts"
HEAD = 600  # characters of the document's beginning that the model sees
FOOT = 120
ANSWER_TOKENS = 250

# Facts whose value by rule is text, in the form of the schema already.
PLAIN = ("doc_type", "title", "issuer", "region", "occasion", "date", "number", "addressee")
# What rules leave open is left to the model, but for these: what code does not find is not there.
BY_RULE_ALONE = frozenset({"title", "date", "period"})
# What a value of a fact, or a part of it, must be like: a person is no issuer, 全县 no area.
LIKE: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"issuer": may_issue, "region": is_area, "author.name": is_name, "author.role": is_role}
)


async def extract_facts(session: Session) -> dict[str, Any]:
    """Return a value for each fact of the schema that is known.

    What rules leave open a model that writes is asked for; from one that does not, nothing right was ever heard.
    """
    outline = session.outline
    facts = dict(fields_of(session.schema, Fact))
    known = facts_by_rule(outline, session.schema)
    wanted = tuple(
        name
        for name in facts
        if session.provider.limits.writes and known.get(name) is None and name not in BY_RULE_ALONE
    )
    session.begin("facts", 1 if wanted else 0)
    found = await _ask(session, wanted) if wanted else {}
    given = {name: known.get(name) or found.get(name) for name in facts}
    return {name: value for name, value in given.items() if value is not None}


def facts_by_rule(outline: Outline, schema: type[BaseModel]) -> dict[str, Any]:
    """What rules are sure of, in the form of the schema's fields."""
    facts = dict(fields_of(schema, Fact))
    return {
        name: value
        for name, value in _by_rule(outline).items()
        if name in facts and _takes(facts[name], value)
    }


def _by_rule(outline: Outline) -> dict[str, Any]:
    facts = find_facts(outline)
    values: dict[str, Any] = {name: found.value for name in PLAIN if (found := getattr(facts, name))}
    if facts.author:
        values["author"] = asdict(facts.author.value)
    if facts.period:
        values["period"] = dict(zip(("start", "end"), facts.period.value, strict=True))
    return values


def _takes(fact: Fact, value: Any) -> bool:
    """Whether a field of the schema has room for what a rule says: it may list other choices."""
    return not fact.choices or value in fact.choices


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
        if not session.declined:
            session.warn("著录项没有得到可用的回答")
        return {}
    return {
        name: _kept(session.outline, name, facts[name], value) for name, value in answer.model_dump().items()
    }


def _not_stated(outline: Outline, facts: Mapping[str, Fact], given: Mapping[str, Any]) -> str | None:
    bad = [
        name
        for name, value in given.items()
        if value is not None and _kept(outline, name, facts[name], value) != value
    ]
    return (
        f"材料里没有这些内容，或不是要登记的那一类：{'、'.join(f'{name}={given[name]}' for name in bad)}"
        if bad
        else None
    )


def _kept(outline: Outline, name: str, fact: Fact, value: Any) -> Any:
    """The value, or what of it the document states; None where it states nothing of it."""
    if fact.choices or value is None:
        return value
    if isinstance(value, dict):
        parts = {
            key: part if part and _legible(f"{name}.{key}", part, outline) else None
            for key, part in value.items()
        }
        return parts if any(parts.values()) else None
    if fact.holds and not any(word in value for word in fact.holds):
        return None
    return value if _legible(name, value, outline) else None


def _legible(name: str, value: str, outline: Outline) -> bool:
    """Whether the document states it, and as what it is to be: no single character, nothing masked."""
    like = LIKE.get(name)
    return (
        len(value) > 1
        and stated(value, outline.clean.text)
        and not find_masked(value)
        and (like is None or like(value))
    )


@lru_cache(maxsize=64)
def _answer_type(schema: type[BaseModel], names: tuple[str, ...]) -> type[BaseModel]:
    """An answer with these fields of the schema, each to be given, null included where the schema takes it."""
    fields: dict[str, Any] = {name: (schema.model_fields[name].annotation, ...) for name in names}
    return create_model("Facts", __config__=ConfigDict(extra="forbid"), **fields)
