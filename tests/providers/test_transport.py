"""What may have reached the endpoint, and so be billed, is told from what has not."""

import asyncio

import pytest

from summarizer.providers.transport import CHAT, Broken, NotSent, Transport
from tests.endpoint.script import in_turn
from tests.endpoint.server import ScriptedEndpoint, dead_url


async def send(url: str) -> None:
    transport = Transport(base_url=url, api_key="k", parallel=1)
    try:
        await transport.send("POST", CHAT, b'{"model":"m","messages":[{"role":"user","content":"x"}]}')
    finally:
        await transport.close()


@pytest.mark.parametrize("how", ["reset", "closed", "reset-after-headers", "reset-in-body", "closed-in-body"])
def test_a_connection_that_breaks_may_have_carried_the_request(how: str) -> None:
    async def run() -> None:
        async with ScriptedEndpoint(in_turn(how)) as server:
            await send(server.url)

    with pytest.raises(Broken):
        asyncio.run(run())


@pytest.mark.parametrize("url", [dead_url(), "http://no-such-host.invalid/v1"])
def test_without_a_connection_nothing_was_sent(url: str) -> None:
    with pytest.raises(NotSent):
        asyncio.run(send(url))


def test_without_agreement_on_tls_nothing_was_sent() -> None:
    async def run() -> None:
        async with ScriptedEndpoint() as server:
            await send(server.url.replace("http:", "https:"))

    with pytest.raises(NotSent):
        asyncio.run(run())
