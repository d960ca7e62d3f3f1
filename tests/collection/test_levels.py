from typing import Any

import pytest

from schemas.record import Evidence, Figure
from summarizer.collection.grid import common_indicators, grid_of
from summarizer.collection.grid_text import amount_text
from summarizer.collection.indicators import indicator_of
from summarizer.collection.levels import told_as
from tests.collection.made import figure, report


def told(subject: str, value: float, unit: str, mention: str, quote: str, **values: Any) -> Figure:
    evidence = (Evidence(start=0, end=len(quote), quote=quote),)
    return figure(subject, value, unit, mention=mention, evidence=evidence, **values)


OUTPUT = "地区生产总值增长5.5%、达到10.3万亿元"
GROWTH = told("地区生产总值增长", 5.5, "%", "5.5%", OUTPUT, direction="up")
REACHED = told("地区生产总值增长", 10.3e12, "元", "10.3万亿元", OUTPUT)
SHARE = "城镇化率由60%提高至70%"


@pytest.mark.parametrize(
    ("quote", "mention", "direction", "expected"),
    [
        (OUTPUT, "5.5%", "up", "change"),
        (OUTPUT, "10.3万亿元", None, "level"),
        ("就业人数增加到1.2万人", "1.2万人", "up", "level"),
        ("通车里程新增3000公里、突破1.1万公里", "突破1.1万公里", "up", "level"),
        ("新增学位超过2160个", "超过2160个", "up", "change"),
        ("增速达到5.5%", "5.5%", "up", "change"),
        ("同比增长（%）：5.5%", "5.5%", None, "change"),
        (SHARE, "60%", None, "start"),
        (SHARE, "70%", "up", "level"),
        ("信访总量连续3年下降", "3年", None, None),
        ("一般公共预算收入5年增长18.7%", "18.7%", "up", None),
        ("2025年增长5%", "5%", "up", "change"),
        ("引文里没有这个数", "5%", "up", "change"),
        ("引文里没有这个数", "5%", None, None),
    ],
)
def test_the_words_around_an_amount_tell_what_it_is(
    quote: str, mention: str, direction: str | None, expected: str | None
) -> None:
    assert told_as(told("收入增长", 1, "元", mention, quote, direction=direction)) == expected


def shown(name: str, *figures: Figure) -> list[str]:
    grid = grid_of([report("甲县", *figures)], [indicator_of(name)])
    (row,) = grid.rows
    return [
        column.head + amount_text(cell, column)
        for column, cell in zip(grid.columns, row.cells, strict=True)
        if cell
    ]


def test_what_growth_came_to_is_an_amount_and_no_growth() -> None:
    assert shown("地区生产总值", GROWTH, REACHED) == ["地区生产总值（亿元）103,000"]
    assert shown("地区生产总值增长", GROWTH, REACHED) == ["地区生产总值增长（%）+5.5"]


def test_how_long_something_grew_is_not_by_how_much() -> None:
    years = told("财政收入增长", 3, "年", "3年", "财政收入3年增长58.6%")
    assert shown("财政收入增长", years) == []


def test_what_a_change_began_at_is_no_conflict_with_what_it_came_to() -> None:
    ends = [
        told("城镇化率", 60, "%", "60%", SHARE, period="2024"),
        told("城镇化率", 70, "%", "70%", SHARE, direction="up", period="2024"),
    ]
    (row,) = grid_of([report("甲县", *ends)], [indicator_of("城镇化率")]).rows
    assert row.cells[0]
    assert (row.cells[0].value, row.cells[0].against) == (70, ())


def test_an_indicator_known_only_by_what_it_grew_to_is_found_without_the_growth() -> None:
    (found,) = common_indicators([report("甲县", REACHED), report("乙县", REACHED)], 5)
    assert found.name == "地区生产总值"
