"""What a batch asks in the provider's own batches: requests, what became of them, and the batches sent.

In the batch's ledger, so that what a request took and what the batch has spent are written down together.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from summarizer import errors
from summarizer.batch.ledger import Ledger
from summarizer.errors import OutputError, ProviderError
from summarizer.providers import Completion
from summarizer.providers.batch_api import Answer, BatchApi, FileLimits
from summarizer.providers.budget import Budget, Tokens

ATTEMPTS = 3
_BUFFER = 4_000_000  # bytes of requests that are held before they are written down
_TABLES = """
CREATE TABLE IF NOT EXISTS sendings (
    number INTEGER PRIMARY KEY,
    requests INTEGER NOT NULL,
    prompt INTEGER NOT NULL,
    completion INTEGER NOT NULL,
    file TEXT,
    batch TEXT,
    status TEXT NOT NULL DEFAULT 'intended',
    settled INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    line BLOB,
    prompt INTEGER NOT NULL,
    completion INTEGER NOT NULL,
    sending INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT,
    error_kind TEXT,
    error TEXT,
    last_kind TEXT,
    last_error TEXT,
    used_prompt INTEGER NOT NULL DEFAULT 0,
    used_completion INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS unsent ON requests (number) WHERE sending IS NULL AND line IS NOT NULL;
CREATE INDEX IF NOT EXISTS sent ON requests (sending) WHERE sending IS NOT NULL;
"""
_POSTPONE = """
INSERT INTO requests (key, line, prompt, completion) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET line = excluded.line, prompt = excluded.prompt, completion = excluded.completion
WHERE answer IS NULL AND error_kind IS NULL AND sending IS NULL
"""
_UNSENT = """
SELECT number, length(line), prompt, completion FROM requests
WHERE sending IS NULL AND line IS NOT NULL ORDER BY number LIMIT ?
"""
_WHILE_SENT = "WHERE key = ? AND sending = ? AND answer IS NULL AND error_kind IS NULL"


@dataclass(frozen=True, slots=True)
class Sending:
    """A file of requests: written down before anything is sent, with what it may take at most.

    `file` and `batch` are the provider's ids, None before it has given them; `status` is its word.
    """

    number: int
    requests: int
    most: Tokens
    file: str | None
    batch: str | None
    status: str


class Requests:
    """The requests of a batch; OutputError where they cannot be read or written."""

    def __init__(self, ledger: Ledger, api: BatchApi) -> None:
        self._ledger = ledger
        self._api = api
        self._buffer: dict[str, tuple[str, bytes, int, int]] = {}
        self._buffered = 0
        with ledger.transaction() as database:
            for statement in _TABLES.split(";"):
                database.execute(statement)

    def answer(self, key: str) -> Completion | None:
        """The answer to a request; raises the error that was its end."""
        rows = self._ledger.select(
            "SELECT answer, error_kind, error, used_prompt, used_completion FROM requests WHERE key = ?",
            (key,),
        )
        if not rows:
            return None
        text, kind, said, *used = rows[0]
        if kind:
            raise _error(kind, said, (used[0], used[1]))
        return Completion(**json.loads(text)) if text else None

    def keep(self, key: str, completion: Completion) -> None:
        """Keep an answer that came at once."""
        with self._ledger.transaction() as database:
            database.execute(
                "INSERT INTO requests (key, prompt, completion, answer) VALUES (?, 0, 0, ?) "
                "ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, line = NULL",
                (key, json.dumps(asdict(completion))),
            )

    def postpone(self, key: str, body: Mapping[str, Any], most: Tokens) -> None:
        """Write a request down, to be sent; `most` is what it may take."""
        line = self._api.line(key, body)
        self._buffer[key] = (key, line, most.prompt, most.completion)
        self._buffered += len(line)
        if self._buffered > _BUFFER:
            self._flush()

    def forget_unsent(self) -> None:
        """Have only those sent that are asked for from now on: a report may have changed or gone."""
        self._buffer.clear()
        with self._ledger.transaction() as database:
            database.execute(
                "DELETE FROM requests "
                "WHERE sending IS NULL AND answer IS NULL AND error_kind IS NULL AND attempts = 0"
            )
            database.execute("UPDATE requests SET line = NULL WHERE sending IS NULL")

    def retry_failed(self) -> None:
        """Have those asked again that ended in an error."""
        with self._ledger.transaction() as database:
            database.execute("DELETE FROM requests WHERE error_kind IS NOT NULL AND sending IS NULL")

    def clear(self) -> None:
        """Forget all, and give the disk back: each report has its record."""
        with self._ledger.transaction() as database:
            database.execute("DELETE FROM requests")
        with suppress(OutputError):  # there may be no room for it
            self._ledger.compact()

    def unsent(self) -> int:
        """How many are to be sent."""
        self._flush()
        query = "SELECT count(*) FROM requests WHERE sending IS NULL AND line IS NOT NULL"
        return int(self._ledger.select(query)[0][0])

    def intend(self, limits: FileLimits, budget: Budget) -> Sending | None:
        """Choose the requests of the next file, as many as fit and can be paid; None where there are none.

        What they may take is put aside. BudgetSpent where not even the first can be paid.
        """
        self._flush()
        with self._ledger.transaction() as database:
            chosen, most = _chosen(database, limits, budget)
            if not chosen:
                return None
            cursor = database.execute(
                "INSERT INTO sendings (requests, prompt, completion) VALUES (?, ?, ?)",
                (len(chosen), most.prompt, most.completion),
            )
            number = int(cursor.lastrowid or 0)
            database.executemany(
                "UPDATE requests SET sending = ?, attempts = attempts + 1 WHERE number = ?",
                [(number, each) for each in chosen],
            )
        budget.reserve(most, batched=True)
        return Sending(number, len(chosen), most, None, None, "intended")

    def lines(self, sending: Sending) -> Iterator[bytes]:
        """The lines of its file, always in the same order."""
        last = 0
        query = "SELECT number, line FROM requests WHERE sending = ? AND number > ? ORDER BY number LIMIT 100"
        while rows := self._ledger.select(query, (sending.number, last)):
            last = rows[-1][0]
            yield from (line for _, line in rows if line is not None)

    def unsettled(self) -> list[Sending]:
        """Files that were sent, or are to be sent, and whose answers are not all here."""
        return unsettled(self._ledger)

    def note(self, sending: Sending) -> None:
        """Write down what the provider says of a file."""
        with self._ledger.transaction() as database:
            database.execute(
                "UPDATE sendings SET file = ?, batch = ?, status = ? WHERE number = ?",
                (sending.file, sending.batch, sending.status, sending.number),
            )

    def enter(self, sending: Sending, answers: Iterable[Answer]) -> None:
        """Enter what came back; of several answers to one request the first counts, and none that was not asked."""
        with self._ledger.transaction() as database:
            for each in answers:
                database.execute(
                    f"UPDATE requests SET answer = ?, error_kind = ?, error = ?, "  # noqa: S608 - constants
                    f"last_kind = ?, last_error = ?, used_prompt = ?, used_completion = ? {_WHILE_SENT}",
                    (*_outcome(each), each.tokens.prompt, each.tokens.completion, each.key, sending.number),
                )

    def used(self, sending: Sending) -> Tokens:
        """What the requests of a file took, as far as their answers are here."""
        query = "SELECT total(used_prompt), total(used_completion) FROM requests WHERE sending = ?"
        prompt, completion = self._ledger.select(query, (sending.number,))[0]
        return Tokens(int(prompt), int(completion))

    def settle(self, sending: Sending, error: ProviderError, notes: Mapping[str, str]) -> None:
        """All that comes back is here: what is still open is asked again, `ATTEMPTS` times in all.

        After that it ends in the error that came back for it, or in `error`. `notes` is what the batch has spent.
        """
        with self._ledger.transaction() as database:
            database.execute(
                "UPDATE requests SET error_kind = coalesce(last_kind, ?), error = coalesce(last_error, ?) "
                "WHERE sending = ? AND answer IS NULL AND error_kind IS NULL AND attempts >= ?",
                (type(error).__name__, str(error), sending.number, ATTEMPTS),
            )
            database.execute(
                "UPDATE requests SET used_prompt = 0, used_completion = 0, last_kind = NULL, last_error = NULL "
                "WHERE sending = ? AND answer IS NULL AND error_kind IS NULL",
                (sending.number,),
            )
            self._close(database, sending, notes)

    def take_back(self, sending: Sending) -> None:
        """A file that was not accepted: its requests are to be sent again, and that was no attempt."""
        with self._ledger.transaction() as database:
            database.execute(
                "UPDATE requests SET attempts = attempts - 1 WHERE sending = ?", (sending.number,)
            )
            self._close(database, sending, {})

    def _close(self, database: sqlite3.Connection, sending: Sending, notes: Mapping[str, str]) -> None:
        database.execute(
            "UPDATE requests SET sending = NULL, "
            "line = CASE WHEN answer IS NULL AND error_kind IS NULL THEN line END WHERE sending = ?",
            (sending.number,),
        )
        database.execute(
            "UPDATE sendings SET settled = 1, status = ? WHERE number = ?", (sending.status, sending.number)
        )
        database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", notes.items())

    def _flush(self) -> None:
        with self._ledger.transaction() as database:
            database.executemany(_POSTPONE, self._buffer.values())
        self._buffer.clear()
        self._buffered = 0


def unsettled(ledger: Ledger) -> list[Sending]:
    """Files whose answers are not all here, for a ledger that need not have any."""
    if not ledger.select("SELECT 1 FROM sqlite_master WHERE name = 'sendings'"):
        return []
    query = (
        "SELECT number, requests, prompt, completion, file, batch, status FROM sendings "
        "WHERE settled = 0 ORDER BY number"
    )
    return [
        Sending(number, requests, Tokens(prompt, completion), *rest)
        for number, requests, prompt, completion, *rest in ledger.select(query)
    ]


def _chosen(database: sqlite3.Connection, limits: FileLimits, budget: Budget) -> tuple[list[int], Tokens]:
    chosen: list[int] = []
    most, size = Tokens(0, 0), 0
    for number, length, prompt, completion in database.execute(_UNSENT, (limits.requests,)):
        more = Tokens(most.prompt + prompt, most.completion + completion)
        if not budget.fits(more, batched=True):
            if not chosen:
                raise budget.refusal(more)
            break
        size += length
        if chosen and size > limits.bytes:
            break
        chosen.append(number)
        most = more
    return chosen, most


def _outcome(answer: Answer) -> tuple[str | None, ...]:
    """The answer, the error that ends it, and the one that does not: kind and line of each."""
    text = json.dumps(asdict(answer.completion), ensure_ascii=False) if answer.completion else None
    error = (type(answer.error).__name__, str(answer.error)) if answer.error else (None, None)
    nothing = (None, None)
    return (text, *nothing, *error) if answer.again else (text, *error, *nothing)


def _error(kind: str, said: str, tokens: tuple[int, int]) -> ProviderError:
    error: ProviderError = getattr(errors, kind)(said)
    if isinstance(error, errors.BadCompletion):
        error.tokens = tokens
    return error
