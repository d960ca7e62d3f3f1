"""Servers that we did not write, probed and used for real: llama.cpp, a LiteLLM proxy before it, llama-cpp-python's own.

    python -m benchmarks.servers --litellm VENV/bin/litellm --llama-cpp-python VENV/bin/python

Each is started on loopback with the embedded model's weights, asked `summarizer models probe`, has one short
report summarised, point by point and in the usual way, and is ended.
LiteLLM (`litellm[proxy]`) and llama-cpp-python (`llama-cpp-python[server]`) live in environments of their own.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from summarizer.config import Settings
from summarizer.providers.choose import model_file
from summarizer.providers.embedded import EmbeddedServer, ServerSettings

KEY = "sk-only-on-this-machine"
REPORT = Path(__file__).parents[1] / "tests" / "data" / "short_report.txt"
CONTEXT = 4096
PATIENCE = 300  # seconds for a start or a probe, on a machine that has other work too


def main() -> None:
    """Probe the servers that were named, llama.cpp always."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--litellm", type=Path, help="the program `litellm`")
    parser.add_argument("--llama-cpp-python", type=Path, help="a Python that has llama-cpp-python's server")
    parser.add_argument("--threads", type=int, help="of llama.cpp")
    given = parser.parse_args()
    _, weights = model_file(Settings())
    with EmbeddedServer(ServerSettings(weights, context=CONTEXT, threads=given.threads)) as server:
        try_out("llama.cpp", server.url, server.api_key, "embedded")
        if given.litellm:
            with litellm(given.litellm, server) as url:
                try_out("LiteLLM before llama.cpp", url, KEY, "small")
    if given.llama_cpp_python:
        with llama_cpp_python(given.llama_cpp_python, weights) as url:
            try_out("llama-cpp-python", url, KEY, "small")


def try_out(title: str, url: str, key: str, model: str) -> None:
    """Probe one server, and summarise with it."""
    probe(title, url, key, model)
    summarize(title, url, key, model, {"SUMMARIZER_POINTS": "1"})
    summarize(title, url, key, model, {})


def probe(title: str, url: str, key: str, model: str) -> None:
    """Print what `summarizer models probe` says of one server."""
    print(f"\n== {title}", flush=True)  # noqa: T201
    command = (sys.executable, "-m", "summarizer", "models", "probe", "--base-url", url, "--model", model)
    subprocess.run(command, env=os.environ | {"OPENAI_API_KEY": key}, timeout=PATIENCE, check=False)  # noqa: S603


def summarize(title: str, url: str, key: str, model: str, settings: Mapping[str, str]) -> None:
    """Print what comes of one short report: exit code, items with verdicts, warnings, what it took."""
    command = (sys.executable, "-m", "summarizer", "summarize", str(REPORT), "--format", "json", "--no-cache")
    where = ("--base-url", url, "--model", model, "--parallel", "1", "--timeout", str(PATIENCE))
    environment = os.environ | {"OPENAI_API_KEY": key, "SUMMARIZER_CONTEXT": str(CONTEXT), **settings}
    done = subprocess.run((*command, *where), env=environment, capture_output=True, check=False)  # noqa: S603
    print(f"\n-- {title}, {dict(settings) or 'usual'}: exit code {done.returncode}", flush=True)  # noqa: T201
    if done.returncode:
        print(done.stderr.decode())  # noqa: T201
        return
    record = json.loads(done.stdout)
    for name in ("achievements", "problems", "tasks"):
        verdicts = [item["verdict"] for item in record["summary"][name]]
        print(f"{name}: {len(verdicts)} {dict(Counter(verdicts))}")  # noqa: T201
    print("\n".join(record["checks"]["warnings"]))  # noqa: T201
    print(record["usage"], flush=True)  # noqa: T201


@contextmanager
def litellm(program: Path, behind: EmbeddedServer) -> Iterator[str]:
    """A LiteLLM proxy before another server."""
    there = {"model": "openai/small", "api_base": behind.url, "api_key": behind.api_key}
    config = {
        "model_list": [{"model_name": "small", "litellm_params": there}],
        "general_settings": {"master_key": KEY},
    }
    with TemporaryDirectory() as folder:
        file = Path(folder) / "litellm.yaml"
        file.write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
        port = free_port()
        command = (str(program), "--config", str(file), "--host", "127.0.0.1", "--port", str(port))
        with running(command, port, {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}) as url:
            yield url


@contextmanager
def llama_cpp_python(python: Path, weights: Path) -> Iterator[str]:
    """The server that comes with llama-cpp-python."""
    port = free_port()
    command = (str(python), "-m", "llama_cpp.server", "--model", str(weights), "--model_alias", "small")
    options = ("--n_ctx", str(CONTEXT), "--api_key", KEY, "--host", "127.0.0.1", "--port", str(port))
    with running((*command, *options), port) as url:
        yield url


@contextmanager
def running(command: Sequence[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """A server's process while the block lasts, from when it answers; its output goes nowhere."""
    url = f"http://127.0.0.1:{port}/v1"
    process = subprocess.Popen(  # noqa: S603
        command,
        env=os.environ | dict(environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + PATIENCE
        while not answers(url) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait()


def answers(url: str) -> bool:
    """Whether a server is up."""
    request = urllib.request.Request(f"{url}/models", headers={"Authorization": f"Bearer {KEY}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310
            return True
    except (OSError, urllib.error.URLError):
        return False


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
