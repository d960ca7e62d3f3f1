"""Top-level headings: aligned one to one; what their sections are."""

from collections.abc import Iterator

from evals.align import align
from evals.matching import Comparison
from evals.model import Finding, HeadingMark, Measure, Metric, Scored
from evals.scorers.base import Scorer, compared, list_measures, list_metrics, ratio
from evals.text import similarity
from schemas.fields import SectionList, fields_of
from schemas.record import Schema
from summarizer.documents import normal

# 一、存在问题 is 一、存在的问题 (0.92), but 一、总体情况 is not 二、总体情况 (0.8).
ALIKE = 0.85


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    for field, kind in fields_of(schema, SectionList):
        yield from list_metrics(field, kind.label)
        yield Metric(f"{field}.role", f"{kind.label}性质正确率", kind.label)


def _score(comparison: Comparison) -> Scored:
    measures: list[Measure] = []
    findings: list[Finding] = []
    for field, expected in comparison.reference.label.sections.items():
        predicted = comparison.prediction.sections[field]
        pairs = align(expected, predicted, _same_heading)
        roles = sum(expected[first].role == predicted[second].role for first, second in pairs)
        measures += list_measures(field, len(pairs), len(predicted), len(expected))
        measures.append(ratio(f"{field}.role", roles, len(pairs)))
        findings += compared(field, expected, predicted, pairs, lambda mark: str(mark.heading))
    return Scored(tuple(measures), tuple(findings))


def _same_heading(expected: HeadingMark, predicted: HeadingMark) -> float | None:
    # Equal ones need no look at what makes two alike.
    if normal(expected.heading) == normal(predicted.heading):
        return 1.0 if expected.role == predicted.role else 0.95
    alike = similarity(expected.heading, predicted.heading)
    return 0.9 * alike if alike >= ALIKE else None


HEADINGS = Scorer("headings", 1, _metrics, _score)
