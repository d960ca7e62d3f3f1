"""The browser of the pages of records."""

from tests.rendering.browser.conftest import browser, show

__all__ = ["browser", "show"]
