"""What can be made of a collection, and how it gets into files."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from summarizer.collection.brief_of_many import brief_of
from summarizer.collection.digest import render_digest
from summarizer.collection.docx import write_docx
from summarizer.collection.flat import FLAT
from summarizer.collection.index import render_index
from summarizer.collection.pages import Pages
from summarizer.collection.records import Collection
from summarizer.collection.rows import TABLES, TableName, Values
from summarizer.collection.workbook import workbook
from summarizer.files import made_folder, written_whole
from summarizer.rendering import render_line


class Form(StrEnum):
    """Forms, by the suffix of the file."""

    HTML = ".html"
    XLSX = ".xlsx"
    DOCX = ".docx"
    MARKDOWN = ".md"
    CSV = ".csv"
    JSONL = ".jsonl"
    PARQUET = ".parquet"


def export(collection: Collection, path: Path, form: Form, table: TableName | None = None) -> None:
    """Write all of a collection to one file, the pages that it links to into `reports/` beside it.

    `table` chooses what CSV, JSON lines and Parquet hold: without it JSON lines hold the records, the others the
    table of reports. OutputError where something cannot be written or a library is missing.
    """
    made_folder(path.parent)
    with written_whole(path) as file:
        match form:
            case Form.HTML:
                file.write(render_index(collection, Pages(path.parent)).encode("utf-8", "replace"))
            case Form.MARKDOWN:
                file.write(render_digest(collection, Pages(path.parent)).encode("utf-8", "replace"))
            case Form.DOCX:
                write_docx(file, brief_of(collection))
            case Form.XLSX:
                _xlsx(collection, path, file)
            case Form.JSONL if table is None:
                _records(collection, file)
            case _:
                chosen = TABLES[table or TableName.REPORTS]
                FLAT[form](file, chosen.columns, _rows(collection, path, chosen.rows))


def _records(collection: Collection, file: BinaryIO) -> None:
    for report in collection:
        if report.record:
            file.write(render_line(report.record).encode())


def _rows(collection: Collection, path: Path, rows: Callable[..., Iterator[Values]]) -> Iterator[Values]:
    pages = Pages(path.parent)
    for report in collection:
        yield from rows(report, pages.link(report))


def _xlsx(collection: Collection, path: Path, file: BinaryIO) -> None:
    pages = Pages(path.parent)
    with workbook(file) as book:
        sheets = [(table, book.sheet(table.title, table.columns)) for table in TABLES.values()]
        for report in collection:
            link = pages.link(report)
            for table, sheet in sheets:
                for row in table.rows(report, link):
                    sheet.add(row)
        for _, sheet in sheets:
            sheet.close()
