"""`summarizer config`: what is set, and where it was set."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.messages import say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=say("查看配置。", "See the settings."))


@app.callback()
def _group() -> None:
    """Keep `show` a command of its own."""


@app.command(
    help=say(
        "打印正在生效的配置及其来源，密钥只显示是否设置。",
        "Print the settings in force and where each came from; keys are masked.",
    )
)
def show(config: Annotated[Path | None, typer.Option(help=say("配置文件", "Settings file"))] = None) -> None:
    """Print every setting with its origin."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from summarizer.config import ENVIRONMENT, resolve
    from summarizer.providers.choose import is_embedded

    resolved = resolve(file=config)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (
        say("设置", "setting"),
        say("值", "value"),
        say("来源", "origin"),
        say("环境变量", "variable"),
    ):
        table.add_column(heading, overflow="fold")
    for name, value in resolved.settings:
        shown = "-" if value is None else str(value)  # a SecretStr prints as asterisks
        table.add_row(name, Text(shown), Text(resolved.origins[name]), ENVIRONMENT[name])
    console = Console()
    console.print(table)
    console.print(
        say("将使用本机的内置模型", "The embedded model is used")
        if is_embedded(resolved)
        else say("将使用 OpenAI 兼容服务", "An OpenAI-compatible endpoint is used")
    )
