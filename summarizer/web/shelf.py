"""A folder under review: its documents, the drafts made of them, and the labels that were accepted."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock

from evals.dataset import LABELS, documents_of
from evals.files import read_as, write_whole
from evals.labels import label_of
from evals.lint import Found, lint_label
from schemas.record import Record, Schema
from summarizer.documents import Document, read
from summarizer.errors import DatasetInvalid
from summarizer.files import write_text
from summarizer.messages import say
from summarizer.web.drafts import Content, Draft, content_of, empty_content, label_from
from summarizer.web.prefill import label_from_record

KEPT = ".review"
_NAME = re.compile(r"[^\W_][\w.\- ]{0,39}")


class Stale(Exception):
    """Somebody else saved in between; `draft` is what there is now."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__("the draft was saved by somebody else")
        self.draft = draft


class Faulty(Exception):
    """What is to be accepted would be no good label; `faults` say why."""

    def __init__(self, faults: list[Found]) -> None:
        super().__init__("the label has errors")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Standing:
    """One document in the list: `state` is new, prefilled, draft or accepted; `entries` are those of its lists."""

    id: str
    name: str
    title: str
    state: str
    annotator: str
    changed: str
    prefilled_by: str | None
    entries: int


@dataclass(frozen=True)
class Shelf:
    """Labels go to `labels/`, those of a second annotator to `labels.NAME/`, drafts to `.review/` beside them.

    `blind` keeps away what a model has filled in.
    """

    folder: Path
    schema: type[Schema]
    second: str | None = None
    blind: bool = False

    def __post_init__(self) -> None:
        if not self.folder.is_dir() or not documents_of(self.folder):
            raise DatasetInvalid(
                say(
                    f"{self.folder} 里没有文件可标注；请给出放有报告的文件夹",
                    f"no document to review in {self.folder}; name a folder that holds reports",
                )
            )
        if self.second is not None and not _NAME.fullmatch(self.second):
            raise DatasetInvalid(
                say(
                    f"标注者的名字“{self.second}”不能用作文件夹名；请用 40 个以内的文字、数字",
                    f"annotator {self.second!r} cannot name a folder; use up to 40 letters and digits",
                )
            )

    @property
    def labels(self) -> Path:
        """Where accepted labels go."""
        return self.folder / (f"{LABELS}.{self.second}" if self.second else LABELS)

    @property
    def _drafts(self) -> Path:
        return self.folder / KEPT / self.labels.name

    def ids(self) -> list[str]:
        """The documents, ascending."""
        return list(documents_of(self.folder))

    def path(self, name: str) -> Path:
        """The file of one document; KeyError where there is none of this id."""
        return documents_of(self.folder)[name]

    def document(self, name: str) -> Document:
        """One document; InputError where it cannot be read."""
        path = self.path(name)
        return _read(path, path.stat().st_mtime_ns)

    def draft(self, name: str) -> Draft | None:
        """What there is of a document's label: its draft, else the label as accepted, else None."""
        path = self._drafts / f"{name}.json"
        if path.exists():
            return read_as(path, Draft)
        label = self._label(name)
        return None if label is None else self._from_label(name, label, 0)

    def begin(self, name: str, record: Record[Any] | None) -> Draft:
        """The draft of a document that had none, filled in from a record; an existing one stays as it is."""
        with self._locked():
            known = self.draft(name)
            if known:
                return known
            content = empty_content(self.schema)
            if record:
                label = label_from_record(record, self.schema)
                content = content_of(label, self.document(name).text, self.schema)
            draft = Draft(
                revision=1,
                annotator="",
                saved=_now(),
                prefilled_by=record.usage.model if record else None,
                content=content,
            )
            self._write(name, draft)
            return draft

    def save(self, name: str, revision: int, content: Content, annotator: str) -> Draft:
        """Keep a change of the revision given; Stale where there is another one."""
        if unknown := content.keys() - empty_content(self.schema).keys():
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        with self._locked():
            known = self._current(name, revision)
            draft = Draft(
                revision=revision + 1,
                annotator=annotator,
                saved=_now(),
                prefilled_by=known.prefilled_by if known else None,
                label_sha256=known.label_sha256 if known else None,
                content=content,
            )
            self._write(name, draft)
            return draft

    def accept(self, name: str, revision: int, annotator: str) -> Draft:
        """Make the draft of this revision the label.

        Faulty where `eval lint` would find errors in it, Stale where the draft or the label's file was changed
        by somebody else.
        """
        with self._locked():
            draft = self._current(name, revision)
            if draft is None:
                raise Stale(draft)
            if draft.label_sha256 != self._label_sha256(name):
                raise Stale(self._taken_in(name, draft))
            faults = [each for each in self.faults(name, draft.content) if each[0] == "error"]
            if faults:
                raise Faulty(faults)
            signed = {"annotator": annotator, "annotated_at": _now(), "prefilled_by": draft.prefilled_by}
            label = {"id": name, **label_from(draft.content, self.schema), **signed}
            self.labels.mkdir(exist_ok=True)
            write_text(self._label_path(name), json.dumps(label, ensure_ascii=False, indent=1) + "\n")
            accepted = draft.model_copy(
                update={
                    "annotator": annotator,
                    "accepted_revision": revision,
                    "label_sha256": self._label_sha256(name),
                }
            )
            self._write(name, accepted)
            return accepted

    def faults(self, name: str, content: Mapping[str, Any]) -> list[Found]:
        """What `eval lint` would say of a draft."""
        text = self.document(name).text
        try:
            label = label_of({"id": name, **label_from(content, self.schema)}, text, self.schema)
        except ValueError as error:
            return list(_misfits(error))
        return list(lint_label(label, text, self.schema))

    def standings(self) -> list[Standing]:
        """How far each document is."""
        return [self._standing(name, path) for name, path in documents_of(self.folder).items()]

    def hides(self, draft: Draft | None) -> bool:
        """Whether a draft must not be shown to one who labels blind."""
        return self.blind and draft is not None and draft.prefilled_by is not None

    def _standing(self, name: str, path: Path) -> Standing:
        file = self._drafts / f"{name}.json"
        draft = read_as(file, Draft) if file.exists() else None
        label = self._label(name) if draft is None else None
        if draft is None and label is None:
            return Standing(name, path.name, "", "new", "", "", None, 0)
        content: Mapping[str, Any] = draft.content if draft else label or {}
        signed: Mapping[str, Any] = draft.model_dump() if draft else label or {}
        hidden = self.blind and signed.get("prefilled_by") is not None
        return Standing(
            id=name,
            name=path.name,
            title="" if hidden else str(content.get("title") or ""),
            state=draft.state if draft else "accepted",
            annotator=signed.get("annotator") or "",
            changed=draft.saved if draft else signed.get("annotated_at") or "",
            prefilled_by=signed.get("prefilled_by"),
            entries=sum(len(each) for each in content.values() if isinstance(each, list)),
        )

    def _current(self, name: str, revision: int) -> Draft | None:
        known = self.draft(name)
        if (known.revision if known else 0) != revision:
            raise Stale(known)
        return known

    def _from_label(self, name: str, label: Mapping[str, Any], revision: int) -> Draft:
        return Draft(
            revision=revision,
            annotator=label.get("annotator") or "",
            saved=label.get("annotated_at") or "",
            prefilled_by=label.get("prefilled_by"),
            accepted_revision=revision,
            label_sha256=self._label_sha256(name),
            content=content_of(label, self.document(name).text, self.schema),
        )

    def _taken_in(self, name: str, draft: Draft) -> Draft:
        """A label that was changed by other means is somebody's save like any other."""
        theirs = self._from_label(name, self._label(name) or {}, draft.revision + 1)
        self._write(name, theirs)
        return theirs

    def _write(self, name: str, draft: Draft) -> None:
        write_whole(self._drafts / f"{name}.json", draft)

    def _label_path(self, name: str) -> Path:
        return self.labels / f"{name}.json"

    def _label(self, name: str) -> Mapping[str, Any] | None:
        path = self._label_path(name)
        if not path.exists():
            return None
        try:
            label = json.loads(path.read_bytes())
        except ValueError as error:
            raise DatasetInvalid(
                say(f"标注文件 {path} 不是 JSON：{error}", f"label file {path} is no JSON: {error}")
            ) from error
        return label if isinstance(label, dict) else {}

    def _label_sha256(self, name: str) -> str | None:
        path = self._label_path(name)
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One change at a time, of all threads and programs that have this folder open."""
        self._drafts.mkdir(parents=True, exist_ok=True)
        with FileLock(self._drafts / ".lock", timeout=30):
            yield


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Document:
    return read(path)


def _misfits(error: ValueError) -> Iterator[Found]:
    """What a form finds wrong, or the one thing that any other reader does."""
    problems = getattr(error, "errors", None)
    for each in problems(include_url=False) if problems else ():
        field, *inner = each["loc"]
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in inner)
        yield "error", f"{field}{place}", str(each["msg"])
    if not problems:
        yield "error", "-", str(error)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
