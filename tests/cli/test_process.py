"""What only a process of its own shows: signals, its exit code, what is left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.loopback import Answer, LoopbackServer, Reply

if TYPE_CHECKING:
    from tests.cli.conftest import Outcome, Start

Asking = Callable[[LoopbackServer], Sequence[object]]
Ended = Callable[[subprocess.Popen[str]], "Outcome"]
NEEDS_SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="signals are a POSIX idea")


@NEEDS_SIGNALS
@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_a_signal_ends_it_at_once_with_one_line_and_nothing_left(
    *,
    serve: Callable[[Answer], LoopbackServer],
    start: "Start",
    ended: Ended,
    asking: Asking,
    tmp_path: Path,
    number: signal.Signals,
    code: int,
    said: str,
) -> None:
    server = serve(lambda _: Reply(how="never"))
    output = tmp_path / "summary.json"
    program = start(*asking(server), "--output", output)
    assert server.asked.wait(30)
    program.send_signal(number)
    assert said in ended(program).complaint(code)
    assert not output.exists()
    assert [each.name for each in tmp_path.iterdir()] in ([], ["cache"])
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)


def test_the_module_runs_a_command_and_its_exit_code_is_the_errors(start: "Start", ended: Ended) -> None:
    english, chinese = start("summarize", "no.txt"), start("summarize", "no.txt", LC_ALL="zh_CN.UTF-8")
    assert "No such file" in ended(english).complaint(10)
    assert "找不到文件" in ended(chinese).complaint(10)


def test_help_speaks_the_language_of_the_locale(start: "Start", ended: Ended) -> None:
    english, chinese = start("--help"), start("--help", LC_ALL="zh_CN.UTF-8")
    assert "Summarise one report" in ended(english).out
    assert "摘要一份报告" in ended(chinese).out


def test_a_good_run_says_nothing_beside_the_summary(
    fake_endpoint: LoopbackServer, start: "Start", ended: Ended, asking: Asking
) -> None:
    outcome = ended(start(*asking(fake_endpoint)))
    assert (outcome.code, outcome.err) == (0, "")
    assert "临江县水务局" in outcome.out


@NEEDS_SIGNALS
def test_progress_is_shown_on_a_terminal_and_gone_at_the_end(
    fake_endpoint: LoopbackServer, start: "Start", ended: Ended, asking: Asking
) -> None:
    terminal, line = os.openpty()
    program = start(*asking(fake_endpoint), stderr=line, TERM="xterm", COLUMNS="100")
    os.close(line)
    shown = b"".join(_written(terminal)).decode()
    os.close(terminal)
    assert ended(program).code == 0
    assert "short_report.txt" in shown
    assert "abstract" in shown
    assert shown.rstrip().endswith("\x1b[2K")  # the line was erased


@NEEDS_SIGNALS
def test_standard_input_that_the_shell_closed_is_empty(ended: Ended) -> None:
    line = 'exec "$0" -m summarizer summarize - <&-'
    shell = ["sh", "-c", line, sys.executable]
    program = subprocess.Popen(shell, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    ended(program).complaint(12)


def _written(terminal: int) -> Iterator[bytes]:
    """All that comes to a terminal until nobody writes to it any more, which Linux tells by an error."""
    with suppress(OSError):
        while block := os.read(terminal, 65536):
            yield block
