"""Workbooks for spreadsheets (Office Open XML), written row by row in constant memory.

XlsxWriter and not openpyxl: it is the maintained one of the two, and its constant-memory mode holds one row a
sheet, with links and formats, which openpyxl's write-only mode makes cells for.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Any, BinaryIO
from urllib.parse import unquote

from summarizer.collection.cells import is_active
from summarizer.collection.flat import lacking
from summarizer.collection.rows import Cell, Column, Values

# Excel specifications and limits (Microsoft).
MOST_ROWS = 1_048_576
MOST_LINKS = 65_530
_LONGEST_CELL = 32_767
_LONGEST_LINK = 2_000
_OPEN = "打开"
_WIDE = 36  # text in columns of so many characters is wrapped
_LINE = 13.5  # points
_MOST_LINES = 6


class Workbook:
    """A workbook that sheets are added to. Text is always text: nothing a cell holds is taken for a formula."""

    def __init__(self, file: BinaryIO, most_rows: int = MOST_ROWS, most_links: int = MOST_LINKS) -> None:
        try:
            import xlsxwriter  # noqa: PLC0415 – wanted for this form alone
        except ImportError as error:
            raise lacking("xlsx", "office") from error
        safe = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self._book: Any = xlsxwriter.Workbook(file, {"constant_memory": True, **safe})
        self._formats = _formats(self._book)
        self._limits = most_rows, most_links

    def sheet(self, title: str, columns: Sequence[Column]) -> "Sheet":
        """Add a sheet."""
        return Sheet(self._book, self._formats, title, columns, self._limits)

    def close(self) -> None:
        """Write the file."""
        self._book.close()


@contextmanager
def workbook(file: BinaryIO, most_rows: int = MOST_ROWS, most_links: int = MOST_LINKS) -> Iterator[Workbook]:
    """A workbook that is written when the block is left; a sheet holds so many rows, head included, and links."""
    book = Workbook(file, most_rows, most_links)
    try:
        yield book
    finally:
        book.close()  # also after an error: it holds temporary files


class Sheet:
    """Rows under a head that stays in view; what one sheet cannot take goes on in the next (`数据 2`)."""

    def __init__(
        self,
        book: Any,
        formats: dict[str, Any],
        title: str,
        columns: Sequence[Column],
        limits: tuple[int, int],
    ) -> None:
        self._book, self._formats, self._title, self._columns = book, formats, title, columns
        self._most_rows, self._most_links = limits
        self._number = 0
        self._begin()

    def add(self, values: Values) -> None:
        """Add a row."""
        if self._row == self._most_rows:
            self.close()
            self._begin()
        self._sheet.set_row(self._row, _height(self._columns, values))
        for index, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            if value is not None and value != "":
                self._write(index, column, value)
        self._row += 1

    def close(self) -> None:
        """Set the filter over all rows."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)

    def _begin(self) -> None:
        self._number += 1
        self._row, self._links = 1, 0
        title = self._title if self._number == 1 else f"{self._title} {self._number}"
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 1)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        for index, column in enumerate(self._columns):
            self._sheet.set_column(index, index, column.width)
            head = {"int": "head count", "float": "head number"}.get(column.form, "head")
            self._sheet.write_string(0, index, column.head, self._formats[head])

    def _write(self, index: int, column: Column, value: Cell) -> None:
        at = self._row, index
        if isinstance(value, int | float):
            form = "count" if column.form == "int" else "whole" if float(value).is_integer() else "number"
            self._sheet.write_number(*at, value, self._formats[form])
        elif column.form == "link" and self._links < self._most_links and len(value or "") <= _LONGEST_LINK:
            self._links += 1
            self._sheet.write_url(*at, f"external:{_path(str(value))}", self._formats["link"], _OPEN)
        elif value:
            form = "quoted" if is_active(value) else "wide" if column.width >= _WIDE else "text"
            self._sheet.write_string(*at, value[:_LONGEST_CELL], self._formats[form])


def _height(columns: Sequence[Column], values: Values) -> float:
    """Points that the longest of the wide texts takes, so far as a row may grow; not every program fits rows itself."""
    lines = (
        ceil((len(value) + sum(not char.isascii() for char in value)) / (column.width - 2))
        for column, value in zip(columns, values, strict=True)
        if column.width >= _WIDE and isinstance(value, str)
    )
    return _LINE * min(max(lines, default=1), _MOST_LINES) + 3


def _path(link: str) -> str:
    """A relative URL as Excel wants it: as a path, but for names that would not be read back as they are."""
    path = unquote(link)
    return link if "%" in path or path.count("#") > 1 else path


def _formats(book: Any) -> dict[str, Any]:
    top = {"valign": "top", "font_size": 10, "font_name": "等线"}
    head = {**top, "bold": True, "font_color": "#ffffff", "bg_color": "#1f4e79", "valign": "vcenter"}
    return {
        "head": book.add_format(head),
        "head count": book.add_format({**head, "align": "center"}),
        "head number": book.add_format({**head, "align": "right"}),
        "text": book.add_format(top),
        "wide": book.add_format({**top, "text_wrap": True}),
        # The apostrophe of spreadsheets: text stays text when the cell is edited.
        "quoted": book.add_format({**top, "text_wrap": True, "quote_prefix": True}),
        "count": book.add_format({**top, "num_format": "#,##0", "align": "center"}),
        "whole": book.add_format({**top, "num_format": "#,##0"}),
        "number": book.add_format({**top, "num_format": "#,##0.0###"}),
        "link": book.add_format({**top, "font_color": "#0563c1", "underline": 1}),
    }
