"""`summarizer batch INPUT...` and `summarizer batch retry`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options
from summarizer.cli.batch.status import Folder
from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.app import Batch

RUN = say(
    "摘要许多报告：每份一条记录，写进一个文件夹；中断后用同一条命令继续。",
    "Summarise many reports: a record for each, in one folder; after an interruption the same command goes on.",
)
RETRY = say(
    "用原来的输入再做一遍失败的报告。", "Do the failed reports again, from the same inputs as before."
)


class Also(StrEnum):
    """Files that are wanted of each report; a test compares them with the library's."""

    JSON = "json"
    MARKDOWN = "markdown"


JsonProgress = Annotated[
    bool,
    typer.Option(
        "--json-progress",
        help=say(
            "把进度写到标准输出，每秒一个 JSON 对象，一行一个",
            "Tell progress to programs: a JSON object a line and second on standard output",
        ),
    ),
]


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help=say("报告、文件夹、压缩包或清单", "Reports, folders, archives or manifests"),
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help=say("输出文件夹，也用来继续", "The output folder, also to go on with")
        ),
    ],
    also: Annotated[
        list[Also] | None,
        typer.Option(
            help=say("另为每份报告写一个文件，可重复", "Write a file a report too; may be repeated")
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(help=say("只要名字合乎此模式的，可重复", "Only names that match; may be repeated")),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help=say("不要名字合乎此模式的，可重复", "No names that match; may be repeated")),
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help=say("失败的也再做一遍", "Do failed ones again too"))
    ] = False,
    json_progress: JsonProgress = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    config: options.Config = None,
) -> None:
    """Work on a batch."""
    from summarizer.app import Batch

    batch = Batch(
        inputs,
        output,
        also=also or (),
        include=include or (),
        exclude=exclude or (),
        retry_failed=retry_failed,
        config=config,
        model=model,
        base_url=base_url,
        timeout=timeout,
        parallel=parallel,
    )
    _work(batch, json_progress)


def retry(
    folder: Folder,
    json_progress: JsonProgress = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    config: options.Config = None,
) -> None:
    """Go on with a batch, failed reports included."""
    from summarizer.app import Batch

    batch = Batch.again(
        folder, config=config, model=model, base_url=base_url, timeout=timeout, parallel=parallel
    )
    _work(batch, json_progress)


def _work(batch: "Batch", json_progress: bool) -> None:
    from summarizer.cli.batch.display import display, summary

    with _stopped_by_signals(batch), display(json_progress) as show:
        result = batch.run(show)
    if not json_progress:
        typer.echo(summary(result.progress))
    if result.error:
        raise result.error


@contextmanager
def _stopped_by_signals(batch: "Batch") -> Iterator[None]:
    """Ctrl-C and SIGTERM: the first has reports in work end, the second leaves them at once."""
    asked = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        batch.stop(at_once=asked)
        asked = True

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    heard = [each for each, handler in before.items() if handler is not signal.SIG_IGN]
    for each in heard:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each in heard:
            signal.signal(each, before[each])
