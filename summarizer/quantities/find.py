"""Finding quantities: a number is read from where it begins, then taken or left for what stands around it."""

import re
from collections.abc import Iterator

from summarizer.quantities import traps
from summarizer.quantities.context import Left, change_of, left_of, related, right_of, spans_time
from summarizer.quantities.grammar import START
from summarizer.quantities.model import Quantity
from summarizer.quantities.numerals import plain
from summarizer.quantities.read import Number, read, shared_in_list

_DIGIT = re.compile("[0-9]")
# What can be below zero.
_SIGNED = frozenset({"%", "‰", "个百分点", "百分点", "元", "℃", "°C", "度", "摄氏度"})


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of place; spans are code points of `text`. Linear in its length.

    Dates, list and document numbers, numbers in names, masked numbers (`x.x亿元`) and vague ones (`几十个`) are
    not quantities. The numbers of a list share the unit of its last (`10、20和30个`).
    """
    folded = plain(text)
    return tuple(related(folded, list(_quantities(text, folded))))


def _quantities(text: str, folded: str) -> Iterator[Quantity]:
    at = 0
    for begin in START.finditer(folded):
        if begin.start() < at:
            continue
        number = read(folded, begin.start())
        quantity = number and _quantity(text, folded, number)
        if not number or not quantity:
            continue
        for earlier in shared_in_list(folded, quantity.start, number):
            if listed := _quantity(text, folded, earlier):
                yield listed
        yield quantity
        at = quantity.end


def _quantity(text: str, folded: str, number: Number) -> Quantity | None:
    """The number with its context, None where that makes it none."""
    left = left_of(folded, number.start)
    end, after = right_of(folded, number.end)
    unit = number.unit or left.money
    if spans_time(left.qualifier, unit):
        left = Left(number.start, None, left.negative, "")
    qualifier = after or ("over" if number.more else left.qualifier)
    if _is_none(folded, number, left, end) or (number.round and not qualifier):
        return None
    # 600分以上 says who is counted, not how many.
    if unit == "分" and after:
        return None
    tenths = unit == "成"
    value, upper = number.value * 10 if tenths else number.value, number.upper
    direction, level = change_of(folded, left.start, end)
    return Quantity(
        start=left.start,
        end=end,
        mention=text[left.start : end],
        value=-value if left.negative else value,
        value_to=upper * 10 if tenths and upper is not None else upper,
        unit="%" if tenths else unit.replace("(居)", "（居）").replace("／", "/"),
        qualifier=qualifier,
        direction=direction,
        role=None,
        numerals="arabic" if _DIGIT.search(folded, number.start, number.end) else "chinese",
        level=level,
    )


def _is_none(folded: str, number: Number, left: Left, end: int) -> bool:
    """Whether what stands around a number makes it part of something else."""
    if left.negative:
        return number.unit not in _SIGNED
    if folded[number.start - 1 : number.start] == "-":
        return True
    if traps.is_code(folded, end):
        return True
    return number.bare and not left.money and traps.is_bare(folded, left.start, end, bool(left.qualifier))
