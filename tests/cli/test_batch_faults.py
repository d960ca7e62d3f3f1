"""Batches through what befalls them: bad endpoints, bad files, full disks, signals, and being killed at any moment."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.endpoint.answers import Asked
from tests.endpoint.script import in_turn, mixed, when
from tests.endpoint.server import ScriptedEndpoint, serving

if TYPE_CHECKING:
    from tests.cli.conftest import Command, Outcome, Start

Ended = Callable[[subprocess.Popen[str]], "Outcome"]
TEXT = (Path(__file__).parents[1] / "data" / "short_report.txt").read_text(encoding="utf-8")
PARALLEL = 4
PASSING = {
    "429-after-fraction": 0.04,
    "500": 0.04,
    "reset": 0.03,
    "truncated-json": 0.03,
    "closed-in-body": 0.02,
}
NEEDS_SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="signals are a POSIX idea")


@pytest.fixture
def reports(tmp_path: Path) -> Callable[[int], Path]:
    """Makes a folder of so many reports, no two alike."""

    def make(count: int) -> Path:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for number in range(count):
            text = TEXT.replace("14个", f"{number + 10}个")
            (folder / f"报告{number:03}.txt").write_text(text, encoding="utf-8")
        return folder

    return make


def line(reports: Path, out: Path, url: str, *more: object) -> Sequence[object]:
    where = ("--base-url", url, "--model", "m", "--parallel", PARALLEL)
    return ("batch", reports, "--output", out, *where, *more)


def records(out: Path) -> list[dict[str, Any]]:
    """All records of a batch, read as any other program would."""
    return [
        json.loads(line)
        for part in sorted(out.glob("records-*.jsonl"))
        for line in part.read_bytes().splitlines()
    ]


def names(out: Path) -> list[str]:
    return sorted(each["source"]["name"] for each in records(out))


def check_complete(out: Path, count: int) -> None:
    """Each report has its record, once."""
    assert names(out) == [f"报告{number:03}.txt" for number in range(count)]
    for each in records(out):
        assert each["summary"]["achievements"]
        assert each["usage"]["calls"] > 0


def test_passing_faults_of_every_sort_leave_no_trace(
    command: "Command", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    with serving(ScriptedEndpoint(mixed(PASSING, 3))) as endpoint:
        outcome = command(*line(reports(20), tmp_path / "out", endpoint.url))
        assert outcome.code == 0, outcome.err
        assert len(endpoint.counts.given) > 3
    check_complete(tmp_path / "out", 20)
    assert not [each for each in records(tmp_path / "out") if each["checks"]["warnings"]]


@pytest.mark.parametrize(("fault", "code"), [("401", 32), ("404-model", 33)])
def test_what_every_report_would_meet_stops_the_batch_and_it_goes_on_later(
    *, command: "Command", reports: Callable[[int], Path], tmp_path: Path, fault: str, code: int
) -> None:
    with serving(ScriptedEndpoint(when("29个", fault))) as endpoint:
        outcome = command(*line(reports(24), tmp_path / "out", endpoint.url))
        assert outcome.code in {71, code}, outcome.err
        assert len(records(tmp_path / "out")) < 24
        endpoint.script = in_turn("ok")
        again = command(*line(tmp_path / "in", tmp_path / "out", endpoint.url))
        assert again.code == 0, again.err
        assert endpoint.counts.repaid <= PARALLEL
    check_complete(tmp_path / "out", 24)


def test_a_report_whose_answers_are_never_usable_fails_alone(
    command: "Command", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    with serving(ScriptedEndpoint(when("13个|材料开头", "html"))) as endpoint:
        folder = reports(6)
        (folder / "空.txt").write_bytes(b"")
        outcome = command(*line(folder, tmp_path / "out", endpoint.url))
        assert outcome.code in {70, 72}, outcome.err
    status = command("batch", "status", tmp_path / "out")
    assert "空.txt" in status.out
    assert "Traceback" not in outcome.err + status.out


@NEEDS_SIGNALS
def test_killed_at_random_moments_it_ends_with_each_record_once(
    *, start: "Start", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    count, out, chance = 24, tmp_path / "out", random.Random(5)
    folder, kills = reports(count), 0
    with serving(ScriptedEndpoint(mixed(PASSING, 1), latency=0.02)) as endpoint:
        for _ in range(3):
            program = start(*line(folder, out, endpoint.url))
            before = endpoint.counts.requests
            _until(lambda: endpoint.counts.requests > before or program.poll() is not None)  # noqa: B023
            _until(lambda: program.poll() is not None, chance.uniform(0, 0.5))  # noqa: B023
            kills += program.poll() is None
            program.kill()
            program.communicate()
        last = start(*line(folder, out, endpoint.url))
        _, complaint = last.communicate(timeout=120)
        assert last.returncode == 0, complaint
        assert kills
        assert endpoint.counts.repaid <= kills * PARALLEL
    check_complete(out, count)


@NEEDS_SIGNALS
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_reports_in_work_end_and_says_how_to_go_on(
    *, start: "Start", reports: Callable[[int], Path], tmp_path: Path, number: signal.Signals
) -> None:
    out, folder = tmp_path / "out", reports(30)
    with serving(ScriptedEndpoint(latency=0.05)) as endpoint:
        program = start(*line(folder, out, endpoint.url))
        _until(lambda: endpoint.counts.requests > 8)
        program.send_signal(number)
        _, said = program.communicate(timeout=60)
        assert program.returncode == 71, said
        assert "Traceback" not in said
        done = names(out)
        assert 0 < len(done) < 30
        again = start(*line(folder, out, endpoint.url))
        _, complaint = again.communicate(timeout=60)
        assert again.returncode == 0, complaint
        assert endpoint.counts.repaid == 0
    check_complete(out, 30)


def test_files_that_vanish_or_change_while_it_runs_fail_or_are_read_anew(
    command: "Command", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder = reports(30)
    gone, changed = folder / "报告028.txt", folder / "报告029.txt"

    def script(_asked: Asked, _before: int) -> str | None:
        if gone.exists():
            gone.unlink()
            changed.write_text(TEXT.replace("14个", "999个"), encoding="utf-8")
        return None

    with serving(ScriptedEndpoint(script)) as endpoint:
        outcome = command(*line(folder, tmp_path / "out", endpoint.url))
        assert outcome.code in {0, 70}, outcome.err
        again = command(*line(folder, tmp_path / "out", endpoint.url, "--retry-failed"))
    assert "Traceback" not in outcome.err + again.err
    kept = {each["source"]["name"]: each for each in records(tmp_path / "out")}
    assert "报告028.txt" not in kept
    assert len(names(tmp_path / "out")) == len(set(names(tmp_path / "out"))) == 29
    assert kept["报告029.txt"]["source"]["characters"] == len(TEXT) + 1


def test_what_may_not_be_read_is_named_and_the_rest_is_done(
    command: "Command", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    folder = reports(3)
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "broken.txt").symlink_to("no such file")
    os.mkfifo(folder / "pipe.txt")
    (folder / "locked").mkdir()
    (folder / "locked" / "secret.txt").write_text(TEXT.replace("14个", "77个"), encoding="utf-8")
    (folder / "locked").chmod(0)
    with serving(ScriptedEndpoint()) as endpoint:
        outcome = command(*line(folder, tmp_path / "out", endpoint.url))
    (folder / "locked").chmod(0o755)
    assert outcome.code in {0, 70}, outcome.err
    assert "Traceback" not in outcome.err
    assert {f"报告{number:03}.txt" for number in range(3)} <= set(names(tmp_path / "out"))


ODD = [
    "空 格.txt",
    "新\n行.txt",
    "-o.txt",
    "引'\"号.txt",
    "a\x1b[31m.txt",
    "\u202e倒.txt",
    "a..txt",
    "x" * 251 + ".txt",
]


def test_names_of_any_characters_and_the_longest_length_are_done(command: "Command", tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    made = [*ODD, "长" * 83 + ".txt"]
    for number, name in enumerate(made):
        (folder / name).write_text(TEXT.replace("14个", f"{number + 10}个"), encoding="utf-8")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt"))).write_text(TEXT, encoding="utf-8")
    with serving(ScriptedEndpoint()) as endpoint:
        outcome = command(
            *line(folder, tmp_path / "out", endpoint.url, "--also", "markdown", "--also", "json")
        )
    assert outcome.code == 0, outcome.err
    assert "\x1b" not in outcome.err
    assert "\u202e" not in outcome.err
    assert len(records(tmp_path / "out")) == len(made) + 1
    written = [path for path in (tmp_path / "out" / "reports").rglob("*") if path.is_file()]
    assert len(written) == 2 * (len(made) + 1)
    assert all(path.resolve().is_relative_to(tmp_path / "out") for path in written)


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv[1:2] = []
from summarizer.cli import main
main()
"""


