"""A quantity, and when two of them say the same."""

from decimal import Decimal
from typing import Literal, NamedTuple

Qualifier = Literal["nearly", "about", "over", "at_least", "at_most"]
Direction = Literal["up", "down"]
Role = Literal["from", "to"]
Numerals = Literal["arabic", "chinese"]

# Different words for one unit; people are counted with 名, 位 or 人 alike.
_UNITS = {
    "平": "平方米",
    "平米": "平方米",
    "平方": "平方米",
    "㎡": "平方米",
    "m²": "平方米",
    "公里": "千米",
    "km": "千米",
    "平方千米": "平方公里",
    "公斤": "千克",
    "kg": "千克",
    "立方": "立方米",
    "m³": "立方米",
    "kW": "千瓦",
    "MW": "兆瓦",
    "GW": "吉瓦",
    "kWh": "千瓦时",
    "kV": "千伏",
    "℃": "摄氏度",
    "°C": "摄氏度",
    "块": "元",
    "圆": "元",
    "名": "人",
    "位": "人",
    "张床位": "床位",
    "百分点": "个百分点",
    "基点": "个基点",
    "个BP": "个基点",
}


class Quantity(NamedTuple):
    """A number with its meaning.

    `start` to `end` covers qualifier, number, multiplier and unit, and `mention` is that text as written.
    `value` is multiplied out, negative where written so (`-2.3%`, `零下5度`), `value_to` the upper end of a
    range. `unit` is in simplified script, without 万 and 亿, with what it is counted for (`元/吨`), and "" where
    none is written (ranks too); `%` and `个百分点` differ. Parts of a whole are in `%` or `‰` where that is
    exact, else the numerator in `/3`. `direction` is set for a change,
    `role` for the two ends of one (`由60%提高至70%`); `level` for a number that a change reached, by the way
    it came (`降到0.4`: down), which by itself has no direction.
    """

    start: int
    end: int
    mention: str
    value: Decimal
    value_to: Decimal | None
    unit: str
    qualifier: Qualifier | None
    direction: Direction | None
    role: Role | None
    numerals: Numerals
    level: Direction | None = None


def same_amount(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are equal in value, both ends of a range, and in unit."""
    return one.value == other.value and one.value_to == other.value_to and same_unit(one.unit, other.unit)


def same_unit(one: str, other: str) -> bool:
    """Whether two words are one unit: 平米 and 平方米, 名 and 人; not % and 个百分点."""
    return common_unit(one) == common_unit(other)


def common_unit(unit: str) -> str:
    """One word for all words of a unit."""
    return _UNITS.get(unit, unit)
