"""What a quantity counts or measures, and whether it is reached or planned: by rule from its clause."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from schemas.record import Status
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

_start = attrgetter("start")
_LONGEST = 20
_WINDOW = 80
_CLAUSE = re.compile(r"[，,。；;：:！？\n]")
_SENTENCE = re.compile(r"[。！？；;\n]")
# What opens or closes a clause without telling its subject.
_OPENING = re.compile(
    r"^[\s、（(]*(?:(?:[一二三四五六七八九十]+[是要]|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|其中|同时|目前|截至目前|今年以来|累计|共计|我[县市区省局校]|并且|以及|还要|——)\s*)+"
)
_CLOSING = re.compile(
    r"(?:达到|达|为|是|累计|总计|共计|共|约|了|到|至|降|升|高达|有|全部|由|从|的|分别|已经|已|计|[、和与及等以]|先后)+$"
)
_NOUN = re.compile(r"^的?([^，,。；;：:、！？\n]{0,16}?)(?=[，,。；;：:、！？\n的和与及了]|$|以及)")
_WHO_DID = re.compile(r"(?P<who>.{2,8}?)(?P<did>(?:完成|参加|接受|享受|获得|获|通过|纳入).{2,})")
_SHARES = frozenset({"%", "‰", "个百分点", "元", "倍"})
_PEOPLE = frozenset({"人", "名"})

_PLANNED = re.compile(
    r"拟|力争|争取(?!到)|(?<![生项])计划(?![生内外书》])|将(?!近|士|领|军)|确保|[到至]20\d\d年|预计|(?<![主重纪摘必])要(?![求素点闻])"
)
_DONE = re.compile(r"已|(?<![要前内])完成|获|了|累计|取得|建成")
_LACKING = re.compile(r"问题|不足|短缺|缺口|投诉|尚未|滞后|违法|违规|隐患|矛盾")


def subject_of(outline: Outline, quantity: Quantity) -> str:
    """What is counted or measured, in at most 20 characters; "" where the clause does not tell.

    The words before the number in its clause and the noun after it; where the number comes first, the
    predicate of the noun is put before it (`近6万名学生完成心理健康普查`: 完成心理健康普查学生).
    """
    if quantity.role == "to":
        quantity = _previous(outline, quantity) or quantity
    before, after = _surroundings(outline, quantity)
    lead = _CLOSING.sub("", _OPENING.sub("", before)).strip("“”《》（）() ")
    noun = _NOUN.match(after)
    counted = noun[1].strip("“”《》（）() ") if noun and quantity.unit not in _SHARES else ""
    if not lead and (action := _WHO_DID.fullmatch(counted)):
        counted = action["did"] + action["who"]
    elif (
        quantity.unit in _PEOPLE
        and lead
        and not counted
        and not lead.endswith(("人", "生", "师", "数", "员"))
    ):
        counted = "人数"
    return _shortened(lead + counted)


def is_planned(text: str) -> bool:
    """Whether a line speaks of what is yet to be done."""
    return _PLANNED.search(text) is not None


def status_of(outline: Outline, quantity: Quantity, around: Status | None) -> Status:
    """Whether a figure is reached, planned, part of a problem or background.

    `around` is what the statement about it is, or None. The tense of the clause goes before that of the
    sentence, and both before the statement's.
    """
    if quantity.role == "from":
        return "background"
    text = outline.clean.text
    start = _start_of(_SENTENCE, text, quantity.start, window=3 * _WINDOW)
    sentence = text[start : quantity.start]
    clause = text[_start_of(_CLAUSE, text, quantity.start) : quantity.start]
    if _PLANNED.search(clause):
        return "planned"
    if around == "problem" and (_LACKING.search(sentence) or not _DONE.search(clause)):
        return "problem"
    if _DONE.search(clause):
        return "achieved"
    planned = max((found.end() for found in _PLANNED.finditer(sentence)), default=-1)
    done = max((found.end() for found in _DONE.finditer(sentence)), default=-1)
    return "planned" if planned > done else around or "achieved"


def _surroundings(outline: Outline, quantity: Quantity) -> tuple[str, str]:
    """The text of the clause before and after the quantity, without what belongs to its neighbours."""
    text = outline.clean.text
    start, end = _start_of(_CLAUSE, text, quantity.start), quantity.end + _WINDOW
    if (previous := _previous(outline, quantity)) and start < previous.end:
        start = previous.end
        # 二等奖32个 after 一等奖5个、: the noun before the comma belongs to the neighbour.
        start += text[start : quantity.start].rfind("、") + 1
    index = bisect_right(outline.quantities, quantity.start, key=_start)
    following = outline.quantities[index] if index < len(outline.quantities) else None
    if following and following.start < end:
        end = following.start
        part = text[quantity.end : end]
        if "、" not in part and not _CLAUSE.search(part) and _previous_words(text, start, quantity.start):
            end = quantity.end
    return text[start : quantity.start], _CLAUSE.split(text[quantity.end : end], maxsplit=1)[0]


def _previous_words(text: str, start: int, end: int) -> bool:
    """Whether the clause tells before the number what is counted, so that what follows is the next one's."""
    return bool(_CLOSING.sub("", _OPENING.sub("", text[start:end])).strip())


def _previous(outline: Outline, quantity: Quantity) -> Quantity | None:
    index = bisect_left(outline.quantities, quantity.start, key=_start)
    return outline.quantities[index - 1] if index else None


def _start_of(mark: re.Pattern[str], text: str, end: int, window: int = _WINDOW) -> int:
    """Where the clause or sentence that reaches to `end` begins, at most `window` characters before."""
    first = max(0, end - window)
    return max((first + found.end() for found in mark.finditer(text[first:end])), default=first)


def _shortened(subject: str) -> str:
    """The last 20 characters, from the last item of a list on where that is too long."""
    if len(subject) <= _LONGEST:
        return subject
    item = re.split(r"[、等及的]", subject[: len(subject) - 4])[-1] + subject[-4:]
    return item if len(item) <= _LONGEST else subject[-_LONGEST:]
