import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.text import Sentences, overlap, similarity
from summarizer.documents import normal

TEXTS = st.text(st.sampled_from("县水。！？”\n 2.5%，"), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《水网规划》", "水网规划"),
        ("１２．５％", "12.5%"),
        ("臨江縣水務局", "临江县水务局"),
        ("一、 总体情况：", "一、总体情况"),
        ("（ＡＩ）", "ai"),
    ],
)
def test_what_is_only_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert normal(one) == normal(other)
    assert similarity(one, other) == 1


@pytest.mark.parametrize(("one", "other"), [("12.5%", "125%"), ("12.5%", "12.5"), ("一、总体", "二、总体")])
def test_what_says_something_else_is_not(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_similarity_is_twice_the_common_subsequence_over_both_lengths() -> None:
    assert similarity("新建管网", "新铺设管网") == pytest.approx(2 * 3 / 9)


@given(TEXTS)
def test_sentences_cover_the_text_without_overlap(text: str) -> None:
    sentences = Sentences(text)
    spans = {sentences.around((place, place + 1)) for place in range(len(text))}
    assert sorted(place for span in spans for place in range(*span)) == list(range(len(text)))


@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_a_place_lies_within_the_sentences_around_it(text: str, start: int, size: int) -> None:
    place = min(start, len(text)), min(start + size, len(text))
    first, last = Sentences(text).around(place)
    assert first <= place[0]
    assert place[1] <= last


def test_a_sentence_ends_with_its_stop_and_closing_mark_or_with_the_line() -> None:
    text = "他说“好。”又去了！\n一、标题\n正文"
    sentences = Sentences(text)
    spans = sorted({sentences.around((place, place + 1)) for place in range(len(text))})
    assert [text[slice(*span)] for span in spans] == ["他说“好。”", "又去了！\n", "一、标题\n", "正文"]


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not overlap((0, 3), (3, 5))
    assert overlap((0, 3), (2, 5))
