"""Scorers: what is measured of an answer, chosen by the kinds of the schema's fields."""

from collections.abc import Mapping

from evals.dataset import Case
from evals.matching import Comparison
from evals.model import DocumentScore, Metric, Prediction
from evals.scorers.base import Scorer
from evals.scorers.facts import FACTS
from evals.scorers.figures import FIGURES
from evals.scorers.headings import HEADINGS
from evals.scorers.items import ITEMS
from evals.scorers.names import NAMES
from schemas.record import Schema
from schemas.work_report import WorkReport

SCORERS: tuple[Scorer, ...] = (FACTS, HEADINGS, ITEMS, FIGURES, NAMES)
VERSIONS: Mapping[str, int] = {scorer.name: scorer.version for scorer in SCORERS}


def metrics_of(schema: type[Schema]) -> dict[str, Metric]:
    """The catalogue of what is measured of this schema, by name, in the order of reports."""
    return {metric.name: metric for scorer in SCORERS for metric in scorer.metrics(schema)}


METRICS: Mapping[str, Metric] = metrics_of(WorkReport)


def score_case(case: Case, prediction: Prediction, repeat: int = 0) -> DocumentScore:
    """Score one answer against its label; pure, and blind to the order of every list."""
    comparison = Comparison(case.reference, prediction)
    scored = [scorer.score(comparison) for scorer in SCORERS]
    return DocumentScore(
        id=case.id,
        repeat=repeat,
        measures=tuple(measure for each in scored for measure in each.measures),
        findings=tuple(finding for each in scored for finding in each.findings),
    )
