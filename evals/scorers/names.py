"""Names: F1 over their normal forms; a name that is given twice is once too much."""

from collections.abc import Iterator

from evals.align import align
from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Scored
from evals.scorers.base import Scorer, compared, list_measures, list_metrics
from schemas.fields import Names, fields_of
from schemas.record import Schema
from summarizer.documents import normal


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    for field, kind in fields_of(schema, Names):
        yield from list_metrics(field, kind.label)


def _score(comparison: Comparison) -> Scored:
    measures: list[Measure] = []
    findings: list[Finding] = []
    for field, expected in comparison.reference.label.names.items():
        predicted = comparison.prediction.names[field]
        pairs = align(expected, predicted, lambda one, other: 1.0 if normal(one) == normal(other) else None)
        measures += list_measures(field, len(pairs), len(predicted), len(expected))
        findings += compared(field, expected, predicted, pairs, str)
    return Scored(tuple(measures), tuple(findings))


NAMES = Scorer("names", 1, _metrics, _score)
