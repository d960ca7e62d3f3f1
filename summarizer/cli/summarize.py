"""`summarizer summarize`: one report in, one summary out."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options
from summarizer.errors import OutputError
from summarizer.files import is_device, write_text
from summarizer.messages import say

if TYPE_CHECKING:
    from schemas import Record
    from summarizer.documents import Document

HELP = say("摘要一份报告。", "Summarise one report.")
STDIN = "-"


class Format(StrEnum):
    """How a summary is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


SUFFIXES = {
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


def summarize(
    file: options.File,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help=say(
                "输出格式，默认按 --output 的后缀，否则 text",
                "Output format; by default that of --output's suffix, else text",
            ),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help=say("写入文件，而不是标准输出", "Write to a file instead of standard output"),
        ),
    ] = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    examples: options.Examples = None,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Summarise one report."""
    from summarizer.app import Summarizer
    from summarizer.cli.progress import watched

    if output:
        _check_writable(output, file)
    document = read_source(file)
    with (
        watched(document.name) as progress,
        Summarizer(
            config=config,
            model=model,
            base_url=base_url,
            timeout=timeout,
            parallel=parallel,
            examples=examples,
            cache=cache,
        ) as summarizer,
    ):
        record = summarizer.summarize(document, progress)
    form = form or (SUFFIXES.get(output.suffix.lower()) if output else None) or Format.TEXT
    _deliver(record, document, form, output)


def _deliver(record: "Record[Any]", document: "Document", form: Format, output: Path | None) -> None:
    if output:
        write_text(output, _rendered(record, document, form))
    elif form is Format.TEXT:
        from rich.console import Console

        from summarizer.rendering import render_terminal

        Console().print(render_terminal(record))
    else:
        typer.echo(_rendered(record, document, form), nl=False)


def read_source(file: str) -> "Document":
    """Read the file named, or standard input for `-`."""
    from summarizer.documents import read, read_bytes

    if file != STDIN:
        return read(Path(file))
    return read_bytes(sys.stdin.buffer.read() if sys.stdin else b"", STDIN)  # None where the shell closed it


def _rendered(record: "Record[Any]", document: "Document", form: Format) -> str:
    from summarizer.rendering import render_json, render_markdown, render_terminal

    if form is Format.JSON:
        return render_json(record)
    if form is Format.MARKDOWN:
        return render_markdown(record)
    if form is Format.HTML:
        from summarizer.rendering.html import render_html

        return render_html(record, document)
    from io import StringIO

    from rich.console import Console

    page = StringIO()
    Console(file=page, width=100, color_system=None).print(render_terminal(record))
    return page.getvalue()


def _check_writable(output: Path, source: str) -> None:
    """Fail before the model works for minutes rather than after."""
    if source != STDIN and output.exists() and Path(source).exists() and output.samefile(source):
        raise OutputError(
            say(
                f"--output {output} 就是报告本身，会把它覆盖掉；请换一个文件名",
                f"--output {output} is the report itself and would replace it; choose another name",
            )
        )
    folder = output.resolve().parent
    if is_device(output):
        return
    if output.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise OutputError(
            say(
                f"不能写到 {output}：它是文件夹，或所在的文件夹不存在、不可写",
                f"Cannot write to {output}: it is a folder, or its folder does not exist or is not writable",
            )
        )
