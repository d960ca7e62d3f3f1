import itertools
from collections.abc import Callable
from math import isclose, sqrt
from random import Random
from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from evals.statistics import ALPHA, ENOUGH, LEVEL, holm, interval, paired, pooled

Floats = NDArray[np.float64]
scores = st.floats(0, 1, allow_subnormal=False)


def sparse_ceiling(rng: np.random.Generator, size: int) -> Floats:
    return np.where(rng.random(size) < 0.8, 1.0, rng.beta(6, 3, size))


def coverage(draw: Callable[[np.random.Generator, int], Floats], truth: float, n: int, sets: int) -> float:
    """Share of simulated data sets whose interval holds the mean they were drawn from."""
    rng = np.random.default_rng(7)
    found = [interval(draw(rng, n).tolist()) for _ in range(sets)]
    return fmean(each.low <= truth <= each.high for each in found if each.low is not None and each.high)


@pytest.mark.parametrize("n", [12, 20, 50])
def test_an_interval_holds_the_true_mean_in_nineteen_of_twenty_data_sets(n: int) -> None:
    assert coverage(lambda rng, size: rng.beta(8, 4, size), 8 / 12, n, 1_000) == pytest.approx(
        0.95, abs=0.025
    )


@pytest.mark.parametrize("n", [12, 30])
def test_near_the_ceiling_an_interval_covers_where_student_t_does_not(n: int) -> None:
    truth = 0.8 + 0.2 * 6 / 9
    ours = coverage(sparse_ceiling, truth, n, 300)
    rng, q = np.random.default_rng(7), float(stats.t.ppf(0.975, n - 1))
    sets = [sparse_ceiling(rng, n) for _ in range(300)]
    by_t = fmean(abs(x.mean() - truth) <= q * x.std(ddof=1) / sqrt(n) for x in sets)
    assert ours >= 0.93
    assert by_t < ours


def test_an_interval_in_the_middle_is_students() -> None:
    values = [0.4, 0.5, 0.6, 0.55, 0.45, 0.5, 0.62, 0.38, 0.5, 0.51, 0.49, 0.5]
    found = interval(values)
    expected = stats.ttest_1samp(values, 0).confidence_interval(LEVEL)
    assert (found.method, found.n) == ("t", 12)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_below_twelve_documents_there_is_a_mean_and_no_interval() -> None:
    found = interval([0.5, 0.7] * 5)
    assert (found.mean, found.low, found.high, found.method) == (pytest.approx(0.6), None, None, "too_little")
    assert interval([0.5, 0.7] * 6).low is not None


def test_twenty_perfect_documents_do_not_prove_perfection() -> None:
    found = interval([1.0] * 20)
    assert found.method == "exact"
    assert found.low == pytest.approx(0.025 ** (1 / 20))
    assert found.high == 1


def test_a_cost_has_no_ceiling() -> None:
    assert interval([1.0] * 11 + [1.1], bounded=False).method == "t"
    assert interval([0.0] * 12, bounded=False).high == 0


def test_no_document_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        interval([])


@given(st.lists(scores, min_size=ENOUGH, max_size=20), st.randoms())
@settings(max_examples=40)
def test_an_interval_is_blind_to_order_and_stays_in_the_range_of_scores(
    values: list[float], random: Random
) -> None:
    found = interval(values)
    random.shuffle(values)
    assert interval(values) == found
    assert found.low is not None
    assert found.high is not None
    assert -1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= 1 + 1e-9


def test_a_pooled_ratio_counts_documents_and_not_their_items() -> None:
    """Documents are all right or all wrong: their 240 items are worth twelve."""
    parts = [(20.0, 20.0)] * 9 + [(0.0, 20.0)] * 3
    found = pooled(parts)
    naive = stats.binomtest(180, 240).proportion_ci(method="wilson")
    assert found.mean == 0.75
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low > 4 * (naive.high - naive.low)


def test_with_equal_sizes_a_pooled_ratio_is_the_mean_of_documents() -> None:
    hits = [3.0, 4.0, 5.0, 6.0, 4.0, 5.0, 5.0, 4.0, 6.0, 5.0, 4.0, 5.0]
    found, plain = pooled([(each, 10.0) for each in hits]), interval([each / 10 for each in hits])
    assert found.method == "linearised"
    assert (found.mean, found.low, found.high) == pytest.approx((plain.mean, plain.low, plain.high))


def test_a_pooled_ratio_covers_where_documents_differ() -> None:
    """Items of one document share its difficulty; with Wilson over items far too few sets are covered."""
    rng, truth, sets = np.random.default_rng(3), 0.7, 600
    covered, naive = 0, 0
    for _ in range(sets):
        sizes = rng.integers(5, 30, 30)
        hits = rng.binomial(sizes, rng.beta(3.5, 1.5, 30))
        found = pooled(list(zip(hits.tolist(), sizes.tolist(), strict=True)))
        covered += found.low is not None and found.high is not None and found.low <= truth <= found.high
        bounds = stats.binomtest(int(hits.sum()), int(sizes.sum())).proportion_ci(method="wilson")
        naive += bounds.low <= truth <= bounds.high
    assert covered / sets == pytest.approx(0.95, abs=0.03)
    assert naive / sets < 0.75


