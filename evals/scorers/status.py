"""Plans told as results: the error that a reader of reports fears most."""

from collections.abc import Iterator

from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Scored, Statement
from evals.scorers.base import Scorer, first_place, ratio
from schemas.fields import CitedItems, fields_of
from schemas.record import Schema

_GROUP = "状态"


def _metrics(schema: type[Schema]) -> Iterator[Metric]:  # noqa: ARG001  the same for every schema
    yield Metric("status.plans_kept", "计划没有说成成绩", _GROUP)
    yield Metric("status.planned_as_achieved", "说成成绩的计划数", _GROUP, better="lower", kind="reported")


def _score(comparison: Comparison) -> Scored:
    """Of all that is planned and told, figures and statements, the share that is not told as achieved."""
    figures = list(_figures(comparison))
    moved = tuple(_moved(comparison))
    kinds = dict(fields_of(comparison.reference.schema, CitedItems))
    kept = sum(
        len(pairs) for field, pairs in comparison.items.items() if kinds[field].status == "planned"
    ) + figures.count(None)
    wrong = (*(each for each in figures if each), *moved)
    measures = (
        ratio("status.plans_kept", kept, kept + len(wrong)),
        Measure(metric="status.planned_as_achieved", value=float(len(wrong))),
    )
    return Scored(measures, wrong)


def _figures(comparison: Comparison) -> Iterator[Finding | None]:
    """For each planned figure that is told a finding if it is told as achieved."""
    for field, match in comparison.figures.items():
        for first, second in match.pairs:
            wanted, given = match.expected[first], match.predicted[second]
            if comparison.reference.expected_status(wanted) != "planned":
                continue
            told = f"{given.subject} {given.mention}".strip()
            yield _finding(field, told, wanted, given) if given.status == "achieved" else None


def _moved(comparison: Comparison) -> Iterator[Finding]:
    """Statements told as achieved that stand for a planned one of the label better than for an achieved one."""
    reference, prediction = comparison.reference, comparison.prediction
    kinds = dict(fields_of(reference.schema, CitedItems))
    labelled = {
        status: [
            item
            for name, kind in kinds.items()
            if kind.status == status
            for item in reference.label.items[name]
        ]
        for status in ("planned", "achieved")
    }

    def nearness(status: str, given: Statement) -> float:
        return max((comparison.same_item(item, given) or 0.0 for item in labelled[status]), default=0.0)

    for field, items in prediction.items.items():
        for given in items if kinds[field].status == "achieved" else ():
            if nearness("planned", given) > nearness("achieved", given):
                yield _finding(field, given.text, None, given)


def _finding(field: str, told: str, expected: object, given: object) -> Finding:
    return Finding(
        field=field,
        outcome="wrong",
        error="planned_as_achieved",
        predicted=told,
        expected_place=first_place(expected),
        predicted_place=first_place(given),
    )


STATUS = Scorer("status", 1, _metrics, _score)
