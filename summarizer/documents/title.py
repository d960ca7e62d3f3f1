"""The title of a document, where one stands above its text."""

import re
from collections.abc import Sequence
from itertools import takewhile

from summarizer.documents.found import Found, Line, lines_of
from summarizer.documents.organisations import is_organisation, leading_area
from summarizer.documents.sentences import Mark, dress_of, mark_of
from summarizer.documents.written_dates import iso_date

_LONGEST_TITLE = 80
_FIRST_LINES = 8
_LONGEST_NAME = 20
# What stands before the title: a column of a paper, `县长访谈：`, or what a page calls it, `名称：`.
_COLUMN = re.compile(
    r"^(?:(?:内容概述|原?标题|文件名称|信息名称|名[ \u3000]*称|标[ \u3000]*题)[ \u3000]*[:：|｜]\s*|[^|｜\s]{2,8}\s*[|｜]\s*|[一-鿿]{2,4}(?:笔谈|访谈|专栏|视点|观察|之声|论坛)[:：]\s*)"
)
# What a site appends: `… - 某某网`, `…_县政府门户网站`.
_SITE = re.compile(r"\s*[-_—|｜–]+\s*[^-_—|｜–\s]{2,20}(?:网|网站|新闻|频道|平台|在线|门户)$")
# What a site says of the text that it prints under the title.
_ADDED = re.compile("[（(](?:全文|实录|文字实录|组?图|视频)[）)]$")
_NO_TITLE = re.compile(
    r"[：:。；;，,！？]$|同志们|(?:记者|通讯员)$|^[（(—―]|^作[ \u3000]*者[:：]|^[^。]{0,40}(?:书记|局长|主任|市长|县长|区长)\s+\S{2,4}$"
)
# What the kinds of official document are called; a line that ends so is surer than one that does not.
_KIND = re.compile(
    r"(?:总结|报告|汇报|讲话|致辞|发言|通知|意见|办法|规定|细则|计划|方案|要点|规划|通报|公报|决定|批复|函|纪要|简报|安排|打算|思路|设想)"
    r"[》”]?(?:[（(][^（）()]{1,12}[）)])?[》”]?$"
)
_CAPTION = re.compile(r"(?:记者|通讯员)[^，。]{1,20}摄$")
_DASHES = re.compile(r"[—―─━－-]{1,4}[ \u3000]*")
_JOINED_PLAN = re.compile("[和及与暨]")
# Where a line breaks off: it opens a phrase that only a kind or a meeting closes, or ends within one.
_OPEN_PHRASE = re.compile(
    r"关于|^在(?!.*上的?)|[的和与及、在第\d]$|(?:全面|进一步|加强|推进|实施|贯彻|落实|做好|开展|印发|转发|深入)$"
)
_MID_PHRASE = re.compile(r"\d{0,3}年|[月的和与及等会上下度]")
_MEETING_OPEN = re.compile("(?:^|日)在(?!.*上)")
_MEETING_CLOSES = re.compile("[^，。：:；;]{2,30}上(?:的(?:讲话|发言|致辞|报告|汇报))?[）)]?")
_PAGE = re.compile("网站?$|门户|频道$|首页|^_")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d年(?:度)?")
_APART = re.compile(r"(?<=\d) (?=[年月日届次号])|(?<=[一-鿿]) (?=\d{1,4} ?[年月日届次号])")
_SPAN_NOTE = re.compile(r"[（(](?:19|20)\d\d年?[-—–－~～至到]{1,2}(?:(?:19|20)\d\d)年(?:度)?[）)]")
# A pair of slogans without a stop, and what stands below a title: its occasion, its date, who speaks.
_SLOGAN = re.compile("[^。：:；;0-9（）()《》|｜>_-]{6,36}")
_BELOW = re.compile(
    r"[—―─－-]{1,4}[^—]|[（(][^（）()]*(?:19|20)\d\d年|(?:19|20)\d\d年[^。]{3,10}日|[^，。]{0,40}(?:书记|长|主任|主席)[ \u3000]+\S{1,4}$"
)
_OPENERS = "《“（("
_CLOSERS = "》”）)"


def find_title(text: str) -> Found[str] | None:
    """The title among the first lines of a clean text, without column and site names, or None.

    Above the first sentence or number, the line that names a kind of document, else the first that may be
    a title at all. A title broken over two lines is put together.
    """
    lines = tuple(takewhile(_above_text, lines_of(text)[:_FIRST_LINES]))
    able = [index for index, line in enumerate(lines) if _may_be(line.text)]
    if not able:
        return None
    first = next((index for index in able if not is_organisation(_bare(lines[index].text))), able[0])
    index = next((index for index in able if _KIND.search(_bare(lines[index].text))), first)
    return _slogans(lines, index) or _whole(lines, index)


