"""What a part of a document is about, by its headings and its kind: results, problems, or what is to be done."""

import re
from bisect import bisect_right
from collections.abc import Callable

from schemas.record import Status
from summarizer.documents.dates import document_date
from summarizer.documents.model import Outline
from summarizer.documents.title_kind import kind_of_title

_BACK = re.compile("回顾|总结|成效|成绩|成就|情况|主要做法|进展|亮点|历程|成果|经验|以来")
_AHEAD = re.compile(
    "计划|打算|目标|安排|下一步|展望|部署|规划|思路|设想|考虑|要求|举措|措施|工作重点|今后|[主重][要点大]任务"
    r"|年的?(?:重点|主要)?(?:工作)?任务"
)
_LACKING = re.compile(
    "存在|(?:主要|突出)(?:问题|困难)|(?<!重点)(?<!难点)(?<!热点)问题(?:[和与及]|$)|不足|困难$|短板|差距|挑战|薄弱"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!以来)")
_ORDERS = frozenset({"plan", "notice"})
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
        told = _announced(each.heading, latest)
        running.append(told or ("planned" if running and running[-1] == "planned" else None))

    def of(place: int) -> Status | None:
        index = bisect_right(outline.points, place, key=lambda point: point.sentences[0].start) - 1
        path = outline.points[index].path if index >= 0 else ()
        nearest = next((told for each in reversed(path) if (told := _announced(each, latest))), None)
        top = bisect_right(tops, place, key=lambda section: section.start) - 1
        return nearest or (running[top] if top >= 0 else None)

    return of


def gives_orders(outline: Outline) -> bool:
    """Whether the document as a whole is a plan or tells others what to do, by its title."""
    title = outline.title or ""
    return kind_of_title(title) in _ORDERS and not _TELLS.search(title)


def _announced(heading: str, latest: int | None) -> Status | None:
    """What one heading announces; None where it names both sides or none."""
    back, lacking = _BACK.search(heading), _LACKING.search(heading)
    year = _YEAR.search(heading)
    ahead = _AHEAD.search(heading) or (latest and year and int(year[1]) == latest)
    told: tuple[tuple[object, Status], ...] = ((back, "achieved"), (lacking, "problem"), (ahead, "planned"))
    found = [status for sign, status in told if sign]
    return found[0] if len(found) == 1 else None


def _latest_year(outline: Outline) -> int | None:
    """The year of the part that looks ahead: the later one where the top headings name several."""
    tops = (each.heading for each in outline.sections if each.level == 1)
    years = {int(year) for heading in tops for year in _YEAR.findall(heading)}
    return max(years) if len(years) > 1 else None
