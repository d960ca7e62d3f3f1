"""`summarizer table`: indicators of many reports side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.options import Records
from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.collection.grid import Grid
    from summarizer.collection.indicators import Indicator

HELP = say(
    "把许多报告的同一指标放在一起比较：一行一份报告，一列一个指标，每个数都有出处。",
    "Set one indicator of many reports side by side: a row a report, a column an indicator, each with its source.",
)
_FORMS = (".csv", ".xlsx", ".svg")
_MOST = 5


def table(
    records: Records,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "指标名；可重复；“甲 = 乙, 丙”把乙、丙也算作甲；不写则取最多报告都有的几个",
                "An indicator; may be repeated; 'A = B, C' has B and C count as A; by default what most reports have",
            )
        ),
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(help=say("指标名的文件，一行一个", "A file of indicators, one a line"))
    ] = None,
    to: Annotated[
        list[Path] | None,
        typer.Option(
            "--to",
            "-o",
            help=say(
                "写入 .csv、.xlsx 或 .svg 图，而不是终端；可重复",
                "Write .csv, .xlsx or an .svg chart instead of the terminal; may be repeated",
            ),
        ),
    ] = None,
) -> None:
    """Lay the table out."""
    for path in to or ():
        if path.suffix.lower() not in _FORMS:
            raise typer.BadParameter(
                say(f"{path}：只能写 {' '.join(_FORMS)}", f"{path}: one of {' '.join(_FORMS)} is written"),
                param_hint="--to",
            )
    wanted = _wanted(figure or [], figures)
    from summarizer.collection.grid import common_indicators, grid_of
    from summarizer.collection.records import Collection

    collection = Collection(records)
    grid = grid_of(collection, wanted or common_indicators(collection, _MOST))
    for path in to or ():
        _write(grid, path)
    if not to:
        _show(grid)


def _wanted(names: list[str], file: Path | None) -> "list[Indicator]":
    from summarizer.collection.indicators import indicator_of

    lines = [*names]
    if file:
        try:
            lines += file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise typer.BadParameter(
                say(f"读不了 {file}：{error}", f"cannot read {file}: {error}"), param_hint="--figures"
            ) from error
    wanted = []
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                wanted.append(indicator_of(line))
            except ValueError as error:
                raise typer.BadParameter(
                    say(f"“{line}”里没有指标名", f"{line!r} names no indicator"), param_hint="--figure"
                ) from error
    return wanted


def _write(grid: "Grid", path: Path) -> None:
    from summarizer.collection.chart import render_chart
    from summarizer.collection.grid_files import grid_csv, grid_xlsx
    from summarizer.collection.pages import Pages
    from summarizer.files import made_folder, written_whole

    made_folder(path.parent)
    pages = Pages(path.parent)
    with written_whole(path) as file:
        match path.suffix.lower():
            case ".csv":
                grid_csv(grid, pages, file)
            case ".xlsx":
                grid_xlsx(grid, pages, file)
            case _:
                file.write(render_chart(grid, pages).encode("utf-8", "replace"))


def _show(grid: "Grid") -> None:
    from rich.console import Console

    from summarizer.collection.grid_terminal import render_grid

    Console().print(render_grid(grid))
