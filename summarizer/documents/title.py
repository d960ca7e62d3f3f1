"""The title of a document, where one stands above its text."""

import re
from collections.abc import Sequence
from itertools import takewhile

from summarizer.documents.found import Found, Line, lines_of
from summarizer.documents.organisations import is_organisation
from summarizer.documents.sentences import Mark, dress_of, mark_of

_LONGEST_TITLE = 80
_FIRST_LINES = 8
# What stands before the title: a column of a paper, `县长访谈：`, or what a page calls it, `名称：`.
_COLUMN = re.compile(
    r"^(?:(?:内容概述|标题|文件名称|信息名称|名[ \u3000]*称)[:：]\s*|[^|｜\s]{2,8}\s*[|｜]\s*|[一-鿿]{2,4}(?:笔谈|访谈|专栏|视点|观察|之声|论坛)[:：]\s*)"
)
# What a site appends: `… - 某某网`, `…_县政府门户网站`.
_SITE = re.compile(r"\s*[-_—|｜–]+\s*[^-_—|｜–\s]{2,20}(?:网|网站|新闻|频道|平台|在线|门户)$")
_NO_TITLE = re.compile(
    r"[：:。；;，,！？]$|同志们|^[（(—―]|^[^。]{0,40}(?:书记|局长|主任|市长|县长|区长)\s+\S{2,4}$"
)
# What the kinds of official document are called; a line that ends so is surer than one that does not.
_KIND = re.compile(
    r"(?:总结|报告|汇报|讲话|致辞|发言|通知|意见|办法|规定|细则|计划|方案|要点|规划|通报|公报|决定|批复|函|纪要|简报|安排|打算|思路|设想)"
    r"[》”]?(?:[（(][^（）()]{1,12}[）)])?[》”]?$"
)
_CAPTION = re.compile(r"(?:记者|通讯员)[^，。]{1,20}摄$")
_DASHES = re.compile(r"[—―─－-]{1,4}[ \u3000]*")
_JOINED_PLAN = re.compile("[和及与暨]")
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
    return _whole(lines, index)


def find_subtitle(text: str, title: Found[str] | None) -> Found[str] | None:
    """The line after the title that a dash opens, without the dash: `——在…会议上的讲话`; None where there is none."""
    if title is None or title.end is None:
        return None
    line = next((line for line in lines_of(text)[: 2 * _FIRST_LINES] if line.start >= (title.end or 0)), None)
    dashes = _DASHES.match(line.text) if line else None
    if (
        line is None
        or dashes is None
        or not 4 <= len(line.text) <= _LONGEST_TITLE
        or line.text[-1] in "。；;！"
    ):
        return None
    return Found(line.text[dashes.end() :], line.start + dashes.end(), line.end, "below_title")


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
    line = lines[index]
    first, start, end = _bare(line.text), line.start + dress_of(line.text), line.end
    after = _bare(lines[index + 1].text) if index + 1 < len(lines) else ""
    before = _bare(lines[index - 1].text) if index else ""
    if _goes_on(first, after):
        first, end = first + after, lines[index + 1].end
    elif _goes_on(before, first):
        first, start = before + first, lines[index - 1].start
    elif is_organisation(first):
        return None
    value = _SITE.sub("", _COLUMN.sub("", first))
    return Found(value, start, end, "first_line") if value else None


def _goes_on(first: str, after: str) -> bool:
    """Whether a title of two lines breaks here: within marks, after who issues it, before what it adds."""
    if not after or _NO_TITLE.search(after):
        return False
    opened = sum(map(first.count, _OPENERS)) > sum(map(first.count, _CLOSERS))
    named = is_organisation(first) and re.match(r"关于|印发|转发|(?:19|20)\d\d年", after)
    adds = _KIND.search(first) and _JOINED_PLAN.match(after) and _KIND.search(after)
    return bool(opened or named or adds)
