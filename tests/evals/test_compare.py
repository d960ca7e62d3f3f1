from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.compare import compare
from evals.model import Finding, Metric
from evals.scores import Origin
from summarizer.errors import NotComparable
from tests.evals.runs import DATASET, F1, METRICS, ORIGIN, RECALL, TOKENS, answer, failure, run, run_of

scores = st.floats(0, 1, allow_subnormal=False)


def missed(text: str, field: str = "tasks") -> Finding:
    return Finding(field=field, outcome="miss", error="missed", expected=text)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"dataset": DATASET.model_copy(update={"sha256": "b" * 64, "version": "1.1.0"})},
         r"data sets.*ours 1\.0\.0 \(aaaaaaaaaaaa\) and ours 1\.1\.0 \(bbbbbbbbbbbb\)"),
        ({"dataset": DATASET.model_copy(update={"guidelines": 2})}, "guidelines differ: 1 and 2"),
        ({"schema_name": "Minutes"}, "schemas differ: WorkReport and Minutes"),
        ({"scorers": {"figures": 2}}, "scorer figures differ: 1 and 2"),
        ({"scorers": {"figures": 1, "rouge": 1}}, "scorer rouge differ: None and 1"),
    ],
)  # fmt: skip
def test_runs_of_another_making_are_not_compared(other: dict[str, object], told: str) -> None:
    before = run([answer("a", {F1.name: 0.5})])
    after = run([answer("a", {F1.name: 0.6})], ORIGIN.model_copy(update=other))
    with pytest.raises(NotComparable, match=told):
        compare(before, after, METRICS)


def test_another_model_or_prompt_is_what_comparisons_are_for() -> None:
    other = Origin(**ORIGIN.model_dump() | {"model": "n", "prompts": "q"})
    found = compare(run([answer("a", {F1.name: 0.5})]), run([answer("a", {F1.name: 0.6})], other), METRICS)
    assert (found.before.model, found.after.model) == ("m", "n")


def test_only_documents_of_both_runs_are_compared() -> None:
    before = run([answer("a", {F1.name: 0.5}), answer("b", {F1.name: 0.0})])
    after = run([answer("a", {F1.name: 0.6}), answer("c", {F1.name: 1.0}), answer("d", {F1.name: 1.0})])
    found = compare(before, after, METRICS)
    assert (found.documents, found.only_before, found.only_after) == (1, 1, 2)
    (change,) = found.changes
    assert (change.before, change.after, change.gain.n) == (0.5, 0.6, 1)


def test_runs_without_a_common_document_are_not_compared() -> None:
    with pytest.raises(NotComparable, match="share no document"):
        compare(run([answer("a", {F1.name: 0.5})]), run([answer("b", {F1.name: 0.5})]), METRICS)


def test_p_is_adjusted_over_quality_metrics_and_not_given_for_others() -> None:
    """A drop in all of twelve documents has p = 2 / 4096, which is doubled for two metrics."""
    before = run_of({F1.name: [0.9] * 12, RECALL.name: [0.5] * 12, TOKENS.name: [100.0] * 12})
    after = run_of({F1.name: [0.8] * 12, RECALL.name: [0.5] * 12, TOKENS.name: [90.0] * 12})
    changes = {change.metric: change for change in compare(before, after, METRICS).changes}
    assert changes[F1].p == pytest.approx(2 * 2 / 4096)
    assert changes[RECALL].p == 1
    assert changes[TOKENS].p is None


def test_tokens_saved_are_a_gain() -> None:
    before, after = run_of({TOKENS.name: [100.0, 80.0]}), run_of({TOKENS.name: [90.0, 80.0]})
    (change,) = compare(before, after, METRICS).changes
    assert (change.before, change.after, change.gain.difference) == (90, 85, 5)
    assert (change.gain.wins, change.gain.ties, change.gain.losses) == (1, 1, 0)


def test_the_worst_regressions_come_first_with_the_findings_that_changed() -> None:
    kept, gone, new = missed("新建泵站2座"), missed("改造管网6公里"), missed("培训网格员300人")
    before = run([
        answer("a", {F1.name: 0.9, RECALL.name: 0.9}, findings=(kept, gone)),
        answer("b", {F1.name: 0.6}),
        answer("c", {F1.name: 0.5}),
    ])  # fmt: skip
    after = run([
        answer("a", {F1.name: 0.7, RECALL.name: 0.6}, findings=(kept, new, missed("其他", "problems"))),
        answer("b", {F1.name: 0.5}),
        answer("c", {F1.name: 0.8}),
    ])  # fmt: skip
    worst = compare(before, after, METRICS).worst
    assert [(each.document, each.metric) for each in worst] == [("a", RECALL), ("b", F1)]
    assert (worst[0].gone, worst[0].new) == ((gone,), (new,))
    assert worst[0].loss == pytest.approx(0.3)


def test_a_finding_that_is_there_once_more_has_changed() -> None:
    twice = missed("新建泵站2座")
    before = run([answer("a", {F1.name: 0.9}, findings=(twice,))])
    after = run([answer("a", {F1.name: 0.7}, findings=(twice, twice))])
    assert compare(before, after, METRICS).worst[0].new == (twice,)


def test_findings_of_repeats_that_only_one_run_has_are_no_change() -> None:
    same = missed("新建泵站2座")
    before = run([answer("a", {F1.name: 0.9}, findings=(same,))])
    after = run([answer("a", {F1.name: 0.8}, repeat, findings=(same,)) for repeat in (0, 1)])
    assert compare(before, after, METRICS).worst[0].new == ()


def test_an_answer_that_is_lacking_is_told_once_and_not_by_metric() -> None:
    before = run([answer("a", {F1.name: 0.9, RECALL.name: 0.8}), answer("b", {F1.name: 0.9})])
    after = run([failure("a"), answer("b", {F1.name: 0.9})])
    found = compare(before, after, METRICS)
    assert found.newly_unanswered == ("a",)
    assert found.worst == ()
    assert found.changes[0].after == pytest.approx(0.45)


def test_a_rise_of_what_should_be_low_is_a_regression() -> None:
    wrong = Metric("tasks.wrong", "错误率", "工作任务", better="lower")
    before, after = run_of({wrong.name: [0.1, 0.2]}), run_of({wrong.name: [0.3, 0.1]})
    worst = compare(before, after, {wrong.name: wrong}).worst
    assert [(each.document, each.before, each.after) for each in worst] == [("d000", 0.1, 0.3)]


@given(st.lists(st.tuples(scores, scores), min_size=1, max_size=16), st.randoms())
@settings(max_examples=30)
def test_the_order_of_documents_changes_nothing(pairs: list[tuple[float, float]], random: Random) -> None:
    before = [answer(f"d{at}", {F1.name: each}) for at, (each, _) in enumerate(pairs)]
    after = [answer(f"d{at}", {F1.name: each}) for at, (_, each) in enumerate(pairs)]
    found = compare(run(before), run(after), METRICS)
    random.shuffle(before)
    random.shuffle(after)
    assert compare(run(before), run(after), METRICS) == found
