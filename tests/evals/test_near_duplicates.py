from hypothesis import given
from hypothesis import strategies as st

from evals.near_duplicates import near_duplicates

TEXTS = st.text(st.sampled_from("一二三四五六七八九十百千万亿"), min_size=20, max_size=400)


@given(TEXTS)
def test_a_text_is_its_own_duplicate(text: str) -> None:
    assert list(near_duplicates({"a": text, "b": f" {text}\n"})) == [("a", "b", 1.0)]


@given(TEXTS, TEXTS)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    there = [likeness for _, _, likeness in near_duplicates({"a": one, "b": other}, alike=0)]
    back = [likeness for _, _, likeness in near_duplicates({"a": other, "b": one}, alike=0)]
    assert there == back


def test_one_changed_sentence_in_ten_leaves_a_duplicate() -> None:
    sentences = [f"第{n}项工作由第{n * 3}科室负责，完成{n * 17}件。" for n in range(10)]
    changed = [*sentences[:9], "这一句完全换成了另外的内容，没有一个字相同。"]
    ((one, other, likeness),) = near_duplicates({"a": "".join(sentences), "b": "".join(changed)})
    assert (one, other) == ("a", "b")
    assert 0.7 < likeness < 1
