"""The gate for CI: a run against a baseline that was blessed on purpose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from evals.compare import gain, require_comparable
from evals.model import Frozen, Metric
from evals.scores import ByDocument, Origin, Scores, values_of
from evals.statistics import ALPHA, ENOUGH, Paired, holm
from summarizer.errors import GateFailed, NotComparable
from summarizer.messages import say
from summarizer.rendering.plain import plain

Tier = Literal["regression", "suspected", "stable", "improved", "too_little", "not_comparable"]


class Baseline(Frozen):
    """The baseline file: values of the gated metrics by metric and document, and where they come from."""

    format: Literal["eval_baseline/1"] = "eval_baseline/1"
    origin: Origin
    documents: tuple[str, ...]
    unanswered: tuple[str, ...]
    values: Mapping[str, ByDocument]


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gated metric. `gain` and the Holm-adjusted `p` are None where no document has both values."""

    metric: Metric
    tier: Tier
    gain: Paired | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold in these documents."""

    metric: Metric
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate found. `newly_unanswered` are documents that had an answer in the baseline."""

    rows: tuple[GateRow, ...]
    broken: tuple[Broken, ...]
    newly_unanswered: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether anything is surely worse."""
        return bool(self.broken or self.newly_unanswered) or any(
            row.tier == "regression" for row in self.rows
        )

    def require_passed(self) -> None:
        """GateFailed names what is worse."""
        if self.failed:
            zh, en = zip(*self._reasons(), strict=True)
            raise GateFailed(
                say(f"评测未过门槛：{'；'.join(zh)}", f"the run does not pass the gate: {'; '.join(en)}")
            )

    def _reasons(self) -> Iterator[tuple[str, str]]:
        for row in self.rows:
            if row.tier == "regression" and row.gain:
                fall = f"{row.metric.name} {row.gain.difference:+.3f} (p {row.p:.4f})"
                yield f"{fall} 退步", f"{fall} is worse"
        for each in self.broken:
            where = _listed(each.documents)
            yield (
                f"{each.metric.name} 必须为 1，{where} 不是",
                f"{each.metric.name} must be 1 and is not in {where}",
            )
        if self.newly_unanswered:
            where = _listed(self.newly_unanswered)
            yield f"{where} 没有得到结果", f"{where} got no answer"


def bless(scores: Scores, metrics: Mapping[str, Metric]) -> Baseline:
    """Make these scores what later runs are measured against."""
    values = values_of(scores, metrics)
    return Baseline(
        origin=scores.origin,
        documents=tuple(sorted(scores.ids)),
        unanswered=tuple(sorted(scores.unanswered)),
        values={
            name: dict(sorted(values[name].items()))
            for name, metric in metrics.items()
            if metric.kind == "quality" and name in values
        },
    )


def gate(
    scores: Scores, baseline: Baseline, metrics: Mapping[str, Metric], tolerance: float = 0.0
) -> GateReport:
    """Measure a run against the baseline, document by document.

    A regression is significant after Holm over all gated metrics and its interval lies wholly below
    -`tolerance`. Unchanged runs raise a false alarm in at most one of twenty; a fixed limit of two points over
    twelve metrics does in more than four of five. Invariants have no noise: below 1 anywhere is broken.
    A document that had an answer must have one.
    NotComparable where data set, guidelines, schema or scorers differ, or documents of the baseline are lacking.
    """
    require_comparable(baseline.origin, scores.origin)
    _require_documents(scores, baseline)
    values = values_of(scores, metrics)
    return GateReport(
        rows=tuple(_rows(values, baseline.values, metrics, tolerance)),
        broken=tuple(_broken(values, metrics)),
        newly_unanswered=tuple(
            sorted(scores.unanswered & set(baseline.documents) - set(baseline.unanswered))
        ),
    )


def _require_documents(scores: Scores, baseline: Baseline) -> None:
    lacking = sorted(set(baseline.documents) - scores.ids)
    if lacking:
        where = _listed(tuple(lacking))
        raise NotComparable(
            say(
                f"运行里缺少基线中的 {len(lacking)} 个文件：{where}；请跑完整个数据集",
                f"the run lacks {len(lacking)} documents of the baseline: {where}; run the whole data set",
            )
        )


def _rows(
    values: Mapping[str, ByDocument],
    blessed: Mapping[str, ByDocument],
    metrics: Mapping[str, Metric],
    tolerance: float,
) -> Iterator[GateRow]:
    gated = [
        name
        for name, metric in metrics.items()
        if metric.kind == "quality" and (name in values or name in blessed)
    ]
    gains = {name: gain(metrics[name], blessed.get(name, {}), values.get(name, {})) for name in gated}
    tested = {name: found for name, found in gains.items() if found and found.n >= ENOUGH}
    adjusted = dict(zip(tested, holm([found.p for found in tested.values()]), strict=True))
    for name, found in gains.items():
        tier = _tier(found, adjusted.get(name), tolerance)
        yield GateRow(metrics[name], tier, found, adjusted.get(name))


def _tier(found: Paired | None, p: float | None, tolerance: float) -> Tier:
    if found is None:
        return "not_comparable"
    if p is None or found.low is None or found.high is None:
        return "too_little"
    if p <= ALPHA and found.high < -tolerance:
        return "regression"
    if p <= ALPHA and found.low > 0:
        return "improved"
    return "suspected" if found.p <= ALPHA and found.difference < 0 else "stable"


def _broken(values: Mapping[str, ByDocument], metrics: Mapping[str, Metric]) -> Iterator[Broken]:
    for name, metric in metrics.items():
        if metric.kind == "invariant":
            below = sorted(key for key, value in values.get(name, {}).items() if value < 1)
            if below:
                yield Broken(metric, tuple(below))


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(plain, names[:5]))
    return shown if len(names) <= 5 else f"{shown} … ({len(names)})"
