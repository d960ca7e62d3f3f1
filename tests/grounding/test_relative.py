import pytest

from summarizer.grounding import unsupported, verdict


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("产值同比增长", "产值上年同期比有所增加"),
        ("产值同比增长", "产值比2023年提高"),
        ("发案同比下降", "发案同比减少一成"),
        ("产值倍增", "产值翻了一番"),
        ("考核居全市首位", "考核列全市第一"),
        ("实现全覆盖", "覆盖率100%"),
        ("隐患清零", "隐患全部整改"),
        ("走访数百户", "走访数百户"),
    ],
)
def test_a_relative_word_is_supported_by_its_like(claim, source):
    assert unsupported(claim, [source]) == ()


@pytest.mark.parametrize(
    ("claim", "source", "told"),
    [
        ("产值同比增长", "产值增长明显", "同比"),
        ("产值同比增长", "产值同比下降", "同比增长"),
        ("产值翻番", "产值有所增长", "翻番"),
        ("考核居全市首位", "考核进步明显", "首位"),
        ("考核居全市首位", "考核列全市第10", "首位"),
        ("投资创新高", "投资有所增长", "新高"),
        ("实现全覆盖", "覆盖面扩大", "全覆盖"),
        ("走访数百户", "走访30户", "数百"),
    ],
)
def test_a_relative_word_without_its_like_is_told(claim, source, told):
    assert told in unsupported(claim, [source])


def test_a_relative_word_can_be_checked():
    assert verdict("产值同比增长", ["产值同比增长"]) == "supported"
    assert verdict("产值同比增长", ["产值平稳"]) == "unsupported"
