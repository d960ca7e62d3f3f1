"""`summarizer export`: what people use of many records – an index, a workbook, tables, a brief."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import Records
from summarizer.messages import say

HELP = say(
    "把许多摘要变成给人用的文件：目录网页、工作簿、表格、简报。一个批次的进展和原样的记录用 summarizer batch export。",
    "Make files that people use of many summaries: an index page, a workbook, tables, a brief. "
    "How a batch stands, and its records as they are, come from summarizer batch export.",
)
_FORMS = (".html", ".xlsx", ".docx", ".md", ".csv", ".jsonl", ".parquet")
_TABLES = ("reports", "items", "figures", "problems", "tasks")


def export(
    records: Records,
    to: Annotated[
        list[Path],
        typer.Option(
            "--to",
            "-o",
            help=say(
                "要写的文件，后缀决定形式：.html 目录网页、.xlsx 工作簿、.docx 简报、.md、.csv、.jsonl、.parquet；可重复。"
                "每份报告的网页写在它旁边的 reports/ 里",
                "The file to write, of the form that its suffix says: .html index, .xlsx workbook, .docx brief, .md, "
                ".csv, .jsonl, .parquet; may be repeated. The page of each report goes to reports/ beside it",
            ),
        ),
    ],
    table: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(_TABLES),
            help=say(
                "csv、jsonl、parquet 里要哪张表；默认 csv、parquet 是 reports，jsonl 是完整记录",
                "Which table csv, jsonl and parquet hold; by default reports, and whole records in jsonl",
            ),
        ),
    ] = None,
) -> None:
    """Write each file."""
    for path in to:
        if path.suffix.lower() not in _FORMS:
            raise typer.BadParameter(
                say(
                    f"{path}：后缀要是 {' '.join(_FORMS)} 之一",
                    f"{path}: end it in one of {' '.join(_FORMS)}",
                ),
                param_hint="--to",
            )
    if table is not None and table not in _TABLES:
        raise typer.BadParameter(
            say(
                f"没有表 {table}，只有 {' '.join(_TABLES)}",
                f"no table {table}; there are {' '.join(_TABLES)}",
            ),
            param_hint="--table",
        )
    from summarizer.collection.export import Form
    from summarizer.collection.export import export as write
    from summarizer.collection.records import Collection
    from summarizer.collection.rows import TableName

    collection = Collection(records)
    for path in to:
        write(collection, path, Form(path.suffix.lower()), TableName(table) if table else None)
