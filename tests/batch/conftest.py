"""Batches in a temporary folder, and reports that need no model."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from schemas import Record, WorkReport
from schemas.record import Usage
from summarizer.app import Summarizer
from summarizer.batch.folder import OpenBatch
from summarizer.batch.found import Found
from summarizer.batch.model import Settled
from summarizer.batch.run import Run
from summarizer.documents import Document, from_text

MARKS = {"model": "played", "also": ""}
WORDS = "全县教育工作会议召开，今年新建学校{}所，培训教师一千二百名，各项工作按计划推进，成效明显。"


@pytest.fixture(scope="session")
def record_of() -> Iterator[Callable[[Document], Record[WorkReport]]]:
    """A function that gives the record of a document, from one made once."""
    with Summarizer(model="none") as summarizer:
        made = summarizer.summarize(from_text(WORDS.format(3), "a.txt"))

    def make(document: Document) -> Record[WorkReport]:
        source = made.source.model_copy(
            update={
                "name": document.name,
                "sha256": document.sha256,
                "media_type": document.media_type,
                "encoding": document.encoding,
                "characters": len(document.text),
            }
        )
        usage = Usage(model="played", calls=2, prompt_tokens=100, completion_tokens=10, seconds=0.5)
        return made.model_copy(update={"source": source, "usage": usage})

    yield make


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., OpenBatch]]:
    """A function that opens the batch in the test's folder."""
    batches: list[OpenBatch] = []

    def open_batch(**limits: int) -> OpenBatch:
        batches.append(OpenBatch(tmp_path / "out", MARKS, **limits))
        return batches[-1]

    yield open_batch
    for batch in batches:
        batch.__exit__(None, None, None)


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


@pytest.fixture
def bench(
    opened: Callable[..., OpenBatch], record_of: Callable[[Document], Record[WorkReport]]
) -> Callable[..., Bench]:
    """A function that makes a bench; `on` maps names to errors, or is called with each document."""

    def make(
        on: Mapping[str, Exception] | Callable[[Document], Awaitable[None]] = {}, **limits: int
    ) -> Bench:  # noqa: B006
        bench: Bench

        async def summarize(document: Document) -> Record[WorkReport]:
            if callable(on):
                await on(document)
            elif document.name in on:
                raise on[document.name]
            await asyncio.sleep(0)
            return record_of(document)

        bench = Bench(opened(**limits), summarize)
        return bench

    return make
