"""Accuracy evals: structured summaries measured against hand-labelled references.

    from evals import open_dataset, run

    scores = run(open_dataset("dev").cases, my_summarizer)

`my_summarizer` is any callable that takes a `summarizer.Document` and returns a summary in the record's form.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evals.compare import compare
    from evals.dataset import Case, Dataset, open_dataset
    from evals.gate import bless, gate
    from evals.lint import lint
    from evals.scorers import METRICS, SCORERS, metrics_of
    from evals.scorers.base import Scorer
    from evals.scores import Scores
    from evals.scoring import run, score_run

# The data sets and labels need neither numpy nor scipy; scores do.
_PLACES = {
    "evals.compare": ("compare",),
    "evals.dataset": ("Case", "Dataset", "open_dataset"),
    "evals.gate": ("bless", "gate"),
    "evals.lint": ("lint",),
    "evals.scorers": ("METRICS", "SCORERS", "metrics_of"),
    "evals.scorers.base": ("Scorer",),
    "evals.scores": ("Scores",),
    "evals.scoring": ("run", "score_run"),
}
__all__ = [
    "METRICS",
    "SCORERS",
    "Case",
    "Dataset",
    "Scorer",
    "Scores",
    "bless",
    "compare",
    "gate",
    "lint",
    "metrics_of",
    "open_dataset",
    "run",
    "score_run",
]


def __getattr__(name: str) -> Any:
    for module, names in _PLACES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