def find_subtitle(text: str, title: Found[str] | None) -> Found[str] | None:
    """The line after the title that a dash opens, without the dash: `——在…会议上的讲话`; None where there is none.

    A line that names the meeting only in part is put together with the next.
    """
    if title is None or title.end is None:
        return None
    lines = [line for line in lines_of(text)[: 2 * _FIRST_LINES] if line.start >= (title.end or 0)][:2]
    dashes = _DASHES.match(lines[0].text) if lines else None
    if dashes is None or not 4 <= len(lines[0].text) <= _LONGEST_TITLE or lines[0].text[-1] in "。；;！":
        return None
    words, end = lines[0].text[dashes.end() :], lines[0].end
    if len(lines) > 1 and _MEETING_OPEN.search(words) and _MEETING_CLOSES.fullmatch(lines[1].text):
        words, end = words + lines[1].text, lines[1].end
    return Found(_APART.sub("", words), lines[0].start + dashes.end(), end, "below_title")


def _above_text(line: Line) -> bool:
    """Whether the line stands above the text: neither numbered nor a sentence, unless it tells of a picture."""
    numbered = mark_of(line.text) not in (None, Mark.HASH, Mark.ORNAMENT)
    sentences = any(mark in line.text[:-1] for mark in "。；")
    return not numbered and (not sentences or bool(_CAPTION.search(line.text)))


def _may_be(text: str) -> bool:
    words = _bare(text)
    if len(words) > _LONGEST_TITLE or _NO_TITLE.search(words) or _CAPTION.search(words):
        return False
    characters = len(re.findall("[一-鿿]", words))
    # Codes and links hold more of other characters.
    return characters >= 5 and 2 * characters > len("".join(words.split()))


def _bare(text: str) -> str:
    return text[dress_of(text) :].rstrip("* ")


def _whole(lines: Sequence[Line], index: int) -> Found[str] | None:
    first, last = index, index
    words = _bare(lines[index].text)
    while last + 1 < len(lines) and _goes_on(words, after := _bare(lines[last + 1].text)):
        words, last = words + after, last + 1
    while first and _goes_on(before := _bare(lines[first - 1].text), words):
        words, first = before + words, first - 1
    if is_organisation(words):
        return None
    start, end = lines[first].start + dress_of(lines[first].text), lines[last].end
    value = _APART.sub("", _SITE.sub("", _COLUMN.sub("", words))).rstrip("|｜ ")
    value = _ADDED.sub("", value)
    return Found(value, start, end, "first_line") if value else None


def _slogans(lines: Sequence[Line], index: int) -> Found[str] | None:
    """Two lines that stand together above the occasion, the date or the speaker, and name no kind."""
    if index + 2 >= len(lines) or not _BELOW.match(lines[index + 2].text):
        return None
    pair = lines[index : index + 2]
    if any(
        not _SLOGAN.fullmatch(each.text)
        or not _may_be(each.text)
        or _KIND.search(each.text)
        or _PAGE.search(each.text)
        or _BELOW.match(each.text)
        or is_organisation(each.text)
        for each in pair
    ):
        return None
    return Found(" ".join(_bare(each.text) for each in pair), pair[0].start, pair[1].end, "two_lines")


def _goes_on(first: str, after: str) -> bool:
    """Whether a title of two lines breaks here: within marks, after who issues it, before what it adds."""
    if _SPAN_NOTE.fullmatch(after):
        return not _NO_TITLE.search(first)
    if "《" in first.rpartition("》")[2] and "》" in after[:_LONGEST_NAME]:
        return len(first + after) <= _LONGEST_TITLE
    if (
        not after
        or iso_date(after)
        or _PAGE.search(first)
        or _NO_TITLE.search(after)
        or _NO_TITLE.search(first)
        or len(first + after) > _LONGEST_TITLE
    ):
        return False
    opened = sum(map(first.count, _OPENERS)) > sum(map(first.count, _CLOSERS))
    named = all(map(is_organisation, re.split("[ \u3000、]+", first))) and re.match(
        r"关于|印发|转发|(?:19|20)\d\d年", after
    )
    if not _KIND.search(after):
        return bool(opened or named)
    if _KIND.search(first):
        return bool(opened or _JOINED_PLAN.match(after))
    broken = _OPEN_PHRASE.search(first) or _MID_PHRASE.match(after) or _name_crosses(first, after)
    return bool(opened or named or broken)


def _name_crosses(first: str, after: str) -> bool:
    """Whether the name of an area or organisation goes over the break, or the area stands before it alone."""
    year = _YEAR_FIRST.match(first)
    first = first[year.end() if year else 0 :]
    joined = first + after[:_LONGEST_NAME]
    area = leading_area(joined)
    if area is None or leading_area(after):
        return False
    ends = range(len(first) + 1, len(joined) + 1)
    return area[1] >= len(first) or (
        not is_organisation(first) and any(is_organisation(joined[:end]) for end in ends)
    )
