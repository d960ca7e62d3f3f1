"""Runs on one document, for tests of their report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.compare import Comparison
from evals.dataset import Dataset
from evals.fakes import perfect
from evals.model import DocumentScore
from evals.predictions import prediction_of
from evals.report import View, view_of
from evals.runs import Answer, Run, SystemMark, manifest_of
from evals.scorers import METRICS, VERSIONS, score_case
from evals.scores import DatasetMark, Origin, Scores

SYSTEM = SystemMark(
    model="m", identity="i", schema_name="WorkReport", schema_sha256="s" * 64, prompts_sha256="p" * 64,
    program="report-summarizer 0", code_sha256="c" * 64,
)  # fmt: skip


def answer_of(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    """The answer without fault, with the changes given."""
    return {**perfect(dataset.cases[0].reference), **changes}


def scores_of(dataset: Dataset, answer: Mapping[str, Any] | None, repeat: int = 0) -> Scores:
    """The scores of one answer, or of none."""
    case, card = dataset.cases[0], dataset.card
    mark = DatasetMark(
        name=card.name,
        version=card.version,
        sha256=dataset.sha256,
        split=card.split,
        guidelines=card.guidelines,
    )
    origin = Origin(dataset=mark, schema_name="WorkReport", model="m", prompts="p", scorers=VERSIONS)
    if answer is None:
        failed = DocumentScore(id=case.id, repeat=repeat, measures=(), findings=(), error="no <b>answer</b>")
        return Scores(origin=origin, documents=(failed,))
    prediction = prediction_of(answer, case.document.text, dataset.schema)
    return Scores(origin=origin, documents=(score_case(case, prediction, repeat),))


def run_of(
    folder: Path, dataset: Dataset, answer: Mapping[str, Any] | None, system: SystemMark = SYSTEM
) -> Run:
    """A run that gave this answer."""
    run = Run.begin(folder / "run", manifest_of(dataset, "somewhere", system, 1))
    run.keep(
        Answer(id=dataset.cases[0].id, repeat=0, answer=answer, error=None if answer else "no <b>answer</b>")
    )
    return run


def view(
    folder: Path,
    dataset: Dataset,
    answer: Mapping[str, Any] | None,
    system: SystemMark = SYSTEM,
    comparison: Comparison | None = None,
    **scored: Any,
) -> View:
    """The report of an answer; `scored` is put into its scores."""
    scores = scores_of(dataset, answer).model_copy(update=scored)
    return view_of(dataset, run_of(folder, dataset, answer, system), scores, METRICS, comparison)
