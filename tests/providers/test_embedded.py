import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import EmbeddedServerFailed, RuntimeMissing, WeightsMissing
from summarizer.providers.embedded import (
    EmbeddedServer,
    ServerSettings,
    child_environment,
    cores,
    require_runtime,
)

if TYPE_CHECKING:
    from tests.providers.conftest import Lifeline

SERVES = "print(json.dumps({'url': 'http://127.0.0.1:9/v1'}), flush=True)\nsys.stdin.read()"
NEEDS_TERMINALS = pytest.mark.skipif(sys.platform == "win32", reason="sessions are a POSIX idea")


@pytest.fixture
def settings(tmp_path: Path) -> ServerSettings:
    model = tmp_path / "模型.gguf"
    model.write_bytes(b"GGUF")
    return ServerSettings(model)


@pytest.fixture
def fake_child(tmp_path: Path) -> Callable[[str], Sequence[str]]:
    """Turns the text of a program, which has read its settings, into a command."""

    def command(code: str) -> Sequence[str]:
        script = tmp_path / "child.py"
        script.write_text(
            f"import json, os, sys\nsettings = sys.stdin.readline()\n{code}\n", encoding="utf-8"
        )
        return (sys.executable, str(script))

    return command


FakeChild = Callable[[str], Sequence[str]]


def test_a_child_that_answers_is_up_and_ends_with_the_block(
    settings: ServerSettings, fake_child: FakeChild, lifeline: "Lifeline"
) -> None:
    with EmbeddedServer(settings, command=fake_child(lifeline.hold + SERVES)) as server:
        assert server.url == "http://127.0.0.1:9/v1"
        assert lifeline.read() == b"up"
    assert lifeline.read() == b""
    server.close()


