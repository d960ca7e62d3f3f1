"""Connected prose, written from the verified items and verified again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.fields import CitedItems, Fact, Prose, fields_of
from schemas.record import Period
from summarizer.engine.composed import Form, choose, compose
from summarizer.engine.items import Placed
from summarizer.engine.session import Session
from summarizer.grounding import unsupported
from summarizer.quantities import find_quantities

ANSWER_TOKENS = 400
FEWEST_FIGURES = 2
ITEMS_SHOWN = 40
ITEMS = "{items}"
LONGEST_OPENING = 72
SENTENCE = re.compile(r"[^。！？]+[。！？]")


@dataclass(frozen=True, slots=True)
class Material:
    """What a text is made of: the kind of document, facts as told to people, by field name, and the items of each list."""

    kind: str
    facts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def texts(self) -> list[str]:
        """All of it, to verify against."""
        return [*self.facts.values(), *(text for texts in self.lists.values() for text in texts)]


async def write_prose(session: Session, facts: Mapping[str, Any], placed: Sequence[Placed]) -> dict[str, str]:
    """Write each prose field of the schema; "" where the report has no items."""
    fields = dict(fields_of(session.schema, Prose))
    session.begin("prose", len(fields))
    written = {}
    for name, kind in fields.items():
        material = _material(session, facts, placed)
        written[name] = await _prose(session, name, kind, material) if material.lists else ""
        session.advance()
    return written


async def _prose(session: Session, name: str, kind: Prose, material: Material) -> str:
    if not session.provider.limits.writes:
        return _composed(session, kind, material)
    labels = {each: mark.label for each, mark in fields_of(session.schema, Fact)}
    cited = dict(fields_of(session.schema, CitedItems))
    answer, _ = await session.ask(
        name,
        _answer_type(name),
        lambda given: _fault(getattr(given, name), kind, material),
        ANSWER_TOKENS,
        least=kind.least,
        most=kind.most,
        facts=[(labels[each], value) for each, value in material.facts.items()],
        lists=[(cited[each].label, texts[:ITEMS_SHOWN]) for each, texts in material.lists.items()],
    )
    if answer and (kept := _kept(getattr(answer, name), kind, material)):
        return kept
    if not session.declined:
        session.warn(f"{kind.label}由要点直接连成")
    return _composed(session, kind, material)


def _composed(session: Session, kind: Prose, material: Material) -> str:
    forms = _forms(session, kind, material)
    opening = next(
        (begun for each in (material.kind, "") if (begun := _opening(kind.openings.get(each, ()), material))),
        "",
    )
    taken = len(opening) + 1 + sum(len(form.told.format(items="")) for form in forms.values())
    lists = {name: material.lists[name] for name in forms}
    chosen = choose(lists, forms, kind.most - taken, session.outline.clean.text)
    return compose(opening, [(forms[name].told, texts) for name, texts in chosen.items()])


def _forms(session: Session, kind: Prose, material: Material) -> dict[str, Form]:
    """How the lists that have items are told, in order: those first that this kind of document tells otherwise."""
    own = kind.forms.get(material.kind, {})
    forms = {
        name: Form(own.get(name, each.told), kind.shares.get(name, 1), each.markers)
        for name, each in fields_of(session.schema, CitedItems)
        if name in material.lists
    }
    told = {name: forms[name] for name in (*own, *forms) if name in forms and forms[name].told}
    return told or {name: replace(form, told=ITEMS) for name, form in forms.items()}


def _opening(forms: Sequence[str], material: Material) -> str:
    """The first of the forms whose facts are known and that leaves room for what is told; "" where there is none."""
    for form in forms:
        try:
            opening = form.format(**_told(material, form))
        except KeyError:
            continue
        if len(opening) <= LONGEST_OPENING:
            return opening
    return ""


def _told(material: Material, form: str) -> dict[str, str]:
    """The facts as an opening tells them: nothing twice, and who speaks with the place of the post."""
    facts = dict(material.facts)
    issuer, region, author = (facts.get(each, "") for each in ("issuer", "region", "author"))
    if "{issuer}" in form and "title" in facts:
        named, about, subject = facts["title"].removeprefix(issuer).partition("关于")
        facts["title"] = (
            about + subject if about and len(named) < len(issuer) + 2 else named + about + subject
        )
    if author and region and author[0] == region[-1]:
        facts["author"] = author = region[:-1] + author
    if author:
        facts["author"] = author.replace(",", "、")
    return facts


def _material(session: Session, facts: Mapping[str, Any], placed: Sequence[Placed]) -> Material:
    shown = {
        name: _shown(facts[name])
        for name, fact in fields_of(session.schema, Fact)
        if name in facts and not fact.choices
    }
    lists = {
        name: tuple(each.item.text for each in placed if each.field == name)
        for name, _ in fields_of(session.schema, CitedItems)
    }
    chosen = (
        facts[name] for name, fact in fields_of(session.schema, Fact) if fact.choices and facts.get(name)
    )
    return Material(next(chosen, ""), shown, {name: texts for name, texts in lists.items() if texts})


def _fault(text: str, kind: Prose, material: Material) -> str | None:
    if invented := unsupported(text, material.texts()):
        return f"要点里没有“{'”“'.join(invented)}”"
    if not kind.least <= len(text) <= kind.most:
        return f"写了{len(text)}字，应为{kind.least}到{kind.most}字"
    if not text.endswith(("。", "！", "？")):
        return "最后一句没有写完"
    if len(find_quantities(text)) < _figures_wanted(material):
        return "没有写上要点里最重要的数字"
    return None


def _kept(text: str, kind: Prose, material: Material) -> str:
    """The sentences that hold, as many as fit; "" where what is left says too little."""
    kept = ""
    for sentence in SENTENCE.findall("".join(text.split())):
        if not unsupported(sentence, material.texts()) and len(kept + sentence) <= kind.most:
            kept += sentence
    return kept if _fault(kept, kind, material) is None else ""


def _figures_wanted(material: Material) -> int:
    there = sum(1 for texts in material.lists.values() for text in texts if find_quantities(text))
    return min(FEWEST_FIGURES, there)


def _shown(value: Any) -> str:
    """A fact as people write it."""
    if not isinstance(value, dict):
        return str(value)
    if "start" in value:
        return _months(Period(**value))
    return "".join(part for part in (value["role"], value["name"]) if part)


def _months(period: Period) -> str:
    """`2023年上半年`, `2023年`, `2023年1月至9月`, `2016年1月至2020年12月`."""
    (year, first), (last_year, last) = period.start.split("-"), period.end.split("-")
    span = {("01", "06"): "上半年", ("01", "12"): "", ("07", "12"): "下半年"}
    if year == last_year and (first, last) in span:
        return f"{year}年{span[first, last]}"
    if (first, last) == ("01", "12"):
        return f"{year}年至{last_year}年"
    return f"{year}年{int(first)}月至{'' if year == last_year else f'{last_year}年'}{int(last)}月"


@lru_cache(maxsize=16)
def _answer_type(name: str) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (str, ...)}
    return create_model("Written", __config__=ConfigDict(extra="forbid"), **fields)
