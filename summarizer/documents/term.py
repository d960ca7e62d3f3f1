"""The months that a document is about: those it looks back on, or plans, where it is a plan."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summarizer.documents.found import Found
from summarizer.documents.model import Outline, Sentence
from summarizer.documents.term_titles import (
    DASH,
    FIVE_YEARS,
    PARTS,
    PLANS,
    YEAR,
    Term,
    five_years,
    months,
    named_term,
    planned_term,
)
from summarizer.documents.title import find_subtitle, find_title
from summarizer.documents.title_kind import kind_of_title

_SCHEDULE = re.compile("赛程|日程|进度|时间|步骤|阶段|活动安排|工作安排")
_DAY = re.compile(rf"(?:({YEAR})年)?(?<!\d)(1[0-2]|0?[1-9])月(?!份?[—-]|饼)")

_PLAN_BACK = re.compile(r"(?:回顾|总结)[^。\n]{0,30}?[“\"]?(十[一二三四]五)[”\"]?(?:期间|时期|以来)")
_HALF_BACK = re.compile(r"(?:回顾|总结)[^。\n]{0,20}?(上半年|下半年|全年)")
_YEAR_SUMMED = re.compile(f"(?:回顾|总结)(?:了)?({YEAR})年(?!以来|[上下]半年|.季度)")
_PAST_YEAR = re.compile(
    f"(?<![一-鿿])(?:在)?(?:刚刚)?过去的?(?:这)?(?:一年|({YEAR})年)|(?:回顾|总结)(?:了)?(?:过去的?一年|去年|上一?年)"
    r"|(?<![一-鿿])(?:回顾|回首)?去年(?:这)?一年"
)
_YEARS_BACK = re.compile(r"(?:^|[。，；\n])(?:过去的?|近|这)?([三四五])年(?:多)?(?:来|间)[，,]")
_FIVE = re.compile('(十[一二三四五]五)(?:[”"]|期间|时期|以来|规划)')
_YEARS_PAST = re.compile("(?:过去|近|这)的?([三四五])年(?!级)")
_COUNTS = {"三": 3, "四": 4, "五": 5}
_THIS_YEAR_BACK = re.compile("(?:回顾|总结)(?:了)?今年(?:以来)?的?(?!上半年)")
# A heading that opens with its year and looks back, and one that looks ahead to a year.
_YEAR_DONE = re.compile(
    f"({YEAR})年(?:度|全年)?(?![^，。]*(?:计划|打算|任务|安排|思路|目标|要求|形势|重点|[上下]半年|季度|十.五|{YEAR}年))"
    "[^，。]*(?:工作|成绩|成效|回顾|情况|总结)"
)
_AHEAD = re.compile(
    f"^(?:({YEAR})年(?:度)?(下半年)?|(下半年)|(明年|来年|下一年))(?!.*季度)[^，。]*(?:计划|打算|任务|安排|思路|目标|举措|重点)"
)
# What a heading calls the year it looks back on, if it names no other time beside.
_YEAR_BACK = re.compile(
    f"^[^0-9]{{0,4}}({YEAR})年(?:度|全年)?(?:主要)?工作(?:的)?(?:回顾|总结|情况|完成情况|成效)$"
)
_BACK = re.compile("回顾|总结")
_BARE_BACK = re.compile("[^，。：；（]*工作(?:的)?(?:回顾|总结)")
_LONGEST_BARE = 24
# What goes before a text: to whom it is told, and that it is told.
_PREFACE = re.compile(
    r"[^。]{0,60}(?:同志|代表|委员|领导|来宾|们)[们]?[：:！!]$|[^。；]{0,40}(?:我|本人|受)[^。；]{0,60}(?:报告|汇报|述职|发言)|(?:现在|下面|现将)"
)
_NUMBER = re.compile("^[^、]{1,4}、")
# Who a text speaks of, where no comma stands before it.
_WHO = (
    "(?=我[局县市区镇乡校院们省委办厅旗州队]|全[省市县区镇乡校院局旗州]|在[^，。]{2,30}(?:领导|指导|支持)下)"
)
_OPENS = re.compile(
    rf"(?:({YEAR})年|今年)?(?:(以来)|(上半年|前三季度|[一二三四]季度)(?:以来)?)(?:[，,]|{_WHO})"
    rf"|({YEAR})年(?:度)?(?:[，,]|是|{_WHO})|(一年来|全年)[，,]"
)
_TO_MONTH = re.compile(rf"(?<!\d)(?:({YEAR})年)?1{DASH}(1[0-2]|[2-9])月")
_HEAD = 1500
_OPENING = 400
_DECEMBER = 12
_EARLY = 3  # in the first months of a year, one looks back on the year before


@dataclass(frozen=True, slots=True)
class _Date:
    year: int
    month: int | None

    @property
    def last(self) -> tuple[int, int] | None:
        """The last month that a document of this date looks back on; None where no month is known."""
        if self.month is None:
            return None
        return (self.year - 1, 12) if self.month <= _EARLY else (self.year, self.month)


def document_period(outline: Outline, date: str | None) -> Found[Term] | None:
    """First and last month (`2023-01`, `2023-06`) that the document looks back on or plans, None where unsure.

    `date` is the document's ISO date or None: it gives a bare 上半年 its year and ends a year not over.
    """
    known = _Date(int(date[:4]), int(date[5:7]) if len(date) > 5 else None) if date else None
    back = (_in_headings, _looked_back, _opened, _before_the_plan)
    # What a plan says of the past is where it starts from.
    ahead = outline.title is not None and kind_of_title(outline.title) == "plan"
    rules: tuple[Callable[[Outline, _Date | None], Iterator[Found[Term]]], ...] = (
        _titled,
        _planned,
        *(() if ahead else back),
    )
    return next((found for rule in rules for found in rule(outline, known)), None)


def _titled(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """The time in the title or the line below it."""
    title = find_title(outline.clean.text)
    for each in (title, find_subtitle(outline.clean.text, title)):
        if each and (term := named_term(each.value, (date.year, date.month) if date else None)):
            yield Found(term, each.start, each.end, "title")


def _planned(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """What a plan, or a notice that issues one or calls to an event, lays down."""
    title = find_title(outline.clean.text)
    if title is None or kind_of_title(title.value) not in PLANS:
        return
    words = re.sub("[》”]*的通知$", "", title.value)
    if kind_of_title(words) == "plan" and (term := planned_term(words)):
        yield Found(term, title.start, title.end, "title")
    yield from _scheduled(outline, title.value, date)


def _scheduled(outline: Outline, title: str, date: _Date | None) -> Iterator[Found[Term]]:
    """The first and the last month of the section that says when what is done."""
    told = re.search(f"({YEAR})年", title)
    first_year = int(told[1]) if told else date.year if date else None
    for section in outline.sections:
        if first_year is None or not _SCHEDULE.search(section.heading):
            continue
        months, year = set(), first_year
        for day in _DAY.finditer(outline.clean.text, section.start, section.end):
            year = int(day[1] or year)
            months.add(f"{year}-{int(day[2]):02d}")
        issued = f"{date.year}-{date.month or 1:02d}" if date else ""
        if len(months) > 1 and min(months) >= issued:
            yield Found((min(months), max(months)), section.start, section.end, "schedule")


def _looked_back(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """What the head of a speech or report says that it looks back on."""
    head = outline.clean.text[:_HEAD]
    if plan := _PLAN_BACK.search(head):
        yield Found(five_years(plan[1]), *plan.span(), "five_years")
    if date and (half := _HALF_BACK.search(head)):
        yield Found(months(date.year, *PARTS.get(half[1], (1, 12))), *half.span(), "looked_back")
    if year := _YEAR_SUMMED.search(head):
        yield Found(months(int(year[1]), 1, 12), *year.span(), "looked_back")
    if (this := _THIS_YEAR_BACK.search(head)) and date and (term := _since(date.year, date)):
        yield Found(term, *this.span(), "looked_back")
    for past in _PAST_YEAR.finditer(head):
        if past[1]:
            yield Found(months(int(past[1]), 1, 12), *past.span(), "past_year")
        elif date and date.month and date.month <= _EARLY:
            yield Found(months(date.year - 1, 1, 12), *past.span(), "past_year")


def _in_headings(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """The year in the heading that looks back, or with which the text under it begins."""
    for start, end, words in _headings(outline):
        heading = _NUMBER.sub("", words)
        if back := _YEAR_BACK.match(heading) or _YEAR_DONE.match(heading):
            yield Found(months(int(back[1]), 1, 12), start, end, "heading")
        elif _BACK.search(heading) and (years := _years_in(heading, date)):
            yield Found(years, start, end, "heading")
        elif _BACK.search(heading) and not re.search(r"\d{4}年|[上下]半年|十.五", heading):
            under = next((each for each in outline.sentences if each.start >= end), None)
            if under and (term := _opening_term(under, date)):
                yield Found(term, under.start, under.end, "under_heading")


def _headings(outline: Outline) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of the top headings, and before them of the lines that look back without a number."""
    tops = [each for each in outline.sections if each.level == 1]
    first = tops[0].start if tops else len(outline.clean.text)
    for line in outline.sentences:
        bare = line.start < first and len(line.text) <= _LONGEST_BARE and line.text != outline.title
        if bare and _BARE_BACK.fullmatch(line.text):
            yield line.start, line.end, line.text
    yield from ((each.start, each.start + len(each.heading), each.heading) for each in tops)


