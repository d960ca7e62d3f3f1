"""Numerals to exact values: Arabic with separators, Chinese, and multipliers."""

from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 1, "百": 2, "千": 3}
_GROUPS = {"万": 4, "亿": 8}


def arabic(numeral: str) -> Decimal:
    """The value of `1,132.05`."""
    return Decimal(numeral.replace(",", "").replace("，", ""))


def chinese(numeral: str) -> Decimal | None:
    """The value of `两千三百万` or `十二点五`; None for numerals that make no number (`七一`)."""
    whole, point, fraction = numeral.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not fraction or any(char not in _DIGITS for char in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[char]) for char in fraction)}")


def times(value: Decimal, multiplier: str) -> Decimal:
    """`value` with 十, 百, 千, 万, 亿 (one or several) multiplied out, exactly."""
    power = sum(_PLACES.get(char) or _GROUPS[char] for char in multiplier)
    shifted = value.scaleb(power)
    # A whole number is written without an exponent: 1132.05万 is 11320500, not 1.13205E+7.
    return Decimal(int(shifted)) if shifted == shifted.to_integral_value() else shifted


def _whole(numeral: str) -> int | None:
    """The value of a whole Chinese numeral by place; None where digits lack their places."""
    if numeral in ("零", "〇"):
        return 0
    total = section = unit = 0
    digit: int | None = None
    for char in numeral:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            # After 零 the last digit counts ones (一百零五); else it takes the next lower place (一千二).
            unit = unit if digit else 0
            continue
        group = _GROUPS.get(char)
        if group is None:
            if not digit and not (char == "十" and digit is None and section % 100 == 0):
                return None
            section += (digit or 1) * 10 ** _PLACES[char]
            unit = _PLACES[char] - 1
        else:
            section += digit or 0
            total = (total + section) * 10**group if char == "亿" else total + section * 10**group
            if not total:
                return None
            section, unit = 0, group - 1
        digit = None
    return None if digit == 0 else total + section + (digit or 0) * 10 ** max(unit, 0)
