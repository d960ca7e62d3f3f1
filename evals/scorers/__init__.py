"""Scorers: what is measured of an answer, chosen by the kinds of the schema's fields."""

from collections.abc import Iterable, Mapping

from evals.dataset import Case
from evals.matching import Comparison
from evals.model import DocumentScore, Metric, Prediction, Scored
from evals.reference import Reference
from evals.scorers import effort, stability
from evals.scorers.base import Scorer
from evals.scorers.evidence import EVIDENCE
from evals.scorers.facts import FACTS
from evals.scorers.figures import FIGURES
from evals.scorers.headings import HEADINGS
from evals.scorers.items import ITEMS
from evals.scorers.names import NAMES
from evals.scorers.noise import NOISE
from evals.scorers.process import PROCESS
from evals.scorers.prose import PROSE
from evals.scorers.rouge import ROUGE
from evals.scorers.status import STATUS
from schemas.record import Schema
from schemas.work_report import WorkReport

# Those that compare element by element; what they find is also what a person would have to mend.
ELEMENTS: tuple[Scorer, ...] = (FACTS, HEADINGS, ITEMS, FIGURES, NAMES)
OTHERS: tuple[Scorer, ...] = (PROSE, EVIDENCE, STATUS, NOISE, PROCESS, ROUGE)
SCORERS = (*ELEMENTS, *OTHERS)
VERSIONS: Mapping[str, int] = {
    **{scorer.name: scorer.version for scorer in SCORERS},
    "effort": effort.VERSION,
    "stability": stability.VERSION,
}


def metrics_of(schema: type[Schema]) -> dict[str, Metric]:
    """The catalogue of what is measured of this schema, by name, in the order of reports.

    All but `stability.same`, which needs several answers to a document, is in the score of each answer.
    """
    makers = (
        *(scorer.metrics for scorer in ELEMENTS),
        effort.metrics,
        *(scorer.metrics for scorer in OTHERS),
        stability.metrics,
    )
    return {metric.name: metric for metrics in makers for metric in metrics(schema)}


METRICS: Mapping[str, Metric] = metrics_of(WorkReport)


def score(reference: Reference, prediction: Prediction, scorers: Iterable[Scorer] = SCORERS) -> Scored:
    """Compare one answer with its label; pure, and blind to the order of every list."""
    comparison = Comparison(reference, prediction)
    by_scorer = {scorer: scorer.score(comparison) for scorer in scorers}
    elements = [each for scorer, each in by_scorer.items() if scorer in ELEMENTS]
    kept = effort.effort(finding for each in elements for finding in each.findings)
    scored = [
        *elements,
        *([Scored((kept,))] if elements else []),
        *(each for scorer, each in by_scorer.items() if scorer not in ELEMENTS),
    ]
    return Scored(
        tuple(measure for each in scored for measure in each.measures),
        tuple(finding for each in scored for finding in each.findings),
    )


def score_case(
    case: Case, prediction: Prediction, repeat: int = 0, scorers: Iterable[Scorer] = SCORERS
) -> DocumentScore:
    """The score of one answer to one document of a data set."""
    scored = score(case.reference, prediction, scorers)
    return DocumentScore(id=case.id, repeat=repeat, measures=scored.measures, findings=scored.findings)
