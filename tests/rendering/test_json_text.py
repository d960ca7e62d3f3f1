from collections.abc import Callable

from schemas import Record, WorkReport
from summarizer.rendering import render_json

MakeRecord = Callable[..., Record[WorkReport]]


def test_a_record_survives_the_way_through_json(full: Record[WorkReport]) -> None:
    assert Record[WorkReport].model_validate_json(render_json(full)) == full


def test_chinese_is_readable_and_the_text_ends_with_a_newline(full: Record[WorkReport]) -> None:
    text = render_json(full)
    assert '  "title": "云岫县交通运输局2025年上半年工作总结"' in text
    assert text.endswith("}\n")


def test_invisible_characters_are_escaped_and_nothing_is_lost(record: MakeRecord) -> None:
    hostile = record(WorkReport(title="甲\u202e\x1b[31m\x9b\U000e0041\n乙"))
    text = render_json(hostile)
    assert not set(text) & set("\u202e\x1b\x9b\U000e0041")
    assert Record[WorkReport].model_validate_json(text) == hostile
