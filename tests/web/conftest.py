from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from schemas import WorkReport
from summarizer import summarize
from summarizer.web.shelf import Shelf
from tests.evals.conftest import LABEL, TEXT
from tests.web.sites import Site, served

Open = Callable[..., Site]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one report."""
    place = tmp_path / "reports"
    place.mkdir()
    (place / "water.txt").write_text(TEXT, encoding="utf-8")
    return place


@pytest.fixture
def shelf(folder: Path) -> Shelf:
    return Shelf(folder, WorkReport)


@pytest.fixture
def open_site() -> Iterator[Open]:
    """Serves a folder; labels are filled in by rules unless blind."""
    with ExitStack() as stack:

        def opened(
            folder: Path, second: str | None = None, blind: bool = False, annotator: str = "甲"
        ) -> Site:
            shelf = Shelf(folder, WorkReport, second, blind)
            fill = None if blind else lambda document: summarize(document, model="none")
            return stack.enter_context(served(shelf, second or annotator, fill))

        yield opened


@pytest.fixture
def label() -> dict[str, Any]:
    """A good label of the report."""
    return {name: value for name, value in LABEL.items() if name not in ("id", "annotator")}
