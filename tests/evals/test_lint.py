import json
from typing import Any

import pytest

from evals.dataset import open_dataset
from evals.lint import lint
from tests.evals.conftest import LABEL, TEXT, MakeDataset


def figure(number: int, **changes: Any) -> list[dict[str, Any]]:
    """The label's figures with one of them changed."""
    figures = [dict(each) for each in LABEL["figures"]]
    figures[number] |= changes
    return figures


def test_a_sound_data_set_has_no_faults(make_dataset: MakeDataset) -> None:
    assert lint([make_dataset()]) == []


@pytest.mark.parametrize(
    ("level", "where", "said", "changes"),
    [
        ("error", "id", "fire", {"id": "fire"}),
        ("error", "problems[0]", "not in the document", {"problems": [{"text": "缺钱", "evidence": "资金不够用"}]}),
        ("error", "problems[0]", "60 characters", {"problems": [{"text": "缺" * 60, "evidence": "项目资金缺口较大"}]}),
        ("error", "problems[0]", "2 characters", {"problems": [{"text": "缺钱", "evidence": "资金"}]}),
        ("warning", "tasks[0]", "crosses", {"tasks": [{"text": "备汛", "evidence": "备汛。6月底前"}]}),
        ("error", "figures[0]", "not in its evidence", {"figures": figure(0, mention="15个")}),
        ("error", "figures[0]", "not in the document", {"figures": figure(0, evidence="共实施项目14个")}),
        ("warning", "figures[1]", "reads as 236000000元", {"figures": figure(1, value=2.36)}),
        ("warning", "figures[2]", "reads as 18.2%", {"figures": figure(2, unit="个百分点")}),
        ("error", "figures", "labelled 2 times", {"figures": [*LABEL["figures"], LABEL["figures"][0]]}),
        ("error", "abstract", "4 characters", {"abstract": "工作很好", "must_have": []}),
        ("warning", "must_have", "3.15亿元", {"must_have": ["3.15亿元|31500万元"]}),
        ("warning", "noise", "热点新闻", {"noise": ["热点新闻"]}),
        ("error", "date", "2024年", {"date": "2024年"}),
        ("error", "period", "2024", {"period": {"start": "2024", "end": "2024-06"}}),
        ("error", "-", "policies", {"policies": None}),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(
    make_dataset: MakeDataset, level: str, where: str, said: str, changes: dict[str, Any]
) -> None:
    faults = lint([make_dataset(**changes)])
    assert any(
        (each.level, each.where) == (level, f"small/water: {where}") and said in each.what for each in faults
    ), faults


def test_evidence_that_occurs_twice_is_named(make_dataset: MakeDataset) -> None:
    twice = {
        "text": TEXT + "\n资金配套较慢。资金配套较慢。\n",
        "problems": [{"text": "缺钱", "evidence": "资金配套较慢"}],
    }
    (fault,) = lint([make_dataset(**twice)])
    assert fault.level == "warning"
    assert "occurs 2 times" in fault.what


def test_a_label_without_its_document_and_a_document_without_label_are_named(
    make_dataset: MakeDataset,
) -> None:
    dataset = make_dataset(card='name = "s"\n[strata.earth]\nlevel = "city"\n')
    (dataset.folder / "labels" / "fire.json").write_text(json.dumps(LABEL), encoding="utf-8")
    (dataset.folder / "air.txt").write_text(TEXT, encoding="utf-8")
    faults = {(each.level, each.where) for each in lint([open_dataset(dataset.folder)])}
    assert {("error", "s/fire"), ("warning", "s/air"), ("error", "s/dataset.toml")} <= faults


def test_a_sealed_set_that_was_changed_is_found(make_dataset: MakeDataset) -> None:
    sealed = f'name = "small"\nversion = "1.0.0"\nsha256 = "{make_dataset().sha256}"\n'
    assert lint([make_dataset(card=sealed)]) == []
    (fault,) = lint([make_dataset(card=sealed, region=None)])
    assert fault.level == "error"
    assert "1.0.0" in fault.what


def test_near_duplicates_and_shared_issuers_of_two_splits_are_found(make_dataset: MakeDataset) -> None:
    dev = make_dataset("dev")
    test = make_dataset("test", text=TEXT.replace("14个", "15个"), figures=[], must_have=[])
    said = [each.what for each in lint([dev, test]) if each.level == "error"]
    assert any("the same as test/water" in each for each in said)
    assert any("临江县水务局" in each for each in said)


def test_reports_of_one_kind_by_two_offices_are_no_duplicates(make_dataset: MakeDataset) -> None:
    other = "青岚市民政局2023年工作要点\n\n" + "".join(
        f"{n}、做好第{n}项民政工作，全年新建养老服务站{n * 7}个，覆盖社区{n * 13}个。\n" for n in range(1, 30)
    )
    dev, test = make_dataset("dev"), make_dataset("test", text=other)
    assert not any("the same" in each.what for each in lint([dev, test]))
