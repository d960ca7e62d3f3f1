import asyncio
import gzip
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from summarizer.errors import (
    AnswerEmpty,
    AnswerTooLarge,
    AuthenticationFailed,
    BadCompletion,
    BudgetSpent,
    ConfigError,
    EndpointOverloaded,
    EndpointUnreachable,
    ModelNotFound,
    ProviderError,
    SchemaNotSupported,
)
from summarizer.providers import Completion, Limits, Message
from summarizer.providers.answers import object_in
from summarizer.providers.breaker import Patience
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.forms import MODES, Mode
from summarizer.providers.limiter import Limiter
from summarizer.providers.retry import ATTEMPTS
from summarizer.providers.transport import MOST_BYTES
from tests.endpoint.script import in_turn as script_in_turn
from tests.endpoint.server import ScriptedEndpoint, serving
from tests.loopback import Answer, LoopbackServer, Reply, completion, fault, in_turn, json_reply

KEY = "sk-geheim-0123456789"
SCHEMA = {"type": "object", "properties": {"标题": {"type": "string"}}}
LIMITS = Limits(context=4096, parallel=1, points=1)
MESSAGES = [Message("system", "你是秘书"), Message("user", "摘要")]
Serve = Callable[[Answer], LoopbackServer]


def an_endpoint(url: str, **more: Any) -> Endpoint:
    given = {"api_key": KEY, "model": "qwen-plus", "limits": LIMITS, "timeout": 10} | more
    return Endpoint(base_url=url, **given)


