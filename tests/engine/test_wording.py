import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engine.wording import LONGEST_ITEM, clip, own_words, shorten, tidy
from summarizer.grounding import unsupported

PARTS = st.sampled_from(
    [
        "完成投资2.36亿元",
        "《供水，管理办法》",
        "“树师德”工程",
        "（含税，不含息）",
        "群众比较满意",
        "新铺管网126公里",
    ]
)


@st.composite
def lines(draw):
    """Parts with a mark after each but the last."""
    parts = draw(st.lists(PARTS, max_size=9))
    marks = draw(st.lists(st.sampled_from("，、；："), min_size=len(parts), max_size=len(parts)))
    return "".join(map("".join, zip(parts, marks, strict=True)))[:-1]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("完成投资2.36亿元#6，增长18.2%#7。", "完成投资2.36亿元，增长18.2%"),
        ("二是供水保障有力。", "供水保障有力"),
        ("（三）供水保障\n有力；", "供水保障有力"),
        ("3.供水保障有力", "供水保障有力"),
        ("供水保\ufffd障有力", "供水保障有力"),
        ("3.5亿元投资到位", "3.5亿元投资到位"),
        ("2.12家企业完成改造", "12家企业完成改造"),
        ("--供水保障有力", "供水保障有力"),
        ("第十二条供水保障有力", "供水保障有力"),
        ("#4", ""),
    ],
)
def test_tags_numbering_spaces_and_the_closing_mark_go(said, kept):
    assert tidy(said) == kept


@settings(deadline=None)
@given(lines())
def test_a_tidy_line_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@settings(deadline=None)
@given(lines())
def test_a_line_is_cut_between_its_parts_only(text):
    cut = shorten(text)
    assert text.startswith(cut)
    assert cut == text or len(cut) <= LONGEST_ITEM
    assert unsupported(cut, [text]) == ()
    for opens, closes in ("《》", "“”", "（）"):
        assert cut.count(opens) == cut.count(closes)


def test_a_line_that_cannot_be_cut_stays_whole():
    text = "推进" * 30
    assert shorten(text) == text


def test_a_line_that_has_to_be_cut_within_a_clause_is_cut_after_a_word_and_shows_it():
    text = "推进" * 30
    assert clip(text) == "推进" * 19 + "…"
    assert clip("水利建设提速，" + text) == "水利建设提速"


def test_a_line_is_cut_at_a_clause_rather_than_within_a_list():
    text = "坚持有效市场和有为政府相结合，打造市场化、法治化、国际化的一流营商环境和创新生态"
    assert shorten(text, 30) == "坚持有效市场和有为政府相结合"


def test_the_words_of_the_document_are_its_first_clauses():
    text = "一是水利工程建设提速，实施重点水利项目14个，完成投资2.36亿元，同比增长18.2%，各项目质量优良，群众满意。"
    assert own_words(text) == "水利工程建设提速，实施重点水利项目14个，完成投资2.36亿元"
