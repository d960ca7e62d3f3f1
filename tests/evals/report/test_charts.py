import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report.charts import BIN_HEIGHT, WIDTH, bar, change_bar, histogram
from evals.statistics import Interval


@given(st.dictionaries(st.text("abc", min_size=1), st.floats(0, 1), min_size=1, max_size=30))
def test_every_document_is_in_one_column(values: dict[str, float]) -> None:
    columns = histogram(values)
    assert sum(int(each.title.split(" ")[0]) for each in columns) == len(values)
    assert max(each.height for each in columns) == BIN_HEIGHT
    assert all(each.x >= 0 and each.x + each.width <= WIDTH for each in columns)
    assert all(each.y + each.height == pytest.approx(BIN_HEIGHT, abs=0.02) for each in columns)


def test_a_column_names_its_documents_with_their_values() -> None:
    (column,) = histogram({"b": 1.0, "a": 0.98})
    assert column.title == "2 个文件\na 0.980\nb 1.000"


def test_an_interval_is_drawn_around_its_mean() -> None:
    drawn = bar(Interval(0.5, 0.25, 1.0, "t", 20))
    assert (drawn.low, drawn.mean, drawn.high) == (WIDTH / 4, WIDTH / 2, WIDTH)


def test_too_few_documents_have_a_mean_and_no_interval() -> None:
    drawn = bar(Interval(1.0, None, None, "too_little", 3))
    assert (drawn.low, drawn.mean, drawn.high) == (None, WIDTH, None)


def test_no_change_is_drawn_in_the_middle() -> None:
    drawn = change_bar(0.0, -0.2, 0.1, reach=0.2)
    assert (drawn.low, drawn.mean, drawn.high) == (0, WIDTH / 2, WIDTH * 0.75)
