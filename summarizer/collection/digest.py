"""All reports in one Markdown text: a table of contents, then the abstract and the points of each."""

from collections.abc import Iterable, Iterator

from schemas import CitedItems, fields_of
from schemas.work_report import DOC_TYPES, WorkReport
from summarizer.collection.pages import Pages, at
from summarizer.collection.records import Collected, WorkRecord
from summarizer.rendering import plain
from summarizer.rendering.blocks import MARKS
from summarizer.rendering.markdown import escape


def render_digest(reports: Iterable[Collected], pages: Pages) -> str:
    """The text with a final newline. No text of the documents is markup."""
    contents: list[str] = []
    bodies: list[str] = []
    for report in reports:
        name = escape(plain(report.name))
        if report.record is None:
            why = "… 未完成" if report.pending else f"✗ {escape(plain(report.error))}"
            contents.append(f"| {name} | | | | {why} |")
        else:
            link = pages.link(report)
            contents.append(_line(report.record, name, link))
            bodies.append("\n".join(_body(report.record, name, link)))
    head = ["# 报告汇总", "", "| 报告 | 文种 | 地区 | 日期 | 单位 |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *contents, "", *bodies])


def _line(record: WorkRecord, name: str, link: str) -> str:
    summary = record.summary
    title = escape(plain(summary.title or "")) or name
    facts = (DOC_TYPES[summary.doc_type], summary.region, summary.date, summary.issuer)
    return f"| [{title}]({link}) | {' | '.join(escape(plain(each or '')) for each in facts)} |"


def _body(record: WorkRecord, name: str, link: str) -> Iterator[str]:
    summary = record.summary
    yield f"## [{escape(plain(summary.title or '')) or name}]({link})"
    yield ""
    if summary.abstract:
        yield f"{escape(plain(summary.abstract))}\n"
    for field, kind in fields_of(WorkReport, CitedItems):
        if items := getattr(summary, field):
            yield f"**{kind.label}**\n"
            for item in items:
                where = at(link, item.evidence)
                yield f"- {MARKS[item.verdict]} {escape(plain(item.text))} [出处]({where})"
            yield ""
