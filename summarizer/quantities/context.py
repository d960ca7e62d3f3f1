"""What stands around a number: the words that qualify it, its sign and currency, the change that it tells.

What stands before a number is read backwards, from the number on: one match at one place, whatever comes before.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizer.quantities import traps
from summarizer.quantities.model import Direction, Qualifier, Quantity

_QUALIFIERS: dict[Qualifier, str] = {
    "at_least": "不低于 不少于 不小于 至少 最少 最低",
    "at_most": "不超过 不高于 不多于 不大于 不足 不到 低于 少于 小于 至多 最多 最高",
    "about": "大约 约为 大概 约",
    "nearly": "将近 接近 近",
    "over": "突破 超过 破 多于 高于 大于 逾 超 上 过",
}
_SAYS = {word: name for name, words in _QUALIFIERS.items() for word in words.split()}
# 节约, 最近, 赶超, 以上 and 通过 qualify nothing.
_NOT_AFTER = {"约": "节合签条契", "近": "最附临靠亲", "超": "赶反", "上": "以线网路马", "过": "通经超不"}
# These qualify round numbers only (上百家, 过万人).
_BEFORE_ROUND = frozenset("破上过")


def _backwards(words: Iterable[str]) -> str:
    """A pattern for words read backwards, the longest first."""
    return "|".join(_qualifying(word) for word in sorted(words, key=len, reverse=True))


def _qualifying(word: str) -> str:
    seen = "(?<=[十百千万亿])" if word in _BEFORE_ROUND else ""
    return f"{seen}{word[::-1]}" + (f"(?![{_NOT_AFTER[word]}])" if word in _NOT_AFTER else "")


# The pattern looks at the first character of the number too.
_LEFT = re.compile(
    f"(?P<money>\\$SU|[¥￥$€£])?(?P<sign>-(?=[一-鿿（(])|负|下零)?(?: ?了?(?P<word>{_backwards(_SAYS)}))?",
    re.DOTALL,
)
_AFTER: dict[str, Qualifier] = {
    "以上": "at_least",
    "以内": "at_most",
    "之内": "at_most",
    "以下": "at_most",
    "左右": "about",
    "上下": "about",
    "+": "over",
}
_RIGHT = re.compile(
    " ?(?:及?以[上下内]|之内|左右(?!手|两|开)|上下(?!班|学|级|游|楼|联)|\\+(?![0-9A-Za-z一-鿿]))"
)
_MONEY = {"¥": "元", "￥": "元", "$": "美元", "$SU": "美元", "€": "欧元", "£": "英镑"}
_TIME_UNITS = frozenset("年天周日") | {"个月", "小时"}

_UP = [
    "增长",
    "增加",
    "提高",
    "提升",
    "上升",
    "上涨",
    "上调",
    "上浮",
    "扩大",
    "攀升",
    "加快",
    "前移",
    "前进",
    "涨价",
    "增收",
    "增产",
    "增",
    "升",
    "涨",
]
_DOWN = [
    "下降",
    "减少",
    "降低",
    "下跌",
    "下滑",
    "下调",
    "下浮",
    "回落",
    "缩减",
    "压减",
    "压降",
    "压缩",
    "精简",
    "减缓",
    "放缓",
    "后移",
    "后退",
    "降价",
    "减亏",
    "缩小",
    "缩短",
    "收窄",
    "减排",
    "减收",
    "减产",
    "降",
    "减",
    "跌",
]
# 改造提升3条 improves three, 审减3万元 finds what was asked for too much: neither is a change.
_NO_CHANGE = {"提升": "造改|治整|化优|固巩|设建|质品", "升": "提", "减": "审|核"}


def _changing(words: Iterable[str]) -> str:
    """A pattern for words of change read backwards, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(
        word[::-1] + (f"(?!{_NO_CHANGE[word]})" if word in _NO_CHANGE else "") for word in longest
    )


