import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.providers.answers import NoObject, loop_in, object_in

GIVEN = '{"items": [{"point": 1, "text": "投资12.80亿元"}]}'
OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
).map(lambda value: {"值": value})


@pytest.mark.parametrize(
    "said",
    [
        GIVEN,
        f"\ufeff \n{GIVEN}\n",
        f"```json\n{GIVEN}\n```",
        f"```\n{GIVEN}```",
        f"好的，结果如下：\n{GIVEN}\n以上是全部要点。",
        f"[{GIVEN}]",
        f"<think>先看[1]，大概是 {{\"items\": []}} 吧</think>\n{GIVEN}",
        f"看看 {{\"items\": []}}</think>{GIVEN}",
        f"<Thinking>\n一\n</Thinking>\n\n```json\n{GIVEN}\n```",
        f"依据[3]和{{占位}}：{GIVEN}",
        f"{GIVEN}\n{GIVEN}",
        json.dumps(GIVEN),
        json.dumps(GIVEN, ensure_ascii=False),
        f'<tool_call>\n{{"name": "answer", "arguments": {GIVEN}}}\n</tool_call>',
        f'{{"arguments":{GIVEN},"name":"answer"}}',
    ],
)  # fmt: skip
def test_the_one_object_is_found_and_taken_as_it_was_written(said: str) -> None:
    assert object_in(said) == GIVEN


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "没有 JSON 对象"),
        ("我不知道。", "没有 JSON 对象"),
        ("null", "没有 JSON 对象"),
        ("[1, 2]", "没有 JSON 对象"),
        ("{'items': []}", "没有 JSON 对象"),
        ('{"items": [{"point": 1}, {"point": 2', "不完整或有误"),
        ('{"items": [],}', "不完整或有误"),
        ('{"text": "一\n二"}', "不完整或有误"),
        ('{"text": "一" "二"}', "不完整或有误"),
        ('{"a": 1} {"a": 2}', "2个不同的"),
        ('[{"a": 1}, {"a": 2}]', "2个不同的"),
        ('{"value": 1, "value": 2}', "“value”给了两个不同的值"),
        ('{"items": [{"point": 1, "point": 2}]}', "“point”给了两个不同的值"),
        ('{"value": NaN}', "NaN"),
        ('{"value": -Infinity}', "-Infinity"),
        ('{"value": ' + "9" * 5000 + "}", "太长"),
        ('{"a":' * 100_000, "太深"),
        ('<think>也许是 {"items": []}', "思考没有结束"),
        ('<think>好</think><think>也许是 {"items": []}', "思考没有结束"),
    ],
)
def test_anything_else_is_named_and_not_mended(said: str, fault: str) -> None:
    with pytest.raises(NoObject, match=fault):
        object_in(said)


def test_a_member_that_is_given_twice_alike_does_no_harm() -> None:
    assert object_in('{"a": 1, "a": 1}') == '{"a": 1, "a": 1}'


def test_thoughts_inside_an_answer_are_text() -> None:
    said = '{"text": "<think>不算</think>"}'
    assert object_in(said) == said


@given(OBJECTS, st.sampled_from(["", "答：", "```json\n", "<think>好</think>\n"]), st.booleans())
def test_what_is_found_is_the_object_that_was_said(value: Any, before: str, ascii_only: bool) -> None:
    said = json.dumps(value, ensure_ascii=ascii_only)
    assert object_in(f"{before}{said}\n完") == said


@given(st.text(alphabet='{}[]":,\\ \n1-e.aé想<think>/'))
def test_any_text_is_an_object_or_a_named_fault(said: str) -> None:
    try:
        found = object_in(said)
    except NoObject:
        return
    assert isinstance(json.loads(found), dict)


@pytest.mark.parametrize(
    ("said", "loop"),
    [
        ('{"text": "推进' + "各项工作" * 50, "各项工作"),
        ('{"items": [' + '{"point": 1, "text": "好"}, ' * 20 + '{"poi', '{"point": 1, "text": "好"}, '),
        ('{"text": "完"}' + "\n" * 300, "\n"),
    ],
)
def test_an_answer_that_goes_round_in_circles_is_recognised(said: str, loop: str) -> None:
    found = loop_in(said)
    assert found is not None
    assert sorted(found) == sorted(loop)


@pytest.mark.parametrize("said", ["", "{", '{"text": "……………………"', "一是好好好好好好好好。二是", GIVEN[:-4]])
def test_a_long_answer_is_not_one_without_end(said: str) -> None:
    assert loop_in(said) is None
