"""Pages in the system's Chromium, driven by Playwright; nothing is downloaded."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.rendering.html import render_html
from tests.rendering.html.pages import by_rules

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 400, "height": 800}

Show = Callable[..., Any]


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    """Opens a page; what it asks for, complains of and throws is in its `.asked` and `.complaints`."""
    contexts = []

    def opened(page: str, viewport: dict[str, int] = WIDE, fragment: str = "", **options: Any) -> Any:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.asked, tab.complaints = [], []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.complaints.append(message.text))
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.on("dialog", lambda dialog: (tab.complaints.append(dialog.message), dialog.dismiss()))
        tab.goto(file.as_uri() + fragment)
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def county() -> str:
    """The page of an example."""
    return render_html(*by_rules("county_half_year.txt"))
