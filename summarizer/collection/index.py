"""The index page: all reports of a collection in one table that is searched, filtered and sorted."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from schemas.work_report import DOC_TYPES
from summarizer.collection.pages import Pages
from summarizer.collection.records import Collected, WorkRecord
from summarizer.collection.rows import unsupported
from summarizer.rendering import plain
from summarizer.rendering.html.frame import Frame


@dataclass(frozen=True, slots=True)
class Entry:
    """One report as the index shows it; `kind` is the word for its type, `error` why it has no record, unless it is `pending`."""

    name: str
    link: str
    title: str = ""
    kind: str = ""
    issuer: str = ""
    region: str = ""
    date: str = ""
    abstract: str = ""
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    unsupported: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    pending: bool = False


def render_index(reports: Iterable[Collected], pages: Pages) -> str:
    """The page; it links to the page of each report."""
    entries = [_entry(each, pages.link(each)) for each in reports]
    return _frame().render(
        entries=entries,
        kinds=_distinct(each.kind for each in entries),
        regions=_distinct(each.region for each in entries),
        failed=sum(bool(each.error) for each in entries),
        pending=sum(each.pending for each in entries),
        doubtful=sum(bool(each.unsupported) for each in entries),
        warned=sum(bool(each.warnings) for each in entries),
    )


def _entry(report: Collected, link: str) -> Entry:
    if report.record is None:
        return Entry(plain(report.name), link, error=plain(report.error), pending=report.pending)
    return _of(report.record, plain(report.name), link)


def _of(record: WorkRecord, name: str, link: str) -> Entry:
    summary = record.summary
    return Entry(
        name,
        link,
        title=plain(summary.title or "") or name,
        kind=DOC_TYPES[summary.doc_type],
        issuer=plain(summary.issuer or ""),
        region=plain(summary.region or ""),
        date=plain(summary.date or ""),
        abstract=plain(summary.abstract),
        counts=(
            len(summary.achievements),
            len(summary.problems),
            len(summary.tasks),
            len(summary.figures),
        ),
        unsupported=unsupported(record),
        warnings=tuple(map(plain, record.checks.warnings)),
    )


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted(set(values) - {""})


@cache
def _frame() -> Frame:
    return Frame(
        "summarizer.collection",
        "index.html.jinja",
        styles=("base.css", "index.css"),
        scripts=("table.js", "index.js"),
    )
