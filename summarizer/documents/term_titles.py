"""The months that the words of a title name."""

import re

from summarizer.documents.title_kind import kind_of_title
from summarizer.documents.written_dates import digits, small

Term = tuple[str, str]

FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "第一季度": (1, 3),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "前三季度": (1, 9),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
YEAR = r"(?:19|20)\d\d"
DASH = "[-—–－~～至到]{1,2}"
_PART = re.compile(f"(?:({YEAR})年(?:度)?)?(?:第)?(前三季度|上半年|下半年|[一二三四]季度)")
_FIRST_MONTHS = re.compile(rf"({YEAR})年前(\d\d?|[一二三四五六七八九十]{{1,2}})个月")
# Words between a year and what it was about; a part of the year or an occasion in it is not the year.
_OF_YEAR = rf"(?:(?!{YEAR}|[上下]半年|季度?|学期|[寒暑][期假]|[春夏秋冬]季|春节|国庆|[假节]日|节[前后]|期间|\d月|月份)[^，。]){{0,20}}"
_WHOLE_YEAR = re.compile(
    rf"({YEAR})年(?:度|全年)?{_OF_YEAR}(?:总结|小结|述职|情况(?:的?(?:报告|汇报|通报)|[和及与]|$)|年报|年度报告|建设工作报告|工作回顾)"
    rf"|({YEAR})年度(?!{_OF_YEAR}会){_OF_YEAR}(?:报告|汇报)|报告[（(]({YEAR})年(?:度)?[）)]$"
)
_HALF = re.compile(f"({YEAR})年(?:度)?半年度?")
_IN_CHINESE = re.compile("[一二][〇○零О一二三四五六七八九]{3}(?=年)")
_SPAN = re.compile(rf"({YEAR})年(?:(1[0-2]|[1-9]){DASH})?(1[0-2]|[1-9])月(?:份)?(?![\d日上中下底])")
_YEARS = re.compile(rf"({YEAR})年?{DASH}({YEAR})(?:年|(?=[）)]))")
_FIVE_BACK = re.compile(
    '(十[一二三四五]五)[”"]?(?:期间|时期)[^，。]{0,16}(?:总结|回顾|情况的?报告|情况汇报|成就)'
)
# School years begin in September; the second of their terms is over in July.
_SCHOOL = re.compile(rf"({YEAR}){DASH}(?:20)?\d\d学年(?:度)?(?:第?([一二])学期|([上下])学期)?")
_SEASON = re.compile(f"({YEAR})年(?:度)?([春秋])季?(?:学期|开学)")
_TERMS = {"一": (0, 9, 1, 1), "上": (0, 9, 1, 1), "二": (1, 2, 1, 7), "下": (1, 2, 1, 7), None: (0, 9, 1, 8)}
_SEASONS = {"秋": (0, 9, 1, 1), "春": (0, 2, 0, 7)}

PLANS = frozenset({"plan", "notice"})
_PLANNED_FIVE = re.compile('[“"]?(十[一二三四五]五)[”"]?(?:期间|时期)?[^，。]{0,16}规划')
# What a plan for a whole year is called; a 活动方案 is for one thing in it.
_YEARS_PLAN = re.compile(
    rf"({YEAR})年(?:度)?(?:(?!{YEAR})[^，。]){{0,16}}(?:计划|要点|打算|思路|设想|工作安排|重点任务)"
    rf"|({YEAR})年(?:度)?(?!{_OF_YEAR}(?:活动|[竞大比]赛|考试|招[生聘]|培训|演练|[检排]查|会议)){_OF_YEAR}(?:工作|实施)方案"
)
_DECEMBER = 12


def named_term(title: str, dated: tuple[int, int | None] | None) -> Term | None:
    """The term that a title names, as first and last month (`2023-01`); None where it names none.

    `dated` is year and month of the document's date: it gives a half year or quarter without a year its own.
    """
    title = _IN_CHINESE.sub(lambda found: digits(found[0]), title)
    if school := _SCHOOL.search(title):
        return _shifted(int(school[1]), _TERMS[school[2] or school[3]])
    if (part := _PART.search(title)) and (year := _year_of_part(part, dated)):
        return months(year, *PARTS[part[2]])
    if season := _SEASON.search(title):
        return _shifted(int(season[1]), _SEASONS[season[2]]) if kind_of_title(title) else None
    return _months_named(title) or _years_named(title)


def _months_named(title: str) -> Term | None:
    if (first := _FIRST_MONTHS.search(title)) and 1 <= (last := small(first[2])) <= _DECEMBER:
        return months(int(first[1]), 1, last)
    if (span := _SPAN.search(title)) and (kind_of_title(title) not in PLANS or title.endswith("通报")):
        start, end = int(span[2] or span[3]), int(span[3])
        return months(int(span[1]), start, end) if start <= end else None
    return None


def _years_named(title: str) -> Term | None:
    if (years := _YEARS.search(title)) and years[1] <= years[2] and kind_of_title(title) != "notice":
        return f"{years[1]}-01", f"{years[2]}-12"
    if (five := _FIVE_BACK.search(title)) and five[1] in FIVE_YEARS:
        return five_years(five[1])
    if half := _HALF.search(title):
        return months(int(half[1]), 1, 6)
    whole = _WHOLE_YEAR.search(title)
    return months(int(whole[whole.lastindex or 1]), 1, _DECEMBER) if whole else None


def _year_of_part(part: re.Match[str], dated: tuple[int, int | None] | None) -> int | None:
    """The year written before a part of a year, else that of the date, the one before where it was not over."""
    if part[1]:
        return int(part[1])
    if dated is None or dated[1] is None:
        return None
    return dated[0] if PARTS[part[2]][1] <= dated[1] + 1 else dated[0] - 1


def planned_term(title: str) -> Term | None:
    """The term that the title of a plan names; None where it names none."""
    if (years := _YEARS.search(title)) and years[1] <= years[2]:
        return f"{years[1]}-01", f"{years[2]}-12"
    if (five := _PLANNED_FIVE.search(title)) and five[1] in FIVE_YEARS:
        return five_years(five[1])
    year = _YEARS_PLAN.search(title)
    return months(int(year[1] or year[2]), 1, 12) if year else None


def five_years(plan: str) -> Term:
    """The term of a five-year plan: 十三五."""
    first = FIVE_YEARS[plan]
    return f"{first}-01", f"{first + 4}-12"


def _shifted(year: int, term: tuple[int, int, int, int]) -> Term:
    return f"{year + term[0]}-{term[1]:02d}", f"{year + term[2]}-{term[3]:02d}"


def months(year: int, first: int, last: int) -> Term:
    """From one month of a year to another."""
    return f"{year}-{first:02d}", f"{year}-{last:02d}"
