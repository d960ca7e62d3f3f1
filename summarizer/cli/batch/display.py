"""What a batch shows on standard error while it works, and what it says at the end."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from summarizer.app import BatchResult
from summarizer.batch.progress import BatchProgress
from summarizer.messages import say
from summarizer.providers.limiter import LimiterState
from summarizer.rendering import plain

Show = Callable[[BatchProgress], None]
LINES_EVERY = 10.0
OBJECTS_EVERY = 1.0


@contextmanager
def display(as_json: bool) -> Iterator[Show]:
    """Yield what is shown each look at a batch: live in a terminal, else a plain line now and then."""
    console = Console(stderr=True, highlight=False, markup=False)
    if as_json:
        yield _now_and_then(OBJECTS_EVERY, lambda progress: typer.echo(json_of(progress)))
    elif console.is_terminal:
        with Live(console=console, transient=True, auto_refresh=False) as live:
            yield lambda progress: live.update(picture(progress), refresh=True)
    else:
        yield _now_and_then(LINES_EVERY, lambda progress: console.print(line(progress), soft_wrap=True))


def _now_and_then(seconds: float, show: Show, clock: Callable[[], float] = time.monotonic) -> Show:
    """Show the first look, the last one and one each so many seconds in between."""
    last = float("-inf")

    def maybe(progress: BatchProgress) -> None:
        nonlocal last
        if progress.ended or clock() - last >= seconds:
            last = clock()
            show(progress)

    return maybe


def json_of(progress: BatchProgress) -> str:
    """A look as one line of JSON; names are those of `BatchProgress`, times in seconds."""
    values = asdict(progress)
    values["failures"] = [{"name": name, "error": error} for name, error in progress.failures]
    return json.dumps(values | {"left": progress.left})


def line(progress: BatchProgress) -> str:
    """A look as one plain line."""
    return " · ".join(
        text for text in (_counts(progress), *_pace(progress), *_limits(progress.limits)) if text
    )


def picture(progress: BatchProgress) -> RenderableType:
    """A look as it is drawn in a terminal."""
    settled = progress.done + progress.failed
    bar = Table.grid(padding=(0, 1))
    bar.add_row(
        ProgressBar(total=max(progress.total, 1), completed=settled, width=32),
        Text(_counts(progress), style="bold"),
    )
    told = [Text(" · ".join(part)) for part in (_pace(progress), _limits(progress.limits)) if part]
    failures = [
        Text(f"✗ {plain(name)}  {plain(error)}", style="red", overflow="ellipsis", no_wrap=True)
        for name, error in progress.failures
    ]
    return Group(bar, *told, *failures)


def summary(result: BatchResult) -> str:
    """What a run came to, and what was passed over, in a line each."""
    progress = result.progress
    parts = [
        say(f"完成 {progress.done}", f"done {progress.done}"),
        say(f"失败 {progress.failed}", f"failed {progress.failed}"),
        say(f"未做 {progress.left}", f"left {progress.left}"),
        say(f"本次做了 {progress.finished} 份", f"{progress.finished} settled in this run"),
        say(f"用时 {duration(progress.seconds)}", f"in {duration(progress.seconds)}"),
        *_spent(progress),
    ]
    return "\n".join(filter(None, [" · ".join(parts), str(result.skipped)]))


def duration(seconds: float) -> str:
    """Hours, minutes and seconds: `1:02:03`, `2:03`."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _counts(progress: BatchProgress) -> str:
    total = f"{progress.total}{'' if progress.counted else '+'}"
    parts = [
        say(f"完成 {progress.done}/{total}", f"done {progress.done}/{total}"),
        say(f"失败 {progress.failed}", f"failed {progress.failed}"),
        say(f"进行中 {progress.in_work}", f"in work {progress.in_work}"),
    ]
    if progress.waiting:
        parts.append(say(f"等批次 {progress.waiting}", f"awaiting batches {progress.waiting}"))
    if progress.stopping and not progress.ended:
        parts.append(
            say("正在收尾，再按一次 Ctrl-C 立即停止", "finishing those in work; Ctrl-C again stops at once")
        )
    return " · ".join(parts)


def _pace(progress: BatchProgress) -> list[str]:
    parts = [say(f"{progress.per_minute:.0f} 份/分", f"{progress.per_minute:.0f} reports/min")]
    if progress.seconds_left is not None and not progress.ended:
        parts.append(
            say(f"还需 {duration(progress.seconds_left)}", f"{duration(progress.seconds_left)} left")
        )
    return parts + _spent(progress)


def _spent(progress: BatchProgress) -> list[str]:
    if not progress.calls:
        return []
    tokens = progress.prompt_tokens + progress.completion_tokens
    parts = [say(f"请求 {progress.calls}", f"{progress.calls} calls"), f"{tokens:,} tokens"]
    if progress.cached_calls:
        parts.append(say(f"取自缓存 {progress.cached_calls}", f"{progress.cached_calls} from the cache"))
    if (limits := progress.limits) and limits.currency:
        spent = f"{limits.spent_cost:.4f} {limits.currency}"
        parts.append(say(f"费用 {spent}", f"cost {spent}"))
    return parts


def _limits(limits: LimiterState | None) -> list[str]:
    if limits is None:
        return []
    counts = f"{limits.in_flight}/{limits.allowed}"
    parts = [say(f"在途请求 {counts}", f"in flight {counts}")]
    if limits.waiting:
        parts.append(say(f"排队 {limits.waiting}", f"waiting {limits.waiting}"))
    if limits.paused_for:
        paused = f"{limits.paused_for:.0f}"
        why = plain(limits.why or "")
        parts.append(say(f"暂停 {paused} 秒：{why}", f"paused for {paused} s: {why}"))
    return parts
