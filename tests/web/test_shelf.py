import json
import threading
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import open_dataset
from evals.fakes import perfect
from evals.lint import lint
from schemas import WorkReport
from summarizer import summarize
from summarizer.documents import read
from summarizer.errors import DatasetInvalid
from summarizer.web.drafts import content_of, empty_content, label_from
from summarizer.web.prefill import label_from_record
from summarizer.web.records import find_records
from summarizer.web.shelf import Faulty, Shelf, Stale
from tests.evals.conftest import TEXT


def errors(folder: Path) -> list[str]:
    return [each.what for each in lint([open_dataset(folder)]) if each.level == "error"]


def test_a_draft_says_what_the_label_it_was_made_of_says(label: dict[str, Any]) -> None:
    content = content_of(label, TEXT, WorkReport)
    back = label_from(content, WorkReport)
    assert {name: back[name] for name in label} == label


def test_entries_know_where_their_evidence_starts(label: dict[str, Any]) -> None:
    content = content_of(label, TEXT, WorkReport)
    for entry in (*content["achievements"], *content["figures"]):
        assert TEXT[entry["at"] :].startswith(entry["evidence"])


def test_what_is_accepted_is_a_label_that_lint_passes_and_that_says_who_and_when(
    shelf: Shelf, label: dict[str, Any]
) -> None:
    draft = shelf.save("water", 0, content_of(label, TEXT, WorkReport), "张三")
    accepted = shelf.accept("water", draft.revision, "张三")
    assert accepted.state == "accepted"
    assert errors(shelf.folder) == []
    kept = json.loads((shelf.folder / "labels" / "water.json").read_text("utf-8"))
    assert (kept["id"], kept["annotator"], kept["prefilled_by"]) == ("water", "张三", None)
    assert kept["annotated_at"].startswith("20")
    assert "key" not in json.dumps(kept)


def test_a_label_filled_in_by_a_model_says_by_which(shelf: Shelf) -> None:
    record = summarize(shelf.document("water"), model="none")
    draft = shelf.begin("water", record)
    assert (draft.state, draft.prefilled_by) == ("prefilled", record.usage.model)
    saved = shelf.save("water", draft.revision, draft.content, "张三")
    assert (saved.state, saved.prefilled_by) == ("draft", record.usage.model)


@pytest.mark.parametrize("name", ["county_half_year.txt", "speech.txt", "scraped_page.txt"])
def test_what_rules_fill_in_needs_no_correction_to_pass_lint(name: str) -> None:
    document = read(Path(__file__).parents[2] / "examples" / name)
    label = label_from_record(summarize(document, model="none"), WorkReport)
    content = content_of(label, document.text, WorkReport)
    for items in ("achievements", "problems", "tasks", "figures"):
        for each in content[items]:
            assert each["evidence"] in document.text
            assert 0 < len(each["evidence"]) <= 120 or items == "figures"


def test_a_faulty_draft_is_kept_and_not_accepted(shelf: Shelf, label: dict[str, Any]) -> None:
    content = content_of(label, TEXT, WorkReport)
    content["achievements"][0]["evidence"] = "文件里没有的话"
    draft = shelf.save("water", 0, content, "张三")
    with pytest.raises(Faulty) as caught:
        shelf.accept("water", draft.revision, "张三")
    assert [where for _, where, _ in caught.value.faults] == ["achievements[0]"]
    assert not (shelf.folder / "labels").exists()


def test_a_value_of_the_wrong_kind_is_a_fault_with_its_place(shelf: Shelf, label: dict[str, Any]) -> None:
    content = content_of(label, TEXT, WorkReport)
    content["figures"][2]["value"] = None
    assert shelf.faults("water", content)[0][:2] == ("error", "figures[2].value")


def test_a_save_of_an_old_revision_is_refused_with_what_is_there_now(shelf: Shelf) -> None:
    content = empty_content(WorkReport)
    mine = shelf.save("water", 0, content | {"title": "甲的"}, "甲")
    with pytest.raises(Stale) as caught:
        shelf.save("water", 0, content | {"title": "乙的"}, "乙")
    assert caught.value.draft == mine
    assert shelf.draft("water") == mine


def test_of_saves_at_one_time_exactly_one_wins(shelf: Shelf) -> None:
    won, lost = [], []

    def save(n: int) -> None:
        try:
            won.append(Shelf(shelf.folder, WorkReport).save("water", 0, {"title": f"{n}"}, f"{n}"))
        except Stale:
            lost.append(n)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(won), len(lost)) == (1, 7)
    assert shelf.draft("water") == won[0]


def test_a_label_changed_by_other_means_is_somebody_elses_save(shelf: Shelf, label: dict[str, Any]) -> None:
    draft = shelf.save("water", 0, content_of(label, TEXT, WorkReport), "甲")
    accepted = shelf.accept("water", draft.revision, "甲")
    mine = shelf.save("water", accepted.revision, accepted.content | {"title": "甲的"}, "甲")
    path = shelf.folder / "labels" / "water.json"
    path.write_text(
        path.read_text("utf-8").replace("临江县水务局2024年上半年工作总结", "乙的"), encoding="utf-8"
    )
    with pytest.raises(Stale) as caught:
        shelf.accept("water", mine.revision, "甲")
    theirs = caught.value.draft
    assert theirs is not None
    assert (theirs.content["title"], theirs.revision) == ("乙的", mine.revision + 1)
    assert shelf.accept("water", shelf.save("water", theirs.revision, mine.content, "甲").revision, "甲")


def test_a_second_annotator_writes_beside_the_first_and_sees_nothing_of_it(
    shelf: Shelf, label: dict[str, Any]
) -> None:
    draft = shelf.save("water", 0, content_of(label, TEXT, WorkReport), "甲")
    shelf.accept("water", draft.revision, "甲")
    other = Shelf(shelf.folder, WorkReport, "乙")
    assert other.draft("water") is None
    assert [each.state for each in other.standings()] == ["new"]
    other.accept("water", other.save("water", 0, content_of(label, TEXT, WorkReport), "乙").revision, "乙")
    assert (shelf.folder / "labels.乙" / "water.json").exists()


def test_one_who_labels_blind_sees_nothing_of_what_a_model_filled_in(shelf: Shelf) -> None:
    shelf.begin("water", summarize(shelf.document("water"), model="none"))
    blind = Shelf(shelf.folder, WorkReport, blind=True)
    assert blind.hides(blind.draft("water"))
    (standing,) = blind.standings()
    assert standing.title == ""


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", "", "x" * 41])
def test_an_annotator_cannot_lead_out_of_the_folder(folder: Path, name: str) -> None:
    with pytest.raises(DatasetInvalid):
        Shelf(folder, WorkReport, name)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid):
        Shelf(tmp_path, WorkReport)


def test_records_are_found_by_the_content_of_their_document(folder: Path) -> None:
    record = summarize(folder / "water.txt", model="none")
    text = record.model_dump_json()
    (folder / "records-00001.jsonl").write_text(f"{{}}\n{text}\nnot json\n", encoding="utf-8")
    (folder / "notes.json").write_text("[1]", encoding="utf-8")
    found = find_records([folder])
    assert list(found) == [record.source.sha256]
    assert found[record.source.sha256]() == record


def test_the_perfect_answer_to_an_accepted_label_is_the_label(shelf: Shelf, label: dict[str, Any]) -> None:
    draft = shelf.save("water", 0, content_of(label, TEXT, WorkReport), "甲")
    shelf.accept("water", draft.revision, "甲")
    (case,) = open_dataset(shelf.folder).cases
    assert perfect(case.reference)["title"] == label["title"]