def test_a_ratio_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="size"):
        pooled([(0.0, 0.0)] * 12)


@pytest.mark.parametrize(
    "changes",
    [[0.1, -0.05, 0.2, 0.0, 0.15, 0.1], [0.3] * 4, [0.1, -0.1], [0.2, 0.2, -0.1, 0.1, 0.1, 0.0, 0.1]],
)
def test_p_is_the_share_of_all_signs_that_are_as_extreme(changes: list[float]) -> None:
    total = abs(sum(changes))
    flips = itertools.product((1, -1), repeat=len(changes))
    sums = [abs(sum(sign * each for sign, each in zip(signs, changes, strict=True))) for signs in flips]
    expected = fmean(each >= total - 1e-9 for each in sums)
    assert paired([0.5] * len(changes), [0.5 + each for each in changes]).p == pytest.approx(expected)


def test_a_sampled_p_is_near_that_of_scipy() -> None:
    changes = np.random.default_rng(5).normal(0.02, 0.06, 40)
    drawn = stats.permutation_test(
        (changes,), np.mean, permutation_type="samples", n_resamples=9_999, rng=np.random.default_rng(6)
    )
    assert paired([0.0] * 40, changes.tolist()).p == pytest.approx(drawn.pvalue, abs=0.02)


def test_the_detectable_change_is_that_of_a_paired_t_test_with_four_fifths_power() -> None:
    """A standard deviation of 0.08 shows 0.053 with 20 documents and 0.023 with 100."""
    for n, expected in ((20, 0.053), (100, 0.023)):
        changes = np.linspace(-1, 1, n)
        changes *= 0.08 / stdev(changes.tolist())
        found = paired([0.0] * n, changes.tolist())
        assert found.detectable == pytest.approx(expected, abs=0.0005)


def test_a_change_of_the_detectable_size_is_found_in_four_of_five_runs() -> None:
    rng = np.random.default_rng(11)
    found = [paired([0.0] * 20, rng.normal(0.0528, 0.08, 20).tolist()).p <= ALPHA for _ in range(400)]
    assert fmean(found) == pytest.approx(0.8, abs=0.05)


def test_the_interval_of_a_change_covers_with_few_documents() -> None:
    rng, covered = np.random.default_rng(13), 0
    for _ in range(400):
        found = paired([0.0] * 12, rng.normal(0.03, 0.08, 12).tolist())
        covered += found.low is not None and found.high is not None and found.low <= 0.03 <= found.high
    assert covered / 400 == pytest.approx(0.95, abs=0.03)


def test_wins_ties_and_losses_are_counted_by_document() -> None:
    found = paired([0.5, 0.5, 0.5, 0.3], [0.6, 0.5, 0.1 + 0.4, 0.1])
    assert (found.wins, found.ties, found.losses, found.n) == (1, 2, 1, 4)
    assert found.difference == pytest.approx(-0.025)
    assert (found.low, found.detectable) == (None, None)


def test_runs_that_are_alike_have_no_difference_and_p_one() -> None:
    same = [0.1, 0.9] * 10
    found = paired(same, same)
    assert (found.difference, found.low, found.high, found.p, found.detectable) == (0, 0, 0, 1, None)


def test_runs_of_different_lengths_are_not_paired() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired([0.5], [0.5, 0.6])


@given(st.lists(st.tuples(scores, scores), min_size=1, max_size=24), st.randoms())
@settings(max_examples=40)
def test_a_comparison_is_blind_to_order_and_as_sure_in_both_directions(
    pairs: list[tuple[float, float]], random: Random
) -> None:
    before, after = zip(*pairs, strict=True)
    found = paired(before, after)
    random.shuffle(pairs)
    first, second = zip(*pairs, strict=True)
    assert paired(first, second) == found
    back = paired(after, before)
    assert (back.p, back.wins, back.losses) == (found.p, found.losses, found.wins)
    assert isclose(back.difference, -found.difference, abs_tol=1e-12)


def test_holm_is_that_of_a_case_worked_by_hand() -> None:
    """Ascending 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1: 0.02, 0.03, 0.06, and 0.04 raised to 0.06."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.6, 0.7]) == (1.0, 1.0)
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_order_and_never_makes_surer(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= each <= 1 for p, each in zip(p_values, adjusted, strict=True))
    for (p, a), (q, b) in itertools.combinations(zip(p_values, adjusted, strict=True), 2):
        assert a <= b if p < q else b <= a if q < p else a == b
