import json
from typing import Any

import pytest

from summarizer.errors import (
    AnswerEmpty,
    AnswerFiltered,
    AnswerRefused,
    BadCompletion,
    BudgetSpent,
    ContextExceeded,
    EndpointOverloaded,
    ProviderError,
)
from summarizer.providers import Completion
from summarizer.providers.failures import Failures, Objection
from summarizer.providers.reading import read_completion
from summarizer.providers.transient import Transient

FAILURES = Failures("http://model.example/v1", "qwen-plus", "sk-geheim")
OBJECT = '{"标题":"总结"}'


def body(message: Any, finish: Any = "stop", usage: Any = None, **more: Any) -> bytes:
    usage = {"prompt_tokens": 12, "completion_tokens": 5} if usage is None else usage
    whole = {"choices": [{"message": message, "finish_reason": finish}], "usage": usage, **more}
    return json.dumps(whole, ensure_ascii=False).encode()


def said(text: str | None, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": text, **more}


def call(*arguments: Any) -> list[dict[str, Any]]:
    return [{"type": "function", "function": {"name": "answer", "arguments": each}} for each in arguments]


@pytest.mark.parametrize(
    "message",
    [
        said(OBJECT),
        said(OBJECT, refusal=None, tool_calls=[], reasoning_content="想一想"),
        said(OBJECT, tool_calls="none"),
        said(None, tool_calls=call(OBJECT)),
        said("", tool_calls=call(OBJECT), reasoning_content='{"标题":"草稿"}'),
        said(None, function_call={"name": "answer", "arguments": OBJECT}),
        said([{"type": "text", "text": '{"标题":'}, {"type": "text", "text": '"总结"}'}]),  # type: ignore[arg-type]
        said(None, reasoning_content=OBJECT),
        said(None, reasoning=f"```json\n{OBJECT}\n```"),
    ],
)
def test_the_answer_is_found_wherever_servers_put_it(message: dict[str, Any]) -> None:
    assert read_completion(body(message), FAILURES) == Completion(OBJECT, 12, 5)


def test_arguments_that_come_as_an_object_are_text_again() -> None:
    found = read_completion(body(said(None, tool_calls=call({"标题": "总结"}))), FAILURES)
    assert json.loads(found.text) == {"标题": "总结"}


def test_a_mark_of_byte_order_before_the_body_does_no_harm() -> None:
    assert read_completion(b"\xef\xbb\xbf" + body(said(OBJECT)), FAILURES).text == OBJECT


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"prompt_tokens": 12.0, "completion_tokens": 5}, (12, 5, False)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, (0, 0, False)),
        ({}, (0, 0, True)),
        ("much", (0, 0, True)),
        ({"prompt_tokens": -5, "completion_tokens": 5}, (0, 5, True)),
        ({"prompt_tokens": None, "completion_tokens": "many"}, (0, 0, True)),
        ({"prompt_tokens": True, "completion_tokens": 5}, (0, 5, True)),
        ({"prompt_tokens": 10**15, "completion_tokens": 5}, (0, 5, True)),
        ({"prompt_tokens": float("nan"), "completion_tokens": float("inf")}, (0, 0, True)),
    ],
)
def test_a_count_that_cannot_be_is_none_and_told(usage: Any, counted: tuple[int, int, bool]) -> None:
    found = read_completion(body(said(OBJECT), usage=usage), FAILURES)
    assert (found.prompt_tokens, found.completion_tokens, found.miscounted) == counted


@pytest.mark.parametrize("finish", ["length", "max_tokens"])
@pytest.mark.parametrize("message", [said('{"标题":"总'), said(None), said("", reasoning_content="想了很久")])
def test_an_answer_that_was_cut_off_says_so_even_where_only_thoughts_came(
    finish: str, message: dict[str, Any]
) -> None:
    assert read_completion(body(message, finish), FAILURES).truncated


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (body(said(None, refusal="I can't help with that.")), AnswerRefused),
        (body(said("", refusal=None), "content_filter"), AnswerFiltered),
        (body(said(OBJECT), "sensitive"), AnswerFiltered),
    ],
)
def test_what_is_withheld_is_named_and_its_price_known(content: bytes, kind: type[BadCompletion]) -> None:
    with pytest.raises(kind) as caught:
        read_completion(content, FAILURES)
    assert caught.value.tokens == (12, 5)


