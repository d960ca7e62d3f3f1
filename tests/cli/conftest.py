import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarizer.cli.main import app
from tests.loopback import LoopbackServer

REPORT = Path(__file__).parent.parent / "data" / "short_report.txt"
KEY = "sk-geheim-0123456789"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    def complaint(self, code: int) -> str:
        """The one line on standard error; nothing else was said, and the exit code is this one."""
        assert self.code == code, self.err
        assert self.out == ""
        line = self.err.removesuffix("\n")
        assert line.startswith("summarizer: ")
        assert "\n" not in line
        assert KEY not in line
        return line


Command = Callable[..., Outcome]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache's folder, empty at first, which all commands of a test share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def command(cache: Path) -> Command:
    """Runs a command line in this process, with an empty cache and only the settings given."""
    own = {"SUMMARIZER_CACHE": str(cache)}

    def run(*line: object, data: bytes | None = None, **environment: str) -> Outcome:
        result = CliRunner().invoke(app, [str(each) for each in line], input=data, env=own | environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def start(tmp_path: Path, cache: Path) -> Iterator[Start]:
    """Starts `python -m summarizer` in a session of its own; all are killed when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def run(*line: object, stderr: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[str]:
        # A child inherits a Ctrl-C that is ignored, as in a job in the background.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        program = subprocess.Popen(
            [sys.executable, "-m", "summarizer", *(str(each) for each in line)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1", "SUMMARIZER_CACHE": str(cache), **environment},
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        started.append(program)
        return program

    yield run
    for program in started:
        program.kill()
        program.communicate()


@pytest.fixture
def ended() -> Callable[[subprocess.Popen[str]], Outcome]:
    """Waits for a program to end."""

    def wait(program: subprocess.Popen[str]) -> Outcome:
        out, err = program.communicate(timeout=30)
        return Outcome(program.returncode, out, err or "")

    return wait


@pytest.fixture
def asking() -> Callable[[LoopbackServer], Sequence[object]]:
    """The command line that summarises the short report with a server."""
    return lambda server: ("summarize", REPORT, "--base-url", server.url, "--model", "fake")


@pytest.fixture
def report() -> Path:
    return REPORT


@pytest.fixture
def key() -> Mapping[str, str]:
    """The environment with a key, which no output may show."""
    return {"OPENAI_API_KEY": KEY}
