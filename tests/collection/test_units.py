import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.collection.units import commonest, converted, dimension, scale_of


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (3, "公顷", "亩", 45),
        (1, "平方公里", "公顷", 100),
        (2.5, "吨", "公斤", 2500),
        (800, "斤", "千克", 400),
        (3, "公里", "米", 3000),
        (90, "分钟", "小时", 1.5),
        (12, "名", "人", 12),
    ],
)
def test_units_of_one_dimension_are_converted(value: float, unit: str, wanted: str, expected: float) -> None:
    assert dimension(unit) == dimension(wanted)
    assert converted(value, unit, wanted) == expected


@pytest.mark.parametrize(("one", "other"), [("%", "个百分点"), ("人", "人次"), ("元", "元/吨"), ("所", "个")])
def test_other_units_are_never_mixed(one: str, other: str) -> None:
    assert dimension(one) != dimension(other)


def test_the_unit_that_most_use_is_the_columns() -> None:
    assert commonest(["亩", "公顷", "亩"]) == "亩"
    assert commonest(["名", "人", "位"]) == "人"


@pytest.mark.parametrize(
    ("values", "unit", "scale"),
    [
        ([2.1e8, 3.4e8, 8e7], "元", (10**8, "亿")),
        ([3.2e6, 5e6], "元", (10**4, "万")),
        ([21_000, 19_800], "元", (1, "")),  # an income a head
        ([63_400, 71_000], "人", (1, "")),
        ([1.1e8], "人次", (10**8, "亿")),
        ([], "元", (1, "")),
    ],
)
def test_large_numbers_are_told_in_wan_or_yi(values: list[float], unit: str, scale: tuple[int, str]) -> None:
    assert scale_of(values, unit) == scale


@given(st.integers(-(10**12), 10**12))
def test_conversion_there_and_back_is_exact(value: int) -> None:
    assert converted(converted(value, "亩", "平方米"), "平方米", "亩") == pytest.approx(value, rel=1e-12)
    assert converted(converted(value, "吨", "千克"), "千克", "吨") == value
