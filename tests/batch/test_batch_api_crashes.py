"""`kill -9` at each request that a run makes: no batch is begun twice, and no answer is paid twice."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.batch.folder import BatchFolder
from tests.batch.test_batch_api import REPORT
from tests.endpoint.replies import Reply
from tests.endpoint.server import ScriptedEndpoint, serving

PROGRAM = """
import sys
from summarizer.app import Batch
from summarizer.batch.rounds import Polling
polling = Polling(first=0.0, growth=1.0, longest=0.0)
given = {"mode": "batch-api", "cache": False, "polling": polling}
error = Batch([sys.argv[1]], sys.argv[2], base_url=sys.argv[3], model="m", **given).run().error
sys.exit(repr(error) if error else 0)
"""


class Killing(ScriptedEndpoint):
    """Kills its client at the request with this number, before or after it has done what was asked."""

    victim: "subprocess.Popen[bytes] | None" = None
    fatal = 0
    met = 0

    def reply(self, method: str, path: str, head: bytes, body: bytes) -> tuple[Reply, bytes]:
        answered = super().reply(method, path, head, body)
        self.met += 1
        if self.victim and self.met == self.fatal:
            os.kill(self.victim.pid, signal.SIGKILL)
        return answered


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_killed_at_each_request_in_turn_a_batch_is_begun_and_paid_once(tmp_path: Path) -> None:
    report, out = tmp_path / "a.txt", tmp_path / "out"
    report.write_text(REPORT.format(name="甲", number=5), encoding="utf-8")
    with serving(Killing(batches=())) as endpoint:
        for number in range(2, 40):
            endpoint.met, endpoint.fatal = 0, number
            command = [sys.executable, "-c", PROGRAM, str(report), str(out), endpoint.url]
            with subprocess.Popen(command) as endpoint.victim:
                code = endpoint.victim.wait()
            if code == 0:
                break
            assert code == -signal.SIGKILL
        made, answered = endpoint.batches.made, endpoint.batches.answered
    assert number > 4
    assert set(answered.values()) == {1}
    files = [each.file for each in made]
    assert len(files) == len(set(files))
    with BatchFolder(out) as batch:
        (line,) = batch.lines()
    assert json.loads(line)["usage"]["calls"] >= len(answered)
