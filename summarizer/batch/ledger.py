"""The ledger: which reports a batch has, how each one stands, and where its record is.

One SQlite file in the batch's folder, written ahead and synced in full at each transaction: what a method
has written stays written, whatever happens next.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from schemas.record import Usage
from summarizer.batch.model import Counts, Part, Place, Row, Settled, Standing, State
from summarizer.errors import OutputError
from summarizer.messages import say

FILE_NAME = "ledger.sqlite"
_CHUNK = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, lines INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reports (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    stamp TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT,
    same_as TEXT,
    error_kind TEXT,
    error TEXT,
    part INTEGER,
    start INTEGER,
    length INTEGER,
    calls INTEGER NOT NULL DEFAULT 0,
    cached_calls INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    cost REAL
);
CREATE INDEX IF NOT EXISTS contents ON reports (sha256) WHERE state = 'done';
CREATE INDEX IF NOT EXISTS places ON reports (part) WHERE state = 'done';
"""
_FIND = """
INSERT INTO reports (name, origin, stamp) VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET
    origin = excluded.origin, stamp = excluded.stamp, state = 'pending', attempts = 0,
    sha256 = NULL, same_as = NULL, error_kind = NULL, error = NULL, part = NULL, start = NULL, length = NULL
WHERE stamp <> excluded.stamp
"""
_NOTE = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
_SETTLE = """
UPDATE reports SET state = ?, sha256 = ?, same_as = ?, error_kind = ?, error = ?,
    part = ?, start = ?, length = ?, calls = calls + ?, cached_calls = cached_calls + ?,
    prompt_tokens = prompt_tokens + ?, completion_tokens = completion_tokens + ?, seconds = seconds + ?,
    cost = CASE WHEN ? IS NULL THEN cost ELSE coalesce(cost, 0) + ? END
WHERE name = ? AND stamp = ?
"""
_ROWS = """
SELECT number, name, origin, stamp, state, attempts, sha256, same_as, error_kind, error, part, start, length,
    calls, cached_calls, prompt_tokens, completion_tokens, seconds, cost
FROM reports WHERE number > ? AND state IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?
"""


