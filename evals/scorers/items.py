"""Lists of statements: which points of the document are told."""

from collections.abc import Iterator

from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Scored
from evals.scorers.base import Scorer, compared, list_measures, list_metrics
from schemas.fields import CitedItems, fields_of
from schemas.record import Schema


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    for field, kind in fields_of(schema, CitedItems):
        yield from list_metrics(field, kind.label)


def _score(comparison: Comparison) -> Scored:
    measures: list[Measure] = []
    findings: list[Finding] = []
    for field, pairs in comparison.items.items():
        expected = comparison.reference.label.items[field]
        predicted = comparison.prediction.items[field]
        measures += list_measures(field, len(pairs), len(predicted), len(expected))
        findings += compared(field, expected, predicted, pairs, lambda item: str(item.text))
    return Scored(tuple(measures), tuple(findings))


ITEMS = Scorer("items", 1, _metrics, _score)
