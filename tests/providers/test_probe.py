import asyncio

import pytest

from summarizer.errors import AuthenticationFailed
from summarizer.providers import Limits
from summarizer.providers.breaker import Patience
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.limiter import Limiter
from summarizer.providers.probe import Probed, probe
from tests.endpoint.script import in_turn
from tests.endpoint.server import ScriptedEndpoint


class Time:
    """Passes by waiting alone."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def probed(server: ScriptedEndpoint) -> Probed:
    time = Time()

    async def run() -> Probed:
        async with server:
            return await probe(
                lambda mode: Endpoint(
                    base_url=server.url,
                    api_key="right",
                    model="scripted",
                    limits=Limits(4096, 1, 1),
                    timeout=10,
                    answers=mode,
                    limiter=Limiter(1, patience=Patience(5, 5), clock=time.clock, sleep=time.sleep),
                )
            )

    return asyncio.run(run())


def test_each_way_to_ask_is_tried_and_the_first_good_one_named() -> None:
    found = probed(ScriptedEndpoint(modes=("json_object", "text")))
    assert [(each.mode, each.outcome) for each in found.tried] == [
        ("json_schema", "refused"),
        ("json_object", "good"),
        ("tool", "refused"),
        ("text", "good"),
    ]
    assert found.form is not None
    assert found.form.mode == "json_object"
    assert found.models == ("scripted",)
    assert found.context is None


def test_an_answer_in_another_form_than_asked_for_is_not_good() -> None:
    found = probed(ScriptedEndpoint(in_turn("prose", "wrong-schema", "refusal", "500", "ok")))
    assert [each.outcome for each in found.tried] == ["other", "other", "other", "good"]


def test_an_endpoint_that_fails_at_everything_gives_no_form() -> None:
    found = probed(ScriptedEndpoint(in_turn(*["500"] * 100)))
    assert [each.outcome for each in found.tried] == ["busy"] * 4
    assert found.form is None


def test_a_wrong_key_is_no_matter_of_form() -> None:
    with pytest.raises(AuthenticationFailed):
        probed(ScriptedEndpoint(key="another"))
