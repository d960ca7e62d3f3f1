from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summarizer.grounding import stated, unsupported, verdict

SOURCE = (
    "2024年上半年完成投资1.26亿元，同比增长18.2%，普及率提高2.3个百分点。"
    "印发《供水管理办法》，打响“云岫春”品牌，全年新增就业3160人。"
)
WORDS = st.text("完成投资新增就业持续推进工作，、", max_size=12)
NUMBERS = st.one_of(
    st.integers(0, 10**7).map(str),
    st.decimals(0, 9999, places=2, allow_nan=False, allow_infinity=False).map(str),
)
UNITS = st.sampled_from(["亿元", "万元", "个", "%", "个百分点", "公里", "人", "年", "月", ""])


@pytest.mark.parametrize("amount", ["1.26亿元", "12600万元", "１．２６亿元", "1.260亿元", "126,000,000元"])
def test_an_amount_is_supported_in_whatever_writing(amount):
    assert unsupported(f"投资{amount}", ["完成投资1.26亿元"]) == ()
    assert unsupported("投资1.26亿元", [f"完成投资{amount}"]) == ()


@pytest.mark.parametrize(
    "claim",
    ["投资1.27亿元", "投资1.26万元", "投资1.26亿人", "投资12.6亿元", "投资126亿元"],
)
def test_another_digit_multiplier_or_unit_is_not_supported(claim):
    assert unsupported(claim, [SOURCE]) == (claim.removeprefix("投资"),)


def test_percent_and_percentage_points_are_not_the_same():
    assert unsupported("提高2.3%", [SOURCE]) == ("2.3%",)
    assert unsupported("增长18.2个百分点", [SOURCE]) == ("18.2个百分点",)


def test_a_rise_does_not_support_a_fall_but_a_plain_mention_of_it():
    assert unsupported("下降18.2%", [SOURCE]) == ("18.2%",)
    assert unsupported("增速18.2%", [SOURCE]) == ()
    assert unsupported("增长18.2%", ["下降18.2%，另一项增长18.2%"]) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("培训3200名技工", "培训3200余名技工"),
        ("6万名学生", "近6万名学生"),
        ("投入3亿元", "投入约3亿元"),
        ("投入超3亿元", "投入3亿元"),
        ("满意度90%", "满意度90%以上"),
        ("满意度超过90%", "满意度90%以上"),
        ("亏损面降到12%", "亏损面降到12%以内"),
        ("提高70%", "由60%提高到70%"),
        ("提高到3%", "提高3%"),
        ("降至70%", "提高到70%"),
        ("由70%提高到70%", "由60%提高到70%"),
        ("增长2倍", "翻一番"),
        ("平均亩产减少2.6公斤", "平均亩产提高到380.1公斤，增加2.6公斤"),
        ("平均亩产提高380.1公斤", "平均亩产提高到380.1公斤，增加2.6公斤"),
        ("居全国第3位", "居全省第3位"),
        ("居全省第3位", "得分3"),
        ("增长30%", "占比30%"),
        ("整改35项，整改率92%，剩余35项", "反馈38项，整改35项，整改率92%"),
        ("居民消费价格涨幅2%", "财政收入增长2%，居民消费价格涨幅3%"),
        ("2024年6月完成", "2024年3月完成6个项目"),
    ],
)
def test_a_changed_meaning_is_not_supported(claim, source):
    assert unsupported(claim, [source])


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("培训超过3200名技工", "培训3200余名技工"),
        ("培训约3200名技工", "培训3200余名技工"),
        ("约6万名学生", "近6万名学生"),
        ("不少于3亿元", "突破3亿元"),
        ("教师186人", "教师186名"),
        ("下降2.3%", "增长-2.3%"),
        ("收入下降2.3%", "收入同比-2.3%"),
        ("增长1倍", "翻一番"),
        ("平均亩产提高2.6公斤", "平均亩产提高到380.1公斤，增加2.6公斤"),
        ("灌溉用水上升2.6吨", "灌溉用水上涨到380.1吨，上涨2.6吨"),
        ("增长8.2%", "增速达到8.2%"),
        ("农村增长6.6%", "城镇、农村分别增长4.9%和6.6%"),
        ("达到70%", "由60%提高到70%"),
        ("居全省第3位", "满意度位列全省第三"),
        ("注册资本500亿元", "注册资本伍佰亿元"),
        ("学校1所", "新建一所学校"),
        ("3月31日前", "2024-03-31前"),
        ("1月至6月", "1—6月"),
        ("占75%", "占四分之三"),
    ],
)
def test_the_same_meaning_in_other_words_is_supported(claim, source):
    assert unsupported(claim, [source]) == ()


