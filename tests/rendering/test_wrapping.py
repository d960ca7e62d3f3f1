from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from summarizer.rendering.wrapping import break_points

TEXTS = st.text(alphabet="云岫县，。（）《》“”〔〕 12.5%万亿ab-–　…", max_size=80)


def lines(text: str, width: int) -> list[str]:
    return [text[a:b].rstrip() for a, b in pairwise([0, *break_points(text, width), len(text)])]


@given(TEXTS, st.integers(min_value=2, max_value=30))
def test_lines_fit_and_together_are_the_text(text: str, width: int) -> None:
    points = [0, *break_points(text, width), len(text)]
    assert points == sorted(points)
    assert all(cell_len(line) <= width for line in lines(text, width))


@given(st.text(max_size=200), st.integers(min_value=1, max_value=20))
def test_any_text_at_any_width_ends(text: str, width: int) -> None:
    assert all(0 <= point <= len(text) for point in break_points(text, width))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("完成投资十亿。", ["完成投资", "十亿。"]),
        ("完成总投资《规划》", ["完成总投", "资《规", "划》"]),
        ("投资约3.26亿元", ["投资约", "3.26亿元"]),
        ("增长8.4%，降", ["增长", "8.4%，降"]),
    ],
)
def test_numbers_and_punctuation_stay_with_what_they_belong_to(text: str, broken: list[str]) -> None:
    assert lines(text, 8) == broken
