"""The view model: all that the page shows, in the words and numbers that it shows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.compare import Comparison as RunComparison
from evals.dataset import Case, Dataset
from evals.matching import Comparison
from evals.model import DocumentScore, Metric, Prediction
from evals.numbers import NONE
from evals.predictions import prediction_of
from evals.report.changes import Changes, changes_of
from evals.report.overview import (
    ErrorBar,
    ScoreGroup,
    Statuses,
    costs,
    error_bars,
    floor_word,
    score_groups,
    statuses,
)
from evals.report.reading import Reading, read_answer
from evals.report.wording import Wording
from evals.runs import Manifest, Run
from evals.scores import ByDocument, Scores, values_of
from summarizer.errors import NotComparable
from summarizer.messages import say

_LEVELS = 5


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A document's value of a metric; `level` from 0 (worst) to 4, None where there is no value."""

    text: str
    value: float | None
    level: int | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document; `scores` are of the columns of the list, `strata` by dimension."""

    id: str
    strata: tuple[tuple[str, str], ...]
    scores: tuple[ScoreCell, ...]
    readings: tuple[Reading, ...]
    characters: int

    @property
    def faults(self) -> int:
        """Findings to look at, of all answers."""
        return sum(each.faults for each in self.readings)

    @property
    def failed(self) -> bool:
        """Whether an answer is lacking."""
        return any(each.error is not None for each in self.readings)


@dataclass(frozen=True, slots=True)
class View:
    """The page. `head` is what was run; `columns` are the label and full name of each score in the list."""

    title: str
    head: tuple[tuple[str, str], ...]
    floors: tuple[str, ...]
    has_ceiling: bool
    groups: tuple[ScoreGroup, ...]
    statuses: Statuses
    errors: tuple[ErrorBar, ...]
    strata: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    documents: tuple[DocumentView, ...]
    changes: Changes | None


def view_of(
    dataset: Dataset,
    run: Run,
    scores: Scores,
    metrics: Mapping[str, Metric],
    comparison: RunComparison | None = None,
) -> View:
    """Bring a data set, the answers of a run and their scores together.

    NotComparable where the data set is no longer the one that was scored.
    """
    if scores.origin.dataset.sha256 != dataset.sha256:
        raise NotComparable(
            say(
                f"数据集 {dataset.card.name} 在评分之后改过；请重新评分，再生成报告",
                f"the data set {dataset.card.name} was changed after scoring; score again, then report",
            )
        )
    wording = Wording(dataset.schema)
    cases = {case.id: case for case in dataset.cases}
    answers = tuple(_answers(cases, run, scores))
    findings = [finding for each in scores.documents for finding in each.findings]
    columns = _columns(scores, metrics)
    documents = tuple(_documents(dataset, wording, answers, columns, values_of(scores, metrics)))
    return View(
        title=f"评测报告 · {dataset.card.name} · {run.manifest.system.model}",
        head=tuple(_head(dataset, run.manifest, scores, metrics)),
        floors=tuple(map(floor_word, scores.floors)),
        has_ceiling=bool(scores.ceiling),
        groups=score_groups(scores, metrics),
        statuses=statuses(
            (Comparison(case.reference, said) for case, _, said in answers if said), findings, wording
        ),
        errors=error_bars(scores.documents, wording),
        strata=tuple(sorted({pair for each in documents for pair in each.strata})),
        fields=tuple(
            {f.name: f.label for d in documents for r in d.readings for f in r.fields if f.entries}.items()
        ),
        columns=tuple((each.group, each.label) for each in columns),
        documents=documents,
        changes=changes_of(comparison, wording) if comparison else None,
    )


_Answered = tuple[Case, DocumentScore, Prediction | None]


def _answers(cases: Mapping[str, Case], run: Run, scores: Scores) -> Iterator[_Answered]:
    """Each score with its answer, None where there is none."""
    for score in scores.documents:
        case = cases[score.id]
        kept = run.answer(score.id, score.repeat)
        given = kept.answer if kept and score.error is None else None
        said = None if given is None else prediction_of(given, case.document.text, case.schema)
        yield case, score, said


def _columns(scores: Scores, metrics: Mapping[str, Metric]) -> tuple[Metric, ...]:
    """The first quality of each group: what fits into a list."""
    measured = {m.metric for each in scores.documents for m in each.measures if m.value is not None}
    first: dict[str, Metric] = {}
    for metric in metrics.values():
        if metric.kind == "quality" and metric.name in measured:
            first.setdefault(metric.group, metric)
    return tuple(first.values())


def _documents(
    dataset: Dataset,
    wording: Wording,
    answers: tuple[_Answered, ...],
    columns: tuple[Metric, ...],
    values: Mapping[str, ByDocument],
) -> Iterator[DocumentView]:
    readings: dict[str, list[Reading]] = defaultdict(list)
    for case, score, said in answers:
        readings[case.id].append(read_answer(case, wording, score, said))
    for case in dataset.cases:
        if case.id in readings:
            yield DocumentView(
                id=case.id,
                strata=tuple(dataset.card.strata.get(case.id, {}).items()),
                scores=tuple(_cell(metric, values.get(metric.name, {}).get(case.id)) for metric in columns),
                readings=tuple(readings[case.id]),
                characters=len(case.document.text),
            )


def _cell(metric: Metric, value: float | None) -> ScoreCell:
    if value is None:
        return ScoreCell(NONE, None, None)
    good = value if metric.better == "higher" else 1 - value
    return ScoreCell(f"{value:.2f}", value, min(max(int(good * _LEVELS), 0), _LEVELS - 1))


def _head(
    dataset: Dataset, manifest: Manifest, scores: Scores, metrics: Mapping[str, Metric]
) -> Iterator[tuple[str, str]]:
    card, system = dataset.card, manifest.system
    yield "数据集", f"{card.name} {card.version}（{card.split}，标注准则 {card.guidelines}）"
    yield "文件", f"{len(scores.ids)} 个，各 {manifest.repeats} 次，未答 {len(scores.unanswered)}"
    yield "模型", system.model
    yield "程序", f"{system.program}（代码 {system.code_sha256[:12]}）"
    yield "Schema", f"{system.schema_name}（{system.schema_sha256[:12]}）"
    yield "提示词", system.prompts_sha256[:12]
    yield "数据摘要", dataset.sha256[:12]
    yield "开始", manifest.started
    yield "环境", f"Python {manifest.python}，{manifest.machine}"
    yield from costs(scores, metrics)
