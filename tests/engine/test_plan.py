from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents import from_text, outline
from summarizer.engine.plan import plan_items, show, told
from summarizer.providers import Limits

NUMBERED = "一二三四五六七八九十"
CLAUSES = st.sampled_from(
    [
        "完成投资2.36亿元。",
        "新铺管网126公里，惠及群众。",
        "各项工作有序推进，群众比较满意。",
        "整改问题52处。",
    ]
)


@st.composite
def outlines(draw):
    """A report of numbered points under two headings, each of one to many sentences."""
    lines = ["临江县水务局2024年工作总结"]
    for heading in ("一、主要工作成效", "二、下一步工作"):
        lines.append(heading)
        for number in NUMBERED[: draw(st.integers(1, 8))]:
            told = "".join(draw(st.lists(CLAUSES, min_size=1, max_size=12)))
            lines.append(f"{number}是持续推进重点工作。{told}")
    return outline(from_text("\n".join(lines), "总结.txt"))


def size(points):
    return sum(len(sentence.text) for point in points for sentence in point.sentences)


@settings(deadline=None, max_examples=40)
@given(outlines(), st.integers(1, 5), st.sampled_from([2048, 4096, 32768]))
def test_every_point_is_asked_once_in_order_within_the_limits(parsed, points, context):
    plan = plan_items(told(parsed), Limits(context=context, parallel=1, points=points))
    planned = [point for batch in plan.batches for point in batch]
    numbered = [point.id for point in parsed.points if point.numbered]
    assert [point.id for point in planned if point.numbered] == numbered
    assert all(one.id < other.id for one, other in pairwise(planned))
    for batch in plan.batches:
        assert 1 <= len(batch) <= points
        assert len(batch) == 1 or size(batch) <= context / 2
    assert plan.warnings == ()


@settings(deadline=None, max_examples=40)
@given(outlines(), st.integers(1250, 1400))
def test_of_a_point_that_is_too_long_the_first_sentences_are_kept_with_a_warning(parsed, context):
    plan = plan_items(told(parsed), Limits(context=context, parallel=1, points=9))
    whole = {point.id: point for point in parsed.points}
    cut = 0
    for point in (point for batch in plan.batches for point in batch):
        kept = len(point.sentences)
        assert point.sentences == whole[point.id].sentences[:kept]
        assert size([point]) <= context - 1200
        cut += kept < len(whole[point.id].sentences)
    assert len(plan.warnings) == cut


def test_a_warning_says_how_much_of_a_long_point_was_read():
    text = "临江县水务局工作总结\n一、主要工作成效\n一是建设提速。" + "完成投资2.36亿元，群众比较满意。" * 9
    plan = plan_items(told(outline(from_text(text, "总结.txt"))), Limits(context=1300, parallel=1, points=1))
    ((point,),) = plan.batches
    (warning,) = plan.warnings
    assert "建设提速" in warning
    assert f"{len(point.sentences)}" in warning
    assert "10" in warning


@settings(deadline=None, max_examples=40)
@given(outlines())
def test_a_quantity_is_tagged_with_its_number_in_the_outline(parsed):
    told = [f"{quantity.mention}#{n}" for n, quantity in enumerate(parsed.quantities, 1)]
    shown = "".join(show(parsed, point) for point in parsed.points)
    assert [tag for tag in told if tag in shown] == told
    assert shown.count("#") == len(told)


@settings(deadline=None, max_examples=40)
@given(outlines())
def test_a_point_is_shown_as_its_sentences_with_their_ids(parsed):
    for point in parsed.points:
        shown = show(parsed, point)
        assert [f"[{each.id}]{each.text[:4]}" in shown for each in point.sentences] == [True] * len(
            point.sentences
        )


FRAMED = """临江县水务局2024年工作总结
今年以来，在县委的坚强领导下，各项工作取得新进展，现报告如下。
一、主要工作成效
{between}
一是水利建设提速。完成投资2.36亿元。
二是供水保障有力。新铺管网126公里。
"""


@pytest.mark.parametrize(
    ("between", "asked"),
    [
        ("各项工作有序推进，取得了明显成效。", 2),
        ("全年共投入资金5.2亿元，取得了明显成效。", 3),
        ("在全市年度水利工作综合考核中名列第一，取得了明显成效。", 3),
    ],
)
def test_what_only_opens_or_leads_over_is_not_asked_about_but_where_it_holds_a_figure(between, asked):
    parsed = outline(from_text(FRAMED.format(between=between), "总结.txt"))
    plan = plan_items(told(parsed), Limits(context=4096, parallel=1, points=1))
    assert len(plan.batches) == asked


