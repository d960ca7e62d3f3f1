"""Where a report contradicts itself: a change that does not follow, parts above their total, two values for one thing.

Precision goes before recall: rounding is allowed for, approximate numbers are left alone, and only wordings
that leave no other reading are compared.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from summarizer.documents.clauses import CLAUSE, SENTENCE
from summarizer.documents.model import Outline
from summarizer.documents.tense import statuses
from summarizer.quantities import Quantity

_start = attrgetter("start")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NUMBER = re.compile(r"\d[\d,，]*(?:\.(?P<decimals>\d+))?")
_PER = r"(?:/[^\s，,。；;、0-9]{1,5})?"
_UP = "提高|提升|上升|上涨|增加|增长|扩大|增"
_DOWN = "下降|下跌|减少|降低|压减|缩小|缩短|降|减"
# 由91.5%提高到93.8%，提高2.3个百分点: nothing else may stand between.
_CHANGE = rf"(?:净|共)?(?:(?P<up>{_UP})|(?P<down>{_DOWN})|增幅|降幅)(?:了|达到|达|为|幅度为)?"
_THEN = re.compile(rf"{_PER}[，,、（(]?{_CHANGE}")
_THAN = re.compile(rf"{_PER}[，,（(]?[比较](?:上年同期|去年同期|上年|去年|上年末|年初|(?:19|20)\d\d年)的")
_CHANGED = re.compile(_PER + _CHANGE)
_OF_WHICH = re.compile(r"[，,（(：:]?(?:其中|包括)[：:，,]?")
_PART = re.compile(r"[一-鿿A-Za-z“”]{1,16}")
_NEXT_PART = re.compile(r"[、和与及]([一-鿿A-Za-z“”]{1,16})")
# Parts that may overlap say nothing by their sum.
_OVERLAPPING = re.compile(
    r"女|男|以[上下]|党员|民族|学历|职称|研究生|本科|硕士|博士|骨干|困难|贫困|留守|残疾|重点|优秀|新增|外|青年|老年|累计"
)
# Parts that are together the whole of anything.
_WHOLES = (("第一产业", "第二产业", "第三产业"), ("一产", "二产", "三产"), ("新建", "续建"), ("新建", "改造"))
_NOT_SUMMED = frozenset({"%", "‰", "个百分点", "倍", "岁", "分", "天", "年"})
_COUNTED = frozenset("个家所人户名件项处座台辆起例宗条次场间套张位镇村份期支")
# 全市森林覆盖率达到…: of the whole area, so that two values for one time cannot both hold.
_INDICATOR = re.compile(
    r"(?P<name>[全我][省市县区国州旗镇乡校](?:[一-鿿]{0,14})(?:率|总值|总额|收入|支出|产值|面积|人口|总数|占比|比重|增加值|产量|里程))"
    r"(?:已|共|总计)?(?:达到|达|为|是|完成|实现)?"
)
_AHEAD = re.compile(r"计划|打算|目标|任务|安排|下一步|展望|要求|部署|规划")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit, in Chinese, and the places it is between: spans of the clean text, in order."""

    reason: str
    places: tuple[tuple[int, int], ...]


def contradictions(
    outline: Outline, period_of: Callable[[Quantity], str | None]
) -> tuple[Contradiction, ...]:
    """All contradictions found, in order of place; `period_of` tells when a figure holds, or None."""
    found = [*_changes(outline), *_sums(outline), *_values(outline, period_of)]
    return tuple(sorted(found, key=lambda each: each.places))


def _changes(outline: Outline) -> Iterator[Contradiction]:
    """Stated changes that do not follow from the two values before them."""
    text, quantities = outline.clean.text, outline.quantities
    for one, two, change in zip(quantities, quantities[1:], quantities[2:], strict=False):
        if not all(_is_exact(each) for each in (one, two, change)) or one.unit != two.unit:
            continue
        between, then = text[one.end : two.start], text[two.end : change.start]
        if one.role == "from" and two.role == "to" and (said := _THEN.fullmatch(then)):
            old, new = one, two
        elif _THAN.fullmatch(between) and (said := _CHANGED.fullmatch(then)):
            old, new = two, one
        else:
            continue
        opposite = said["down" if new.value > old.value else "up"] is not None
        expected = _expected(old, new, change)
        if expected and (opposite or not any(low <= change.value <= high for low, high, _ in expected)):
            shown = "或".join(each for *_, each in expected)
            verb = "上升" if new.value > old.value else "下降"
            reason = f"从{old.mention}到{new.mention}应为{verb}{shown}，原文写{said[0].strip('，,、（(')}{change.mention}"
            yield Contradiction(reason, ((one.start, two.end), (change.start, change.end)))


def _expected(old: Quantity, new: Quantity, change: Quantity) -> list[tuple[Decimal, Decimal, str]]:
    """What the change may be, rounding allowed for: least, most, and how it is written; none where unsure."""
    slack = _slack(change)
    difference, rounding = abs(new.value - old.value), _slack(old) + _slack(new) + slack
    by_difference = (difference - rounding, difference + rounding, f"{difference.normalize():f}{change.unit}")
    if change.unit == old.unit != "%" or (change.unit == "个百分点" and old.unit == "%"):
        return [by_difference]
    if change.unit != "%" or old.value <= _slack(old):
        return []
    ends = [abs((new.value + up * _slack(new)) / (old.value - up * _slack(old)) - 1) * 100 for up in (1, -1)]
    share = (min(ends) - slack, max(ends) + slack, f"{abs(new.value / old.value - 1) * 100:.1f}%")
    return [share, by_difference] if old.unit == "%" else [share]