@NEEDS_SIGNALS
def test_a_disk_that_fills_up_stops_it_with_one_line_and_it_goes_on_later(
    *, reports: Callable[[int], Path], command: "Command", tmp_path: Path
) -> None:
    folder, out = reports(40), tmp_path / "out"
    program = tmp_path / "limited.py"
    program.write_text(LIMITED, encoding="utf-8")
    with serving(ScriptedEndpoint()) as endpoint:
        ended = subprocess.run(
            [sys.executable, program, "120000", *map(str, line(folder, out, endpoint.url, "--no-cache"))],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", "SUMMARIZER_CACHE": str(tmp_path / "cache")},
            cwd=Path(__file__).parents[2],
            timeout=120,
            check=False,
        )
        assert ended.returncode not in {0, 1, 2}, ended.stderr
        assert "Traceback" not in ended.stderr
        kept = len(records_whole(out))
        assert kept < 40
        again = command(*line(folder, out, endpoint.url))
        assert again.code == 0, again.err
    check_complete(out, 40)


def records_whole(out: Path) -> list[str]:
    """Lines that are whole: a program that died may leave a torn one, which the next run cuts off."""
    return [
        line
        for part in out.glob("records-*.jsonl")
        for line in part.read_text("utf-8", "replace").split("\n")[:-1]
    ]


