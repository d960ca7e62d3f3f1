import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.term_titles import named_term, planned_term


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("青川县二〇二四年度工作总结", ("2024-01", "2024-12")),
        ("青川县2024年前十个月果业情况", ("2024-01", "2024-10")),
        ("关于2023年预算执行情况和2024年预算草案的报告", ("2023-01", "2023-12")),
        ("青川县2024年度政务公开工作年度报告", ("2024-01", "2024-12")),
        ("果业发展三年回顾（2021—2023）", ("2021-01", "2023-12")),
        ("青川县“十三五”时期果业工作总结", ("2016-01", "2020-12")),
        ("青川县2024年政府工作报告", None),
        ("在2024年度果业工作会议上的报告", None),
        ("青川县2024年春节期间走访情况报告", None),
    ],
)
def test_a_title_names_the_time_that_it_looks_back_on(title, term):
    assert named_term(title, None) == term


@pytest.mark.parametrize(
    ("title", "dated", "term"),
    [
        ("在全县一季度果业调度会上的讲话", (2025, 4), ("2025-01", "2025-03")),
        ("青川县果业局上半年工作总结", (2024, 6), ("2024-01", "2024-06")),
        ("青川县果业局四季度工作总结", (2025, 1), ("2024-10", "2024-12")),
        ("青川县果业局上半年工作总结", (2024, None), None),
        ("青川县果业局上半年工作总结", None, None),
    ],
)
def test_a_part_of_a_year_is_that_of_the_date_once_it_was_over(title, dated, term):
    assert named_term(title, dated) == term


def test_a_plan_of_several_years_is_planned_for_all_of_them():
    assert planned_term("青川县果业三年行动计划（2024—2026年）") == ("2024-01", "2026-12")


WORDS = (
    "2024年",
    "2021",
    "二〇二三年",
    "—",
    "上半年",
    "四季度",
    "前九个月",
    "9",
    "3月",
    "度",
    "学年",
    "工作",
    "总结",
)


@given(st.lists(st.sampled_from(WORDS), max_size=8).map("".join), st.integers(2000, 2050))
def test_a_term_never_ends_before_it_begins(title, year):
    term = named_term(title, (year, 6))
    assert term is None or term[0] <= term[1]


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("上河县税务局2024年工作总结", ("2024-01", "2024-12")),
        ("临江县2024年节水工作情况", ("2024-01", "2024-12")),
        ("临江县2024年政府信息公开年度报告", ("2024-01", "2024-12")),
        ("临江县2024年法治政府建设工作报告", ("2024-01", "2024-12")),
        ("临江县人民法院工作报告（2024年）", ("2024-01", "2024-12")),
        ("临江县2024年半年工作总结", ("2024-01", "2024-06")),
        ("2024年1—11月全市经济运行情况通报", ("2024-01", "2024-11")),
        ("2024年政府工作报告", None),
        ("2024年春节期间安全检查工作总结", None),
    ],
)
def test_a_year_is_looked_back_on_where_the_title_sums_it_up(title, term):
    assert named_term(title, None) == term


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("临江县2025年防汛抗旱工作方案", ("2025-01", "2025-12")),
        ("2025年暑期防溺水工作方案", None),
        ("2025年“安全生产月”活动方案", None),
        ("2025年果品质量检查工作方案", None),
    ],
)
def test_a_scheme_is_for_a_year_unless_it_is_for_one_thing_in_it(title, term):
    assert planned_term(title) == term
