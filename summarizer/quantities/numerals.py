"""Numerals to exact values: Arabic with separators, Chinese in all their scripts, multipliers and fractions."""

import re
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 1, "百": 2, "千": 3}
_GROUPS = {"万": 4, "亿": 8}
# One character for one, so that positions hold: full-width forms and the traditional forms that matter here.
_PLAIN = str.maketrans(
    "０１２３４５６７８９．％＋－−～\u00a0\u3000\t萬億個項條間輛處場戶畝噸張種類臺餘約兩幾過達於從將與滿頃為數總"
    "擴縮減漲員歲來時負點長壓較標筆隻雙盞棟輪門節級層對組學課鐘圓鎮鄉縣區頭顆塊",
    "0123456789.%+--~   万亿个项条间辆处场户亩吨张种类台余约两几过达于从将与满顷为数总扩缩减涨员岁来时负"
    "点长压较标笔只双盏栋轮门节级层对组学课钟圆镇乡县区头颗块",
)
# 陆, 伍 and 拾 are words and names too: formal numerals count only as a run of two or more, multipliers included.
_FORMAL = re.compile("[壹贰貳叁參肆伍陆陸柒捌玖拾][零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万亿]+")
_FORMAL_TO_PLAIN = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
_TITLE = re.compile("《[^《》\n]{1,120}》")


def plain(text: str) -> str:
    """`text` in the forms that the grammar reads, one character for one: half-width, simplified, 伍佰 as 五百.

    The names of documents (《…》) are blanked out: a number in one belongs to the name.
    """
    folded = _FORMAL.sub(lambda run: run[0].translate(_FORMAL_TO_PLAIN), text.translate(_PLAIN))
    return _TITLE.sub(lambda title: "\n" * len(title[0]), folded)


def arabic(numeral: str) -> Decimal:
    """The value of `1,132.05`."""
    return Decimal(numeral.replace(",", "").replace("，", ""))


def chinese(numeral: str) -> Decimal | None:
    """The value of `两千三百万` or `十二点五`; None for numerals that make no number (`七一`)."""
    whole, point, fraction = numeral.replace("廿", "二十").replace("卅", "三十").partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not fraction or any(char not in _DIGITS for char in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[char]) for char in fraction)}")


def times(value: Decimal, multiplier: str) -> Decimal:
    """`value` with 十, 百, 千, 万, 亿 (one or several) multiplied out, exactly."""
    if not multiplier:
        return value
    power = sum(_PLACES.get(char) or _GROUPS[char] for char in multiplier)
    shifted = value.scaleb(power)
    # A whole number is written without an exponent: 1132.05万 is 11320500, not 1.13205E+7.
    return Decimal(int(shifted)) if shifted == shifted.to_integral_value() else shifted


def fraction(numerator: Decimal, denominator: Decimal) -> tuple[Decimal, str]:
    """A part of a whole as value and unit: exact per cent or per mille, else the numerator in `/3`.

    百分之五 is 5 %, 千分之三 3 ‰, 四分之三 75 %; 三分之二 has no exact decimal and is 2 of `/3`.
    """
    if denominator == 1000:
        return numerator, "‰"
    rest = int(denominator)
    for prime in (2, 5):
        while rest and rest % prime == 0:
            rest //= prime
    if rest != 1:
        return numerator, f"/{denominator}"
    percent = numerator * 100 / denominator
    return (Decimal(int(percent)) if percent == int(percent) else percent), "%"


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
            place = _PLACES[char]
            # 百二 and 一百二千 are none: a place needs its digit (十 alone is ten), and places only fall.
            alone = char == "十" and digit is None
            if (not digit and not alone) or section % 10 ** (place + 1):
                return None
            section += (digit or 1) * 10**place
            unit = place - 1
        else:
            section += digit or 0
            total = (total + section) * 10**group if char == "亿" else total + section * 10**group
            # 万 alone and 一万万 are none.
            if not total or (char == "万" and not section):
                return None
            section, unit = 0, group - 1
        digit = None
    return None if digit == 0 else total + section + (digit or 0) * 10 ** max(unit, 0)
