import asyncio
import json

import pytest

from schemas import WorkReport
from summarizer.documents import from_text
from summarizer.engine import Engine
from summarizer.engine.examples import Example, Examples
from summarizer.engine.plan import plan_items
from summarizer.providers import Limits

ROADS = "二是农村路网不断完善。新建农村公路86公里。"


def example(document: str, shown: str = ROADS, field: str = "achievements", issuer: str = "甲局") -> Example:
    return Example(document, frozenset({issuer}), 7, (), f"[3]{shown}", field, "农村路网不断完善", (3,))


WATER = example("w", "农村供水管网新铺26公里。", issuer="水务局")
ROAD = example("r", issuer="交通局")
SCHOOL = example("s", "新建幼儿园12所，学位增加。", issuer="教育局")
ALL = Examples((WATER, ROAD, SCHOOL))
FIELDS = {"achievements", "problems", "tasks"}


def test_the_most_like_come_last_next_to_the_question() -> None:
    assert ALL.like("农村公路和路网", "x", FIELDS) == [WATER, ROAD]


def test_what_has_nothing_in_common_is_no_example() -> None:
    assert ALL.like("招商引资", "x", FIELDS) == []
    assert ALL.like("2024年12%", "x", FIELDS) == []


def test_a_document_is_never_its_own_example() -> None:
    assert ALL.like("农村公路", "r", FIELDS) == [WATER]


def test_an_issuer_barred_for_a_document_gives_no_example_to_it_and_does_to_others() -> None:
    barred = Examples(ALL.all, {"x": frozenset({"交通局"})})
    assert barred.like("农村公路", "x", FIELDS) == [WATER]
    assert barred.like("农村公路", "y", FIELDS) == [WATER, ROAD]


def test_one_document_gives_one_example_and_only_of_the_fields_asked_about() -> None:
    many = Examples((ROAD, example("r", ROADS + "群众出行便利。"), example("p", field="problems")))
    assert [each.document for each in many.like("农村公路", "x", FIELDS)] == ["p", "r"]
    assert [each.document for each in many.like("农村公路", "x", {"achievements"})] == ["r"]


def test_the_digest_is_of_what_may_be_shown_and_not_of_what_is_barred() -> None:
    assert Examples(ALL.all, {"x": frozenset({"a"})}).sha256 == Examples(ALL.all).sha256
    assert len({ALL.sha256, Examples((WATER,)).sha256, Examples((example("r", issuer="乙局"),)).sha256}) == 3


def test_a_request_shows_examples_as_turns_before_the_question(scripted, short_report) -> None:  # type: ignore[no-untyped-def]
    provider = scripted(points=8)
    labelled = example("o", "一是水利工程建设提速。实施重点水利项目14个。", issuer="水利局")
    record = asyncio.run(Engine(provider, WorkReport, examples=Examples((labelled,))).summarize(short_report))
    plain = scripted(points=8)
    without = asyncio.run(Engine(plain, WorkReport).summarize(short_report))
    shown = [each.messages for each in provider.asked("items") if "水利项目14个" in each.messages[-3].content]
    assert shown
    ask, reply, question = shown[0][-3:]
    assert (ask.role, reply.role, question.role) == ("user", "assistant", "user")
    assert ask.content.startswith("要点7\n[3]一是水利工程建设提速")
    assert json.loads(reply.content) == {
        "items": [{"point": 7, "kind": "成绩", "text": "农村路网不断完善", "sentences": [3]}]
    }
    assert len(shown[0]) == len(plain.asked("items")[0].messages) + 2
    assert record.provenance.examples_sha256 == Examples((labelled,)).sha256
    assert without.provenance.examples_sha256 is None
    assert record.summary.achievements == without.summary.achievements


@pytest.mark.parametrize("reserved", [0, 800])
def test_what_examples_take_is_not_planned_for_points(reserved, session_on, scripted) -> None:  # type: ignore[no-untyped-def]
    text = "临江县水务局2024年总结\n" + "".join(
        f"{n}．做好第{n}项工作，{'认真落实' * 40}。\n" for n in range(1, 30)
    )
    session = session_on(from_text(text, "a.txt"), scripted())
    plan = plan_items(session.outline.points, Limits(context=3200, parallel=1, points=64), reserved)
    longest = max(sum(len(s.text) for p in batch for s in p.sentences) for batch in plan.batches)
    assert longest <= (3200 - reserved) / 2
    assert sum(map(len, plan.batches)) == len(session.outline.points)
