"""How much of an answer comes back when the same document is summarised again."""

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from evals.model import Measure, Metric, Prediction
from evals.reference import Reference, amount
from schemas.record import Schema
from summarizer.documents import normal

VERSION = 1
_SAME = "stability.same"


def metrics(schema: type[Schema]) -> Iterator[Metric]:  # noqa: ARG001  the same for every schema
    """The one metric of this module."""
    yield Metric(_SAME, "重复时相同的比例", "稳定性", kind="reported")


def stability(reference: Reference, predictions: Sequence[Prediction]) -> Measure:
    """The mean over all pairs of repeats of the share of elements that both have; None of fewer than two.

    Statements are the same where they cite the same sentences, whatever their words; facts, figures, headings
    and names where they say the same. The share is twice what both have over what each has (Dice).
    """
    told = [Counter(_elements(reference, each)) for each in predictions]
    shares = [_dice(one, other) for one, other in combinations(told, 2)]
    return Measure(metric=_SAME, value=math.fsum(shares) / len(shares) if shares else None)


def _dice(one: Counter[Hashable], other: Counter[Hashable]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def _elements(reference: Reference, prediction: Prediction) -> Iterator[Hashable]:
    touched = reference.sentences.touched
    for field, fact in prediction.facts.items():
        if fact is not None:
            yield field, normal(str(fact))
    for field, items in prediction.items.items():
        for item in items:
            cited = frozenset(sentence for place in item.places for sentence in touched(place))
            yield field, cited or normal(item.text)
    for field, figures in prediction.figures.items():
        for each in figures:
            yield field, amount(each.value), each.unit, each.direction, each.status, each.places
    for field, names in prediction.names.items():
        yield from ((field, normal(name)) for name in names)
    for field, sections in prediction.sections.items():
        yield from ((field, normal(mark.heading), mark.role) for mark in sections)
