from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.quantities.numerals import arabic, chinese, fraction, plain, times


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十六", 16),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一千二", 1200),
        ("两万三千", 23000),
        ("一亿二千万", 120_000_000),
        ("一万亿", 10**12),
        ("三点一四", Decimal("3.14")),
        ("廿五", 25),
        ("一百卅", 130),
    ],
)
def test_chinese_numerals_are_read_by_place(numeral, value):
    assert chinese(numeral) == value


@pytest.mark.parametrize(
    "numeral", ["七一", "百", "万", "三点", "一百零", "千方", "一百二千", "一万万", "十十"]
)
def test_numerals_that_make_no_number_give_none(numeral):
    assert chinese(numeral) is None


def test_separators_are_dropped():
    assert arabic("1,132，050.5") == Decimal("1132050.5")


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "十", "百", "千", "万", "亿", "百万", "万亿"]))
def test_multiplying_out_is_exact(value, multiplier):
    power = sum({"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}[char] for char in multiplier)
    assert times(value, multiplier) == value * 10**power


def test_forms_are_folded_one_character_for_one():
    text = "１．５萬畝，伍佰亿元，《规划2035》"
    assert plain(text) == "1.5万亩，五百亿元，" + "\n" * 8
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize("text", ["队伍", "大陆", "拾起", "登陆", "叁"])
def test_a_formal_numeral_alone_is_a_word(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (5, 100, (5, "%")),
        (3, 1000, (3, "‰")),
        (3, 4, (75, "%")),
        (5, 10_000, (Decimal("0.05"), "%")),
        (2, 3, (2, "/3")),
    ],
)
def test_a_part_of_a_whole_is_exact(part, whole, expected):
    assert fraction(Decimal(part), Decimal(whole)) == expected
