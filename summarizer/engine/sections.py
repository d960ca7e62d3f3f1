"""Section summaries: one sentence on each top-level section, from its verified items."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from pydantic import BaseModel, ConfigDict

from schemas.fields import SectionList, fields_of
from schemas.record import Item, Role, SectionSummary
from summarizer.documents import Section
from summarizer.engine.composed import topic_of
from summarizer.engine.items import Placed
from summarizer.engine.session import Session, side_by_side
from summarizer.engine.wording import shorten, tidy
from summarizer.grounding import cite_span, unsupported

TEMPLATE = "section"
LONGEST = 60
ITEMS_SHOWN = 16
ANSWER_TOKENS = 160


class SectionAnswer(BaseModel):
    """What a model says of one section."""

    model_config = ConfigDict(extra="forbid")

    summary: str


async def summarize_sections(
    session: Session, placed: Sequence[Placed]
) -> dict[str, tuple[SectionSummary, ...]]:
    """Summarise each top-level section from its items."""
    names = [name for name, _ in fields_of(session.schema, SectionList)]
    if not names:
        return {}
    tops = [(index, section) for index, section in enumerate(session.outline.sections) if section.level == 1]
    session.begin("sections", len(tops))
    made = await side_by_side(
        _section(session, section, [p for p in placed if p.point.section == index]) for index, section in tops
    )
    return dict.fromkeys(names, tuple(made))


async def _section(session: Session, section: Section, placed: Sequence[Placed]) -> SectionSummary:
    place = cite_span(session.outline, section.start, section.end)
    summary = await _section_text(session, section, [each.item for each in placed])
    session.advance()
    return SectionSummary(
        heading=section.heading, role=role_of(placed), summary=summary, start=place.start, end=place.end
    )


async def _section_text(session: Session, section: Section, items: Sequence[Item]) -> str:
    texts = [item.text for item in items]
    if len(texts) < 2:
        return "".join(texts)
    if not session.provider.limits.writes:
        return shorten("；".join(dict.fromkeys(map(topic_of, texts))), LONGEST)
    answer, wrong = await session.ask(
        TEMPLATE,
        SectionAnswer,
        lambda given: _fault(given.summary, items),
        ANSWER_TOKENS,
        heading=section.heading,
        items=texts[:ITEMS_SHOWN],
    )
    if answer is None or wrong:
        if not session.declined:
            session.warn(f"“{section.heading}”的概括改用要点原文")
        return shorten("；".join(texts), LONGEST)
    return shorten(tidy(answer.summary), LONGEST)


def role_of(placed: Sequence[Placed]) -> Role:
    """What most items of a section are; a list that is no role of a section counts as `other`."""
    counted = Counter(each.field for each in placed).most_common(1)
    if not counted:
        return "background"
    name = counted[0][0]
    return name if name in get_args(Role) else "other"  # type: ignore[return-value]


def _fault(summary: str, items: Sequence[Item]) -> str | None:
    text = tidy(summary)
    if not text:
        return "概括是空的"
    source = [item.text for item in items] + [each.quote for item in items for each in item.evidence]
    if invented := unsupported(text, source):
        return f"要点里没有“{'”“'.join(invented)}”"
    return None
