import json
import re
from typing import TYPE_CHECKING

from evals.dataset import open_dataset
from evals.shots import examples_of, issuers_of
from summarizer.grounding import unsupported

TAG = re.compile(r"#\d+|\[\d+\]")

if TYPE_CHECKING:
    from tests.evals.conftest import MakeDataset


def test_each_point_that_one_item_tells_is_an_example(make_dataset: "MakeDataset") -> None:
    found = examples_of(make_dataset()).all
    assert [(each.field, each.text) for each in found] == [
        ("achievements", "水利工程建设提速，完成投资2.36亿元"),
        ("achievements", "农村供水保障有力，新铺供水管网126公里"),
        ("problems", "项目资金缺口较大，仍需筹措4200万元"),
        ("tasks", "抓好防汛备汛，除险加固8座病险水库"),
    ]
    assert found[0].shown.startswith(f"[{found[0].sentences[0]}]一是水利工程建设提速")
    assert "#" in found[0].shown


def test_a_point_told_by_two_items_or_told_wrongly_is_none(make_dataset: "MakeDataset") -> None:
    twice = [
        {"text": "水利工程建设提速", "evidence": "一是水利工程建设提速"},
        {"text": "完成投资2.36亿元", "evidence": "完成投资2.36亿元"},
        {"text": "新铺管网999公里", "evidence": "二是农村供水保障有力"},
    ]
    fields = [each.field for each in examples_of(make_dataset(achievements=twice)).all]
    assert fields == ["problems", "tasks"]


def test_all_names_of_an_issuer_are_barred(make_dataset: "MakeDataset") -> None:
    dataset = make_dataset()
    assert list(issuers_of(dataset).values()) == [frozenset({"临江县水务局", "县水务局"})]


def test_a_document_that_cannot_be_read_bars_nobody(make_dataset: "MakeDataset") -> None:
    dataset = make_dataset()
    dataset.cases[0].path.write_bytes(b"")
    assert issuers_of(open_dataset(dataset.folder)) == {}


def test_what_the_shipped_labels_show_a_model_is_supported_by_its_sentences() -> None:
    found = examples_of(open_dataset("dev")).all
    assert len(found) > 100
    for each in found:
        assert unsupported(each.text, [TAG.sub("", each.shown)]) == ()
        assert all(f"[{number}]" in each.shown for number in each.sentences)
        json.dumps(each.sentences)
