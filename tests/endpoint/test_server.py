import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer import Summarizer
from tests.endpoint.__main__ import script
from tests.endpoint.answers import Asked
from tests.endpoint.faults import FAULTS
from tests.endpoint.script import Script, first_of, in_turn, mixed, when
from tests.endpoint.server import Rate, ScriptedEndpoint, serving

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "tests" / "data" / "short_report.txt"
SCHEMA = {"type": "object", "properties": {"summary": {"type": "string"}}, "required": ["summary"]}
FORM: dict[str, Any] = {
    "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": SCHEMA}}
}
OBJECT: dict[str, Any] = {"response_format": {"type": "json_object"}}
TOOL: dict[str, Any] = {"tools": [{"type": "function", "function": {"name": "give", "parameters": SCHEMA}}]}


def body(text: str = "摘要", /, **more: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": text}], **(more or FORM)}


def post(url: str, said: dict[str, Any]) -> tuple[int, Any]:
    """Status and JSON of one request, by a client that is not the program's."""
    request = urllib.request.Request(f"{url}/chat/completions", json.dumps(said).encode())
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def drawn(chosen: Script, texts: range, before: int = 0) -> list[str | None]:
    return [chosen(Asked({"messages": []}, str(n).encode()), before) for n in texts]


@pytest.mark.parametrize(
    ("said", "given"),
    [
        (body(), lambda message: message["content"]),
        (body(**TOOL), lambda message: message["tool_calls"][0]["function"]["arguments"]),
        (body(f"摘要，按这个格式：{json.dumps(SCHEMA)}", **OBJECT), lambda message: message["content"]),
        (body(f"格式{{}}：```{json.dumps(SCHEMA)}```", top_p=1), lambda message: message["content"]),
    ],
)
def test_the_answer_fits_the_schema_however_it_is_told(
    said: dict[str, Any], given: Callable[[dict[str, Any]], str]
) -> None:
    with serving(ScriptedEndpoint()) as endpoint:
        status, answer = post(endpoint.url, said)
    assert status == 200
    assert list(json.loads(given(answer["choices"][0]["message"]))) == ["summary"]
    assert answer["usage"]["prompt_tokens"] > 0


def test_a_report_is_summarised_with_nothing_to_object_to() -> None:
    with serving(ScriptedEndpoint()) as endpoint:
        with Summarizer(base_url=endpoint.url, model="m") as summarizer:
            record = summarizer.summarize(REPORT)
        assert endpoint.counts.requests == record.usage.calls > 2
        assert endpoint.counts.repeats == 0
    assert record.summary.achievements
    assert record.usage.repair_calls == 0
    assert not record.checks.warnings


def test_a_script_in_turn_gives_its_last_fault_for_ever() -> None:
    with serving(ScriptedEndpoint(in_turn("503", "401"))) as endpoint:
        assert [post(endpoint.url, body())[0] for _ in range(3)] == [503, 401, 401]
        assert endpoint.counts.given == {"503": 1, "401": 2}


def test_a_request_that_says_a_word_gets_its_fault_as_often_as_told() -> None:
    chosen = first_of(when("水库", "500", times=1), when("水", "429"))
    with serving(ScriptedEndpoint(chosen)) as endpoint:
        wet, other = body("12座水库"), body("12座桥")
        assert [post(endpoint.url, each)[0] for each in (wet, wet, other)] == [500, 429, 200]


def test_chance_is_the_same_each_time_and_gives_each_fault_its_share() -> None:
    shares = {"429": 0.2, "500": 0.1}
    first = drawn(mixed(shares, 7), range(3000))
    assert first == drawn(mixed(shares, 7), range(3000))
    assert first != drawn(mixed(shares, 8), range(3000))
    assert first != drawn(mixed(shares, 7), range(3000), before=1)
    assert 500 < first.count("429") < 700
    assert 220 < first.count("500") < 380


def test_repeats_are_told_from_calls_that_were_paid_already() -> None:
    with serving(ScriptedEndpoint(in_turn("500", "ok"))) as endpoint:
        for _ in range(3):
            post(endpoint.url, body())
        assert (endpoint.counts.requests, endpoint.counts.repeats, endpoint.counts.repaid) == (3, 2, 1)


def test_a_hidden_limit_admits_its_burst_and_refuses_what_comes_on_top() -> None:
    with serving(ScriptedEndpoint(rate=Rate(0.001, burst=2), retry_after="3")) as endpoint:
        assert [post(endpoint.url, body())[0] for _ in range(4)] == [200, 200, 429, 429]
        assert endpoint.counts.refused_by_rate == 2


@pytest.mark.parametrize("said", [body(), body(**OBJECT), body(**TOOL)])
def test_forms_that_the_endpoint_does_not_know_are_refused(said: dict[str, Any]) -> None:
    with serving(ScriptedEndpoint(modes=["text"])) as endpoint:
        assert post(endpoint.url, said)[0] == 400
        assert post(endpoint.url, body(top_p=1))[0] == 200


def test_it_can_be_down_for_a_while_and_be_back_at_the_same_address() -> None:
    async def run() -> None:
        async with ScriptedEndpoint() as endpoint:
            await endpoint.down()
            with pytest.raises(OSError, match="refused"):
                await asyncio.to_thread(post, endpoint.url, body())
            await endpoint.up()
            assert (await asyncio.to_thread(post, endpoint.url, body()))[0] == 200

    asyncio.run(run())


def test_requests_in_flight_are_counted() -> None:
    async def run() -> None:
        async with ScriptedEndpoint(latency=0.2) as endpoint:
            asked = [asyncio.to_thread(post, endpoint.url, body(str(n))) for n in range(3)]
            await asyncio.gather(*asked)
            assert (endpoint.counts.peak, endpoint.in_flight) == (3, 0)

    asyncio.run(run())


def test_a_fault_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no fault '418'; there are: ok, reset"):
        in_turn("418")


def test_a_command_line_names_shares_and_turns() -> None:
    assert drawn(script("503,401", 0), range(3)) == ["503", "401", "ok"]
    assert set(drawn(script("503:0.5,401:0.5", 0), range(50))) == {"503", "401"}
    assert drawn(script("", 0), range(2)) == [None, None]


def test_it_runs_as_a_process_that_tells_its_address_and_its_counts() -> None:
    line = [sys.executable, "-m", "tests.endpoint", "--faults", "503"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as program:
        try:
            assert program.stdout is not None
            url = program.stdout.readline().strip()
            assert [post(url, body())[0] for _ in range(2)] == [503, 200]
            with urllib.request.urlopen(url.replace("/v1", "/stats"), timeout=10) as answer:
                assert json.load(answer)["given"] == {"503": 1, "ok": 1}
        finally:
            program.kill()


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_can_be_made_of_every_kind_of_request(name: str) -> None:
    for said in (body(), body("- 完成12座", **FORM), body(**TOOL), body(**OBJECT)):
        reply = FAULTS[name](Asked(said))
        assert reply.head().endswith(b"\r\n\r\n")
        assert reply.valid is (name == "ok")
