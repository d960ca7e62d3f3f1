import pytest

from summarizer.documents import find_facts, from_text, is_area, outline

PLAIN = "把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def region_of(text):
    found = find_facts(outline(from_text(f"{text}\n{PLAIN}\n{PLAIN}", "文.txt"))).region
    return found and (found.value, found.rule)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("稳中有进——2024年上半年青川市经济运行简报", "青川市"),
        ("拨动心弦 青川县举办果业演讲比赛", "青川县"),
        ("在青川县果业会议上的讲话", "青川县"),
        ("在全县果业会议上的讲话", None),
        ("青川市石泠街道望河社区果业见闻", "望河社区"),
        ("石泠镇望河村果业见闻", "望河村"),
        ("石泠镇农村果业见闻", "石泠镇"),
        ("石泠镇各社区果业见闻", "石泠镇"),
        ("石泠镇美丽乡村见闻", "石泠镇"),
        ("守护城市底色", None),
    ],
)
def test_the_area_may_stand_in_any_part_of_a_title(title, region):
    assert region_of(title) == (region and (region, "title"))


def test_the_whole_county_is_the_only_one_that_a_work_is_named_after():
    speech = "在全县果业会议上的讲话\n同志们：县里出台了《青川县果业条例》，落实了《南河省果业条例》。"
    assert region_of(speech) == ("青川县", "whole")
    assert region_of(f"{speech}学习《石泠县果业条例》。") is None


def test_a_masked_area_is_not_taken_from_the_text():
    assert region_of("在X县全县果业会议上的讲话\n同志们：我们学习《青川县果业条例》。") is None


@pytest.mark.parametrize(
    ("text", "right"), [("青川县", True), ("南河省青川县", True), ("全县", False), ("青川县果业局", False)]
)
def test_an_area_is_named_as_a_whole(text, right):
    assert is_area(text) is right


def test_news_is_told_of_the_area_that_most_of_its_clauses_begin_with():
    told = "本报讯（记者何知远）果农忙。去年，青川县果园连片。今年，青川县果价上涨。邻近的白沙县也一样。"
    assert region_of(f"果园新事\n{told}") == ("青川县", "told")


def test_an_area_named_once_is_not_yet_what_the_news_tells_of():
    assert region_of("果园新事\n本报讯（记者何知远）果农忙。去年，青川县果园连片。") is None
