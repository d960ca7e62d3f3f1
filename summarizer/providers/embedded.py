"""The embedded model: a llama.cpp server in a child process on loopback, alive while the program needs it."""

import atexit
import contextlib
import importlib.util
import json
import os
import queue
import secrets
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from summarizer.errors import EmbeddedServerFailed, RuntimeMissing, WeightsMissing
from summarizer.messages import say

# By path and with -P, so that nothing in the user's current folder is imported in place of what is meant.
SERVER = (sys.executable, "-P", str(Path(__file__).with_name("llama_server.py")))
LOG_LINES = 40
# The runtime's threads wait for each other some ten thousand times a second. On cores that other programs
# need too, waiting busily (the default) can cost two thirds of the speed; always sleeping costs a third.
OPENMP = {"GOMP_SPINCOUNT": "10000"}
# What an interpreter, the loader and the runtime's threads look at. Keys and whatever else lies in the
# environment are no business of a process that reads documents.
_NEEDED = frozenset({"PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR"})
_NEEDED_BEGIN = ("LC_", "LD_", "DYLD_", "PYTHON", "OMP_", "GOMP_", "KMP_", "GGML_", "CUDA_")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How to serve a model: `context` is in tokens and for each of `parallel` requests at once.

    `threads` None means as many as the machine has cores for.
    """

    model: Path
    context: int = 8192
    parallel: int = 1
    threads: int | None = None


def require_runtime(module: str = "xllamacpp") -> None:
    """Raise RuntimeMissing unless the embedded model's runtime is installed; nothing is imported."""
    if importlib.util.find_spec(module) is None:
        raise RuntimeMissing(
            say(
                f"未安装内置模型的运行库 {module}：请运行 pip install 'report-summarizer[local]'，"
                "或用 --base-url 指定一个模型服务",
                f"{module}, the runtime of the embedded model, is not installed: "
                "run pip install 'report-summarizer[local]', or give the --base-url of a model service",
            )
        )


class EmbeddedServer:
    """A server that starts on entry, ends on exit, and ends as well when the program dies in any other way.

    `url` is the base of an OpenAI-compatible endpoint that answers to `api_key` alone, once started.
    `command` is the child: it reads one JSON line of settings from standard input, answers with one JSON line
    `{"url": …}`, and ends when its standard input does. `timeout` is the seconds it may take to answer.
    """

    def __init__(
        self, settings: ServerSettings, *, command: Sequence[str] = SERVER, timeout: float = 120.0
    ) -> None:
        self.url = ""
        self.api_key = secrets.token_urlsafe(32)
        self._settings = settings
        self._command = command
        self._timeout = timeout
        self._child: subprocess.Popen[str] | None = None
        self._readers: list[threading.Thread] = []
        self._log: deque[str] = deque(maxlen=LOG_LINES)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the child, anew where it has ended, and wait for its address.

        Raises RuntimeMissing, WeightsMissing, or EmbeddedServerFailed with the end of the child's log.
        """
        self.close()
        self.require()
        self._log.clear()
        self._readers = []
        self._child = subprocess.Popen(  # noqa: S603 - the program's own child
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=OPENMP | child_environment(os.environ),
            # Ctrl-C in the terminal is for the program alone, which then ends its child itself.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        atexit.register(self.close)
        try:
            self.url = self._address(self._child)
        except BaseException:
            self.close()
            raise

    def require(self) -> None:
        """Raise RuntimeMissing or WeightsMissing where it could not even begin to start."""
        if self._command == SERVER:
            require_runtime()
        if not self._settings.model.is_file():
            raise _weights_missing(self._settings.model)

    def wait(self) -> None:
        """Block until the child ends, and raise EmbeddedServerFailed, with the end of its log, then."""
        if self._child is not None:
            raise self._died(self._child.wait())

    def close(self) -> None:
        """End the child; doing so again does nothing."""
        child, self._child = self._child, None
        if child is None:
            return
        atexit.unregister(self.close)
        # Killed, not asked: it has nothing to save, and while it loads a model it listens to nobody.
        child.kill()
        child.wait()
        if child.stdin:
            with contextlib.suppress(OSError):  # settings that it never read
                child.stdin.close()
        self._finish_reading()

    def _address(self, child: subprocess.Popen[str]) -> str:
        """Hand the settings over and wait for the child's one line."""
        answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._read(child.stdout, answers.put)
        self._read(child.stderr, self._log.append)
        if child.stdin:
            with contextlib.suppress(OSError):  # a child that died at once is dealt with below
                child.stdin.write(self._request() + "\n")
                child.stdin.flush()
        try:
            answer = answers.get(timeout=self._timeout)
        except queue.Empty:
            limit = f"{self._timeout:g}"
            raise self._failed(f"在 {limit} 秒内没有启动", f"did not start within {limit} seconds") from None
        if not answer:
            raise self._died(child.wait())
        return str(json.loads(answer)["url"])

    def _request(self) -> str:
        settings = self._settings
        return json.dumps(
            {
                "model": str(settings.model),
                "context": settings.context,
                "parallel": settings.parallel,
                "threads": settings.threads or cores(),
                "api_key": self.api_key,
            }
        )

    def _read(self, stream: IO[str] | None, take: Callable[[str], None]) -> None:
        """Read a pipe in a thread, so that the child never blocks on a full one; its end is an empty line."""

        def run() -> None:
            if stream:
                with stream:
                    for line in stream:
                        take(line)
            take("")

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self._readers.append(thread)

    def _finish_reading(self) -> None:
        for reader in self._readers:
            reader.join()

    def _died(self, code: int) -> EmbeddedServerFailed:
        self._finish_reading()
        return self._failed(f"意外退出（返回码 {code}）", f"ended with code {code}")

    def _failed(self, zh: str, en: str) -> EmbeddedServerFailed:
        log = " | ".join([line.strip() for line in list(self._log) if line.strip()][-3:]) or "-"
        model = self._settings.model
        return EmbeddedServerFailed(
            say(
                f"内置模型服务{zh}：{log}；请检查模型文件 {model} 是否完好、内存是否足够，或换用较小的模型",
                f"the embedded model's server {en}: {log}; check that the model file {model} is whole and "
                "that there is enough memory, or use a smaller model",
            )
        )


def _weights_missing(model: Path) -> WeightsMissing:
    return WeightsMissing(
        say(
            f"找不到模型文件 {model}：请检查路径，或运行 summarizer models pull 下载内置模型",
            f"there is no model file {model}: check the path, or run summarizer models pull for an embedded one",
        )
    )


def child_environment(whole: Mapping[str, str]) -> dict[str, str]:
    """What of an environment the child gets."""
    return {name: value for name, value in whole.items() if name in _NEEDED or name.startswith(_NEEDED_BEGIN)}


def cores() -> int:
    """How many physical cores this process may use: two threads on one core only hinder each other."""
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    usable = os.sched_getaffinity(0)
    topology = Path("/sys/devices/system/cpu")
    try:
        return len({(topology / f"cpu{n}/topology/thread_siblings_list").read_text() for n in usable})
    except OSError:
        return len(usable)
