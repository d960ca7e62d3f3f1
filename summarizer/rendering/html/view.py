"""The view model of one record's page: entries with numbers, and the places in the source they lead to."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from schemas import CitedItems, Fact, Figures, Kind, Names, Prose, Record, SectionList, kind_of
from schemas.record import Figure, Item, NamedThing, SectionSummary, Status, Task, Verdict
from summarizer.documents import Document, outline
from summarizer.rendering.blocks import Title, footer_of, stretches_of, title_of
from summarizer.rendering.html.figures import FigureRow, figure_row, mention_in
from summarizer.rendering.html.marks import Span
from summarizer.rendering.html.source import Block, Mark, Source
from summarizer.rendering.plain import plain
from summarizer.rendering.words import VERDICTS, repair_in_chinese

# Roles of sections that no list of the schema is named for.
_ROLES = MappingProxyType({"requirements": "要求", "background": "背景", "other": ""})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source: the offset at which it starts, and the number of its line."""

    start: int
    line: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the summary says, with its number on the page and its places."""

    number: int
    text: str
    places: tuple[Place, ...]
    verdict: Verdict | None = None
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section: its role in words and the status of what stands under it; `line` where it starts."""

    text: str
    role: str
    status: Status | None
    summary: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the summary. What it holds is in the one of `text` … `figures` that its `form` names."""

    id: str
    label: str
    form: str
    status: Status | None = None
    text: str = ""
    headings: tuple[Heading, ...] = ()
    entries: tuple[Entry, ...] = ()
    figures: tuple[FigureRow, ...] = ()

    @property
    def count(self) -> int:
        """How many things it holds; 0 of a text."""
        return len(self.headings) + len(self.entries) + len(self.figures)


@dataclass(frozen=True, slots=True)
class View:
    """The page. `verdicts` counts them over items and figures."""

    title: Title
    warnings: tuple[str, ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    parts: tuple[Part, ...]
    uncited: tuple[Entry, ...]
    repairs: tuple[tuple[str, int], ...]
    footer: str
    source: tuple[Block, ...]
    removed: int
    mended: int


def view_of(record: Record[Any], document: Document) -> View:
    """Bring a record and its document together. ValueError where the record is of another document."""
    if record.source.sha256 != document.sha256:
        raise ValueError(f"the record is of {record.source.sha256}, the document is {document.sha256}")
    source = Source(outline(document))
    entries = _Entries(source)
    parts = tuple(_parts(record.summary, entries))
    uncited = tuple(
        entries.add(plain(each.mention), [(each.start, each.end)], "uncited")
        for each in record.checks.uncited_figures
    )
    return View(
        title=title_of(record),
        warnings=tuple(map(plain, record.checks.warnings)),
        verdicts=tuple(_tally(parts)),
        parts=parts,
        uncited=uncited,
        repairs=tuple((repair_in_chinese(plain(kind)), n) for kind, n in record.checks.repairs.items()),
        footer=footer_of(record.usage).text,
        source=source.blocks(entries.marks),
        removed=len(source.removed),
        mended=len(source.mended),
    )


class _Entries:
    """Numbers entries as they come and keeps the marks that lead back to them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._count = 0
        self.marks: list[Mark] = []

    def number(self, spans: Sequence[Span], kind: str) -> int:
        """The number of a new entry that rests on these places."""
        self._count += 1
        self.marks += (Mark(span, self._count, kind) for span in spans)
        return self._count

    def add(
        self, text: str, spans: Sequence[Span], kind: str, verdict: Verdict | None = None, deadline: str = ""
    ) -> Entry:
        """A new entry."""
        places = tuple(Place(start, self.line(start)) for start, end in spans if start < end)
        return Entry(self.number(spans, kind), text, places, verdict, deadline)

    def line(self, offset: int) -> int | None:
        """The number of the source's line at an offset."""
        return self._source.line_at(offset).number


def _parts(summary: BaseModel, entries: _Entries) -> Iterator[Part]:
    schema = type(summary)
    for name in schema.model_fields:
        kind, value = kind_of(schema, name), getattr(summary, name)
        if value or isinstance(kind, CitedItems):
            yield from _part(name, kind, value, schema, entries)


def _part(name: str, kind: Kind, value: Any, schema: type[BaseModel], entries: _Entries) -> Iterator[Part]:
    match kind:
        case Prose():
            yield Part(name, kind.label, "text", text=plain(value))
        case SectionList():
            headings = tuple(_heading(each, schema, entries) for each in value)
            yield Part(name, kind.label, "headings", headings=headings)
        case CitedItems():
            status = kind.status or "background"
            items = tuple(_item(each, status, entries) for each in value)
            yield Part(name, kind.label, "items", status, entries=items)
        case Figures():
            yield Part(name, kind.label, "figures", figures=tuple(_figure(each, entries) for each in value))
        case Names():
            yield Part(name, kind.label, "names", entries=tuple(_name(kind, each, entries) for each in value))
        case Fact():
            return  # shown with the title


def _heading(section: SectionSummary, schema: type[BaseModel], entries: _Entries) -> Heading:
    kind = kind_of(schema, section.role) if section.role in schema.model_fields else None
    return Heading(
        text=plain(section.heading),
        role=kind.label if kind else _ROLES.get(section.role, section.role),
        status=kind.status if isinstance(kind, CitedItems) else None,
        summary=plain(section.summary),
        line=entries.line(section.start),
    )


def _item(item: Item, status: Status, entries: _Entries) -> Entry:
    deadline = item.deadline if isinstance(item, Task) else None
    return entries.add(
        plain(item.text), stretches_of(item.evidence), status, item.verdict, plain(deadline or "")
    )


def _name(kind: Names, thing: NamedThing, entries: _Entries) -> Entry:
    opening, closing = "《》" if kind.marks == "book" else "“”"
    return entries.add(f"{opening}{plain(thing.name)}{closing}", stretches_of(thing.evidence), "name")


def _figure(figure: Figure, entries: _Entries) -> FigureRow:
    mention = mention_in(figure)
    number = entries.number([mention] if mention else [], "figure")
    return figure_row(number, figure, entries.line(mention[0]) if mention else None)


def _tally(parts: Sequence[Part]) -> Iterator[tuple[Verdict, int]]:
    counts: Counter[Verdict | None] = Counter(item.verdict for part in parts for item in part.entries)
    counts.update(row.verdict for part in parts for row in part.figures)
    for verdict in VERDICTS:
        if counts[verdict]:
            yield verdict, counts[verdict]
