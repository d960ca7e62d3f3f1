import json
from pathlib import Path
from typing import Any

import pytest

import evals
from evals.dataset import Dataset
from evals.fakes import empty, perfect, rules
from evals.model import DocumentScore
from evals.runs import Answer, Run, manifest_of
from evals.scorers.figures import FIGURES
from evals.scoring import score_run
from summarizer.documents import Document
from summarizer.errors import RunInvalid
from tests.evals.conftest import LABEL, MakeDataset
from tests.evals.test_runs import SYSTEM


def value(score: DocumentScore, metric: str) -> float | None:
    return next(each.value for each in score.measures if each.metric == metric)


def answered(dataset: Dataset, folder: Path, *answers: dict[str, Any] | None) -> Run:
    """A run with these answers, one a repeat."""
    run = Run.begin(folder, manifest_of(dataset, str(dataset.folder), SYSTEM, len(answers)))
    for repeat, answer in enumerate(answers):
        run.keep(Answer(id="water", repeat=repeat, answer=answer, error=None if answer else "no answer"))
    return run


def test_any_callable_can_be_measured(make_dataset: MakeDataset) -> None:
    (score,) = evals.run(make_dataset().cases, rules)
    assert value(score, "figures.f1") == 1.0
    assert value(score, "title.correct") == 1.0


def test_a_summariser_that_knows_no_offsets_is_placed_by_its_quotes(make_dataset: MakeDataset) -> None:
    def naive(_document: Document) -> dict[str, Any]:
        return {"problems": [{"text": "缺钱", "evidence": [{"quote": "项目资金缺口较大"}]}]}

    (score,) = evals.run(make_dataset().cases, naive)
    assert value(score, "problems.f1") == 1.0
    assert value(score, "evidence.verbatim") == 1.0


def test_one_scorer_alone_may_be_asked_for(make_dataset: MakeDataset) -> None:
    (score,) = evals.run(make_dataset().cases, empty, scorers=(FIGURES,))
    assert {each.metric.partition(".")[0] for each in score.measures} == {"figures", "effort"}


def test_scores_of_a_run_stand_between_floors_and_ceiling(make_dataset: MakeDataset, tmp_path: Path) -> None:
    dataset = make_dataset()
    second = [
        item | {"evidence": "水利工程建设提速。实施重点水利项目14个"} for item in LABEL["achievements"][:1]
    ]
    make_dataset(labels="labels.second", achievements=second)
    run = answered(dataset, tmp_path / "run", perfect(dataset.cases[0].reference))
    scores = score_run(run, dataset, dataset.folder / "labels.second")
    (score,) = scores.documents
    assert value(score, "achievements.f1") == 1.0
    assert scores.floors["empty"]["achievements.f1"] == 0.0
    assert scores.floors["rules"]["figures.f1"] == 1.0
    assert scores.ceiling["achievements.f1"] == pytest.approx(2 / 3)
    assert scores.ceiling["problems.f1"] == 1.0


def test_the_same_run_is_scored_the_same(make_dataset: MakeDataset, tmp_path: Path) -> None:
    dataset = make_dataset()
    run = answered(dataset, tmp_path / "run", rules(dataset.cases[0].document))
    assert score_run(run, dataset) == score_run(run, dataset)


def test_a_document_without_an_answer_is_kept_with_its_error(
    make_dataset: MakeDataset, tmp_path: Path
) -> None:
    dataset = make_dataset()
    (score,) = score_run(answered(dataset, tmp_path / "run", None), dataset).documents
    assert score.error == "no answer"


def test_repeats_say_how_much_comes_back(make_dataset: MakeDataset, tmp_path: Path) -> None:
    dataset = make_dataset()
    answer = json.loads(json.dumps(perfect(dataset.cases[0].reference)))
    other = answer | {"title": "另一个标题", "figures": answer["figures"][:-1]}
    same = score_run(answered(dataset, tmp_path / "a", answer, answer), dataset).documents
    changed = score_run(answered(dataset, tmp_path / "b", answer, other), dataset).documents
    assert value(same[0], "stability.same") == 1.0
    assert 0.5 < (value(changed[0], "stability.same") or 0) < 1.0


def test_a_run_that_lacks_answers_is_refused(make_dataset: MakeDataset, tmp_path: Path) -> None:
    dataset = make_dataset()
    run = Run.begin(tmp_path / "run", manifest_of(dataset, "small", SYSTEM, 1))
    with pytest.raises(RunInvalid, match="water"):
        score_run(run, dataset)


def test_documents_that_changed_since_the_run_are_refused(make_dataset: MakeDataset, tmp_path: Path) -> None:
    run = answered(make_dataset(), tmp_path / "run", {})
    changed = make_dataset(text="临江县水务局\n全年新铺管网126公里，群众比较满意。\n")
    with pytest.raises(RunInvalid, match="not those"):
        score_run(run, changed)