def test_a_document_without_headings_is_asked_about_paragraph_by_paragraph():
    text = "\n".join(["全县水利工作有序推进，各项任务全面完成，群众比较满意。"] * 3)
    plan = plan_items(told(outline(from_text(text, "简报.txt"))), Limits(context=4096, parallel=1, points=1))
    assert len(plan.batches) == 3


def first_words(text):
    return [point.sentences[0].text[:6] for point in told(outline(from_text(text, "总结.txt")))]


def test_what_stands_over_points_of_a_lower_level_leads_over_too():
    text = (
        "临江县水务局工作计划\n一、总体要求\n坚持节水优先、空间均衡。\n"
        "二、重点工作\n全年要抓好以下工作，务求落到实处。\n（一）工程\n1.新铺管网126公里。\n2.新建泵站3座。\n"
    )
    assert "全年要抓好以" not in first_words(text)


def test_where_figures_tell_what_holds_none_is_not_asked_about_but_under_plans():
    told_by = "新铺管网126公里，惠及群众3.2万人。"
    rest = "水是生命之源，万物因水而生，一座城也因水而有了灵气。"
    report = f"临江水务见闻\n一、管网成效\n{told_by}\n{rest}\n{told_by}\n二、下一步打算\n{rest}\n{told_by}\n"
    assert first_words(report) == [told_by[:6]] * 2 + [rest[:6], told_by[:6]]


def test_the_purpose_and_the_validity_of_a_regulation_are_not_asked_about():
    text = (
        "临江县节水管理办法\n第一章 总则\n第一条 为规范用水管理，根据有关规定，制定本办法。\n"
        "第二条 用水单位应当安装计量设施。\n第二章 附则\n第三条 本办法自2024年5月1日起施行。\n"
    )
    assert len(first_words(text)) == 1


def opening_words(text):
    return [point.sentences[0].text for point in told(outline(from_text(text, "报告.txt")))]


def test_the_thought_that_guides_all_is_not_told():
    guided = "今年是开局之年，要坚持以绿色发展理念为指导，稳中求进。"
    report = f"一、2025年工作安排\n{guided}\n加快管网改造。完成投资2.36亿元。\n办好民生实事。新增公厕26座。"
    assert opening_words(report) == ["加快管网改造。", "办好民生实事。"]


def test_basic_principles_are_not_told():
    report = "一、基本原则\n坚持因地制宜，分类指导，让各地走自己的路。\n二、主要任务\n（一）加快管网改造。\n（二）办好水厂。"
    assert opening_words(report) == ["（一）加快管网改造。", "（二）办好水厂。"]


def test_what_is_told_between_the_numbered_points_of_a_text_without_sections_counts():
    report = (
        "县水务局全面加强供水管理，群众满意。启动供水惠民行动，走访用水大户。建立管护队伍，开展培训。"
        "一是抓管网。更换老旧管线。二是抓水厂。完善操作规程。"
    )
    lines = report.replace("启动", "\n启动").replace("一是", "\n一是", 1)
    assert opening_words(lines) == ["启动供水惠民行动，走访用水大户。", "一是抓管网。", "二是抓水厂。"]


def test_shortcomings_are_told_below_numbered_results_too():
    report = (
        "一、工作回顾\n（一）管网改造加快。完成投资2.36亿元。\n（二）水质持续改善。整改问题52处。\n"
        "我们也清醒认识到，工作中还存在不少困难：管护力量不足。水费收缴难度较大。"
    )
    assert opening_words(report)[2:] == [
        "我们也清醒认识到，工作中还存在不少困难：管护力量不足。",
        "水费收缴难度较大。",
    ]


def test_a_paragraph_with_a_thesis_is_told_though_it_holds_no_figure_where_most_do():
    report = (
        "一、水利建设迈大步\n加快城乡管网改造。完成投资2.36亿元。\n持续提升供水水质。整改问题52处。\n"
        "扩大节约用水宣传。讲解员走村入户。"
    )
    assert opening_words(report)[-1] == "扩大节约用水宣传。"
