from hypothesis import given
from hypothesis import strategies as st

from summarizer.rendering.html.marks import Segment, segments

PLACES = st.integers(-3, 30)
MARKS = st.lists(st.tuples(st.tuples(PLACES, PLACES), st.integers(0, 5)), max_size=12)


@given(st.text(max_size=25), MARKS)
def test_pieces_joined_are_the_text_whatever_the_marks(
    text: str, marks: list[tuple[tuple[int, int], int]]
) -> None:
    assert "".join(each.text for each in segments(text, marks)) == text


@given(st.text(max_size=25), MARKS)
def test_each_character_lies_in_the_marks_that_cover_it(
    text: str, marks: list[tuple[tuple[int, int], int]]
) -> None:
    at = 0
    for segment in segments(text, marks):
        assert segment.text
        for index in range(at, at + len(segment.text)):
            covering = {number for (start, end), number in marks if start <= index < end}
            assert set(segment.marks) == covering
        at += len(segment.text)


def test_marks_that_overlap_are_cut_where_they_meet() -> None:
    found = segments("abcdef", [((1, 4), 0), ((2, 6), 1)])
    assert found == (Segment("a", ()), Segment("b", (0,)), Segment("cd", (0, 1)), Segment("ef", (1,)))


def test_a_text_without_characters_has_no_pieces() -> None:
    assert segments("", [((0, 1), 0)]) == ()
