from io import StringIO

import pytest
from rich.console import Console

from summarizer.collection.grid import grid_of
from summarizer.collection.grid_terminal import render_grid
from summarizer.collection.indicators import Indicator
from tests.collection.made import figure, report

NAMES = [f"指标{letter}" for letter in "甲乙丙丁戊己"]


@pytest.mark.parametrize("width", [50, 60, 80, 120, 200])
def test_no_amount_is_cut_or_broken_however_narrow_the_window(width: int) -> None:
    amounts = [(name, 3_456_789 + 1_000 * at) for at, name in enumerate(NAMES)]
    figures = [figure(name, value, "个", qualifier="at_least") for name, value in amounts]
    reports = [report("临江县人民政府关于全年各项工作的", *figures)]
    console = Console(file=StringIO(), width=width)
    console.print(render_grid(grid_of(reports, [Indicator(name) for name in NAMES])))
    printed = console.file.getvalue().partition("出处")[0]  # type: ignore[attr-defined]
    assert [value for _, value in amounts if f"至少{value:,}" not in printed] == []
    assert max(map(len, printed.splitlines())) <= width
