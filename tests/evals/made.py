"""References and answers made in memory, and their scores."""

from collections.abc import Callable
from typing import Any

from evals.corruption import corruptor
from evals.fakes import Answer, perfect
from evals.labels import label_of
from evals.model import Finding, Scored
from evals.predictions import prediction_of
from evals.reference import Reference
from evals.scorers import score
from schemas.record import Schema
from schemas.work_report import WorkReport
from summarizer.documents import from_text
from tests.evals.conftest import LABEL, TEXT


def reference(text: str = TEXT, **changes: Any) -> Reference:
    """The small report of these tests, with its label changed."""
    return reference_of(text, {**LABEL, **changes}, WorkReport)


def reference_of(text: str, label: dict[str, Any], schema: type[Schema]) -> Reference:
    document = from_text(text, "water.txt")
    return Reference(document, label_of(label, text, schema), schema)


def scored(of: Reference, answer: Answer) -> Scored:
    return score(of, prediction_of(answer, of.text, of.schema))


def values(of: Reference, answer: Answer) -> dict[str, float | None]:
    """The measures by name."""
    return {each.metric: each.value for each in scored(of, answer).measures}


def faults(of: Reference, answer: Answer, field: str) -> list[Finding]:
    """What is found wrong in a field."""
    return [each for each in scored(of, answer).findings if each.field == field and each.outcome != "match"]


def changed(of: Reference, change: Callable[[Answer], object]) -> Answer:
    """The perfect answer with one thing changed in place."""
    answer = perfect(of)
    change(answer)
    return answer


def corrupted(of: Reference, kind: str, rate: float = 1) -> Answer:
    return corruptor(kind, rate)(of)


def quoted(of: Reference, quote: str) -> list[dict[str, Any]]:
    """Evidence where a quote first stands."""
    start = of.text.index(quote)
    return [{"start": start, "end": start + len(quote), "quote": quote}]
