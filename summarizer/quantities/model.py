"""A quantity, and when two of them say the same."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Qualifier = Literal["nearly", "about", "over", "at_least", "at_most"]
Direction = Literal["up", "down"]
Role = Literal["from", "to"]

# Different words for one unit.
_UNITS = {
    "平": "平方米",
    "平米": "平方米",
    "㎡": "平方米",
    "公里": "千米",
    "公斤": "千克",
    "人民币": "元",
    "块": "元",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its meaning.

    `start` to `end` covers qualifier, number, multiplier and unit, and `mention` is that text as written.
    `value` is multiplied out, `value_to` the upper end of a range. `unit` is in simplified script, without
    万 and 亿, and "" where none is written; `%` and `个百分点` differ. `direction` is set for a change,
    `role` for the two ends of one (`由60%提高至70%`).
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
    numerals: Literal["arabic", "chinese"]


def same_amount(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are equal in value, both ends of a range, and in unit."""
    return (
        one.value == other.value
        and one.value_to == other.value_to
        and _UNITS.get(one.unit, one.unit) == _UNITS.get(other.unit, other.unit)
    )
