"""Numbers that are no quantities: dates, thresholds, parts of codes and names, and bare numbers."""

import re

from summarizer.quantities.units import WHOLE

_WINDOW = 12
# A number followed by one of the first is no number, by one of the second none if digits follow.
_MASK = frozenset("xX×*＊#○□∶")
_JOINS = frozenset(":：/-.+")
GOES_ON = _MASK | _JOINS
_DATED = frozenset("名位年分秒天度")
_YEAR = re.compile(r"(?:^|[^0-9])(?:19|20)[0-9]{2}$|^0")
_MONTH_AFTER = re.compile("[0-9]{1,2}月")
# What a number without a unit must follow to be a figure and no name, number of a list, or version.
_MEASURED = re.compile(
    "(?:数|率|量|值|额|分|(?:[降升增减高低少加小大扩涨跌窄])[到至为]|达|达到|为|是|仅|共)了?$"
)
_CHANGES = re.compile("(?:缩小|降低|下降|减少|扩大|提高|提升|上升|增加|降|升|增|减)[到至为]")
_FROM = re.compile("[由从]$")
# How what these patterns find may end; a line may break between it and the number.
_MAY_BE_FROM = frozenset("由从\n")
_MAY_MEASURE = frozenset("数率量值额分到至为达是仅共了") | _MAY_BE_FROM
_PLACE = re.compile("(?:北纬|南纬|东经|西经)$")
_CLOCK = re.compile("[0-9][点时]$")
_SHARE = re.compile("(?:占[一-鿿]{0,4}|全[国省市县球]|[的达到为约近超逾]|超过|不足|不到)$")
# A number before the next one of a list waits for their common unit.
_ENDS = re.compile(r"(?!、[0-9])[\s，,。；;、！？）)]|$")
_RANKED = re.compile("(?:居|列|排|位|名次|全[国省市县区州球校军系]|世界|国内|省内|市内|区内|县内).{0,4}$")
# Formulas, compounds and names of places: 四个全面, 三个代表, 八成新, 五台山.
_SET_PHRASE = re.compile(
    "个(?:全面|意识|自信|维护|确立|代表|一)|项规定(?!动作)|成新|轮车|头在外|[^座条个处片][山峡岭寺关岛沟]"
)
_LONGEST_LIST = 30
_ORDERED = re.compile("第[0-9]{1,3}[、和]$")


def is_code(plain: str, end: int) -> bool:
    """Whether the number goes on as a code, a ratio, a clock time or a masked value."""
    after = plain[end : end + 1]
    return after in _MASK or (after in _JOINS and plain[end + 1 : end + 2].isdigit())


def is_date_or_place(plain: str, start: int, end: int, digits: str, unit: str) -> bool:
    """Whether digits with their unit are a year, a part of a clock time or date, a coordinate or one of several ranks."""
    if unit not in _DATED:
        return False
    before = plain[max(0, start - 3) : start]
    if unit in ("名", "位") and _ORDERED.search(plain, max(0, start - 5), start):
        return True
    if unit == "年":
        return bool(_YEAR.search(digits) or _MONTH_AFTER.match(plain, end))
    if unit in ("分", "秒", "天"):
        return bool(_CLOCK.search(before))
    return unit == "度" and bool(_PLACE.search(before))


def list_number(plain: str, start: int, digits: str, unit: str) -> int:
    """The length of a list number that digits begin with, its dot included, else 0.

    `1.30个` at the start of a line is number 1 of a list and 30个; no list reaches the 64 of `64.2件`.
    """
    number, dot, _ = digits.partition(".")
    opens = start == 0 or plain[start - 1] == "\n"
    return len(number) + 1 if dot and opens and unit in WHOLE and int(number) <= _LONGEST_LIST else 0


def is_enumeration(digits: str, unit: str) -> bool:
    """Whether 等 ends an enumeration (2、3等); only a grade is told with a fraction (5.8等)."""
    return unit == "等" and ("." not in digits or digits.endswith(".0"))


def is_bare(plain: str, start: int, end: int, qualified: bool) -> bool:
    """Whether a number without a unit follows nothing that measures; a qualifier measures (突破1000)."""
    last = plain[start - 1 : start]
    # Most bare numbers, those of a table above all, follow nothing of the kind and are done with.
    if not qualified and last not in _MAY_MEASURE:
        return True
    before = plain[max(0, start - _WINDOW) : start]
    if last in _MAY_BE_FROM and _FROM.search(before) and _CHANGES.match(plain, end):
        return False
    return not ends(plain, end) or not (qualified or _MEASURED.search(before))


def ends(plain: str, at: int) -> bool:
    """Whether a clause or phrase ends at `at`."""
    return bool(_ENDS.match(plain, at))


def is_share(plain: str, start: int) -> bool:
    """Whether 1/4 is a part of something and no date."""
    return bool(_SHARE.search(plain, max(0, start - 6), start))


def is_order(plain: str, start: int) -> bool:
    """Whether 第一 counts points (第一，…) or is praise (质量第一) and no place in a ranking."""
    return not _RANKED.search(plain, max(0, start - 8), start)


def is_set_phrase(plain: str, unit_start: int) -> bool:
    """Whether Chinese numerals open a formula of the time (四个全面) and count nothing."""
    return bool(_SET_PHRASE.match(plain, unit_start))
