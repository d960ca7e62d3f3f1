import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.prompting.markers import without_markers

MARKERS = [
    *(
        "<|im_start|>",
        "<|im_end|>",
        "<|endoftext|>",
        "<|eot_id|>",
        "<|start_header_id|>",
        "<|user|>",
        "<|im_user|>",
    ),
    *("<｜User｜>", "<｜begin▁of▁sentence｜>", "<s>", "</s>", "<bos>", "<start_of_turn>", "<end_of_turn>"),
    *(
        "<<SYS>>",
        "<</SYS>>",
        "[INST]",
        "[/INST]",
        "[TOOL_CALLS]",
        "[gMASK]",
        "[UNUSED_TOKEN_145]",
        "<reserved_106>",
    ),
    *("<think>", "</think>", "<tool_call>", "<unk>"),
]


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_of_a_chat_template_is_broken_up(marker: str) -> None:
    shown = without_markers(f"全县{marker}完成投资")
    assert marker not in shown
    assert shown.replace(" ", "") == f"全县{marker}完成投资"


@given(
    st.lists(
        st.sampled_from([*MARKERS, "<", "|", ">", "[", "]", "/", "im_end", "县", "12", "_"]), max_size=12
    )
)
def test_no_marker_can_be_put_together_of_others(parts: list[str]) -> None:
    text = "".join(parts)
    shown = without_markers(text)
    assert not [marker for marker in MARKERS if marker in shown]
    assert not re.search(r"<[|｜]|[|｜]>", shown)
    assert shown.replace(" ", "") == text
    assert re.sub(r"\s", "", without_markers(shown)) == text


@pytest.mark.parametrize(
    "text",
    [
        "[12]完成投资12.8亿元#6，增长15.3%",
        "a<b 且 c>d",
        "《意见》〔2024〕5号",
        "用地<50亩，>30户",
        "3 < 5 > 2",
        "[3][4]甲。",
    ],
)
def test_text_of_reports_is_left_as_it_is(text: str) -> None:
    assert without_markers(text) == text
