from typing import Any

import pytest

from evals.scorers.facts import judge
from tests.evals.made import changed, reference, values


@pytest.mark.parametrize(
    ("expected", "given", "outcome"),
    [
        ("临江县", "临江县", "match"),
        ("临江县", "臨江縣", "match"),
        ("临江县", "临江", "wrong"),
        ("临江县", None, "miss"),
        ("临江县", " ", "miss"),
        (None, "临江县", "invented"),
        (None, None, "absent"),
        (None, {"name": None, "role": None}, "absent"),
        ({"name": "赵某", "role": "县长"}, {"name": "赵某", "role": "县长"}, "match"),
        ({"name": "赵某", "role": "县长"}, {"name": "赵某", "role": None}, "wrong"),
        ({"name": None, "role": "县长"}, {"role": "县长"}, "match"),
        ({"start": "2024-01", "end": "2024-06"}, {"start": "2024-06", "end": "2024-01"}, "wrong"),
    ],
)
def test_a_fact_has_one_of_five_outcomes(expected: Any, given: Any, outcome: str) -> None:
    assert judge("fact", expected, given).outcome == outcome


def test_a_variant_is_as_right() -> None:
    assert judge("issuer", "临江县水务局", "县水务局", ("县水务局",)).outcome == "match"


@pytest.mark.parametrize("given", ["2023", "2023-07-25"])
def test_a_date_must_be_as_precise_as_the_label(given: str) -> None:
    finding = judge("date", "2023-07", given)
    assert (finding.outcome, finding.error) == ("wrong", "precision")


def test_another_date_is_not_a_matter_of_precision() -> None:
    assert judge("date", "2023-07", "2023-08").error is None


def test_accuracy_is_the_mean_over_all_facts() -> None:
    of = reference()
    got = values(of, changed(of, lambda answer: answer.update(region="别县", occasion="会上")))
    assert got["facts.accuracy"] == pytest.approx(6 / 8)
    assert (got["region.correct"], got["occasion.correct"], got["author.correct"]) == (0, 0, 1)
