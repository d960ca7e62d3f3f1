"""A grid as bars (SVG 1.1): a panel an indicator, a bar a report, the largest first; no script, no font of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from jinja2 import Environment, PackageLoader, StrictUndefined

from summarizer.collection.grid import Cell, Column, Grid, Row
from summarizer.collection.grid_text import CONFLICT, amount_text, number, quote_of, remarks
from summarizer.collection.pages import Pages, at_figure
from summarizer.rendering.html.frame import visible

# In user units of the SVG: the picture, its edge, room for names and for amounts beside the bars.
WIDTH, MARGIN, NAMES, AMOUNTS = 860, 28, 150, 120
ROW, HEAD, GAP, FOOT = 26, 62, 30, 26
_LONGEST_NAME = 10
_MOST_SILENT = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One report: a rectangle from `x`, `width` wide; its label stands at `end`, right of a bar or left of one below zero."""

    name: str
    x: float
    width: float
    end: float
    below: bool
    label: str
    title: str
    link: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One column of the grid. `top` is its upper edge, `zero` where its bars start, `silent` who says nothing."""

    head: str
    note: str
    top: float
    zero: float
    bars: tuple[Bar, ...]
    silent: str

    @property
    def height(self) -> int:
        """From its head to its last line."""
        return HEAD + ROW * len(self.bars) + (FOOT if self.silent else 0)


def render_chart(grid: Grid, pages: Pages) -> str:
    """The chart; a bar leads to its sentence in the page of its report."""
    panels: list[Panel] = []
    top = MARGIN
    for index, column in enumerate(grid.columns):
        panels.append(_panel(grid.rows, index, column, top, pages))
        top += panels[-1].height + GAP
    sizes = {"width": WIDTH, "margin": MARGIN, "names": MARGIN + NAMES, "row": ROW, "head": HEAD}
    return (
        _environment()
        .get_template("chart.svg.jinja")
        .render(panels=panels, height=top - GAP + MARGIN, **sizes)
    )


def _panel(rows: Sequence[Row], index: int, column: Column, top: int, pages: Pages) -> Panel:
    told = [(row, cell) for row in rows if (cell := row.cells[index])]
    told.sort(key=lambda each: -each[1].value)
    values = [cell.value for _, cell in told]
    low, high = min(values, default=0.0), max(values, default=0.0)
    room = AMOUNTS if low < 0 else 0  # for the labels of bars below zero
    scale = (WIDTH - 2 * MARGIN - NAMES - AMOUNTS - room) / ((max(high, 0) - min(low, 0)) or 1)
    zero = MARGIN + NAMES + room - min(low, 0) * scale
    bars = tuple(
        _bar(
            row,
            cell,
            column,
            (zero, zero + cell.value * scale),
            at_figure(pages.link(row.report), cell.figure),
        )
        for row, cell in told
    )
    silent = [_name(row) for row in rows if row.cells[index] is None]
    return Panel(column.head, _note(column, values), top, zero, bars, _listed(silent))


def _bar(row: Row, cell: Cell, column: Column, span: tuple[float, float], link: str) -> Bar:
    start, end = span
    label = amount_text(cell, column) + (f" {CONFLICT}" if cell.against else "")
    title = "\n".join(
        filter(None, (row.title, f"{column.head} {label}", quote_of(cell.figure), remarks(cell)))
    )
    return Bar(
        name=_name(row),
        x=round(min(span), 1),
        width=round(max(abs(end - start), 0.8), 1),
        end=round(end, 1),
        below=end < start,
        label=label,
        title=title,
        link=link,
        doubtful=bool(cell.against) or cell.figure.verdict == "unsupported",
    )


def _name(row: Row) -> str:
    name = row.region or row.title
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _note(column: Column, values: Sequence[float]) -> str:
    if not values:
        return "没有报告提到"
    middle = f"，中位数 {number(column.shown(median(values)))}" if len(values) > 2 else ""
    return f"{len(values)} 份{middle}"


def _listed(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" 等 {len(names)} 份" if len(names) > _MOST_SILENT else ""
    return "未提到：" + "、".join(names[:_MOST_SILENT]) + more


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("summarizer.collection", ""),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
