import pytest

from evals.support import Told, mentions, names_held, numbers_held


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("投资2.36亿元", "完成投资23600万元"),
        ("投资2.36亿元", "完成投资２.３６億元"),
        ("新增3人", "新增3名"),
        ("增长5%", "同比增长5%"),
        ("占比5%", "同比增长5%"),
        ("每户奖励200万—1000万元", "每户200万元、600万元、1000万元"),
        ("整治5260村", "整治行政村5260个"),
        ("降到25以下", "降到25微克以下"),
        ("2024年6月", "于2024-06-30印发"),
        ("完成12 家", "完成12家"),
    ],
)
def test_a_number_is_held_however_it_is_written(text: str, source: str) -> None:
    assert (
        numbers_held(Told(text), Told(source)) == [True] * len(numbers_held(Told(text), Told(source))) != []
    )


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("投资2.36亿元", "完成投资2.36万元"),
        ("增长5%", "同比下降5%"),
        ("增长5%", "提高5个百分点"),
        ("完成12家", "完成112家"),
        ("完成12家", "完成12.5家"),
        ("2024年", "2023年"),
        ("奖励200万—1000万元", "奖励200万元"),
    ],
)
def test_another_number_is_not_held(text: str, source: str) -> None:
    assert False in numbers_held(Told(text), Told(source))


def test_marked_names_are_held_by_their_characters() -> None:
    source = Told("推进 “清 河行动”，印发《水网规划》")
    assert names_held(Told("“清河行动”和《水网建设规划》"), source) == [True, False]
    assert names_held(Told("《水网建设规划》"), source, known={"水网建设规划"}) == [True]


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        ("投资12.6亿元", "12.6亿元", True),
        ("投资112.6亿元", "12.6亿元", False),
        ("投资126000万元", "12.6亿元", True),
        ("共126个", "12", False),
        ("共12.5个", "12", False),
        ("抓好防汛、备汛", "防汛备汛", True),
        ("抓好防汛", "防汛备汛", False),
    ],
)
def test_a_must_have_is_mentioned_as_words_or_as_an_amount(text: str, wanted: str, said: bool) -> None:
    assert mentions(text, wanted) is said
