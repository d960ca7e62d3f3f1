"""A grid in a terminal: the table, then the sentence behind each amount, then what it was put together from."""

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from summarizer.collection.grid import Cell, Column, Grid, Row
from summarizer.collection.grid_text import CONFLICT, GAP, amount_text, naming_text, quote_of, remarks, told
from summarizer.collection.pages import at_figure
from summarizer.rendering import plain
from summarizer.rendering.blocks import clipped
from summarizer.rendering.wrapping import Flowing

_LONGEST_TITLE = 32  # columns, two a Chinese character


def render_grid(grid: Grid) -> RenderableType:
    """The grid as a rich renderable; amounts link to their pages where the batch wrote some."""
    return Group(_table(grid), *_below(grid))


def _table(grid: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(Text("报告", "bold"), max_width=_LONGEST_TITLE, no_wrap=True, overflow="ellipsis")
    for column in grid.columns:
        table.add_column(Text(column.head, "bold"), justify="right", overflow="fold", min_width=8)
    for row in grid.rows:
        style = "dim" if row.report.record is None else ""
        table.add_row(Text(row.title, style), *_cells(grid, row))
    return table


def _cells(grid: Grid, row: Row) -> Iterator[Text]:
    for column, cell in zip(grid.columns, row.cells, strict=True):
        yield _cell(row, column, cell) if cell else Text(GAP, "dim")


def _cell(row: Row, column: Column, cell: Cell) -> Text:
    link = f"link {at_figure(row.report.page.resolve().as_uri(), cell.figure)}" if row.report.page else ""
    style = "red" if cell.against or cell.figure.verdict == "unsupported" else ""
    mark = f" {CONFLICT}" if cell.against else ""
    return Text(amount_text(cell, column) + mark, f"{style} {link}".strip())


def _below(grid: Grid) -> Iterator[RenderableType]:
    yield Text()
    yield Text("出处", "bold cyan")
    for index, column in enumerate(grid.columns):
        if any(row.cells[index] for row in grid.rows):
            yield Text(column.head, "bold")
            yield _quotes([(row, cell) for row in grid.rows if (cell := row.cells[index])])
    yield Text()
    yield Text("名称", "bold cyan")
    for naming in grid.namings:
        joined, alike = naming_text(naming)
        yield Flowing(Text(joined))
        if alike:
            yield Flowing(Text(f"  {alike}", "dim"))


def _quotes(cells: list[tuple[Row, Cell]]) -> Table:
    listing = Table.grid(padding=(0, 1, 0, 0))
    listing.add_column(max_width=16, no_wrap=True, overflow="ellipsis")
    listing.add_column()
    for row, cell in cells:
        before, mention, after = clipped(quote_of(cell.figure), plain(cell.figure.mention))
        said = Text.assemble(before, (mention, "bold"), after)
        if period := told(cell.figure).removeprefix(plain(cell.figure.mention)):
            said.append(period, "dim")
        if further := remarks(cell):
            said.append(f"  {further}", "red" if cell.against else "dim")
        listing.add_row(Text(row.region or row.title), Flowing(said))
    return listing
