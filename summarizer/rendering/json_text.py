"""The record as JSON, for other programs."""

import json
import re
from collections.abc import Mapping
from typing import Any

from schemas import Record
from summarizer.rendering.plain import INVISIBLE


def render_json(record: Record[Any]) -> str:
    """Return the record as indented JSON with a final newline.

    Chinese stays readable; invisible and control characters are written as escapes, so that the text
    means the same to a program and does no harm in a terminal.
    """
    return _safe(record.model_dump_json(indent=2))


def render_line(record: Record[Any]) -> str:
    """Return the record as one line of JSON in the same form, for files with a record a line."""
    return _safe(record.model_dump_json())


def json_of(values: Mapping[str, Any]) -> str:
    """Return plain values as JSON in the same form."""
    return _safe(json.dumps(values, ensure_ascii=False, indent=2))


def _safe(text: str) -> str:
    return INVISIBLE.sub(_escaped, text) + "\n"


def _escaped(match: re.Match[str]) -> str:
    # Inside strings newlines are escaped already: a raw one belongs to the indentation.
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]
