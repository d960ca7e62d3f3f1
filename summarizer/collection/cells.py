"""Cells that no spreadsheet takes for anything but text."""

from typing import Any

# OWASP, CSV Injection: what a spreadsheet takes for the start of a formula.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_active(text: str) -> bool:
    """Whether a spreadsheet might run the text when it is typed or read in."""
    return text.startswith(_ACTIVE)


def harmless(value: Any) -> Any:
    """The value as a cell of a CSV file: text that might be run gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and is_active(value) else value
