"""Intervals and comparisons over documents. Everything is deterministic and blind to the order of values.

The document is the unit: repeats of one document are averaged before anything here sees them, because they
share the document's difficulty and are no independent evidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Method = Literal["t", "bca", "exact", "linearised", "too_little"]

LEVEL = 0.95
ALPHA = 1 - LEVEL
POWER = 0.8
# From here on t intervals cover what they claim; and a change in one direction in all of 12 documents has
# p = 0.0005, which stays significant after Holm over a hundred metrics.
ENOUGH = 12
RESAMPLES = 9_999
BOOTSTRAP_SEED = 20_260_101
PERMUTATION_SEED = 20_260_102
# Averages of equal scores may differ in their last bits.
_SAME = 1e-9
_AT_A_BOUND = 0.25
_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval; `low` and `high` are None where `n` documents are too few for one."""

    mean: float
    low: float | None
    high: float | None
    method: Method
    n: int


@dataclass(frozen=True, slots=True)
class Paired:
    """The change from one run to another on the same `n` documents.

    `difference` is the mean of after - before; `wins` are documents that rose, `losses` those that fell.
    `p` is two-sided. `detectable` is the smallest change that a set like this shows in four of five runs.
    `low`, `high` and `detectable` are None with too few documents, `detectable` also where nothing varied.
    """

    difference: float
    low: float | None
    high: float | None
    p: float
    wins: int
    ties: int
    losses: int
    detectable: float | None
    n: int


def interval(values: Sequence[float], *, bounded: bool = True) -> Interval:
    """Mean of one value a document, with its interval; ValueError where there is none.

    Student-t; BCa (Efron 1987) where scores pile up at the ends of `bounded` 0 to 1 and t would cover too
    little (0.84 instead of 0.95 for 12 documents of which four in five are perfect); the exact binomial bound
    where every document is at an end, which holds for any scores between 0 and 1.
    """
    x = np.sort(np.asarray(values, dtype=np.float64))
    mean, n = fmean(x), len(x)
    if n < ENOUGH:
        return Interval(mean, None, None, "too_little", n)
    constant = bool(np.ptp(x) < _SAME)
    if bounded and constant and (end := _end(mean)) is not None:
        return _at_an_end(end, n)
    low, high = _student(mean, float(x.std(ddof=1)) / sqrt(n), n)
    if bounded and not constant and (low < 0 or high > 1 or _share_at_ends(x) >= _AT_A_BOUND):
        return Interval(mean, *_bootstrap(x, "BCa", LEVEL), "bca", n)
    return Interval(mean, low, high, "t", n)


def pooled(parts: Sequence[tuple[float, float]]) -> Interval:
    """Ratio of sums over documents, each giving its hits and its size; ValueError where all sizes are 0.

    The variance is that of the linearised ratio with documents as clusters (Cochran 1977, 6.4): counting the
    pooled items as if they were independent would cover 60 % instead of 95 %.
    """
    hits, sizes = np.asarray(sorted(parts), dtype=np.float64).reshape(-1, 2).T
    n, total = len(sizes), float(sizes.sum())
    if total <= 0:
        raise ValueError("a ratio needs a size")
    ratio = float(hits.sum()) / total
    if n < ENOUGH:
        return Interval(ratio, None, None, "too_little", n)
    if (end := _end(ratio)) is not None:
        return _at_an_end(end, n)
    residuals = hits - ratio * sizes
    error = sqrt(float(residuals @ residuals) / (n - 1) / n) / (total / n)
    low, high = _student(ratio, error, n)
    return Interval(ratio, max(low, 0.0), min(high, 1.0), "linearised", n)


