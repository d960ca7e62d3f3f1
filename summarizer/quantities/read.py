"""Reading one number, from its first character to its unit."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from summarizer.quantities import traps
from summarizer.quantities.grammar import (
    ARABIC,
    CHINESE,
    DIGITS_ALONE,
    DOUBLED,
    LIST,
    LIST_JOINS,
    PART,
    RANK,
    SLASHED,
)
from summarizer.quantities.numerals import arabic, chinese, fraction, times
from summarizer.quantities.units import NOT_AFTER_CHINESE

_ROUND = frozenset("十百千万亿")
_DATE_PARTS = frozenset("年月日号时")
_LIST_WINDOW = 80


class Number(NamedTuple):
    """A number with its unit.

    `more` is its 余 or 多, `multiplier` the one that a list before it shares (10、20万元). A `bare` number has
    neither multiplier nor unit; a `round` one (百家) is a number only with a qualifier (近百家).
    """

    start: int
    end: int
    value: Decimal
    unit: str
    upper: Decimal | None = None
    more: bool = False
    multiplier: str = ""
    bare: bool = False
    round: bool = False


def read(folded: str, at: int, end: int) -> Number | None:
    """The number whose first numerals stand from `at` to `end`; None where it is a date or part of a name."""
    first = folded[at]
    if "0" <= first <= "9":
        return (folded[end : end + 1] == "/" and _slashed(folded, at)) or _arabic(folded, at)
    if first == "翻":
        return _doubled(folded, at)
    if first == "第":
        return _rank(folded, at)
    return _part(folded, at) or _chinese(folded, at)


def shared_in_list(folded: str, start: int, last: Number) -> Iterable[Number]:
    """The numbers of a list that ends with `last` (from `start` on) and share its multiplier and unit."""
    if folded[start - 1 : start] not in LIST_JOINS or not folded[start - 2 : start - 1].isdecimal():
        return ()
    listed = LIST.search(folded, max(0, start - _LIST_WINDOW), start)
    each = DIGITS_ALONE.finditer(folded, listed.start(), start) if listed else ()
    return [Number(*it.span(), times(arabic(it[0]), last.multiplier), last.unit) for it in each]


def _arabic(folded: str, at: int) -> Number | None:
    match = ARABIC.match(folded, at)
    if match is None:
        return None
    if match["upper"] and (number := _range(match)):
        trap = _is_trap(folded, at, number.end, match["upper"], number.unit)
        return None if trap else number
    if match["upper"] and not match["unit"]:
        return None
    digits, more, multiplier, more_multiplied, last_multiplier, unit = match.group(1, 2, 3, 4, 5, 6)
    multiplier += last_multiplier
    if not multiplier and (listed := traps.list_number(folded, at, digits, unit)):
        return _after_list_number(folded, at + listed)
    end = match.end("unit") if unit else at + len(folded[at : match.end("unit")].rstrip())
    value = times(arabic(digits), multiplier)
    bare = not (unit or multiplier)
    dated = multiplier and not unit and folded[end : end + 1] in _DATE_PARTS
    if dated or _is_trap(folded, at, end, digits, unit):
        return None
    return Number(at, end, value, unit, None, bool(more or more_multiplied), multiplier, bare)


def _after_list_number(folded: str, at: int) -> Number | None:
    """The number that a list number is written against: 30个 of 1.30个."""
    number = _arabic(folded[at : at + _LIST_WINDOW], 0)
    return number and number._replace(start=at + number.start, end=at + number.end)


def _range(match: re.Match[str]) -> Number | None:
    """Both ends; in 3至5万 the multiplier holds for both, in 3万至5万 it is written twice."""
    value = times(arabic(match["digits"]), match["times"] or match["upper_times"])
    upper = times(arabic(match["upper"]), match["upper_times"])
    unit = match["upper_unit"] or match["unit"]
    if value >= upper or (match["unit"] and match["upper_unit"] and match["unit"] != match["upper_unit"]):
        return None
    return Number(
        match.start(),
        match.start() + len(match[0].rstrip()),
        value,
        unit,
        upper,
        more=bool(match["upper_more"]),
        bare=not (unit or match["upper_times"]),
    )


def _is_trap(folded: str, start: int, end: int, digits: str, unit: str) -> bool:
    return traps.is_date_or_place(folded, start, end, digits, unit) or traps.is_enumeration(digits, unit)


def _chinese(folded: str, at: int) -> Number | None:
    match = CHINESE.match(folded, at)
    if match is None or match["unit"].partition("/")[0] in NOT_AFTER_CHINESE:
        return None
    numerals, multiplier, unit = match["numerals"], match["times"], match["unit"]
    if traps.is_set_phrase(folded, match.start("unit")):
        return None
    # Without a unit only large numbers are told (突破三亿).
    if not unit and not (set(numerals + multiplier) & {"万", "亿"} and traps.ends(folded, match.end())):
        return None
    value, is_round = chinese(numerals), False
    if value is None and set(numerals) <= _ROUND:
        value, is_round = times(Decimal(1), numerals), True
    upper = chinese(match["upper"]) if match["upper"] else None
    if value is None or (match["upper"] and (upper is None or upper <= value)):
        return None
    # 一 is mostly an article (一个, 一批); so it counts only where it measures.
    if numerals == "一" and not (match["upper"] or multiplier or unit in ("倍", "成")):
        return None
    more = bool(match["more"] or match["more_times"])
    top = None if upper is None else times(upper, multiplier)
    return Number(at, match.end(), times(value, multiplier), unit, top, more, round=is_round)


def _part(folded: str, at: int) -> Number | None:
    match = PART.match(folded, at)
    if match is None:
        return None
    whole = chinese(match["whole"])
    if whole is None and set(match["whole"]) <= _ROUND:
        whole = times(Decimal(1), match["whole"])
    part = _plain_number(match["part"])
    upper = _plain_number(match["upper"]) if match["upper"] else None
    # 百分之百
    part = Decimal(100) if match["part"] == "百" else part
    if part is None or not whole:
        return None
    value, unit = fraction(part, whole)
    top = None if upper is None else fraction(upper, whole)[0]
    return Number(at, match.end(), value, unit, top)


def _slashed(folded: str, at: int) -> Number | None:
    match = SLASHED.match(folded, at)
    if match is None or int(match["part"]) >= int(match["whole"]) or not traps.is_share(folded, at):
        return None
    return Number(at, match.end(), *fraction(Decimal(match["part"]), Decimal(match["whole"])))


def _doubled(folded: str, at: int) -> Number | None:
    match = DOUBLED.match(folded, at)
    times_doubled = match and _plain_number(match["doubled"] or "一")
    return Number(at, match.end(), 2**times_doubled, "倍") if match and times_doubled else None


def _rank(folded: str, at: int) -> Number | None:
    match = RANK.match(folded, at)
    if match is None or (not match["rank"].isdecimal() and traps.is_order(folded, at)):
        return None
    value = _plain_number(match["rank"])
    return None if value is None else Number(at, match.end(), value, "")


def _plain_number(numeral: str) -> Decimal | None:
    return arabic(numeral) if numeral[0].isdecimal() else chinese(numeral)
