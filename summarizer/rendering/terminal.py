"""The record for reading in a terminal. Colours are the terminal's own, so dark and light both work."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from schemas import Record
from summarizer.rendering.blocks import (
    MARKS,
    Block,
    Entry,
    FigureRow,
    FigureTable,
    Footer,
    Listing,
    Paragraph,
    Remark,
    Title,
    blocks_of,
)
from summarizer.rendering.wrapping import Flowing

# What the report does not support has to be seen before anything else.
_MARK_STYLES = MappingProxyType({"supported": "green", "unsupported": "bold red", "unchecked": "dim"})
_TEXT_STYLES = MappingProxyType({"supported": "", "unsupported": "red", "unchecked": ""})
_LABEL = "bold cyan"
_REFERENCE = "dim"


def render_terminal(record: Record[Any]) -> RenderableType:
    """Return the record as a rich renderable. No text of the document is read as markup."""
    return Group(*(part for block in blocks_of(record) for part in _printed(block)))


def _printed(block: Block) -> Iterator[RenderableType]:
    match block:
        case Title():
            yield _title(block)
        case Paragraph(label, text):
            yield from _headed(label, Flowing(Text(text)))
        case Remark(label, text):
            yield Text()
            yield Flowing(Text.assemble((label, _LABEL), "  ", (text, "dim")))
        case Listing(label, entries, inline):
            yield from _headed(label, _inline(entries) if inline else _listing(entries))
        case FigureTable():
            yield from _headed(block.label, _figures(block))
        case Footer(text):
            yield Text()
            yield Flowing(Text(text, "dim"))


def _headed(label: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(label, _LABEL), align="left", style="dim")
    yield Padding(body, (0, 1))


def _title(title: Title) -> Panel:
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True)
    facts.add_column()
    for label, text in title.facts:
        facts.add_row(Text(label, "dim"), Flowing(Text(text)))
    heading = Flowing(Text(title.text, "bold"))
    body = Group(heading, Text(), facts) if title.facts else heading
    return Panel(
        body, box=box.ROUNDED, border_style="cyan", padding=(0, 1),
        subtitle=Text(title.source, "dim"), subtitle_align="right",
    )  # fmt: skip


def _listing(entries: tuple[Entry, ...]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column()
    for entry in entries:
        grid.add_row(_mark(entry), Flowing(_entry(entry)))
    return grid


def _mark(row: Entry | FigureRow) -> Text:
    return Text(MARKS[row.verdict], _MARK_STYLES[row.verdict]) if row.verdict else Text("•", "dim")


def _entry(entry: Entry) -> Text:
    text = Text(entry.text, _TEXT_STYLES[entry.verdict] if entry.verdict else "")
    lead = Text(f"{entry.lead}　" if entry.lead else "", "bold")
    deadline = Text(f"　期限 {entry.deadline}" if entry.deadline else "", "bold magenta")
    return Text.assemble(lead, text, deadline, (f" {entry.reference}", _REFERENCE))


def _inline(entries: tuple[Entry, ...]) -> Flowing:
    text = Text("　").join(Text.assemble(entry.text, (entry.reference, _REFERENCE)) for entry in entries)
    return Flowing(text)


def _figures(block: FigureTable) -> Table:
    subject, value, status, source = (Text(column, "bold") for column in block.columns)
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(width=1)
    table.add_column(subject, ratio=2)
    table.add_column(value, justify="right", max_width=16)
    table.add_column(status, no_wrap=True)
    table.add_column(source, ratio=3)
    for row in block.rows:
        style = _TEXT_STYLES[row.verdict]
        table.add_row(
            _mark(row),
            Flowing(Text(row.subject, style)),
            Text(row.mention + row.arrow, style or "bold"),
            Text(row.status),
            Flowing(_source(row)),
        )
    return table


def _source(row: FigureRow) -> Text:
    before, mention, after = row.quote
    return Text.assemble((row.reference, _REFERENCE), " ", before, (mention, "bold"), after)
