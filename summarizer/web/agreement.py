"""How far two annotators agree: the second one's labels scored against the first's, and where they differ."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from evals.dataset import LABELS, Case, open_dataset
from evals.fakes import perfect
from evals.judge.agreement import kappa
from evals.matching import Comparison
from evals.model import Finding
from evals.predictions import prediction_of
from evals.report.wording import Told, Wording
from evals.scorers import ELEMENTS, score
from evals.scorers.evidence import EVIDENCE
from schemas.record import Schema
from summarizer.errors import DatasetInvalid

_SCORERS = (*ELEMENTS, EVIDENCE)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over `documents` in number: means from 0 to 1, of which 1 is full agreement."""

    label: str
    value: float
    documents: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the documents that both have labelled. `kappa` is Cohen's, of the status of `figures` both have."""

    second: str
    documents: tuple[str, ...]
    rows: tuple[Row, ...]
    kappa: float | None
    figures: int
    differences: tuple[tuple[str, tuple[tuple[str, Told], ...]], ...]


def agreements(folder: Path, schema: type[Schema], second: str | None = None) -> tuple[Agreement, ...]:
    """One for each second annotator, or for the one named; none where nobody else has labelled."""
    try:
        first = {case.id: case for case in open_dataset(folder, schema).cases}
    except DatasetInvalid:
        return ()
    found = []
    for name in seconds(folder, second):
        other = open_dataset(folder, schema, f"{LABELS}.{name}").cases
        pairs = [(first[case.id], case) for case in other if case.id in first]
        if pairs:
            found.append(_agreement(name, pairs, schema))
    return tuple(found)


def seconds(folder: Path, second: str | None = None) -> list[str]:
    """Those who have labelled documents that the first annotator has too; of them the one named, if any is."""
    labelled = {path.name for path in (folder / LABELS).glob("*.json")}
    names = {
        path.parent.name.removeprefix(f"{LABELS}.")
        for path in folder.glob(f"{LABELS}.*/*.json")
        if path.name in labelled
    }
    return sorted(name for name in names if second in (None, name))


def _agreement(name: str, pairs: Sequence[tuple[Case, Case]], schema: type[Schema]) -> Agreement:
    measures: dict[str, list[float]] = defaultdict(list)
    statuses: list[tuple[object, object]] = []
    differences = []
    wording = Wording(schema)
    for one, other in pairs:
        prediction = prediction_of(perfect(other.reference), one.document.text, schema)
        scored = score(one.reference, prediction, _SCORERS)
        for each in scored.measures:
            if each.value is not None:
                measures[each.metric].append(each.value)
        for match in Comparison(one.reference, prediction).figures.values():
            statuses += ((match.expected[a].status, match.predicted[b].status) for a, b in match.pairs)
        differences.append((one.id, tuple(_told(wording, scored.findings))))
    rows = tuple(
        Row(metric.label, fmean(measures[metric.name]), len(measures[metric.name]))
        for scorer in _SCORERS
        for metric in scorer.metrics(schema)
        if metric.kind == "quality" and _is_mutual(metric.name) and measures[metric.name]
    )
    known = [(a, b) for a, b in statuses if a is not None and b is not None]
    return Agreement(
        name, tuple(one.id for one, _ in pairs), rows, kappa(known), len(known), tuple(differences)
    )


def _is_mutual(metric: str) -> bool:
    """Whether a metric is the same, or nearly so, whoever of the two is taken for the reference."""
    return not metric.endswith((".precision", ".recall", ".supported", ".numbers"))


def _told(wording: Wording, findings: Sequence[Finding]) -> Iterator[tuple[str, Told]]:
    """What differs, with the label of its field."""
    return ((wording.field(each.field), told) for each in findings if (told := wording.finding(each)).faulty)
