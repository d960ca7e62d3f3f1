"""`summarizer review`: read, correct and accept summaries in the browser."""

import getpass
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options
from summarizer.messages import say

if TYPE_CHECKING:
    from schemas import Record
    from summarizer.documents import Document

HELP = say(
    "在浏览器里核对、改正、接受摘要；接受的就是评测用的标注。",
    "Read, correct and accept summaries in the browser; what is accepted is a label for evals.",
)


def review(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help=say(
                "放报告的文件夹；标注写到其中的 labels/",
                "The folder of reports; labels are written to its labels/",
            ),
        ),
    ],
    records: Annotated[
        list[Path] | None,
        typer.Option(
            "--records",
            help=say(
                "已有的记录：.json、.jsonl 文件，或放记录的文件夹（如成批处理的输出）；按内容对上报告",
                "Records there are: .json or .jsonl files, or folders of them; matched by the report's content",
            ),
        ),
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help=say("盲标：不看模型的答案", "Label without the model's answer"))
    ] = False,
    annotator: Annotated[
        str | None,
        typer.Option(
            help=say(
                "第二位标注者的名字：标注另存 labels.名字/，看不到第一位的",
                "A second annotator: labels go to labels.NAME/, the first's are not shown",
            )
        ),
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help=say("端口", "Port"))] = None,
    browse: Annotated[
        bool, typer.Option("--open/--no-open", help=say("打开浏览器", "Open the browser"))
    ] = True,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    parallel: options.Parallel = None,
    examples: options.Examples = None,
    config: options.Config = None,
) -> None:
    """Serve the application until interrupted."""
    _require_extra()
    from schemas import WorkReport
    from summarizer.web.app import application
    from summarizer.web.serve import serve
    from summarizer.web.shelf import Shelf

    shelf = Shelf(folder, WorkReport, annotator, blind)
    settings = {
        "model": model,
        "base_url": base_url,
        "timeout": timeout,
        "parallel": parallel,
        "examples": examples,
    }
    with ExitStack() as stack:
        fill = None if blind else _Filling(stack, folder, records or (), {"config": config, **settings})
        serve(
            folder,
            lambda token: application(shelf, token, annotator or _user(), fill),
            port,
            lambda url: _tell(url, browse),
        )


class _Filling:
    """Records that are there, else the summariser, opened when first needed."""

    def __init__(self, stack: ExitStack, folder: Path, records: Any, settings: dict[str, Any]) -> None:
        from threading import Lock

        from summarizer.web.records import find_records

        self._known = find_records((folder, *records))
        self._stack = stack
        self._settings = settings
        self._lock = Lock()
        self._summarize: Callable[[Document], Record[Any]] | None = None

    def __call__(self, document: "Document") -> "Record[Any]":
        known = self._known.get(document.sha256)
        if known:
            return known()
        with self._lock:
            if self._summarize is None:
                from summarizer.app import Summarizer

                self._summarize = self._stack.enter_context(Summarizer(**self._settings)).summarize
        return self._summarize(document)


def _tell(url: str, browse: bool) -> None:
    typer.echo(url)
    typer.echo(
        say("在浏览器里打开上面的地址；Ctrl-C 结束", "Open this address in the browser; Ctrl-C ends"),
        err=True,
    )
    if browse:
        typer.launch(url)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "annotator"


def _require_extra() -> None:
    import importlib.util

    from summarizer.errors import RuntimeMissing

    for module in ("starlette", "uvicorn", "rapidfuzz", "scipy"):
        if importlib.util.find_spec(module) is None:
            raise RuntimeMissing(
                say(
                    f"review 还缺 {module}：请运行 pip install 'report-summarizer[review]'",
                    f"review needs {module}: run pip install 'report-summarizer[review]'",
                )
            )