class Ledger:
    """The ledger in one file; usable from several threads. OutputError where it cannot be read or written.

    Not `durable`: it may be lost, since all of it is written elsewhere too.
    """

    def __init__(self, path: Path, *, read_only: bool = False, durable: bool = True) -> None:
        self.path = path
        self._lock = threading.RLock()
        with self._guarded():
            where = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
            self._database = sqlite3.connect(
                where, uri=True, timeout=30, isolation_level=None, check_same_thread=False
            )
            if not read_only:
                self._database.execute("PRAGMA journal_mode=WAL")
                self._database.execute(f"PRAGMA synchronous={'FULL' if durable else 'OFF'}")
                self._database.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def compact(self) -> None:
        """Give back the disk that nothing needs any more."""
        self.select("VACUUM")

    def meta(self) -> dict[str, str]:
        """What is written down about the batch as a whole."""
        return dict(self.select("SELECT key, value FROM meta"))

    def note(self, values: Mapping[str, str]) -> None:
        """Write down something about the batch as a whole."""
        with self.transaction() as database:
            database.executemany(_NOTE, values.items())

    def find(self, found: Sequence[tuple[str, str, str]]) -> None:
        """Enter reports (name, origin, stamp) that are not there yet; one with another stamp is to be done anew."""
        with self.transaction() as database:
            database.executemany(_FIND, found)

    def claim(self, found: Sequence[tuple[str, str, str]]) -> frozenset[str]:
        """Enter reports, and take those in hand that are to be done: their names."""
        with self.transaction() as database:
            database.executemany(_FIND, found)
            claimed = {
                name
                for start in range(0, len(found), _CHUNK)
                for name in _pending(database, [each[0] for each in found[start : start + _CHUNK]])
            }
            database.executemany(
                "UPDATE reports SET state = 'running', attempts = attempts + 1 WHERE name = ?",
                [(name,) for name in claimed],
            )
        return frozenset(claimed)

    def release(self, unheard: Sequence[str] = ()) -> None:
        """Put back what was in hand and did not end, and those that failed through no fault of theirs."""
        with self.transaction() as database:
            database.execute("UPDATE reports SET state = 'pending' WHERE state = 'running'")
            database.executemany(
                "UPDATE reports SET state = 'pending' WHERE name = ? AND state = 'failed'",
                [(name,) for name in unheard],
            )

    def resume(self) -> None:
        """Have reports that waited for answers done now: it is the same attempt as before."""
        with self.transaction() as database:
            database.execute(
                "UPDATE reports SET state = 'pending', attempts = attempts - 1 WHERE state = 'waiting'"
            )

    def retry_failed(self) -> int:
        """Have failed reports done again; how many they are."""
        with self.transaction() as database:
            return database.execute("UPDATE reports SET state = 'pending' WHERE state = 'failed'").rowcount

    def settle(
        self,
        outcomes: Sequence[tuple[Settled, Place | None]],
        parts: Sequence[Part],
        notes: Mapping[str, str],
    ) -> int:
        """Write down how reports ended, how far the parts hold now, and notes, all or nothing; how many were settled.

        A report whose file was found changed meanwhile stays to be done.
        """
        with self.transaction() as database:
            self._keep_parts(parts)
            database.executemany(_NOTE, notes.items())
            return sum(database.execute(_SETTLE, _settling(*each)).rowcount for each in outcomes)

    def parts(self) -> list[Part]:
        """The parts and how far each holds."""
        return [Part(*row) for row in self.select("SELECT number, lines, bytes FROM parts ORDER BY number")]

    def cut_part(self, part: Part) -> None:
        """A part holds less than it did: reports whose records stood after that are to be done again."""
        with self.transaction() as database:
            database.execute(
                "UPDATE reports SET state = 'pending', part = NULL, start = NULL, length = NULL "
                "WHERE state = 'done' AND part = ? AND start + length > ?",
                (part.number, part.bytes),
            )
            database.execute(
                "UPDATE parts SET lines = ?, bytes = ? WHERE number = ?",
                (part.lines, part.bytes, part.number),
            )

    def move(self, moved: Sequence[tuple[str, Place]], parts: Sequence[Part], emptied: int) -> None:
        """Records of one part stand elsewhere now, and that part is no more."""
        with self.transaction() as database:
            self._keep_parts(parts)
            database.executemany(
                "UPDATE reports SET part = ?, start = ?, length = ? WHERE name = ? AND state = 'done'",
                [(place.part, place.start, place.length, name) for name, place in moved],
            )
            database.execute("DELETE FROM parts WHERE number = ?", (emptied,))

    def standing(self, names: Sequence[str]) -> dict[str, Standing]:
        """How the reports among these stand that are there."""
        query = (
            "SELECT name, state, sha256, stamp FROM reports WHERE name IN (SELECT value FROM json_each(?))"
        )
        rows = self.select(query, (json.dumps(names),))
        return {name: Standing(State(state), *rest) for name, state, *rest in rows}

    def twin(self, sha256: str) -> Place | None:
        """Where the record is of a report whose file has these bytes."""
        query = "SELECT part, start, length FROM reports WHERE sha256 = ? AND state = 'done' LIMIT 1"
        places = self.select(query, (sha256,))
        return Place(*places[0]) if places else None

    def records_in(self, part: int) -> list[tuple[str, Place]]:
        """The reports whose records are in a part, in the order of their lines."""
        query = (
            "SELECT name, part, start, length FROM reports WHERE part = ? AND state = 'done' ORDER BY start"
        )
        return [(name, Place(*place)) for name, *place in self.select(query, (part,))]

    def total(self) -> int:
        """How many reports were found so far."""
        return int(self.select("SELECT coalesce(max(number), 0) FROM reports")[0][0])

    def counts(self) -> Counts:
        """Reports by state, and what they took."""
        states = dict(self.select("SELECT state, count(*) FROM reports GROUP BY state"))
        taken = self.select(
            "SELECT total(calls), total(cached_calls), total(prompt_tokens), total(completion_tokens), "
            "sum(cost) FROM reports"
        )[0]
        return Counts(
            **{state.value: states.get(state.value, 0) for state in State},
            calls=int(taken[0]),
            cached_calls=int(taken[1]),
            prompt_tokens=int(taken[2]),
            completion_tokens=int(taken[3]),
            cost=taken[4],
        )

    def rows(self, *states: State) -> Iterator[Row]:
        """Reports in the order in which they were found, those in these states only where some are given."""
        last = 0
        wanted = json.dumps(states or tuple(State))
        while chunk := self.select(_ROWS, (last, wanted, _CHUNK)):
            last = chunk[-1][0]
            yield from (_row(*each[1:]) for each in chunk)

    def _keep_parts(self, parts: Sequence[Part]) -> None:
        self._database.executemany(
            "INSERT OR REPLACE INTO parts VALUES (?, ?, ?)",
            [(part.number, part.lines, part.bytes) for part in parts],
        )

    def select(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._guarded():
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A block whose changes are made together, on disk when it ends, or not at all."""
        with self._guarded():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.rollback()
                raise
            self._database.execute("COMMIT")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except sqlite3.Error as error:
            raise OutputError(
                say(
                    f"批次账本 {self.path} 用不了：{error}。请检查磁盘空间和权限，再用同一条命令继续",
                    f"the batch's ledger {self.path} cannot be used: {error}. "
                    "Check disk space and permissions, then go on by the same command",
                )
            ) from error


def _pending(database: sqlite3.Connection, names: Sequence[str]) -> list[str]:
    marks = ",".join("?" * len(names))
    query = f"SELECT name FROM reports WHERE state = 'pending' AND name IN ({marks})"  # noqa: S608 - marks only
    return [name for (name,) in database.execute(query, names)]


def _settling(settled: Settled, place: Place | None) -> tuple[object, ...]:
    at = (place.part, place.start, place.length) if place else (None, None, None)
    usage = settled.usage or Usage(model="")
    return (
        settled.state,
        settled.sha256,
        settled.same_as,
        settled.error_kind,
        settled.error,
        *at,
        usage.calls,
        usage.cached_calls,
        usage.prompt_tokens,
        usage.completion_tokens,
        usage.seconds,
        usage.cost,
        usage.cost,
        settled.name,
        settled.stamp,
    )


def _row(name: str, origin: str, stamp: str, state: str, *rest: Any) -> Row:
    attempts, sha256, same_as, kind, error, part, start, length, *usage = rest
    place = None if part is None else Place(part, start, length)
    return Row(name, origin, stamp, State(state), attempts, sha256, same_as, kind, error, place, *usage)
