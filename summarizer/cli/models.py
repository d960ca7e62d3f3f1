"""`summarizer models`: the embedded models, their weights, and serving one to other programs."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options
from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.providers.endpoint import Endpoint
    from summarizer.providers.forms import Mode
    from summarizer.providers.probe import Probed
    from summarizer.providers.weights import Weights

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(
        "内置模型：列出、下载、路径、启动服务；探测一个模型服务。",
        "Embedded models: list, pull, path, serve. Endpoints: probe.",
    ),
)

Name = Annotated[
    str | None, typer.Argument(help=say("模型名，默认为第一个", "The model; by default the first one"))
]


@app.command("list", help=say("列出内置模型。", "List the embedded models."))
def list_models() -> None:
    """Print the catalogue."""
    from rich.console import Console
    from rich.table import Table

    from summarizer.providers.weights import CATALOGUE, installed

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (
        say("名称", "name"),
        say("模型", "model"),
        say("大小", "size"),
        say("许可", "licence"),
        say("本机", "here"),
    ):
        table.add_column(heading)
    for weights in CATALOGUE:
        here = say("已下载", "pulled") if installed(weights) else "-"
        table.add_row(weights.name, weights.title, f"{weights.size / 1e9:.2f} GB", weights.licence, here)
    Console().print(table)


@app.command(
    help=say(
        "下载一个内置模型的权重；中断后再运行会接着下载。",
        "Fetch the weights of an embedded model; run again to resume.",
    )
)
def pull(name: Name = None) -> None:
    """Fetch weights into the cache folder."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    from summarizer.providers.pull import pull as fetch

    weights = _weights(name)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as display:
        task = display.add_task(weights.name, total=weights.size)
        path = fetch(weights, progress=lambda done, total: display.update(task, completed=done, total=total))
    typer.echo(path)


@app.command(help=say("打印权重文件的路径。", "Print where the weights are."))
def path(name: Name = None) -> None:
    """Print the path; WeightsMissing where there is none yet."""
    from summarizer.config import Settings
    from summarizer.providers.choose import model_file

    typer.echo(model_file(Settings(model=_weights(name).name))[1])


@app.command(
    help=say(
        "在本机启动一个 OpenAI 兼容服务，直到 Ctrl-C。",
        "Serve a model on this machine as an OpenAI-compatible endpoint until Ctrl-C.",
    )
)
def serve(
    name: Annotated[
        str | None, typer.Argument(help=say("模型名或 .gguf 文件", "The model, or a .gguf file"))
    ] = None,
    parallel: Annotated[int, typer.Option(min=1, help=say("同时处理的请求数", "Requests at once"))] = 1,
    context: Annotated[
        int, typer.Option(min=2048, help=say("每个请求的 token 上限", "Tokens of one request"))
    ] = 4096,
) -> None:
    """Serve until interrupted or until standard input ends."""
    from summarizer.config import Settings
    from summarizer.providers.choose import model_file
    from summarizer.providers.embedded import EmbeddedServer, ServerSettings

    _, file = model_file(Settings(model=name))
    with EmbeddedServer(ServerSettings(file, context, parallel)) as server:
        typer.echo(f"OPENAI_BASE_URL={server.url}\nOPENAI_API_KEY={server.api_key}")
        sys.stdout.flush()
        server.wait()


@app.command(
    help=say(
        "用很小的请求探测一个模型服务：它怎样给出 JSON、是否计量用量、多快。",
        "Probe an endpoint with tiny requests: how it gives JSON, whether it counts tokens, how fast it is.",
    )
)
def probe(
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    config: options.Config = None,
) -> None:
    """Print what an endpoint can do; SchemaNotSupported where it answers in no way that can be used."""
    import asyncio
    from dataclasses import replace

    from summarizer.config import resolve
    from summarizer.errors import ConfigError, SchemaNotSupported
    from summarizer.providers.choose import hosted, is_embedded, limiter_for, limits_of
    from summarizer.providers.probe import probe as ask

    resolved = resolve({"model": model, "base_url": base_url, "timeout": timeout}, file=config)
    if is_embedded(resolved):
        raise ConfigError(
            say(
                "没有要探测的模型服务：请给出 --base-url；内置模型不用探测",
                "There is no endpoint to probe: give --base-url; the embedded model needs no probe",
            )
        )
    settings = resolved.settings

    def endpoint(mode: "Mode") -> "Endpoint":
        asked_so = replace(resolved, settings=settings.model_copy(update={"answers": mode}))
        return hosted(asked_so, limits_of(resolved), limiter_for(resolved))

    found = asyncio.run(ask(endpoint))
    _print_probed(found)
    if found.form is None:
        raise SchemaNotSupported(
            say(
                f"{settings.base_url or 'OpenAI'} 的模型“{settings.model}”用哪种方式都没有给出要的 JSON：请换一个模型或服务",
                f"{settings.base_url or 'OpenAI'}: the model {settings.model!r} gave the JSON asked for in no way: "
                "choose another model or server",
            )
        )


def _print_probed(found: "Probed") -> None:
    from rich.console import Console
    from rich.table import Table

    outcomes = {
        "good": say("可用", "good"),
        "other": say("答非所求", "another form"),
        "refused": say("拒绝", "refused"),
        "busy": say("出错", "failed"),
    }
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (
        say("方式", "answers"),
        say("结果", "outcome"),
        say("秒", "seconds"),
        say("用量", "tokens"),
        say("说明", "note"),
    ):
        table.add_column(heading)
    for each in found.tried:
        counted = each.completion and not each.completion.miscounted
        tokens = (
            f"{each.completion.prompt_tokens}+{each.completion.completion_tokens}"
            if each.completion and counted
            else "-"
        )
        # A model may say anything, control sequences of terminals included.
        note = "".join(c for c in " ".join(each.note.split()) if c.isprintable())[:100]
        table.add_row(each.mode, outcomes[each.outcome], f"{each.seconds:.1f}", tokens, note)
    console = Console(markup=False)
    console.print(table)
    context = f"{found.context} tokens" if found.context else say("没有说明", "not told")
    console.print(say(f"上下文：{context}", f"context: {context}"))
    if found.form:
        console.print(say(f"会这样问：{found.form}", f"asked as: {found.form}"))


def _weights(name: str | None) -> "Weights":
    from summarizer.providers.weights import DEFAULT_WEIGHTS, find_weights

    return find_weights(name) if name else DEFAULT_WEIGHTS
