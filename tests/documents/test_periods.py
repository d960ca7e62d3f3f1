import pytest

from summarizer.documents import from_text, outline, period_of

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"
HALF = ("2023-01", "2023-06")


def told(text, date="2023-07-25", period=HALF, **values):
    parsed = outline(from_text(text + BODY, "总结.txt"))
    return [period_of(parsed, each, date, period, **values) for each in parsed.quantities]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("今年以来，新建冷库5座。", "2023-01/2023-06"),
        ("上半年，新建冷库5座。", "2023-01/2023-06"),
        ("截至6月底，新建冷库5座。", "../2023-06"),
        ("截至2023年5月31日，新建冷库5座。", "../2023-05"),
        ("2022年，新建冷库5座。", "2022"),
        ("2022年下半年新建冷库5座。", "2022-07/2022-12"),
        ("去年新建冷库5座。", "2022"),
        ("去年同期新建冷库5座。", "2022-01/2022-06"),
        ("1-5月，新建冷库5座。", "2023-01/2023-05"),
        ("今年3月份新建冷库5座。", "2023-03"),
        ("一季度新建冷库5座。", "2023-01/2023-03"),
        ("前三季度计划新建冷库5座。", "2023-01/2023-09"),
        ("“十四五”期间新建冷库5座。", "2021/2025"),
        ("到“十四五”末，冷库达到50座。", "2025"),
        ("近三年新建冷库5座。", "2021/2023"),
        ("三年来新建冷库5座。", "2021/2023"),
        ("2020年至2022年新建冷库5座。", "2020/2022"),
        ("2021-2022年，新建冷库5座。", "2021/2022"),
        ("力争到2025年底新建冷库5座。", "2025-12"),
        ("年底前新建冷库5座。", "2023-12"),
        ("明年新建冷库5座。", "2024"),
        ("果品产值比2022年增加5万元。", None),
        ("新建冷库5座。", None),
        ("上半年新建冷库，较去年同期多5座。", "2023-01/2023-06"),
        ("产权归果农，30年不变，新建冷库5座。", None),
    ],
)
def test_the_time_that_the_sentence_states_is_resolved_against_the_date(text, when):
    assert told(text)[-1] == when


def test_each_end_of_a_change_has_its_own_time():
    assert told("上半年，果企由上年末的105家增加到112家。") == ["2022-12", "2023-01/2023-06"]
    assert told("上半年，优果率由60%提高到75%。") == [None, "2023-01/2023-06"]


def test_the_base_of_a_comparison_has_its_own_time():
    assert told("今年3月份，果价每斤4元，比去年同期的6元下降33%。") == ["2023-03", "2022-03", "2023-03"]


def test_a_heading_tells_the_time_of_what_stands_under_it():
    text = "一、2023年上半年工作完成情况\n（一）新建冷库5座。果农增收。\n二、2024年工作计划\n（一）新建冷库6座。果农增收。\n"
    assert told(text) == ["2023-01/2023-06", "2024"]


def test_years_that_are_over_are_counted_in_the_first_months_of_a_year():
    assert told("过去五年，新建冷库5座。", "2023-01-10", None) == ["2018/2022"]


def test_a_report_on_a_year_that_is_over_means_that_year():
    year = ("2022-01", "2022-12")
    assert told("全年新建冷库5座。", "2023-01-10", year) == ["2022"]
    assert told("今年以来，新建冷库5座。", "2023-01-10", year) == ["2022-01/2022-12"]


def test_what_was_done_in_all_the_year_was_done_in_the_last_of_the_years_looked_back_on():
    years = ("2021-01", "2025-12")
    text = "全年新建冷库5座。"
    assert told(text, "2026-01-27", years, done=True) == ["2025"]
    assert told(text, "2026-01-27", years) == ["2026"]


def test_without_a_date_nothing_is_resolved():
    assert told("上半年新建冷库5座。", None, None) == [None]


def test_a_heading_of_two_times_tells_neither():
    text = "一、2022年和“十三五”时期工作回顾\n（一）新建冷库5座。果农增收。\n二、2023年工作\n（一）新建冷库6座。果农增收。\n"
    assert told(text) == [None, "2023"]
