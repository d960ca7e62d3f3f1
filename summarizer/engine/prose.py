"""Section summaries and connected prose, written from the verified items and verified again."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, create_model

from schemas.fields import CitedItems, Fact, Prose, SectionList, fields_of
from schemas.record import Item, Period, Role, SectionSummary
from summarizer.documents import Section
from summarizer.engine.items import Placed
from summarizer.engine.session import Session
from summarizer.engine.wording import shorten, tidy
from summarizer.grounding import cite_span, unsupported
from summarizer.messages import say

LONGEST_SECTION = 60
SECTION_TOKENS = 160
PROSE_TOKENS = 400
ITEMS_IN_PROSE = 8  # of each list: an abstract of 200 characters cannot carry more
OPENING = frozenset({"单位", "时段"})
SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")


class SectionAnswer(BaseModel):
    """What a model says of one section."""

    model_config = ConfigDict(extra="forbid")

    summary: str


async def summarize_sections(
    session: Session, schema: type[BaseModel], placed: Sequence[Placed]
) -> dict[str, tuple[SectionSummary, ...]]:
    """Summarise each top-level section from its items."""
    names = [name for name, _ in fields_of(schema, SectionList)]
    if not names:
        return {}
    tops = [(index, section) for index, section in enumerate(session.outline.sections) if section.level == 1]
    session.begin("sections", len(tops))
    made = await asyncio.gather(
        *(_section(session, section, [p for p in placed if p.point.section == index]) for index, section in tops)
    )
    return dict.fromkeys(names, tuple(made))


async def _section(session: Session, section: Section, placed: Sequence[Placed]) -> SectionSummary:
    place = cite_span(session.outline, section.start, section.end)
    summary = await _section_text(session, section, [each.item for each in placed])
    session.advance()
    return SectionSummary(
        heading=section.heading, role=_role(placed), summary=summary, start=place.start, end=place.end
    )


async def _section_text(session: Session, section: Section, items: Sequence[Item]) -> str:
    texts = [item.text for item in items]
    if len(texts) < 2:
        return "".join(texts)
    answer, wrong = await session.ask(
        "section",
        SectionAnswer,
        lambda given: _fault(given.summary, items),
        SECTION_TOKENS,
        heading=section.heading,
        items=texts[: 2 * ITEMS_IN_PROSE],
    )
    if answer is None or wrong:
        session.warn(say(f"“{section.heading}”的概括改用要点原文", f"“{section.heading}” is summarised by its own items"))
        return shorten("；".join(texts), LONGEST_SECTION)
    return shorten(tidy(answer.summary), LONGEST_SECTION)


def _role(placed: Sequence[Placed]) -> Role:
    """What most items of a section are; a list that is no role of a section counts as `other`."""
    counted = Counter(each.field for each in placed).most_common(1)
    if not counted:
        return "background"
    name = counted[0][0]
    return name if name in get_args(Role) else "other"  # type: ignore[return-value]


async def write_prose(
    session: Session, schema: type[BaseModel], facts: Mapping[str, Any], placed: Sequence[Placed]
) -> dict[str, str]:
    """Write each prose field of the schema from facts and items."""
    fields = list(fields_of(schema, Prose))
    session.begin("prose", len(fields))
    written = {}
    for name, kind in fields:
        written[name] = await _prose(session, schema, name, kind, facts, placed)
        session.advance()
    return written


async def _prose(
    session: Session, schema: type[BaseModel], name: str, kind: Prose, facts: Mapping[str, Any], placed: Sequence[Placed]
) -> str:
    lists = [
        (field.label, [p.item.text for p in placed if p.field == each][:ITEMS_IN_PROSE])
        for each, field in fields_of(schema, CitedItems)
    ]
    lists = [(label, texts) for label, texts in lists if texts]
    if not lists:
        session.warn(say(f"没有要点，未写{kind.label}", f"No items, so no {name} was written"))
        return ""
    known = [(fact.label, _shown(facts[each])) for each, fact in fields_of(schema, Fact) if each in facts and not fact.choices]
    source = [*(value for _, value in known), *(text for _, texts in lists for text in texts)]
    answer, _ = await session.ask(
        name,
        _prose_answer(name),
        lambda given: _prose_fault(getattr(given, name), kind, source),
        PROSE_TOKENS,
        least=kind.least,
        most=kind.most,
        facts=known,
        lists=lists,
    )
    text = getattr(answer, name) if answer else ""
    return _fitted(text, kind, source) or _strung(lists, known, kind)


def _fault(summary: str, items: Sequence[Item]) -> str | None:
    text = tidy(summary)
    if not text:
        return "概括是空的"
    source = [item.text for item in items] + [each.quote for item in items for each in item.evidence]
    if invented := unsupported(text, source):
        return f"要点里没有“{'”“'.join(invented)}”"
    return None


def _prose_fault(text: str, kind: Prose, source: Sequence[str]) -> str | None:
    if invented := unsupported(text, source):
        return f"要点里没有“{'”“'.join(invented)}”"
    if not kind.least <= len(text) <= kind.most:
        return f"写了{len(text)}字，应为{kind.least}到{kind.most}字"
    return None


def _fitted(text: str, kind: Prose, source: Sequence[str]) -> str:
    """The sentences that hold, as many as fit; "" where they are too few to make the text."""
    kept = ""
    for sentence in SENTENCE.findall("".join(text.split())):
        if not unsupported(sentence, source) and len(kept + sentence) <= kind.most:
            kept += sentence
    return kept if len(kept) >= kind.least else ""


def _strung(lists: Sequence[tuple[str, Sequence[str]]], facts: Sequence[tuple[str, str]], kind: Prose) -> str:
    """The items themselves, taken from each list in turn while they fit, after the facts that open it."""
    opening = "，".join(value for label, value in facts if label in OPENING)
    taken: dict[str, list[str]] = {label: [] for label, _ in lists}

    def text() -> str:
        parts = (f"{label}：{'；'.join(texts)}。" for label, texts in taken.items() if texts)
        return (f"{opening}。" if opening else "") + "".join(parts)

    for rank in range(max(len(texts) for _, texts in lists)):
        for label, texts in lists:
            if rank < len(texts):
                taken[label].append(texts[rank])
                if len(text()) > kind.most:
                    taken[label].pop()
    return text()


def _shown(value: Any) -> str:
    """A fact as it is told to the model."""
    if isinstance(value, dict):
        return _months(Period(**value)) if "start" in value else "".join(value[k] for k in ("role", "name") if value[k])
    return str(value)


def _months(period: Period) -> str:
    """`2023年上半年`, `2023年`, `2023年1月至9月`, `2016年1月至2020年12月`."""
    (year, first), (last_year, last) = period.start.split("-"), period.end.split("-")
    span = {("01", "06"): "上半年", ("01", "12"): "", ("07", "12"): "下半年"}
    if year == last_year and (first, last) in span:
        return f"{year}年{span[first, last]}"
    return f"{year}年{int(first)}月至{'' if year == last_year else f'{last_year}年'}{int(last)}月"


@lru_cache(maxsize=16)
def _prose_answer(name: str) -> type[BaseModel]:
    return create_model("Prose", __config__=ConfigDict(extra="forbid"), **{name: (str, ...)})  # type: ignore[call-overload]
