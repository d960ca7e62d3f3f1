"""Scalar facts: five outcomes, no partial credit."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Outcome, Scored
from evals.scorers.base import Scorer, mean
from schemas.fields import Fact, fields_of
from schemas.record import Schema
from summarizer.documents import normal

_RIGHT: frozenset[Outcome] = frozenset({"match", "absent"})
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


def _metrics(schema: type[Schema]) -> Iterator[Metric]:
    yield Metric("facts.accuracy", "著录项正确率", "著录项")
    for field, kind in fields_of(schema, Fact):
        yield Metric(f"{field}.correct", f"{kind.label}正确", "著录项")


def _score(comparison: Comparison) -> Scored:
    label, given = comparison.reference.label, comparison.prediction.facts
    findings = tuple(
        judge(field, expected, given[field], label.variants.get(field, ()))
        for field, expected in label.facts.items()
    )
    right = {each.field: float(each.outcome in _RIGHT) for each in findings}
    measures = [Measure(metric=f"{field}.correct", value=value) for field, value in right.items()]
    return Scored((mean("facts.accuracy", right.values()), *measures), findings)


def judge(field: str, expected: Any, given: Any, variants: tuple[str, ...] = ()) -> Finding:
    """Compare one fact with the label; facts of several parts are right where all parts are.

    A date must be as precise as the label's: a month for a day lacks the day, a day for a month invents it.
    """
    wanted, said = _flat(expected), _flat(given)
    outcome: Outcome
    if not wanted:
        outcome = "invented" if said else "absent"
    elif not said:
        outcome = "miss"
    else:
        alternatives = [wanted, *({"": normal(each)} for each in variants)]
        outcome = "match" if said in alternatives else "wrong"
    return Finding(
        field=field,
        outcome=outcome,
        error="precision" if outcome == "wrong" and _one_date(expected, given) else None,
        expected=_told(expected),
        predicted=_told(given),
    )


def _flat(value: Any) -> dict[str, str]:
    """The parts of a fact that say something, in their normal form; a plain one has one part."""
    parts = value if isinstance(value, Mapping) else {"": value}
    return {key: form for key, part in parts.items() if part is not None and (form := normal(str(part)))}


def _one_date(expected: Any, given: Any) -> bool:
    both = isinstance(expected, str) and isinstance(given, str)
    return (
        both
        and bool(_DATE.fullmatch(expected) and _DATE.fullmatch(given))
        and (expected.startswith(given) or given.startswith(expected))
    )


def _told(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part) or None
    return None if value is None else str(value)


FACTS = Scorer("facts", 1, _metrics, _score)
