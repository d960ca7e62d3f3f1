"""When one quantity may stand for another: equal in value, unit and direction, and no surer than its source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarizer.quantities import (
    Quantity,
    Share,
    find_quantities,
    given_to_another,
    same_amount,
    shared_out,
)

# What may be written for each qualifier. 5000余 is not 5000 and 近6万 not 6万, but both are about it; a number
# over another is at least that, not the other way round.
_MAY_BECOME: dict[str | None, frozenset[str | None]] = {
    None: frozenset({None, "about"}),
    "about": frozenset({"about"}),
    "nearly": frozenset({"nearly", "about"}),
    "over": frozenset({"over", "about", "at_least"}),
    "at_least": frozenset({"at_least"}),
    "at_most": frozenset({"at_most"}),
}
_PARTS = frozenset({"%", "‰", "个百分点", "百分点"})
_WORDS_OF = {
    "up": re.compile("[增升涨]|提高|扩大|加快|[更再]多|高于|[比较].*[多高]"),
    "down": re.compile("[降减跌缩]|回落|下滑|收窄|[更再]少|低于|[比较].*[少低]"),
}
_CLAUSE = re.compile("[，。；！？,;\n]")
_STOP = re.compile("[。！？\n]")
_SCOPE = re.compile("(全[国省市县区州球]|世界)[^，。；、]{0,6}$")
_WINDOW = 40
# What tells how much and which way is not what a figure is about.
_TOLD = re.compile(
    "[0-9.％%了到至为约近超余]+|分别|同比|增长|增加(?!值)|提高|提升|上升|上涨|扩大|净增|下降|减少|降低|回落|缩小|缩短|涨幅|增幅|降幅|左右"
)
_FEWEST_PAIRS = 3
_ELSEWHERE, _HERE = 0.45, 0.75


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity with the clause that holds it, over what it ranks (全省; "" if over nothing or no rank), and the
    pairs of characters around it in its clause, which tell what it is about.

    `label` is what stands before it back to the quantity before, or the thing that 分别 gives it to; `share` is
    set for the latter. A clause that names nothing (`提高到70%，提高10个百分点`) is about what the one before is.
    """

    quantity: Quantity
    clause: str
    scope: str
    subject: frozenset[str]
    label: str
    share: Share | None


@lru_cache(maxsize=2048)  # the evidence of an item is looked at several times
def claims(text: str) -> tuple[Claim, ...]:
    """The quantities of `text`, each told in one way: 翻一番 and 增长1倍 are 2倍, 增长-2.3% is a fall of 2.3%."""
    return tuple(_claims(text))


def _claims(text: str) -> Iterator[Claim]:
    quantities = find_quantities(text)
    shares = shared_out(text, quantities)
    subject: frozenset[str] = frozenset()
    last = 0
    for quantity in quantities:
        before = text[max(0, quantity.start - _WINDOW) : quantity.start]
        after = text[quantity.end : quantity.end + _WINDOW]
        scope = _SCOPE.search(before) if _is_rank(quantity) else None
        left, right = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
        if _STOP.search(text, last, quantity.start):
            subject = frozenset()
        subject = _pairs(left) | _pairs(right) or subject
        share = shares.get(quantity.start)
        label = share.names[share.place] if share else _CLAUSE.split(text[last : quantity.start])[-1]
        last = quantity.end
        yield Claim(
            _told_one_way(quantity),
            left + quantity.mention + right,
            scope[1] if scope else "",
            subject,
            label,
            share,
        )


def holds(known: Claim, claimed: Claim) -> bool:
    """Whether what is `known` says what is `claimed`."""
    one, other = known.quantity, claimed.quantity
    return (
        same_amount(one, other)
        and _is_rank(one) == _is_rank(other)
        and (not claimed.scope or claimed.scope == known.scope)
        and other.qualifier in _MAY_BECOME[one.qualifier]
        and _same_direction(known, claimed)
        and not given_to_another(known.share, claimed.label)
    )


def told_of_another(claimed: Claim, holding: Iterable[Claim], known: Iterable[Claim]) -> bool:
    """Whether the evidence tells what is claimed only of something else, and another figure of this.

    Only where it is plain: next to nothing of the claim's clause stands around the figures that are equal,
    and nearly all of it around one that is not.
    """
    if len(claimed.subject) < _FEWEST_PAIRS:
        return False
    unit = claimed.quantity.unit
    ours = max((_shared(claimed, each) for each in holding), default=1.0)
    return ours < _ELSEWHERE and any(
        _shared(claimed, each) >= _HERE
        for each in known
        if each.quantity.unit == unit and not holds(each, claimed)
    )


def _pairs(text: str) -> frozenset[str]:
    words = _TOLD.sub(" ", text)
    return frozenset(one + other for one, other in pairwise(words) if " " not in (one, other))


def _shared(claimed: Claim, known: Claim) -> float:
    return len(claimed.subject & known.subject) / len(claimed.subject)


def _same_direction(known: Claim, claimed: Claim) -> bool:
    one, other = known.quantity, claimed.quantity
    if one.role and other.role and one.role != other.role:
        return False
    if other.level:
        return one.level == other.level if one.level else one.direction is None
    if other.direction is None or one.direction:
        # 提高到70% is no 提高70%
        return other.direction is None or (one.direction == other.direction and not one.level)
    return not one.level and _WORDS_OF[other.direction].search(known.clause) is not None


def _told_one_way(quantity: Quantity) -> Quantity:
    if quantity.unit == "倍" and quantity.direction == "up" and not quantity.level:
        grown = quantity.value if "番" in quantity.mention else quantity.value + 1
        return quantity._replace(value=grown, direction=None)
    if quantity.value < 0 and quantity.unit in _PARTS:
        return quantity._replace(value=-quantity.value, direction="down")
    return quantity


def _is_rank(quantity: Quantity) -> bool:
    return "第" in quantity.mention
