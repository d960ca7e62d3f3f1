"""Figures: found in their place, told rightly in every part, and what is wrong with the others."""

import math
from collections.abc import Iterator

from evals.align import align
from evals.matching import Comparison, match_values, same_place, same_value
from evals.model import FigureMark, Finding, Measure, Metric, Outcome, Scored
from evals.reference import Reference, amount, equal
from evals.scorers.base import Scorer, f1, first_place, list_measures, list_metrics, mean, ratio
from evals.text import any_overlap, overlap, similarity
from schemas.fields import Figures, fields_of
from schemas.record import Schema
from summarizer.quantities import same_unit

_NEARNESS = {"unit": 1.0, "sign": 0.9, "scale": 0.8, "digits": 0.0}


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    for field, kind in fields_of(schema, Figures):
        yield from list_metrics(field, kind.label)
        yield Metric(f"{field}.strict_f1", f"{kind.label} F1（含增减和状态）", kind.label)
        yield Metric(f"{field}.value_f1", f"{kind.label} F1（只看数值）", kind.label)
        yield Metric(f"{field}.subject", f"{kind.label}指标名相似度", kind.label)
        yield Metric(f"{field}.status", f"{kind.label}状态正确率", kind.label)
        yield Metric(f"{field}.grounded", f"{kind.label}并非凭空", kind.label, kind="invariant")


def _score(comparison: Comparison) -> Scored:
    measures: list[Measure] = []
    findings: list[Finding] = []
    for field in comparison.figures:
        found = tuple(_findings(field, comparison))
        measures += _measures(field, comparison, sum(each.error == "invented" for each in found))
        findings += found
    return Scored(tuple(measures), tuple(findings))


def _measures(field: str, comparison: Comparison, invented: int) -> Iterator[Measure]:
    reference, match = comparison.reference, comparison.figures[field]
    pairs = [(match.expected[first], match.predicted[second]) for first, second in match.pairs]
    sizes = len(match.predicted), len(match.expected)
    values = match_values(reference.label.figures[field], comparison.prediction.figures[field])
    known = [
        status == given.status for wanted, given in pairs if (status := reference.expected_status(wanted))
    ]
    strict = sum(_fault(wanted, given) is None for wanted, given in pairs)
    yield from list_measures(field, len(pairs), *sizes)
    yield f1(f"{field}.strict_f1", strict, *sizes)
    yield f1(f"{field}.value_f1", len(values.pairs), len(values.predicted), len(values.expected))
    yield mean(f"{field}.subject", (similarity(one.subject, other.subject) for one, other in pairs))
    yield ratio(f"{field}.status", sum(known), len(known))
    yield ratio(f"{field}.grounded", len(match.predicted) - invented, len(match.predicted))


def _fault(expected: FigureMark, given: FigureMark) -> str | None:
    """What is wrong with a figure in its place: what the label says of direction and status must be said."""
    if expected.direction and expected.direction != given.direction:
        return "sign"
    return "status" if expected.status and expected.status != given.status else None


def _findings(field: str, comparison: Comparison) -> Iterator[Finding]:
    """Every figure of the label and of the prediction once, with the class of what is wrong."""
    reference, match = comparison.reference, comparison.figures[field]
    for first, second in match.pairs:
        wanted, given = match.expected[first], match.predicted[second]
        fault = _fault(wanted, given)
        yield _finding(field, "wrong" if fault else "match", fault, wanted, given)
    missed = [each for index, each in enumerate(match.expected) if index not in dict(match.pairs)]
    given_ones = {second for _, second in match.pairs}
    extra = [each for index, each in enumerate(match.predicted) if index not in given_ones]
    for likeness in (_mistold, _misplaced):
        pairs = align(missed, extra, likeness)
        for first, second in pairs:
            fault = difference(missed[first], extra[second]) or "attribution"
            yield _finding(field, "wrong", fault, missed[first], extra[second])
        missed = [each for index, each in enumerate(missed) if index not in dict(pairs)]
        given_ones = {second for _, second in pairs}
        extra = [each for index, each in enumerate(extra) if index not in given_ones]
    yield from (_finding(field, "miss", "missed", left, None) for left in missed)
    yield from (_finding(field, "invented", _excess(reference, field, each), None, each) for each in extra)


def difference(expected: FigureMark, given: FigureMark) -> str | None:
    """What part of an amount is wrong: unit, sign, scale (a power of ten) or digits; None where none is."""
    if same_value(expected, given):
        return None if same_unit(expected.unit, given.unit) else "unit"
    if equal(expected.value, -given.value):
        return "sign"
    if expected.value * given.value > 0:
        tens = math.log10(expected.value / given.value)
        if round(tens) and math.isclose(tens, round(tens), abs_tol=1e-9):
            return "scale"
    return "digits"


def _mistold(expected: FigureMark, given: FigureMark) -> float | None:
    """Another amount in the same place."""
    fault = difference(expected, given)
    if fault is None or not same_place(expected, given):
        return None
    return 0.8 * _NEARNESS[fault] + 0.2 * similarity(expected.mention, given.mention)


def _misplaced(expected: FigureMark, given: FigureMark) -> float | None:
    """The same amount in another place."""
    return similarity(expected.subject, given.subject) if difference(expected, given) is None else None


def _excess(reference: Reference, field: str, given: FigureMark) -> str:
    """What a figure is that stands for none of the label.

    `invented`: its value stands nowhere in the document, or where it is masked; `duplicate`: told before;
    `no_figure`: it stands there but is none that counts; `attribution`: its value stands elsewhere.
    """
    labelled = reference.label.figures[field]
    if any(same_place(each, given) and difference(each, given) is None for each in labelled):
        return "duplicate"
    if amount(given.value) not in reference.amounts or any_overlap(reference.masked, given.places):
        return "invented"
    standing = (
        equal(float(each.value), given.value)
        for each in reference.quantities
        for place in given.places
        if overlap((each.start, each.end), place)
    )
    return "no_figure" if any(standing) else "attribution"


def _finding(
    field: str, outcome: Outcome, error: str | None, expected: FigureMark | None, given: FigureMark | None
) -> Finding:
    return Finding(
        field=field,
        outcome=outcome,
        error=error,
        expected=_told(expected),
        predicted=_told(given),
        expected_place=first_place(expected),
        predicted_place=first_place(given),
    )


def _told(figure: FigureMark | None) -> str | None:
    """A figure in one line: subject, mention or amount, and what is known of its direction and status."""
    if figure is None:
        return None
    what = figure.mention or f"{amount(figure.value)}{figure.unit}"
    return " ".join(part for part in (figure.subject, what, figure.direction, figure.status) if part)


FIGURES = Scorer("figures", 1, _metrics, _score)
