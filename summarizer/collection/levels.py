"""Whether an amount is a change, or what something came to.

`地区生产总值增长5%、达到10.3万亿元` has one subject that ends in 增长: the words before an amount tell which it is.
"""

import re
from functools import lru_cache
from typing import Literal

from schemas.record import Figure
from summarizer.quantities import Quantity, find_quantities
from summarizer.rendering import plain

Told = Literal["change", "level", "start"]
_CAME_TO = re.compile(r"(?:达到?|到|至|为|突破|站上|迈上|跨上|总量|总额|余额|规模)了?[:：]?$")
_NEXT = re.compile(r"[、，,；;]$")
# A cell of a table, or a form: 同比增长（%）：5.5.
_GREW_BY = re.compile(r"(?:增[长加速幅减]|[升降][高低幅]|下降|上升|减少|同比|环比)率?[^一-鿿0-9]*$")

# 5年增长18.7% beside growths of one year would be compared with them.
_IN_YEARS = re.compile(
    r"(?:(?<!\d)\d{1,2}|[两二三四五六七八九十])年[来间]?(?:累计)?(?:增[长加]|[提升][高升]|上升|下降|减少|降低)了?$"
)


def told_as(figure: Figure) -> Told | None:
    """What the words around an amount tell of it: a change, the level reached, or the one that a change began at.

    None where they do not tell.
    """
    quote = "".join(each.quote for each in figure.evidence)
    found = next((each for each in _quantities(quote) if each.mention == figure.mention), None)
    if found is None:
        return "change" if figure.direction else None
    if found.role == "from":
        return "start"
    return _told(found, plain(quote[: found.start]), figure)


def _told(found: Quantity, before: str, figure: Figure) -> Told | None:
    # 新增1700公里、突破7000公里: quantities in a list share their direction, but this is a clause of its own.
    beyond = found.mention.startswith("突破") and _NEXT.search(before)
    if found.role == "to" or found.level or beyond:
        return "level"
    if _IN_YEARS.search(before):
        return None
    if found.direction or _GREW_BY.search(before):
        return "change"
    if _CAME_TO.search(before):
        return "level"
    return "change" if figure.direction else None


@lru_cache(maxsize=4096)
def _quantities(quote: str) -> tuple[Quantity, ...]:
    return find_quantities(quote)
