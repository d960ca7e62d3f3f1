"""`summarizer batch`: many reports into one folder; without the name of a subcommand it works on them."""

from typing import Any

import typer
from typer.core import TyperGroup

from summarizer.cli.batch import export, merge, run, status
from summarizer.messages import say


class _WorksByDefault(TyperGroup):
    """`batch INPUT...` means `batch run INPUT...`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_WorksByDefault,
    help=say(
        "成批摘要：summarizer batch 输入... --output 文件夹；中断后用同一条命令继续。",
        "Many reports: summarizer batch INPUT... --output DIR; after an interruption the same command goes on.",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("run", help=run.RUN)(run.run)
app.command("retry", help=run.RETRY)(run.retry)
app.command("status", help=status.HELP)(status.status)
app.command("merge", help=merge.HELP)(merge.merge)
app.command("export", help=export.HELP)(export.export)
