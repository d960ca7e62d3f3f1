"""The ladder: each kind of error, the more of it, the lower its metric, and no other's of its kind rises."""

from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest

from evals.corruption import KINDS, corruptor
from evals.dataset import open_dataset
from evals.fakes import perfect
from tests.evals.made import reference, values

SEEN_BY = {
    "digits": "figures.f1",
    "scale": "figures.f1",
    "unit": "figures.f1",
    "sign": "figures.strict_f1",
    "planned figure": "status.plans_kept",
    "planned item": "status.plans_kept",
    "drop": "achievements.recall",
    "duplicate": "achievements.precision",
    "misquote": "evidence.verbatim",
    "shift": "evidence.overlap",
    "item numbers": "items.numbers",
    "invent": "figures.grounded",
    "other fact": "facts.accuracy",
    "prose numbers": "abstract.numbers",
}
DEV = Path(__file__).parents[2] / "evals" / "data" / "dev"
RATES = (0, 0.1, 0.2, 0.5, 1)


@pytest.fixture(scope="module")
def references():
    """Two reports of the shipped set and the small one of these tests."""
    cases = open_dataset(DEV).cases[:2] if DEV.is_dir() else ()
    return [reference(), *(case.reference for case in cases)]


def test_every_kind_of_error_has_its_metric() -> None:
    assert SEEN_BY.keys() == KINDS.keys()


@pytest.mark.parametrize(("kind", "metric"), SEEN_BY.items())
def test_the_more_errors_the_lower_the_score(kind, metric, references) -> None:
    rungs = [
        fmean(values(each, corruptor(kind, rate)(each))[metric] for each in references) for rate in RATES
    ]
    assert rungs[0] == 1
    assert all(lower <= higher for higher, lower in pairwise(rungs))
    assert rungs[2] < 1
    assert rungs[-1] < rungs[2]


@pytest.mark.parametrize(
    "kind", ["digits", "scale", "unit", "sign", "drop", "duplicate", "invent", "other fact"]
)
def test_errors_leave_less_that_can_be_kept(kind, references) -> None:
    kept = [
        fmean(values(each, corruptor(kind, rate)(each))["effort.kept"] for each in references)
        for rate in (0, 0.5, 1)
    ]
    assert kept[0] == 1 > kept[1] > kept[2]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_rate_of_nought_is_perfect_and_the_same_seed_makes_the_same_errors(kind) -> None:
    of = reference()
    assert corruptor(kind, 0)(of) == perfect(of)
    assert corruptor(kind, 0.5, seed=3)(of) == corruptor(kind, 0.5, seed=3)(of)
