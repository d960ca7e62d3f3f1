import pytest

from schemas.record import Figure
from summarizer.collection.grid import Cell, Grid, common_indicators, grid_of
from summarizer.collection.grid_text import amount_text, remarks
from summarizer.collection.indicators import Indicator, indicator_of
from summarizer.collection.records import Collected
from tests.collection.made import failed, figure, report

LINE = "本科上线人数"


def asked(*reports: Collected, name: str = LINE) -> Grid:
    return grid_of(reports, [indicator_of(name)])


def only(*figures: Figure, name: str = LINE) -> Cell:
    (row,) = asked(report("甲县", *figures), name=name).rows
    (cell,) = row.cells
    assert cell
    return cell


def heads(grid: Grid) -> list[str]:
    return [column.head for column in grid.columns]


def test_a_row_a_report_and_a_gap_where_one_says_nothing() -> None:
    grid = asked(report("甲县", figure("本科上线", 800)), report("乙县", figure("教师", 3)), failed("丙.txt"))
    assert [row.title for row in grid.rows] == ["甲县工作总结", "乙县工作总结", "丙.txt"]
    assert [bool(row.cells[0]) for row in grid.rows] == [True, False, False]


def test_a_title_that_does_not_tell_its_region_gets_it() -> None:
    grid = asked(report("甲县", title="政府工作报告"), report("乙县", title="乙县工作总结", region="乙县"))
    assert [row.title for row in grid.rows] == ["甲县 政府工作报告", "乙县工作总结"]


def test_an_indicator_that_nobody_tells_keeps_its_column() -> None:
    grid = asked(report("甲县"))
    assert heads(grid) == [LINE]
    assert grid.rows[0].cells == (None,)


def test_planned_and_done_are_apart() -> None:
    grid = asked(report("甲县", figure(LINE, 900, status="planned"), figure(LINE, 800)))
    assert heads(grid) == ["本科上线人数（人）", "本科上线人数·计划（人）"]
    assert [cell.value for cell in grid.rows[0].cells if cell] == [800, 900]


def test_a_rate_and_its_change_never_share_a_column() -> None:
    grid = asked(
        report("甲县", figure("入园率", 91.5, "%")),
        report("乙县", figure("入园率", 2.1, "个百分点")),
        name="入园率",
    )
    assert heads(grid) == ["入园率（%）", "入园率（个百分点）"]
    assert [[cell and cell.value for cell in row.cells] for row in grid.rows] == [[91.5, None], [None, 2.1]]


def test_money_of_all_sizes_is_in_one_unit() -> None:
    grid = asked(
        report("甲县", figure("投资", 314_000_000, "元", mention="3.14亿元")),
        report("乙县", figure("投资", 25_911_0000, "元", mention="25911万元")),
        name="投资",
    )
    (column,) = grid.columns
    assert column.head == "投资（亿元）"
    assert [amount_text(row.cells[0], column) for row in grid.rows if row.cells[0]] == ["3.14", "2.5911"]


def test_areas_are_converted_to_the_unit_that_most_use() -> None:
    grid = asked(
        report("甲县", figure("造林面积", 1500, "亩")),
        report("乙县", figure("造林面积", 200, "公顷")),
        report("丙县", figure("造林面积", 900, "亩")),
        name="造林面积",
    )
    assert heads(grid) == ["造林面积（亩）"]
    assert [row.cells[0].value for row in grid.rows if row.cells[0]] == [1500, 3000, 900]


def test_two_values_of_one_indicator_are_a_conflict() -> None:
    cell = only(figure(LINE, 3663, period="2024"), figure(LINE, 3699))
    assert [each.value for each in cell.against] == [3699]
    assert "3699人" in remarks(cell)


def test_a_rounded_value_is_no_conflict_and_the_exact_one_is_shown() -> None:
    cell = only(
        figure("投资", 320_000_000, "元", mention="3.2亿元"),
        figure("投资", 319_870_000, "元", mention="31987万元"),
        name="投资",
    )
    assert cell.against == ()
    assert cell.value == 319_870_000


@pytest.mark.parametrize(
    ("least", "exact", "conflicts"), [(3, 3.6, 0), (3, 2.5, 1), (3, 4.1, 1), (690, 700.5, 0)]
)
def test_what_is_over_a_round_number_is_no_conflict_with_it(
    least: float, exact: float, conflicts: int
) -> None:
    cell = only(figure(LINE, least, mention=f"突破{least}人", qualifier="over"), figure(LINE, exact))
    assert (cell.value, len(cell.against)) == (exact, conflicts)


def test_values_of_two_years_are_no_conflict_and_the_later_one_is_shown() -> None:
    cell = only(figure(LINE, 700, period="2023"), figure(LINE, 800, period="2024-01/2024-12"))
    assert (cell.value, cell.against) == (800, ())
    assert "700人（2023年）" in remarks(cell)


def test_what_was_achieved_goes_before_what_was_so_before() -> None:
    cell = only(figure(LINE, 700, status="background"), figure(LINE, 800))
    assert (cell.value, cell.against) == (800, ())


def test_a_fall_is_below_zero() -> None:
    cell = only(figure("税收同比下降", 1.8, "%", direction="down"), name="税收增长")
    assert cell.value == -1.8


def test_joined_and_alike_names_are_told() -> None:
    grid = asked(
        report("甲县", figure("本科上线", 1), figure("应届本科上线人数", 2)), report("乙县", figure(LINE, 3))
    )
    (naming,) = grid.namings
    assert dict(naming.joined) == {"本科上线": 1, LINE: 1}
    assert dict(naming.alike) == {"应届本科上线人数": 1}


def test_indicators_that_most_reports_have_are_found_those_told_early_first() -> None:
    reports = [
        report(f"{name}县", figure("新增学位", 1), figure("本科上线", number), figure(f"{name}桥", 1))
        for number, name in enumerate("甲乙丙", 1)
    ]
    assert common_indicators(reports, 5) == (Indicator("新增学位"), Indicator("本科上线"))
    assert common_indicators(reports, 1) == (Indicator("新增学位"),)
    assert common_indicators([], 5) == ()
