import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from schemas import CitedItems, Fact, WorkReport, fields_of
from summarizer.engine import facts, item_answers, items, prose, sections
from summarizer.prompting import request_schema

LABELS = tuple(kind.label for _, kind in fields_of(WorkReport, CitedItems))
ANSWERS = {
    "items": item_answers.answer_type((*LABELS, items.NOTHING)),
    "items of one kind": item_answers.answer_type(LABELS[:1]),
    "facts": facts._answer_type(WorkReport, tuple(name for name, _ in fields_of(WorkReport, Fact))),
    "section": sections.SectionAnswer,
    "abstract": prose._answer_type("abstract"),
}


class Part(BaseModel):
    """A part that is used twice."""

    name: str = Field("无名", title="名字", max_length=9, description="部分的名字")


class Whole(BaseModel):
    title: str
    kind: Literal["成绩", "问题"] = "成绩"
    count: int = Field(0, ge=0, le=9)
    first: Part | None = None
    parts: list[Part] = []


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema within a schema; the names of properties are no schemas."""
    if isinstance(schema, list):
        for each in schema:
            yield from nodes(each)
    elif isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            yield from nodes(list(value.values()) if key == "properties" else value)


@pytest.mark.parametrize("answer", [*ANSWERS.values(), Whole])
def test_every_object_is_closed_and_every_property_required(answer):
    objects = [node for node in nodes(request_schema(answer)) if "properties" in node]
    assert objects
    for node in objects:
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


@pytest.mark.parametrize("answer", [*ANSWERS.values(), Whole])
def test_nothing_is_left_that_costs_tokens_or_breaks_a_grammar(answer):
    left_out = {
        "$ref",
        "$defs",
        "title",
        "default",
        "description",
        "maxLength",
        "minLength",
        "minimum",
        "maximum",
    }
    assert all(not left_out & node.keys() for node in nodes(request_schema(answer)))


def test_a_property_named_like_a_keyword_is_kept():
    assert "title" in request_schema(Whole)["properties"]


def test_a_class_used_twice_is_written_out_at_both_places():
    properties = request_schema(Whole)["properties"]
    assert properties["parts"]["items"] in properties["first"]["anyOf"]
    assert {"type": "null"} in properties["first"]["anyOf"]


def test_chinese_choices_are_sent_as_they_are():
    dumped = json.dumps(request_schema(Whole), ensure_ascii=False)
    assert "成绩" in dumped
    assert "\\u" not in dumped


def test_an_item_may_only_be_of_the_kinds_given_and_carries_few_sentences():
    item = request_schema(ANSWERS["items"])["properties"]["items"]["items"]
    assert item["properties"]["kind"]["enum"] == [*LABELS, "无"]
    assert item["properties"]["sentences"]["maxItems"] == 3


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_the_embedded_runtime_makes_a_grammar_of_it(answer):
    runtime = pytest.importorskip("xllamacpp")
    assert runtime.json_schema_to_grammar(json.dumps(request_schema(answer), ensure_ascii=False))
