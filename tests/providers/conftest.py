import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SECONDS = 30  # far more than needed; only a failing test waits this long


class Lifeline:
    """A named pipe that a process far down holds open: its end tells that the process is gone."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.hold = f"import os; line = os.open({str(path)!r}, os.O_WRONLY); os.write(line, b'up')\n"
        self._end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def read(self) -> bytes:
        """What the process wrote, or nothing once it is gone."""
        readable, _, _ = select.select([self._end], [], [], SECONDS)
        assert readable, "the process neither wrote nor ended"
        return os.read(self._end, 100)

    def close(self) -> None:
        os.close(self._end)


@pytest.fixture
def lifeline(tmp_path: Path) -> Iterator[Lifeline]:
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    line = Lifeline(tmp_path / "lifeline")
    yield line
    line.close()


@pytest.fixture
def run_python(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts a program from its text; all are killed when the test ends."""
    started: list[subprocess.Popen[bytes]] = []

    def run(code: str) -> subprocess.Popen[bytes]:
        script = tmp_path / "program.py"
        script.write_text(code, encoding="utf-8")
        started.append(program := subprocess.Popen([sys.executable, str(script)]))
        return program

    yield run
    for program in started:
        program.kill()
        program.wait()
