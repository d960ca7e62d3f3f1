"""A program that uses the library forks while a model is open: the child's end is not the parent's."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import atexit, json, os, sys, tempfile
from pathlib import Path
sys.path.insert(0, {root!r})
from summarizer import Summarizer
from summarizer.providers.embedded import EmbeddedServer, ServerSettings
from tests.endpoint.server import ScriptedEndpoint, serving

model = Path(tempfile.mkdtemp()) / "m.gguf"
model.write_bytes(b"GGUF")
child = "import json, sys; sys.stdin.readline(); print(json.dumps({{'url': 'http://127.0.0.1:9/v1'}}), flush=True); sys.stdin.read()"
server = EmbeddedServer(ServerSettings(model), command=(sys.executable, "-c", child))
server.start()
with serving(ScriptedEndpoint()) as endpoint, Summarizer(base_url=endpoint.url, model="m") as summarizer:
    first = summarizer.summarize({report!r})
    forked = os.fork()
    if forked == 0:
        atexit._run_exitfuncs()
        os._exit(0)
    os.waitpid(forked, 0)
    second = summarizer.summarize({report!r})
alive = server._child.poll() is None
server.close()
print(json.dumps([alive, first.summary == second.summary]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_child_that_ends_takes_neither_the_model_nor_its_server_along() -> None:
    program = PROGRAM.format(root=str(ROOT), report=str(ROOT / "tests" / "data" / "short_report.txt"))
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == [True, True]
