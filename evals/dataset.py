"""Data sets: folders of documents with a label file for each."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from evals.labels import read_label
from evals.model import Frozen, Label
from evals.reference import Reference
from schemas.record import Schema
from schemas.work_report import WorkReport
from summarizer.documents import Document, read
from summarizer.errors import DatasetInvalid
from summarizer.messages import say

CARD = "dataset.toml"
LABELS = "labels"
_SEAL = re.compile(r"^sha256 *=.*$", re.MULTILINE)
_TABLE = re.compile(r"^(?=\[)|\Z", re.MULTILINE)
_NOT_DOCUMENTS = frozenset({".toml", ".md", ".py", ".json"})


class Card(Frozen):
    """What `dataset.toml` says of a data set; a folder without one is an unversioned set of its own name.

    `sha256` seals the content of this version. `strata` gives each document's strata by dimension, as `{"level": "county", "noise": "chrome"}`.
    """

    name: str
    version: str = "0.0.0"
    split: Literal["dev", "test", "all"] = "all"
    guidelines: int = 1
    licence: str | None = None
    sha256: str | None = None
    strata: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One document with its label. Both are read when first asked for."""

    id: str
    path: Path
    label_path: Path
    schema: type[Schema]

    @cached_property
    def document(self) -> Document:
        """The document as read; InputError where it is none."""
        return read(self.path)

    @cached_property
    def label(self) -> Label:
        """The reference; DatasetInvalid where it is none."""
        return read_label(self.label_path, self.document.text, self.schema)

    @cached_property
    def reference(self) -> Reference:
        """Both, as scorers take them."""
        return Reference(self.document, self.label, self.schema)


@dataclass(frozen=True)
class Dataset:
    """A folder of labelled documents; `cases` are in the order of their ids."""

    folder: Path
    card: Card
    schema: type[Schema]
    cases: tuple[Case, ...]

    @cached_property
    def documents_sha256(self) -> str:
        """Digest of all documents: what a run depends on."""
        return _digest(case.path for case in self.cases)

    @cached_property
    def sha256(self) -> str:
        """Digest of all documents and labels: what scores depend on."""
        return _digest(path for case in self.cases for path in (case.path, case.label_path))


def open_dataset(place: str | Path, schema: type[Schema] = WorkReport, labels: str = LABELS) -> Dataset:
    """Open a folder, or a set that the program ships, by name (`dev`, `test`).

    `labels` names the folder of labels within it, so that a second annotator's can stand beside the first's.
    DatasetInvalid where there is nothing labelled.
    """
    folder = _folder(Path(place))
    cases = tuple(_cases(folder, labels, schema))
    if not cases:
        raise DatasetInvalid(
            say(
                f"{folder} 里没有已标注的文件：需要 ID.txt 和 {labels}/ID.json",
                f"no labelled document in {folder}: needed are ID.txt and {labels}/ID.json",
            )
        )
    return Dataset(folder, _card(folder), schema, cases)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _folder(place: Path) -> Path:
    if place.is_dir():
        return place
    shipped = Path(str(files("evals"))) / "data" / place.name
    if place.name == str(place) and shipped.is_dir():
        return shipped
    raise DatasetInvalid(
        say(
            f"没有这个数据集：{place}（自带的有 dev、test）",
            f"no such data set: {place} (shipped are dev, test)",
        )
    )


def _card(folder: Path) -> Card:
    path = folder / CARD
    if not path.is_file():
        return Card(name=folder.name)
    try:
        return Card.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DatasetInvalid(f"{path}: {where}: {first['msg']}") from error
    except ValueError as error:
        raise DatasetInvalid(f"{path}: {error}") from error


def documents_of(folder: Path) -> dict[str, Path]:
    """The documents of a data set by id, ascending; labels, cards and notes are none."""
    found = (
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.lower() not in _NOT_DOCUMENTS and not path.name.startswith(".")
    )
    return {path.stem: path for path in found}


def _cases(folder: Path, labels: str, schema: type[Schema]) -> Iterator[Case]:
    for name, path in documents_of(folder).items():
        label = folder / labels / f"{name}.json"
        if label.is_file():
            yield Case(name, path, label, schema)


def seal(dataset: Dataset) -> None:
    """Write the digest of the content into the card, so that a change without a new version is found."""
    path = dataset.folder / CARD
    line = f'sha256 = "{dataset.sha256}"'
    text = path.read_text(encoding="utf-8") if path.is_file() else f'name = "{dataset.card.name}"\n'
    sealed, found = _SEAL.subn(line, text)
    # Before the first table, where keys of the card stand.
    path.write_text(sealed if found else _TABLE.sub(line + "\n\n", text + "\n", count=1), encoding="utf-8")
