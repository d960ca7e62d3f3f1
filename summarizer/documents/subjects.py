"""What a quantity counts or measures: by rule from its clause, its neighbours and the headings above it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter

from summarizer.documents.clause_words import (
    CHANGED,
    CLOSING,
    LIST,
    MARKS,
    OPENING,
    OPENS_NOUN,
    PEOPLE,
    SHARES,
    lead_of,
    of_people,
    own_of,
    surroundings,
    without_people,
)
from summarizer.documents.clauses import CLAUSE, SENTENCE, WINDOW, clause_of, start_of
from summarizer.documents.model import Outline
from summarizer.documents.words import is_bare, is_nominal, last_words, thing_of, topic_of, verb_of
from summarizer.quantities import Quantity, shared_out

_start = attrgetter("start")
_LONGEST = 20
_BACK = 3  # how many quantities before are asked for the topic
# A change, a share or a comparison is one of something named before.
_OF_ANOTHER = re.compile(
    r"^[（(]?(?:占|同比|环比|年均|比|较|净?[增减]|提高|上升|增长|下降|上涨|超[过出额]|降低|升|降|完成年|为年)"
)
# 投资627万元实施…, 投资627万元，用于….
_SPENT = re.compile(
    r"(?:[，,]?(?:用于|实施|建设|新建|改造|支持|推进|完成)|(?=[^，,。；、]))(?P<what>[^，,。；;\n]{2,60})"
)
# What the last of a list is measured by, the others are too: 鲜果、果汁产值分别为….
_MEASURE_END = re.compile(
    "(?:出口|进口|标准|产值|产量|收入|支出|增加值|零售额|总额|吞吐量|比例|占比|面积|总?投资|总产|人次|数|率|额|量)$"
)
_VAGUE_TOPIC = re.compile(
    r"(?:情况|工作|方面|管理|成效|成绩|问题|回顾|展望|安排|打算|简报|总结|报告)$|^[和与及]"
)
# What opens a clause that goes on about the one before it.
_LEANS = re.compile(
    "其[中余]|[另还]有|(?:全部)?(?:惠及|覆盖|涉及)|但|虽然|降幅|增[幅速]|[占较超]|同比|环比|年均|比(?!例|[赛分])"
)
# What tells that a number is a part, or a place in a row.
_PART_OF = re.compile(r"(?:占|完成)[^占率]{0,6}(?:预算|计划|任务|支出|收入|目标)$")
_PLACED = re.compile(r"(?:位居|位列|排名?|列|居|分列|跃居)(?P<among>全[国省市县区州])?$")
_STARTED = re.compile(r"^(?:完成|实现)(?=[^的]{5,}$)")
# One of something that was named before, with what it gets: 每人每年, 单个企业, 每家企业每年奖励.
_EACH = re.compile(
    "(?:(?:每|单)[人家户个名亩年月日次项班篇台套][^的]{0,2}?|年度|累计|最高|给予|企业|项目)+(?:奖励|补助|补贴|奖补|投入)?"
)
# What a number must, shall or at least does is no part of what it measures.
_TO_BE = re.compile("(?:必须|不得|至少|最[高低多少]|力争|已经?|均|再|只|仅用?|一度|还|仍)+$")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[是、，,]?|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、])\s*"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A subject in two parts: what it belongs to, taken from the words around, and what its clause says."""

    topic: str
    own: str


def subject_of(outline: Outline, quantity: Quantity) -> str:
    """What is counted or measured, in 1 to 20 characters.

    The words before the number in its clause and the noun after it; where the number comes first, the
    predicate of the noun is put before it (`近3万名职工完成职业病体检`: 完成职业病体检的职工). What names no
    thing (`投资`, `同比增长`) gets the thing from the same clause, the sentence, or the heading.
    """
    told = _told(outline, bisect_left(outline.quantities, quantity.start, key=_start), _BACK)
    ranks = outline.clean.text[quantity.start] in "第前"
    return _measured(quantity, _joined(told.topic, told.own), ranks=ranks) or "数量"


