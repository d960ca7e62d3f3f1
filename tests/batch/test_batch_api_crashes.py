"""`kill -9` at each kind of request that a run makes: no batch is begun twice, and no answer is paid twice."""

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from summarizer.batch.folder import BatchFolder
from tests.batch.test_batch_api import REPORT
from tests.endpoint.replies import Reply
from tests.endpoint.server import ScriptedEndpoint, serving

TIMES = 1
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
    """Kills its client once it has done what was asked, the first `TIMES` times of each kind of request."""

    victim: "subprocess.Popen[bytes] | None" = None

    def __init__(self) -> None:
        super().__init__(batches=())
        self.killed: Counter[str] = Counter()

    def reply(self, method: str, path: str, head: bytes, body: bytes) -> tuple[Reply, bytes]:
        answered = super().reply(method, path, head, body)
        kind = re.sub(r"[a-z]+-[0-9]+|[?].*", "", f"{method} {path}")
        if self.victim and self.killed[kind] < TIMES:
            self.killed[kind] += 1
            self.victim.kill()
        return answered


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_killed_after_each_kind_of_request_a_batch_is_begun_and_paid_once(tmp_path: Path) -> None:
    report, out = tmp_path / "a.txt", tmp_path / "out"
    report.write_text(REPORT.format(name="甲", number=5), encoding="utf-8")
    with serving(Killing()) as endpoint:
        command = [sys.executable, "-c", PROGRAM, str(report), str(out), endpoint.url]
        code = None
        while code != 0:
            with subprocess.Popen(command) as endpoint.victim:
                code = endpoint.victim.wait()
            assert code in {0, -signal.SIGKILL}
        made, answered = endpoint.batches.made, endpoint.batches.answered
    assert set(answered.values()) == {1}
    files = [each.file for each in made]
    assert len(files) == len(set(files))
    with BatchFolder(out) as batch:
        (line,) = batch.lines()
    assert json.loads(line)["usage"]["calls"] >= len(answered)
    assert set(endpoint.killed.values()) == {TIMES}
    assert len(endpoint.killed) == 6
