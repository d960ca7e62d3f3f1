"""Finding quantities: one pass of a bounded pattern, then the context around each match."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from summarizer.quantities.model import Direction, Qualifier, Quantity
from summarizer.quantities.numerals import arabic, chinese, times
from summarizer.quantities.units import NOT_AFTER_CHINESE, UNIT

# One character for one, so that positions hold: full-width forms and the traditional forms that matter here.
_PLAIN = str.maketrans(
    "０１２３４５６７８９．％萬億個項條間輛處場戶畝噸張種類臺餘約兩幾過達於從將與滿頃為數總",
    "0123456789.%万亿个项条间辆处场户亩吨张种类台余约两几过达于从将与满顷为数总",
)
_BEFORE: dict[Qualifier, str] = {
    "at_least": "不低于|不少于|不小于|至少|最少|最低",
    "at_most": "不超过|不高于|不多于|不大于|至多|最多|最高",
    "about": "大约|约为|大概|(?<![节合签条契])约",
    "nearly": "将近|接近|(?<![最附临靠亲])近",
    "over": "突破|超过|多于|高于|大于|逾|(?<![赶反])超",
}
_AFTER: dict[str, Qualifier] = {
    "以上": "at_least",
    "以内": "at_most",
    "之内": "at_most",
    "以下": "at_most",
    "左右": "about",
    "上下": "about",
}
_DIGITS = r"(?:[0-9]{1,3}(?:[,，][0-9]{3}(?![0-9])){1,5}|[0-9]{1,18}(?![0-9]))(?:\.[0-9]{1,6})?"
_NUMERALS = "[零〇一二三四五六七八九两十百千万亿]{1,20}(?:点[零〇一二三四五六七八九]{1,6})?"
_MORE = "[余多来]?"
_TO = "(?:至|到|-{1,2}|—{1,2}|–|~|～)"
# A number glued to these is part of a code, a ratio, a sum or a masked value.
_GLUE = "0-9A-Za-z.#/+第×*＊○□-"
_ARABIC = (
    rf"(?<![{_GLUE}])(?<![0-9][,，:：])(?P<digits>{_DIGITS})(?P<more>{_MORE})(?:个(?=[万亿]))?"
    rf"(?P<times>[十百千万亿]{{0,3}})(?P<more_times>{_MORE})(?P<unit>(?:{UNIT})?)"
    rf"(?:{_TO}(?P<upper>{_DIGITS})(?P<upper_times>[十百千万亿]{{0,3}})(?P<upper_unit>(?:{UNIT})?))?"
)
_CHINESE = (
    rf"(?<![零〇一二三四五六七八九两十百千万亿几数第点初之届])(?P<numerals>{_NUMERALS})(?P<cn_more>{_MORE})"
    rf"(?P<cn_times>[万亿]{{0,2}})(?P<cn_unit>{UNIT})(?![xX×*＊])"
)
_RANK = (
    r"(?<=[一-鿿])第(?P<rank>[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
    r"(?:[名位](?=[^一-鿿]|$)|(?=[，,。；;、！）)]|$))"
)
_QUANTITY = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items()) + ")?"
    f"(?:{_ARABIC}|百分之(?P<percent>{_NUMERALS})|翻(?P<doubled>[一两二三四1-4])?番|{_RANK}|{_CHINESE})"
    f"(?P<after>{'|'.join(_AFTER)})?",
    re.MULTILINE,
)
_CHANGE = re.compile(
    "(?:(?P<up>增长|增加|提高|提升|上升|上涨|增幅|扩大|增|升)|(?P<down>下降|减少|降低|下跌|缩减|压减|缩小|缩短|降幅|降|减))"
    "(?P<level>至|到|为)?(?:达到|达|了)?$"
)
_FROM = re.compile("[由从][^，。；、,;\n]{0,16}$")
# What a number without a unit must follow to be a figure and no name, number of a list, or version.
_MEASURED = re.compile(
    "(?:数|率|量|值|额|分|[降升增减]到|[降升增减]至|[低高少加]到|[低高少加]至|达|达到|为|是|仅|共)了?$"
)
_TITLE = re.compile("《[^《》\n]{1,120}》")
_WINDOW = 20


class _Amount(NamedTuple):
    value: Decimal
    unit: str
    upper: Decimal | None = None


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of place; spans are code points of `text`. Linear in its length.

    Dates, list and document numbers, numbers in names and masked numbers (`x.x亿元`) are not quantities.
    """
    # Numbers in the name of a document belong to the name; as many line breaks keep all positions.
    plain = _TITLE.sub(lambda title: "\n" * len(title[0]), text.translate(_PLAIN))
    found = [
        _quantity(text, plain, match, amount)
        for match in _QUANTITY.finditer(plain)
        if (amount := _amount(plain, match))
    ]
    return tuple(_with_roles(plain, found))


