import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from evals.files import read_as, write_whole
from evals.model import DocumentScore, Measure, Metric
from evals.scores import Scores, summary, values_of
from summarizer.errors import OutputError, RunInvalid
from tests.evals.runs import F1, METRICS, answer, failure, run, run_of


def counted(name: str, hits: float, predicted: float, expected: float, repeat: int = 0) -> DocumentScore:
    measure = Measure(metric=F1.name, value=0.5, hits=hits, predicted=predicted, expected=expected)
    return DocumentScore(id=name, repeat=repeat, measures=(measure,), findings=())


def test_repeats_of_a_document_are_one_document() -> None:
    scores = run(
        [answer("a", {F1.name: 0.2}, 0), answer("a", {F1.name: 0.4}, 1), answer("b", {F1.name: 0.9})]
    )
    assert values_of(scores, METRICS)[F1.name] == {"a": pytest.approx(0.3), "b": 0.9}
    (row,) = summary(scores, METRICS)
    assert (row.interval.mean, row.interval.n) == (pytest.approx(0.6), 2)


def test_a_document_without_an_answer_is_worth_nothing() -> None:
    scores = run([answer("a", {F1.name: 0.8, "evidence.verbatim": 1.0, "cost.tokens_in": 900}), failure("b")])
    assert values_of(scores, METRICS) == {
        F1.name: {"a": 0.8, "b": 0.0},
        "evidence.verbatim": {"a": 1.0},
        "cost.tokens_in": {"a": 900.0},
    }
    assert scores.unanswered == {"b"}


def test_a_failed_repeat_counts_as_nothing_beside_the_others() -> None:
    scores = run([answer("a", {F1.name: 0.8}, 0), failure("a", 1)])
    assert values_of(scores, METRICS)[F1.name] == {"a": pytest.approx(0.4)}


def test_a_failed_repeat_says_nothing_where_the_label_says_nothing() -> None:
    values = {F1.name: 0.8, "tasks.recall": None}
    scores = run([answer("a", values, 0), failure("a", 1), answer("b", {"tasks.recall": 1.0})])
    assert values_of(scores, METRICS)["tasks.recall"] == {"b": 1.0}


def test_a_run_without_any_answer_has_nothing_of_every_quality_metric() -> None:
    scores = run([failure("a"), failure("b")])
    assert values_of(scores, METRICS) == {name: {"a": 0.0, "b": 0.0} for name in (F1.name, "tasks.recall")}


def test_where_less_is_better_no_answer_has_the_most() -> None:
    wrong = Metric("tasks.wrong", "错误率", "工作任务", better="lower")
    scores = run([answer("a", {wrong.name: 0.1}), failure("b")])
    assert values_of(scores, {wrong.name: wrong})[wrong.name] == {"a": 0.1, "b": 1.0}


def test_metrics_that_the_catalogue_does_not_know_are_left_out() -> None:
    assert summary(run_of({"gone.f1": [0.5] * 3}), METRICS) == ()


def test_rows_come_in_the_order_of_the_catalogue() -> None:
    rows = summary(run_of({"cost.tokens_in": [1.0], "tasks.recall": [0.1], F1.name: [0.2]}), METRICS)
    assert [row.metric.name for row in rows] == [F1.name, "tasks.recall", "cost.tokens_in"]


def test_a_reported_count_has_no_ceiling_at_one() -> None:
    rows = summary(run_of({"abstract.rouge1_char": [1.0] * 12}), METRICS)
    assert [(row.interval.low, row.interval.high) for row in rows] == [(1.0, 1.0)]


def test_counts_are_pooled_over_documents_after_repeats_are_averaged() -> None:
    """a: 3 of 4 and 4, then 1 of 2 and 4, so 2 of 3 and 4; b: 6 of 6 and 8. F1 is 2 x 8 of 9 + 12."""
    scores = run([counted("a", 3, 4, 4, 0), counted("a", 1, 2, 4, 1), counted("b", 6, 6, 8)])
    (row,) = summary(scores, METRICS)
    assert row.pooled is not None
    assert row.pooled.mean == pytest.approx(16 / 21)
    assert row.pooled.n == 2


def test_nothing_is_pooled_where_the_counts_of_an_answer_are_lacking() -> None:
    (row,) = summary(run([counted("a", 3, 4, 4), failure("b")]), METRICS)
    assert row.pooled is None
    assert row.interval.mean == 0.25


def test_a_score_file_comes_back_as_it_was_and_keeps_its_chinese(tmp_path: Path) -> None:
    scores = run([answer("年度总结", {F1.name: 0.1 + 0.2})]).model_copy(update={"ceiling": {F1.name: 0.97}})
    path = tmp_path / "scores.json"
    write_whole(path, scores)
    assert read_as(path, Scores) == scores
    assert "年度总结" in path.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["scores.json"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"format": "eval_scores/2"}', r"format.*met eval_scores/2"),
        ("", "EOF"),
        ('{"origin": 3}', r"origin.*met 3"),
    ],
)
def test_what_is_no_score_file_is_told_with_place_and_value(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "scores.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RunInvalid, match=rf"scores\.json.*{told}"):
        read_as(path, Scores)


def test_an_answer_cannot_be_there_twice() -> None:
    with pytest.raises(ValidationError, match="document a, repeat 0 is there twice"):
        run([answer("a", {}), answer("a", {})])


def test_a_score_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunInvalid, match=r"scores\.json"):
        read_as(tmp_path / "scores.json", Scores)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    place = tmp_path / "scores.json"
    place.mkdir()
    (place / "in the way").touch()
    with pytest.raises(OutputError, match=r"scores\.json"):
        write_whole(place, run([]))
    assert [each.name for each in tmp_path.iterdir()] == ["scores.json"]


def test_the_file_says_its_format(tmp_path: Path) -> None:
    write_whole(tmp_path / "scores.json", run([]))
    assert json.loads((tmp_path / "scores.json").read_bytes())["format"] == "eval_scores/1"
