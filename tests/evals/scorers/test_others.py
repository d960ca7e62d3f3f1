"""Free text, evidence, status, noise, cost, effort, stability."""

import pytest

from evals.fakes import empty, perfect
from evals.model import Finding
from evals.predictions import prediction_of
from evals.scorers import score
from evals.scorers.effort import effort
from evals.scorers.stability import stability
from tests.evals.made import changed, corrupted, faults, quoted, reference, values


def abstract(of, text):
    return values(of, changed(of, lambda answer: answer.update(abstract=text)))


def test_the_share_of_must_haves_that_an_abstract_names() -> None:
    of = reference(must_have=["2.36亿元|23600万元", "资金缺口", "防汛备汛"])
    assert abstract(of, "完成投资23600万元，存在资金缺口")["abstract.must_have"] == pytest.approx(2 / 3)
    assert abstract(reference(must_have=[]), "完成")["abstract.must_have"] is None


def test_numbers_and_names_of_an_abstract_must_be_the_documents() -> None:
    of = reference()
    got = abstract(of, "2024年完成投资2.36亿元，新铺管网162公里，推进“清河行动”“净水行动”")
    assert got["abstract.numbers"] == pytest.approx(2 / 3)
    assert got["abstract.names"] == 0.5


def test_the_year_that_last_year_means_is_the_documents() -> None:
    of = reference(reference().text + "\n比去年同期多出一倍，明年还将继续增加投入。\n")
    assert abstract(of, "2023年和2025年")["abstract.numbers"] == 1
    assert abstract(of, "2022年和2026年")["abstract.numbers"] == 0


def test_an_abstract_has_its_length() -> None:
    of = reference()
    assert [abstract(of, "水" * size)["abstract.length_ok"] for size in (79, 80, 200, 201)] == [0, 1, 1, 0]


def test_a_quote_must_stand_where_it_is_said_to() -> None:
    of = reference()
    assert values(of, corrupted(of, "misquote"))["evidence.verbatim"] < 1
    moved = changed(of, lambda answer: answer["problems"][0]["evidence"][0].update(start=3))
    assert values(of, moved)["evidence.verbatim"] < 1
    assert values(of, {})["evidence.verbatim"] is None


def test_evidence_without_a_place_is_looked_for() -> None:
    of = reference()
    found = changed(of, lambda answer: answer["problems"][0].update(evidence=[{"quote": "项目资金缺口较大"}]))
    lost = changed(of, lambda answer: answer["problems"][0].update(evidence=[{"quote": "项目资金很缺"}]))
    assert values(of, found)["evidence.verbatim"] == 1
    assert values(of, lost)["evidence.verbatim"] < 1
    assert values(of, lost)["problems.f1"] == 1, "by its text"


def test_evidence_that_cites_everything_meets_the_label_by_little() -> None:
    of = reference()
    everything = changed(
        of,
        lambda answer: [each.update(evidence=quoted(of, of.text)) for each in answer["achievements"]],
    )
    assert values(of, everything)["achievements.f1"] == 1
    assert values(of, everything)["evidence.overlap"] < 0.7
    assert values(of, perfect(of))["evidence.overlap"] == 1


def test_a_number_that_the_evidence_lacks_is_not_supported() -> None:
    of = reference()
    answer = changed(of, lambda answer: answer["problems"][0].update(text="缺口达4300万元"))
    got = values(of, answer)
    assert got["evidence.supported"] == pytest.approx(3 / 4)
    assert got["items.numbers"] == pytest.approx(3 / 4)
    assert [each.error for each in faults(of, answer, "problems")] == ["unsupported"]


def test_a_task_among_achievements_is_a_plan_told_as_a_result() -> None:
    of = reference()
    got = values(of, corrupted(of, "planned item"))
    assert got["status.planned_as_achieved"] == 1
    assert got["status.plans_kept"] == pytest.approx(2 / 3)
    assert (got["tasks.recall"], got["achievements.precision"]) == (0, pytest.approx(2 / 3))


def test_a_planned_figure_told_as_achieved_is_one_too() -> None:
    of = reference()
    got = values(of, corrupted(of, "planned figure"))
    assert got["status.planned_as_achieved"] == 2
    assert got["status.plans_kept"] == pytest.approx(1 / 3)


def test_what_is_not_told_is_not_told_as_achieved() -> None:
    of = reference()
    got = values(of, changed(of, lambda answer: answer.update(tasks=[], figures=[])))
    assert (got["status.plans_kept"], got["status.planned_as_achieved"]) == (None, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer.update(title="热点新闻：工作总结"),
        lambda answer: answer["tasks"][0].update(text="关注热点 新闻"),
        lambda answer: answer.update(abstract="热點新聞"),
        lambda answer: answer["figures"][0].update(subject="热点新闻"),
    ],
)
def test_noise_anywhere_in_the_summary_is_found(change) -> None:
    of = reference(noise=["热点新闻", "--"])
    assert values(of, changed(of, change))["noise.free"] == 0
    assert values(of, perfect(of))["noise.free"] == 1
    assert values(reference(), perfect(of))["noise.free"] is None


def test_what_an_answer_took_is_shown_as_it_was_given() -> None:
    of = reference()
    usage = {"calls": 4, "prompt_tokens": 900, "completion_tokens": 80, "seconds": 2.5, "cost": 0.01}
    got = values(of, {"summary": perfect(of), "usage": usage})
    assert [got[f"cost.{name}"] for name in ("tokens_in", "tokens_out", "seconds", "money")] == [
        900,
        80,
        2.5,
        0.01,
    ]
    assert got["process.valid_first"] is None


def test_answers_that_were_valid_before_repair_are_counted() -> None:
    of = reference()
    prediction = prediction_of({"summary": {}, "usage": {"calls": 5, "repair_calls": 1}}, of.text, of.schema)
    measures = {each.metric: each.value for each in score(of, prediction).measures}
    assert measures["process.valid_first"] == 0.75


def test_what_needs_no_redo_is_the_share_of_matches() -> None:
    outcomes = ["match", "match", "match", "wrong", "miss", "invented", "absent"]
    measure = effort(Finding(field="x", outcome=each) for each in outcomes)
    assert measure.value == 0.5


def test_of_an_empty_answer_everything_is_to_be_done() -> None:
    of = reference()
    assert values(of, empty(of.document))["effort.kept"] == 0


def test_repeats_are_stable_where_they_say_the_same_in_any_order_and_words() -> None:
    of = reference()
    one = perfect(of)
    other = changed(of, lambda answer: (answer["figures"].reverse(), answer["tasks"][0].update(text="防汛")))
    predictions = [prediction_of(each, of.text, of.schema) for each in (one, other)]
    assert stability(of, predictions).value == 1
    assert stability(of, predictions[:1]).value is None


def test_repeats_that_share_half_are_half_stable() -> None:
    of = reference()
    one = prediction_of({"policies": ["甲规划", "乙规划"]}, of.text, of.schema)
    other = prediction_of({"policies": ["甲规划", "丙规划"]}, of.text, of.schema)
    assert stability(of, [one, other]).value == 0.5
