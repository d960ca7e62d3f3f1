"""Dates by rule: when a document was given or issued, when a task is due."""

import re
from collections.abc import Callable

from summarizer.documents.found import Found, Line, lines_of
from summarizer.documents.letter import find_number, find_signature
from summarizer.documents.model import Outline
from summarizer.documents.written_dates import find_date, iso_date, numbered_date

_DELIVERED = re.compile(r"^(?:[—―-]+|[（(])?[^，。]{0,30}日[，,]?[ \u3000]*(?:在|于)[^，。]{2,60}$")
_MEETING = re.compile(r"((?:19|20)\d\d年)?(\d{1,2})月(\d{1,2})日[^。\n]{0,12}在[^。\n]{2,30}会议?上")
_OPENED = re.compile(r"今[天日][^。\n]{0,12}(?:召开|举行)((?:19|20)\d\d)年")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_IN_YEAR = re.compile(r"在((?:19|20)\d\d)年(?![^，。]*(?:总结|表彰|述职|考核|年度))[^，。]{2,40}会议?上")
_HEAD = 1500
_EDGE_LINES = 8
_DUE = re.compile(
    r"(?:(?P<year>20\d\d)年|(?P<this>今年|本年)|(?P<next>明年))?(?:(?P<month>\d{1,2})月(?:份)?(?:底|末|中旬|上旬|下旬|\d{1,2}日)?"
    r"|(?P<half>上半年)|(?P<end>年?底|年?末|年内|年))?(?P<before>之?前|以前|内)?"
)
_DUE_START = re.compile(r"20\d\d年|今年|本年|明年|\d{1,2}月|年底|年末|年内")


def document_date(outline: Outline) -> Found[str] | None:
    """When the document was given, else issued, else published: ISO, as precise as known; None where unknown."""
    text = outline.clean.text
    lines = lines_of(text)
    rules: tuple[Callable[[], Found[str] | None], ...] = (
        lambda: _signed(lines) if find_number(lines) else None,
        lambda: _date_line(lines[:_EDGE_LINES]),
        lambda: _delivered(lines[:_EDGE_LINES]),
        lambda: _meeting_date(text, outline.title),
        lambda: _number_date(lines),
        lambda: _signed(lines),
        lambda: _date_line(lines[-_EDGE_LINES:]),
        lambda: _printed(lines[-_EDGE_LINES:]),
        lambda: _published(outline),
        lambda: _opening_year(text),
        lambda: _meeting_year(outline),
    )
    return next((found for rule in rules if (found := rule())), None)


def deadline(text: str, year: int | None) -> str | None:
    """When a task is due: `2025年底前` is 2025-12, `到2035年` 2035, `6月底前` a month of `year`; ISO or None.

    A bare date is no deadline: 到, 在 or 于 stands before it, or 前, 底, 末 or 内 closes it.
    """
    for start in _DUE_START.finditer(text):
        match = _DUE.match(text, start.start())
        if match is None or not (
            match["before"] or match["end"] in ("底", "末", "年底", "年末", "年内") or _led(text, start)
        ):
            continue
        due_year = _due_year(match, year)
        if due_year is None:
            continue
        month = _due_month(match)
        return f"{due_year}-{month:02d}" if month else str(due_year)
    return None


def _led(text: str, start: re.Match[str]) -> bool:
    return text[: start.start()].endswith(("到", "至"))


def _due_year(match: re.Match[str], year: int | None) -> int | None:
    if match["year"]:
        return int(match["year"])
    return year + 1 if year is not None and match["next"] else year


def _due_month(match: re.Match[str]) -> int | None:
    """The month of a deadline, None where only the year is known."""
    if match["month"]:
        return month if 1 <= (month := int(match["month"])) <= 12 else None
    if match["half"]:
        return 6
    closes = match["end"] in ("底", "末", "年底", "年末", "年内") or match["before"] == "内"
    return 12 if closes else None


def _date_line(lines: tuple[Line, ...]) -> Found[str] | None:
    """A line that is nothing but a date: under the title or the signature."""
    for line in lines:
        if date := iso_date(line.text):
            return Found(date, line.start, line.end, "date_line")
    return None


def _printed(lines: tuple[Line, ...]) -> Found[str] | None:
    """The date of printing, which closes an official document (GB/T 9704-2012, 7.4)."""
    for line in lines:
        if line.text.endswith("印发") and (date := find_date(line.text)):
            return Found(date[0], line.start + date[1], line.start + date[2], "printed")
    return None


def _delivered(lines: tuple[Line, ...]) -> Found[str] | None:
    """The line below a title that says when and where: `——2024年1月9日在…大会上`."""
    for line in lines:
        if _DELIVERED.match(line.text) and (date := find_date(line.text)):
            return Found(date[0], line.start + date[1], line.start + date[2], "delivered")
    return None


def _meeting_date(text: str, title: str | None) -> Found[str] | None:
    """`2月20日在全市…会议上`, with the year of the title where it has none of its own."""
    found = _MEETING.search(text[:_HEAD])
    year = _YEAR.search(found[1] or title or "") if found else None
    date = numbered_date(year[1], found[2], found[3]) if found and year else None
    return Found(date, found.start(), found.end(3) + 1, "meeting") if found and date else None


def _number_date(lines: tuple[Line, ...]) -> Found[str] | None:
    """The date beside the document number."""
    number = find_number(lines)
    line = next((line for line in lines if number and line.end >= (number.end or 0)), None)
    if number is None or line is None or not (date := find_date(line.text)):
        return None
    return Found(date[0], line.start + date[1], line.start + date[2], "number_line")


def _signed(lines: tuple[Line, ...]) -> Found[str] | None:
    signature = find_signature(lines)
    if signature is None or signature.value.date is None:
        return None
    return Found(signature.value.date, signature.start, signature.end, "signature")


def _published(outline: Outline) -> Found[str] | None:
    published = outline.clean.published
    return Found(published, None, None, "published") if published else None


def _meeting_year(outline: Outline) -> Found[str] | None:
    """The year of the meeting in the title; a year that is summed up is over by then."""
    found = _IN_YEAR.search(outline.title or "")
    return Found(found[1], None, None, "title") if found else None


def _opening_year(text: str) -> Found[str] | None:
    found = _OPENED.search(text[:_HEAD])
    return Found(found[1], *found.span(1), "opening") if found else None