def paired(before: Sequence[float], after: Sequence[float]) -> Paired:
    """Compare two runs, document by document; ValueError where there is none or the lengths differ."""
    changes = [b - a for a, b in zip(before, after, strict=True)]
    d = np.sort(np.asarray([0.0 if abs(each) < _SAME else each for each in changes], dtype=np.float64))
    n, difference = len(d), fmean(d)
    low, high = _change_bounds(d)
    return Paired(
        difference=difference,
        low=low,
        high=high,
        p=_sign_flip(float(d.sum()), np.sort(np.abs(d[d != 0]))),
        wins=int((d > 0).sum()),
        ties=int((d == 0).sum()),
        losses=int((d < 0).sum()),
        detectable=_detectable(d),
        n=n,
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values of one family for its size (Holm 1979), in the order given."""
    adjusted = [0.0] * len(p_values)
    reached = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = reached
    return tuple(adjusted)


def _end(mean: float) -> float | None:
    return next((end for end in (0.0, 1.0) if abs(mean - end) < _SAME), None)


def _at_an_end(end: float, n: int) -> Interval:
    bounds = stats.binomtest(round(end * n), n).proportion_ci(LEVEL)
    return Interval(end, float(bounds.low), float(bounds.high), "exact", n)


def _share_at_ends(x: Floats) -> float:
    return float(((x < _SAME) | (x > 1 - _SAME)).mean())


def _quantile(n: int, level: float) -> float:
    return float(stats.t.ppf((1 + level) / 2, n - 1))


def _student(mean: float, error: float, n: int) -> tuple[float, float]:
    reach = _quantile(n, LEVEL) * error
    return mean - reach, mean + reach


def _bootstrap(x: Floats, method: Literal["BCa", "percentile"], level: float) -> tuple[float, float]:
    found = stats.bootstrap(
        (x,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=max(1, _CELLS // len(x)),
        confidence_level=level,
        method=method,
        rng=np.random.default_rng(BOOTSTRAP_SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def _change_bounds(d: Floats) -> tuple[float | None, float | None]:
    """Percentile bootstrap at the level that makes it as wide as t for normal changes (Hesterberg 2015).

    The plain percentile and BCa cover 0.90 with 12 documents, this 0.94.
    """
    n = len(d)
    if n < ENOUGH:
        return None, None
    if np.ptp(d) < _SAME:
        return float(d[0]), float(d[0])
    expanded = 1 - 2 * float(stats.norm.sf(_quantile(n, LEVEL) * sqrt(n / (n - 1))))
    return _bootstrap(d, "percentile", expanded)


def _detectable(d: Floats) -> float | None:
    n = len(d)
    if n < ENOUGH or np.ptp(d) < _SAME:
        return None
    reach = _quantile(n, LEVEL) + float(stats.t.ppf(POWER, n - 1))
    return reach * float(d.std(ddof=1)) / sqrt(n)


def _sign_flip(total: float, sizes: Floats) -> float:
    """p of changes that are as likely up as down, from all signs where they are few, else from a sample.

    `sizes` are the changes without sign, ascending, no zeros: no sign changes those. scipy's permutation_test
    gives the same numbers in 1.2 s for 1,000 documents, this in 0.08 s; a comparison asks for some forty.
    """
    count = len(sizes)
    if not count:
        return 1.0
    reached = abs(total) * (1 - _SAME)
    exact = 2**count <= RESAMPLES + 1
    signs = _all_signs(count) if exact else _some_signs(count)
    extreme = sum(int((np.abs(2 * (up @ sizes) - sizes.sum()) >= reached).sum()) for up in signs)
    # In a sample, the observed signs count as one of the draws (Phipson and Smyth 2010).
    return extreme / 2**count if exact else (extreme + 1) / (RESAMPLES + 1)


def _all_signs(count: int) -> Iterator[NDArray[np.int8]]:
    yield ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(np.int8)


def _some_signs(count: int) -> Iterator[NDArray[np.int8]]:
    rng = np.random.default_rng(PERMUTATION_SEED)
    step = max(1, _CELLS // count)
    for start in range(0, RESAMPLES, step):
        yield rng.integers(0, 2, (min(step, RESAMPLES - start), count), dtype=np.int8)
