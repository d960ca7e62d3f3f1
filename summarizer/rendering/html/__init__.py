"""One self-contained HTML page for a record: the summary beside its source, each leading to the other."""

from functools import cache
from typing import Any

from schemas import Record
from summarizer.documents import Document
from summarizer.rendering.blocks import MARKS
from summarizer.rendering.html.frame import Frame
from summarizer.rendering.html.view import view_of
from summarizer.rendering.words import STATUSES, VERDICTS


def render_html(record: Record[Any], document: Document) -> str:
    """Return the page. `document` is the one that was summarised: ValueError where it is another."""
    return _frame().render(view=view_of(record, document))


@cache
def _frame() -> Frame:
    return Frame(
        "summarizer.rendering.html",
        "record.html.jinja",
        styles=("base.css", "record.css"),
        scripts=("table.js", "figures.js", "record.js"),
        names={"marks": MARKS, "verdicts": VERDICTS, "statuses": STATUSES},
    )
