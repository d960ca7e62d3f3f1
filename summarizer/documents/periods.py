"""When a figure holds: the time that its sentence or heading states, resolved against the document's date.

A time is written after ISO 8601: a year `2023`, a month `2023-06`, an interval with both ends included
`2023-01/2023-06`, and, where only the end is said (截至6月底), an interval with an open start `../2023-06`
(ISO 8601-2:2019, 4.4).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from summarizer.documents.clauses import SENTENCE
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

_REACH = 240
_PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "全年": (1, 12),
}
_NAMED = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "来年": 1}
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_TO = "(?:-|—|–|至|到|~)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_TIME = re.compile(
    rf"[“\"]?(?P<plan>{'|'.join(_PLANS)})[”\"]?(?:规划)?(?P<plan_end>末)?(?:期间|时期|以来)?"
    rf"|(?P<first_year>(?:19|20)\d\d)年?{_TO}(?P<last_year>(?:19|20)\d\d)年"
    r"|(?:近|过去|这)(?P<count>[两二三四五十]|\d{1,2})年(?!前)|(?<![一-鿿])(?P<count_back>[两二三四五十])年来"
    r"|(?P<until>截[至止]到?)?"
    rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<named>{'|'.join(_NAMED)})|(?=[第前上下一二三四1-9全年]))度?"
    rf"(?:(?P<same>同期)|第?(?P<part>{'|'.join(_PARTS)})(?!龄)"
    rf"|(?P<from_month>{_MONTH})月?份?{_TO}(?P<to_month>{_MONTH})月|(?<!\d)(?P<month>{_MONTH})月(?!饼|球)"
    r"|(?P<since>以来)|(?P<end>(?:(?<!\d)年)?[底末]))?"
)
# What makes a time the base of a comparison or the start of a change, not the time of the figure.
_BASE = re.compile(r"(?:比|较|由|从|超|高于|低于|[与同]|是)$")

_OWN = re.compile(r"的?[近约超]?")  # 比去年同期的6元


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the document: the year written in, the month or None, and the years looked back on.

    `done` says of the figure that it tells what was achieved.
    """

    year: int
    month: int | None
    back: tuple[str, str] | None
    done: bool = False

    @property
    def back_year(self) -> int:
        """The year that 全年 or 上半年 without a year means: the one looked back on, the last where it is done."""
        if self.back and (self.done or self.back[0][:4] == self.back[1][:4]):
            return int(self.back[1][:4])
        return self.year


def period_of(
    outline: Outline,
    quantity: Quantity,
    date: str | None,
    period: tuple[str, str] | None,
    *,
    done: bool = False,
) -> str | None:
    """When the figure holds, ISO 8601 as above; None where neither its sentence nor a heading says.

    `date` is the document's ISO date and `period` the months that it looks back on, None where unknown; `done`
    says that the figure tells what was achieved, so that 全年 is a year that is over.
    """
    year = date or (period and period[1])
    if not year:
        return None
    known = _Known(int(year[:4]), int(year[5:7]) if len(year) > 5 else None, period, done)
    text = outline.clean.text
    first = max(0, quantity.start - _REACH)
    start = max((m.end() for m in SENTENCE.finditer(text, first, quantity.start)), default=first)
    before = text[start : quantity.start]
    if quantity.role == "from":
        # The start of a change lies before the time of the change; only its own words tell when.
        before = before[max(before.rfind("由"), before.rfind("从"), 0) :]
        return _stated(before, known)
    return _stated(before, known) or _announced(outline, quantity, known)


def _stated(before: str, known: _Known) -> str | None:
    """The last time said before a number, the base of a comparison only where the number is its own."""
    return next(reversed(_times(before, known)), None)


def _times(text: str, known: _Known) -> list[str]:
    when: list[str] = []
    for found in _TIME.finditer(text):
        resolved = _resolved(found, known, when[-1] if when else None)
        if resolved and (not _BASE.search(text[: found.start()]) or _OWN.fullmatch(text, found.end())):
            when.append(resolved)
    return when


def _announced(outline: Outline, quantity: Quantity, known: _Known) -> str | None:
    index = bisect_right(outline.points, quantity.start, key=lambda point: point.sentences[0].start) - 1
    if index < 0:
        return None
    said = (_times(heading, known) for heading in reversed(outline.points[index].path))
    nearest = set(next((times for times in said if times), ()))
    # 2025年和“十四五”时期工作回顾: a figure may hold for either.
    return nearest.pop() if len(nearest) == 1 else None


def _resolved(found: re.Match[str], known: _Known, when: str | None) -> str | None:
    """What a match means; None for one that is no time. `when` is the time said before in the sentence."""
    if plan := found["plan"]:
        return str(_PLANS[plan] + 4) if found["plan_end"] else f"{_PLANS[plan]}/{_PLANS[plan] + 4}"
    if found["first_year"]:
        return f"{found['first_year']}/{found['last_year']}"
    if count := found["count"] or found["count_back"]:
        # In the first months of a year a report looks back on the years that are over.
        last = known.year - 1 if known.month and known.month <= 3 else known.year
        return f"{last - (_COUNTS.get(count) or int(count)) + 1}/{last}"
    return _in_year(found, known, when)


def _in_year(found: re.Match[str], known: _Known, when: str | None) -> str | None:
    if found["year"]:
        year = int(found["year"])
    elif found["named"]:
        looks_back = found["since"] and found["named"] in ("今年", "本年")
        year = known.back_year if looks_back else known.year + _NAMED[found["named"]]
    elif found["part"] or found["month"] or found["to_month"] or found["end"] == "年底":
        year = known.back_year if found["part"] or not known.back else known.year
    else:
        return None
    if found["same"]:
        return _shifted(when or (known.back and "/".join(known.back)), year)
    return _months(found, year, known)


def _months(found: re.Match[str], year: int, known: _Known) -> str:
    if found["part"] == "全年":
        return str(year)
    if found["part"]:
        first, last = _PARTS[found["part"]]
        return f"{year}-{first:02d}/{year}-{last:02d}"
    if found["to_month"]:
        return f"{year}-{int(found['from_month']):02d}/{year}-{int(found['to_month']):02d}"
    if month := 12 if found["end"] else int(found["month"] or 0):
        return f"{'../' if found['until'] else ''}{year}-{month:02d}"
    if found["since"] and (end := _end(year, known)):
        return f"{year}-01/{end}"
    return str(year)


def _end(year: int, known: _Known) -> str | None:
    """The last month that the document knows of `year`."""
    if known.back and known.back[1].startswith(str(year)):
        return known.back[1]
    if known.year == year:
        return f"{year}-{known.month:02d}" if known.month else None
    return f"{known.year}-{known.month:02d}" if known.month else str(known.year)


def _shifted(when: str | None, year: int) -> str:
    """The same months of another year."""
    return re.sub(r"\d{4}", str(year), when) if when and "-" in when else str(year)