def leans(outline: Outline, quantity: Quantity) -> bool:
    """Whether the quantity's clause tells of something named before it, so that it says nothing by itself.

    `同比下降5%` and `总投资3亿元` do, `小麦产量3万吨` does not.
    """
    start, end = clause_of(outline, quantity)
    clause = outline.clean.text[start:end]
    told = _told(outline, bisect_left(outline.quantities, quantity.start, key=_start), _BACK)
    return bool(_LEANS.match(clause) or _OF_ANOTHER.match(told.own)) or told.topic not in clause


def _measured(quantity: Quantity, told: str, *, ranks: bool) -> str:
    """The subject with the measure that its last words mean: 教师占 is 教师占比, 居全省 is 全省位次."""
    if quantity.unit == "%" and not told.endswith("比例"):
        told = re.sub(r"[只仅约]?占(?:了)?$", "占比", told)
        if len(told) < _LONGEST - 1 and _PART_OF.search(told):
            told += "比例"
    elif ranks:
        told = _PLACED.sub(lambda match: (match["among"] or "") + "位次", told)
    started = _TO_BE.sub("", _STARTED.sub("", told)) or told
    return started if len(started) <= _LONGEST else last_words(started, _LONGEST)


def _told(outline: Outline, index: int, back: int) -> _Told:
    quantity = outline.quantities[index]
    before, after, previous = surroundings(outline, index)
    if previous and back and quantity.role == "to":
        return _told(outline, index - 1, back - 1)
    shared = _shared(outline, quantity)
    if shared is not None:
        return _Told("", shared)
    lead = lead_of(OPENS_NOUN.sub("", LIST.split(before)[-1]) if previous else before)
    own = own_of(outline, index, lead, after)
    if back and (whose := _counted_for_rate(outline, index, back, own)):
        return _Told(whose, own)
    if previous and back and not own:
        beside = _told(outline, index - 1, back - 1)
        return _Told(beside.topic, of_people(quantity, without_people(beside.own)))
    if previous and back and LIST.search(before) and (not lead or _needs_topic(quantity, own)):
        beside = _told(outline, index - 1, back - 1)
        topic = beside.topic or ("" if lead else verb_of(beside.own))
        if _OF_ANOTHER.search(own):
            topic = _topic(outline, index - 1, back - 1, whole=True)
    elif previous and back and not LIST.search(before) and is_bare(lead):
        topic = _topic(outline, index - 1, back - 1, whole=True)
    elif not _needs_topic(quantity, own):
        topic = ""
    else:
        topic = _ahead(outline, index) or _behind(outline, index, back, own) or _heading(outline, quantity)
    return _Told("" if topic in own else topic, own)


def _counted_for_rate(outline: Outline, index: int, back: int, own: str) -> str:
    """Whose rate it is where the number before counts the same: 高考 of 高考上线人数782人，上线率46.7%."""
    start = start_of(SENTENCE, outline.clean.text, outline.quantities[index].start, 3 * WINDOW)
    if not index or len(own) > 4 or not own.endswith("率") or outline.quantities[index - 1].start < start:
        return ""
    beside = _told(outline, index - 1, back - 1)
    whose, counted, _ = (beside.topic + beside.own).partition(own[:-1])
    return whose if counted else ""


def _shared(outline: Outline, quantity: Quantity) -> str | None:
    """What 分别 gives the quantity to, with the change that it tells; None where there is no 分别 before it."""
    text = outline.clean.text
    start = start_of(SENTENCE, text, quantity.start, 3 * WINDOW)
    share = shared_out(text, outline.quantities, start, quantity.start).get(quantity.start)
    if share is None:
        return None
    name, tail = share.names[share.place], _MEASURE_END.search(share.names[-1])
    if tail and not _MEASURE_END.search(name):
        name += tail[0]
    at = max(text.rfind(each, start, quantity.start) + len(each) for each in ("分别", "各自"))
    first = outline.quantities[bisect_left(outline.quantities, at, key=_start)]
    said = text[at : first.start]
    if quantity.role or quantity.direction is None:
        return name + CLOSING.sub("", CHANGED.sub("", said))
    ways = ("增长", "下降") if quantity.unit in SHARES - {"元"} else ("增加", "减少")
    yearly = "年均" if "年均" in text[start_of(CLAUSE, text, at) : first.start] else ""
    return name + yearly + ways[quantity.direction == "down"]


