"""Reports in memory, and batches over them with a summariser that is played."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from schemas import Record, WorkReport
from schemas.record import Usage
from summarizer.batch.folder import OpenBatch
from summarizer.batch.found import Found
from summarizer.batch.model import Settled
from summarizer.batch.run import Run
from summarizer.documents import Document

MARKS = {"model": "played", "also": ""}
WORDS = "全县教育工作会议召开，今年新建学校{}所，培训教师一千二百名，各项工作按计划推进，成效明显。"


def found(name: str, text: str | None = None, stamp: str = "1") -> Found:
    """A report in memory; each name has a text of its own unless one is given."""
    said = WORDS.format(f"{name}之") if text is None else text
    return Found(name, f"/in/{name}", stamp, said.encode)


def settled(name: str, text: str = "", stamp: str = "1") -> Settled:
    """A report that is done."""
    usage = Usage(model="played", calls=1, prompt_tokens=10, completion_tokens=2, cost=0.5, currency="CNY")
    return Settled(name, stamp, sha256=f"sha {name}", line=f'"{name} {text}"\n'.encode(), usage=usage)


class Bench:
    """Runs a batch over reports in memory with a summariser that is played."""

    def __init__(self, batch: OpenBatch, summarize: Callable[[Document], Awaitable[Any]]) -> None:
        self.batch = batch
        self.summarize = summarize

    def __call__(self, reports: list[Found], *, meanwhile: Any = None, **options: Any) -> Run:
        """Run to the end; `meanwhile` is a coroutine function that is given the run."""
        return asyncio.run(self._run(reports, meanwhile, options))

    async def _run(self, reports: list[Found], meanwhile: Any, options: Mapping[str, Any]) -> Run:
        run = Run(
            self.batch,
            lambda: iter(reports),
            self.summarize,
            form=Record[WorkReport],
            **{"workers": 3, "deliver": lambda *_: None, **options},
        )
        if meanwhile:
            other = asyncio.create_task(meanwhile(run))
            await run.run()
            await other
        else:
            await run.run()
        return run
