import asyncio

import pytest

from schemas import WorkReport
from summarizer.documents import from_text, outline
from summarizer.engine import Engine
from summarizer.engine.figures import extract_figures, extract_names, self_contradictions, uncited
from summarizer.engine.items import extract_items

REPORT = """临江县水务局2024年上半年工作总结
一、主要工作成效
一是水利工程建设提速。完成投资1132.05万元，同比增长18.2%，印发《供水管理办法》，打响“清流行动”品牌。
二是供水保障有力。落实《供水管理办法》，新铺管网近126公里，开展三次检查，真正做到“严”字当头。
二、下一步工作
一是抓好防汛备汛。年底前对8座水库除险加固。
"""


@pytest.fixture(scope="module")
def parsed():
    return outline(from_text(REPORT, "总结.txt"))


@pytest.fixture
def placed(session_on, scripted):
    return asyncio.run(extract_items(session_on(REPORT, scripted()), 2024))


def test_every_quantity_in_arabic_digits_is_a_figure_in_document_order(parsed, placed):
    figures = extract_figures(parsed, WorkReport, placed)
    assert [(each.mention, each.value, each.unit) for each in figures] == [
        ("1132.05万元", 11320500, "元"),
        ("18.2%", 18.2, "%"),
        ("近126公里", 126, "公里"),
        ("8座", 8, "座"),
    ]
    assert [each.direction for each in figures] == [None, "up", None, None]
    assert [each.qualifier for each in figures] == [None, None, "nearly", None]


def test_a_figure_is_cited_by_its_clause(parsed, placed):
    for figure in extract_figures(parsed, WorkReport, placed):
        (evidence,) = figure.evidence
        assert figure.mention in evidence.quote
        assert evidence.quote == REPORT[evidence.start : evidence.end]
        assert "，" not in evidence.quote


def test_the_list_of_a_point_tells_whether_its_figures_are_achieved_or_planned(parsed, placed):
    status = {each.mention: each.status for each in extract_figures(parsed, WorkReport, placed)}
    assert status["1132.05万元"] == "achieved"
    assert status["8座"] == "planned"


def test_names_are_found_once_with_all_their_places(parsed):
    names = extract_names(parsed, WorkReport)
    (policy,) = names["policies"]
    assert policy.name == "供水管理办法"
    assert [REPORT[each.start : each.end] for each in policy.evidence] == ["供水管理办法"] * 2
    assert [each.name for each in names["initiatives"]] == ["清流行动"]


def test_figures_that_no_item_and_no_prose_mentions_are_listed(parsed, placed):
    items = [each.item for each in placed]
    listed = [each.mention for each in uncited(parsed, items, ["同比增长18.2%，新铺管网126公里"])]
    told = "".join(item.text for item in items)
    assert "18.2%" not in listed
    assert "近126公里" not in listed
    assert all(mention not in told for mention in listed)
    assert [each.mention for each in uncited(parsed, [], [])] == ["1132.05万元", "18.2%", "近126公里", "8座"]


def test_the_same_amount_in_another_place_is_another_figure(session_on, scripted):
    text = REPORT.replace("年底前对8座", "新建泵站8座，年底前对8座")
    session = session_on(text, scripted())
    placed = asyncio.run(extract_items(session, 2024))
    first = next(each.item for each in placed if each.point.numbered)
    elsewhere = first.model_copy(update={"text": "新建泵站8座"})
    assert "8座" in [each.mention for each in uncited(session.outline, [elsewhere], [])]
    assert "8座" not in [each.mention for each in uncited(session.outline, [], ["建成泵站8座"])]


def test_a_figure_has_the_period_that_its_sentence_states(session_on, scripted):
    text = REPORT.replace("完成投资", "截至6月底，完成投资")
    session = session_on(text, scripted())
    placed = asyncio.run(extract_items(session, 2024))
    figures = extract_figures(session.outline, WorkReport, placed)
    assert figures[0].period == "../2024-06"


def test_a_contradiction_of_the_report_is_told_with_the_places_and_words_of_the_original(
    session_on, scripted
):
    text = REPORT.replace("完成投资", "　　供水率由91.5%提高到93.8%，提高3.3个百分点。完成投资")
    (told,) = self_contradictions(outline(from_text(text, "总结.txt")))
    first, second = text.index("91.5%"), text.index("3.3个")
    assert "应为上升2.3个百分点，原文写提高3.3个百分点" in told
    assert f"〔{first}–{first + 13}〕“91.5%提高到93.8%”" in told
    assert f"〔{second}–{second + 7}〕“3.3个百分点”" in told
    assert self_contradictions(outline(from_text(REPORT, "总结.txt"))) == ()


def test_a_contradiction_is_among_the_warnings_of_the_record(scripted):
    text = REPORT.replace("近126公里", "管线，由105公里增加到112公里，增加17公里")
    record = asyncio.run(Engine(scripted(), WorkReport).summarize(from_text(text, "总结.txt")))
    assert any("应为上升7公里" in warning for warning in record.checks.warnings)
