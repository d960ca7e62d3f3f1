from collections.abc import Callable, Iterator
from typing import Any

import pytest

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 420, "height": 860}

Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    """Opens an address in a profile of its own, or in that of a page given; complaints are in `.complaints`."""
    contexts = []

    def opened(url: str, viewport: dict[str, int] = WIDE, beside: Any = None, **options: Any) -> Any:
        context = beside.context if beside else browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.complaints = []
        tab.on("console", lambda message: tab.complaints.append(message.text))
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.on("dialog", lambda dialog: (tab.complaints.append(dialog.message), dialog.dismiss()))
        tab.goto(url)
        return tab

    yield opened
    for context in dict.fromkeys(contexts):
        context.close()
