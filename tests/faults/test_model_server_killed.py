"""The embedded model's server is killed at work, as the system does when memory runs out."""

import asyncio
import sys
from pathlib import Path

import pytest

from schemas import Record, WorkReport
from summarizer.engine import Engine
from summarizer.errors import EmbeddedServerFailed
from summarizer.providers import Limits
from summarizer.providers.embedded import EmbeddedServer, ServerSettings
from summarizer.providers.endpoint import Endpoint
from summarizer.providers.on_demand import DEATHS, OnDemand
from tests.faults.summarizing import check_sound, report, unharmed

ROOT = Path(__file__).parents[2]
# Serves as the scripted endpoint does, until it is asked about points and has lives to lose.
CHILD = """
import asyncio, json, os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.endpoint.server import ScriptedEndpoint

settings = json.loads(sys.stdin.readline())
lives = Path({lives!r})

def script(asked, before):
    left = int(lives.read_text())
    if left and "要点1\\n" in asked.text:
        lives.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    async with ScriptedEndpoint(script, key=settings["api_key"]) as endpoint:
        print(json.dumps({{"url": endpoint.url}}), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        os._exit(0)

asyncio.run(main())
"""


@pytest.fixture
def mortal(tmp_path: Path) -> tuple[EmbeddedServer, Path]:
    """A played server, and the file that says how often it will be killed."""
    lives, script, model = tmp_path / "lives", tmp_path / "child.py", tmp_path / "model.gguf"
    model.write_bytes(b"GGUF")
    script.write_text(CHILD.format(root=str(ROOT), lives=str(lives)), encoding="utf-8")
    return EmbeddedServer(ServerSettings(model), command=(sys.executable, str(script))), lives


async def summarize(server: EmbeddedServer) -> Record[WorkReport]:
    limits = Limits(context=32768, parallel=2, points=8)

    def connect() -> Endpoint:
        return Endpoint(base_url=server.url, api_key=server.api_key, model="m", limits=limits, timeout=30)

    provider = OnDemand(server, connect, model="m", identity="m", limits=limits)
    try:
        return await Engine(provider, WorkReport).summarize(report())
    finally:
        await provider.close()


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed like this on Windows")
def test_the_report_is_finished_with_a_new_server(mortal: tuple[EmbeddedServer, Path]) -> None:
    server, lives = mortal
    lives.write_text(str(DEATHS - 1))
    record = asyncio.run(summarize(server))
    check_sound(record)
    assert record.summary == unharmed().made.summary
    assert not record.checks.warnings


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed like this on Windows")
def test_a_server_that_is_always_killed_is_one_line_with_its_end(mortal: tuple[EmbeddedServer, Path]) -> None:
    server, lives = mortal
    lives.write_text("99")
    with pytest.raises(
        EmbeddedServerFailed, match=r"^the embedded model's server ended with code -9: [^\n]+$"
    ):
        asyncio.run(summarize(server))
    assert int(lives.read_text()) == 99 - DEATHS
