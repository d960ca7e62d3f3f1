"""`summarizer batch export`: all records in one file, or a table of how each report stands."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from summarizer.cli.batch.status import Folder
from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.batch.cluster.sets import BatchSet
    from summarizer.batch.folder import BatchFolder

HELP = say(
    "给程序用：把所有记录合成一个文件，或列出每份报告的状态（csv）。给人看的目录、工作簿、简报用 summarizer export。",
    "For programs: put all records into one file, or list how each report stands (csv). "
    "What people read, an index, a workbook, a brief, is made by summarizer export.",
)
_COLUMNS = [
    "name",
    "state",
    "attempts",
    "error_kind",
    "error",
    "sha256",
    "same_as",
    "calls",
    "cached_calls",
    "prompt_tokens",
    "completion_tokens",
    "seconds",
    "cost",
    "origin",
]


class Format(StrEnum):
    """What is written: records one a line, records as a JSON array, or states."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


def export(
    folder: Folder,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=say("写入文件，而不是标准输出", "Write to a file")),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help=say(
                "默认按 --output 的后缀，否则 jsonl", "By default that of --output's suffix, else jsonl"
            ),
        ),
    ] = None,
) -> None:
    """Export."""
    from summarizer.batch.reading import open_batch

    named = output.suffix.lower().lstrip(".") if output else ""
    form = form or (Format(named) if named in set(Format) else Format.JSONL)
    with open_batch(folder) as batch, _target(output) as file:
        for piece in _csv(batch) if form is Format.CSV else _records(batch, form):
            file.write(piece)


@contextmanager
def _target(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        return
    from summarizer.files import written_whole

    with written_whole(output) as file:
        yield file


def _records(batch: "BatchFolder | BatchSet", form: Format) -> Iterator[bytes]:
    if form is Format.JSONL:
        yield from batch.lines()
        return
    before = b"[\n"
    for line in batch.lines():
        yield before + line.rstrip(b"\n")
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _csv(batch: "BatchFolder | BatchSet") -> Iterator[bytes]:
    import csv
    from io import StringIO

    from summarizer.rendering import plain

    yield "\ufeff".encode()  # without it spreadsheets take UTF-8 for the system's own encoding
    buffer = StringIO()
    table = csv.writer(buffer)
    table.writerow(_COLUMNS)
    for row in batch.reports():
        values = [getattr(row, name) for name in _COLUMNS]
        table.writerow([_harmless(plain(each)) if isinstance(each, str) else each for each in values])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV Injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
