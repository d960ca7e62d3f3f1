import asyncio

import pytest

from schemas import WorkReport
from summarizer.documents import from_text
from summarizer.engine import Engine
from summarizer.engine.items import extract_items
from summarizer.engine.sections import SectionAnswer
from summarizer.errors import (
    AuthenticationFailed,
    BadCompletion,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
)
from summarizer.providers import Completion, Postponed

NUMBERED = "一二三四五六七八九"
REPORT = "临江县水务局2024年上半年工作总结\n一、主要工作成效\n" + "\n".join(
    f"{NUMBERED[n]}是全县第{NUMBERED[n]}项工程建设提速而且质量安全效益等各个方面都比往年同期有了十分明显的改善和提高幅度达18%。全年完成投资{n + 1}.5亿元，群众十分满意。"
    for n in range(9)
)


def failing_at(numbers, dutiful, error=BadCompletion):
    """A model that fails at these requests, counted from 1, and answers the others."""
    count = 0

    def answer(request):
        nonlocal count
        count += 1
        return error(f"第{count}次请求失败") if count in numbers else dutiful(request)

    return answer


@pytest.mark.parametrize("error", [BadCompletion, EndpointOverloaded, EndpointUnreachable])
def test_a_request_that_fails_costs_its_own_points_their_wording_only(error, items_of, scripted, answering):
    provider = scripted(failing_at({3}, answering[1], error), parallel=1)
    placed, session = items_of(REPORT, provider)
    assert len(placed) == 9
    assert "第3次请求失败" in session.warnings
    (unasked,) = [each for each in session.warnings if "项工程建设提速" in each]
    assert unasked.endswith("改用原文：没有得到回答")


def test_the_first_request_that_fails_ends_the_report(items_of, scripted, answering):
    with pytest.raises(BadCompletion, match="第1次"):
        items_of(REPORT, scripted(failing_at({1}, answering[1]), parallel=1))


def test_three_failures_in_a_row_end_the_report(items_of, scripted, answering):
    with pytest.raises(EndpointOverloaded, match="第6次"):
        items_of(REPORT, scripted(failing_at({4, 5, 6}, answering[1], EndpointOverloaded), parallel=1))


def test_failures_with_answers_between_them_do_not_end_the_report(items_of, scripted, answering):
    provider = scripted(failing_at({2, 3, 5, 6, 8, 9}, answering[1]), parallel=1)
    placed, session = items_of(REPORT, provider)
    assert len(placed) == 9
    assert len([each for each in session.warnings if "改用原文" in each]) == 6


@pytest.mark.parametrize("error", [AuthenticationFailed, ModelNotFound])
def test_what_no_other_request_would_survive_ends_the_report_at_once(error, items_of, scripted, answering):
    with pytest.raises(error):
        items_of(REPORT, scripted(failing_at({5}, answering[1], error), parallel=1))


def test_nothing_more_is_asked_once_a_report_has_ended_in_failure(session_on, scripted, answering):
    async def run():
        provider = scripted(failing_at({4}, answering[1], AuthenticationFailed), parallel=2)
        with pytest.raises(AuthenticationFailed):
            await extract_items(session_on(REPORT, provider), 2024)
        asked = len(provider.requests)
        for _ in range(100):
            await asyncio.sleep(0)
        assert len(provider.requests) == asked

    asyncio.run(run())


@pytest.mark.parametrize(("points", "requests"), [(1, 9), (2, 5), (4, 3)])
def test_all_requests_of_a_stage_are_handed_over_at_once(points, requests, items_of, scripted):
    provider = scripted(points=points)
    items_of(REPORT, provider)
    assert provider.most_in_flight == requests


def test_a_report_that_is_put_aside_has_asked_for_all_that_it_needs_by_then(scripted):
    asked = []

    def answer(request):
        asked.append(request)
        raise Postponed

    model = scripted(answer)
    with pytest.raises(Postponed):
        asyncio.run(Engine(model, WorkReport).summarize(from_text(REPORT, "a.txt")))
    assert len(asked) == len(NUMBERED)


def test_an_endpoint_that_was_waited_for_in_vain_ends_the_report_at_once(items_of, scripted, answering):
    gone = EndpointUnreachable("gone")
    gone.final = True
    with pytest.raises(EndpointUnreachable, match="gone"):
        items_of(REPORT, scripted(failing_at({5}, answering[1], lambda _: gone), parallel=1))


def test_the_cost_is_that_of_all_calls_that_were_paid_now(session_on, scripted):
    session = session_on(REPORT, scripted())
    for completion in (
        Completion("{}", 1, 1, cost=0.25, currency="CNY"),
        Completion("{}", 1, 1, cached=True, seconds=2),
        Completion("{}", 1, 1, cost=0.5, currency="CNY"),
    ):
        session._count(completion, 1)
    assert (session.usage().cost, session.usage().currency) == (0.75, "CNY")


def test_the_cost_is_unknown_where_that_of_one_call_is(session_on, scripted):
    session = session_on(REPORT, scripted())
    session._count(Completion("{}", 1, 1, cost=0.25, currency="CNY"), 1)
    session._count(Completion("{}", 1, 1), 1)
    assert session.usage().cost is None


def test_usage_counts_answers_that_were_refused_too(items_of, scripted, answering):
    provider = scripted(lambda request: answering[1](request) if request.again else "{")
    _, session = items_of(REPORT, provider)
    usage = session.usage()
    assert usage.model == "scripted"
    assert usage.calls == len(provider.requests) == 18
    assert (usage.prompt_tokens, usage.completion_tokens) == (180, 54)


def test_usage_does_not_count_requests_without_an_answer(items_of, scripted, answering):
    _, session = items_of(REPORT, scripted(failing_at({3}, answering[1]), parallel=1))
    assert session.usage().calls == 8


@pytest.mark.parametrize("parallel", [1, 3])
def test_progress_only_ever_goes_forward(parallel, scripted):
    seen = []
    engine = Engine(scripted(parallel=parallel), WorkReport)
    asyncio.run(engine.summarize(from_text(REPORT, "总结.txt"), seen.append))
    stages = list(dict.fromkeys(each.stage for each in seen))
    assert stages == ["facts", "items", "sections", "prose"]
    for stage in stages:
        events = [each for each in seen if each.stage == stage]
        assert [each.done for each in events] == list(range(events[0].total + 1))
        assert {each.total for each in events} == {events[0].total}
    tokens, seconds = [each.completion_tokens for each in seen], [each.seconds for each in seen]
    assert tokens == sorted(tokens)
    assert seconds == sorted(seconds)
    assert [each.stage for each in seen] == sorted((each.stage for each in seen), key=stages.index)


def test_an_answer_asked_again_follows_the_answer_that_was_wrong(session_on, scripted):
    provider = scripted(["nonsense", {"summary": "完成投资9.9亿元"}])
    session = session_on(REPORT, provider)
    answer, wrong = asyncio.run(
        session.ask(
            "section", SectionAnswer, lambda _: "数字不对", 100, heading="一、成效", items=["甲", "乙"]
        )
    )
    assert (answer.summary, wrong) == ("完成投资9.9亿元", "数字不对")
    first, again = provider.requests
    assert again.messages[:-2] == first.messages
    assert again.messages[-2].content == "nonsense"
    assert "JSON" in again.messages[-1].content
