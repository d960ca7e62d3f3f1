"""Collections by hand: reports that say what a test needs."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from schemas.record import Evidence, Figure, Item
from schemas.work_report import WorkReport
from summarizer.collection.records import Collected
from summarizer.rendering import render_json
from tests.rendering.conftest import record_of


def figure(subject: str, value: float, unit: str = "人", **values: Any) -> Figure:
    """A figure whose quote is its subject with its mention."""
    mention = values.pop("mention", f"{value}{unit}")
    quote = f"{subject}{mention}"
    start = values.pop("start", 10)
    evidence = (Evidence(start=start, end=start + len(quote), quote=quote),)
    given = {"status": "achieved", "verdict": "supported", "evidence": evidence} | values
    return Figure(subject=subject, value=value, unit=unit, mention=mention, **given)


def item(text: str, **values: Any) -> Item:
    """A statement in the words of its quote."""
    evidence = (Evidence(start=5, end=5 + len(text), quote=text),)
    return Item(**{"text": text, "evidence": evidence, "verdict": "supported"} | values)


def report(name: str, *figures: Figure, **values: Any) -> Collected:
    """A report with these figures; `values` are those of the summary."""
    summary = WorkReport(**{"title": f"{name}工作总结", "region": name, "figures": figures} | values)
    return Collected(f"{name}.txt", record_of(summary))


def failed(name: str, error: str = "文件是空的") -> Collected:
    """A report without a record."""
    return Collected(name, None, error)


def pending(name: str) -> Collected:
    """A report that its batch has yet to do."""
    return Collected(name, None, pending=True)


def written(folder: Path, reports: Iterable[Collected]) -> Iterator[Path]:
    """The records as files of a folder, their names those of the reports."""
    for each in reports:
        assert each.record
        path = folder / f"{each.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_json(each.record), encoding="utf-8")
        yield path
