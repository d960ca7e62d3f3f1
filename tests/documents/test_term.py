import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import from_text, outline
from summarizer.documents.term import document_period

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def term_of(text, date=None):
    found = document_period(outline(from_text(f"{text}\n{BODY}\n{BODY}", "总结.txt")), date)
    return found and found.value


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("青川县2024年上半年工作总结", ("2024-01", "2024-06")),
        ("青川县2024年前三季度情况", ("2024-01", "2024-09")),
        ("青川县2023年度工作总结", ("2023-01", "2023-12")),
        ("青川县2024年工作总结和2025年工作计划", ("2024-01", "2024-12")),
        ("2025年果业工作会议暨2024年总结大会讲话", ("2024-01", "2024-12")),
        ("把每一节课上好\n——在青川大学2024年度总结大会上的讲话", ("2024-01", "2024-12")),
        ("青川中学2024—2025学年度第一学期工作总结", ("2024-09", "2025-01")),
        ("青川中学2024-2025学年下学期工作计划", ("2025-02", "2025-07")),
        ("青川中学2024—2025学年工作总结", ("2024-09", "2025-08")),
        ("青川中学2024年秋季学期工作计划", ("2024-09", "2025-01")),
        ("青川中学2025年春季学期工作总结", ("2025-02", "2025-07")),
        ("青川县2024年1—9月果业工作总结", ("2024-01", "2024-09")),
        ("青川县2024年10月果业工作简报", ("2024-10", "2024-10")),
        ("青川县2021—2023年果业工作总结", ("2021-01", "2023-12")),
        ("在2024年10月8日果业大会上的讲话", None),
    ],
)
def test_the_time_in_a_title_is_the_documents(title, term):
    assert term_of(title) == term


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("青川县2024年工作要点", ("2024-01", "2024-12")),
        ("关于印发《青川县2024年果业工作计划》的通知", ("2024-01", "2024-12")),
        ("青川县果业三年行动方案（2024—2026年）", ("2024-01", "2026-12")),
        ("青川县“十四五”果业发展规划", ("2021-01", "2025-12")),
        ("青川县2024年果业节活动方案", None),
        ("关于举办2024年果业节的通知", None),
    ],
)
def test_a_plan_is_about_the_months_planned(title, term):
    assert term_of(title) == term


SCHEDULED = "关于举办2025年果业大赛的通知\n一、大赛安排\n初赛：3月20日—4月5日\n决赛：10月18日\n报名：{}"


def test_a_notice_of_an_event_lasts_from_the_first_month_of_its_schedule_to_the_last():
    assert term_of(SCHEDULED.format("4月10日前"), "2025-03-06") is None
    text = SCHEDULED.format("4月10日前").replace("大赛安排", "赛程安排")
    assert term_of(text, "2025-03-06") == ("2025-03", "2025-10")


def test_what_lies_before_a_notice_is_no_part_of_its_schedule():
    text = SCHEDULED.format("依据2024年12月的文件").replace("大赛安排", "赛程安排")
    assert term_of(text, "2025-03-06") is None


@pytest.mark.parametrize(
    ("said", "date", "term"),
    [
        ("回顾“十三五”时期的工作，成绩可喜。", None, ("2016-01", "2020-12")),
        ("今天主要是回顾总结上半年工作。", "2024-07-02", ("2024-01", "2024-06")),
        ("今天主要是回顾总结上半年工作。", None, None),
        ("今天主要是总结2023年工作，部署2024年任务。", None, ("2023-01", "2023-12")),
        ("过去一年，全县上下一心。", "2024-02-20", ("2023-01", "2023-12")),
        ("过去一年，全县上下一心。", "2024-08-20", None),
        ("刚刚过去的2023年，极不平凡。", None, ("2023-01", "2023-12")),
    ],
)
def test_a_speech_says_which_time_it_looks_back_on(said, date, term):
    assert term_of(f"在全县大会上的讲话\n{said}", date) == term


