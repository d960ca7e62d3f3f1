"""The scores of a run: what is kept of it for tables, comparisons and gates."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, Self

from pydantic import Field, model_validator

from evals.model import DocumentScore, Frozen, Measure, Metric
from evals.statistics import Interval, interval, pooled

ByDocument = Mapping[str, float]
"""One value a document, by its id; of repeats their mean."""


class DatasetMark(Frozen):
    """Which data set was scored; `sha256` is of all its documents and labels."""

    name: str
    version: str
    sha256: str
    split: str
    guidelines: int


class Origin(Frozen):
    """What the scores come from. `prompts` is a digest, `scorers` holds each scorer's version."""

    dataset: DatasetMark
    schema_name: str
    model: str
    prompts: str
    scorers: Mapping[str, int]


class Scores(Frozen):
    """The score file. `floors` hold the means of simple summarisers by their name, `ceiling` a second label's."""

    format: Literal["eval_scores/1"] = "eval_scores/1"
    origin: Origin
    documents: tuple[DocumentScore, ...]
    floors: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
    ceiling: Mapping[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_answer_twice(self) -> Self:
        seen = set()
        for each in self.documents:
            if (each.id, each.repeat) in seen:
                raise ValueError(f"document {each.id}, repeat {each.repeat} is there twice")
            seen.add((each.id, each.repeat))
        return self

    @property
    def ids(self) -> frozenset[str]:
        """Documents asked for, answered or not."""
        return frozenset(each.id for each in self.documents)

    @property
    def unanswered(self) -> frozenset[str]:
        """Documents that were not answered, once or more."""
        return frozenset(each.id for each in self.documents if each.error is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of a run: over documents, and pooled over what was counted where all counts are known."""

    metric: Metric
    interval: Interval
    pooled: Interval | None


def summary(scores: Scores, metrics: Mapping[str, Metric]) -> tuple[Row, ...]:
    """Every metric that the run has a value of, in the order of `metrics`."""
    return tuple(
        Row(
            metrics[name], interval(list(by.values()), bounded=_bounded(metrics[name])), _pooled(scores, name)
        )
        for name, by in values_of(scores, metrics).items()
    )


def values_of(scores: Scores, metrics: Mapping[str, Metric]) -> Mapping[str, ByDocument]:
    """Values by metric and document.

    A document without an answer has the worst value of every quality metric: a failed answer is no excuse.
    It has no value where another repeat was answered and shows that its label says nothing of the metric.
    """
    given: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in metrics}
    for document, measure in _measures(scores):
        if measure.value is not None and measure.metric in given:
            given[measure.metric][document].append(measure.value)
    quality = [name for name, metric in metrics.items() if metric.kind == "quality"]
    answered = {each.id for each in scores.documents if each.error is None}
    # Where nothing at all was answered, nothing tells which metrics the data set has: then it is all of them.
    for name in [name for name in quality if given[name]] or quality:
        worst = 0.0 if metrics[name].better == "higher" else 1.0
        for each in scores.documents:
            if each.error is not None and (each.id not in answered or each.id in given[name]):
                given[name][each.id].append(worst)
    return {name: {key: fmean(each) for key, each in by.items()} for name, by in given.items() if by}


def _bounded(metric: Metric) -> bool:
    """Whether values run from 0 to 1; what is only reported may be a count."""
    return metric.kind in {"quality", "invariant"}


def _measures(scores: Scores) -> Iterator[tuple[str, Measure]]:
    for each in scores.documents:
        if each.error is None:
            for measure in each.measures:
                yield each.id, measure


def _pooled(scores: Scores, name: str) -> Interval | None:
    """Hits of predicted, of expected, or (as F1) of both; None where an answer is lacking and so its counts."""
    if scores.unanswered:
        return None
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for document, measure in _measures(scores):
        if measure.metric == name and measure.hits is not None:
            sizes = [size for size in (measure.predicted, measure.expected) if size is not None]
            parts[document].append((len(sizes) * measure.hits, sum(sizes)))
    means = [(fmean(hits for hits, _ in each), fmean(size for _, size in each)) for each in parts.values()]
    return pooled(means) if sum(size for _, size in means) > 0 else None
