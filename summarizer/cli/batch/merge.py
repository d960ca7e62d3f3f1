"""`summarizer batch merge`: the shards of a batch put together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.batch.merge import Merged

HELP = say(
    "把几台机器各做的份（batch --shard）合并成一个批次；不同系统做的不合并。",
    "Put the shards of a batch (batch --shard) together into one; those of different systems are not merged.",
)


def merge(
    folders: Annotated[list[str], typer.Argument(metavar="DIR...", help=say("各份的文件夹", "The folders"))],
    output: Annotated[
        Path, typer.Option("--output", "-o", help=say("新的文件夹", "A new folder for all of it"))
    ],
) -> None:
    """Merge, and say what is missing."""
    from summarizer.batch.merge import merge

    typer.echo(_told(merge(folders, output)))


def _told(merged: "Merged") -> str:
    total = merged.done + merged.failed + merged.left
    parts = [
        say(f"共 {total} 份", f"{total} reports"),
        say(f"完成 {merged.done}", f"done {merged.done}"),
        say(f"失败 {merged.failed}", f"failed {merged.failed}"),
        say(f"未做 {merged.left}", f"left {merged.left}"),
        say(f"重复（只留一份）{merged.doubled}", f"doubled, kept once {merged.doubled}"),
    ]
    lines = [" · ".join(parts)]
    if merged.missing:
        missing = ", ".join(map(str, merged.missing))
        lines.append(say(f"缺少的份：{missing}", f"shards that are missing: {missing}"))
    return "\n".join(lines)
