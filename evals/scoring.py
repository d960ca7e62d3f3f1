"""From answers to scores: pure, offline, and the same every time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from evals.dataset import Case, Dataset, open_dataset
from evals.fakes import FLOORS, perfect
from evals.model import DocumentScore, Prediction
from evals.predictions import prediction_of
from evals.runs import Answer, Run, Task, answer_all
from evals.scorers import SCORERS, VERSIONS, score_case
from evals.scorers.base import Scorer
from evals.scorers.stability import stability
from evals.scores import DatasetMark, Origin, Scores
from summarizer.errors import RunInvalid
from summarizer.messages import say


def run(
    cases: Iterable[Case], task: Task, scorers: tuple[Scorer, ...] = SCORERS, workers: int = 1
) -> tuple[DocumentScore, ...]:
    """Measure any summariser: give it each document and score what it answers, in the order of `cases`.

    What it raises is an answer with an error, but for a ProviderError, which says that there is no model.
    """
    cases = tuple(cases)
    answers: dict[str, Answer] = {}
    answer_all(cases, task, 0, workers, lambda answer: answers.update({answer.id: answer}))
    return tuple(_score(case, answers[case.id], scorers) for case in cases)


def score_run(
    run: Run, dataset: Dataset, ceiling: Path | None = None, advance: Callable[[str], None] = lambda _: None
) -> Scores:
    """Score a run's answers by the data set's labels as they are now, with floors and ceiling beside.

    `ceiling` is a folder of a second annotator's labels. RunInvalid where the documents are other ones than
    those that were summarised, or answers are lacking.
    """
    documents: list[DocumentScore] = []
    for case, answers in answered(run, dataset):
        documents += _scores(case, answers)
        advance(case.id)
    return Scores(
        origin=_origin(run, dataset),
        documents=tuple(documents),
        floors={name: _means(_floor(dataset, summarise)) for name, summarise in FLOORS.items()},
        ceiling=_means(_second(dataset, ceiling)) if ceiling else {},
    )


def answered(run: Run, dataset: Dataset) -> Iterator[tuple[Case, list[Answer]]]:
    """Each document of a run with its answers, one for each repeat; RunInvalid as for `score_run`."""
    _require_documents(run, dataset)
    answers = {(each.id, each.repeat): each for each in run.answers()}
    for case in dataset.cases:
        yield case, [_answer(run, answers, case.id, n) for n in range(run.manifest.repeats)]


def _scores(case: Case, answers: list[Answer]) -> Iterator[DocumentScore]:
    """The scores of all repeats of one document; that of the first holds how much they have in common."""
    same = None
    if len(answers) > 1:
        same = stability(
            case.reference, [_prediction(case, each) for each in answers if each.answer is not None]
        )
    for answer in answers:
        scored = _score(case, answer, SCORERS)
        if same and answer is answers[0]:
            scored = scored.model_copy(update={"measures": (*scored.measures, same)})
        yield scored


def _score(case: Case, answer: Answer, scorers: tuple[Scorer, ...]) -> DocumentScore:
    if answer.answer is None:
        return DocumentScore(id=case.id, repeat=answer.repeat, measures=(), findings=(), error=answer.error)
    return score_case(case, _prediction(case, answer), answer.repeat, scorers)


def _prediction(case: Case, answer: Answer) -> Prediction:
    return prediction_of(answer.answer or {}, case.document.text, case.schema)


def _answer(run: Run, answers: Mapping[tuple[str, int], Answer], name: str, repeat: int) -> Answer:
    if (name, repeat) not in answers:
        place = run.manifest.dataset.place
        raise RunInvalid(
            say(
                f"{run.folder} 还没有做完：缺 {name} 的第 {repeat + 1} 遍；请再运行 summarizer eval run {place}",
                f"{run.folder} is not complete: {name}, round {repeat + 1}, is lacking; "
                f"go on with summarizer eval run {place}",
            )
        )
    return answers[name, repeat]


def _require_documents(run: Run, dataset: Dataset) -> None:
    if run.manifest.dataset.documents_sha256 != dataset.documents_sha256:
        raise RunInvalid(
            say(
                f"{dataset.folder} 里的文件与 {run.folder} 当时摘要的不同；请用 --dataset 指定原来的数据集，或重新运行",
                f"the documents in {dataset.folder} are not those that {run.folder} summarised; "
                "name the data set of the run with --dataset, or run again",
            )
        )


def _origin(run: Run, dataset: Dataset) -> Origin:
    card, system = dataset.card, run.manifest.system
    return Origin(
        dataset=DatasetMark(
            name=card.name,
            version=card.version,
            sha256=dataset.sha256,
            split=card.split,
            guidelines=card.guidelines,
        ),
        schema_name=system.schema_name,
        model=system.model,
        prompts=system.prompts_sha256,
        scorers=VERSIONS,
    )


def _floor(dataset: Dataset, summarise: Callable[..., Mapping[str, Any]]) -> tuple[DocumentScore, ...]:
    return run(dataset.cases, partial(summarise, schema=dataset.schema))


def _second(dataset: Dataset, labels: Path) -> Iterator[DocumentScore]:
    """The second annotator's labels as if they were a summariser's answers."""
    for case in open_dataset(dataset.folder, dataset.schema, str(labels.absolute())).cases:
        first = next(each for each in dataset.cases if each.id == case.id)
        answer = perfect(case.reference)
        yield score_case(first, prediction_of(answer, case.document.text, case.schema))


def _means(documents: Iterable[DocumentScore]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for document in documents:
        for measure in document.measures:
            if measure.value is not None:
                values[measure.metric].append(measure.value)
    return {name: fmean(each) for name, each in values.items()}
