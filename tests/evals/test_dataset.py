import json
from pathlib import Path

import pytest

from evals.dataset import open_dataset
from evals.labels import places_of
from summarizer.errors import DatasetInvalid
from tests.evals.conftest import LABEL, TEXT, MakeDataset

SHARED = Path(__file__).parents[3] / "shared" / "reports"


def test_a_label_is_read_by_kind_of_field_and_placed_in_the_text(make_dataset: MakeDataset) -> None:
    (case,) = make_dataset().cases
    label = case.label
    assert label.facts["issuer"] == "临江县水务局"
    assert label.variants["issuer"] == ("县水务局",)
    assert [mark.role for mark in label.sections["sections"]] == ["achievements", "problems", "tasks"]
    ((start, end),) = label.items["problems"][0].places
    assert TEXT[start:end] == "项目资金缺口较大"
    assert [TEXT[slice(*each.places[0])] for each in label.figures["figures"]] == [
        each["mention"] for each in LABEL["figures"]
    ]


@pytest.mark.parametrize(
    ("evidence", "mention", "places"),
    [
        ("增加3个", None, ((0, 4), (5, 9))),
        ("增加3个", "3个", ((2, 4), (7, 9))),
        ("增加3个，增加3个", "3个", ((2, 4), (7, 9))),
        ("减少3个", "3个", ()),
        ("增加3个", "4个", ()),
        ("", None, ()),
    ],
)
def test_evidence_has_every_place_where_it_stands(
    evidence: str, mention: str | None, places: tuple[tuple[int, int], ...]
) -> None:
    assert places_of(evidence, "增加3个，增加3个。", mention) == places


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"achievments": []}, "achievments"),
        ({"tasks": None}, "tasks"),
        ({"figures": [{"subject": "x"}]}, "figures.0.value"),
        ({"sections": [{"heading": "一", "role": "results"}]}, "sections.0.role"),
    ],
)
def test_a_label_of_another_form_is_refused_with_its_field(
    make_dataset: MakeDataset, changes: dict[str, object], said: str
) -> None:
    (case,) = make_dataset(**changes).cases
    with pytest.raises(DatasetInvalid, match=said):
        _ = case.label


def test_a_label_that_lacks_a_field_is_refused(make_dataset: MakeDataset) -> None:
    (case,) = make_dataset().cases
    label = {key: value for key, value in LABEL.items() if key != "problems"}
    case.label_path.write_text(json.dumps(label), encoding="utf-8")
    with pytest.raises(DatasetInvalid, match="problems"):
        _ = case.label


def test_a_card_names_and_a_folder_without_one_is_named_by_itself(make_dataset: MakeDataset) -> None:
    assert make_dataset("bare").card.name == "bare"
    card = 'name = "water reports"\nversion = "1.2.0"\nsplit = "dev"\n[strata.water]\nlevel = "county"\n'
    made = make_dataset("with-card", card=card).card
    assert (made.name, made.version, made.split, made.strata["water"]["level"]) == (
        "water reports",
        "1.2.0",
        "dev",
        "county",
    )


def test_a_card_with_an_unknown_key_is_refused(make_dataset: MakeDataset) -> None:
    with pytest.raises(DatasetInvalid, match="licens"):
        make_dataset(card='name = "x"\nlicens = "CC0"\n')


def test_digests_change_with_what_they_depend_on(make_dataset: MakeDataset) -> None:
    first, relabelled, rewritten = (
        make_dataset("one"),
        make_dataset("two", region=None),
        make_dataset("three", text=TEXT + "\n附件：无\n"),
    )
    assert first.documents_sha256 == relabelled.documents_sha256 != rewritten.documents_sha256
    assert len({each.sha256 for each in (first, relabelled, rewritten)}) == 3


def test_a_folder_without_labels_and_an_unknown_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(DatasetInvalid, match="no labelled document"):
        open_dataset(tmp_path)
    with pytest.raises(DatasetInvalid, match="nowhere"):
        open_dataset("nowhere")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
def test_the_shared_reports_work_as_they_are() -> None:
    dataset = open_dataset(SHARED)
    assert len(dataset.cases) == 8
    for case in dataset.cases:
        assert all(each.places for some in case.label.items.values() for each in some)
        assert all(each.places for some in case.label.figures.values() for each in some)
