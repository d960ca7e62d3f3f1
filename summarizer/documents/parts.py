"""What a part of a document is about, by its headings and its kind: results, problems, or what is to be done."""

import re
from bisect import bisect_right
from collections.abc import Callable
from operator import itemgetter

from schemas.record import Status
from summarizer.documents.aims import without_aims
from summarizer.documents.dates import document_date
from summarizer.documents.model import Outline, Section
from summarizer.documents.title_kind import ORDERS, kind_of_title

_BACK = re.compile("回顾|总结|成效|成绩|成就|(?<!基本)情况|主要做法|进展|亮点|历程|成果|经验|以来")
_AHEAD = re.compile(
    "计划|打算|目标|安排|下一?步|展望|部署|规划|思路|设想|考虑|要求|举措|措施|工作重点|今后|[主重][要点大]任务"
    r"|年的?(?:重点|主要)?(?:工作)?任务"
)
# What a heading says of the time goes before what it hopes for: 新的一年，…干出成效.
_TO_COME = re.compile("新的?一年|明年|来年|未来|今后|下一?步|下一?阶段|怎么[干办走]|如何干")
_LOOKS_BACK = re.compile("回顾|总结|情况")
_LACKING = re.compile(
    "存在|(?:主要|突出)(?:问题|困难)|(?<!重点)(?<!难点)(?<!热点)问题(?:[和与及]|$)|不足|困难$|短板|差距|挑战|薄弱"
    "|(?:^|[，：、])问题(?!导向|意识|线索|整改|清单|解决)|瓶颈|绊脚石|(?<![无解分担之排])忧(?!患意识)"
)
# 申报企业应同时具备下列条件：
_CONDITIONS = re.compile("(?:下列|以下|如下|符合|具备)[^，。；]{0,6}(?:条件|情形|资格)[：:]?$")
# How the first sentences of a section say that it looks ahead, where its heading does not.
_LOOKS_AHEAD = re.compile(
    r"(?:面向未来|展望未来|新的?一年|下一?步|今后|[明来]年)[^。\n]{0,80}?(?:抓好|做好|[抓做干])"
    "[^，。\n]{0,14}(?:[件个项条点][大实]?事|工作|方面|重点|举措|任务)[。：:]"
)
_OPENING = 160  # characters of a section that can say so
# A short line that no mark ends, after a paragraph: 下一步打算.
_LINE = re.compile(r"(?<=[。！？”）])\s*\n\s*(?P<line>[一-鿿][^\n。；：:！？《》\t]{2,15})(?=\n)")
_INTRODUCES = re.compile("基本情况|概况|简介")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!以来)")
_TELLS = re.compile("情况|(?:通报|决定|批复)[^一-鿿]*$")


def year_of(outline: Outline) -> int | None:
    """The year in which the document speaks, None where nothing tells it."""
    date = document_date(outline)
    return int(date.value[:4]) if date else None


def parts(outline: Outline) -> Callable[[int], Status | None]:
    """A function that tells what is announced for a place of the clean text, None where nothing is.

    The nearest heading that announces one thing decides. A top section that announces nothing goes on
    with what is to be done where the one before it did so.
    """
    latest = _latest_year(outline)
    tops = [each for each in outline.sections if each.level == 1]
    running: list[Status | None] = []
    for each in tops:
        told = _announced(each.heading, latest) or _opened(outline, each)
        running.append(told or ("planned" if running and running[-1] == "planned" else None))

    lines = [
        (found.start("line"), told)
        for found in _LINE.finditer(outline.clean.text)
        if (told := _announced(found["line"], latest))
    ]

    def of(place: int) -> Status | None:
        index = bisect_right(outline.points, place, key=lambda point: point.sentences[0].start) - 1
        path = outline.points[index].path if index >= 0 else ()
        if index >= 0 and any(map(_CONDITIONS.search, (outline.points[index].lead, *path[-1:]))):
            return "background"
        nearest = next((told for each in reversed(path) if (told := _announced(each, latest))), None)
        top = bisect_right(tops, place, key=lambda section: section.start) - 1
        line = bisect_right(lines, place, key=itemgetter(0)) - 1
        # A line of its own, without a number, goes before a heading above it that is the only one.
        if line >= 0 and len(path) < 2 and lines[line][0] > (tops[top].start if top >= 0 else -1):
            return lines[line][1]
        return nearest or (running[top] if top >= 0 else None)

    return of


def introductions(outline: Outline) -> Callable[[int], bool]:
    """A function that tells whether a place of the clean text stands where the document introduces its body.

    That is what comes before the first section, and what is headed 基本情况.
    """
    first = min((each.start for each in outline.sections if each.level == 1), default=0)
    spans = [(each.start, each.end) for each in outline.sections if _INTRODUCES.search(each.heading)]
    return lambda place: place < first or any(start <= place < end for start, end in spans)


def gives_orders(outline: Outline) -> bool:
    """Whether the document as a whole is a plan or tells others what to do, by its title."""
    title = outline.title or ""
    return kind_of_title(title) in ORDERS and not _TELLS.search(title)


def _announced(heading: str, latest: int | None) -> Status | None:
    """What one heading announces; None where it names both sides or none."""
    plainly = without_aims(heading)
    back, lacking = _BACK.search(plainly), _LACKING.search(plainly)
    year = _YEAR.search(heading)
    ahead = _AHEAD.search(heading) or (latest and year and int(year[1]) == latest)
    if _TO_COME.search(heading) and not (lacking or _LOOKS_BACK.search(heading)):
        return "planned"
    told: tuple[tuple[object, Status], ...] = ((back, "achieved"), (lacking, "problem"), (ahead, "planned"))
    found = [status for sign, status in told if sign]
    return found[0] if len(found) == 1 else None


def _opened(outline: Outline, section: Section) -> Status | None:
    start = section.start + len(section.heading)
    opening = outline.clean.text[start : min(section.end, start + _OPENING)]
    return "planned" if _LOOKS_AHEAD.search(opening) else None


def _latest_year(outline: Outline) -> int | None:
    """The year of the part that looks ahead: the later one where the top headings name several."""
    tops = (each.heading for each in outline.sections if each.level == 1)
    years = {int(year) for heading in tops for year in _YEAR.findall(heading)}
    return max(years) if len(years) > 1 else None
