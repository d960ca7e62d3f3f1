"""What a set holds: its blocks, put together into a ledger that lies in a temporary file."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from summarizer.batch.cluster.block import BLOCKS, RECORDS, Block, Entry, Spent, part_path, read_block
from summarizer.batch.cluster.store import Store
from summarizer.batch.ledger import FILE_NAME, Ledger
from summarizer.batch.model import Counts, Part, Place, Row, Standing, State


class Catalogue:
    """A ledger of a set. Each report counts once: its first record, else how it failed last. To be closed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._folder = tempfile.TemporaryDirectory(prefix="summarizer-")
        self.ledger = Ledger(Path(self._folder.name) / FILE_NAME, durable=False)
        self.blocks: list[Block] = []  # without their entries; a part's number is a block's place here
        self.spent = Spent()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        self._folder.cleanup()

    def load(self) -> Self:
        """Take in the blocks of the store that are not there yet, run by run.

        A block without its part is one that a worker wrote that was taken for lost: it does not count.
        """
        known = {block.name for block in self.blocks}
        parts = set(self.store.listed(RECORDS))
        for path in self.store.listed(BLOCKS):
            if path.removeprefix(f"{BLOCKS}/").removesuffix(".json") not in known:
                block = read_block(self.store, path)
                if not block.bytes or part_path(block.name) in parts:
                    self.add(block)
        return self

    @property
    def last_run(self) -> int:
        """The number of the last run that has blocks, 0 where there is none."""
        return max((block.run for block in self.blocks), default=0)

    def add(self, block: Block) -> list[Entry]:
        """Take in a block; its entries that count."""
        part = Part(len(self.blocks), len(block.entries), block.bytes)
        self.blocks.append(block.model_copy(update={"entries": ()}))
        self.spent = self.spent + block.spent
        there = self.ledger.standing([entry.name for entry in block.entries])
        new = [entry for entry in _once(block.entries) if _counts(entry, there.get(entry.name))]
        self.ledger.find([(entry.name, entry.origin, entry.stamp) for entry in new])
        settled = [(entry.settled(), _place(part.number, entry)) for entry in new]
        self.ledger.settle(settled, [part], {})
        if put_back := [entry.name for entry in new if entry.state is State.PENDING]:
            self.ledger.release(put_back)
        return new

    def counts(self) -> Counts:
        """Reports by state, and what they took."""
        return self.ledger.counts()

    def reports(self, *states: State) -> Iterator[Row]:
        """What is known of each report."""
        return self.ledger.rows(*states)

    def lines(self) -> Iterator[bytes]:
        """The records that count, each as a line of JSON, part by part."""
        for number, block in enumerate(self.blocks):
            records = self.ledger.records_in(number)
            data = self.store.read(part_path(block.name)) if records else b""
            for _, place in records:
                yield data[place.start : place.start + place.length]

    def line(self, place: Place) -> bytes:
        """The line of one record."""
        name = self.blocks[place.part].name
        return self.store.read_range(part_path(name), place.start, place.length)

    def twin(self, sha256: str) -> bytes | None:
        """The record, as a line, of a report that has the same bytes."""
        place = self.ledger.twin(sha256)
        return self.line(place) if place else None


def _once(entries: Sequence[Entry]) -> list[Entry]:
    return list({entry.name: entry for entry in reversed(entries)}.values())[::-1]


def _counts(entry: Entry, there: Standing | None) -> bool:
    """A record stays until its file changes: a worker that was taken for lost may have written another."""
    return there is None or there.state is not State.DONE or there.stamp != entry.stamp


def _place(part: int, entry: Entry) -> Place | None:
    if entry.start is None or entry.length is None:
        return None
    return Place(part, entry.start, entry.length)
