import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents.offsets import Edit, OffsetMap, apply_edits

TEXT = st.text("甲乙丙丁戊ab\n", min_size=1, max_size=40)


@st.composite
def edits_of(draw, text):
    """Ascending edits without overlap: deletions and replacements of equal and of other length."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return [
        Edit(start, end, draw(st.sampled_from(["", "换" * (end - start), "长长长", "短"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]


@st.composite
def chains(draw):
    """A text with the rounds of edits done to it, and for each character its original place or None."""
    original = text = draw(TEXT)
    offsets = OffsetMap.identity(len(text))
    places = list(range(len(text)))
    for _ in range(draw(st.integers(0, 4))):
        edits = draw(edits_of(text))
        for edit in reversed(edits):
            same = len(edit.new) == edit.end - edit.start
            kept = places[edit.start : edit.end] if same else [None] * len(edit.new)
            places[edit.start : edit.end] = kept
        text, offsets = apply_edits(text, offsets, edits)
    return original, text, offsets, places


@settings(deadline=None)
@given(chains())
def test_every_character_not_edited_leads_to_its_own_place(chain):
    _, text, offsets, places = chain
    assert len(places) == len(text)
    for at, place in enumerate(places):
        if place is not None:
            assert offsets.to_original(at, at + 1) == (place, place + 1)


@settings(deadline=None)
@given(chains())
def test_every_span_covers_what_its_characters_stem_from(chain):
    original, text, offsets, _ = chain
    singles = [offsets.to_original(at, at + 1) for at in range(len(text))]
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            first, last = offsets.to_original(start, end)
            assert (first, last) == (singles[start][0], singles[end - 1][1])
            assert 0 <= first <= last <= len(original)


@settings(deadline=None)
@given(chains())
def test_places_never_go_backwards(chain):
    _, text, offsets, _ = chain
    starts = [offsets.to_original(at, at + 1)[0] for at in range(len(text))]
    assert starts == sorted(starts)


def test_a_deletion_within_a_span_is_covered_and_one_at_its_edge_is_not():
    text, offsets = apply_edits("一二三四五", OffsetMap.identity(5), [Edit(0, 1), Edit(2, 3)])
    assert text == "二四五"
    assert offsets.to_original(0, 2) == (1, 4)
    assert offsets.to_original(1, 3) == (3, 5)


def test_a_replacement_of_other_length_stands_for_its_whole_source():
    text, offsets = apply_edits("甲&nbsp;乙", OffsetMap.identity(8), [Edit(1, 7, " ")])
    assert text == "甲 乙"
    assert offsets.to_original(1, 2) == (1, 7)
    assert offsets.to_original(2, 3) == (7, 8)


def test_untouched_text_stays_one_piece():
    _, offsets = apply_edits("甲" * 99, OffsetMap.identity(99), [Edit(5, 7, "乙乙"), Edit(50, 52, "丙丙")])
    assert len(offsets.pieces) == 1


@pytest.mark.parametrize("edits", [[Edit(3, 4), Edit(1, 2)], [Edit(0, 3), Edit(2, 4)], [Edit(4, 9)]])
def test_edits_out_of_order_or_place_are_refused(edits):
    with pytest.raises(ValueError, match="edit"):
        apply_edits("一二三四五", OffsetMap.identity(5), edits)


def test_a_span_outside_of_the_text_is_refused():
    with pytest.raises(ValueError, match="span"):
        OffsetMap.identity(3).to_original(1, 4)


def test_an_empty_span_leads_to_a_point():
    assert OffsetMap.identity(3).to_original(2, 2) == (2, 2)
    assert OffsetMap.identity(0).to_original(0, 0) == (0, 0)
