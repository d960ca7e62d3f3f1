"""`summarizer batch status`: how a batch stands."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.messages import say

if TYPE_CHECKING:
    from summarizer.batch.model import Counts

HELP = say(
    "看一个批次做到哪里、花了多少、哪些失败；正在运行时也可以看。",
    "Show how far a batch is, what it took and what failed; also while it runs.",
)
Folder = Annotated[str, typer.Argument(metavar="DIR", help=say("批次的文件夹", "The batch's folder"))]


def status(
    folder: Folder,
    failures: Annotated[
        int, typer.Option(min=0, help=say("最多列出几份失败的", "How many failures to list"))
    ] = 20,
) -> None:
    """Show counts and failures."""
    from itertools import islice

    from summarizer.batch.model import State
    from summarizer.batch.reading import open_batch
    from summarizer.batch.requests import unsettled
    from summarizer.rendering import plain

    with open_batch(folder) as batch:
        counts, meta = batch.counts(), batch.meta()
        failed = list(islice(batch.reports(State.FAILED), failures))
        sent = unsettled(batch.ledger)
    left = counts.pending + counts.running + counts.waiting
    typer.echo(
        say(
            f"共 {counts.total} 份：完成 {counts.done}，失败 {counts.failed}，未做 {left}（其中在手 {counts.running}）",
            f"{counts.total} reports: done {counts.done}, failed {counts.failed}, left {left} ({counts.running} in hand)",
        )
    )
    typer.echo(_spent(counts, meta))
    if counts.waiting:
        typer.echo(
            say(
                f"等服务的批次：{counts.waiting} 份报告",
                f"{counts.waiting} reports wait for the provider's batches",
            )
        )
    for sending in sent:
        status = f"{sending.batch or sending.file or '-'}  {sending.status}"
        typer.echo(say(f"  {status}  {sending.requests} 个请求", f"  {status}  {sending.requests} requests"))
    for each in failed:
        typer.echo(f"✗ {plain(each.name)}  {each.error_kind}: {plain(each.error or '')}")
    if counts.failed > len(failed):
        more = counts.failed - len(failed)
        typer.echo(
            say(
                f"另有 {more} 份失败，见 summarizer batch export {folder} --format csv",
                f"{more} more: summarizer batch export {folder} --format csv",
            )
        )


def _spent(counts: "Counts", meta: Mapping[str, str]) -> str:
    cached, currency = counts.cached_calls, meta.get("currency", "")
    parts = [
        say(
            f"请求 {counts.calls} 次（取自缓存 {cached}）", f"{counts.calls} calls ({cached} from the cache)"
        ),
        f"{counts.prompt_tokens + counts.completion_tokens:,} tokens",
    ]
    if currency:
        spent = f"{float(meta['spent_cost']):.4f} {currency}"
        parts.append(say(f"费用 {spent}", f"cost {spent}"))
    return " · ".join(parts)
