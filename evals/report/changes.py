"""Two runs beside each other, as the page shows them."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from evals.compare import Change, Comparison, Regression
from evals.numbers import NONE, number, probability, signed
from evals.report.charts import Bar, change_bar
from evals.report.wording import Told, Wording
from evals.scores import Origin
from evals.statistics import ALPHA


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One metric in two runs; `verdict` says whether the change is one, `bar` is None for costs."""

    label: str
    before: str
    after: str
    gain: str
    interval: str
    p: str
    detectable: str
    tally: str
    verdict: Literal["better", "worse", "open"]
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Metrics of one field or purpose."""

    label: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """A field of a document that got worse, and what only the one or the other run said of it."""

    document: str
    metric: str
    before: str
    after: str
    first: tuple[Told, ...]
    second: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """`before` and `after` say what was run; `documents` are those that both runs have."""

    before: str
    after: str
    documents: int
    only_before: int
    only_after: int
    newly_unanswered: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    losses: tuple[Loss, ...]


def changes_of(comparison: Comparison, wording: Wording) -> Changes:
    """Every metric that both runs have, and where the later run is worst."""
    drawn = [each for each in comparison.changes if _is_drawn(each)]
    bounds = [abs(at) for each in drawn for at in _bounds(each) if at is not None]
    reach = max(bounds, default=0.0) or 1.0
    return Changes(
        before=_run(comparison.before),
        after=_run(comparison.after),
        documents=comparison.documents,
        only_before=comparison.only_before,
        only_after=comparison.only_after,
        newly_unanswered=comparison.newly_unanswered,
        groups=tuple(
            ChangeGroup(label, tuple(_row(each, reach) for each in changes))
            for label, changes in groupby(comparison.changes, key=lambda change: change.metric.group)
        ),
        losses=tuple(_loss(each, wording) for each in comparison.worst),
    )


def _is_drawn(change: Change) -> bool:
    return change.metric.kind != "cost" and change.metric.better == "higher"


def _bounds(change: Change) -> tuple[float | None, ...]:
    return change.gain.low, change.gain.high, change.gain.difference


def _run(origin: Origin) -> str:
    return f"{origin.model}（提示词 {origin.prompts[:12]}）"


def _row(change: Change, reach: float) -> ChangeRow:
    metric, found = change.metric, change.gain
    low, high = found.low, found.high
    sure = change.p is not None and change.p <= ALPHA
    return ChangeRow(
        label=metric.label,
        before=number(metric, change.before),
        after=number(metric, change.after),
        gain=signed(metric, found.difference),
        interval=NONE if low is None or high is None else f"{signed(metric, low)} … {signed(metric, high)}",
        p=probability(change.p),
        detectable=number(metric, found.detectable),
        tally=f"{found.wins}/{found.ties}/{found.losses}",
        verdict="open" if not sure else "better" if found.difference > 0 else "worse",
        bar=change_bar(found.difference, low, high, reach) if _is_drawn(change) else None,
    )


def _loss(found: Regression, wording: Wording) -> Loss:
    return Loss(
        document=found.document,
        metric=found.metric.label,
        before=number(found.metric, found.before),
        after=number(found.metric, found.after),
        first=tuple(map(wording.finding, found.gone)),
        second=tuple(map(wording.finding, found.new)),
    )
