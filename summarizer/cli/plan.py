"""`summarizer plan`: which requests a report would take, and how large they are, without sending any."""

from typing import Annotated

import typer

from summarizer.cli import options
from summarizer.cli.summarize import read_source
from summarizer.messages import say

HELP = say(
    "列出一份报告要向模型发哪些请求、各多少 token；什么都不发出。",
    "List the requests that a report would take, with their tokens; sends nothing.",
)


def plan(
    file: options.File,
    full: Annotated[
        bool, typer.Option("--full", help=say("连请求的全文一起打印", "Print the requests' text as well"))
    ] = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    examples: options.Examples = None,
    config: options.Config = None,
) -> None:
    """Show what would be asked."""
    from rich.console import Console

    from summarizer.app import plan_requests
    from summarizer.rendering.requests import render_requests

    document = read_source(file)
    requests = plan_requests(document, config=config, model=model, base_url=base_url, examples=examples)
    Console().print(render_requests(requests, full=full))
