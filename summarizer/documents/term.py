"""The months that a document is about: those it looks back on, or plans, where it is a plan."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summarizer.documents.found import Found
from summarizer.documents.model import Outline, Sentence
from summarizer.documents.title import find_subtitle, find_title
from summarizer.documents.title_kind import kind_of_title

Term = tuple[str, str]

_FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
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
_YEAR = r"(?:19|20)\d\d"
_DASH = "[-—–－~～至到]{1,2}"
_PART = re.compile(f"({_YEAR})年(?:度)?(?:第)?(前三季度|上半年|下半年|[一二三四]季度)")
_WHOLE_YEAR = re.compile(
    rf"({_YEAR})年(?:度|全年)?(?:(?!{_YEAR})[^，。上下季]){{0,16}}(?:总结|述职|情况(?:的)?(?:报告|汇报)|年报)"
)
_SPAN = re.compile(rf"({_YEAR})年(?:(1[0-2]|[1-9]){_DASH})?(1[0-2]|[1-9])月(?:份)?(?![\d日上中下底])")
_YEARS = re.compile(rf"({_YEAR})年?{_DASH}({_YEAR})年")
# School years begin in September; the second of their terms is over in July.
_SCHOOL = re.compile(rf"({_YEAR}){_DASH}(?:20)?\d\d学年(?:度)?(?:第?([一二])学期|([上下])学期)?")
_SEASON = re.compile(f"({_YEAR})年(?:度)?([春秋])季?(?:学期|开学)")
_TERMS = {"一": (0, 9, 1, 1), "上": (0, 9, 1, 1), "二": (1, 2, 1, 7), "下": (1, 2, 1, 7), None: (0, 9, 1, 8)}
_SEASONS = {"秋": (0, 9, 1, 1), "春": (0, 2, 0, 7)}

_PLANS = frozenset({"plan", "notice"})
_PLANNED_FIVE = re.compile('[“"]?(十[一二三四五]五)[”"]?(?:期间|时期)?[^，。]{0,16}规划')
# What a plan for a whole year is called; a 方案 is for one thing in it.
_YEARS_PLAN = re.compile(
    rf"({_YEAR})年(?:度)?(?:(?!{_YEAR})[^，。]){{0,16}}(?:计划|要点|打算|思路|设想|工作安排|重点任务)"
)
_SCHEDULE = re.compile("赛程|日程|进度|时间|步骤|阶段|活动安排|工作安排")
_DAY = re.compile(rf"(?:({_YEAR})年)?(?<!\d)(1[0-2]|0?[1-9])月(?!份?[—-]|饼)")

_PLAN_BACK = re.compile(r"(?:回顾|总结)[^。\n]{0,30}?[“\"]?(十[一二三四]五)[”\"]?(?:期间|时期|以来)")
_HALF_BACK = re.compile(r"(?:回顾|总结)[^。\n]{0,20}?(上半年|下半年|全年)")
_YEAR_SUMMED = re.compile(f"(?:回顾|总结)(?:了)?({_YEAR})年(?!以来|[上下]半年|.季度)")
_PAST_YEAR = re.compile(
    f"(?<![一-鿿])(?:在)?(?:刚刚)?过去的?(?:这)?(?:一年|({_YEAR})年)|(?:回顾|总结)(?:了)?(?:过去的?一年|去年|上一?年)"
    r"|(?<![一-鿿])(?:回顾|回首)?去年(?:这)?一年"
)
_YEARS_BACK = re.compile(r"(?:^|[。，；\n])(?:过去的?|近|这)?([三四五])年(?:多)?(?:来|间)[，,]")
_FIVE = re.compile('(十[一二三四五]五)[”"]?(?:期间|时期|以来|规划)')
_YEARS_PAST = re.compile("(?:过去|近|这)的?([三四五])年(?!级)")
_COUNTS = {"三": 3, "四": 4, "五": 5}
# What a heading calls the year it looks back on, if it names no other time beside.
_YEAR_BACK = re.compile(
    f"^[^0-9]{{0,4}}({_YEAR})年(?:度|全年)?(?:主要)?工作(?:的)?(?:回顾|总结|情况|完成情况|成效)$"
)
_BACK = re.compile("回顾|总结")
_NUMBER = re.compile("^[^、]{1,4}、")
_OPENS = re.compile(
    rf"(?:({_YEAR})年|今年)?(?:(以来)|(上半年|前三季度|[一二三四]季度)(?:以来)?)[，,]|({_YEAR})年(?:度)?(?:[，,]|是)|(一年来|全年)[，,]"
)
_TO_MONTH = re.compile(rf"(?<!\d)(?:({_YEAR})年)?1{_DASH}(1[0-2]|[2-9])月")
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
    rules: tuple[Callable[[Outline, _Date | None], Iterator[Found[Term]]], ...] = (
        _titled,
        _planned,
        _in_headings,
        _looked_back,
        _opened,
    )
    return next((found for rule in rules for found in rule(outline, known)), None)


def _titled(outline: Outline, _: _Date | None) -> Iterator[Found[Term]]:
    """The time in the title or the line below it."""
    title = find_title(outline.clean.text)
    for each in (title, find_subtitle(outline.clean.text, title)):
        if each and (term := _named_term(each.value)):
            yield Found(term, each.start, each.end, "title")


def _named_term(title: str) -> Term | None:
    if school := _SCHOOL.search(title):
        return _shifted(int(school[1]), _TERMS[school[2] or school[3]])
    if part := _PART.search(title):
        return _months(int(part[1]), *_PARTS[part[2]])
    if season := _SEASON.search(title):
        return _shifted(int(season[1]), _SEASONS[season[2]]) if kind_of_title(title) else None
    if (span := _SPAN.search(title)) and kind_of_title(title) not in _PLANS:
        return _months(int(span[1]), int(span[2] or span[3]), int(span[3]))
    if (years := _YEARS.search(title)) and kind_of_title(title) != "notice":
        return f"{years[1]}-01", f"{years[2]}-12"
    year = _WHOLE_YEAR.search(title)
    return _months(int(year[1]), 1, 12) if year else None


def _planned(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """What a plan, or a notice that issues one or calls to an event, lays down."""
    title = find_title(outline.clean.text)
    if title is None or kind_of_title(title.value) not in _PLANS:
        return
    words = re.sub("[》”]*的通知$", "", title.value)
    if kind_of_title(words) == "plan" and (term := _planned_term(words)):
        yield Found(term, title.start, title.end, "title")
    yield from _scheduled(outline, title.value, date)


def _planned_term(title: str) -> Term | None:
    if years := _YEARS.search(title):
        return f"{years[1]}-01", f"{years[2]}-12"
    if (five := _PLANNED_FIVE.search(title)) and five[1] in _FIVE_YEARS:
        return _five_years(five[1])
    year = _YEARS_PLAN.search(title)
    return _months(int(year[1]), 1, 12) if year else None


def _scheduled(outline: Outline, title: str, date: _Date | None) -> Iterator[Found[Term]]:
    """The first and the last month of the section that says when what is done."""
    told = re.search(f"({_YEAR})年", title)
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
        yield Found(_five_years(plan[1]), *plan.span(), "five_years")
    if date and (half := _HALF_BACK.search(head)):
        yield Found(_months(date.year, *_PARTS.get(half[1], (1, 12))), *half.span(), "looked_back")
    if year := _YEAR_SUMMED.search(head):
        yield Found(_months(int(year[1]), 1, 12), *year.span(), "looked_back")
    for past in _PAST_YEAR.finditer(head):
        if past[1]:
            yield Found(_months(int(past[1]), 1, 12), *past.span(), "past_year")
        elif date and date.month and date.month <= _EARLY:
            yield Found(_months(date.year - 1, 1, 12), *past.span(), "past_year")


def _in_headings(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """The year in the heading that looks back, or with which the text under it begins."""
    for section in outline.sections:
        if section.level > 1:
            continue
        heading = _NUMBER.sub("", section.heading)
        end = section.start + len(section.heading)
        if back := _YEAR_BACK.match(heading):
            yield Found(_months(int(back[1]), 1, 12), section.start, end, "heading")
        elif _BACK.search(heading) and (years := _years_in(heading, date)):
            yield Found(years, section.start, end, "heading")
        elif _BACK.search(heading) and not re.search(r"\d{4}年|[上下]半年|十.五", heading):
            under = next((each for each in outline.sentences if each.start >= end), None)
            if under and (term := _opening_term(under, date)):
                yield Found(term, under.start, under.end, "under_heading")


def _years_in(heading: str, date: _Date | None) -> Term | None:
    """The years of a plan that a heading names, with a year of them or not, or the 过去五年 before the date."""
    if (five := _FIVE.search(heading)) and five[1] in _FIVE_YEARS:
        return _five_years(five[1])
    past = _YEARS_PAST.search(heading)
    return _years_to(date, _COUNTS[past[1]]) if past else None


def _years_to(date: _Date | None, count: int) -> Term | None:
    """The last whole years before a date early in the year, None for any other date."""
    last = date.last if date else None
    return (f"{last[0] - count + 1}-01", f"{last[0]}-12") if last and last[1] == 12 else None


def _opened(outline: Outline, date: _Date | None) -> Iterator[Found[Term]]:
    """The time with which the text itself begins."""
    text = outline.clean.text
    opening = next((each for each in outline.sentences if _is_text(each, outline)), None)
    if opening is None:
        return
    end = min(opening.start + _OPENING, len(text))
    to_month = _TO_MONTH.search(text, opening.start, end)
    if to_month and date and (to_month[1] or date.month):
        year = int(to_month[1] or date.year) - (not to_month[1] and int(to_month[2]) > (date.month or 0))
        yield Found(_months(year, 1, int(to_month[2])), *to_month.span(), "to_month")
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
        return _months(last[0], 1, 12) if last and last[1] == _DECEMBER else None
    if found[4]:
        year = int(found[4])
        over = date is None or date.month is None or date.year != year
        return _months(year, 1, 12 if over or date is None or date.month is None else date.month)
    year_told = int(found[1]) if found[1] else date.year if date else None
    if year_told is None:
        return None
    if found[3]:
        return _months(year_told, *_PARTS[found[3]])
    return _since(year_told, date)


def _since(year: int, date: _Date | None) -> Term | None:
    last = date and ((date.year, date.month) if date.year == year else date.last)
    if not last or not last[1] or last[0] < year or last == (year, 1):
        return None
    return f"{year}-01", f"{last[0]}-{last[1]:02d}"


def _five_years(plan: str) -> Term:
    first = _FIVE_YEARS[plan]
    return f"{first}-01", f"{first + 4}-12"


def _shifted(year: int, term: tuple[int, int, int, int]) -> Term:
    return f"{year + term[0]}-{term[1]:02d}", f"{year + term[2]}-{term[3]:02d}"


def _months(year: int, first: int, last: int) -> Term:
    return f"{year}-{first:02d}", f"{year}-{last:02d}"
