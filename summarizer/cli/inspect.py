"""`summarizer inspect`: what a report was read as, before and without any model."""

from enum import StrEnum
from typing import Annotated

import typer

from summarizer.cli import options
from summarizer.cli.summarize import read_source
from summarizer.messages import say

HELP = say(
    "查看一份报告被读成了什么：去掉的、修复的、著录项、提纲、数据；不用模型。",
    "Show what a report is read as: removals, repairs, facts, outline, figures; no model.",
)


class Format(StrEnum):
    """How an inspection is printed."""

    TEXT = "text"
    JSON = "json"


def inspect(
    file: options.File,
    form: Annotated[
        Format, typer.Option("--format", "-f", help=say("输出格式", "Output format"))
    ] = Format.TEXT,
) -> None:
    """Read, clean and parse one report and print what was found."""
    from summarizer.documents import outline
    from summarizer.rendering.inspection import inspection, render_inspection

    found = inspection(outline(read_source(file)))
    if form is Format.JSON:
        from summarizer.rendering.json_text import json_of

        typer.echo(json_of(found), nl=False)
    else:
        from rich.console import Console

        Console().print(render_inspection(found))
