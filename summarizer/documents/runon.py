"""Text that lost its line breaks: they are put back where numbering, letter forms and gaps show them.

Copies out of chat programs, scraped pages and database fields run a whole report into one line. Without
lines there is no title, no heading and no signature, so what tells their places is looked for: series of
numbers (一、 … 二、 …), the salutation, dates in brackets, gaps behind stops and headings.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.documents.offsets import Edit
from summarizer.documents.written_dates import small

_SHORTEST = 300
_SHARE = 0.8  # of all characters stand in the longest line
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 60
_LONGEST_BARE = 40
_SHORTEST_TITLE = 8
_LONGEST_SLOGAN = 12
_LONGEST_HEAD = 400
_LONGEST_FOOT = 90
_STREWN = 40  # one gap in so many characters parts no lines
_NUMERAL = "[一二三四五六七八九十]"
_MOST_WIDE = 3  # one gap in so many may be a wide one that parts lines
_IDEOGRAPH = "[一-鿿]"
_STOPS = frozenset("。！？；：”）.;:")
_GAP = re.compile(r"[ \t\u3000]+")
_WORD_GAP = re.compile(rf"(?<=({_IDEOGRAPH}))[ \u3000]+(?=({_IDEOGRAPH}))")
_SERIES = (
    re.compile(rf"(?<![第之])(?P<number>{_NUMERAL}{{1,3}})、(?!{_NUMERAL})\s*"),
    re.compile(rf"第(?P<number>{_NUMERAL}{{1,3}})(?:部分|章)\s*"),
    re.compile(rf"[（(](?P<number>{_NUMERAL}{{1,3}})[）)]\s*"),
)
_ARTICLES = re.compile(rf"第(?P<number>{_NUMERAL}{{1,3}})条(?:[ \u3000]+|(?={_IDEOGRAPH}))")
_ORDINALS = re.compile(rf"第(?P<number>{_NUMERAL}{{1,3}})[，,：:](?!第)\s*")
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零О一二三四五六七八九]{3})\s*年"
_CALLED = f"(?:尊敬的)?(?:各位{_IDEOGRAPH}{{2,6}}|{_IDEOGRAPH}{{2}}们)"
_APART = re.compile(
    rf"(?P<salutation>{_CALLED}(?:[、，,]{_CALLED})*[：:！!])|[（(]\s*{_YEAR}[^（）()。]{{2,24}}[）)]"
)
_DATED = re.compile(rf"{_YEAR}(?:\d{{1,2}}|{_NUMERAL}{{1,3}})月(?:\d{{1,2}}|{_NUMERAL}{{1,3}})日")
_POST = re.compile("(?:书记|长|主任|主席|总理|专员)$")
_NAME = re.compile(
    rf"{_IDEOGRAPH}{{2,4}}(?=[ \u3000（(]|{_CALLED}|$)|{_IDEOGRAPH}[ \u3000]{_IDEOGRAPH}(?=[ \u3000（(])"
)
_KIND = re.compile(
    "(?:总结|报告|讲话|发言|致辞|要点|方案|计划|打算|安排|思路|意见|通知|通报|办法|汇报|材料|简报)"
    "(?![的及和与暨会》”（(—])(?!.{1,4}[的及和与暨])(?![^，。（ ]{0,14}(?:会议?上|大会|的(?:讲话|发言|报告|汇报|通知|意见)))"
)
_CALLED_TITLE = re.compile(
    r"原标题[:：](?:(?P<title>[^。]{6,60}?)[ \u3000]*(?P<twice>(?P=title))"
    r"|[^。]{6,60}?(?=为了?(?:进一步|深入|全面|切实|认真|积极|贯彻|落实|推动|适应|加强|提升|提高|营造|做好|保障|确保)"
    r"|近日|日前|近期|近年来|连日来|今年以来|记者|本报|(?<=[^至到在自从第\d])\d{1,2}月\d{1,2}日|(?<=[^至到在自从第\d])(?:19|20)\d\d年以来))"
)
# With what a text begins that runs on from its heading: a lower number, a time.
_OPENS = re.compile(
    rf"1[.．、](?!\d)|[（(]1[）)]|一是|(?:{_YEAR}|今年|去年|[上下]半年|一年来|近年来|过去|回顾过去)[^、。]{{0,30}}，"
)
# Headings that say no more than which part of a report they open.
_STOCK = re.compile(
    "[^，。；：]{0,12}?(?:(?:主要|重点|工作)任务|(?:工作|总体|主要)目标|总体要求|指导思想|基本原则|(?:组织|保障|政策)保障|保障措施"
    "|组织(?:领导|机构)|(?:工作|有关|活动|几点)要求|(?:工作|主要)措施|(?:工作|实施)步骤|(?:基本|总体|工作|完成|开展)情况|主要(?:做法|成效|成绩)"
    "|活动(?:主题|内容|安排)|工作(?:打算|计划|安排|思路|回顾|总结)|存在的?(?:主要|突出)?(?:问题|困难|不足)(?:和(?:不足|困难|问题))?"
    f"|(?:下一步|下步)(?:工作)?(?:打算|计划|安排|思路))(?={_IDEOGRAPH})(?![的和及与、中主])"
)
# 牢记使命 砥砺前行 奋力谱写…: words set side by side in a title, and the aim after them.
_LAST_WORDS = re.compile(rf"(?<!{_IDEOGRAPH}){_IDEOGRAPH}{{4,}}$")
_FIRST_WORDS = re.compile(rf"{_IDEOGRAPH}{{4,}}")
_SLOGANS = re.compile(rf"(?<!{_IDEOGRAPH})({_IDEOGRAPH}{{4,12}})[ \u3000]+(?!\1){_IDEOGRAPH}{{4,12}}$")
# 工 作 总 结: characters set apart.
_LONE = re.compile(rf"(?<!{_IDEOGRAPH}){_IDEOGRAPH}$")
_LONE_NEXT = re.compile(rf"{_IDEOGRAPH}(?!{_IDEOGRAPH})")
_AIM = re.compile("(?:为|以|在|[全奋努着聚致]力|推[动进]|谱写|开创|争[当做创]|加快|打造|建设)")
Span = tuple[int, int]


def restore_lines(text: str) -> list[Edit]:
    """Edits that put line breaks into a text that lost them, and close the gaps strewn into such a text.

    None for a text that has lines.
    """
    line = max(text.split("\n"), key=len)
    if len(line) < max(_SHORTEST, _SHARE * len(text.strip())):
        return []
    strewn = _strewn(line)
    marks = _marks(line)
    numbered = {end for _, end in marks}
    called = _CALLED_TITLE.search(line[:_LONGEST_HEAD])
    titled = range(*called.span()) if called and not called["twice"] else range(0)
    gaps = [
        gap.span()
        for gap in _GAP.finditer(line)
        if gap.start() not in strewn
        and gap.end() not in numbered
        and gap.start() not in titled
        and not _counts(line, gap)
    ]
    breaks = {
        *(start for start, _ in marks),
        *_under_its_name(called),
        *_in_head(line, marks, gaps),
        *_behind_headings(line, marks, gaps),
        *_behind_stops(line, gaps),
        *_in_foot(line, gaps),
    }
    edits = {edit.start: edit for edit in (_break(line, place) for place in breaks) if edit}
    edits = {start: Edit(start, end) for start, end in strewn.items()} | edits
    first = text.index(line)
    return [Edit(first + each.start, first + each.end, each.new) for _, each in sorted(edits.items())]


def _strewn(line: str) -> dict[int, int]:
    """The gaps, start to end, that part no lines, in a text where gaps are too many for that.

    Where a few are wider than the rest, those part the lines; else those around which stand characters that
    the text never has together.
    """
    gaps = list(_WORD_GAP.finditer(line))
    if _STREWN * len(gaps) < len(line):
        return {}
    wide = sum(gap.end() - gap.start() > 1 for gap in gaps)
    if 0 < _MOST_WIDE * wide < len(gaps):
        return {
            gap.start(): gap.end()
            for gap in gaps
            if gap.end() - gap.start() == 1 and not _names(line, *gap.span())
        }
    together = set(pairwise(line))
    return {gap.start(): gap.end() for gap in gaps if (gap[1], gap[2]) in together}


def _counts(line: str, gap: re.Match[str]) -> bool:
    """Whether a gap stands between two numbers, as in a date with its time."""
    return line[gap.start() - 1].isdigit() and line[gap.end() : gap.end() + 1].isdigit()


def _break(line: str, place: int) -> Edit | None:
    """A line break at a place, instead of the gap there; None at the edges, where it would part nothing."""
    start = end = place
    while start and line[start - 1].isspace():
        start -= 1
    while end < len(line) and line[end].isspace():
        end += 1
    return Edit(start, end, "\n") if start and end < len(line) else None


def _marks(line: str) -> list[Span]:
    """The numbers, with the gap behind them, of all series; 第一， counts where nothing higher does."""
    found = [_numbered(line, series) for series in _SERIES]
    if found[1]:
        found.append(_numbered(line, _ARTICLES))
    elif not found[0]:
        found.append(_numbered(line, _ORDINALS))
    return sorted(mark for series in found for mark in series)


def _numbered(line: str, series: re.Pattern[str]) -> list[Span]:
    """The members of the series that count from one to two or more."""
    runs: list[list[Span]] = [[]]
    for found in series.finditer(line):
        number, place = small(found["number"]), found.start()
        opens = not place or line[place - 1] in _STOPS or line[place - 1].isspace()
        if number == 1 and (opens or len(runs[-1]) < 2):
            runs.append([found.span()])
        elif runs[-1] and number == len(runs[-1]) + 1 and opens:
            runs[-1].append(found.span())
    return [mark for run in runs if len(run) > 1 for mark in run]


def _under_its_name(called: re.Match[str] | None) -> Iterator[int]:
    """Breaks around a title that a site calls so: it ends where it comes again, or where a text usually begins."""
    if called:
        yield from (place for place in (called.start(), *called.span("twice"), called.end()) if place > 0)


def _in_head(line: str, marks: Sequence[Span], gaps: Sequence[Span]) -> Iterator[int]:
    """Breaks before the text itself: around title, date, speaker and salutation."""
    stop = line.find("。")
    end = min(*(start for start, _ in marks[:1]), stop if stop > 0 else len(line), _LONGEST_HEAD)
    for apart in _APART.finditer(line, 0, end + 1):
        yield from apart.span()
        if apart["salutation"]:
            end = apart.end()
            break
    inside = [gap for gap in gaps if gap[0] < end]
    yield from (gap[0] for gap in inside if not _joins(line, *gap))
    first = min([end, _LONGEST_HEADING, *(start for start, _ in inside)])
    if kind := _KIND.search(line, min(_SHORTEST_TITLE, first), first):
        yield kind.end()


def _joins(line: str, start: int, end: int) -> bool:
    """Whether a gap of the head lies within brackets, between a post and its holder, or within a title."""
    before = line[:start]
    if before.count("（") + before.count("(") > before.count("）") + before.count(")"):
        return True
    if _LONE.search(before) and _LONE_NEXT.match(line, end):
        return True
    left, right = _LAST_WORDS.search(before), _FIRST_WORDS.match(line, end)
    parallel = left and right and len(left[0]) == len(right[0]) <= _LONGEST_SLOGAN
    return bool(_names(line, start, end) or parallel or (_SLOGANS.search(before) and _AIM.match(line, end)))


def _names(line: str, start: int, end: int) -> bool:
    """Whether a gap stands between a post and the name of who holds it."""
    return bool(_POST.search(line, max(0, start - 3), start) and _NAME.match(line, end))


def _behind_headings(line: str, marks: Sequence[Span], gaps: Sequence[Span]) -> Iterator[int]:
    """Breaks between a heading and the text under it: at the first gap, or where a time opens the text."""
    for (start, opens), (after, _) in pairwise([*marks, (len(line), 0)]):
        end = min(after, start + _LONGEST_HEADING)
        stop = line.find("。", start, end)
        end = stop if stop > 0 else end
        lower, stock = _OPENS.search(line, opens + _SHORTEST_HEADING, end), _STOCK.match(line, opens, end)
        told = min(lower.start() if lower else end, stock.end() if stock else end)
        if (place := next((gap for gap, _ in gaps if opens <= gap < end), told)) < end:
            yield place


def _behind_stops(line: str, gaps: Sequence[Span]) -> Iterator[int]:
    """Breaks behind sentences, and behind the few words between two gaps that head what follows."""
    for (start, end), (after, _) in pairwise([*gaps, (len(line), 0)]):
        if line[start - 1] in "。！？；：":
            yield start
            if after - end <= _LONGEST_BARE and "。" not in line[end:after]:
                yield after


def _in_foot(line: str, gaps: Sequence[Span]) -> Iterator[int]:
    """Breaks around who signs and the date, behind the last sentence."""
    last = max(line.rfind(stop) for stop in "。！”")
    if last < len(line) - _LONGEST_FOOT:
        return
    yield last + 1
    yield from (start for start, _ in gaps if start > last)
    if dated := _DATED.search(line, last + 1):
        yield dated.start()
