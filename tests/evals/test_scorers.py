"""What holds for all scorers together."""

from pathlib import Path
from typing import Annotated, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.dataset import Case, open_dataset
from evals.fakes import FLOORS, perfect
from evals.predictions import prediction_of
from evals.scorers import METRICS, metrics_of, score, score_case
from schemas.fields import Fact, Names
from schemas.record import NamedThing, Schema
from tests.evals.made import changed, corrupted, reference, reference_of, scored, values

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "evals/data/dev", ROOT / "evals/data/test", ROOT.parent / "shared/reports")
CASES = [case for folder in FOLDERS if folder.is_dir() for case in open_dataset(folder).cases]
LISTS = ("sections", "achievements", "problems", "tasks", "figures", "policies", "initiatives")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_label_itself_scores_one_on_every_metric(case: Case) -> None:
    answer = perfect(case.reference)
    got = score_case(case, prediction_of(answer, case.document.text, case.schema))
    below = {
        measure.metric: measure.value
        for measure in got.measures
        if METRICS[measure.metric].kind in ("quality", "invariant") and measure.value not in (1, None)
    }
    assert below == {}
    assert {each.outcome for each in got.findings} <= {"match", "absent"}


@pytest.mark.parametrize("answer", [{}, perfect(reference()), corrupted(reference(), "scale", 0.5)])
def test_an_answer_has_a_measure_for_each_metric_of_the_catalogue(answer) -> None:
    measured = [each.metric for each in scored(reference(), answer).measures]
    assert len(measured) == len(set(measured))
    assert set(measured) == set(METRICS) - {"stability.same"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(["scale", "duplicate", "shift", "planned item", "drop"]),
)
def test_the_order_of_lists_changes_nothing(random, kind) -> None:
    of = reference()
    answer = corrupted(of, kind, 0.5)
    mixed = {**answer, **{name: random.sample(answer[name], len(answer[name])) for name in LISTS}}
    assert values(of, mixed) == values(of, answer)
    assert sorted(map(repr, scored(of, mixed).findings)) == sorted(map(repr, scored(of, answer).findings))


def test_the_order_of_the_label_changes_nothing() -> None:
    of = reference()
    label = of.label.model_copy(update={"figures": {"figures": of.label.figures["figures"][::-1]}})
    answer = corrupted(of, "scale", 0.5)
    other = type(of)(of.document, label, of.schema)
    assert values(other, answer) == values(of, answer)


def test_every_value_of_a_quality_lies_between_nought_and_one() -> None:
    of = reference()
    for answer in (
        {},
        perfect(of),
        *(corrupted(of, kind) for kind in ("scale", "sign", "invent", "duplicate")),
    ):
        for name, value in values(of, answer).items():
            assert METRICS[name].kind in ("cost", "reported") or value is None or 0 <= value <= 1


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_is_below_the_label(floor) -> None:
    of = reference()
    assert values(of, FLOORS[floor](of.document, of.schema))["effort.kept"] < 1


def test_rules_find_more_than_the_first_sentences_and_those_more_than_nothing() -> None:
    of = reference()
    empty, lead, rules = (FLOORS[name](of.document, of.schema) for name in ("empty", "lead", "rules"))
    assert values(of, rules)["figures.f1"] > values(of, lead)["figures.f1"]
    assert values(of, rules)["effort.kept"] > values(of, empty)["effort.kept"]
    assert values(of, lead)["abstract.rouge1_char"] > values(of, empty)["abstract.rouge1_char"]


class Letter(Schema):
    """A schema of two fields."""

    record_format: ClassVar = "letter/1"
    prompts: ClassVar = "work_report"

    sender: Annotated[str | None, Fact("发件人")] = None
    works: Annotated[tuple[NamedThing, ...], Names("著作", marks="book")] = ()


def test_a_schema_of_another_make_is_scored_by_its_own_fields() -> None:
    text = "县图书馆来信：寄上《水经注》一部，请查收，并请将《禹贡》一书按期归还我馆阅览室。\n"
    of = reference_of(text, {"id": "x", "sender": "县图书馆", "works": ["水经注", "禹贡"]}, Letter)
    assert {"sender.correct", "works.f1", "facts.accuracy", "effort.kept"} <= metrics_of(Letter).keys()
    assert not any(name.startswith(("figures", "abstract", "achievements")) for name in metrics_of(Letter))
    got = values(of, changed(of, lambda answer: answer.update(sender="馆长")))
    assert set(got) == set(metrics_of(Letter)) - {"stability.same"}
    assert (got["facts.accuracy"], got["works.f1"], got["effort.kept"]) == (0, 1, pytest.approx(2 / 3))
    for floor in FLOORS.values():
        assert score(of, prediction_of(floor(of.document, Letter), text, Letter)).measures
