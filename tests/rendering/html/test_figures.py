import pytest

from schemas.record import Evidence, Figure
from summarizer.rendering.html.figures import amount_of, figure_row, mention_in, period_of


def figure(**values: object) -> Figure:
    made = {
        "subject": "投资",
        "value": 3,
        "unit": "个",
        "mention": "3个",
        "status": "achieved",
        "verdict": "supported",
    }
    quote = Evidence(start=100, end=111, quote="共13个，其中新建3个")
    return Figure.model_validate(made | {"evidence": (quote,)} | values)


@pytest.mark.parametrize(
    ("value", "mention", "shown"),
    [
        (11320500, "1132.05万元", "1,132.05万"),
        (326000000, "3.26亿元", "3.26亿"),
        (326000000, "3.26億元", "3.26亿"),
        (1200000000000, "1.2万亿元", "12,000亿"),
        (21480, "21480元", "21,480"),
        (71.0, "71.0%", "71"),
        (0.1, "0.1%", "0.1"),
        (-1.5, "下降1.5%", "-1.5"),
        (1000000, "100万", "100万"),
    ],
)
def test_an_amount_is_scaled_as_the_document_writes_it(value: float, mention: str, shown: str) -> None:
    assert amount_of(value, mention) == shown


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("", ""),
        ("2023", "2023年"),
        ("2023-06", "2023年6月"),
        ("2023-01/2023-06", "2023年1–6月"),
        ("2022-07/2023-06", "2022年7月–2023年6月"),
        ("2021/2025", "2021年–2025年"),
        ("../2023-06", "截至2023年6月"),
        ("上半年", "上半年"),
    ],
)
def test_a_period_is_told_in_words(period: str, words: str) -> None:
    assert period_of(period) == words


def test_a_mention_is_no_tail_of_another_number() -> None:
    assert mention_in(figure()) == (109, 111)


def test_a_mention_that_the_quote_lacks_is_the_whole_quote() -> None:
    assert mention_in(figure(mention="三个")) == (100, 111)
    assert mention_in(figure(evidence=())) is None


def test_qualifier_range_and_direction_are_told() -> None:
    row = figure_row(1, figure(qualifier="about", value_to=5, direction="down"), 7)
    assert (row.amount, row.exact, row.arrow, row.direction, row.line) == ("约3–5", "3–5", "↓", "减", 7)
