"""`summarizer batch INPUT...` and `summarizer batch retry`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options
from summarizer.cli.batch.status import Folder
from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.app import Batch
    from summarizer.batch.cluster.run import Cluster

RUN = say(
    "摘要许多报告：每份一条记录，写进一个文件夹；中断后用同一条命令继续。",
    "Summarise many reports: a record for each, in one folder; after an interruption the same command goes on.",
)
RETRY = say(
    "用原来的输入继续，失败的报告也再做一遍。",
    "Go on from the same inputs as before, failed reports included.",
)


class Engine(StrEnum):
    """What schedules the work."""

    LOCAL = "local"
    RAY = "ray"


class Also(StrEnum):
    """Files that are wanted of each report; a test compares them with the library's."""

    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Mode(StrEnum):
    """How requests are answered; a test compares them with the library's."""

    ONLINE = "online"
    BATCH_API = "batch-api"


Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT...",
        help=say(
            "报告、文件夹、压缩包或清单；- 为标准输入的清单",
            "Reports, folders, archives or manifests; - for a manifest on standard input",
        ),
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        help=say("输出文件夹；再次指定它就接着做", "The output folder; named again, its batch goes on"),
    ),
]
Manifests = Annotated[
    list[str] | None,
    typer.Option(
        "--manifest",
        help=say("清单，不论文件后缀；可重复", "A manifest, whatever its suffix; may be repeated"),
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        help=say(
            "只要名字合乎此模式的（写法同 .gitignore）；可重复",
            "Only names that match, as in .gitignore; may be repeated",
        )
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(help=say("不要名字合乎此模式的；可重复", "No names that match; may be repeated")),
]
MaxCost = Annotated[
    float | None,
    typer.Option(
        min=0,
        help=say(
            "整个批次最多花多少钱（价格表的货币）；快到时停下，调高后可继续",
            "Money that the whole batch may cost, in the price's currency; stops before it, goes on when raised",
        ),
    ),
]
OnEngine = Annotated[
    Engine,
    typer.Option(
        help=say(
            "local：本机；ray：在 Ray 集群上（需 report-summarizer[ray]），输出可为 s3:// 等",
            "local: this machine; ray: a Ray cluster (needs report-summarizer[ray]), output may be s3:// and the like",
        )
    ),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        help=say(
            "Ray 集群的地址，如 auto；不给则在本机起一个", "A Ray cluster's, such as auto; else one here"
        )
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help=say("Ray 的工作进程数；默认每核一个", "Ray's workers; else one a core")),
]
NoWait = Annotated[
    bool,
    typer.Option(
        "--no-wait",
        help=say(
            "batch-api：批次送出后就退出（退出码 71），以后用同一条命令继续",
            "batch-api: end once batches are sent (exit code 71); the same command goes on later",
        ),
    ),
]
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
    output: Output,
    inputs: Inputs = None,
    manifest: Manifests = None,
    include: Include = None,
    exclude: Exclude = None,
    also: Annotated[
        list[Also] | None,
        typer.Option(
            help=say("另为每份报告写一个文件；可重复", "Write a file a report too; may be repeated")
        ),
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help=say("失败的也再做一遍", "Do failed ones again too"))
    ] = False,
    shard: Annotated[
        str,
        typer.Option(
            metavar="I/N",
            help=say(
                "只做第 i 份（共 n 份，按名称的散列分）：多台机器各做一份，再用 batch merge 合并",
                "Do only the i-th of n parts, by hash of the names: one a machine, then batch merge",
            ),
        ),
    ] = "1/1",
    engine: OnEngine = Engine.LOCAL,
    ray_address: RayAddress = None,
    workers: Workers = None,
    mode: Annotated[
        Mode,
        typer.Option(
            help=say(
                "batch-api：经服务自己的批次接口，便宜，要等几小时",
                "batch-api: through the provider's own batches, which take hours and cost less",
            )
        ),
    ] = Mode.ONLINE,
    no_wait: NoWait = False,
    max_cost: MaxCost = None,
    json_progress: JsonProgress = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    examples: options.Examples = None,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Work on a batch."""
    from summarizer.app import Batch

    if not inputs and not manifest:
        raise typer.BadParameter(say("请给出输入", "name what to summarise"), param_hint="INPUT")
    batch = Batch(
        inputs or (),
        output,
        manifests=manifest or (),
        include=include or (),
        exclude=exclude or (),
        also=also or (),
        retry_failed=retry_failed,
        shard=shard,
        cluster=_cluster(engine, ray_address, workers),
        mode=mode.value,
        wait=not no_wait,
        config=config,
        max_cost=max_cost,
        model=model,
        base_url=base_url,
        timeout=timeout,
        parallel=parallel,
        examples=examples,
        cache=cache,
    )
    _work(batch, json_progress)


def retry(
    folder: Folder,
    engine: OnEngine = Engine.LOCAL,
    ray_address: RayAddress = None,
    workers: Workers = None,
    no_wait: NoWait = False,
    max_cost: MaxCost = None,
    json_progress: JsonProgress = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    examples: options.Examples = None,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Go on with a batch, failed reports included."""
    from summarizer.app import Batch

    batch = Batch.again(
        folder,
        cluster=_cluster(engine, ray_address, workers),
        wait=not no_wait,
        config=config,
        max_cost=max_cost,
        model=model,
        base_url=base_url,
        timeout=timeout,
        parallel=parallel,
        examples=examples,
        cache=cache,
    )
    _work(batch, json_progress)


def _cluster(engine: Engine, address: str | None, workers: int | None) -> "Cluster | None":
    if engine is Engine.LOCAL:
        if address or workers:
            what = say(
                "--ray-address 和 --workers 要与 --engine ray 同用",
                "--ray-address and --workers take --engine ray",
            )
            raise typer.BadParameter(what, param_hint="--engine")
        return None
    from summarizer.batch.cluster.run import Cluster

    return Cluster(address, workers)


def _work(batch: "Batch", json_progress: bool) -> None:
    from summarizer.cli.batch.display import display, summary

    with _stopped_by_signals(batch), display(json_progress) as show:
        result = batch.run(show)
    if not json_progress:
        typer.echo(summary(result))
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