@pytest.mark.parametrize("usage", [{}, {"prompt_tokens": 12}, {"prompt_tokens": 0, "completion_tokens": 0}])
def test_a_price_that_is_not_wholly_told_is_not_known(usage: dict[str, int]) -> None:
    with pytest.raises(AnswerRefused) as caught:
        read_completion(body(said(None, refusal="no"), usage=usage), FAILURES)
    assert caught.value.tokens is None


def test_an_answer_without_text_has_its_price() -> None:
    with pytest.raises(Transient) as caught:
        read_completion(body(said(None)), FAILURES)
    assert isinstance(caught.value.error, AnswerEmpty)
    assert (caught.value.billed, caught.value.error.tokens) == (True, (12, 5))


@pytest.mark.parametrize(("status", "message"), [(413, "large"), (400, "content filter")])
def test_what_is_refused_before_the_model_was_asked_costs_nothing(status: int, message: str) -> None:
    error = FAILURES.of_status(status, {}, json.dumps({"error": {"message": message}}).encode())
    assert isinstance(error, BadCompletion)
    assert error.tokens == (0, 0)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (body(said(None)), AnswerEmpty),
        (body(said("  \n")), AnswerEmpty),
        (body(said(OBJECT), choices=[]), AnswerEmpty),
        (b"", BadCompletion),
        (b' {"choices": [', BadCompletion),
        (json.dumps({"error": {"message": "busy", "code": 503}}).encode(), EndpointOverloaded),
        (json.dumps({"error": {"message": "busy", "code": "429"}}).encode(), EndpointOverloaded),
    ],
)
def test_what_may_go_well_the_next_time_is_transient(content: bytes, kind: type[ProviderError]) -> None:
    with pytest.raises(Transient) as caught:
        read_completion(content, FAILURES)
    assert type(caught.value.error) is kind


@pytest.mark.parametrize(
    ("status", "message", "code", "kind"),
    [
        (400, "This model's maximum context length is 8192 tokens", None, ContextExceeded),
        (400, "the request exceeds the available context size", "exceed_context_size_error", ContextExceeded),
        (413, "too large", None, ContextExceeded),
        (400, "Input data may contain inappropriate content.", "data_inspection_failed", AnswerFiltered),
        (400, "Content Exists Risk", None, AnswerFiltered),
        (400, "系统检测到输入或生成内容可能包含不安全或敏感内容", "1301", AnswerFiltered),
        (400, "the request was rejected because it was considered high risk", None, AnswerFiltered),
        (400, "'temperature' must be 1", None, Objection),
        (402, "Insufficient Balance", None, BudgetSpent),
        (500, "1 validation error: ('body', 'response_format', 'type')", None, Objection),
        (500, "out of memory", None, Transient),
    ],
)
def test_what_a_status_means_is_read_from_its_words(
    status: int, message: str, code: str | None, kind: type[Exception]
) -> None:
    content = json.dumps({"error": {"message": message, "code": code}}).encode()
    assert type(FAILURES.of_status(status, {}, content)) is kind


def test_what_a_refusal_repeats_of_the_request_is_no_complaint() -> None:
    detail = [{"loc": ["body", "seed"], "msg": "Input should be a number", "input": {"temperature": 0}}]
    found = FAILURES.of_status(422, {}, json.dumps({"detail": detail}).encode())
    assert isinstance(found, Objection)
    assert "temperature" not in str(found)


@pytest.mark.parametrize(
    ("status", "kind"), [(429, "throttled"), (503, "throttled"), (529, "throttled"), (502, "down"), (500, "failed")]
)  # fmt: skip
def test_a_failure_that_may_pass_is_of_a_kind(status: int, kind: str) -> None:
    found = FAILURES.of_status(status, {}, b"")
    assert isinstance(found, Transient)
    assert found.kind == kind


def test_a_key_is_in_no_message_and_no_representation() -> None:
    assert "geheim" not in repr(FAILURES)
    assert "geheim" not in str(FAILURES.of_status(500, {}, b"sk-geheim is over its limit"))
