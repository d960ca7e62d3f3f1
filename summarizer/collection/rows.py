"""Records as rows of flat tables; each row of something found has its quote and a link to its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Literal

from schemas import CitedItems, fields_of
from schemas.fields import kind_of
from schemas.record import Evidence, Figure, Item, Task, Verdict
from schemas.work_report import DOC_TYPES, WorkReport
from summarizer.collection.pages import at, at_figure
from summarizer.collection.records import Collected, WorkRecord
from summarizer.rendering import plain
from summarizer.rendering.html.figures import period_of
from summarizer.rendering.words import STATUSES, VERDICTS

Cell = str | int | float | None
Values = tuple[Cell, ...]
QUALIFIERS = MappingProxyType(
    {"nearly": "近", "about": "约", "over": "超", "at_least": "至少", "at_most": "至多", None: None}
)
_DIRECTIONS = MappingProxyType({"up": "增", "down": "减", None: None})


class TableName(StrEnum):
    """The tables there are."""

    REPORTS = "reports"
    ITEMS = "items"
    FIGURES = "figures"
    PROBLEMS = "problems"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its head for people, its width in characters, what it holds."""

    name: str
    head: str
    width: int
    form: Literal["text", "int", "float", "link"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, its columns, and the rows that one report with this link gives."""

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Collected, str], Iterator[Values]]


_NAME = Column("report", "报告", 26)
_REGION = Column("region", "地区", 12)
_CITED = (
    Column("verdict", "核对", 8),
    Column("quote", "引文", 60),
    Column("start", "起", 8, "int"),
    Column("end", "止", 8, "int"),
    Column("link", "链接", 12, "link"),
)


def _reports(report: Collected, link: str) -> Iterator[Values]:
    record = report.record
    if record is None:
        state = "未完成" if report.pending else "失败"
        yield (report.name, *[None] * 14, state, plain(report.error) or None, None)
        return
    summary, checks = record.summary, record.checks
    period = summary.period
    yield (
        report.name,
        DOC_TYPES[summary.doc_type],
        _plain(summary.title),
        _plain(summary.issuer),
        _plain(summary.region),
        summary.date,
        period.start if period else None,
        period.end if period else None,
        plain(summary.abstract),
        len(summary.achievements),
        len(summary.problems),
        len(summary.tasks),
        len(summary.figures),
        unsupported(record),
        len(checks.uncited_figures),
        "完成",
        "；".join(map(plain, checks.warnings)) or None,
        link,
    )


def unsupported(record: WorkRecord) -> int:
    """How many statements and figures of a record are not in the places cited."""
    summary = record.summary
    verdicts = chain(
        (each.verdict for each in chain[Item](summary.achievements, summary.problems, summary.tasks)),
        (each.verdict for each in summary.figures),
    )
    return sum(verdict == "unsupported" for verdict in verdicts)


def _items(report: Collected, link: str) -> Iterator[Values]:
    for name, kind in fields_of(WorkReport, CitedItems):
        for head, item, tail in _told(report, name, link):
            yield (*head, kind.label, plain(item.text), *tail)


def _plainly(field: str) -> Callable[[Collected, str], Iterator[Values]]:
    def rows(report: Collected, link: str) -> Iterator[Values]:
        for head, item, tail in _told(report, field, link):
            deadline = (item.deadline,) if isinstance(item, Task) else ()
            yield (*head, plain(item.text), *deadline, *tail)

    return rows


def _told(report: Collected, field: str, link: str) -> Iterator[tuple[Values, Item, Values]]:
    if report.record:
        head = (report.name, _plain(report.record.summary.region))
        for item in getattr(report.record.summary, field):
            yield head, item, _cited(item.verdict, item.evidence, at(link, item.evidence))


def _figures(report: Collected, link: str) -> Iterator[Values]:
    if report.record:
        for each in report.record.summary.figures:
            yield (
                report.name,
                _plain(report.record.summary.region),
                *_figure(each),
                *_cited(each.verdict, each.evidence, at_figure(link, each)),
            )


def _figure(figure: Figure) -> Values:
    return (
        plain(figure.subject),
        figure.value,
        figure.value_to,
        plain(figure.unit) or None,
        QUALIFIERS[figure.qualifier],
        _DIRECTIONS[figure.direction],
        plain(figure.mention),
        period_of(plain(figure.period or "")) or None,
        STATUSES[figure.status],
    )


def _cited(verdict: Verdict, evidence: tuple[Evidence, ...], link: str) -> Values:
    # Sentences that follow one another are told as one; what stands between others is left out.
    quote = "".join(
        ("" if index == 0 or evidence[index - 1].end == each.start else " … ") + each.quote
        for index, each in enumerate(evidence)
    )
    start, end = (evidence[0].start, evidence[-1].end) if evidence else (None, None)
    return VERDICTS[verdict], plain(quote), start, end, link


def _plain(text: str | None) -> str | None:
    return plain(text) if text else None


_TEXT = Column("text", "内容", 50)
TABLES: Mapping[TableName, Table] = MappingProxyType(
    {
        TableName.REPORTS: Table(
            "报告",
            (
                _NAME,
                Column("doc_type", "文种", 10),
                Column("title", "标题", 36),
                Column("issuer", "单位", 18),
                _REGION,
                Column("date", "日期", 12),
                Column("period_start", "时段起", 9),
                Column("period_end", "时段止", 9),
                Column("abstract", "摘要", 60),
                *(
                    Column(name, kind_of(WorkReport, name).label, 6, "int")
                    for name in ("achievements", "problems", "tasks", "figures")
                ),
                Column("unsupported", "无据", 6, "int"),
                Column("uncited_figures", "未引用数据", 10, "int"),
                Column("state", "状态", 6),
                Column("remarks", "警告或失败原因", 40),
                Column("link", "链接", 12, "link"),
            ),
            _reports,
        ),
        TableName.ITEMS: Table("要点", (_NAME, _REGION, Column("kind", "类别", 6), _TEXT, *_CITED), _items),
        TableName.FIGURES: Table(
            "数据",
            (
                _NAME,
                _REGION,
                Column("subject", "指标", 24),
                Column("value", "数值", 14, "float"),
                Column("value_to", "至", 12, "float"),
                Column("unit", "单位", 8),
                Column("qualifier", "约数", 6),
                Column("direction", "增减", 6),
                Column("mention", "原文写法", 14),
                Column("period", "时间", 14),
                Column("status", "状态", 6),
                *_CITED,
            ),
            _figures,
        ),
        TableName.PROBLEMS: Table("问题", (_NAME, _REGION, _TEXT, *_CITED), _plainly("problems")),
        TableName.TASKS: Table(
            "任务", (_NAME, _REGION, _TEXT, Column("deadline", "期限", 10), *_CITED), _plainly("tasks")
        ),
    }
)
