from typing import Any

import pytest

from evals.fakes import perfect
from tests.evals.conftest import LABEL
from tests.evals.made import changed, corrupted, faults, quoted, reference, values


def with_figure(of, index, **changes):
    return changed(of, lambda answer: answer["figures"][index].update(changes))


@pytest.mark.parametrize(
    ("index", "changes", "error"),
    [
        (1, {"value": 23600, "mention": "2.36万元"}, "scale"),
        (1, {"value": 2.36e12}, "scale"),
        (2, {"unit": "个百分点"}, "unit"),
        (0, {"unit": "座"}, "unit"),
        (2, {"value": -18.2}, "sign"),
        (1, {"value": 263000000}, "digits"),
        (3, {"value": 162}, "digits"),
    ],
)
def test_a_wrong_amount_is_no_hit_and_its_error_is_named(index: int, changes: Any, error: str) -> None:
    of = reference()
    answer = with_figure(of, index, **changes)
    assert values(of, answer)["figures.f1"] == pytest.approx(6 / 7)
    assert [(each.outcome, each.error) for each in faults(of, answer, "figures")] == [("wrong", error)]


def test_the_opposite_direction_costs_the_strict_score() -> None:
    of = reference()
    answer = with_figure(of, 2, direction="down")
    got = values(of, answer)
    assert (got["figures.f1"], got["figures.strict_f1"]) == (1, pytest.approx(6 / 7))
    assert [each.error for each in faults(of, answer, "figures")] == ["sign"]


def test_a_plan_told_as_a_result_costs_the_strict_score_and_the_status() -> None:
    of = reference()
    answer = corrupted(of, "planned figure")
    got = values(of, answer)
    assert got["figures.f1"] == 1
    assert got["figures.strict_f1"] == got["figures.status"] == pytest.approx(5 / 7)
    assert [each.error for each in faults(of, answer, "figures")] == [
        "status",
        "status",
        "planned_as_achieved",
        "planned_as_achieved",
    ]


def test_what_the_label_does_not_say_costs_nothing() -> None:
    of = reference(figures=[{**each, "status": None} for each in LABEL["figures"]])
    assert values(of, with_figure(of, 0, direction="up", status="planned"))["figures.strict_f1"] == 1


def test_the_right_value_in_the_wrong_place_is_wrongly_attributed() -> None:
    of = reference()
    answer = with_figure(of, 3, evidence=quoted(of, "项目资金缺口较大"))
    got = values(of, answer)
    assert (got["figures.f1"], got["figures.value_f1"]) == (pytest.approx(6 / 7), 1)
    assert [each.error for each in faults(of, answer, "figures")] == ["attribution"]


def test_a_value_that_stands_nowhere_is_invented_and_one_that_stands_there_is_not() -> None:
    of = reference()
    extra = {
        **perfect(of)["figures"][0],
        "value": 77,
        "mention": "77个",
        "evidence": quoted(of, "抓好防汛备汛"),
    }
    invented = changed(of, lambda answer: answer["figures"].append(extra))
    assert [each.error for each in faults(of, invented, "figures")] == ["invented"]
    assert values(of, invented)["figures.grounded"] == pytest.approx(7 / 8)
    month = {**extra, "value": 6, "mention": "6月", "evidence": quoted(of, "6月底前")}
    attributed = changed(of, lambda answer: answer["figures"].append(month))
    assert values(of, attributed)["figures.grounded"] == 1


def test_a_value_at_the_place_of_a_masked_one_is_invented() -> None:
    of = reference(reference().text + "\n全县另有xx所学校接入管网。\n")
    masked = {**perfect(of)["figures"][0], "mention": "", "evidence": quoted(of, "另有xx所学校")}
    answer = changed(of, lambda answer: answer["figures"].append(masked))
    assert [each.error for each in faults(of, answer, "figures")] == ["invented"]


def test_a_quantity_that_the_label_does_not_count_is_none() -> None:
    of = reference(figures=LABEL["figures"][1:])
    answer = perfect(reference())
    assert [each.error for each in faults(of, answer, "figures")] == ["no_figure"]


def test_a_missing_figure_is_missed() -> None:
    of = reference()
    answer = changed(of, lambda answer: answer["figures"].pop())
    assert [(each.outcome, each.error) for each in faults(of, answer, "figures")] == [("miss", "missed")]


def test_an_optional_figure_counts_neither_way() -> None:
    of = reference(figures=[*LABEL["figures"][:-1], {**LABEL["figures"][-1], "optional": True}])
    given, left_out = perfect(of), changed(of, lambda answer: answer["figures"].pop())
    misread = with_figure(of, -1, value=500)
    for answer in (given, left_out, misread):
        got = values(of, answer)
        assert (
            got["figures.f1"]
            == got["figures.precision"]
            == got["figures.recall"]
            == got["figures.value_f1"]
            == 1
        )


def test_figures_in_another_order_score_the_same() -> None:
    of = reference()
    swapped = changed(of, lambda answer: answer["figures"].reverse())
    assert values(of, swapped) == values(of, perfect(of))


def test_a_range_needs_both_ends_where_the_label_has_both() -> None:
    text = reference().text + "\n工期3至5年，由县水务局负责组织实施。\n"
    span = {
        "subject": "工期",
        "value": 3,
        "value_to": 5,
        "unit": "年",
        "mention": "3至5年",
        "evidence": "工期3至5年",
    }
    of = reference(text, figures=[span])
    assert values(of, perfect(of))["figures.f1"] == 1
    assert values(of, with_figure(of, 0, value_to=6))["figures.f1"] == 0
    assert values(of, with_figure(of, 0, value_to=None))["figures.f1"] == 0
    assert faults(of, with_figure(of, 0, value_to=6), "figures")[0].error == "digits"


def test_two_words_for_one_unit_are_the_same() -> None:
    of = reference(figures=[{**LABEL["figures"][3], "unit": "千米"}])
    assert values(of, with_figure(of, 0, unit="公里"))["figures.f1"] == 1


def test_the_subject_is_scored_among_figures_that_match() -> None:
    of = reference()
    answer = with_figure(of, 0, subject="项目")
    assert values(of, answer)["figures.subject"] == pytest.approx((6 + 2 * 2 / 8) / 7)
    assert values(of, {})["figures.subject"] is None


def test_evidence_without_the_mention_still_gives_a_place() -> None:
    of = reference()
    sentence = "实施重点水利项目14个，完成投资2.36亿元，同比增长18.2%。"
    answer = with_figure(of, 1, mention="", evidence=[{"quote": sentence}])
    assert values(of, answer)["figures.f1"] == 1
