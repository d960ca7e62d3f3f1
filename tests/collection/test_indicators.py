import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.collection.indicators import JOIN, NEAR, indicator_of, likeness, name_of, names_of
from tests.collection.made import figure

WORDS = st.text("本科上线教师人数学校新建率城镇农村居民收入投资0123年", min_size=1, max_size=14)


def alike(asked: str, subject: str, region: str) -> float:
    return indicator_of(asked).likeness(names_of(figure(subject, 1), region))


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("本科上线人数", "本科上线"),
        ("本科上线人数", "全县高考本科上线人数"),
        ("本科上线人数", "2024年本科上线人数"),
        ("本科上线人数", "临江县本科上线人数"),
        ("本科上线人数", "本科上線人數"),
        ("教育投资", "累计完成教育投资额"),
        ("培训教师", "教师培训人次"),
        ("GDP", "地区生产总值"),
        ("一般公共预算收入增长", "一般公共预算收入同比增长"),
        ("任务完成率", "全年任务完成率"),
        ("电力装机", "电力装机规模"),
    ],
)
def test_names_of_one_indicator_are_joined(asked: str, subject: str) -> None:
    assert alike(asked, subject, "临江县") >= JOIN


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("本科上线人数", "应届本科上线人数"),
        ("本科上线人数", "专科上线人数"),
        ("本科上线人数", "本科上线率"),
        ("本科上线人数", "本科上线比上年增加人数"),
        ("农村居民人均可支配收入", "城镇居民人均可支配收入"),
        ("居民人均可支配收入", "农村居民人均可支配收入"),
        ("新建学校", "改扩建学校"),
        ("一般公共预算收入", "一般公共预算支出"),
        ("第一产业增加值", "第二产业增加值"),
        ("任务完成率", "任务"),
        ("在校学生", "在校留守学生"),
        ("总投资", "完成投资"),
        ("工业增加值增长", "规模工业增加值增长"),
        ("数量全国位次", "金额全国位次"),
    ],
)
def test_a_word_more_makes_another_indicator(asked: str, subject: str) -> None:
    assert alike(asked, subject, "") < JOIN


def test_what_is_only_alike_is_near() -> None:
    assert NEAR <= alike("本科上线人数", "应届本科上线人数", "") < JOIN


def test_names_that_the_reader_gives_count_as_the_indicator() -> None:
    indicator = indicator_of("本科上线人数 = 应届本科上线、本科达线")
    assert indicator.name == "本科上线人数"
    assert indicator.likeness(names_of(figure("应届本科上线人数", 1), "")) >= JOIN
    assert indicator.likeness(names_of(figure("本科达线人数", 1), "")) >= JOIN


@pytest.mark.parametrize("text", ["", " = 甲", "，。"])
def test_a_line_without_a_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        indicator_of(text)


@given(WORDS, WORDS)
def test_likeness_is_the_same_both_ways_and_a_name_is_like_itself(one: str, other: str) -> None:
    first, second = name_of(one), name_of(other)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == (1 if first.core else 0)
