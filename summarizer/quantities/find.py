"""Finding quantities: a number is read from where it begins, then taken or left for what stands around it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from summarizer.quantities import traps
from summarizer.quantities.context import context_of, related
from summarizer.quantities.grammar import START
from summarizer.quantities.model import Numerals, Quantity
from summarizer.quantities.numerals import plain
from summarizer.quantities.read import Number, read, shared_in_list

_DIGIT = re.compile("[0-9]")
# A list number right before another number: 2.12家, 20.2026年.
_LISTED = re.compile(r"[0-9０-９]{1,2}[.．](?=[0-9０-９])")
_YEAR = re.compile("20[0-9]{2}年")
_LIST_WINDOW = 24
_SHORT = 500  # characters, more than sentences have
# What can be below zero.
_SIGNED = frozenset({"%", "‰", "个百分点", "百分点", "元", "℃", "°C", "度", "摄氏度"})


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order of place; spans are code points of `text`. Linear in its length.

    Dates, list and document numbers, numbers in names, masked numbers (`x.x亿元`) and vague ones (`几十个`) are
    not quantities. The numbers of a list share the unit of its last (`10、20和30个`).
    """
    return _remembered(text) if len(text) <= _SHORT else _found(text)


def _found(text: str) -> tuple[Quantity, ...]:
    folded = plain(text)
    return tuple(related(folded, list(_quantities(text, folded))))


# Sentences are read again and again while a summary is checked against them.
_remembered = lru_cache(maxsize=4096)(_found)


def list_number(text: str) -> str:
    """The list number that stands right before the first number of `text`: `2.` of `2.12家`; else ""."""
    if not (listed := _LISTED.match(text)):
        return ""
    found = find_quantities(text[:_LIST_WINDOW])[:1]
    dated = _YEAR.match(text, listed.end())
    return listed[0] if dated or (found and found[0].start == listed.end()) else ""


def _quantities(text: str, folded: str) -> Iterator[Quantity]:
    at = 0
    for begin in START.finditer(folded):
        if begin.start() < at:
            continue
        number = read(folded, begin.start(), begin.end())
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
    first, last, value, unit, upper, more, _, bare, is_round = number
    before, after, qualifier, limit, negative, money, direction, level, glued = context_of(
        folded, first, last, unit
    )
    start, end = first - before, last + after
    if negative:
        if unit not in _SIGNED:
            return None
        value = -value
    elif glued or (bare and not money and traps.is_bare(folded, start, end, bool(qualifier))):
        return None
    # 600分以上 says who is counted, not how many.
    if limit and unit == "分":
        return None
    qualifier = limit or ("over" if more else qualifier)
    if is_round and not qualifier:
        return None
    if unit == "成":
        value, upper, unit = value * 10, upper and upper * 10, "%"
    unit = (unit or money).replace("(居)", "（居）").replace("／", "/")
    numerals: Numerals = "arabic" if _DIGIT.search(folded, first, last) else "chinese"
    return Quantity(
        start, end, text[start:end], value, upper, unit, qualifier, direction, None, numerals, level
    )
