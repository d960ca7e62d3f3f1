from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.files import read_as, write_whole
from evals.gate import Baseline, bless, gate
from evals.model import Metric
from evals.scores import Scores
from evals.statistics import ENOUGH
from summarizer.errors import GateFailed, NotComparable
from tests.evals.runs import F1, METRICS, ORIGIN, RECALL, VERBATIM, answer, failure, run, run_of

TWELVE = {f"m{at}.f1": Metric(f"m{at}.f1", f"指标{at}", "组") for at in range(12)}
SPREAD = 0.08


def tiers(before: Scores, after: Scores, tolerance: float = 0.0) -> dict[str, str]:
    report = gate(after, bless(before, METRICS), METRICS, tolerance)
    return {row.metric.name: row.tier for row in report.rows}


def noisy(rng: np.random.Generator, shift: float = 0.0) -> Scores:
    """A run over 20 documents; the difference of two such runs has a standard deviation of SPREAD."""
    level = np.linspace(0.3, 0.8, 20)
    noise = {name: rng.normal(0, SPREAD / 2**0.5, 20) for name in TWELVE}
    return run_of({name: (level + each - shift * (name == "m3.f1")).tolist() for name, each in noise.items()})


def test_unchanged_runs_raise_few_false_alarms_where_a_fixed_limit_raises_many() -> None:
    rng, runs = np.random.default_rng(17), 60
    ours, fixed = 0, 0
    for _ in range(runs):
        report = gate(noisy(rng), bless(noisy(rng), TWELVE), TWELVE)
        ours += report.failed
        fixed += any(row.gain is not None and row.gain.difference < -0.02 for row in report.rows)
    assert ours / runs <= 0.05
    assert fixed / runs > 0.7


def test_a_true_drop_of_one_metric_among_twelve_is_caught_and_named() -> None:
    rng = np.random.default_rng(19)
    caught = []
    for _ in range(30):
        report = gate(noisy(rng, 0.1), bless(noisy(rng), TWELVE), TWELVE)
        caught.append([row.metric.name for row in report.rows if row.tier == "regression"] == ["m3.f1"])
    assert fmean(caught) >= 0.9


def test_tiers_say_how_sure_a_change_is() -> None:
    before = [0.5, 0.6] * 8
    worse = [each - 0.1 - at / 1_000 for at, each in enumerate(before)]
    other = {RECALL.name: before}
    assert tiers(run_of({F1.name: before}), run_of({F1.name: worse})) == {F1.name: "regression"}
    assert tiers(run_of({F1.name: worse}), run_of({F1.name: before})) == {F1.name: "improved"}
    assert tiers(run_of({F1.name: before}), run_of({F1.name: before})) == {F1.name: "stable"}
    assert tiers(run_of({F1.name: before} | other), run_of({F1.name: worse} | other))[RECALL.name] == "stable"


def test_what_is_significant_alone_and_not_among_all_is_suspected() -> None:
    """Eleven losses and two wins of one size: p = 0.022 alone, 0.045 among two, 0.067 among three."""
    before = [0.5] * 13
    after = [0.4] * 11 + [0.6] * 2
    third = Metric("tasks.precision", "工作任务准确率", "工作任务")
    known = METRICS | {third.name: third}
    still = {RECALL.name: before, third.name: before}
    blessed = bless(run_of({F1.name: before} | still), known)
    report = gate(run_of({F1.name: after} | still), blessed, known)
    row = next(row for row in report.rows if row.metric == F1)
    assert row.tier == "suspected"
    assert row.gain is not None
    assert (row.gain.p, row.p) == (pytest.approx(184 / 8192), pytest.approx(3 * 184 / 8192))
    assert not report.failed


def test_a_loss_within_the_tolerance_is_no_regression() -> None:
    before, after = run_of({F1.name: [0.5, 0.6] * 10}), run_of({F1.name: [0.49, 0.58] * 10})
    assert tiers(before, after) == {F1.name: "regression"}
    assert tiers(before, after, tolerance=0.03) == {F1.name: "suspected"}


def test_with_few_documents_the_gate_says_so_and_passes() -> None:
    few = ENOUGH - 1
    before, after = run_of({F1.name: [0.9] * few}), run_of({F1.name: [0.1] * few})
    assert tiers(before, after) == {F1.name: "too_little"}
    gate(after, bless(before, METRICS), METRICS).require_passed()


def test_a_metric_that_one_side_lacks_is_not_comparable() -> None:
    before, after = run_of({F1.name: [0.9] * 12}), run_of({RECALL.name: [0.1] * 12})
    assert tiers(before, after) == {F1.name: "not_comparable", RECALL.name: "not_comparable"}


def test_a_broken_invariant_fails_at_once_and_names_its_documents() -> None:
    before = run_of({VERBATIM.name: [1.0] * 3})
    report = gate(run_of({VERBATIM.name: [1.0, 0.99, 1.0]}), bless(before, METRICS), METRICS)
    assert [(each.metric, each.documents) for each in report.broken] == [(VERBATIM, ("d001",))]
    with pytest.raises(GateFailed, match=r"evidence\.verbatim must be 1 and is not in d001") as raised:
        report.require_passed()
    assert raised.value.exit_code == 63


def test_one_repeat_that_breaks_an_invariant_is_enough() -> None:
    blessed = bless(run([answer("a", {VERBATIM.name: 1.0})]), METRICS)
    after = run([answer("a", {VERBATIM.name: 1.0}, 0), answer("a", {VERBATIM.name: 0.9}, 1)])
    assert gate(after, blessed, METRICS).failed


def test_an_answer_that_is_lacking_fails_even_with_few_documents() -> None:
    before = run([answer("a", {F1.name: 0.9}), failure("b")])
    report = gate(run([failure("a"), failure("b")]), bless(before, METRICS), METRICS)
    assert report.newly_unanswered == ("a",)
    with pytest.raises(GateFailed, match="a got no answer"):
        report.require_passed()


def test_a_run_over_part_of_the_baseline_is_not_comparable() -> None:
    blessed = bless(run_of({F1.name: [0.9] * 14}), METRICS)
    with pytest.raises(NotComparable, match="lacks 2 documents of the baseline: d012, d013"):
        gate(run_of({F1.name: [0.9] * 12}), blessed, METRICS)


def test_a_baseline_of_other_scorers_is_not_comparable() -> None:
    blessed = bless(run([answer("a", {F1.name: 0.9})]), METRICS)
    other = run([answer("a", {F1.name: 0.9})], ORIGIN.model_copy(update={"scorers": {"figures": 3}}))
    with pytest.raises(NotComparable, match="figures differ: 1 and 3"):
        gate(other, blessed, METRICS)


def test_a_baseline_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    blessed = bless(run_of({F1.name: [0.1 + 0.2, 1 / 3], VERBATIM.name: [1.0, 1.0]}), METRICS)
    write_whole(tmp_path / "baseline.json", blessed)
    assert read_as(tmp_path / "baseline.json", Baseline) == blessed
    assert list(blessed.values) == [F1.name]


@given(st.permutations(range(14)))
@settings(max_examples=20)
def test_the_order_of_documents_changes_nothing(order: list[int]) -> None:
    before = [answer(f"d{at}", {F1.name: at / 20}) for at in range(14)]
    after = [answer(f"d{at}", {F1.name: (at * 7 % 14) / 20}) for at in range(14)]
    expected = gate(run(after), bless(run(before), METRICS), METRICS)
    shuffled = run(after[at] for at in order), bless(run(before[at] for at in reversed(order)), METRICS)
    assert gate(*shuffled, METRICS) == expected
