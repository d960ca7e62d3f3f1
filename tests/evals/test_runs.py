import json
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import Dataset
from evals.runs import Answer, Manifest, Run, SystemMark, answer_all, manifest_of
from summarizer.documents import Document
from summarizer.errors import AuthenticationFailed, BadCompletion, RunInvalid
from tests.evals.conftest import MakeDataset

SYSTEM = SystemMark(
    model="m",
    identity="m at home",
    schema_name="work_report/1",
    schema_sha256="a",
    prompts_sha256="b",
    program="p",
    code_sha256="c",
)


@pytest.fixture
def dataset(make_dataset: MakeDataset) -> Dataset:
    return make_dataset()


def manifest(dataset: Dataset, **changes: Any) -> Manifest:
    return manifest_of(dataset, "small", SYSTEM.model_copy(update=changes), repeats=2)


def test_a_run_goes_on_where_it_was_left(dataset: Dataset, tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", manifest(dataset))
    (case,) = run.open_cases(dataset, 0)
    run.keep(Answer(id=case.id, repeat=0, answer={"title": "甲"}))
    again = Run.begin(tmp_path / "run", manifest(dataset))
    assert again.manifest.started == run.manifest.started
    assert again.open_cases(dataset, 0) == []
    assert [each.id for each in again.open_cases(dataset, 1)] == ["water"]
    assert [each.answer for each in again.answers()] == [{"title": "甲"}]


def test_a_document_that_failed_is_asked_again(dataset: Dataset, tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", manifest(dataset))
    run.keep(Answer(id="water", repeat=0, answer=None, error="no"))
    assert [each.id for each in run.open_cases(dataset, 0)] == ["water"]


@pytest.mark.parametrize(
    "change", [{"code_sha256": "d"}, {"identity": "m elsewhere"}, {"prompts_sha256": "x"}]
)
def test_a_folder_with_a_run_of_another_system_is_not_gone_on_with(
    dataset: Dataset, tmp_path: Path, change: dict[str, str]
) -> None:
    Run.begin(tmp_path / "run", manifest(dataset))
    with pytest.raises(RunInvalid, match=next(iter(change))):
        Run.begin(tmp_path / "run", manifest(dataset, **change))


def test_a_folder_with_a_run_of_other_documents_is_not_gone_on_with(
    make_dataset: MakeDataset, tmp_path: Path
) -> None:
    Run.begin(tmp_path / "run", manifest(make_dataset("one")))
    with pytest.raises(RunInvalid, match="documents_sha256"):
        Run.begin(
            tmp_path / "run", manifest(make_dataset("one", text="临江县水务局\n今年新铺管网126公里。\n"))
        )


def test_labels_may_change_under_a_run(make_dataset: MakeDataset, tmp_path: Path) -> None:
    Run.begin(tmp_path / "run", manifest(make_dataset("one")))
    Run.begin(tmp_path / "run", manifest(make_dataset("one", region=None)))


def test_a_folder_without_a_run_and_a_broken_answer_are_named(dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(RunInvalid, match=r"no manifest\.json"):
        Run.open(tmp_path)
    run = Run.begin(tmp_path / "run", manifest(dataset))
    (tmp_path / "run" / "answers" / "water.0.json").write_text('{"id": "water"', encoding="utf-8")
    with pytest.raises(RunInvalid, match=r"water\.0\.json"):
        run.answer("water", 0)


def test_a_finished_run_says_what_it_took(dataset: Dataset, tmp_path: Path) -> None:
    run = Run.begin(tmp_path / "run", manifest(dataset))
    for repeat in range(2):
        run.keep(
            Answer(
                id="water", repeat=repeat, answer={"usage": {"calls": 3, "prompt_tokens": 50, "cost": None}}
            )
        )
    run.finish()
    written = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert written["spent"] == {
        "calls": 6,
        "prompt_tokens": 100,
        "completion_tokens": 0,
        "model_seconds": 0,
        "cost": 0,
    }
    assert written["finished"] >= written["started"]


def test_a_failing_document_is_an_answer_and_no_crash(dataset: Dataset) -> None:
    def stumbles(_document: Document) -> dict[str, Any]:
        raise KeyError("subject")

    kept: list[Answer] = []
    answer_all(dataset.cases, stumbles, 0, 1, kept.append)
    assert [(each.answer, each.error) for each in kept] == [(None, "KeyError: 'subject'")]


def test_a_bad_completion_is_an_answer_and_a_refused_key_ends_the_run(dataset: Dataset) -> None:
    def says(error: Exception) -> Any:
        def task(_document: Document) -> dict[str, Any]:
            raise error

        return task

    kept: list[Answer] = []
    answer_all(dataset.cases, says(BadCompletion("nothing came")), 0, 1, kept.append)
    assert kept[0].error == "nothing came"
    with pytest.raises(AuthenticationFailed):
        answer_all(dataset.cases, says(AuthenticationFailed("no")), 0, 1, kept.append)
    assert len(kept) == 1