def _before_the_plan(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """What a summary looks back on whose last heading looks ahead: to a year, or to the second half of one."""
    if outline.title is None or kind_of_title(outline.title) != "work_summary":
        return
    for section in outline.sections:
        ahead = _AHEAD.match(_NUMBER.sub("", section.heading)) if section.level == 1 else None
        if ahead is None or not (ahead[1] or date):
            continue
        year = int(ahead[1]) if ahead[1] else date.year if date else 0
        half = ahead[2] or ahead[3]
        term = months(year, 1, 6) if half else months(year if ahead[4] else year - 1, 1, 12)
        yield Found(term, section.start, section.start + len(section.heading), "before_the_plan")


def _years_in(heading: str, date: _Date | None) -> Term | None:
    """The years of a plan that a heading names, with a year of them or not, or the 过去五年 before the date."""
    if (five := _FIVE.search(heading)) and five[1] in FIVE_YEARS:
        return five_years(five[1])
    past = _YEARS_PAST.search(heading)
    return _years_to(date, _COUNTS[past[1]]) if past else None


def _years_to(date: _Date | None, count: int) -> Term | None:
    """The last whole years before a date early in the year, None for any other date."""
    last = date.last if date else None
    return (f"{last[0] - count + 1}-01", f"{last[0]}-12") if last and last[1] == 12 else None


def _opened(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """The time with which the text itself begins."""
    text = outline.clean.text
    opening = next(
        (each for each in outline.sentences if _is_text(each, outline) and not _PREFACE.match(each.text)),
        None,
    )
    if opening is None:
        return
    end = min(opening.start + _OPENING, len(text))
    to_month = _TO_MONTH.search(text, opening.start, end)
    if to_month and date and (to_month[1] or date.month):
        year = int(to_month[1] or date.year) - (not to_month[1] and int(to_month[2]) > (date.month or 0))
        yield Found(months(year, 1, int(to_month[2])), *to_month.span(), "to_month")
    if term := _opening_term(opening, date):
        yield Found(term, opening.start, opening.end, "opening")
    years = _YEARS_BACK.search(opening.text)
    if years and (term := _years_to(date, _COUNTS[years[1]])):
        yield Found(term, opening.start, opening.end, "years_back")


def _is_text(sentence: Sentence, outline: Outline) -> bool:
    """Whether it is the first of the text itself: neither title nor heading, nor a line that signs or dates it."""
    headed = any(
        section.start <= sentence.start < section.start + len(section.heading) for section in outline.sections
    )
    return not headed and sentence.text != outline.title and sentence.text.endswith(tuple("。！；：:"))


def _opening_term(sentence: Sentence, date: _Date | None) -> Term | None:
    """`2024年，`, `2021年以来，`, `今年以来，`, `上半年，`: a time not over ends with the date's month."""
    found = _OPENS.match(sentence.text)
    if found is None:
        return None
    if found[5]:
        last = date.last if date else None
        return months(last[0], 1, 12) if last and last[1] == _DECEMBER else None
    if found[4]:
        year = int(found[4])
        over = date is None or date.month is None or date.year != year
        return months(year, 1, 12 if over or date is None or date.month is None else date.month)
    year_told = int(found[1]) if found[1] else date.year if date else None
    if year_told is None:
        return None
    if found[3]:
        return months(year_told, *PARTS[found[3]])
    return _since(year_told, date)


def _since(year: int, date: _Date | None) -> Term | None:
    last = date and ((date.year, date.month) if date.year == year else date.last)
    if not last or not last[1] or last[0] < year or last == (year, 1):
        return None
    return f"{year}-01", f"{last[0]}-{last[1]:02d}"
