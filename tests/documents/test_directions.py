"""Which way a figure went, told next to it, by the verb of its clause, or against another time."""

import pytest

from summarizer.documents import direction_of, from_text, outline

BODY = "\n坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作。"


def told(marked):
    """The direction of the quantity between 【 and 】."""
    start = marked.index("【")
    parsed = outline(from_text(marked.replace("【", "").replace("】", "") + BODY, "总结.txt"))
    return direction_of(parsed, next(each for each in parsed.quantities if each.end > start))


@pytest.mark.parametrize("text", ["产值增长【8%】。", "产值比上年加快【2个百分点】。", "名次前移【4位】。"])
def test_a_change_goes_its_way(text):
    assert told(text) == "up"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("优果率提高到【88%】。", "up"),
        ("损耗率降到2023年的【7%】。", "down"),
        ("种植面积发展到【21万亩】。", "up"),
        ("审批环节压到【3个】以内。", "down"),
        ("站所由14个精简为【9个】。", "down"),
    ],
)
def test_a_level_goes_the_way_of_the_change_that_reached_it(text, direction):
    assert told(text) == direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("新增市级果企【7家】。", "up"),
        ("城镇新增就业【近2万人】。", "up"),
        ("压减会议、培训等支出【40万元】。", "down"),
        ("争取新增果业债券【9亿元】。", None),
        ("第一产业增加值【102亿元】。", None),
        ("新增果企中规模以上【5家】。", None),
    ],
)
def test_the_verb_of_a_clause_tells_what_was_added_or_cut(text, direction):
    assert told(text) == direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("比上年多争【410万元】。", "up"),
        ("立项比去年少了【5项】。", "down"),
        ("增速比全省高【0.9个百分点】。", None),
    ],
)
def test_more_than_at_another_time_is_a_change_and_more_than_elsewhere_is_none(text, direction):
    assert told(text) == direction


def test_the_start_of_a_change_has_no_direction():
    assert told("优果率由【60%】提高到75%。") is None