def _amount(plain: str, match: re.Match[str]) -> _Amount | None:
    """Value, unit and upper end of what matched, None where it is no quantity."""
    if match["digits"]:
        amount = _arabic(plain, match)
    elif match["numerals"]:
        amount = _chinese(match)
    elif numeral := match["percent"] or match["rank"]:
        amount = _plain_number(numeral, "%" if match["percent"] else "")
    else:
        times_doubled = _plain_number(match["doubled"] or "一", "倍")
        amount = times_doubled and _Amount(2**times_doubled.value, "倍")
    if amount is None or amount.unit != "成":
        return amount
    return _Amount(amount.value * 10, "%", amount.upper and amount.upper * 10)


def _plain_number(numeral: str, unit: str) -> _Amount | None:
    value = Decimal(numeral) if numeral.isdecimal() else chinese(numeral)
    return None if value is None else _Amount(value, unit)


def _arabic(plain: str, match: re.Match[str]) -> _Amount | None:
    unit = match["upper_unit"] or match["unit"]
    if _is_date_or_name(plain, match, unit):
        return None
    value, upper = arabic(match["digits"]), None
    if match["upper"]:
        upper = times(arabic(match["upper"]), match["upper_times"])
        # In 3至5万 the multiplier holds for both ends, in 3万至5万 it is written twice.
        value = times(value, match["times"] or match["upper_times"])
        return _Amount(value, unit, upper) if value < upper else None
    return _Amount(times(value, match["times"]), unit)


def _is_date_or_name(plain: str, match: re.Match[str], unit: str) -> bool:
    """Whether digits are a date, a threshold, part of a code or of a masked value, or bare."""
    after = plain[match.end() : match.end() + 2]
    if after[:1] in tuple("xX×*＊#○□") or (after[:1] in tuple(":：/-+.") and after[1:].isdigit()):
        return True
    if unit == "年":
        return len(match["upper"] or match["digits"]) == 4
    if unit == "分":
        # 600分以上 says who is counted, not how many.
        return match["after"] is not None
    if unit:
        return False
    if match["times"] or match["upper_times"]:
        return after[:1] in tuple("年月日号时")
    before = plain[max(0, match.start() - _WINDOW) : match.start()]
    named = after[:1] and not re.match(r"[\s，,。；;、！？）)]", after)
    return bool(named) or not _MEASURED.search(before)


def _chinese(match: re.Match[str]) -> _Amount | None:
    value, unit = chinese(match["numerals"]), match["cn_unit"]
    # 一 is mostly an article (一个, 一批); so it counts only where it measures.
    if value is None or unit in NOT_AFTER_CHINESE or (match["numerals"] == "一" and unit not in ("倍", "成")):
        return None
    return _Amount(times(value, match["cn_times"]), unit)


def _quantity(text: str, plain: str, match: re.Match[str], amount: _Amount) -> Quantity:
    start, end = match.span()
    change = _CHANGE.search(plain[max(0, start - _WINDOW) : start])
    # 降到0.4 tells a level, not a change; with its start (由0.6降到0.4) it tells both.
    direction = _direction(change) if change and not change["level"] else None
    arabic_digits = match["digits"] or (match["rank"] or match["doubled"] or "").isdigit()
    return Quantity(
        start=start,
        end=end,
        mention=text[start:end],
        value=amount.value,
        value_to=amount.upper,
        unit=amount.unit.replace("(居)", "（居）"),
        qualifier=_qualifier(match),
        direction=direction,
        role=None,
        numerals="arabic" if arabic_digits else "chinese",
    )


def _qualifier(match: re.Match[str]) -> Qualifier | None:
    if match["after"]:
        return _AFTER[match["after"]]
    if match["more"] or match["more_times"] or match["cn_more"]:
        return "over"
    return next((name for name in _BEFORE if match[name]), None)


def _direction(change: re.Match[str]) -> Direction:
    return "up" if change["up"] else "down"


def _with_roles(plain: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Mark both ends of a change told as 由…提高至…."""
    result = list(found)
    for index, (one, other) in enumerate(pairwise(found)):
        between = plain[one.end : other.start]
        change = _CHANGE.search(between)
        starts = _FROM.search(plain[max(0, one.start - _WINDOW) : one.start])
        if len(between) <= _WINDOW and change and change["level"] and starts and one.unit == other.unit:
            result[index] = replace(result[index], role="from")
            result[index + 1] = replace(other, role="to", direction=_direction(change))
    return result
