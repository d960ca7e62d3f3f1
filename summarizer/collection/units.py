"""Units that one column can hold, and how large numbers are told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median
from types import MappingProxyType

from summarizer.quantities import common_unit

# The first of a line is what the others are told in; a 市亩 is 1/15 公顷 (State Council, 1990). Record values have no
# 万 or 亿 (docs/record.md), so money needs no line. % and 个百分点 stand in none: they are never mixed.
_LINES = (
    (("平方米", 1), ("亩", Fraction(10_000, 15)), ("公顷", 10_000), ("平方公里", 1_000_000)),
    (("米", 1), ("里", 500), ("千米", 1_000)),
    (("千克", 1), ("克", Fraction(1, 1000)), ("斤", Fraction(1, 2)), ("吨", 1_000)),
    (("千瓦", 1), ("兆瓦", 1_000), ("吉瓦", 1_000_000)),
    (("千瓦时", 1), ("吉瓦时", 1_000_000)),
    (("分钟", 1), ("秒", Fraction(1, 60)), ("小时", 60)),
)
_BASES = MappingProxyType({unit: (line[0][0], Fraction(factor)) for line in _LINES for unit, factor in line})
# From how much on, by how much, and the word for it.
_SCALES = ((10**8, 10**8, "亿"), (10**6, 10**4, "万"))


def dimension(unit: str) -> str:
    """What may stand in one column with a unit: the same word for all units that convert into one another."""
    unit = common_unit(unit)
    return _BASES[unit][0] if unit in _BASES else unit


def commonest(units: Iterable[str]) -> str:
    """The unit that most use, of several the first by name."""
    counts = Counter(map(common_unit, units))
    return min(counts, key=lambda unit: (-counts[unit], unit))


def converted(value: float, unit: str, wanted: str) -> float:
    """The value in another unit of its dimension, exact but for the last rounding."""
    unit, wanted = common_unit(unit), common_unit(wanted)
    if unit == wanted:
        return value
    exact = Fraction(Decimal(str(value))) * _BASES[unit][1] / _BASES[wanted][1]
    return int(exact) if exact.denominator == 1 else float(exact)


def scale_of(values: Sequence[float], unit: str) -> tuple[int, str]:
    """What a column's numbers are divided by, and the word before its unit: 万 or 亿 where most are that large.

    Counts up to 亿 and incomes a head stay in full, since people compare them to the last digit.
    """
    middle = median(map(abs, values)) if values else 0
    for least, size, word in _SCALES:
        if middle >= least and (unit == "元" or least >= 10**8):
            return size, word
    return 1, ""
