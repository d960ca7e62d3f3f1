"""Which of several things a figure is of, where one 分别 shares the figures out: A、B分别为3个和5个."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from summarizer.quantities.model import Quantity

_SHARED_OUT = re.compile("分别|各自")
_BEGINS = re.compile("[，。；：！？,;:!?\n]")
_NEXT = re.compile("(?:[、和与及]|以及)[^，。；、0-9]{0,8}")
# What opens or closes the list of things without being part of a name.
_LEADING = re.compile(
    "(?:其中|今年|去年|全年|[上下]半年|前?[一二三四]季度|[0-9]{4}年|[全我本][国省市县区州旗镇乡])+"
)
_TRAILING = re.compile("(?:同比|环比|年均|平均|每[年月]|也|均|已|将|则|[比较](?:上年|去年)(?:同期)?)+$")
_NAME = re.compile("[^0-9]{2,}")
# Two things in one word.
_FUSED = {"城乡": ("城镇", "农村"), "收支": ("收入", "支出")}
_REACH = 40  # characters from 分别 or from one figure to the next
_start = attrgetter("start")


class Share(NamedTuple):
    """The things named before 分别, in order, and which of them a figure is of."""

    names: tuple[str, ...]
    place: int


def shared_out(
    text: str, quantities: Sequence[Quantity], start: int = 0, end: int | None = None
) -> Mapping[int, Share]:
    """Map the start of each figure after a 分别 from `start` to `end` to its share.

    Only where names and figures are as many.

    A second 分别 without names of its own (分别为3个和5个，分别增长2%和4%) means those of the first.
    """
    shares: dict[int, Share] = {}
    before: tuple[str, ...] = ()
    until = start
    for found in _SHARED_OUT.finditer(text, start, len(text) if end is None else end):
        if re.search("[。\n]", text[until : found.start()]):
            before = ()
        listed = _listed(text, found.end(), quantities)
        named = _BEGINS.split(text[until : found.start()])[-1]
        names = _names(named, len(listed)) if named.strip("且并、") else before
        if len(listed) > 1 and len(names) == len(listed):
            shares |= {each.start: Share(names, place) for place, each in enumerate(listed)}
            before = names
        until = found.end()
    return shares


def given_to_another(known: Share | None, label: str) -> bool:
    """Whether a figure that is shared out to one thing is told, in `label`, of another of its list."""
    if known is None or known.names[known.place] in label:
        return False
    return any(name in label for name in known.names)


def _listed(text: str, start: int, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The first figure after 分别 in its clause, and those that are joined to it."""
    listed: list[Quantity] = []
    for index in range(bisect_left(quantities, start, key=_start), len(quantities)):
        quantity = quantities[index]
        if quantity.start > start + _REACH + (listed[-1].end - start if listed else 0):
            break
        between = text[listed[-1].end if listed else start : quantity.start]
        if not (_NEXT.fullmatch(between) if listed else not _BEGINS.search(between)):
            break
        listed.append(quantity)
    return listed


def _names(text: str, wanted: int) -> tuple[str, ...]:
    """The things of a list of as many as wanted; 和 within a name parts it only where that gives their number."""
    text = _TRAILING.sub("", _LEADING.sub("", text))
    for mark in ("、", "、|(?:以及|[和与及])(?=[^、和与及]*$)", "、|以及|[和与及]"):
        names = tuple(re.split(mark, text))
        if len(names) == wanted and all(_NAME.fullmatch(name) for name in names):
            return names
    fused = next((names for pair, names in _FUSED.items() if pair in text), ())
    return fused if len(fused) == wanted else ()
