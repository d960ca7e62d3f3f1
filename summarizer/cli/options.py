"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.messages import say

File = Annotated[
    str,
    typer.Argument(metavar="FILE", help=say("报告文件；- 为标准输入", "The report; - for standard input")),
]
Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="DIR|FILE...",
        help=say("批次的文件夹，或 .json、.jsonl 记录", "Folders of batches, or .json or .jsonl records"),
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        help=say(
            "模型名；内置模型名或 .gguf 文件则在本机运行",
            "Model; an embedded model's name or a .gguf file runs here",
        )
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(help=say("OpenAI 兼容服务的地址，以 /v1 结尾", "OpenAI-compatible endpoint, ends in /v1")),
]
Timeout = Annotated[float | None, typer.Option(help=say("每次请求最多几秒", "Seconds one request may take"))]
Parallel = Annotated[int | None, typer.Option(help=say("同时进行的请求数", "Requests in flight"))]
Examples = Annotated[
    str | None,
    typer.Option(
        metavar="DATASET",
        help=say(
            "数据集：其中接受的标注用作提示词里的例子", "A data set whose labels serve as examples in prompts"
        ),
    ),
]
Config = Annotated[Path | None, typer.Option(help=say("配置文件", "Settings file"))]
Cache = Annotated[
    bool | None,
    typer.Option(
        "--cache/--no-cache",
        help=say("同样的请求从缓存取回答", "Take answers to requests made before from the cache"),
        show_default=False,
    ),
]
