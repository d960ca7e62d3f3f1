"""What of the items goes into prose, and prose put together from it by code: plain, but every word is theirs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.quantities import find_quantities

TOPIC = re.compile(r"[：:]")
_WIDE_COMMA = re.compile(r",(?!\d)")
CLAUSE = re.compile("([，；。;])")
SHORTEST_COUNT = 8  # 1876份 does not say of what
SHORTEST_CLAUSE = 5  # a shorter one (整改371处) says nothing without the one before it
LONGEST_TOPIC = 24
# The form of a list says that itself: 下一步将…
AHEAD = re.compile("^(?:我们)?(?:要(?![求素点件塞道])|将|还要|也要|继续|必须|务必)")
# Words before a statement that lead over to it, number it or say who made it.
LEAD = re.compile(
    r"^(?:(?:首先|其次|再次|最后|下一?步|接下来|今后|同时|此外|另外|其[一二三四五]|其中|总的看|总体看|目前|截至目前|当前|今年以来|一年来|老师们|同志们)[，,]?"
    r"|[—－-]+|\d{1,2}[.．、](?!\d*%)|[^，]{0,12}(?:坦言|表示|介绍)[，,]|[一二三四五六]是)"
)
# A clause that compares or divides what the one before it tells.
DEPENDENT = re.compile(
    "^(?:同比|环比|比(?!例)|较|增[长加幅速]|下降|减少|提[高升]|高于|低于|占|其中|[位居]全|居|排|达|净增|降幅)"
)
# What tells most of a result: that it moved, its share, its money, that it was reached; and what tells little.
WEIGHTS = (
    (3, re.compile("增长|提[高升]|下降|降[至到低]|缩短|压[减缩]|翻|由[^，]{1,12}到|突破|实现[^，]*\\d")),
    (2, re.compile(r"\d%")),
    (2, re.compile(r"亿|\d万|总[量值产额]|人均|收入|投资|率")),
    (1, re.compile("达到?|完成|累计|建成|投用|新[增建]|惠及|发放")),
    (
        -2,
        re.compile(
            "举办|召开|培训|宣讲|讲座|论坛|走访|印[发制]|部署|学习|督查|检查|调研|活动|次数?$|[场期]次?$"
        ),
    ),
    (-2, re.compile("我|你|他们|有[的人]|过去|从前|原来|仅用|^从|？|一位|那")),
)
TELLING = 4
# What is said not to lack but to be done about it.
ANSWERED = re.compile("^(?:针对|围绕|聚焦|为|通过)|实际$|^讲|^说")


@dataclass(frozen=True, slots=True)
class Form:
    """How a list goes into prose: `told` with `{items}` for its texts, its share of the room beside the others.

    Where `told` goes on behind its items (存在…等问题), only topics are named, each by its clause with one of
    the `markers`.
    """

    told: str
    share: int = 1
    markers: tuple[str, ...] = ()

    @property
    def enumerates(self) -> bool:
        """Whether its items are named, not told."""
        return bool(self.told.partition("{items}")[2])


def choose(
    lists: Mapping[str, Sequence[str]], forms: Mapping[str, Form], room: int, source: str
) -> dict[str, tuple[str, ...]]:
    """What is told of each list in `room` characters, a mark after each part.

    Each list has its share of the room, and what the others leave. Of its items the first statement with a
    figure comes first, then the topics of those without, then further statements. `source` is the text that
    the items stem from: clauses that follow each other there stay together.
    """
    present = {name: items for name, texts in lists.items() if (items := _items(texts, forms[name], source))}
    parts = {name: forms[name].share for name in present}
    wanted = {name: sum(map(_length, items)) / parts[name] for name, items in present.items()}
    chosen: dict[str, tuple[str, ...]] = {}
    left = 0
    for name in sorted(present, key=lambda each: wanted[each]):
        mine = left + room * parts[name] // sum(parts.values())
        chosen[name] = _fitting(present[name], mine)
        left = mine - _length(chosen[name])
    return {name: chosen[name] for name in present if chosen[name]}


def _items(texts: Iterable[str], form: Form, source: str) -> list[list[str]]:
    """For each item what may be told of it, the most wanted first."""
    unique = [_WIDE_COMMA.sub("，", text) for text in dict.fromkeys(texts)]
    if form.enumerates:
        return [[topic] for text in unique if (topic := _named(text, form.markers))]
    source = _WIDE_COMMA.sub("，", source)
    return [statements for text in unique if (statements := gists(text, source))]


def compose(opening: str, told: Iterable[tuple[str, Sequence[str]]]) -> str:
    """The opening, then each list as its form (`存在{items}等问题`) tells it; `told` pairs the form with texts."""
    sentences = [form.format(items=_joined(texts)) for form, texts in told]
    return (f"{opening}：" if opening else "") + "".join(f"{sentence}。" for sentence in sentences)


def topic_of(text: str) -> str:
    """What an item is about."""
    return _plain(TOPIC.split(text, maxsplit=1)[0])


def gists(text: str, source: str) -> list[str]:
    """The statements after the topic that hold a figure and stand for themselves, else the topic.

    The first of them leads, unless it tells of what was held and not of what came of it.
    """
    topic, *rest = TOPIC.split(text, maxsplit=1)
    told = [each for each in _statements(rest[0] if rest else topic, source) if find_quantities(each)]
    first = told[:1]
    told.sort(key=lambda each: min(0, weight(each)) + (each in first), reverse=True)
    return told or [plain for plain in [_plain(topic)] if len(plain) > 1]


def weight(statement: str) -> int:
    """How much a statement with a figure tells of a result, as a clerk would choose it."""
    return sum(value for value, sign in WEIGHTS if sign.search(statement))


def _statements(text: str, source: str) -> list[str]:
    """The clauses of a text, each with those that only compare or divide what it tells, right behind it."""
    statements: list[str] = []
    clauses = CLAUSE.split(text)
    for mark, clause in zip(["", *clauses[1::2]], clauses[::2], strict=True):
        plain = _plain(clause)
        if DEPENDENT.match(plain):
            if statements and (longer := statements[-1] + mark + plain) in source:
                statements[-1] = longer
        elif len(plain) >= SHORTEST_CLAUSE and not (len(plain) < SHORTEST_COUNT and plain[0].isdigit()):
            statements.append(plain)
    return statements


def _named(text: str, markers: Sequence[str]) -> str:
    """The clause of an item that names what is lacking; "" where none is short enough to be named."""
    clauses = [_plain(each) for each in CLAUSE.split(_plain(TOPIC.split(text, maxsplit=1)[0]))[::2]]
    able = [each for each in clauses if 1 < len(each) <= LONGEST_TOPIC and not ANSWERED.search(each)]
    return next((each for each in able if any(mark in each for mark in markers)), able[0] if able else "")


def _plain(text: str) -> str:
    """A clause without what leads over to it."""
    while (found := LEAD.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return AHEAD.sub("", text).strip("、，；,; ")


def _length(texts: Iterable[str]) -> int:
    return sum(len(each) + 1 for each in texts)


def _fitting(items: Sequence[Sequence[str]], room: int) -> tuple[str, ...]:
    """As many statements as fit, the most wanted first, in the order of the items."""
    places = [(rank, index) for index, clauses in enumerate(items) for rank in range(len(clauses))]
    taken: dict[tuple[int, int], str] = {}
    for rank, index in sorted(places, key=lambda at: _order(items[at[1]][at[0]], at[0])):
        clause = items[index][rank]
        if len(clause) + 1 <= room and clause not in taken.values():
            taken[index, rank] = clause
            room -= len(clause) + 1
    return tuple(taken[place] for place in sorted(taken))


def _order(statement: str, rank: int) -> tuple[int, bool, bool]:
    """What goes before what: the first of each item, those with figures, those that tell most."""
    return rank, not find_quantities(statement), weight(statement) < TELLING


def _joined(texts: Sequence[str]) -> str:
    marks = {mark for text in texts for mark in "，、" if mark in text}
    return ("；" if "，" in marks else "，" if marks else "、").join(texts)