class Asking:
    """Asks an endpoint once; `waits` are the seconds that it wanted to sleep between tries, which are not slept."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    def clock(self) -> float:
        return sum(self.waits)

    def __call__(self, url: str, **more: Any) -> Completion:
        return asyncio.run(self._ask(url, more))

    def fails(self, kind: type[ProviderError], url: str, **more: Any) -> str:
        """The message of the error, which is of exactly this kind, one line, with the address, without the key."""
        with pytest.raises(kind) as caught:
            self(url, **more)
        assert caught.type is kind
        said = str(caught.value)
        assert "\n" not in said
        assert url in said
        assert KEY not in said
        return said

    async def _ask(self, url: str, more: dict[str, Any]) -> Completion:
        limiter = Limiter(1, patience=Patience(5, 60), clock=self.clock, sleep=self.sleep)
        endpoint = an_endpoint(url, limiter=limiter, **more)
        try:
            return await endpoint.complete(MESSAGES, SCHEMA, 99)
        finally:
            await endpoint.close()


@pytest.fixture
def ask() -> Asking:
    return Asking()


@pytest.fixture
def dead_url() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


def test_a_good_answer_comes_with_its_price(serve: Serve, ask: Asking) -> None:
    server = serve(in_turn(completion('{"标题":"总结"}')))
    assert ask(server.url) == Completion('{"标题":"总结"}', 12, 5, truncated=False)
    assert ask.waits == []


def test_an_answer_cut_off_by_its_length_says_so(serve: Serve, ask: Asking) -> None:
    assert ask(serve(in_turn(completion("{", finish_reason="length"))).url).truncated


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": None}, "much", {"prompt_tokens": "12"}])
def test_an_answer_without_a_usable_count_costs_nothing(serve: Serve, ask: Asking, usage: Any) -> None:
    answer = ask(serve(in_turn(completion("{}", usage=usage))).url)
    assert (answer.prompt_tokens, answer.completion_tokens) == (0, 0)


def test_the_request_asks_for_the_strict_schema_at_temperature_0(serve: Serve, ask: Asking) -> None:
    server = serve(in_turn(completion("{}")))
    ask(server.url)
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body == {
        "model": "qwen-plus",
        "messages": [{"role": "system", "content": "你是秘书"}, {"role": "user", "content": "摘要"}],
        "temperature": 0,
        "max_tokens": 99,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
        },
    }


def test_chinese_is_sent_as_it_is_written(serve: Serve, ask: Asking) -> None:
    server = serve(in_turn(completion("{}")))
    ask(server.url)
    assert "标题".encode() in server.requests[0].raw


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_named_but_never_shown(serve: Serve, ask: Asking, status: int) -> None:
    server = serve(in_turn(fault(status, f"Incorrect API key\nprovided: {KEY}")))
    said = ask.fails(AuthenticationFailed, server.url)
    assert f"({status}): Incorrect API key provided: ***" in said
    assert "OPENAI_API_KEY" in said
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "reply"),
    [
        (404, fault(404, "no such model")),
        (404, Reply(b"not found", 404, "text/plain")),
        (400, fault(400, "The model does not exist", code="model_not_found")),
    ],
)
def test_an_unknown_model_is_named_with_the_status(
    serve: Serve, ask: Asking, status: int, reply: Reply
) -> None:
    said = ask.fails(ModelNotFound, serve(in_turn(reply)).url)
    assert f"'qwen-plus' ({status})" in said


@pytest.mark.parametrize(
    "reply",
    [
        fault(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported"),
        fault(400, "This response_format type is unavailable now"),
        fault(400, "not supported with this model", param="response_format"),
        fault(400, "unknown field, " + "very " * 60 + "sorry: response_format"),
        json_reply({"detail": [{"loc": ["body", "response_format", "type"], "msg": "Input"}]}, 422),
    ],
)
def test_a_refusal_of_the_schema_is_told_from_other_refusals(serve: Serve, ask: Asking, reply: Reply) -> None:
    assert "json_schema" in ask.fails(SchemaNotSupported, serve(in_turn(reply)).url)


@pytest.mark.parametrize(
    ("reply", "quoted"),
    [
        (fault(400, "max_tokens is too large"), "max_tokens is too large"),
        (fault(418, "茶壶"), "茶壶"),
        (Reply(b'"just a string"', 400), "just a string"),
        (Reply(b"\xff\xfe not text", 400, "text/plain"), "not text"),
    ],
)
def test_any_other_refusal_is_quoted_and_not_tried_again(
    serve: Serve, ask: Asking, reply: Reply, quoted: str
) -> None:
    server = serve(in_turn(reply))
    assert quoted in ask.fails(ProviderError, server.url)
    assert len(server.requests) == 1


def test_a_long_refusal_is_cut(serve: Serve, ask: Asking) -> None:
    assert len(ask.fails(ProviderError, serve(in_turn(fault(400, "太长" * 5000))).url)) < 300


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ({"Retry-After": "7"}, 7, 7),
        ({"Retry-After": "0"}, 0, 0),
        ({"Retry-After": "-3"}, 0, 0),
        ({"Retry-After": "999999999"}, 60, 60),
        ({"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}, 60, 60),
        ({"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, 0, 0),
        ({"Retry-After": "soon"}, 0, 8),
        ({"Retry-After-Ms": "1500"}, 1.5, 1.5),
        ({}, 0, 8),
    ],
)
def test_the_wait_that_an_overloaded_endpoint_asks_for_is_kept_within_reason(
    serve: Serve, ask: Asking, header: dict[str, str], least: float, most: float
) -> None:
    server = serve(in_turn(fault(429, "slow down", header), completion("{}")))
    assert ask(server.url).text == "{}"
    assert least <= sum(ask.waits) <= max(most, 1)


@pytest.mark.parametrize("status", [408, 409, 500])
def test_a_request_that_goes_on_failing_is_given_up(serve: Serve, ask: Asking, status: int) -> None:
    server = serve(in_turn(fault(status, "busy")))
    assert f"({status}): busy" in ask.fails(EndpointOverloaded, server.url)
    assert len(server.requests) == ATTEMPTS


@pytest.mark.parametrize(("status", "patience"), [(429, 60), (503, 60), (529, 60), (502, 5), (504, 5)])
def test_an_endpoint_that_stays_overloaded_is_given_up_in_time(
    serve: Serve, ask: Asking, status: int, patience: float
) -> None:
    server = serve(in_turn(fault(status, "busy")))
    assert f"({status}): busy" in ask.fails(EndpointOverloaded, server.url)
    assert patience <= sum(ask.waits) <= 3 * patience


@pytest.mark.parametrize(
    "more",
    [{"code": "insufficient_quota"}, {"type": "exceeded_current_quota_error"}, {"code": "1113"}],
)
def test_an_account_that_stays_spent_stops_everything(
    serve: Serve, ask: Asking, more: dict[str, str]
) -> None:
    server = serve(in_turn(fault(429, "You exceeded your quota", **more)))
    with pytest.raises(BudgetSpent, match="You exceeded your quota"):
        ask(server.url)
    assert len(server.requests) == 2


def test_an_account_without_a_balance_is_named_at_once(serve: Serve, ask: Asking) -> None:
    server = serve(in_turn(fault(402, "Insufficient Balance")))
    assert "Insufficient Balance" in ask.fails(BudgetSpent, server.url)
    assert len(server.requests) == 1


def test_what_the_endpoint_says_is_left_holds_for_the_next_request(serve: Serve, ask: Asking) -> None:
    said = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "7s"}
    server = serve(in_turn(fault(500, "once", said), completion("{}")))
    assert ask(server.url).text == "{}"
    assert sum(ask.waits) == pytest.approx(7)


def test_the_part_of_the_prompt_that_was_cached_is_told(serve: Serve, ask: Asking) -> None:
    usage = {"prompt_tokens": 12, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 8}}
    assert ask(serve(in_turn(completion("{}", usage=usage))).url).cached_prompt_tokens == 8


def test_a_page_of_a_gateway_is_quoted_in_one_line(serve: Serve, ask: Asking) -> None:
    page = Reply(b"<html>\n<h1>502 Bad Gateway</h1>\n</html>", 502, "text/html")
    assert "<html> <h1>502 Bad Gateway</h1> </html>" in ask.fails(
        EndpointOverloaded, serve(in_turn(page)).url
    )


def test_nobody_at_the_address_is_unreachable_after_all_tries(ask: Asking, dead_url: str) -> None:
    assert "--base-url" in ask.fails(EndpointUnreachable, dead_url)
    assert 5 <= sum(ask.waits) <= 30


def test_a_connection_reset_in_the_body_is_tried_again(serve: Serve, ask: Asking) -> None:
    cut = Reply(completion("{}").body, how="reset")
    assert ask(serve(in_turn(cut, completion("{}"))).url).text == "{}"
    ask.fails(EndpointUnreachable, serve(in_turn(cut)).url)


@pytest.mark.parametrize("how", ["drip", "never"])
def test_an_answer_that_never_ends_is_bounded_by_the_timeout(serve: Serve, ask: Asking, how: Any) -> None:
    server = serve(in_turn(Reply(completion("{}").body, how=how)))
    assert "0.3 s" in ask.fails(EndpointUnreachable, server.url, timeout=0.3)
    assert len(server.requests) == ATTEMPTS


@pytest.mark.parametrize(
    ("reply", "quoted"),
    [
        (Reply(b"<html>\n<title>Login</title>", content_type="text/html"), "<title>Login</title>"),
        (fault(200, f"quota of {KEY} is used up"), "quota of *** is used up"),
        (completion("{}", choices={"0": "x"}), '"choices":{'),
        (completion("{}", choices=None), "null"),
        (completion("{}", choices=["text"]), '["text"]'),
        (json_reply(["no", "object"]), "no"),
        (json_reply(3), "3"),
        (json_reply(None), "None"),
    ],
)
def test_what_is_no_completion_is_quoted_and_not_tried_again(
    serve: Serve, ask: Asking, reply: Reply, quoted: str
) -> None:
    server = serve(in_turn(reply))
    assert quoted in ask.fails(BadCompletion, server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind", "quoted"),
    [
        (Reply(b'{"choices": [{"mess'), BadCompletion, "Unterminated string"),
        (Reply(b""), BadCompletion, "Expecting value"),
        (Reply(b'{"choices": "\xff\xfe"}'), BadCompletion, "0xff"),
        (completion("{}", choices=[]), AnswerEmpty, '"choices":[]'),
        (completion(None), AnswerEmpty, '"content":null'),
        (completion(" \n"), AnswerEmpty, '"content":" \\n"'),
    ],
)
def test_an_answer_that_broke_off_or_is_empty_is_asked_for_again(
    serve: Serve, ask: Asking, reply: Reply, kind: type[ProviderError], quoted: str
) -> None:
    server = serve(in_turn(reply))
    assert quoted in ask.fails(kind, server.url)
    assert len(server.requests) == ATTEMPTS
    assert ask(serve(in_turn(reply, completion("{}"))).url).text == "{}"


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    serve: Serve, ask: Asking, dead_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, dead_url)
    assert ask(serve(in_turn(completion("{}"))).url).text == "{}"


def test_a_proxy_of_the_environment_is_used_for_the_world_outside(
    serve: Serve, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(in_turn(completion("{}")))
    monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
    monkeypatch.setenv("no_proxy", "")
    assert ask("http://model.example/v1").text == "{}"
    assert proxy.requests[0].path == "http://model.example/v1/chat/completions"


@pytest.mark.parametrize(
    "proxy", ["socks5://me:secret@127.0.0.1:1080", "socks://127.0.0.1:1080", "gopher://127.0.0.1:1080"]
)
def test_a_proxy_of_a_kind_that_is_not_known_is_one_line(
    ask: Asking, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(
        ConfigError, match=r"^The proxy named by the environment[^\n]+ALL_PROXY[^\n]+$"
    ) as caught:
        ask("http://model.example/v1")
    assert "secret" not in str(caught.value)


def test_a_name_and_a_password_in_the_address_are_not_shown(serve: Serve, ask: Asking) -> None:
    server = serve(in_turn(fault(404, "no")))
    with pytest.raises(ModelNotFound) as caught:
        ask(server.url.replace("//", "//user:passwort@"))
    assert str(caught.value).startswith(server.url)
    assert "passwort" not in str(caught.value)


def test_an_endpoint_tells_its_model_and_its_limits() -> None:
    endpoint = an_endpoint("http://127.0.0.1:1/v1")
    assert (endpoint.model, endpoint.limits) == ("qwen-plus", LIMITS)
    asyncio.run(endpoint.close())


def test_a_completion_may_hold_any_text(serve: Serve, ask: Asking) -> None:
    text = json.dumps({"标题": "“引号”\n\u2028😀"}, ensure_ascii=False)
    assert ask(serve(in_turn(completion(text))).url).text == text


def test_a_mode_that_is_refused_is_left_for_the_next_and_costs_no_attempt(ask: Asking) -> None:
    with serving(ScriptedEndpoint(modes=("tools", "text"))) as server:
        assert json.loads(ask(server.url).text).keys() == {"标题"}
        assert [each.mode for each in server.received] == ["json_schema", "json_object", "tools"]
    assert ask.waits == []


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_is_had_in_every_mode(ask: Asking, mode: Mode) -> None:
    with serving(ScriptedEndpoint()) as server:
        assert json.loads(object_in(ask(server.url, answers=mode).text)).keys() == {"标题"}
        assert [each.mode for each in server.received] == ["tools" if mode == "tool" else mode]


def test_a_mode_that_is_set_is_not_left(ask: Asking) -> None:
    with serving(ScriptedEndpoint(modes=("text",))) as server:
        assert "`answers`" in ask.fails(SchemaNotSupported, server.url, answers="json_object")
        assert server.counts.requests == 1


def test_what_was_learnt_is_kept_for_all_requests_and_leaves_the_identity_alone() -> None:
    async def run() -> None:
        async with ScriptedEndpoint(modes=("text",)) as server:
            endpoint = an_endpoint(server.url)
            before = endpoint.identity
            await asyncio.gather(*(endpoint.complete(MESSAGES, SCHEMA, 99) for _ in range(20)))
            met = server.counts.requests
            await endpoint.complete(MESSAGES, SCHEMA, 99)
            assert server.counts.requests == met + 1
            assert endpoint.form.mode == "text"
            assert endpoint.identity == before
            await endpoint.close()

    asyncio.run(run())


def test_the_identity_tells_what_answers_are_asked_for_with() -> None:
    def identity(**more: Any) -> str:
        endpoint = an_endpoint("http://127.0.0.1:1/v1", **more)
        asyncio.run(endpoint.close())
        return endpoint.identity

    kinds = {identity(), identity(answers="text"), identity(model="qwen-max"), identity(model="qwen3-8b")}
    assert len(kinds) == 4
    assert "http://127.0.0.1:1/v1 qwen-plus json_schema" in identity()


@pytest.mark.parametrize(
    ("message", "gone", "there"),
    [
        ("Unsupported value: 'temperature' does not support 0", "temperature", "max_tokens"),
        ("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'", "max_tokens", "temperature"),
    ],
)
def test_a_parameter_that_is_refused_is_left_out(
    serve: Serve, ask: Asking, message: str, gone: str, there: str
) -> None:
    server = serve(in_turn(fault(400, message), completion("{}")))
    assert ask(server.url).text == "{}"
    first, second = [each.body for each in server.requests]
    assert gone in first
    assert gone not in second
    assert there in second
    assert second["response_format"] == first["response_format"]


def test_a_strict_schema_that_is_taken_but_not_heeded_is_left() -> None:
    async def run() -> list[str]:
        async with ScriptedEndpoint(script_in_turn("prose", "ok", "prose", "ok")) as server:
            endpoint = an_endpoint(server.url)
            for _ in range(4):
                await endpoint.complete(MESSAGES, SCHEMA, 99)
            await endpoint.close()
            return [each.mode for each in server.received]

    assert asyncio.run(run()) == ["json_schema", "json_object", "json_object", "json_object"]


def test_one_answer_in_prose_among_good_ones_changes_nothing() -> None:
    async def run() -> list[str]:
        async with ScriptedEndpoint(script_in_turn("ok", "prose", "ok")) as server:
            endpoint = an_endpoint(server.url)
            for _ in range(3):
                await endpoint.complete(MESSAGES, SCHEMA, 99)
            await endpoint.close()
            return [each.mode for each in server.received]

    assert asyncio.run(run()) == ["json_schema"] * 3


def test_a_body_without_end_is_not_read_to_its_end(serve: Serve, ask: Asking) -> None:
    server = serve(in_turn(Reply(b" " * (MOST_BYTES + 1))))
    assert "16 MiB" in ask.fails(AnswerTooLarge, server.url)
    assert len(server.requests) == 1


def test_a_packed_body_that_explodes_is_not_unpacked_to_its_end(serve: Serve, ask: Asking) -> None:
    packed = gzip.compress(b" " * (MOST_BYTES * 4))
    server = serve(in_turn(Reply(packed, headers={"Content-Encoding": "gzip"})))
    ask.fails(AnswerTooLarge, server.url)
    assert server.requests[0].headers["accept-encoding"] == "identity"


def test_a_packed_body_is_read_all_the_same(serve: Serve, ask: Asking) -> None:
    packed = Reply(gzip.compress(completion("{}").body), headers={"Content-Encoding": "gzip"})
    assert ask(serve(in_turn(packed)).url).text == "{}"


def test_a_thousand_requests_in_flight_are_all_answered() -> None:
    async def run() -> int:
        async with ScriptedEndpoint(latency=0.2) as server:
            endpoint = an_endpoint(server.url, limits=Limits(4096, 1024, 1))
            await asyncio.gather(*(endpoint.complete(MESSAGES, SCHEMA, 99) for _ in range(1024)))
            await endpoint.close()
            return server.counts.requests

    assert asyncio.run(run()) == 1024
