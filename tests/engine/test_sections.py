import asyncio

import pytest

from summarizer.engine.items import extract_items
from summarizer.engine.sections import LONGEST, summarize_sections

REPORT = """临江县水务局2024年上半年工作总结
一、主要工作成效
一是全县水利工程建设提速。实施重点水利项目14个，完成投资2.36亿元。
二是全县农村供水保障有力。新铺供水管网126公里，群众比较满意。
二、存在的问题
一是项目资金缺口较大。仍需筹措资金4200万元。
三、会议有关事项
请各单位认真学习、深入领会
"""


@pytest.fixture
def sections_of(session_on, scripted, answering):
    """A function that gives the sections of the report where a model says this of each, with all it was asked."""
    _, dutiful = answering

    def run(*said):
        left = iter(said)
        provider = scripted(
            lambda request: {"summary": next(left)} if request.stage == "sections" else dutiful(request),
            points=2,
        )
        session = session_on(REPORT, provider)

        async def both():
            return await summarize_sections(session, await extract_items(session, 2024))

        return asyncio.run(both())["sections"], provider.asked("sections"), session

    return run


def test_each_top_section_has_its_heading_role_and_place(sections_of):
    sections, _, _ = sections_of("完成投资2.36亿元")
    assert [(each.heading, each.role) for each in sections] == [
        ("一、主要工作成效", "achievements"),
        ("二、存在的问题", "problems"),
        ("三、会议有关事项", "background"),
    ]
    for each in sections:
        assert REPORT[each.start : each.end].startswith(each.heading)
    assert REPORT[sections[0].start : sections[0].end].rstrip().endswith("群众比较满意。")


def test_only_a_section_of_several_items_is_put_to_the_model(sections_of):
    sections, asked, _ = sections_of("完成投资2.36亿元，供水保障有力。")
    assert len(asked) == 1
    assert "一、主要工作成效" in asked[0].question
    assert [each.summary for each in sections] == [
        "完成投资2.36亿元，供水保障有力",
        "项目资金缺口较大：仍需筹措资金4200万元",
        "",
    ]


@pytest.mark.parametrize("bad", ["完成投资9.99亿元", "打响“清流”品牌", "2023年建设提速", " "])
def test_a_summary_that_does_not_hold_is_asked_again(bad, sections_of):
    sections, asked, session = sections_of(bad, "完成投资2.36亿元")
    assert sections[0].summary == "完成投资2.36亿元"
    assert len(asked) == 2
    assert session.warnings == []


def test_a_summary_wrong_twice_gives_the_items_and_a_warning(sections_of):
    sections, _, session = sections_of("完成投资9.99亿元", "完成投资8.88亿元")
    assert "2.36亿元" in sections[0].summary
    assert len(sections[0].summary) <= LONGEST
    (warning,) = session.warnings
    assert "一、主要工作成效" in warning
