"""A record as a sequence of blocks: what is shown, in which order, before any decision on how.

The schema's field kinds alone decide order, labels and form, so a record of any schema can be shown.
All text in blocks has been through `plain`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from schemas import CitedItems, Fact, Figures, Kind, Names, Prose, Record, SectionList, fields_of, kind_of
from schemas.record import (
    Author,
    Checks,
    Evidence,
    Figure,
    Item,
    NamedThing,
    Period,
    SectionSummary,
    Task,
    Usage,
    Verdict,
)
from summarizer.quantities import find_quantities
from summarizer.rendering.plain import plain
from summarizer.rendering.words import STATUSES, VERDICTS, repair_in_chinese

MARKS = MappingProxyType({"supported": "✓", "unsupported": "✗", "unchecked": "·"})
_ARROWS = MappingProxyType({"up": " ↑", "down": " ↓", None: ""})
_PLACES_SHOWN = 3
# Rows of digits and of numerals, parts of dates and sizes with them: 2024年6月30日, 3×4, 1:2, 二〇二四年.
_DIGITS = re.compile(
    r"\d+(?:[.,，．:：/×~～—–-]\d+|[年月]\d+)*[%％‰年月日]?|[〇零一二两三四五六七八九十百千万亿]+年?"
)
_QUOTE_MARGIN = 12  # characters of a quote shown on each side of the mention


@dataclass(frozen=True, slots=True)
class Title:
    """What the document is: its title, labelled facts, and where it was read from."""

    text: str
    facts: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Connected text under a label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One line: a label and a few words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list. `lead` stands before the text, `deadline` after it, `reference` last."""

    text: str
    reference: str = ""
    lead: str = ""
    deadline: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries under a label, each on lines of its own, or running on one after another if `inline`."""

    label: str
    entries: tuple[Entry, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: `mention` as the document writes it, `quote` in three parts with the mention amid."""

    subject: str
    mention: str
    arrow: str
    status: str
    reference: str
    quote: tuple[str, str, str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The figures of the document under a label, one row for each."""

    label: str
    columns: tuple[str, str, str, str]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    """What the summary took."""

    text: str


Block = Title | Paragraph | Remark | Listing | FigureTable | Footer


def blocks_of(record: Record[Any]) -> Iterator[Block]:
    """Yield the blocks of a record: title, the fields in the schema's order, checks, usage."""
    schema: type[BaseModel] = type(record.summary)
    yield title_of(record)
    for name in schema.model_fields:
        yield from _field(kind_of(schema, name), getattr(record.summary, name))
    yield from _checks(record)
    yield footer_of(record.usage)


def title_of(record: Record[Any]) -> Title:
    """A fact in a field called `title` heads the page; without one the source's name does."""
    facts = [
        (name, kind.label, _fact(kind, value))
        for name, kind in fields_of(type(record.summary), Fact)
        if (value := getattr(record.summary, name)) is not None
    ]
    source = plain(record.source.name)
    return Title(
        text=next((text for name, _, text in facts if name == "title"), source),
        facts=tuple((label, text) for name, label, text in facts if name != "title" and text),
        source=f"{source} · {record.source.characters:,} 字",
    )


def _fact(kind: Fact, value: object) -> str:
    match value:
        case Author(name=name, role=role):
            return plain(f"{role or ''} {name or ''}")
        case Period(start=start, end=end):
            return plain(f"{start} 至 {end}")
        case BaseModel():
            return plain(" ".join(str(part) for _, part in value if part is not None))
        case _:
            return plain(kind.choices.get(str(value), str(value)))


def _field(kind: Kind, value: Any) -> Iterator[Block]:
    match kind:
        case CitedItems() if not value:
            yield Remark(kind.label, "报告未提及")
        case _ if not value:
            return
        case Prose():
            yield Paragraph(kind.label, plain(value))
        case SectionList():
            yield Listing(kind.label, tuple(map(_section, value)))
        case CitedItems():
            yield Listing(kind.label, tuple(map(_item, value)))
        case Figures():
            yield FigureTable(kind.label, ("指标", "数值", "状态", "出处"), tuple(map(_figure, value)))
        case Names():
            yield Listing(kind.label, tuple(_name(kind, thing) for thing in value), inline=True)
        case Fact():
            return  # shown with the title


def _section(section: SectionSummary) -> Entry:
    reference = _place(section.start, section.end)
    return Entry(plain(section.summary), reference, lead=plain(section.heading))


def _item(item: Item) -> Entry:
    deadline = item.deadline if isinstance(item, Task) else None
    return Entry(
        plain(item.text), _places(item.evidence), deadline=plain(deadline or ""), verdict=item.verdict
    )


def _name(kind: Names, thing: NamedThing) -> Entry:
    opening, closing = "《》" if kind.marks == "book" else "“”"
    return Entry(f"{opening}{plain(thing.name)}{closing}", _places(thing.evidence))


def _figure(figure: Figure) -> FigureRow:
    mention = plain(figure.mention)
    quote = plain(figure.evidence[0].quote) if figure.evidence else ""
    period = f"（{figure.period}）" if figure.period else ""
    return FigureRow(
        subject=plain(figure.subject + period),
        mention=mention,
        arrow=_ARROWS[figure.direction],
        status=STATUSES[figure.status],
        reference=_places(figure.evidence),
        quote=clipped(quote, mention),
        verdict=figure.verdict,
    )


def find_mention(quote: str, mention: str) -> re.Match[str] | None:
    """Where `mention` stands in `quote`; None where it does not."""
    # A digit or point before it would make it the tail of another number: 3个 in 13个.
    return re.search(rf"(?<![\d.]){re.escape(mention)}", quote) if mention else None


def clipped(quote: str, mention: str) -> tuple[str, str, str]:
    """Return what stands before `mention` in `quote`, the mention, and what follows, clipped at both ends.

    Never within a number: the rest of one looks like another. A quote that does not hold the mention is shown
    from its beginning.
    """
    found = find_mention(quote, mention)
    start, end = found.span() if found else (0, 0)
    uncut = _within_numbers(quote)
    first, last = max(0, start - _QUOTE_MARGIN), min(len(quote), end + _QUOTE_MARGIN)
    while first < start and first in uncut:
        first += 1
    while last > end and last in uncut:
        last -= 1
    before = ("…" if first else "") + quote[first:start]
    return before, quote[start:end], quote[end:last] + ("…" if last < len(quote) else "")


def _within_numbers(quote: str) -> frozenset[int]:
    """The places at which a cut would fall within a quantity, a date or another row of digits."""
    spans = [(each.start, each.end) for each in find_quantities(quote)]
    spans += [each.span() for each in _DIGITS.finditer(quote)]
    return frozenset(place for start, end in spans for place in range(start + 1, end))


def _place(start: int, end: int) -> str:
    return f"〔{start}–{end}〕"


def stretches_of(evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """Places in the order given; those that follow one another are one place for a reader."""
    stretches: list[tuple[int, int]] = []
    for each in evidence:
        if stretches and stretches[-1][1] == each.start:
            stretches[-1] = (stretches[-1][0], each.end)
        else:
            stretches.append((each.start, each.end))
    return stretches


def _places(evidence: Sequence[Evidence]) -> str:
    stretches = stretches_of(evidence)
    shown = "".join(_place(*stretch) for stretch in stretches[:_PLACES_SHOWN])
    return shown + (f"等 {len(stretches)} 处" if len(stretches) > _PLACES_SHOWN else "")


def _checks(record: Record[Any]) -> Iterator[Block]:
    if tally := _tally(record.summary):
        yield Remark("核对", tally)
    yield from _uncited(record.checks)
    if record.checks.warnings:
        yield Listing("警告", tuple(Entry(plain(warning)) for warning in record.checks.warnings))
    if repairs := record.checks.repairs:
        yield Remark(
            "修补", "，".join(f"{repair_in_chinese(plain(kind))} {n} 处" for kind, n in repairs.items())
        )


def _tally(summary: BaseModel) -> str:
    """Count the verdicts; the words beside the marks serve as their legend."""
    schema = type(summary)
    judged = chain(fields_of(schema, CitedItems), fields_of(schema, Figures))
    verdicts = Counter(item.verdict for name, _ in judged for item in getattr(summary, name))
    return "　".join(f"{MARKS[v]} {word} {verdicts[v]}" for v, word in VERDICTS.items() if verdicts[v])


def _uncited(checks: Checks) -> Iterator[Block]:
    if figures := checks.uncited_figures:
        entries = tuple(Entry(plain(f.mention), _place(f.start, f.end)) for f in figures)
        yield Listing(f"未被摘要引用的数据 {len(figures)} 处", entries, inline=True)


def footer_of(usage: Usage) -> Footer:
    """The footer: what the summary took, in words."""
    parts = [
        plain(usage.model),
        f"{usage.calls}次调用",
        f"输入{usage.prompt_tokens:,}、输出{usage.completion_tokens:,}词元",
        f"{usage.seconds:.1f}秒",
    ]
    if usage.cost:
        parts.append(f"费用{usage.cost:g} {plain(usage.currency or '')}".rstrip())
    return Footer(" · ".join(parts))
