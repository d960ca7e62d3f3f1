"""What a scorer is, and how counts become measures."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from evals.align import Pairs
from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Scored
from schemas.record import Schema

E = TypeVar("E")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Scorer:
    """One way of looking at an answer.

    `version` is raised by whoever changes what a score is, so that scores of two versions are never compared.
    `metrics` says what of a schema is measured; `score` gives a measure for each of them.
    """

    name: str
    version: int
    metrics: Callable[[type[Schema]], Iterator[Metric]]
    score: Callable[[Comparison], Scored]


def list_metrics(field: str, label: str) -> Iterator[Metric]:
    """The three metrics of a list that is compared with a list."""
    yield Metric(f"{field}.f1", f"{label} F1", label)
    yield Metric(f"{field}.precision", f"{label}准确率", label)
    yield Metric(f"{field}.recall", f"{label}召回率", label)


def list_measures(field: str, hits: int, predicted: int, expected: int) -> tuple[Measure, ...]:
    """F1, precision and recall; 1 where both lists are empty, 0 where one is."""
    return (
        f1(f"{field}.f1", hits, predicted, expected),
        ratio(f"{field}.precision", hits, predicted, 0.0 if expected else 1.0),
        ratio(f"{field}.recall", hits, expected, 0.0 if predicted else 1.0),
    )


def f1(metric: str, hits: int, predicted: int, expected: int) -> Measure:
    """F1 with its counts; 1 where there is nothing on both sides."""
    both = predicted + expected
    value = 2 * hits / both if both else 1.0
    return Measure(metric=metric, value=value, hits=hits, predicted=predicted, expected=expected)


def ratio(metric: str, hits: int, of: int, otherwise: float | None = None) -> Measure:
    """A share with its counts, `otherwise` where there is nothing to share."""
    value = hits / of if of else otherwise
    return Measure(metric=metric, value=value, hits=hits, predicted=of, expected=of)


def mean(metric: str, values: Iterable[float]) -> Measure:
    """The mean, the same for any order of the values; None of none."""
    values = tuple(values)
    return Measure(metric=metric, value=math.fsum(values) / len(values) if values else None)


def compared(
    field: str, expected: Sequence[E], predicted: Sequence[P], pairs: Pairs, told: Callable[[Any], str]
) -> Iterator[Finding]:
    """What of two lists matches, is missing, and is too much."""
    for first, second in pairs:
        yield Finding(
            field=field, outcome="match", expected=told(expected[first]), predicted=told(predicted[second])
        )
    found, given = {first for first, _ in pairs}, {second for _, second in pairs}
    for index, left in enumerate(expected):
        if index not in found:
            yield Finding(
                field=field,
                outcome="miss",
                expected=told(left),
                expected_place=first_place(left),
            )
    for index, right in enumerate(predicted):
        if index not in given:
            yield Finding(
                field=field,
                outcome="invented",
                predicted=told(right),
                predicted_place=first_place(right),
            )


def first_place(marked: Any) -> tuple[int, int] | None:
    """Where something first stands, None where it has no place."""
    places: tuple[tuple[int, int], ...] = getattr(marked, "places", ())
    return places[0] if places else None
