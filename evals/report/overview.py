"""What is told of a whole run: scores, costs, statuses, classes of error."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from evals.matching import Comparison
from evals.model import DocumentScore, Finding, Metric
from evals.numbers import NONE, number
from evals.report.charts import Bar, Bin, Tick, bar, histogram, tick
from evals.report.wording import Wording
from evals.scores import ByDocument, Row, Scores, summary, values_of
from evals.statistics import Interval
from evals.words import FLOORS, METHODS, STATUSES

PLANNED_AS_ACHIEVED = "planned_as_achieved"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One metric; `bar` is None where its values do not run from 0 to 1, `bins` are of qualities alone."""

    label: str
    mean: str
    interval: str
    pooled: str
    documents: int
    floors: tuple[str, ...]
    ceiling: str | None
    bar: Bar | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """Metrics of one field or purpose."""

    label: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How figures of one status were told: a count for each of the columns."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statuses:
    """`rows` by the label's status, `columns` by the answer's; `told` are plans told as done, by field."""

    columns: tuple[str, ...]
    rows: tuple[StatusRow, ...]
    told: tuple[tuple[str, int], ...]

    @property
    def plans_told_as_done(self) -> int:
        """The error that matters most."""
        return sum(count for _, count in self.told)


@dataclass(frozen=True, slots=True)
class ErrorBar:
    """A class of error: how often, in which fields; `share` of the most frequent one."""

    word: str
    count: int
    share: float
    fields: str


def score_groups(scores: Scores, metrics: Mapping[str, Metric]) -> tuple[ScoreGroup, ...]:
    """The score table in the order of the catalogue."""
    values = values_of(scores, metrics)
    groups: dict[str, list[ScoreRow]] = defaultdict(list)
    for row in summary(scores, metrics):
        groups[row.metric.group].append(_score_row(scores, row, values[row.metric.name]))
    return tuple(ScoreGroup(label, tuple(rows)) for label, rows in groups.items())


def costs(scores: Scores, metrics: Mapping[str, Metric]) -> Iterator[tuple[str, str]]:
    """What all answers took together."""
    for name, metric in metrics.items():
        spent = [
            measure.value
            for each in scores.documents
            for measure in each.measures
            if measure.metric == name and measure.value is not None
        ]
        if metric.kind == "cost" and spent:
            yield metric.label, number(metric, fsum(spent))


def statuses(comparisons: Iterable[Comparison], findings: Iterable[Finding], wording: Wording) -> Statuses:
    """Figures found in their place: what the label says of them against what the answer says."""
    counts: Counter[tuple[str | None, str | None]] = Counter()
    for comparison in comparisons:
        for match in comparison.figures.values():
            for first, second in match.pairs:
                wanted = comparison.reference.expected_status(match.expected[first])
                counts[wanted, match.predicted[second].status] += 1
    columns: tuple[str | None, ...] = (
        *STATUSES,
        *((None,) if any(said is None for _, said in counts) else ()),
    )
    told = Counter(wording.field(each.field) for each in findings if each.error == PLANNED_AS_ACHIEVED)
    return Statuses(
        columns=tuple(_status(each) for each in columns),
        rows=tuple(
            StatusRow(_status(wanted), tuple(counts[wanted, said] for said in columns))
            for wanted in (*STATUSES, None)
            if any(counts[wanted, said] for said in columns)
        ),
        told=tuple(told.most_common()),
    )


def error_bars(documents: Iterable[DocumentScore], wording: Wording) -> tuple[ErrorBar, ...]:
    """Classes of error over all answers, the most frequent first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for each in documents:
        for finding in each.findings:
            told = wording.finding(finding)
            if told.faulty:
                found[told.word][wording.field(told.field)] += 1
    most = max((each.total() for each in found.values()), default=1)
    return tuple(
        ErrorBar(
            word=word,
            count=fields.total(),
            share=round(fields.total() / most, 4),
            fields="、".join(f"{field} {count}" for field, count in fields.most_common()),
        )
        for word, fields in sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    )


def _score_row(scores: Scores, row: Row, values: ByDocument) -> ScoreRow:
    metric, name = row.metric, row.metric.name
    # Counts and costs have no end to draw towards.
    drawn = metric.kind != "cost" and metric.better == "higher"
    return ScoreRow(
        label=metric.label,
        mean=number(metric, row.interval.mean),
        interval=_interval(metric, row.interval),
        pooled=number(metric, row.pooled.mean if row.pooled else None),
        documents=row.interval.n,
        floors=tuple(number(metric, floor.get(name)) for floor in scores.floors.values()),
        ceiling=number(metric, scores.ceiling.get(name)) if scores.ceiling else None,
        bar=bar(row.interval, _ticks(scores, name)) if drawn else None,
        bins=histogram(values) if drawn else (),
    )


def _ticks(scores: Scores, name: str) -> Iterator[Tick]:
    for shape, (floor, means) in enumerate(scores.floors.items()):
        if name in means:
            yield tick(means[name], f"{floor_word(floor)} {means[name]:.3f}", shape)
    if name in scores.ceiling:
        yield tick(scores.ceiling[name], f"人工 {scores.ceiling[name]:.3f}", None)


def floor_word(name: str) -> str:
    """The word of a simple summariser."""
    return FLOORS.get(name, name)


def _interval(metric: Metric, found: Interval) -> str:
    if found.low is None or found.high is None:
        return METHODS[found.method]
    return f"{number(metric, found.low)}–{number(metric, found.high)} {METHODS[found.method]}"


def _status(name: str | None) -> str:
    return STATUSES[name] if name else NONE