# 增速为8% and 增幅控制在8% tell a change; 降为8%, 降到8%, 降到2024年的8%, 压到8% and 发展到8个 the level after one.
_CHANGE = re.compile(
    "(?:的年[0-9]{4}(?=[至到]))?\n? ?(?:到达|达|了)?"
    "(?:(?:[为是]|在(?:制控|持保|定稳))?(?:(?P<up_by>速增|率长增|幅增|幅涨)|(?P<down_by>幅降))"
    f"|(?P<level>至|到|为)?(?:(?P<up>{_changing(_UP)})|(?P<down>{_changing(_DOWN)}))"
    "|(?P<came>[至到](?:(?P<grown>展发)|压)))"
)
_CHANGED = re.compile(
    "的(?:幅度|比例|速度)?(?:(?P<up>增长|递增|增幅|增速|涨幅)|(?P<down>下降|递减|压减|扣减|降幅))"
)
_FROM = re.compile("[由从][^，。；、,;\n]{0,16}$")
# No context is longer than this.
_WINDOW = 12
_BETWEEN = 20
_AND = frozenset({"、", "和", "与", "及", "以及"})
# Most numbers stand between other characters than these, and are done with.
_LEFT_ENDS = frozenset(word[-1] for word in _SAYS) | frozenset("了 -负下¥￥$€£")
_CHANGE_ENDS = frozenset(word[-1] for word in _UP + _DOWN) | frozenset("速率幅为是至到达了在的 ")
_ENDS_BEFORE = _LEFT_ENDS | _CHANGE_ENDS
_STARTS_AFTER = traps.GOES_ON | frozenset(" 及以之左上+的")


class Context(NamedTuple):
    """What stands around a number and belongs to it.

    `before` and `after` count its characters on both sides. `qualifier` is what it says before the number and
    `limit` after it, `money` the unit of a currency sign ("" if none). `glued` numbers are part of a code.
    """

    before: int = 0
    after: int = 0
    qualifier: Qualifier | None = None
    limit: Qualifier | None = None
    negative: bool = False
    money: str = ""
    direction: Direction | None = None
    level: Direction | None = None
    glued: bool = False


_NOTHING = Context()


def context_of(plain: str, start: int, end: int, unit: str) -> Context:
    """The context of the number with this unit ("" if none) between `start` and `end`.

    `direction` is that of a change by this number (增长5%), `level` that of the change that reached it (降到0.4).
    """
    if plain[start - 1 : start] not in _ENDS_BEFORE and plain[end : end + 1] not in _STARTS_AFTER:
        return _NOTHING
    before, qualifier, negative, money = _left(plain, start)
    # 近3年 says when, not how many.
    if qualifier == "nearly" and unit in _TIME_UNITS:
        before, qualifier, money = 0, None, ""
    right = _RIGHT.match(plain, end)
    after, limit = (right.end() - end, _AFTER[right[0].lstrip(" 及")]) if right else (0, None)
    direction, level = _change(plain, start - before, end + after)
    glued = plain[start - 1 : start] == "-" or traps.is_code(plain, end + after)
    return Context(before, after, qualifier, limit, negative, money, direction, level, glued)


def _left(plain: str, start: int) -> tuple[int, Qualifier | None, bool, str]:
    """Width of qualifier, sign and currency before a number, and what they say."""
    if plain[start - 1 : start] not in _LEFT_ENDS:
        return 0, None, False, ""
    match = _LEFT.match(plain[max(0, start - _WINDOW) : start + 1][::-1], 1)
    if match is None or match.end() == 1:
        return 0, None, False, ""
    money, sign, word = match.groups("")
    return match.end() - 1, _SAYS.get(word[::-1]), bool(sign), _MONEY.get(money, "")


def _change(plain: str, start: int, end: int) -> tuple[Direction | None, Direction | None]:
    """The direction of a change by a number, and of the change that reached it."""
    if plain[start - 1 : start] in _CHANGE_ENDS:
        change = _CHANGE.match(plain[max(0, start - _WINDOW) : start][::-1])
        if change:
            direction = _direction(change)
            return (None, direction) if change["level"] or change["came"] else (direction, None)
    after = _CHANGED.match(plain, end)
    return after and ("up" if after["up"] else "down"), None


def related(plain: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Give the ends of 由…提高至… their roles, and the later parts of a list its direction (增长5%和6%)."""
    result = list(found)
    for index, (one, other) in enumerate(pairwise(found)):
        if not 0 < other.start - one.end <= _BETWEEN or one.unit != other.unit:
            continue
        between = plain[one.end : other.start]
        if between in _AND:
            if other.direction is None:
                result[index + 1] = other._replace(direction=result[index].direction)
            continue
        change = _CHANGE.match(between[::-1])
        if (
            change
            and (change["level"] or change["came"])
            and _FROM.search(plain, max(0, one.start - _BETWEEN), one.start)
        ):
            result[index] = result[index]._replace(role="from")
            result[index + 1] = other._replace(role="to", direction=_direction(change))
    return result


def _direction(change: re.Match[str]) -> Direction:
    return "up" if change["up"] or change["up_by"] or change["grown"] else "down"
