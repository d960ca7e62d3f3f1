import pytest

from summarizer.documents import without_aims


@pytest.mark.parametrize(
    "text", ["补齐果业短板", "着力解决果品销售难题", "聚焦群众反映的问题", "坚持问题导向", "力求新成效"]
)
def test_what_is_aimed_at_is_neither_a_lack_nor_a_result(text):
    assert not any(word in without_aims(text) for word in ("短板", "难题", "问题", "成效"))


def test_what_is_overcome_is_no_lack():
    assert without_aims("面对需求不足的困难，果业稳中有进") == "，果业稳中有进"


@pytest.mark.parametrize("text", ["果业短板明显", "遗留事项解决起来难度很大", "存在的问题", "取得新成效"])
def test_a_lack_or_a_result_that_is_told_stays(text):
    assert without_aims(text) == text
