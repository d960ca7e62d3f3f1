"""What the checks of a report against itself share: exactness, rounding, and how an amount is written."""

import re
from dataclasses import dataclass
from decimal import Decimal

from summarizer.quantities import Quantity

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NUMBER = re.compile(r"\d[\d,，]*(?:\.(?P<decimals>\d+))?")
_COUNTED = frozenset("个家所人户名件项处座台辆起例宗条次场间套张位镇村份期支")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit, in Chinese, and the places it is between: spans of the clean text, in order."""

    reason: str
    places: tuple[tuple[int, int], ...]


def is_exact(quantity: Quantity) -> bool:
    """Whether a figure is told as it is: not 近, 约, 余 or a range."""
    return quantity.numerals == "arabic" and quantity.qualifier is None and quantity.value_to is None


def slack(quantity: Quantity) -> Decimal:
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


def amount(value: Decimal, like: Quantity) -> str:
    """A value as the document would write it."""
    for times, word in ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")):
        if word in like.mention:
            return f"{(value / times).normalize():f}{word}{like.unit}"
    return f"{value.normalize():f}{like.unit}"
