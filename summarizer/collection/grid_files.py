"""A grid as CSV and as a workbook; each amount has its quote and a link to its sentence."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from summarizer.collection import rows as flat
from summarizer.collection.flat import write_csv
from summarizer.collection.grid import Grid, Row
from summarizer.collection.grid_text import quote_of, remarks
from summarizer.collection.pages import Pages, at_figure
from summarizer.collection.workbook import Sheet, workbook
from summarizer.rendering import plain
from summarizer.rendering.html.figures import period_of
from summarizer.rendering.words import VERDICTS

_HEAD = (flat.Column("report", "报告", 30), flat.Column("region", "地区", 12))
_SOURCES = (
    *_HEAD,
    flat.Column("indicator", "指标", 26),
    flat.Column("subject", "报告里的名称", 24),
    flat.Column("mention", "原文写法", 16),
    flat.Column("period", "时间", 14),
    flat.Column("verdict", "核对", 8),
    flat.Column("quote", "引文", 60),
    flat.Column("remarks", "另有", 36),
    flat.Column("link", "链接", 10, "link"),
)
_NAMINGS = (
    flat.Column("indicator", "指标", 26),
    flat.Column("subject", "报告里的名称", 30),
    flat.Column("count", "次数", 8, "int"),
    flat.Column("joined", "是否并入", 10),
)


def grid_csv(grid: Grid, pages: Pages, file: BinaryIO) -> None:
    """A row a report; beside each amount its time, its quote, what speaks against it, and a link."""
    write_csv(file, [*_HEAD, *_wide(grid)], (_cells(grid, row, pages) for row in grid.rows))


def _wide(grid: Grid) -> Iterator[flat.Column]:
    for index, column in enumerate(grid.columns):
        yield flat.Column(f"c{index}", column.head, 16, "float")
        for name in ("时间", "引文", "另有", "链接"):
            yield flat.Column(f"c{index}", f"{column.head}·{name}", 16)


def _cells(grid: Grid, row: Row, pages: Pages) -> flat.Values:
    link = pages.link(row.report)
    values: list[flat.Cell] = [row.title, row.region or None]
    for column, cell in zip(grid.columns, row.cells, strict=True):
        if cell is None:
            values += [None, None, None, None, None]
        else:
            values += [
                column.shown(cell.value),
                period_of(plain(cell.figure.period or "")) or None,
                quote_of(cell.figure),
                remarks(cell) or None,
                at_figure(link, cell.figure),
            ]
    return tuple(values)


def grid_xlsx(grid: Grid, pages: Pages, file: BinaryIO) -> None:
    """Sheets: the table with amounts alone, its sources, and which names were joined."""
    with workbook(file) as book:
        amounts = [flat.Column(f"c{i}", each.head, 18, "float") for i, each in enumerate(grid.columns)]
        _fill(book.sheet("对比", (*_HEAD, *amounts)), (_amounts(grid, row) for row in grid.rows))
        _fill(book.sheet("出处", _SOURCES), _sources(grid, pages))
        _fill(book.sheet("名称", _NAMINGS), _names(grid))


def _fill(sheet: Sheet, rows: Iterable[flat.Values]) -> None:
    for row in rows:
        sheet.add(row)
    sheet.close()


def _amounts(grid: Grid, row: Row) -> flat.Values:
    cells = zip(grid.columns, row.cells, strict=True)
    amounts = (column.shown(cell.value) if cell else None for column, cell in cells)
    return row.title, row.region or None, *amounts


def _sources(grid: Grid, pages: Pages) -> Iterator[flat.Values]:
    for row in grid.rows:
        link = pages.link(row.report)
        for column, cell in zip(grid.columns, row.cells, strict=True):
            if cell:
                yield (
                    row.title,
                    row.region or None,
                    column.head,
                    plain(cell.figure.subject),
                    plain(cell.figure.mention),
                    period_of(plain(cell.figure.period or "")) or None,
                    VERDICTS[cell.figure.verdict],
                    quote_of(cell.figure),
                    remarks(cell) or None,
                    at_figure(link, cell.figure),
                )


def _names(grid: Grid) -> Iterator[flat.Values]:
    for naming in grid.namings:
        for names, word in ((naming.joined, "并入"), (naming.alike, "未并入")):
            for name, count in names:
                yield naming.indicator, name, count, word