def _needs_topic(quantity: Quantity, own: str) -> bool:
    if _OF_ANOTHER.search(own) or (not quantity.unit and len(own) <= 3):
        return True
    return not own or bool(_EACH.fullmatch(own)) or (is_bare(own) and quantity.unit not in PEOPLE)


def _topic(outline: Outline, index: int, back: int, whole: bool = False) -> str:
    """The thing that a quantity is about; `whole` with the measure, for a change or share of it."""
    told = _told(outline, index, back)
    own = CLOSING.sub("", without_people(told.own))
    if whole and own and not _OF_ANOTHER.search(own):
        return told.topic + (own.removeprefix(verb_of(own)) if topic_of(own) else own)
    return topic_of(own) or told.topic or (_behind(outline, index, back - 1, "") if back > 0 else "")


def _ahead(outline: Outline, index: int) -> str:
    """What money is for, where the text goes on to say it: 投资627万元实施…项目20个."""
    quantity, text = outline.quantities[index], outline.clean.text
    if quantity.unit != "元":
        return ""
    end = min(
        (each.start for each in outline.quantities[index + 1 : index + 2]), default=quantity.end + WINDOW
    )
    said = _SPENT.match(text[quantity.end : min(end, quantity.end + WINDOW)])
    return topic_of(CLOSING.sub("", said["what"]).strip(MARKS)) if said else ""


def _behind(outline: Outline, index: int, back: int, own: str) -> str:
    """What the sentence before the clause is about: its last quantity's thing, else its last clause's."""
    text, quantity = outline.clean.text, outline.quantities[index]
    start = start_of(SENTENCE, text, quantity.start, 3 * WINDOW)
    clause = start_of(CLAUSE, text, quantity.start)
    previous = outline.quantities[index - 1] if back > 0 and index else None
    if previous and previous.start >= start:
        between = text[previous.end : quantity.start]
        if not any(topic_of(each) for each in CLAUSE.split(between)[1:-1]):
            return _topic(outline, index - 1, back - 1, whole=bool(_OF_ANOTHER.search(own)))
    for each in reversed(CLAUSE.split(text[start : max(start, clause - 1)])):
        if topic := topic_of(OPENING.sub("", each).strip(MARKS)):
            return topic
    return ""


def _heading(outline: Outline, quantity: Quantity) -> str:
    """The thing of the nearest heading that is no slogan and no mere 工作情况."""
    index = bisect_right(outline.points, quantity.start, key=lambda point: point.sentences[0].start) - 1
    path = outline.points[index].path if index >= 0 else ()
    headings = [CLAUSE.split(_NUMBERING.sub("", each).strip(MARKS))[0] for each in reversed(path)]
    topics = (topic_of(each) for each in headings)
    return next(
        (each for each in topics if len(each) > 2 and is_nominal(each) and not _VAGUE_TOPIC.search(each)), ""
    )


def _joined(topic: str, own: str) -> str:
    """Topic and own words in at most 20 characters: the topic's last words, of a list its last item."""
    if len(own) > _LONGEST:
        parts = re.split(r"[、等及]", own[: len(own) - 4])
        item = parts[-1] + own[-4:]
        short = item if 8 <= len(item) <= _LONGEST else last_words(own, _LONGEST)
        own = short or own[-_LONGEST:]
    if len(topic) + len(own) > _LONGEST:
        topic = last_words(LIST.split(topic)[-1], _LONGEST - len(own))
    if _MEASURE_END.search(own) and not _OF_ANOTHER.match(own):
        topic = thing_of(topic)
    whole = (topic + own).strip("、，的 　\t")
    for opening, closing in _PAIRS:
        if whole.count(opening) != whole.count(closing):
            whole = whole.replace(opening, "").replace(closing, "")
    return whole