BACKWARDS = """
import time
_start, _calls = time.time(), 0
def _backwards():
    global _calls
    _calls += 1
    return _start - 3600 * _calls
time.time = _backwards
"""


def test_a_clock_that_goes_back_harms_nothing(
    *, start: "Start", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    with serving(ScriptedEndpoint(mixed(PASSING, 2))) as endpoint:
        path = os.pathsep.join(
            [str(site), *filter(None, [os.environ.get("PYTHONPATH")]), str(Path(__file__).parents[2])]
        )
        program = start(*line(reports(10), tmp_path / "out", endpoint.url), PYTHONPATH=path)
        _, said = program.communicate(timeout=60)
    assert program.returncode == 0, said
    check_complete(tmp_path / "out", 10)


@NEEDS_SIGNALS
def test_a_folder_that_cannot_be_written_is_one_line(
    command: "Command", reports: Callable[[int], Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file", tmp_path / "file" / "out", Path("/proc/out")):
        outcome = command(*line(reports(1), out, "http://127.0.0.1:1/v1"))
        assert outcome.code == 50, outcome.err
        assert "Traceback" not in outcome.err
        assert str(out) in outcome.err


def test_no_file_of_a_batch_holds_the_key(
    command: "Command", reports: Callable[[int], Path], tmp_path: Path, key: dict[str, str]
) -> None:
    secret = key["OPENAI_API_KEY"]
    with serving(ScriptedEndpoint(mixed(PASSING, 4), key=secret)) as endpoint:
        outcome = command(*line(reports(5), tmp_path / "out", endpoint.url, "--also", "html"), **key)
    assert outcome.code == 0, outcome.err
    assert secret not in outcome.out + outcome.err
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert Counter(path.suffix for path in files)[".jsonl"]
    assert not [path for path in files if secret.encode() in path.read_bytes()]


def _until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Come back once it is so, or the time is up."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
