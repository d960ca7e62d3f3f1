"""A grid in a terminal: the table, then the sentence behind each amount, then what it was put together from."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from summarizer.collection.grid import Cell, Column, Grid, Row
from summarizer.collection.grid_text import CONFLICT, GAP, amount_text, naming_text, quote_of, remarks, told
from summarizer.collection.pages import at_figure
from summarizer.rendering import plain
from summarizer.rendering.blocks import clipped
from summarizer.rendering.wrapping import Flowing

_LONGEST_TITLE = 32  # columns, two a Chinese character
_LEAST = 8  # columns of an amount
_BETWEEN = 2  # columns between two of the table


def render_grid(grid: Grid) -> RenderableType:
    """The grid as a rich renderable; amounts link to their pages where the batch wrote some."""
    return Group(_Tables(grid), *_below(grid))


class _Tables:
    """The amounts, in as many tables one below another as the width asks for: an amount is never cut or broken."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = [self._column(index, column) for index, column in enumerate(self._grid.columns)]
        room = options.max_width - _LONGEST_TITLE - _BETWEEN
        while columns:
            taken = max(1, sum(each <= room for each in accumulate(_width(cells) for _, cells in columns)))
            yield self._table(columns[:taken])
            columns = columns[taken:]
            if columns:
                yield Text()

    def _column(self, index: int, column: Column) -> tuple[Column, list[Text]]:
        return column, [_cell(row, column, row.cells[index]) for row in self._grid.rows]

    def _table(self, columns: Sequence[tuple[Column, list[Text]]]) -> Table:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
        table.add_column(Text("报告", "bold"), max_width=_LONGEST_TITLE, no_wrap=True, overflow="ellipsis")
        for column, cells in columns:
            least = _width(cells) - _BETWEEN
            table.add_column(Text(column.head, "bold"), justify="right", overflow="fold", min_width=least)
        for at, row in enumerate(self._grid.rows):
            style = "dim" if row.report.record is None else ""
            table.add_row(Text(row.title, style), *(cells[at] for _, cells in columns))
        return table


def _width(cells: Sequence[Text]) -> int:
    """What a column takes at least, with what stands between it and the next."""
    return max([_LEAST, *(cell.cell_len for cell in cells)]) + _BETWEEN


def _cell(row: Row, column: Column, cell: Cell | None) -> Text:
    if cell is None:
        return Text(GAP, "dim")
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
