"""Connected prose, written from the verified items and verified again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from schemas.fields import CitedItems, Fact, Prose, fields_of
from schemas.record import Period
from summarizer.engine.composed import choose, compose
from summarizer.engine.items import Placed
from summarizer.engine.session import Session
from summarizer.grounding import unsupported
from summarizer.quantities import find_quantities

ANSWER_TOKENS = 400
FEWEST_FIGURES = 2
ITEMS_SHOWN = 40
SENTENCE = re.compile(r"[^。！？]+[。！？]")


@dataclass(frozen=True, slots=True)
class Material:
    """What a text is made of: facts as told to people, by field name, and the items of each list."""

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
    forms = {name: cited.told for name, cited in fields_of(session.schema, CitedItems)}
    opening = [material.facts[each] for each in kind.opening if each in material.facts]
    taken = sum(len(each) + 1 for each in opening)
    taken += sum(len(forms[name].format(items="")) for name in material.lists)
    chosen = choose(material.lists, forms, kind.shares, kind.most - taken)
    return compose(opening, {forms[name]: texts for name, texts in chosen.items()})


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
    return Material(shown, {name: texts for name, texts in lists.items() if texts})


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
    return f"{year}年{int(first)}月至{'' if year == last_year else f'{last_year}年'}{int(last)}月"


@lru_cache(maxsize=16)
def _answer_type(name: str) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (str, ...)}
    return create_model("Written", __config__=ConfigDict(extra="forbid"), **fields)
