"""Dates by rule: when a document was given or issued, what months it looks back on, when a task is due."""

import re
from datetime import date

from summarizer.documents.model import Outline

_FULL = re.compile(
    r"((?:19|20)\d\d)\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|[-/.](\d{1,2})[-/.](\d{1,2})(?![-/.\d]))"
)
_MEETING = re.compile(r"((?:19|20)\d\d年)?(\d{1,2})月(\d{1,2})日[^。\n]{0,12}在[^。\n]{2,30}会议?上")
_OPENED = re.compile(r"今[天日][^。\n]{0,12}(?:召开|举行)((?:19|20)\d\d)年")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_DATE_LINE = re.compile(r"[（(\[]?\s*(?:19|20)\d\d年\s*\d{1,2}月\s*\d{1,2}日\s*[）)\]]?")
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
_EDGE_LINES = 6
_DUE = re.compile(
    r"(?:(?P<year>20\d\d)年|(?P<this>今年|本年)|(?P<next>明年))?(?:(?P<month>\d{1,2})月(?:份)?(?:底|末|中旬|上旬|下旬|\d{1,2}日)?"
    r"|(?P<half>上半年)|(?P<end>年?底|年?末|年内|年))?(?P<before>之?前|以前|内)?"
)
_DUE_START = re.compile(r"20\d\d年|今年|本年|明年|\d{1,2}月|年底|年末|年内")


def document_date(outline: Outline) -> str | None:
    """When the document was given or issued, else published: ISO, as precise as known; None where unknown."""
    text = outline.clean.text
    return (
        _own_date(text)
        or _meeting_date(text, outline.title)
        or outline.clean.published
        or _opening_year(text)
    )


def document_period(outline: Outline, date: str | None) -> tuple[str, str] | None:
    """First and last month (`2023-01`, `2023-06`) that the document looks back on, None where unsure.

    `date` is the document's ISO date or None: it gives a bare 上半年 its year and ends a year not over.
    """
    title, head = outline.title or "", outline.clean.text[:_HEAD]
    if part := _PART.search(title):
        return _months(int(part[1]), *_PARTS[part[2]])
    if year := _WHOLE_YEAR.search(title):
        return _months(int(year[1]), 1, 12)
    if plan := _PLAN_BACK.search(head):
        first = _FIVE_YEARS[plan[1]]
        return f"{first}-01", f"{first + 4}-12"
    if date and (half := _HALF_BACK.search(head)):
        return _months(int(date[:4]), *_PARTS.get(half[1], (1, 12)))
    opening = next((each.text for each in outline.sentences if each.text != title), "")
    if begins := _BEGINS.match(opening):
        same_year = date is not None and date[:4] == begins[1] and len(date) >= 7
        return _months(int(begins[1]), 1, int(date[5:7]) if date and same_year else 12)
    return None


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


def _own_date(text: str) -> str | None:
    """A line near the beginning or the end that is nothing but a date: under the title or the signature."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]):
        if _DATE_LINE.fullmatch(line) and (found := _FULL.search(line)):
            return _iso(found[1], found[2], found[3])
    return None


def _meeting_date(text: str, title: str | None) -> str | None:
    """`2月20日在全市…会议上`, with the year of the title where it has none of its own."""
    found = _MEETING.search(text[:_HEAD])
    if not found:
        return None
    year = _YEAR.search(found[1] or title or "")
    return _iso(year[1], found[2], found[3]) if year else None


def _opening_year(text: str) -> str | None:
    found = _OPENED.search(text[:_HEAD])
    return found[1] if found else None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    return f"{year}-{first:02d}", f"{year}-{last:02d}"
