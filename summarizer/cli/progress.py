"""Progress on standard error while a model works; nothing where that is no terminal."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from summarizer.engine import Progress as Step
from summarizer.engine import ignore_progress
from summarizer.messages import say
from summarizer.rendering import plain

STAGES = {
    "facts": say("著录项", "facts"),
    "items": say("逐条要点", "points"),
    "sections": say("章节概括", "sections"),
    "prose": say("撰写摘要", "abstract"),
}


@contextmanager
def watched(name: str) -> Iterator[Callable[[Step], None]]:
    """Yield what the engine calls with each step; the display ends with the block."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield ignore_progress
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as display:
        task = display.add_task(say("启动模型", "starting the model"), total=None, speed="")

        def show(step: Step) -> None:
            speed = step.completion_tokens / step.seconds if step.seconds else 0.0
            display.update(
                task,
                description=f"{plain(name)[:24]}  {STAGES[step.stage]}",
                completed=step.done,
                total=step.total,
                speed=f"{speed:.0f} tokens/s" if step.completion_tokens else "",
            )

        yield show


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield what is called with the name of each document done; plain lines where there is no terminal."""
    console = Console(stderr=True, highlight=False, markup=False)
    if not console.is_terminal:
        done = itertools.count(1)
        yield lambda name: console.print(f"{what} {next(done)}/{total} {plain(name)}")
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as display:
        task = display.add_task(what, total=total)
        yield lambda name: display.update(task, advance=1, description=f"{what} {plain(name)[:32]}")
