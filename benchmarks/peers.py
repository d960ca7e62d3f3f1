"""Against the peers: langextract, instructor and this program, same model, same server, same reports, same eval.

Run it with the interpreter of an environment that has the program and its embedded model:
`.venv/bin/python benchmarks/peers.py [--dataset PLACE] [--documents N] [--only NAME]`. Each peer gets an
environment of its own in the user's cache, with the version named below. The three are asked one after another,
one request at a time. Answers are kept under `runs/peers/`, so that a killed run goes on where it was.
The aim: better than both everywhere, in at most half of the time of the better one.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peer_answers import from_instructor, from_langextract
from peer_table import show
from rich.console import Console

from evals import Case, open_dataset
from evals.files import read_as, write_whole
from evals.model import Frozen
from summarizer import Summarizer
from summarizer.config import Settings, cache_folder
from summarizer.documents import Document
from summarizer.engine import code_sha256
from summarizer.errors import BadCompletion, ProviderError, SummarizerError
from summarizer.providers.choose import EMBEDDED, model_file
from summarizer.providers.embedded import EmbeddedServer, ServerSettings

OURS = "report-summarizer"
TASKS = Path(__file__).with_suffix("")
CONTEXT = (
    32768  # what the model was made for: instructor sends a report whole, and its answer is longer still
)
SECONDS = 3600.0  # one call may take
SPENT = ("calls", "prompt_tokens", "completion_tokens")


class Said(Frozen):
    """One system's answer to one document; `key` tells whether it still is what the system would say.

    `answer` is as the system gave it, not yet in the record's form, and None where there is an `error`.
    """

    id: str
    key: str
    answer: Any
    error: str | None
    seconds: float
    calls: int
    prompt_tokens: int
    completion_tokens: int


Ask = Callable[[Case], dict[str, Any]]
"""A document in, the fields of `Said` but its key out."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What is installed, and how its answers come into the record's form."""

    requirement: str
    form: Callable[[Any, str], dict[str, Any]]


PEERS = {
    "langextract": Peer("langextract[openai]==1.7.1", from_langextract),
    "instructor": Peer("instructor==1.17.0", from_instructor),
}


def ours(server: EmbeddedServer, model: str, stack: ExitStack) -> Ask:
    """This program, within the limits that it sets itself for the embedded model."""
    summarizer = stack.enter_context(
        Summarizer(
            base_url=server.url,
            api_key=server.api_key,
            model=model,
            timeout=SECONDS,
            context=EMBEDDED.context,
            parallel=EMBEDDED.parallel,
            points=EMBEDDED.points,
        )
    )

    def ask(case: Case) -> dict[str, Any]:
        said = {"id": case.id, "answer": None, "error": None, **dict.fromkeys(SPENT, 0)}
        started = time.perf_counter()
        try:
            record = summarizer.summarize(case.document).model_dump(mode="json")
            said |= {"answer": record["summary"], **{name: record["usage"][name] for name in SPENT}}
        except BadCompletion as error:
            said["error"] = str(error)
        return {**said, "seconds": time.perf_counter() - started}

    return ask


def peer(name: str, server: EmbeddedServer, model: str, stack: ExitStack) -> Ask:
    """A peer in a process of its own environment, spoken to in JSON lines (`peers/lines.py`)."""
    child = stack.enter_context(_process(name))

    def send(message: dict[str, str]) -> None:
        with suppress(BrokenPipeError):  # one that has died gives no answer, and that is told below
            child.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
            child.stdin.flush()

    send({"base_url": server.url, "api_key": server.api_key, "model": model})

    def ask(case: Case) -> dict[str, Any]:
        send({"id": case.id, "text": case.document.text})
        line = child.stdout.readline()
        if not line:
            raise ProviderError(f"{name}: the process ended with code {child.wait()}; its log is above")
        return json.loads(line)

    return ask


@contextmanager
def _process(name: str) -> Iterator[subprocess.Popen[str]]:
    command = (_python(name), "-E", TASKS / f"{name}_task.py")
    # A proxy of the environment is for the world outside, never for a server on this machine.
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    child = subprocess.Popen(  # noqa: S603 - the benchmark's own child
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()  # closes the pipes, whatever is still in them


def _python(name: str) -> Path:
    """The interpreter of a peer's environment, which is made when it is not there yet."""
    requirement = PEERS[name].requirement
    folder = cache_folder() / "benchmarks" / requirement
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        Console(stderr=True).print(f"installing {requirement} in {folder}", markup=False)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run((python, "-m", "pip", "install", "-qq", requirement), check=True)  # noqa: S603
        ready.touch()
    return python


def _key(name: str, model: Path, document: Document) -> str:
    """Digest of what an answer depends on."""
    parts = [document.sha256, f"{model.name} {model.stat().st_size} {CONTEXT}"]
    if name == OURS:
        parts.append(code_sha256())
        parts.append(_digest(sorted(Path(__file__).parents[1].glob("prompts/**/*.jinja"))))
    else:
        parts += [PEERS[name].requirement, _digest([TASKS / "lines.py", TASKS / f"{name}_task.py"])]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _digest(files: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def answers(name: str, cases: tuple[Case, ...], folder: Path, server: EmbeddedServer) -> list[Said]:
    """One system's answers, those in `folder` and for the other documents new ones, kept as they come."""
    model, file = model_file(Settings())
    keys = {case.id: _key(name, file, case.document) for case in cases}
    kept = {case.id: _kept(folder / f"{case.id}.json", keys[case.id]) for case in cases}
    missing = [case for case in cases if not kept[case.id]]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            if not server.url:
                server.start()
            ask = ours(server, model, stack) if name == OURS else peer(name, server, model, stack)
            for case in missing:
                said = Said(key=keys[case.id], **ask(case))
                write_whole(folder / f"{case.id}.json", said)
                kept[case.id] = said
                told = said.error or f"{said.calls} calls, {said.completion_tokens} tokens"
                Console(stderr=True).print(f"{name} {case.id}: {said.seconds:.0f} s, {told}", markup=False)
    return [said for said in kept.values() if said]


def _kept(path: Path, key: str) -> Said | None:
    said = read_as(path, Said) if path.is_file() else None
    return said if said and said.key == key else None


def formed(name: str, said: Said, case: Case) -> dict[str, Any]:
    """An answer in the record's form, with its price; one that failed says nothing, but was paid for."""
    usage = said.model_dump(include={*SPENT, "seconds"})
    summary = said.answer or {}
    if name != OURS and said.answer is not None:
        summary = PEERS[name].form(said.answer, case.document.text)
    return {"summary": summary, "usage": usage}


def main() -> None:
    """Print the table and write it as JSON beside the answers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--dataset", default="dev", help="a shipped data set (dev, test) or a folder")
    options.add_argument("--documents", type=int, metavar="N", help="the first N documents only")
    options.add_argument("--only", choices=(OURS, *PEERS), help="one system only")
    chosen = options.parse_args()
    dataset = open_dataset(chosen.dataset)
    cases = dataset.cases[: chosen.documents]
    folder = Path("runs") / "peers" / dataset.card.name
    server = EmbeddedServer(ServerSettings(model_file(Settings())[1], CONTEXT))
    told = {}
    try:
        for name in [chosen.only] if chosen.only else [OURS, *PEERS]:
            said = answers(name, cases, folder / name, server)
            told[name] = [
                (case, formed(name, each, case), each.error) for case, each in zip(cases, said, strict=True)
            ]
    finally:
        server.close()
    show(told, OURS, folder / "scores.json")


if __name__ == "__main__":
    try:
        main()
    except (SummarizerError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
