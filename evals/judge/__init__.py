"""A model as judge of what was answered: claim by claim, with quotes, and its own worth beside; never a gate."""

from evals.judge.agreement import ALL, Row, agreement
from evals.judge.asking import MOST_SAMPLES, judge_run
from evals.judge.verdicts import Judged, Judgement, Vote

__all__ = ["ALL", "MOST_SAMPLES", "Judged", "Judgement", "Row", "Vote", "agreement", "judge_run"]