def test_years_and_dates_must_stand_in_the_evidence():
    assert unsupported("2024年完成投资", [SOURCE]) == ()
    assert unsupported("2025年完成投资", [SOURCE]) == ("2025",)
    assert unsupported("6月底前完成", ["6月底前完工"]) == ()
    assert unsupported("9月底前完成", ["6月底前完工"]) == ("9",)
    assert unsupported("２０２４年完成", [SOURCE]) == ()


def test_marked_names_must_stand_in_the_evidence():
    assert unsupported("印发《供水管理办法》，打响“云岫春”", [SOURCE]) == ()
    assert unsupported("印发《供水条例》，打响“云岫秋”", [SOURCE]) == ("供水条例", "云岫秋")


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("打响“树师德正师风”品牌", "打响“树师德 \xa0正师风”品牌"),
        ("印发《供水管理办法》", "印发《供水\n管理办法》"),
        ("完成投资2.36亿元", "完成投资 2.36 亿元"),
        ("清理河道 36 公里", "清理河道36公里"),
    ],
)
def test_white_space_within_a_name_or_an_amount_does_not_count(written, source):
    assert unsupported(written, [source]) == ()


def test_white_space_between_numbers_keeps_them_apart():
    assert unsupported("2315人", ["23 15人"]) == unsupported("2315人", ["23 \u3000 15人"]) == ("2315人",)
    assert unsupported("15人", ["2023年", "15人"]) == ()


def test_what_is_missing_is_told_in_the_order_of_the_text():
    assert unsupported("“甲乙”2019年3.5亿元", [SOURCE]) == ("甲乙", "2019", "3.5亿元")


def test_no_evidence_supports_no_number():
    assert unsupported("新增3160人", []) == ("3160人",)


def test_the_verdict_says_what_was_checked():
    assert verdict("持续推进各项工作", [SOURCE]) == "unchecked"
    assert verdict("投资12600万元", [SOURCE]) == "supported"
    assert verdict("印发《供水管理办法》", [SOURCE]) == "supported"
    assert verdict("新增就业3161人", [SOURCE]) == "unsupported"


def test_a_name_is_stated_whatever_its_widths_and_spaces():
    assert stated("县水务局２０２４", "县 水务局2024年")
    assert not stated("县林业局", "县水务局")


@settings(deadline=None)
@given(WORDS, NUMBERS, UNITS, WORDS)
def test_a_number_that_no_evidence_holds_is_always_reported(before, number, unit, after):
    assume(number.split(".")[0] not in SOURCE and Decimal(number) != 12600)  # 12600万元 is 1.26亿元
    text = f"{before}{number}{unit}{after}"
    assert any(number in each for each in unsupported(text, [SOURCE]))
    assert verdict(text, [SOURCE]) == "unsupported"


@settings(deadline=None)
@given(st.data())
def test_a_clause_copied_from_the_evidence_is_never_unsupported(data):
    clauses = SOURCE.replace("。", "，").split("，")
    first = data.draw(st.integers(0, len(clauses) - 1))
    last = data.draw(st.integers(first, len(clauses) - 1))
    copied = "，".join(clauses[first : last + 1])
    assert verdict(copied, [SOURCE]) != "unsupported"


@settings(deadline=None)
@given(WORDS, NUMBERS, UNITS, WORDS)
def test_any_text_supports_itself(before, number, unit, after):
    text = f"{before}{number}{unit}{after}"
    assert unsupported(text, [text]) == ()
