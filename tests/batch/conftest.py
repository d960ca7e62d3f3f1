"""Reports on disk for batches to find."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest


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