@pytest.mark.parametrize(
    ("heading", "under", "term"),
    [
        ("一、2023年工作回顾", "全年完成投资。", ("2023-01", "2023-12")),
        ("一、2023年和“十四五”时期工作回顾", "全年完成投资。", ("2021-01", "2025-12")),
        ("一、过去五年工作回顾", "五年完成投资。", ("2019-01", "2023-12")),
        ("一、工作回顾", "2023年是极不平凡的一年。", ("2023-01", "2023-12")),
        ("一、工作回顾", "全县上下一心。", None),
    ],
)
def test_a_heading_that_looks_back_tells_how_far(heading, under, term):
    text = f"政府工作报告\n各位代表：\n{heading}\n{under}{BODY}\n二、2024年重点工作\n{BODY}"
    assert term_of(text, "2024-01-20") == term


@pytest.mark.parametrize(
    ("said", "date", "term"),
    [
        ("2024年，果业取得新成效。", "2024-09-30", ("2024-01", "2024-09")),
        ("2023年，果业取得新成效。", "2024-02-01", ("2023-01", "2023-12")),
        ("2021年以来，果业取得新成效。", "2024-06-30", ("2021-01", "2024-06")),
        ("2021年以来，果业取得新成效。", "2024-01-30", ("2021-01", "2023-12")),
        ("2021年以来，果业取得新成效。", None, None),
        ("今年以来，果业取得新成效。", "2024-08-18", ("2024-01", "2024-08")),
        ("今年以来，果业取得新成效。", "2024-01-18", None),
        ("上半年，果业取得新成效。", "2024-07-18", ("2024-01", "2024-06")),
        ("今年以来，果业向好，1—8月出口200吨。", "2024-09-12", ("2024-01", "2024-08")),
        ("三年来，果业取得新成效。", "2024-01-12", ("2021-01", "2023-12")),
        ("三年来，果业取得新成效。", "2024-06-12", None),
        ("一年来，果业取得新成效。", "2024-12-28", ("2024-01", "2024-12")),
        ("一年来，果业取得新成效。", "2024-01-12", ("2023-01", "2023-12")),
        ("一年来，果业取得新成效。", "2024-08-12", None),
        ("近年来，果业取得新成效。", "2024-06-12", None),
    ],
)
def test_the_opening_tells_the_time_of_a_text_without_one_in_its_title(said, date, term):
    assert term_of(f"果业取得新成效\n{said}", date) == term


@given(
    st.sampled_from(
        [
            "2022年以来，",
            "今年以来，",
            "过去一年，",
            "2023年，",
            "五年来，",
            "一年来，",
            "1—5月，",
            "全年，",
            "上半年，",
        ]
    ),
    st.integers(2022, 2025),
    st.integers(1, 12),
)
def test_a_time_looked_back_on_is_a_span_of_months_that_has_begun_by_the_date(said, year, month):
    term = term_of(f"果业取得新成效\n{said}果业取得新成效。", f"{year}-{month:02d}")
    if term:
        assert all(re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", each) for each in term)
        assert term[0] <= term[1]
        assert term[0] <= f"{max(year, 2023)}-{month:02d}"


@pytest.mark.parametrize(
    ("heading", "date", "term"),
    [
        ("二、2025年工作计划", None, ("2024-01", "2024-12")),
        ("二、下半年工作打算", "2024-07-08", ("2024-01", "2024-06")),
        ("二、明年工作思路", "2024-12-20", ("2024-01", "2024-12")),
        ("二、下半年工作打算", None, None),
        ("二、下一步工作打算", "2024-12-20", None),
    ],
)
def test_a_summary_looks_back_on_what_came_before_its_plan(heading, date, term):
    assert term_of(f"果业局工作总结\n一、主要做法\n{BODY}\n{heading}", date) == term


def test_a_year_that_a_heading_names_beside_a_plan_of_five_years_is_not_all_of_the_time():
    text = f"政府工作报告\n各位代表：\n一、2025年工作和“十四五”发展回顾\n{BODY}\n二、今后\n{BODY}"
    assert term_of(text, "2026-01-20") == ("2021-01", "2025-12")


def test_a_heading_may_say_how_the_year_it_names_went():
    text = f"在全县大会上的讲话\n一、2023年工作取得新成效\n{BODY}\n二、2024年重点任务\n{BODY}"
    assert term_of(text, "2024-02-02") == ("2023-01", "2023-12")


def test_a_year_needs_no_comma_before_who_acted_in_it():
    assert term_of("果业总结\n2024年我局在县委的领导下开展工作。", "2025-01-05") == ("2024-01", "2024-12")
