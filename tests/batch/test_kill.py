"""A smaller `python -m benchmarks.batch kills`: real processes, really killed."""

import sys
from pathlib import Path

import pytest

from benchmarks.batch.kills import PARALLEL, kill_and_go_on

REPORTS, KILLS = 40, 5


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_batch_killed_over_and_over_ends_with_each_report_once(tmp_path: Path) -> None:
    found = kill_and_go_on(tmp_path, REPORTS, KILLS)
    assert found.kills >= KILLS - 2  # on a quick machine the work may end before the last
    assert found.ended.code == 0, found.ended.said
    assert (found.records, found.names, found.lines) == (REPORTS, REPORTS, REPORTS)
    # What is in flight at a kill is asked again; nothing else that was answered is.
    assert found.repaid <= KILLS * PARALLEL
