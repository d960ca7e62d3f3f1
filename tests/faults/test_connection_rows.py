"""What a user gets when no request arrives: names, connections, TLS and proxies."""

import asyncio
import os
import ssl
import subprocess
from pathlib import Path

import pytest

from summarizer.errors import EndpointUnreachable
from tests.endpoint.server import ScriptedEndpoint, dead_url
from tests.faults.summarizing import ask, check_line

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment without proxies; they can be set."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


def fails(url: str) -> str:
    """The line of the EndpointUnreachable that comes of this address."""
    _, error, waits = asyncio.run(ask(url))
    check_line(error, EndpointUnreachable, url)
    assert waits, "it was not tried again"
    return str(error)


def test_a_name_that_does_not_resolve() -> None:
    assert "--base-url" in fails("http://no-such-host.invalid/v1")


def test_nobody_listens() -> None:
    assert "--base-url" in fails(dead_url())


def test_tls_to_a_server_that_speaks_none() -> None:
    async def run() -> str:
        async with ScriptedEndpoint() as server:
            url = server.url.replace("http:", "https:")
            _, error, _ = await ask(url)
            check_line(error, EndpointUnreachable, url)
            assert server.counts.requests == 0
            return str(error)

    assert "SSL" in asyncio.run(run())


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    line = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    try:
        subprocess.run([*line, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def run() -> str:
        server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0, ssl=context)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        try:
            _, error, _ = await ask(url)
        finally:
            server.close()
        check_line(error, EndpointUnreachable, url)
        return str(error)

    assert "certificate" in asyncio.run(run())


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_down(proxy: pytest.MonkeyPatch, scheme: str) -> None:
    proxy.setenv(f"{scheme}_proxy", dead_url().removesuffix("/v1"))
    fails(f"{scheme}://model.example/v1")


def test_a_proxy_that_lets_nothing_through(proxy: pytest.MonkeyPatch) -> None:
    async def run() -> str:
        async with ScriptedEndpoint() as server:  # it answers CONNECT with 404
            proxy.setenv("https_proxy", server.url.removesuffix("/v1"))
            _, error, _ = await ask("https://model.example/v1")
            check_line(error, EndpointUnreachable, "https://model.example/v1")
            return str(error)

    assert "404" in asyncio.run(run())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # how the client logs in at a proxy
def test_a_password_of_the_proxy_is_not_shown(proxy: pytest.MonkeyPatch) -> None:
    dead = dead_url().removesuffix("/v1").replace("//", "//user:passwort@")
    proxy.setenv("https_proxy", dead)
    assert "passwort" not in fails("https://model.example/v1")
    assert os.environ["https_proxy"] == dead
