"""Dates by rule: when a document was given or issued, what months it looks back on, when a task is due."""

import re
from collections.abc import Callable, Iterator

from summarizer.documents.found import Found, Line, lines_of
from summarizer.documents.letter import find_number, find_signature
from summarizer.documents.model import Outline
from summarizer.documents.title import find_title
from summarizer.documents.written_dates import find_date, iso_date, numbered_date

_DELIVERED = re.compile(r"^(?:[—―-]+|[（(])?[^，。]{0,30}日[，,]?[ \u3000]*(?:在|于)[^，。]{2,60}$")
_MEETING = re.compile(r"((?:19|20)\d\d年)?(\d{1,2})月(\d{1,2})日[^。\n]{0,12}在[^。\n]{2,30}会议?上")
_OPENED = re.compile(r"今[天日][^。\n]{0,12}(?:召开|举行)((?:19|20)\d\d)年")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_PLAN_BACK = re.compile(r"(?:回顾|总结)[^。\n]{0,30}?[“\"]?(十[一二三四]五)[”\"]?(?:期间|时期|以来)")
_HALF_BACK = re.compile(r"(?:回顾|总结)[^。\n]{0,20}?(上半年|下半年|全年)")
_PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "第一季度": (1, 3),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "前三季度": (1, 9),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
_PART = re.compile("((?:19|20)\\d\\d)年(?:度)?(?:第)?(前三季度|上半年|下半年|[一二三四]季度)")
_WHOLE_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?:度|全年)?[^，。上下季]{0,16}(?:总结|述职|情况(?:的)?(?:报告|汇报)|年报)"
)
_BEGINS = re.compile(r"((?:19|20)\d\d)年(?:以来)?[，,]")
_HEAD = 1500
_EDGE_LINES = 8
# What a heading calls the year it looks back on, if it names no other time beside.
_YEAR_BACK = re.compile(
    r"^[^0-9]{0,4}((?:19|20)\d\d)年(?:度|全年)?(?:主要)?工作(?:的)?(?:回顾|总结|情况|完成情况|成效)$"
)
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
        lambda: _date_line(lines[:_EDGE_LINES]),
        lambda: _delivered(lines[:_EDGE_LINES]),
        lambda: _meeting_date(text, outline.title),
        lambda: _number_date(lines),
        lambda: _signed(lines),
        lambda: _date_line(lines[-_EDGE_LINES:]),
        lambda: _published(outline),
        lambda: _opening_year(text),
    )
    return next((found for rule in rules if (found := rule())), None)


def document_period(outline: Outline, date: str | None) -> Found[tuple[str, str]] | None:
    """First and last month (`2023-01`, `2023-06`) that the document looks back on, None where unsure.

    `date` is the document's ISO date or None: it gives a bare 上半年 its year and ends a year not over.
    """
    return next(_periods(outline, date), None)


def _periods(outline: Outline, date: str | None) -> Iterator[Found[tuple[str, str]]]:
    """What each rule says, the surest rule first."""
    title, head = find_title(outline.clean.text), outline.clean.text[:_HEAD]
    if title and (part := _PART.search(title.value)):
        yield Found(_months(int(part[1]), *_PARTS[part[2]]), title.start, title.end, "title")
    if title and (year := _WHOLE_YEAR.search(title.value)):
        yield Found(_months(int(year[1]), 1, 12), title.start, title.end, "title")
    if plan := _PLAN_BACK.search(head):
        first = _FIVE_YEARS[plan[1]]
        yield Found((f"{first}-01", f"{first + 4}-12"), *plan.span(), "five_years")
    if date and (half := _HALF_BACK.search(head)):
        yield Found(_months(int(date[:4]), *_PARTS.get(half[1], (1, 12))), *half.span(), "looked_back")
    for section in outline.sections:
        if section.level == 1 and (back := _YEAR_BACK.match(re.sub("^[^、]{1,4}、", "", section.heading))):
            end = section.start + len(section.heading)
            yield Found(_months(int(back[1]), 1, 12), section.start, end, "heading")
    opening = next((each for each in outline.sentences if each.text != outline.title), None)
    if opening and (begins := _BEGINS.match(opening.text)):
        same_year = date is not None and date[:4] == begins[1] and len(date) >= 7
        last = int(date[5:7]) if date and same_year else 12
        months = _months(int(begins[1]), 1, last)
        yield Found(months, opening.start, opening.start + begins.end(), "opening")


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


def _opening_year(text: str) -> Found[str] | None:
    found = _OPENED.search(text[:_HEAD])
    return Found(found[1], *found.span(1), "opening") if found else None


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    return f"{year}-{first:02d}", f"{year}-{last:02d}"
