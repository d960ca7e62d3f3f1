"""What a quantity counts or measures: by rule from its clause, its neighbours and the headings above it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter

from summarizer.documents.clauses import CLAUSE, SENTENCE, WINDOW, start_of
from summarizer.documents.model import Outline
from summarizer.documents.words import is_bare, is_nominal, last_words, topic_of, verb_of, who_and_did
from summarizer.quantities import Quantity, shared_out

_start = attrgetter("start")
_LONGEST = 20
_BACK = 3  # how many quantities before are asked for the topic
# What opens or closes a clause without telling its subject.
_OPENING = re.compile(
    r"^[\s、（(“]*(?:(?:第?[一二三四五六七八九十]+[是要]|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|其中|同时|目前|截[至止]目前"
    r"|截[至止][^，]{0,9}?[日底末]|今年以来|今年|去年一年|半年来|年内|年底前|上半年|全年|特别是|以及|并且|还要|还有?|另有|累计|共计|合计|共(?!同|产|建|享|有产)"
    r"|[我全本](?!面|力|部|方|员|程|科|人|过|域)[国省市县区州旗镇乡局校院](?!级|直|域|人民|政府)|并|——|如今|其余|又|仍有?|尚有?|虽然|但|再|而(?!且|立)|那|现(?=有|$)|现有|集中|将(?!军|来)|把(?!脉|关|握)|对(?!口|接|外|照|比|象|标)|[到由从]|约(?=$)|有(?=$)|扎实(?=开展|推进)|确保|力争|拟)\s*)+"
)
_CLOSING = re.compile(
    r"(?:达到|达|为|是|累计|总计|共计|合计|共|约|了|到|至|超|高达|有|全部|由|从|的|分别|已经|已|计|增加到|减少到|[、和与以（(：:]|(?<![涉惠普])及|先后|只|仅|平均|(?<=.)(?:完成|实现)|控制在|稳定在|保持在|还|仍|尚|就|里|把|再)+$"
)
_CHANGED = re.compile(r"(?:提高|提升|增加|减少|下降|上升|缩小|扩大|降低|缩短|增长|升|降)$")
_LIST = re.compile(r"、|以及|[共合总]计|(?<!参)[和与及](?!谐|平|睦)")
_NOUN_END = re.compile(
    r"[，,。；;：:！？\n、]|以及|(?<![参])[和与及](?!谐|平|睦)|共计|合计|等(?!级|次|奖|额)|中(?=有|没|$|排|列|居|位)|^以[内上下]|以[内上下](?=的|$)|(?<=.)[（(](?=其中)"
)
# A change, a share or a comparison is one of something named before.
_OF_ANOTHER = re.compile(
    r"^[（(]?(?:占|同比|环比|比|较|净?[增减]|提高|上升|增长|下降|上涨|超[过出额]|降低|升|降|完成年|为年)"
)
# A lead that only says where, for whom or with what something is done: 对…链上, 在全省.
_AROUND = re.compile(r"(?:^|[^面针])(?:对|(?<![评认定列称名成作])为|在|给|把|将|让)[^，、]{0,9}$")
_FROM = re.compile(r"[由从][^由从]*$")
_PER = re.compile(r"^/(?:立方米|平方米|平方公里|升|吨|公里|千米|亩|人|天|日|年|月|小时|[a-zA-Z]+[²³]?)")
_OPENS_NOUN = re.compile(_PER.pattern + r"|^的|^中(?![小学职央心国级型等医药青年])|^(?:\d{1,2}月|年)底?前")
_SHARES = frozenset({"%", "‰", "个百分点", "元", "倍"})
_PEOPLE = frozenset({"人", "名", "人次"})
_COUNTED_PEOPLE = re.compile(
    r"(?:人|生|师|数|员|者|户|手|民|次|才|干部|群众|对象|负责人|职工|教练|骨干|人口|客运量|观众|游客|专家|队伍|子女|教授|院士|医生|大使|社工|之星|代表)$"
)
# 投资627万元实施…, 投资627万元，用于….
_SPENT = re.compile(
    r"(?:[，,]?(?:用于|实施|建设|新建|改造|支持|推进|完成)|(?=[^，,。；、]))(?P<what>[^，,。；;\n]{2,60})"
)
# What the last of a list is measured by, the others are too: 鲜果、果汁产值分别为….
_MEASURE_END = re.compile(
    "(?:出口|进口|标准|产值|产量|收入|支出|增加值|零售额|总额|吞吐量|比例|占比|面积|投资|人次|数|率|额|量)$"
)
_VAGUE_TOPIC = re.compile(
    r"(?:情况|工作|方面|管理|成效|成绩|问题|回顾|展望|安排|打算|简报|总结|报告)$|^[和与及]"
)
# What tells that a number is a part, or a place in a row.
_PART_OF = re.compile(r"(?:占|完成)[^占率]{0,6}(?:预算|计划|任务|支出|收入|目标)$")
_PLACED = re.compile(r"(?:位居|位列|排名?|列|居|分列|跃居)(?P<among>全[国省市县区州])?$")
_STARTED = re.compile(r"^(?:完成|实现)(?=[^的]{5,}$)")
_MARKS = "“”《》（）() 　\t"
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


def _measured(quantity: Quantity, told: str, *, ranks: bool) -> str:
    """The subject with the measure that its last words mean: 教师占 is 教师占比, 居全省 is 全省位次."""
    if quantity.unit == "%" and not told.endswith("比例"):
        told = re.sub(r"[只仅约]?占(?:了)?$", "占比", told)
        if len(told) < _LONGEST - 1 and _PART_OF.search(told):
            told += "比例"
    elif ranks:
        told = _PLACED.sub(lambda match: (match["among"] or "") + "位次", told)
    started = _STARTED.sub("", told)
    return started if len(started) <= _LONGEST else last_words(started, _LONGEST)


def _told(outline: Outline, index: int, back: int) -> _Told:
    quantity = outline.quantities[index]
    before, after, previous = _surroundings(outline, index)
    if previous and back and quantity.role == "to":
        return _told(outline, index - 1, back - 1)
    shared = _shared(outline, quantity)
    if shared is not None:
        return _Told("", shared)
    lead = _lead(_OPENS_NOUN.sub("", _LIST.split(before)[-1]) if previous else before)
    own = _own(outline, index, lead, after)
    if previous and back and not own:
        beside = _told(outline, index - 1, back - 1)
        return _Told(beside.topic, _of_people(quantity, _without_people(beside.own)))
    if previous and back and _LIST.search(before) and (not lead or _needs_topic(quantity, own)):
        beside = _told(outline, index - 1, back - 1)
        topic = beside.topic or ("" if lead else verb_of(beside.own))
        if _OF_ANOTHER.search(own):
            topic = _topic(outline, index - 1, back - 1, whole=True)
    elif previous and back and not _LIST.search(before) and is_bare(lead):
        topic = _topic(outline, index - 1, back - 1, whole=True)
    elif not _needs_topic(quantity, own):
        topic = ""
    else:
        topic = _ahead(outline, index) or _behind(outline, index, back, own) or _heading(outline, quantity)
    return _Told("" if topic in own else topic, own)


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
        return name + _CLOSING.sub("", _CHANGED.sub("", said))
    ways = ("增长", "下降") if quantity.unit in _SHARES - {"元"} else ("增加", "减少")
    yearly = "年均" if "年均" in text[start_of(CLAUSE, text, at) : first.start] else ""
    return name + yearly + ways[quantity.direction == "down"]


def _needs_topic(quantity: Quantity, own: str) -> bool:
    if _OF_ANOTHER.search(own) or (not quantity.unit and len(own) <= 3):
        return True
    return not own or (is_bare(own) and quantity.unit not in _PEOPLE)


def _surroundings(outline: Outline, index: int) -> tuple[str, str, bool]:
    """The text of the clause before and after the quantity up to its neighbours; whether one stands before."""
    text, quantity = outline.clean.text, outline.quantities[index]
    start, end = start_of(CLAUSE, text, quantity.start), quantity.end + WINDOW
    previous = index > 0 and outline.quantities[index - 1].end > start
    if previous:
        start = outline.quantities[index - 1].end
    if index + 1 < len(outline.quantities):
        end = min(end, outline.quantities[index + 1].start)
    return text[start : quantity.start], CLAUSE.split(text[quantity.end : end], maxsplit=1)[0], previous


def _lead(before: str) -> str:
    """What is said before the number, of a list after another number its last item."""
    stripped = _CLOSING.sub("", _OPENING.sub("", before)).strip(_MARKS + "、，")
    return _CHANGED.sub("", stripped) if re.search(r"(?:至|到|为)了?$", before.strip()) else stripped


def _own(outline: Outline, index: int, lead: str, after: str) -> str:
    """What the clause itself says of the number."""
    quantity = outline.quantities[index]
    counted = _NOUN_END.split(_OPENS_NOUN.sub("", after), maxsplit=1)[0].strip(_MARKS)
    if quantity.unit in _SHARES:
        return _share(quantity, lead, after, counted)
    if quantity.role == "from":
        lead, counted = _FROM.sub("", lead), ""
    who, did = who_and_did(counted)
    if quantity.role != "from" and (
        lead.endswith(("率", "数"))
        or (
            lead
            and not (who and did)
            and counted == after.strip(_MARKS)
            and _is_next_ones(outline, index, after)
        )
    ):
        who, did, counted = "", "", ""
    if counted and who and _AROUND.search(lead):
        lead = ""
    if counted and not did and not lead:
        did = _shared_predicate(outline, index)
    if did and len(did) <= 14:
        lead = "" if lead.endswith("等") else lead
        counted = f"{did}的{who}" if who else did
    return _of_people(quantity, lead + counted)


def _is_next_ones(outline: Outline, index: int, after: str) -> bool:
    """Whether the words after belong to the number that follows: 免租金310户补贴26.5万元."""
    following = outline.quantities[index + 1 : index + 2]
    end = outline.quantities[index].end + len(after)
    return bool(following) and following[0].start == end and not _LIST.search(after)


def _shared_predicate(outline: Outline, index: int) -> str:
    """What the things of a list did together, said after its last: 6个乡镇、9个社区完成验收."""
    for following in range(index + 1, min(index + 4, len(outline.quantities))):
        before, after, previous = _surroundings(outline, following)
        if not previous or not _LIST.search(before) or _lead(_LIST.split(before)[-1]):
            break
        if did := who_and_did(_NOUN_END.split(after, maxsplit=1)[0])[1]:
            return did
    return ""


def _share(quantity: Quantity, lead: str, after: str, counted: str) -> str:
    if quantity.unit == "%" and after.startswith("的") and counted:
        who, did = who_and_did(counted)
        return f"{who}{did}比例" if is_bare(lead) else lead
    return lead


def _of_people(quantity: Quantity, own: str) -> str:
    if quantity.unit in _PEOPLE and own and not _COUNTED_PEOPLE.search(own):
        return own + ("人次" if quantity.unit == "人次" else "人数")
    return own


def _without_people(own: str) -> str:
    return re.sub(r"(?:人数|人次)$", "", own)


def _topic(outline: Outline, index: int, back: int, whole: bool = False) -> str:
    """The thing that a quantity is about; `whole` with the measure, for a change or share of it."""
    told = _told(outline, index, back)
    own = _CLOSING.sub("", _without_people(told.own))
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
    return topic_of(_CLOSING.sub("", said["what"]).strip(_MARKS)) if said else ""


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
        if topic := topic_of(_OPENING.sub("", each).strip(_MARKS)):
            return topic
    return ""


def _heading(outline: Outline, quantity: Quantity) -> str:
    """The thing of the nearest heading that is no slogan and no mere 工作情况."""
    index = bisect_right(outline.points, quantity.start, key=lambda point: point.sentences[0].start) - 1
    path = outline.points[index].path if index >= 0 else ()
    headings = [CLAUSE.split(_NUMBERING.sub("", each).strip(_MARKS))[0] for each in reversed(path)]
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
        topic = last_words(_LIST.split(topic)[-1], _LONGEST - len(own))
    whole = (topic + own).strip("、，的 　\t")
    for opening, closing in _PAIRS:
        if whole.count(opening) != whole.count(closing):
            whole = whole.replace(opening, "").replace(closing, "")
    return whole
