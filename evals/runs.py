"""Runs: what a summariser answered, kept in a folder so that it can go on later and be scored again."""

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from evals.dataset import Case, Dataset
from evals.files import read_as, write_whole
from evals.model import Frozen
from summarizer.documents import Document
from summarizer.engine import SystemMark
from summarizer.errors import BadCompletion, OutputError, ProviderError, RunInvalid
from summarizer.messages import say

Task = Callable[[Document], BaseModel | Mapping[str, Any]]
"""Any summariser: a document in; a record, or a summary in the record's form, out."""

MANIFEST = "manifest.json"
ANSWERS = "answers"
_SPENT = ("calls", "prompt_tokens", "completion_tokens", "model_seconds", "cost")


class DatasetMark(Frozen):
    """Which documents a run is about; `place` is how its user named them."""

    name: str
    version: str
    split: str
    place: str
    documents_sha256: str


class Manifest(Frozen):
    """What a run was made of and with; times are ISO 8601, UTC.

    `finished` and `spent`, the sums of what the answers took, are there once every document has its answer.
    """

    format: Literal["eval_run/1"] = "eval_run/1"
    dataset: DatasetMark
    system: SystemMark
    cases: tuple[str, ...]
    repeats: int
    started: str
    python: str
    machine: str
    finished: str | None = None
    spent: Mapping[str, float] | None = None


class Answer(Frozen):
    """One document's answer: a record or summary, or the error in its place; `repeat` counts from 0."""

    id: str
    repeat: int
    answer: Mapping[str, Any] | None
    error: str | None = None


def manifest_of(dataset: Dataset, place: str, system: SystemMark, repeats: int) -> Manifest:
    """Describe a run that begins now."""
    return Manifest(
        dataset=DatasetMark(
            name=dataset.card.name,
            version=dataset.card.version,
            split=dataset.card.split,
            place=place,
            documents_sha256=dataset.documents_sha256,
        ),
        system=system,
        cases=tuple(case.id for case in dataset.cases),
        repeats=repeats,
        started=_now(),
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Run:
    """A folder with a manifest and a file for each answer. Every file is whole or not there."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @classmethod
    def begin(cls, folder: Path, manifest: Manifest) -> "Run":
        """Start a run in the folder, or go on with the one in it.

        RunInvalid where the folder holds a run of other documents or of another system, OutputError where it
        cannot be made.
        """
        if (folder / MANIFEST).exists():
            there = cls.open(folder).manifest
            _insist_on_same(folder, there, manifest)
            manifest = manifest.model_copy(update={"started": there.started})
        try:
            (folder / ANSWERS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                say(
                    f"建不了文件夹 {folder}：{error}；请换一个 --output",
                    f"cannot make the folder {folder}: {error}; choose another --output",
                )
            ) from error
        write_whole(folder / MANIFEST, manifest)
        return cls(folder, manifest)

    @classmethod
    def open(cls, folder: Path) -> "Run":
        """Open a run that is there; RunInvalid where there is none."""
        path = folder / MANIFEST
        if not path.exists():
            raise RunInvalid(
                say(
                    f"{folder} 里没有 manifest.json，不是一次评测运行；先用 summarizer eval run",
                    f"{folder} holds no manifest.json and is no eval run; make one with summarizer eval run",
                )
            )
        return cls(folder, read_as(path, Manifest))

    def answer(self, name: str, repeat: int) -> Answer | None:
        """The answer kept for one document, or None where there is none yet."""
        path = self._path(name, repeat)
        return read_as(path, Answer) if path.exists() else None

    def answers(self) -> Iterator[Answer]:
        """All answers that are there, by document and repeat."""
        for name in self.manifest.cases:
            for repeat in range(self.manifest.repeats):
                answer = self.answer(name, repeat)
                if answer:
                    yield answer

    def keep(self, answer: Answer) -> None:
        """Write one answer."""
        write_whole(self._path(answer.id, answer.repeat), answer)

    def finish(self) -> None:
        """Write down that the run is complete, and what it took."""
        usages = [(each.answer or {}).get("usage", {}) for each in self.answers()]
        spent = {name: sum(usage.get(name) or 0 for usage in usages) for name in _SPENT}
        self.manifest = self.manifest.model_copy(update={"finished": _now(), "spent": spent})
        write_whole(self.folder / MANIFEST, self.manifest)

    def open_cases(self, dataset: Dataset, repeat: int) -> list[Case]:
        """Documents that have no answer yet, or only an error."""
        return [
            case
            for case in dataset.cases
            if (known := self.answer(case.id, repeat)) is None or known.answer is None
        ]

    def _path(self, name: str, repeat: int) -> Path:
        return self.folder / ANSWERS / f"{name}.{repeat}.json"


def answer_all(
    cases: Iterable[Case], task: Task, repeat: int, workers: int, keep: Callable[[Answer], None]
) -> None:
    """Give each document to the task, `workers` at a time, and each answer to `keep` as it comes.

    A document that fails is an answer with its error. A model that cannot be asked at all ends the run with
    its ProviderError; what was kept stays.
    """
    with ThreadPoolExecutor(max_workers=workers) as pool:
        open_ones = [pool.submit(_answer, case, task, repeat) for case in cases]
        try:
            for done in as_completed(open_ones):
                keep(done.result())
        finally:
            for each in open_ones:
                each.cancel()


def _answer(case: Case, task: Task, repeat: int) -> Answer:
    try:
        said = task(case.document)
    except ProviderError as error:
        if not isinstance(error, BadCompletion):
            raise
        return Answer(id=case.id, repeat=repeat, answer=None, error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a summariser stumbles over is its result
        return Answer(id=case.id, repeat=repeat, answer=None, error=f"{type(error).__name__}: {error}")
    answer = said.model_dump(mode="json") if isinstance(said, BaseModel) else dict(said)
    return Answer(id=case.id, repeat=repeat, answer=answer)


def _insist_on_same(folder: Path, there: Manifest, now: Manifest) -> None:
    for part in ("dataset", "system"):
        before, after = getattr(there, part), getattr(now, part)
        for name in type(before).model_fields:
            old, new = getattr(before, name), getattr(after, name)
            if name != "place" and old != new:
                raise RunInvalid(
                    say(
                        f"{folder} 里是另一次运行：{part}.{name} 是 {old}，现在是 {new}；请换一个 --output",
                        f"{folder} holds another run: {part}.{name} is {old}, now {new}; choose another --output",
                    )
                )
