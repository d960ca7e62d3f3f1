"""What opens the pages of records opens those of collections."""

from tests.rendering.browser.conftest import show

__all__ = ["show"]
