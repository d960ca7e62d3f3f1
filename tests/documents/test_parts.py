"""What headings and the kind of a document tell of the figures under them."""

import pytest

from summarizer.documents import from_text, outline, parts, statuses

HEADING = "\n{}\n（一）扩大规模。新增果园300亩，产量增长5%。\n（二）提升品质。新增认证5家，优果率达到75%。\n"


def told(title, *headings):
    """What each heading announces, and the status of the first figure under it."""
    text = title + "\n" + "".join(HEADING.format(each) for each in headings)
    parsed = outline(from_text(text, "报告.txt"))
    part, status = parts(parsed), statuses(parsed)
    tops = [each for each in parsed.sections if each.level == 1]
    first = [
        next(each for each in parsed.quantities if each.start > top.start + len(top.heading)) for top in tops
    ]
    return [part(each.start) for each in first], [status(each, None) for each in first]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("一、2025年工作回顾", "achieved"),
        ("一、主要工作成效", "achieved"),
        ("一、存在的主要问题", "problem"),
        ("一、2026年重点任务", "planned"),
        ("一、下一步工作打算", "planned"),
        ("一、重点任务完成情况", None),
        ("一、重点问题抓得准", None),
        ("一、果业发展", None),
        ("一、补短板强弱项，果业稳中有进", None),
        ("一、有喜有忧，问题要看清", "problem"),
        ("一、坚持问题导向", None),
        ("一、过去一年，成绩来之不易", "achieved"),
        ("一、新的一年，关键是干出成效", "planned"),
        ("一、明年怎么干", "planned"),
        ("一、今年工作情况和明年工作打算", None),
    ],
)
def test_a_heading_announces_one_thing_or_nothing(heading, part):
    assert told("临江县果业局报告", heading)[0] == [part]


def test_of_two_years_in_the_headings_the_later_one_lies_ahead():
    assert told("2026年果业工作报告", "一、2025年果业工作", "二、2026年果业工作")[0] == [None, "planned"]


def test_what_follows_a_part_that_looks_ahead_goes_on_looking_ahead():
    parsed = told("果业工作报告", "一、工作回顾", "二、2026年工作安排", "三、加强自身建设")
    assert parsed == (["achieved", "planned", "planned"],) * 2


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("关于加强果业工作的实施意见", "planned"),
        ("临江县果业发展三年行动方案", "planned"),
        ("关于果业工作情况的通报", "achieved"),
        ("临江县果业工作总结", "achieved"),
    ],
)
def test_what_a_plan_or_a_notice_says_is_to_be_done(title, status):
    assert told(title, "一、果业发展")[1] == [status]


def test_a_statement_is_no_result_where_the_headings_look_ahead():
    text = "果业工作报告\n" + HEADING.format("一、工作回顾") + HEADING.format("二、2026年工作安排")
    parsed = outline(from_text(text, "报告.txt"))
    status = statuses(parsed)
    assert [status(each, "achieved") for each in parsed.quantities if each.unit == "亩"] == [
        "achieved",
        "planned",
    ]


def test_a_section_may_say_first_that_it_looks_ahead():
    text = "果业工作报告\n一、何以致远\n面向未来，我们抓好三件事。推动优果率达到80%。\n扩大规模。新增果园300亩。\n"
    parsed = outline(from_text(text, "报告.txt"))
    assert {parts(parsed)(each.start) for each in parsed.quantities} == {"planned"}


def test_a_line_of_its_own_announces_what_follows_it():
    text = "果业工作材料\n果业站建成果库5座，群众满意。\n下一步打算\n合作社达到15家，果园扩大到80亩。\n"
    parsed = outline(from_text(text, "材料.txt"))
    assert [parts(parsed)(each.start) for each in parsed.quantities] == [None, "planned", "planned"]


def test_what_is_to_be_fulfilled_is_a_condition():
    text = "果业奖补办法\n一、申报\n（一）申报果企应同时具备下列条件：\n1.年收入2000万元以上；\n2.果园面积30亩以上。\n"
    parsed = outline(from_text(text, "办法.txt"))
    status = statuses(parsed)
    assert {status(each, None) for each in parsed.quantities} == {"background"}


def test_under_a_year_before_that_of_a_later_column_stands_what_is_compared_with():
    text = "果业工作总结\n主要指标如下，总体向好。\n指标\t2022年\t2023年\t同比\n果品产量\t27万吨\t28万吨\t增长3%\n"
    parsed = outline(from_text(text, "总结.txt"))
    status = statuses(parsed)
    assert [status(each, None) for each in parsed.quantities] == ["background", "achieved", "achieved"]


def test_what_a_plan_says_of_its_body_first_is_no_plan():
    text = "果业站2025年工作计划\n一、基本情况\n我站现有技术员42名，其中研究生9名。\n二、工作目标\n培训果农300人。\n"
    parsed = outline(from_text(text, "计划.txt"))
    status = statuses(parsed)
    assert [status(each, None) for each in parsed.quantities] == ["background", "background", "planned"]
