"""Records made earlier, found in files and folders by the digest of the document they are of."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from schemas import WorkReport
from schemas.record import Record

Load = Callable[[], Record[Any]]


def find_records(places: Iterable[Path]) -> Mapping[str, Load]:
    """The records in these files and right within these folders, by the document's SHA-256; later ones count.

    `.json` files hold one, `.jsonl` files one a line; what is no `work_report/1` record is passed over. Only
    where each stands is kept, since a batch may have a hundred thousand.
    """
    found: dict[str, Load] = {}
    for path in _files(places):
        for offset, line in _parts(path):
            if digest := _digest(line):
                found[digest] = partial(_load, path, offset, len(line))
    return found


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(each for each in place.iterdir() if each.suffix in {".json", ".jsonl"})
        else:
            yield place


def _parts(path: Path) -> Iterator[tuple[int, bytes]]:
    if path.suffix != ".jsonl":
        yield 0, path.read_bytes()
        return
    offset = 0
    with path.open("rb") as file:
        for line in file:
            yield offset, line
            offset += len(line)


def _digest(data: bytes) -> str | None:
    try:
        told = json.loads(data)
        return str(told["source"]["sha256"]) if told["format"] == WorkReport.record_format else None
    except (ValueError, TypeError, KeyError):
        return None


def _load(path: Path, offset: int, length: int) -> Record[Any]:
    with path.open("rb") as file:
        file.seek(offset)
        return Record[WorkReport].model_validate_json(file.read(length))
