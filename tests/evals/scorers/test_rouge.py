import pytest

from evals.scorers.rouge import characters, rouge_l, rouge_n, words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # 新建 管网 against 新铺 管网: three of four characters, one of three pairs, 新管网 in order.
        ("新建管网", "新铺管网", (3 / 4, 1 / 3, 3 / 4)),
        # 网网 against 网: the second one is not counted again.
        ("网网", "网", (2 / 3, 0, 2 / 3)),
        # As many characters, none in order but one.
        ("甲乙丙", "丙乙甲", (1, 0, 1 / 3)),
        ("甲，乙", "甲乙。", (1, 1, 1)),
        ("", "", (1, 1, 1)),
        ("甲乙", "", (0, 0, 0)),
    ],
)
def test_rouge_over_characters_is_what_a_hand_computes(
    one: str, other: str, expected: tuple[float, float, float]
) -> None:
    left, right = characters(one), characters(other)
    got = rouge_n(left, right, 1), rouge_n(left, right, 2), rouge_l(left, right)
    assert got == pytest.approx(expected)


def test_rouge_over_words_counts_words() -> None:
    left, right = words("推进农业发展。"), words("加快农业发展。")
    assert (left, right) == (["推进", "农业", "发展"], ["加快", "农业", "发展"])
    assert rouge_n(left, right, 1) == pytest.approx(2 / 3)
    assert rouge_n(left, right, 2) == pytest.approx(1 / 2)
    assert rouge_l(left, right) == pytest.approx(2 / 3)