def test_the_settings_and_the_key_reach_the_child_by_its_standard_input_alone(
    settings: ServerSettings, fake_child: FakeChild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-geheim")
    seen = tmp_path / "seen.json"
    record = f"json.dump([settings, sys.argv, list(os.environ.values())], open({str(seen)!r}, 'w'))\n"
    code = record + SERVES
    with EmbeddedServer(settings, command=fake_child(code)) as server:
        line, arguments, environment = json.loads(seen.read_text())
        assert json.loads(line) == {
            "model": str(settings.model),
            "context": settings.context,
            "parallel": settings.parallel,
            "threads": cores(),
            "api_key": server.api_key,
        }
        assert server.api_key not in " ".join([*arguments, *environment])
        assert "sk-geheim" not in environment


def test_the_child_gets_what_programs_need_to_run_and_no_key_of_anybody() -> None:
    needed = {"PATH": "/bin", "HOME": "/h", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "SYSTEMROOT": "C:/W"}
    secret = dict.fromkeys(
        ("OPENAI_API_KEY", "LLAMA_API_KEY", "HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "HTTPS_PROXY"), "sk-geheim"
    )
    assert child_environment(needed | secret) == needed


def test_every_server_has_a_key_of_its_own(settings: ServerSettings) -> None:
    assert EmbeddedServer(settings).api_key != EmbeddedServer(settings).api_key


def test_a_child_that_dies_at_start_is_reported_with_the_end_of_its_log(
    settings: ServerSettings, fake_child: FakeChild
) -> None:
    code = "print('noise\\n' * 9999, 'failed to load', sep='', file=sys.stderr)\nsys.exit(3)"
    with pytest.raises(EmbeddedServerFailed) as caught:
        EmbeddedServer(settings, command=fake_child(code)).start()
    message = str(caught.value)
    assert "failed to load" in message
    assert "3" in message
    assert "\n" not in message
    assert len(message) < 500


def test_a_child_that_does_not_even_read_its_settings_is_reported_too(settings: ServerSettings) -> None:
    with pytest.raises(EmbeddedServerFailed):
        EmbeddedServer(settings, command=(sys.executable, "-c", "raise SystemExit(1)")).start()


def test_a_child_that_hangs_is_ended_when_its_time_is_up(
    settings: ServerSettings, fake_child: FakeChild
) -> None:
    server = EmbeddedServer(settings, command=fake_child("sys.stdin.read()"), timeout=0.2)
    with pytest.raises(EmbeddedServerFailed, match=r"0\.2"):
        server.start()


def test_a_server_that_dies_at_work_is_reported_when_asked(
    settings: ServerSettings, fake_child: FakeChild, lifeline: "Lifeline"
) -> None:
    code = lifeline.hold + SERVES.replace("sys.stdin.read()", "sys.exit('out of memory')")
    with EmbeddedServer(settings, command=fake_child(code)) as server:
        assert lifeline.read() == b"up"
        assert lifeline.read() == b""
        with pytest.raises(EmbeddedServerFailed, match="out of memory"):
            server.wait()


def test_a_server_that_died_starts_anew_with_a_log_of_its_own(
    settings: ServerSettings, fake_child: FakeChild, tmp_path: Path
) -> None:
    lives = tmp_path / "lives"
    ends = f"lives = open({str(lives)!r}, 'a+'); print('x', file=lives, flush=True); lives.seek(0)\n"
    ends += "sys.exit(f'end {len(lives.readlines())}')"
    server = EmbeddedServer(settings, command=fake_child(SERVES.replace("sys.stdin.read()", ends)))
    for number in (1, 2):
        server.start()
        with pytest.raises(EmbeddedServerFailed, match=f": end {number};"):
            server.wait()
    server.close()


def test_missing_weights_are_said_before_anything_is_started(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="models pull"):
        EmbeddedServer(ServerSettings(tmp_path / "none.gguf"), command=("no such program",)).start()


def test_a_missing_runtime_is_answered_with_what_to_install() -> None:
    with pytest.raises(RuntimeMissing, match=r"report-summarizer\[local\]"):
        require_runtime("no_such_runtime")


def test_a_server_never_outlives_a_program_that_is_killed(
    settings: ServerSettings,
    fake_child: FakeChild,
    lifeline: "Lifeline",
    run_python: Callable[[str], subprocess.Popen[bytes]],
) -> None:
    command = fake_child(SERVES.replace("sys.stdin", f"{lifeline.hold}sys.stdin"))
    program = run_python(
        "import time\n"
        "from pathlib import Path\n"
        "from summarizer.providers.embedded import EmbeddedServer, ServerSettings\n"
        f"EmbeddedServer(ServerSettings(Path({str(settings.model)!r})), command={command!r}).start()\n"
        "time.sleep(60)\n"
    )
    assert lifeline.read() == b"up"
    program.kill()
    assert lifeline.read() == b""


def test_a_program_that_just_ends_takes_its_server_along(
    settings: ServerSettings,
    fake_child: FakeChild,
    lifeline: "Lifeline",
    run_python: Callable[[str], subprocess.Popen[bytes]],
) -> None:
    command = fake_child(lifeline.hold + SERVES)
    program = run_python(
        "from pathlib import Path\n"
        "from summarizer.providers.embedded import EmbeddedServer, ServerSettings\n"
        f"EmbeddedServer(ServerSettings(Path({str(settings.model)!r})), command={command!r}).start()\n"
    )
    assert program.wait(30) == 0
    assert lifeline.read() == b"up"
    assert lifeline.read() == b""


@NEEDS_TERMINALS
def test_ctrl_c_in_the_terminal_does_not_reach_the_child(
    settings: ServerSettings, fake_child: FakeChild, tmp_path: Path
) -> None:
    seen = tmp_path / "session"
    code = f"print(os.getsid(0), file=open({str(seen)!r}, 'w'), flush=True)\n" + SERVES
    with EmbeddedServer(settings, command=fake_child(code)):
        assert int(seen.read_text()) != os.getsid(0)


def test_at_least_one_core_may_be_used() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
