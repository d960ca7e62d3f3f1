"""The page of each report, beside what leads to it."""

import os
from functools import cache
from pathlib import Path
from urllib.parse import quote

from schemas.fields import CitedItems, Figures, fields_of
from schemas.record import Evidence, Figure
from summarizer.batch.names import output_path
from summarizer.batch.outputs import FOLDER
from summarizer.collection.records import Collected, WorkRecord
from summarizer.files import unwritable, write_text
from summarizer.rendering.blocks import MARKS, title_of
from summarizer.rendering.html import render_html
from summarizer.rendering.html.figures import figure_row, mention_in
from summarizer.rendering.html.frame import Frame
from summarizer.rendering.words import STATUSES, VERDICTS


class Pages:
    """Pages below `reports/` in a folder, written when they are first linked to.

    That of a batch is copied; without one it is made from the document, where that can still be read, else from the
    record alone, with its quotes. OutputError where they cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: set[str] = set()

    def link(self, report: Collected) -> str:
        """Where its page is, as a relative URL without anchor; "" for a report without record."""
        if report.record is None:
            return ""
        path = f"{FOLDER}/{output_path(report.name, '.html')}"
        if path not in self._written:
            self._write(self._folder / path, report, report.record)
            self._written.add(path)
        return quote(path)

    def _write(self, path: Path, report: Collected, record: WorkRecord) -> None:
        if report.page and path.exists() and os.path.samefile(report.page, path):  # noqa: PTH121
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(
                path, report.page.read_text(encoding="utf-8") if report.page else _rendered(report, record)
            )
        except OSError as error:
            raise unwritable(path, error) from error


def at(link: str, evidence: tuple[Evidence, ...]) -> str:
    """A link to the place in the page where what was found first stands."""
    return f"{link}#p{evidence[0].start}" if link and evidence else link


def at_figure(link: str, figure: Figure) -> str:
    """A link to the place in the page where the figure stands."""
    place = mention_in(figure)
    return f"{link}#p{place[0]}" if link and place else link


def _rendered(report: Collected, record: WorkRecord) -> str:
    document = report.document()
    return render_html(record, document) if document else render_quotes(record)


def render_quotes(record: WorkRecord) -> str:
    """A page of a record whose document is not at hand: what it says, with the quotes it rests on."""
    summary = record.summary
    schema = type(summary)
    return _frame().render(
        title=title_of(record),
        abstract=summary.abstract,
        lists=[(kind.label, getattr(summary, name)) for name, kind in fields_of(schema, CitedItems)],
        figures=[
            (figure, figure_row(0, figure, None))
            for name, _ in fields_of(schema, Figures)
            for figure in getattr(summary, name)
        ],
        warnings=record.checks.warnings,
    )


@cache
def _frame() -> Frame:
    return Frame(
        "summarizer.collection",
        "quotes.html.jinja",
        styles=("base.css", "quotes.css"),
        scripts=("table.js",),
        names={"marks": MARKS, "statuses": STATUSES, "verdicts": VERDICTS},
    )
