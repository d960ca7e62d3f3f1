"""Headings, names and items: lists compared one to one."""

import pytest

from tests.evals.made import changed, corrupted, faults, quoted, reference, values


def test_a_heading_may_be_written_a_little_otherwise_but_not_be_another() -> None:
    of = reference()
    near = changed(of, lambda answer: answer["sections"][1].update(heading="二、存在问题"))
    other = changed(of, lambda answer: answer["sections"][1].update(heading="三、存在的困难"))
    assert values(of, near)["sections.f1"] == 1
    assert values(of, other)["sections.f1"] == pytest.approx(2 / 3)


def test_the_role_of_a_section_is_scored_among_headings_that_match() -> None:
    of = reference()
    answer = changed(of, lambda answer: answer["sections"][0].update(role="tasks"))
    got = values(of, answer)
    assert got["sections.f1"] == 1
    assert got["sections.role"] == pytest.approx(2 / 3)


def test_a_name_counts_with_and_without_its_marks_and_once() -> None:
    of = reference()
    assert (
        values(of, changed(of, lambda answer: answer.update(policies=["《临江县水网规划》"])))["policies.f1"]
        == 1
    )
    twice = values(of, changed(of, lambda answer: answer.update(initiatives=["清河行动", "“清河行动”"])))
    assert (twice["initiatives.recall"], twice["initiatives.precision"]) == (1, 0.5)


def test_nothing_on_both_sides_is_right_and_on_one_side_wrong() -> None:
    of = reference(policies=[])
    assert values(of, changed(of, lambda answer: None))["policies.f1"] == 1
    invented = values(of, changed(of, lambda answer: answer.update(policies=["规划"])))
    assert invented["policies.f1"] == invented["policies.recall"] == 0
    missed = values(of, changed(of, lambda answer: answer.update(problems=[])))
    assert missed["problems.f1"] == missed["problems.precision"] == 0


def item(of, text, quote):
    return {"text": text, "evidence": quoted(of, quote), "verdict": "supported"}


def problem(of, text, quote):
    """Scores of an answer whose only problem is this one."""
    return values(of, changed(of, lambda answer: answer.update(problems=[item(of, text, quote)])))


def test_an_item_matches_by_overlapping_evidence_whatever_its_words() -> None:
    of = reference()
    assert problem(of, "缺钱", "资金缺口")["problems.f1"] == 1


def test_an_item_matches_by_evidence_in_the_same_sentence() -> None:
    of = reference()
    assert problem(of, "缺钱", "一是")["problems.f1"] == 0, "the first 一是 stands in another sentence"
    longer = reference(problems=[{"text": "缺钱", "evidence": "配套资金到位较慢"}])
    assert problem(longer, "有缺口", "全年仍需筹措资金4200万元")["problems.f1"] == 1


def test_an_item_matches_by_similar_text_wherever_it_cites() -> None:
    of = reference()
    assert problem(of, "项目资金缺口比较大，需要筹措4200万元", "水利工程建设提速")["problems.f1"] == 1


def test_another_item_does_not_match() -> None:
    of = reference()
    assert problem(of, "干部作风不实", "水利工程建设提速")["problems.f1"] == 0


def test_a_point_told_twice_costs_precision() -> None:
    of = reference()
    got = values(of, corrupted(of, "duplicate"))
    for field in ("achievements", "problems", "tasks"):
        assert (got[f"{field}.recall"], got[f"{field}.precision"]) == (1, 0.5)
    assert (got["figures.recall"], got["figures.precision"]) == (1, 0.5)
    assert {each.error for each in faults(of, corrupted(of, "duplicate"), "figures")} == {"duplicate"}


def test_three_points_of_one_sentence_want_three_items() -> None:
    text = "2024年工作总结\n\n全年修渠、架桥、铺路，群众都说工作做得好，干得实，成效明显看得见。\n"
    three = [{"text": each, "evidence": each} for each in ("全年修渠", "架桥", "铺路")]
    of = reference(
        text, achievements=three, problems=[], tasks=[], figures=[], policies=[], initiatives=[], sections=[]
    )
    whole = [item(of, each, text.split("\n")[2]) for each in ("修渠", "架桥", "铺路")]
    one = values(of, changed(of, lambda answer: answer.update(achievements=whole[:1])))
    three_of_them = values(of, changed(of, lambda answer: answer.update(achievements=whole)))
    assert one["achievements.recall"] == pytest.approx(1 / 3)
    assert three_of_them["achievements.f1"] == 1


def test_where_the_labels_evidence_stands_in_several_places_any_of_them_counts() -> None:
    of = reference(problems=[{"text": "缺钱", "evidence": "资金"}])
    assert problem(of, "到位慢", "配套资金到位较慢")["problems.f1"] == 1
