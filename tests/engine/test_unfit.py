"""Answers that are cut off, and texts that a model or its endpoint will not speak of."""

import asyncio
import json

import pytest

from schemas import WorkReport
from summarizer.documents import from_text
from summarizer.engine import Engine
from summarizer.engine.items import TOKENS_PER_ITEM
from summarizer.engine.sections import SectionAnswer
from summarizer.errors import AnswerFiltered, AnswerRefused, ContextExceeded
from summarizer.providers import Completion

NUMBERED = "一二三四五六七八"
REPORT = "临江县水务局2024年上半年工作总结\n一、主要工作成效\n" + "\n".join(
    f"{n}是全县第{n}项工程建设提速而且质量安全效益等各个方面都比往年同期有了十分明显的改善和提高幅度达18%。群众十分满意。"
    for n in NUMBERED
)
BAD = 3
CUT = '{"items":[{"point":1,"kind":"成绩","te'
LOOP = CUT[:-1] + "xt" + "各项工作稳步推进，" * 40


def cut(text):
    return Completion(text, prompt_tokens=10, completion_tokens=200, truncated=True)


def refused(tokens=(10, 4), cost=None):
    error = AnswerRefused("no")
    error.tokens, error.cost = tokens, cost
    error.currency = cost and "CNY"
    return error


@pytest.fixture
def unfit(scripted, answering):
    """A model for which one point is in the way, whoever is asked about beside it."""

    def make(answer, points):
        return scripted(
            lambda request: answer if BAD in request.points else answering[1](request), points=points
        )

    return make


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (cut(CUT), "回答太长，没有写完"),
        (cut(LOOP), "回答不断重复“"),
        (cut(""), "回答太长，没有写完"),
        (refused(), "模型拒绝回答"),
        (AnswerFiltered("no"), "端点的内容过滤拦下了回答"),
        (ContextExceeded("no"), "模型装不下这次请求"),
    ],
)
@pytest.mark.parametrize("points", [1, 3, 8])
def test_one_unfit_point_keeps_the_documents_words_and_costs_no_other_point_its_answer(
    points, answer, why, items_of, unfit
):
    provider = unfit(answer, points)
    placed, session = items_of(REPORT, provider)
    assert [each.point.id for each in placed] == list(range(1, 9))
    (warning,) = session.warnings
    assert "全县第三项工程" in warning
    assert f"改用原文：{why}" in warning
    kept = next(each for each in placed if each.point.id == BAD)
    assert kept.item.text.removesuffix("…") in REPORT
    assert kept.item.verdict != "unsupported"
    asked_alone = [list(each.points) for each in provider.requests if BAD in each.points][-1]
    assert asked_alone == [BAD]


def test_what_is_cut_off_is_asked_about_in_halves(items_of, scripted, answering):
    provider = scripted(
        lambda request: cut(CUT) if len(request.points) > 2 else answering[1](request), points=8
    )
    placed, session = items_of(REPORT, provider)
    assert [list(each.points) for each in provider.requests] == [
        [1, 2, 3, 4, 5, 6, 7, 8],
        [1, 2, 3, 4],
        [1, 2],
        [3, 4],
        [5, 6, 7, 8],
        [5, 6],
        [7, 8],
    ]
    assert len(placed) == 8
    assert session.warnings == []


def test_a_single_point_that_is_cut_off_gets_more_room_and_hears_why(items_of, scripted, answering):
    given = iter([cut(LOOP)])
    provider = scripted(lambda request: next(given, None) or answering[1](request), parallel=1)
    placed, session = items_of(REPORT, provider)
    first, again = [each for each in provider.requests if 1 in each.points]
    assert (first.max_tokens, again.max_tokens) == (TOKENS_PER_ITEM, 2 * TOKENS_PER_ITEM)
    assert "不断重复" in again.messages[-1].content
    assert len(again.messages[-2].content) <= 200
    assert len(placed) == 8
    assert session.warnings == []


def test_what_came_whole_before_the_cut_is_kept(items_of, scripted, answering):
    def answer(request):
        whole = json.dumps(answering[1](request), ensure_ascii=False)
        return cut(whole + "\n" * 200)

    placed, session = items_of(REPORT, scripted(answer, points=8))
    assert len(placed) == 8
    assert session.warnings == []


def test_a_report_that_is_refused_altogether_still_makes_a_record(scripted):
    engine = Engine(scripted(lambda _: refused(), points=4, context=8192), WorkReport)
    record = asyncio.run(engine.summarize(from_text(REPORT, "总结.txt")))
    assert len(record.summary.achievements) == 8
    assert record.summary.abstract
    assert "模型拒绝回答" in record.checks.warnings
    assert record.usage.calls > 0
    assert record.usage.completion_tokens == 4 * record.usage.calls


def test_a_refusal_whose_price_is_known_is_in_the_sum(items_of, scripted, answering):
    def answer(request):
        if BAD in request.points:
            return refused(cost=0.25)
        return Completion(json.dumps(answering[1](request)), 10, 3, cost=0.5, currency="CNY")

    _, session = items_of(REPORT, scripted(answer))
    assert (session.usage().cost, session.usage().currency) == (7 * 0.5 + 0.25, "CNY")


def test_an_answer_to_anything_else_that_is_cut_off_gets_more_room(session_on, scripted):
    provider = scripted([cut('{"summary": "完成'), {"summary": "完成投资"}])
    session = session_on(REPORT, provider)
    asking = session.ask("section", SectionAnswer, lambda _: None, 100, heading="一、成效", items=["甲"])
    answer, wrong = asyncio.run(asking)
    assert (answer.summary, wrong) == ("完成投资", None)
    assert [each.max_tokens for each in provider.requests] == [100, 200]


def test_an_endpoint_that_miscounts_is_told_of_once(items_of, scripted, answering):
    def answer(request):
        return Completion(json.dumps(answering[1](request)), 0, 0, miscounted=True)

    _, session = items_of(REPORT, scripted(answer))
    assert session.warnings == ["端点没有给出可信的用量，缺的按0计"]


@pytest.mark.parametrize("wrapped", ["```json\n{}\n```", "<think>嗯</think>{}", "好的：{}。", "[{}]"])
def test_an_answer_in_a_wrapping_needs_no_repair(wrapped, items_of, scripted, answering):
    before, after = wrapped.split("{}")

    def answer(request):
        return before + json.dumps(answering[1](request), ensure_ascii=False) + after

    placed, session = items_of(REPORT, scripted(answer, points=4))
    assert len(placed) == 8
    assert session.usage().repair_calls == 0
