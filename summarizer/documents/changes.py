"""Stated changes that do not follow from the values that they are between."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from summarizer.documents.arithmetic import Contradiction, is_exact, slack
from summarizer.documents.model import Outline
from summarizer.quantities import Quantity

_PER = r"(?:/[^\s，,。；;、0-9]{1,5})?"
_UP = "提高|提升|上升|上涨|增加|增长|扩大|增"
_DOWN = "下降|下跌|减少|降低|压减|缩小|缩短|降|减"
# 由91.5%提高到93.8%，提高2.3个百分点: nothing else may stand between.
_CHANGE = rf"(?:净|共)?(?:(?P<up>{_UP})|(?P<down>{_DOWN})|增幅|降幅)(?:了|达到|达|为|幅度为)?"
_THEN = re.compile(rf"{_PER}[，,、（(]?{_CHANGE}")
_THAN = re.compile(rf"{_PER}[，,（(]?[比较](?:上年同期|去年同期|上年|去年|上年末|年初|(?:19|20)\d\d年)的")
_CHANGED = re.compile(_PER + _CHANGE)
_AND_CHANGED = re.compile(rf"{_PER}[，,、（(和]?{_CHANGE}")
# A share of another base than the amount's.
_OTHERWISE = re.compile(r"可比|口径|剔除|扣除|不变价|名义|实际")
_NOTE = 16
_GROWN = re.compile(rf"{_PER}[，,、（(]?(?:同比|[比较](?:上年|去年)(?:同期)?){_CHANGE}")


def changes(outline: Outline) -> Iterator[Contradiction]:
    """Stated changes that do not follow from the two values before them, or not from one another."""
    text, quantities = outline.clean.text, outline.quantities
    for index, (one, two, change) in enumerate(zip(quantities, quantities[1:], quantities[2:], strict=False)):
        if not all(is_exact(each) for each in (one, two, change)):
            continue
        between, then = text[one.end : two.start], text[two.end : change.start]
        if one.unit == two.unit and one.role == "from" and two.role == "to":
            old, new, said = one, two, _THEN.fullmatch(then)
        elif one.unit == two.unit and _THAN.fullmatch(between):
            old, new, said = two, one, _CHANGED.fullmatch(then)
        else:
            yield from _by_itself(text, one, two, change)
            continue
        if said:
            told = [(change, said), *_further(text, quantities[index + 2 : index + 4])]
            for each, words in told:
                yield from _unlike(old, new, each, words)


def _further(text: str, stated: Sequence[Quantity]) -> Iterator[tuple[Quantity, re.Match[str]]]:
    """A second change told of the same two values: 增加2亿元、增长14.3%."""
    for one, other in pairwise(stated):
        if is_exact(other) and (said := _AND_CHANGED.fullmatch(text[one.end : other.start])):
            yield other, said


def _unlike(old: Quantity, new: Quantity, change: Quantity, said: re.Match[str]) -> Iterator[Contradiction]:
    opposite = said["down" if new.value > old.value else "up"] is not None
    expected = _expected(old, new, change)
    if expected and (opposite or not any(low <= change.value <= high for low, high, _ in expected)):
        shown = "或".join(each for *_, each in expected)
        verb = "上升" if new.value > old.value else "下降"
        reason = f"从{old.mention}到{new.mention}应为{verb}{shown}，原文写{said[0].strip('，,、（(')}{change.mention}"
        first, last = min(old.start, new.start), max(old.end, new.end)
        yield Contradiction(reason, ((first, last), (change.start, change.end)))


def _by_itself(text: str, value: Quantity, amount: Quantity, share: Quantity) -> Iterator[Contradiction]:
    """A value, by how much it grew and by what share: 收入8亿元，同比增加1亿元、增长14.3%."""
    grown = _GROWN.fullmatch(text[value.end : amount.start])
    said = _AND_CHANGED.fullmatch(text[amount.end : share.start])
    if not grown or not said or value.unit != amount.unit or value.unit == "%" or share.unit != "%":
        return
    if _OTHERWISE.search(text[amount.end : share.end + _NOTE]) or value.role or value.direction:
        return
    if (grown["up"] is None) != (said["up"] is None):
        return
    before = value.value - amount.value * (1 if grown["up"] else -1)
    rounding = slack(value) + slack(amount)
    if before <= rounding:
        return
    low = (amount.value - slack(amount)) / (before + rounding) * 100 - slack(share)
    high = (amount.value + slack(amount)) / (before - rounding) * 100 + slack(share)
    if not low <= share.value <= high:
        shown = f"{amount.value / before * 100:.1f}%"
        reason = (
            f"{value.mention}中{grown[0].strip('，,、（(')}{amount.mention}应为{shown}，原文写{share.mention}"
        )
        yield Contradiction(reason, ((value.start, amount.end), (share.start, share.end)))


def _expected(old: Quantity, new: Quantity, change: Quantity) -> list[tuple[Decimal, Decimal, str]]:
    """What the change may be, rounding allowed for: least, most, and how it is written; none where unsure."""
    hidden = slack(change)
    difference, rounding = abs(new.value - old.value), slack(old) + slack(new) + hidden
    by_difference = (difference - rounding, difference + rounding, f"{difference.normalize():f}{change.unit}")
    if change.unit == old.unit != "%" or (change.unit == "个百分点" and old.unit == "%"):
        return [by_difference]
    if change.unit != "%" or old.value <= slack(old):
        return []
    ends = [abs((new.value + up * slack(new)) / (old.value - up * slack(old)) - 1) * 100 for up in (1, -1)]
    share = (min(ends) - hidden, max(ends) + hidden, f"{abs(new.value / old.value - 1) * 100:.1f}%")
    return [share, by_difference] if old.unit == "%" else [share]
