"""What stands around a number: the words that qualify it, its sign and currency, the change that it tells."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from summarizer.quantities.model import Direction, Qualifier, Quantity

_BEFORE: dict[Qualifier, str] = {
    "at_least": "不低于|不少于|不小于|至少|最少|最低",
    "at_most": "不超过|不高于|不多于|不大于|不足|不到|低于|少于|小于|至多|最多|最高",
    "about": "大约|约为|大概|(?<![节合签条契])约",
    "nearly": "将近|接近|(?<![最附临靠亲])近",
    # 上 and 过 qualify round numbers only (上百家, 过万人).
    "over": "突破|超过|破(?=[十百千万亿])|多于|高于|大于|逾|(?<![赶反])超|(?<![以线网路马])上(?=[十百千万亿])|(?<![通经超不])过(?=[十百千万亿])",
}
_AFTER: dict[str, Qualifier] = {
    "以上": "at_least",
    "以内": "at_most",
    "之内": "at_most",
    "以下": "at_most",
    "左右": "about",
    "上下": "about",
    "+": "over",
}
_LEFT = re.compile(
    f"(?:(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _BEFORE.items())})了? ?)?"
    "(?P<sign>(?<=[一-鿿（(])-|负|零下)?(?P<money>US\\$|[¥￥$€£])?(?=.$)",
    re.DOTALL,
)
_LEFT_WINDOW = 8
_RIGHT = re.compile(
    " ?(?:及?以[上下内]|之内|左右(?!手|两|开)|上下(?!班|学|级|游|楼|联)|\\+(?![0-9A-Za-z一-鿿]))"
)
_MONEY = {"¥": "元", "￥": "元", "$": "美元", "US$": "美元", "€": "欧元", "£": "英镑"}
_TIME_UNITS = frozenset("年天周日") | {"个月", "小时"}

_UP = "增长|增加|提高|提升|上升|上涨|上调|上浮|扩大|攀升|增收|增产|增|升|涨"
_DOWN = "下降|减少|降低|下跌|下滑|下调|下浮|回落|缩减|压减|压降|缩小|缩短|收窄|减排|减收|减产|降|减|跌"
# 增速为8% tells a change; 降为8% and 降到8% tell the level after one.
_CHANGE = re.compile(
    "(?:(?P<up_by>增速|增长率|增幅|涨幅)[为是]?|(?P<down_by>降幅)[为是]?|(?:(?P<up>"
    f"{_UP})|(?P<down>{_DOWN}))(?P<level>至|到|为)?)(?:达到|达|了)? ?$"
)
_CHANGED = re.compile("的(?:(?P<up>增长|增幅|增速|涨幅)|(?P<down>下降|降幅))")
_CHANGE_WINDOW = 8
_FROM = re.compile("[由从][^，。；、,;\n]{0,16}$")
_BETWEEN = 20
_AND = frozenset({"、", "和", "与", "及", "以及"})
_LOOKING = re.compile(r"\(\?[^)]*\)")


def _ends(alternatives: Iterable[str]) -> frozenset[str]:
    """What the last character of some words may be: most numbers follow none of these, and are done with."""
    return frozenset(word[-1] for word in _LOOKING.sub("", "|".join(alternatives)).split("|"))


_LEFT_ENDS = _ends(_BEFORE.values()) | frozenset("了 -负下¥￥$€£")
_CHANGE_ENDS = _ends((_UP, _DOWN)) | frozenset("速率幅为是至到达了 ")


class Left(NamedTuple):
    """What stands before a number and belongs to it, and where that begins."""

    start: int
    qualifier: Qualifier | None
    negative: bool
    money: str


def left_of(plain: str, start: int) -> Left:
    """Qualifier, sign and currency (as its unit, "" if none) that end where a number starts."""
    if plain[start - 1 : start] not in _LEFT_ENDS:
        return Left(start, None, False, "")
    # The pattern looks at the first character of the number too.
    match = _LEFT.search(plain, max(0, start - _LEFT_WINDOW), start + 1)
    if match is None or match.start() == start:
        return Left(start, None, False, "")
    qualifier = next((name for name in _BEFORE if match[name]), None)
    return Left(match.start(), qualifier, match["sign"] is not None, _MONEY.get(match["money"] or "", ""))


def right_of(plain: str, end: int) -> tuple[int, Qualifier | None]:
    """Where a qualifying word after a number ends (`end` if there is none), and what it says."""
    match = _RIGHT.match(plain, end)
    return (match.end(), _AFTER[match[0].lstrip(" 及")]) if match else (end, None)


def spans_time(qualifier: Qualifier | None, unit: str) -> bool:
    """Whether 近 says when (近3年 are the last three years) and not how many."""
    return qualifier == "nearly" and unit in _TIME_UNITS


def change_of(plain: str, start: int, end: int) -> tuple[Direction | None, Direction | None]:
    """The direction of a change by this number (增长5%), and of the change that reached it (降到0.4)."""
    may_change = plain[start - 1 : start] in _CHANGE_ENDS
    if may_change and (match := _CHANGE.search(plain, max(0, start - _CHANGE_WINDOW), start)):
        direction = _direction(match)
        return (None, direction) if match["level"] else (direction, None)
    after = _CHANGED.match(plain, end)
    return after and ("up" if after["up"] else "down"), None


def related(plain: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Give the ends of 由…提高至… their roles, and the later parts of a list its direction (增长5%和6%)."""
    result = list(found)
    for index, (one, other) in enumerate(pairwise(found)):
        if other.start - one.end > _BETWEEN or one.unit != other.unit:
            continue
        between = plain[one.end : other.start]
        if between in _AND:
            if other.direction is None:
                result[index + 1] = replace(other, direction=result[index].direction)
            continue
        change = _CHANGE.search(between)
        if change and change["level"] and _FROM.search(plain, max(0, one.start - _BETWEEN), one.start):
            result[index] = replace(result[index], role="from")
            result[index + 1] = replace(other, role="to", direction=_direction(change))
    return result


def _direction(change: re.Match[str]) -> Direction:
    return "up" if change["up"] or change["up_by"] else "down"
