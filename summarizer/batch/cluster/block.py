"""Blocks: a part of the records as JSON lines and as Parquet, and the entry that makes it count.

A part's files are written first and its block last: what no block names was never registered.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from schemas.record import Usage
from summarizer.batch.cluster.needs import pyarrow
from summarizer.batch.cluster.store import Store
from summarizer.batch.model import Settled, State
from summarizer.errors import OutputError
from summarizer.messages import say

FORMAT: Final = "batch_block/1"
BLOCKS, RECORDS = "blocks", "records"
# Beside the whole record as JSON, what tables are made of.
_COLUMNS = ("doc_type", "title", "issuer", "region", "date", "abstract")


class Entry(BaseModel):
    """How one report ended; `start` and `length` are the bytes of its line in the part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    origin: str
    stamp: str
    state: State
    sha256: str | None = None
    same_as: str | None = None
    error_kind: str | None = None
    error: str | None = None
    start: int | None = None
    length: int | None = None
    usage: Usage | None = None

    def settled(self) -> Settled:
        """As the ledger takes it; the record's line stays in the part."""
        return Settled(
            self.name,
            self.stamp,
            self.sha256,
            b"" if self.state is State.DONE else None,
            self.same_as,
            self.error_kind,
            self.error,
            self.usage,
        )


class Spent(BaseModel):
    """Tokens and money, whether or not they led to records; `currency` is empty where the price is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tokens: int = 0
    cost: float = 0.0
    currency: str = ""

    def __add__(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(
            tokens=self.tokens + other.tokens,
            cost=self.cost + other.cost,
            currency=self.currency or other.currency,
        )

    def __sub__(self, other: "Spent") -> "Spent":
        """What was spent since the other was."""
        return Spent(tokens=self.tokens - other.tokens, cost=self.cost - other.cost, currency=self.currency)


class Block(BaseModel):
    """What a part holds and how its reports ended, in the `run`-th run of the batch.

    `sha256` and `bytes` are of the part's JSON lines. A block without records has no part.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["batch_block/1"] = FORMAT
    name: str
    run: int
    bytes: int = 0
    sha256: str = ""
    spent: Spent = Spent()
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a report ended, and where it came from."""

    origin: str
    settled: Settled


def part_path(name: str, suffix: str = ".jsonl") -> str:
    """Where a part is in its store."""
    return f"{RECORDS}/{name}{suffix}"


def commit(store: Store, name: str, run: int, outcomes: Sequence[Outcome], spent: Spent) -> Block:
    """Write a part with the records of these reports, then the block that makes them count.

    OutputError where that fails: nothing counts then.
    """
    entries, lines, start = [], [], 0
    for each in outcomes:
        entries.append(_entry(each, start))
        if each.settled.line is not None:
            lines.append(each.settled.line)
            start += len(each.settled.line)
    data = b"".join(lines)
    if lines:
        store.put(part_path(name), data)
        store.put(part_path(name, ".parquet"), _parquet([each.settled for each in outcomes]))
    digest = hashlib.sha256(data).hexdigest() if lines else ""
    block = Block(name=name, run=run, bytes=len(data), sha256=digest, spent=spent, entries=tuple(entries))
    store.put(f"{BLOCKS}/{name}.json", block.model_dump_json(exclude_defaults=True).encode())
    return block


def read_block(store: Store, path: str) -> Block:
    """The block at a path; OutputError where it cannot be read."""
    data = store.read(path)
    try:
        return Block.model_validate_json(data)
    except ValueError as error:
        raise OutputError(
            say(
                f"{store.url}/{path} 不是本程序写的块（{FORMAT}）；请把它移走，里面的报告会重做",
                f"{store.url}/{path} is no block of this program ({FORMAT}); move it away, its reports are done anew",
            )
        ) from error


def _entry(outcome: Outcome, start: int) -> Entry:
    settled = outcome.settled
    return Entry(
        name=settled.name,
        origin=outcome.origin,
        stamp=settled.stamp,
        state=settled.state,
        sha256=settled.sha256,
        same_as=settled.same_as,
        error_kind=settled.error_kind,
        error=settled.error,
        start=None if settled.line is None else start,
        length=None if settled.line is None else len(settled.line),
        usage=settled.usage,
    )


def _parquet(settled: Sequence[Settled]) -> bytes:
    """A row a record: name, SHA-256, columns for tables, and the record as JSON."""
    arrow = pyarrow()
    done = [each for each in settled if each.line is not None]
    rows = [_row(each) for each in done]
    schema = arrow.schema([(name, arrow.string()) for name in ("name", "sha256", *_COLUMNS, "record")])
    buffer = BytesIO()
    arrow.parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _row(settled: Settled) -> dict[str, Any]:
    line = (settled.line or b"").decode()
    summary = json.loads(line).get("summary", {})
    row = {name: text for name in _COLUMNS if isinstance(text := summary.get(name), str)}
    return {**row, "name": settled.name, "sha256": settled.sha256, "record": line.rstrip("\n")}