def _sums(outline: Outline) -> Iterator[Contradiction]:
    """Parts told with 其中 that make more than their total, or, where they are known to be all, less."""
    text = outline.clean.text
    for said in _OF_WHICH.finditer(text):
        first = bisect_left(outline.quantities, said.end(), key=_start)
        parts, names = _parts(outline, said.end(), first)
        total = _total(outline, said.start(), first, parts[0].unit) if len(parts) > 1 else None
        if total is None or any(_OVERLAPPING.search(name) for name in names):
            continue
        together = sum((each.value for each in parts), Decimal(0))
        slack = sum((_slack(each) for each in parts), _slack(total))
        whole = any(_are(names, each) for each in _WHOLES)
        if together > total.value + slack or (whole and together < total.value - slack):
            reason = f"各部分相加为{_amount(together, total)}，与总数{total.mention}不符"
            yield Contradiction(reason, ((total.start, total.end), (parts[0].start, parts[-1].end)))


def _parts(outline: Outline, start: int, first: int) -> tuple[list[Quantity], list[str]]:
    """The quantities of one list and what stands before each; nothing where the list is not plain."""
    text = outline.clean.text
    parts: list[Quantity] = []
    names: list[str] = []
    for quantity in outline.quantities[first:]:
        before = text[start : quantity.start]
        named = _NEXT_PART.fullmatch(before) if parts else _PART.fullmatch(before)
        if not named or (parts and quantity.unit != parts[0].unit):
            break
        if not _is_exact(quantity) or quantity.direction or quantity.unit in _NOT_SUMMED:
            return [], []
        parts.append(quantity)
        names.append(named[1] if len(parts) > 1 else named[0])
        start = quantity.end
    return (parts, names) if re.match(r"[，,。；;）)\n]|$", text[start:]) else ([], [])


def _total(outline: Outline, end: int, before: int, unit: str) -> Quantity | None:
    """The last quantity of the unit in the sentence before 其中, if it is a total."""
    for quantity in reversed(outline.quantities[:before]):
        if SENTENCE.search(outline.clean.text, quantity.end, end):
            return None
        if quantity.unit == unit:
            return quantity if _is_exact(quantity) and not (quantity.direction or quantity.role) else None
    return None


def _values(outline: Outline, period_of: Callable[[Quantity], str | None]) -> Iterator[Contradiction]:
    """An indicator of the whole area that has two values for one time."""
    seen: dict[tuple[str, str, str | None], Quantity] = {}
    status_of = statuses(outline)
    for quantity in outline.quantities:
        name = _indicator(outline, quantity)
        if not name or status_of(quantity, None) != "achieved":
            continue
        other = seen.setdefault((name, quantity.unit, period_of(quantity)), quantity)
        if abs(other.value - quantity.value) > 2 * max(_slack(other), _slack(quantity)):
            reason = f"“{name}”一处是{other.mention}，一处是{quantity.mention}"
            yield Contradiction(reason, ((other.start, other.end), (quantity.start, quantity.end)))


def _indicator(outline: Outline, quantity: Quantity) -> str | None:
    """The indicator of which a quantity is the value, None where another reading is possible."""
    text = outline.clean.text
    if not _is_exact(quantity) or quantity.direction or quantity.role:
        return None
    start = max(
        (m.end() for m in CLAUSE.finditer(text, max(0, quantity.start - 60), quantity.start)), default=0
    )
    named = _INDICATOR.fullmatch(text[start : quantity.start])
    index = bisect_right(outline.points, quantity.start, key=lambda point: point.sentences[0].start) - 1
    ahead = index >= 0 and any(_AHEAD.search(heading) for heading in outline.points[index].path)
    return named["name"] if named and not ahead else None


def _is_exact(quantity: Quantity) -> bool:
    return quantity.numerals == "arabic" and quantity.qualifier is None and quantity.value_to is None


def _slack(quantity: Quantity) -> Decimal:
    """Half of the last place that is written; counts without a multiplier are not rounded."""
    number = _NUMBER.search(quantity.mention.translate(_HALF_WIDTH))
    if number is None or not quantity.value:
        return Decimal(0)
    written = Decimal(number[0].replace(",", "").replace("，", ""))
    decimals = len(number["decimals"] or "")
    if quantity.unit in _COUNTED and not decimals and written == quantity.value:
        return Decimal(0)
    scale = quantity.value / written if written else Decimal(1)
    return scale / 2 / Decimal(10) ** decimals


def _amount(value: Decimal, like: Quantity) -> str:
    """A value as the document would write it."""
    for times, word in ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")):
        if word in like.mention:
            return f"{(value / times).normalize():f}{word}{like.unit}"
    return f"{value.normalize():f}{like.unit}"


def _are(names: list[str], whole: tuple[str, ...]) -> bool:
    return len(names) == len(whole) and all(
        name.startswith(part) for name, part in zip(names, whole, strict=True)
    )
