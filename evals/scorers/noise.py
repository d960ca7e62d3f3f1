"""The page around the document: nothing of it belongs into a summary."""

from collections.abc import Iterator, Mapping

from evals.matching import Comparison
from evals.model import Finding, Measure, Metric, Prediction, Scored
from evals.scorers.base import Scorer
from schemas.record import Schema
from summarizer.documents import normal


def _metrics(schema: type[Schema]) -> Iterator[Metric]:  # noqa: ARG001  the same for every schema
    yield Metric("noise.free", "不含网页杂质", "杂质")


def _score(comparison: Comparison) -> Scored:
    """Evidence is not looked at: it is the document's own text, with what the page put into its middle."""
    noise = comparison.reference.label.noise
    if not noise:
        return Scored((Measure(metric="noise.free", value=None),))
    findings = tuple(
        Finding(field=field, outcome="wrong", error="noise", predicted=text)
        for field, text in _said(comparison.prediction)
        if any(_holds(text, each) for each in noise)
    )
    return Scored((Measure(metric="noise.free", value=float(not findings)),), findings)


def _holds(text: str, noise: str) -> bool:
    # What has no normal form is made of marks alone.
    return normal(noise) in normal(text) if normal(noise) else noise in text


def _said(prediction: Prediction) -> Iterator[tuple[str, str]]:
    """Every text that the summariser wrote, with its field."""
    for field, fact in prediction.facts.items():
        parts = fact.values() if isinstance(fact, Mapping) else (fact,)
        yield from ((field, str(part)) for part in parts if part is not None)
    for field, items in prediction.items.items():
        yield from ((field, item.text) for item in items)
    for field, figures in prediction.figures.items():
        yield from ((field, figure.subject) for figure in figures)
    for field, names in prediction.names.items():
        yield from ((field, name) for name in names)
    for field, sections in prediction.sections.items():
        yield from ((field, section.heading) for section in sections)
    yield from prediction.prose.items()


NOISE = Scorer("noise", 1, _metrics, _score)
