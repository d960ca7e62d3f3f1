import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.dataset import Dataset
from tests.evals.conftest import TEXT, make_dataset  # noqa: F401  a fixture
from tests.loopback import Answer, LoopbackServer, completion

if TYPE_CHECKING:
    from tests.cli.conftest import Command
    from tests.evals.conftest import MakeDataset


@pytest.fixture
def dataset(make_dataset: "MakeDataset") -> Dataset:  # noqa: F811
    return make_dataset()


def running(dataset: Dataset, endpoint: LoopbackServer, folder: Path) -> list[object]:
    return ["eval", "run", dataset.folder, "-o", folder, "--base-url", endpoint.url, "--model", "fake"]


def test_a_data_set_is_run_scored_blessed_gated_and_compared(
    command: "Command", dataset: Dataset, fake_endpoint: LoopbackServer, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    ran = command(*running(dataset, fake_endpoint, run))
    assert (ran.code, ran.out.strip()) == (0, str(run))
    scored = command("eval", "score", run)
    assert scored.code == 0
    assert "数据 F1" in scored.out
    baseline = tmp_path / "baseline.json"
    assert command("eval", "bless", run, "--baseline", baseline).code == 0
    gated = command("eval", "gate", run, "--baseline", baseline)
    assert "数据太少" in gated.out
    compared = command("eval", "compare", run, run)
    assert compared.code == 0
    assert "0/1/0" in compared.out


def test_the_same_command_goes_on_and_asks_nothing_twice(
    command: "Command", dataset: Dataset, fake_endpoint: LoopbackServer, tmp_path: Path
) -> None:
    command(*running(dataset, fake_endpoint, tmp_path / "run"))
    asked = len(fake_endpoint.requests)
    assert asked > 0
    command(*running(dataset, fake_endpoint, tmp_path / "run"))
    command(*running(dataset, fake_endpoint, tmp_path / "another"))
    assert len(fake_endpoint.requests) == asked
    answer = json.loads((tmp_path / "another" / "answers" / "water.0.json").read_text(encoding="utf-8"))
    assert answer["answer"]["usage"]["cached_calls"] == answer["answer"]["usage"]["calls"] == asked


def test_repeats_are_asked_anew(
    command: "Command", dataset: Dataset, fake_endpoint: LoopbackServer, tmp_path: Path
) -> None:
    command(*running(dataset, fake_endpoint, tmp_path / "run"), "--repeats", "1")
    once = len(fake_endpoint.requests)
    command(*running(dataset, fake_endpoint, tmp_path / "twice"), "--repeats", "2")
    assert len(fake_endpoint.requests) == 2 * once
    assert sorted(path.name for path in (tmp_path / "twice" / "answers").iterdir()) == [
        "water.0.json",
        "water.1.json",
    ]


def test_lint_names_each_fault_and_ends_with_its_exit_code(
    command: "Command",
    make_dataset: "MakeDataset",  # noqa: F811
) -> None:
    broken = make_dataset(id="fire")
    outcome = command("eval", "lint", broken.folder)
    assert outcome.code == 60
    assert "small/water: id" in outcome.out
    assert re.search(r"1 documents, 1 errors", outcome.err)


def test_a_sealed_set_lints_until_it_is_changed(command: "Command", dataset: Dataset) -> None:
    assert command("eval", "lint", dataset.folder, "--seal").code == 0
    assert dataset.sha256 in (dataset.folder / "dataset.toml").read_text(encoding="utf-8")
    assert command("eval", "lint", dataset.folder).code == 0
    (dataset.folder / "water.txt").write_text(TEXT + "\n附件：无\n", encoding="utf-8")
    changed = command("eval", "lint", dataset.folder)
    assert changed.code == 60
    assert "sealed" in changed.out
    assert command("eval", "lint", dataset.folder, "--seal").code == 0
    assert command("eval", "lint", dataset.folder).code == 0


def test_a_run_is_judged_and_the_same_command_asks_nothing_twice(
    command: "Command",
    dataset: Dataset,
    fake_endpoint: LoopbackServer,
    serve: Callable[[Answer], LoopbackServer],
    tmp_path: Path,
) -> None:
    run = tmp_path / "run"
    command(*running(dataset, fake_endpoint, run))
    strict = serve(lambda _: completion('{"supported": "no", "quote": ""}'))
    judging = ("eval", "judge", run, "--samples", "2", "--base-url", strict.url, "--model", "judge")
    first = command(*judging)
    assert first.code == 0
    assert "从不作门槛" in first.out
    judged = json.loads((run / "judge.json").read_text(encoding="utf-8"))
    assert (judged["format"], judged["model"], judged["samples"]) == ("eval_judge/1", "judge", 2)
    assert {each["verdict"] for each in judged["claims"]} == {"no"}
    asked = len(strict.requests)
    assert asked == 2 * len(judged["claims"])
    assert command(*judging).out == first.out
    assert len(strict.requests) == asked


def test_rules_are_no_judge(
    command: "Command", dataset: Dataset, fake_endpoint: LoopbackServer, tmp_path: Path
) -> None:
    command(*running(dataset, fake_endpoint, tmp_path / "run"))
    assert "--model none" in command("eval", "judge", tmp_path / "run", "--model", "none").complaint(20)
    assert not (tmp_path / "run" / "judge.json").exists()


@pytest.mark.parametrize("name", ["score", "bless", "gate", "compare", "judge"])
def test_a_folder_without_a_run_is_one_line_and_its_exit_code(
    command: "Command", tmp_path: Path, name: str
) -> None:
    more = {
        "bless": ["--baseline", tmp_path / "b"],
        "gate": ["--baseline", tmp_path / "b"],
        "compare": [tmp_path],
    }
    command("eval", name, tmp_path, *more.get(name, [])).complaint(61)


def test_a_folder_that_cannot_be_made_is_one_line(
    command: "Command", dataset: Dataset, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    outcome = command("eval", "run", dataset.folder, "-o", taken, "--model", "none")
    assert "--output" in outcome.complaint(50)


def test_an_unknown_data_set_is_one_line(command: "Command") -> None:
    assert "no such data set: nowhere" in command("eval", "run", "nowhere").complaint(60)


def test_examples_are_shown_but_never_of_the_documents_own_issuer(
    command: "Command",
    dataset: Dataset,
    make_dataset: "MakeDataset",  # noqa: F811
    fake_endpoint: LoopbackServer,
    tmp_path: Path,
) -> None:
    other = TEXT.replace("临江县水务局", "望山县水利局").replace("县水务局", "县水利局")
    labels = {"issuer": "望山县水利局", "issuer_variants": []}
    foreign = make_dataset("foreign", other, **labels)
    kin = make_dataset("kin", TEXT + "\n（公开）\n", issuer="县水务局")
    asked, digests = {}, {}
    for name, examples in {"none": None, "foreign": foreign, "kin": kin, "own": dataset}.items():
        before = len(fake_endpoint.requests)
        more = ["--examples", examples.folder] if examples else []
        assert command(*running(dataset, fake_endpoint, tmp_path / name), *more).code == 0
        asked[name] = len(fake_endpoint.requests) - before
        manifest = json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        digests[name] = manifest["system"]["examples_sha256"]
    assert asked["none"] > 0
    assert asked["foreign"] > asked["kin"] == asked["own"] == 0  # asked anew only where examples were shown
    assert digests["none"] == ""
    assert len(set(digests.values())) == 4
