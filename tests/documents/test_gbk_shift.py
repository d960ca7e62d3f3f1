import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.gbk_shift import mend_shifted_runs
from summarizer.documents.offsets import OffsetMap, apply_edits

SENTENCE = "扎实推进果品冷链物流体系建设，培育壮大农民专业合作社，带动农户增收致富"


def mended(text):
    return apply_edits(text, OffsetMap.identity(len(text)), mend_shifted_runs(text))[0]


def misread(words):
    """Words read from their second byte on, every pair that gives a character kept."""
    return words.encode("gbk")[1:-1].decode("gb18030")


def test_a_stretch_in_the_middle_of_a_line_is_read_in_step():
    text = f"2024年全县{misread(SENTENCE)}(shì)等工作。"
    # At its ends, where half a character is lost, either reading is possible.
    assert SENTENCE[3:-6] in mended(text)
    assert mended(text).startswith("2024年")
    assert mended(text).endswith("(shì)等工作。")


@pytest.mark.parametrize(
    "text",
    [
        "这家企业与日本ニュースセンター公司签约，引进ロボット设备。",
        "┌──┬──┐\n│果园│三百亩│\n└──┴──┘",
        "系数α、β、γ与Ωμ的关系，采用Λ方法计算。",
        "赴Россия考察，与Москва市签订协议。",
        "邕江、赣州、崀山、鄱阳湖、亳州、儋州、郫都、盱眙、犍为、筠连。",
    ],
)
def test_foreign_letters_tables_and_rare_names_are_left_alone(text):
    assert mended(text) == text


@given(st.text("扎实推进果品冷链物流体系建设，培育壮大。abc12（）《》“”①ⅡⅢ±×℃\n", max_size=200))
def test_sound_text_is_left_alone(text):
    assert mended(text) == text
