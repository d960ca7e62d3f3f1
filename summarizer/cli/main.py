"""The `summarizer` command, and the one place where errors become a line and an exit code."""

import signal
import sys
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from summarizer.cli import (
    batch,
    cache,
    config,
    evaluate,
    export,
    inspect,
    models,
    plan,
    review,
    summarize,
    table,
)
from summarizer.errors import SummarizerError
from summarizer.messages import say

INTERRUPTED = 130
TERMINATED = 143


class _Terminated(SystemExit):
    """SIGTERM came."""


class _Guarded(TyperGroup):
    """Prints what went wrong as one line on standard error."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except SummarizerError as error:
            _complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _complain(say("已中断，没有留下未写完的文件", "interrupted; nothing half-written was left"))
            raise typer.Exit(INTERRUPTED) from error
        except _Terminated:
            _complain(say("已被终止，没有留下未写完的文件", "terminated; nothing half-written was left"))
            raise


def _complain(what: str) -> None:
    from summarizer.rendering.plain import plain

    typer.echo(f"summarizer: {plain(what)}", err=True)  # names and answers of others may be in it


app = typer.Typer(
    name="summarizer",
    cls=_Guarded,
    help=say(
        "把中文工作报告、讲话、计划、通知变成有出处、经核对的结构化摘要。",
        "Turn Chinese work reports, speeches, plans and notices into structured, cited, verified summaries.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs no rich, which takes longer to import than all the rest
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("summarize", help=summarize.HELP)(summarize.summarize)
app.add_typer(batch.app, name="batch")
app.command("export", help=export.HELP)(export.export)
app.command("table", help=table.HELP)(table.table)
app.command("inspect", help=inspect.HELP)(inspect.inspect)
app.command("plan", help=plan.HELP)(plan.plan)
app.command("review", help=review.HELP)(review.review)
app.add_typer(models.app, name="models")
app.add_typer(cache.app, name="cache")
app.add_typer(config.app, name="config")
app.add_typer(evaluate.app, name="eval")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"summarizer {version('report-summarizer')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_show_version, help=say("显示版本", "Show the version")
    ),
) -> None:
    """Options of the program itself."""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated(TERMINATED)  # as an exception, so that open files and the model's server are seen to


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows a question mark; the summary is worth more than that.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
