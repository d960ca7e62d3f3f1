import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.collection.cells import harmless
from summarizer.collection.flat import write_csv
from summarizer.collection.rows import Column


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_text_that_might_be_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["教师3人", "1-2", "", -3, -2.5, None])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert harmless(value) is value


@given(st.lists(st.text() | st.none() | st.integers(), min_size=2, max_size=2))
def test_a_row_of_csv_is_read_back_as_it_was(row: list[str | int | None]) -> None:
    file = BytesIO()
    write_csv(file, [Column("a", "甲", 9), Column("b", "乙", 9)], [tuple(row)])
    text = file.getvalue().decode("utf-8-sig")
    head, back = csv.reader(StringIO(text, newline=""))
    assert head == ["甲", "乙"]
    assert not any(cell.startswith(("=", "+", "@")) for cell in back)
    for cell, value in zip(back, row, strict=True):
        expected = "" if value is None else str(value).encode("utf-8", "replace").decode()
        assert cell in (expected, f"'{expected}")
