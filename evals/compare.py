"""Two runs on the same documents: what changed, how surely, and where it got worse."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from evals.model import Finding, Metric
from evals.scores import ByDocument, Origin, Scores, values_of
from evals.statistics import Paired, holm, paired
from summarizer.errors import NotComparable
from summarizer.messages import say

WORST = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One metric in two runs: means over the documents that have it in both.

    `gain` is what got better: tokens saved are a gain. `p` is adjusted over all quality metrics (Holm); it is
    None for other metrics, which are shown and not tested.
    """

    metric: Metric
    before: float
    after: float
    gain: Paired
    p: float | None


@dataclass(frozen=True, slots=True)
class Regression:
    """A field of one document that got worse: the findings that are gone and those that are new."""

    document: str
    metric: Metric
    before: float
    after: float
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]

    @property
    def loss(self) -> float:
        """How much worse, above 0."""
        return abs(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`documents` are in both runs; `newly_unanswered` of them got an answer in the first run alone."""

    before: Origin
    after: Origin
    documents: int
    only_before: int
    only_after: int
    newly_unanswered: tuple[str, ...]
    changes: tuple[Change, ...]
    worst: tuple[Regression, ...]


def compare(before: Scores, after: Scores, metrics: Mapping[str, Metric]) -> Comparison:
    """Compare document by document. NotComparable where data set, guidelines, schema or scorers differ."""
    require_comparable(before.origin, after.origin)
    both = before.ids & after.ids
    if not both:
        raise NotComparable(
            say(
                "两次运行没有共同的文件；请对同一批文件各跑一次",
                "the two runs share no document; run both on the same documents",
            )
        )
    first, second = values_of(before, metrics), values_of(after, metrics)
    return Comparison(
        before=before.origin,
        after=after.origin,
        documents=len(both),
        only_before=len(before.ids - both),
        only_after=len(after.ids - both),
        newly_unanswered=tuple(sorted((after.unanswered - before.unanswered) & both)),
        changes=tuple(_changes(first, second, metrics)),
        worst=_worst(before, after, tuple(_losses(first, second, metrics, after.unanswered))),
    )


def require_comparable(before: Origin, after: Origin) -> None:
    """NotComparable names the first thing that differs and both of its values."""
    one, other = before.dataset, after.dataset
    if one.sha256 != other.sha256:
        _refuse("数据集", "data sets", f"{one.name} {one.version} ({one.sha256[:12]})",
                f"{other.name} {other.version} ({other.sha256[:12]})")  # fmt: skip
    if one.guidelines != other.guidelines:
        _refuse("标注准则版本", "guidelines", str(one.guidelines), str(other.guidelines))
    if before.schema_name != after.schema_name:
        _refuse("schema", "schemas", before.schema_name, after.schema_name)
    for name in sorted(before.scorers.keys() | after.scorers.keys()):
        versions = before.scorers.get(name), after.scorers.get(name)
        if versions[0] != versions[1]:
            _refuse(f"评分器 {name} 的版本", f"versions of the scorer {name}", *map(str, versions))


def gain(metric: Metric, before: ByDocument, after: ByDocument) -> Paired | None:
    """What got better on the documents that have both values; None where there is none."""
    both = sorted(before.keys() & after.keys())
    if not both:
        return None
    first, second = [before[each] for each in both], [after[each] for each in both]
    return paired(first, second) if metric.better == "higher" else paired(second, first)


def _refuse(zh: str, en: str, one: str, other: str) -> None:
    raise NotComparable(
        say(
            f"不能比较：{zh}不同：{one} 与 {other}；请用同一数据集和同一版本的程序重新评分",
            f"cannot compare: {en} differ: {one} and {other}; score both again with one data set and program",
        )
    )


def _changes(
    before: Mapping[str, ByDocument], after: Mapping[str, ByDocument], metrics: Mapping[str, Metric]
) -> Iterator[Change]:
    gains = {
        name: found
        for name, metric in metrics.items()
        if (found := gain(metric, before.get(name, {}), after.get(name, {})))
    }
    tested = [name for name in gains if metrics[name].kind == "quality"]
    adjusted = dict(zip(tested, holm([gains[name].p for name in tested]), strict=True))
    for name, found in gains.items():
        both = before[name].keys() & after[name].keys()
        yield Change(
            metric=metrics[name],
            before=fmean(sorted(before[name][each] for each in both)),
            after=fmean(sorted(after[name][each] for each in both)),
            gain=found,
            p=adjusted.get(name),
        )


def _losses(
    before: Mapping[str, ByDocument],
    after: Mapping[str, ByDocument],
    metrics: Mapping[str, Metric],
    unanswered: frozenset[str],
) -> Iterator[Regression]:
    """Losses without their findings. An answer that is lacking is one loss, told apart, and not one a metric."""
    for name, metric in metrics.items():
        if metric.kind not in {"quality", "invariant"}:
            continue
        first, second = before.get(name, {}), after.get(name, {})
        for document in (first.keys() & second.keys()) - unanswered:
            change = second[document] - first[document]
            if (change if metric.better == "higher" else -change) < 0:
                yield Regression(document, metric, first[document], second[document], (), ())


def _worst(before: Scores, after: Scores, losses: tuple[Regression, ...]) -> tuple[Regression, ...]:
    """The largest losses, one a document and field: precision, recall and F1 of a field tell of one thing."""
    largest: dict[tuple[str, str], Regression] = {}
    for each in sorted(losses, key=lambda loss: (-loss.loss, loss.document)):
        largest.setdefault((each.document, _field(each.metric)), each)
    told = tuple(largest.values())[:WORST]
    if not told:
        return ()
    first, second = _findings(before, after), _findings(after, before)
    found = []
    for each in told:
        key = (each.document, _field(each.metric))
        gone, new = first[key] - second[key], second[key] - first[key]
        found.append(
            Regression(
                each.document,
                each.metric,
                each.before,
                each.after,
                tuple(gone.elements()),
                tuple(new.elements()),
            )
        )
    return tuple(found)


def _field(metric: Metric) -> str:
    return metric.name.partition(".")[0]


def _findings(scores: Scores, other: Scores) -> Mapping[tuple[str, str], Counter[Finding]]:
    """Findings by document and field, of the repeats that both runs have."""
    shared = {(each.id, each.repeat) for each in other.documents}
    found: dict[tuple[str, str], Counter[Finding]] = defaultdict(Counter)
    for each in scores.documents:
        if (each.id, each.repeat) in shared:
            for finding in each.findings:
                found[each.id, finding.field][finding] += 1
    return found
