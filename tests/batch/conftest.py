"""Reports on disk and in memory for batches, and records that need no model."""

import asyncio
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from schemas import Record, WorkReport
from schemas.record import Usage
from summarizer.app import Summarizer
from summarizer.batch.folder import OpenBatch
from summarizer.documents import Document, from_text
from tests.batch.played import MARKS, WORDS, Bench


@pytest.fixture(scope="session")
def record_of() -> Callable[[Document], Record[WorkReport]]:
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

    return make


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


@pytest.fixture
def bench(
    opened: Callable[..., OpenBatch], record_of: Callable[[Document], Record[WorkReport]]
) -> Callable[..., Bench]:
    """A function that makes a bench; `on` maps names to errors, or is called with each document."""

    def make(
        on: Mapping[str, Exception] | Callable[[Document], Awaitable[None]] = MappingProxyType({}),
        **limits: int,
    ) -> Bench:
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


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes files below the folder `in` of the test, each holding its own name; gives that folder."""

    def written(*names: str) -> Path:
        root = tmp_path / "in"
        for name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name, encoding="utf-8")
        root.mkdir(exist_ok=True)
        return root

    return written


@pytest.fixture
def peak_memory() -> Callable[[int], AbstractContextManager[None]]:
    """A block in which Python may hold no more bytes than are given beyond what it held before."""

    @contextmanager
    def bounded(most: int) -> Iterator[None]:
        tracemalloc.start()
        try:
            yield
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak <= most

    return bounded
