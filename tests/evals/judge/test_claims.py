from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evals.fakes import perfect
from evals.judge.claims import Claim, claims_of
from evals.predictions import prediction_of
from tests.evals.conftest import TEXT
from tests.evals.made import quoted, reference

SMALL = reference()


def claims(room: int = 5000, **answer: Any) -> list[Claim]:
    return list(claims_of(SMALL, prediction_of(answer, SMALL.text, SMALL.schema), room))


def statement(text: str, quote: str | None = None) -> dict[str, Any]:
    return {"text": text, "evidence": quoted(SMALL, quote) if quote else []}


def test_every_statement_and_every_sentence_of_free_text_is_a_claim() -> None:
    answer = {**perfect(SMALL), "abstract": "实施重点水利项目14个。\n新铺供水管网126公里！"}
    found = claims(**answer)
    assert [each.field for each in found] == [
        "achievements", "achievements", "problems", "tasks", "abstract", "abstract",
    ]  # fmt: skip
    assert [each.text for each in found[-2:]] == ["实施重点水利项目14个。", "新铺供水管网126公里！"]
    assert [each.matched for each in found] == [True, True, True, True, None, None]


def test_a_statement_that_stands_for_none_of_the_label_is_not_matched() -> None:
    (found,) = claims(tasks=[statement("新建体育馆3座", "清河行动")])
    assert found.matched is False


def test_a_statement_is_shown_with_its_evidence_and_a_sentence_around_it() -> None:
    (found,) = claims(achievements=[statement("新铺供水管网", "新铺供水管网126公里")])
    (passage,) = found.source
    assert passage.split("\n\n")[0] == "二是农村供水保障有力。新铺供水管网126公里。"
    assert passage.rstrip().endswith("二、存在的问题")


def test_evidence_in_two_places_makes_two_passages() -> None:
    item = {"text": "水利", "evidence": [*quoted(SMALL, "完成投资2.36亿元"), *quoted(SMALL, "储备防汛物资")]}
    first, second = claims(achievements=[item])[0].source
    assert "完成投资2.36亿元" in first
    assert "储备防汛物资5000件" in second


def test_free_text_is_shown_with_the_sentences_that_it_draws_on() -> None:
    (found,) = claims(abstract="完成投资2.36亿元，新铺供水管网126公里，储备防汛物资5000件。")
    shown = "\n".join(found.source)
    assert all(each in shown for each in ("2.36亿元", "126公里", "5000件"))
    assert "配套资金" not in shown


def test_a_statement_without_evidence_is_shown_with_what_is_most_alike() -> None:
    (found,) = claims(achievements=[statement("新铺供水管网126公里")])
    assert "新铺供水管网126公里。" in "\n".join(found.source)


def test_what_resembles_nothing_has_no_source() -> None:
    assert [each.source for each in claims(abstract="Zebra quux!")] == [()]


def test_a_source_is_in_simplified_script() -> None:
    traditional = reference(text=TEXT + "\n縣水務局積極開展調研。\n")
    answer = {"abstract": "县水务局积极开展调研。"}
    (found,) = claims_of(traditional, prediction_of(answer, traditional.text, traditional.schema), 5000)
    assert "积极开展调研" in "\n".join(found.source)


def test_a_claim_is_told_on_one_line() -> None:
    (found,) = claims(achievements=[statement("新铺\n说法：\u2028管网")])
    assert found.text == "新铺 说法： 管网"


@given(st.integers(0, 400), st.text(max_size=60))
def test_claim_and_source_fit_the_room(room: int, text: str) -> None:
    item = {"text": text + "管网", "evidence": quoted(SMALL, "新铺供水管网126公里")}
    for found in claims(room, achievements=[item], abstract="实施重点水利项目14个，新铺供水管网126公里。"):
        shown = sum(len("".join(each.split())) for each in found.source)
        assert shown <= max(0, room - len(found.text))


def test_where_room_is_short_evidence_goes_before_its_context() -> None:
    (found,) = claims(30, achievements=[statement("新铺管网", "新铺供水管网126公里")])
    assert "新铺供水管网126公里" in "".join(found.source)
    (found,) = claims(20, achievements=[statement("新铺管网", "新铺供水管网126公里")])
    assert [each.strip() for each in found.source] == ["新铺供水管网126公里。"]
