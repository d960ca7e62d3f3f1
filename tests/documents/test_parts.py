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
