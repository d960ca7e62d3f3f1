from pathlib import Path
from typing import Any

from evals.dataset import Dataset
from evals.report.reading import Entry, Piece, Reading
from tests.evals.conftest import TEXT, MakeDataset
from tests.evals.report.pages import answer_of, scores_of, view


def reading(folder: Path, dataset: Dataset, **changes: Any) -> Reading:
    (document,) = view(folder, dataset, answer_of(dataset, **changes)).documents
    (found,) = document.readings
    return found


def entries(found: Reading, field: str) -> tuple[Entry, ...]:
    return next((each.entries for each in found.fields if each.name == field), ())


def marked(pieces: tuple[Piece, ...], number: int) -> str:
    return "".join(piece.text for piece in pieces if number in piece.entries)


def item(text: str, quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "text": text,
        "evidence": [{"start": start, "end": start + len(quote), "quote": quote}],
        "verdict": "unchecked",
    }


def test_both_sides_hold_the_whole_document(tmp_path: Path, make_dataset: MakeDataset) -> None:
    found = reading(
        tmp_path, make_dataset(), problems=[item("管网", "新铺供水管网"), item("网", "供水管网126")]
    )
    for pieces in (found.expected, found.predicted):
        assert "".join(piece.text for piece in pieces) == TEXT


def test_a_match_is_marked_in_its_place_on_each_side(tmp_path: Path, make_dataset: MakeDataset) -> None:
    problems = [item("项目资金仍有缺口", "一是项目资金缺口较大。")]
    found = reading(tmp_path, make_dataset(), problems=problems)
    (entry,) = entries(found, "problems")
    assert entry.told.outcome == "match"
    assert marked(found.expected, entry.number) == "项目资金缺口较大"
    assert marked(found.predicted, entry.number) == "一是项目资金缺口较大。"


def test_a_miss_is_marked_in_the_label_alone(tmp_path: Path, make_dataset: MakeDataset) -> None:
    found = reading(tmp_path, make_dataset(), tasks=[])
    (entry,) = entries(found, "tasks")
    assert (entry.told.outcome, entry.told.predicted) == ("miss", None)
    assert marked(found.expected, entry.number) == "抓好防汛备汛"
    assert marked(found.predicted, entry.number) == ""


def test_what_is_invented_is_marked_in_the_answer_alone(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    extra = item("推进清河行动", "县水务局推进")
    found = reading(tmp_path, dataset, problems=[*answer_of(dataset)["problems"], extra])
    entry = next(each for each in entries(found, "problems") if each.told.outcome == "invented")
    assert marked(found.predicted, entry.number) == "县水务局推进"
    assert marked(found.expected, entry.number) == ""


def test_where_marks_overlap_the_worst_outcome_shows(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    wrong = [{**each, "status": "achieved"} for each in answer_of(dataset)["figures"]]
    tasks = [item("抓好防汛备汛", "抓好防汛备汛。6月底前完成8座病险水库")]
    found = reading(tmp_path, dataset, figures=wrong, tasks=tasks)
    piece = next(each for each in found.predicted if each.text == "8座")
    outcomes = {
        each.told.outcome for field in found.fields for each in field.entries if each.number in piece.entries
    }
    assert {"match", "wrong"} <= outcomes
    assert piece.outcome == "wrong"


def test_every_finding_is_an_entry_once(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    answer = answer_of(dataset, tasks=[], title="别的", abstract="短")
    (document,) = view(tmp_path, dataset, answer).documents
    listed = [each.number for field in document.readings[0].fields for each in field.entries]
    assert sorted(listed) == list(range(len(scores_of(dataset, answer).documents[0].findings)))


def test_what_has_no_evidence_is_shown_where_it_first_stands(
    tmp_path: Path, make_dataset: MakeDataset
) -> None:
    found = reading(tmp_path, make_dataset())
    (entry,) = entries(found, "initiatives")
    assert entry.expected_at == entry.predicted_at == ((TEXT.index("清河行动"), TEXT.index("清河行动") + 4),)


def test_codes_are_told_in_chinese(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    found = reading(tmp_path, dataset, doc_type="speech")
    (kind,) = entries(found, "doc_type")
    assert (kind.told.expected, kind.told.predicted) == ("工作总结", "讲话")
    assert "投资同比 18.2% 增 已完成" in [each.told.expected for each in entries(found, "figures")]


def test_a_plan_told_as_done_has_its_own_word(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    answer = answer_of(dataset)
    found = reading(tmp_path, dataset, achievements=[*answer["achievements"], *answer["tasks"]], tasks=[])
    assert "把计划说成已完成" in [each.told.word for each in entries(found, "achievements")]


def test_free_text_stands_beside_the_labels(tmp_path: Path, make_dataset: MakeDataset) -> None:
    dataset = make_dataset()
    found = reading(tmp_path, dataset, abstract="一句话")
    field = next(each for each in found.fields if each.name == "abstract")
    assert (field.expected, field.predicted) == (dataset.cases[0].label.prose["abstract"], "一句话")


def test_an_answer_that_is_lacking_says_why(tmp_path: Path, make_dataset: MakeDataset) -> None:
    (document,) = view(tmp_path, make_dataset(), None).documents
    assert document.failed
    assert document.readings[0].error == "no <b>answer</b>"
