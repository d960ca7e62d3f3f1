from pathlib import Path

import pytest

from evals.corruption import corruptor
from evals.report import view_of
from evals.report.overview import Statuses
from evals.scorers import METRICS
from summarizer.errors import NotComparable
from tests.evals.conftest import MakeDataset
from tests.evals.report.pages import answer_of, run_of, scores_of, view


def counts(found: Statuses, row: str) -> dict[str, int]:
    line = next(each for each in found.rows if each.label == row)
    return {name: count for name, count in zip(found.columns, line.counts, strict=True) if count}


def test_statuses_are_counted_by_what_the_label_says(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    found = view(tmp_path, dataset, answer_of(dataset)).statuses
    assert counts(found, "已完成") == {"已完成": 4}
    assert counts(found, "计划") == {"计划": 2}
    assert found.plans_told_as_done == 0


def test_plans_told_as_done_are_counted_apart(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    answer = corruptor("planned figure", 1.0)(dataset.cases[0].reference)
    found = view(tmp_path, dataset, answer).statuses
    assert counts(found, "计划") == {"已完成": 2}
    assert (found.plans_told_as_done, found.told) == (2, (("数据", 2),))


def test_classes_of_error_are_counted_with_their_fields(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    errors = view(tmp_path, dataset, answer_of(dataset, tasks=[], problems=[], policies=[])).errors
    assert (errors[0].word, errors[0].count, errors[0].share) == ("遗漏", 3, 1.0)
    assert set(errors[0].fields.split("、")) == {"问题 1", "任务 1", "政策文件 1"}


def test_a_faultless_answer_has_no_errors(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    assert view(tmp_path, dataset, answer_of(dataset)).errors == ()


def test_costs_of_all_answers_are_summed_up(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    usage = {"prompt_tokens": 1200, "completion_tokens": 34, "calls": 2, "seconds": 1.5}
    head = dict(view(tmp_path, dataset, {"summary": answer_of(dataset), "usage": usage}).head)
    assert (head["输入词元"], head["输出词元"], head["秒"]) == ("1,200", "34", "1.5")


def test_floors_and_ceiling_stand_in_the_chart_and_in_the_table(
    tmp_path: Path, make_dataset: MakeDataset
) -> None:
    floors = {"lead": {"tasks.f1": 0.25}, "rules": {}}
    dataset = make_dataset()
    found = view(tmp_path, dataset, answer_of(dataset), floors=floors, ceiling={"tasks.f1": 0.97})
    row = next(each for group in found.groups for each in group.rows if each.label == "任务 F1")
    assert (row.floors, row.ceiling) == (("0.250", "–"), "0.970")
    assert row.bar
    assert [tick.title for tick in row.bar.ticks] == ["首句 0.250", "人工 0.970"]


def test_what_has_no_end_is_not_drawn(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    found = view(tmp_path, dataset, answer_of(dataset))
    rows = [each for group in found.groups for each in group.rows]
    assert {each.label for each in rows if each.bar is None} >= {"输入词元", "秒", "说成成绩的计划数"}


def test_a_data_set_changed_after_scoring_is_refused(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    scores = scores_of(dataset, answer_of(dataset))
    run = run_of(tmp_path, dataset, answer_of(dataset))
    with pytest.raises(NotComparable, match=r"重新评分|score again"):
        view_of(make_dataset(title="别的标题"), run, scores, METRICS)
