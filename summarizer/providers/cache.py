"""Answers kept on disk: what a model was asked once is not asked, or paid, again."""

import asyncio
import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from summarizer.config import cache_folder
from summarizer.errors import CacheFailed
from summarizer.messages import say
from summarizer.providers.base import Completion, JsonSchema, Limits, Message, Provider

FILE_NAME = "calls.sqlite"
MOST_BYTES = 1_000_000_000
_GROUP = 256
_TABLE = """
CREATE TABLE IF NOT EXISTS calls (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    truncated INTEGER NOT NULL, miscounted INTEGER NOT NULL, seconds REAL NOT NULL, used REAL NOT NULL
) WITHOUT ROWID
"""
_FORM = 2  # of the table; answers kept in another one are forgotten
_SELECT = (
    "SELECT text, prompt_tokens, completion_tokens, truncated, miscounted, seconds FROM calls WHERE key = ?"
)
_Kept = tuple[str, Completion, "Future[None]"]


def cache_path() -> Path:
    """Where answers are kept for all commands of this user."""
    return cache_folder() / FILE_NAME


@dataclass(frozen=True, slots=True)
class CacheStats:
    """`size` is in bytes of the file."""

    calls: int
    size: int


class CallCache:
    """Completions by key, in one SQLite file that several processes and threads may share.

    When the file passes `most` bytes, what was not used for longest goes. CacheFailed where the file cannot be
    opened, read or written.
    """

    def __init__(self, path: Path, most: int = MOST_BYTES) -> None:
        self.path = path
        self._most = most
        self._lock = threading.Lock()
        self._touched: dict[str, float] = {}
        self._queue: SimpleQueue[_Kept | None] = SimpleQueue()
        self._writer: threading.Thread | None = None
        with self._guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # what is kept was said of documents that may be nobody else's business
            self._reading, self._writing = self._connected(), self._connected()
            self._prepare()
            self._writing.execute(_SELECT, ("",))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, key: str) -> Completion | None:
        """The answer kept under this key, with the seconds it took when it was asked."""
        with self._guarded(), self._lock:
            row = self._reading.execute(_SELECT, (key,)).fetchone()
        if row is None:
            return None
        self._touched[key] = time.time()  # goes to the disk with the next answers
        text, prompt, completion, truncated, miscounted, seconds = row
        return Completion(
            text, prompt, completion, bool(truncated), seconds, cached=True, miscounted=bool(miscounted)
        )

    def put(self, key: str, completion: Completion) -> None:
        """Keep an answer, on disk before it returns; what is there already stays as it is."""
        self.keep(key, completion).result()

    def keep(self, key: str, completion: Completion) -> "Future[None]":
        """Have an answer kept; done once it is on disk. What comes at the same time shares one transaction."""
        done: Future[None] = Future()
        self._queue.put((key, completion, done))
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="call cache", daemon=True)
                self._writer.start()
        return done

    def stats(self) -> CacheStats:
        """How much is kept."""
        with self._guarded(), self._lock:
            (count,) = self._reading.execute("SELECT count(*) FROM calls").fetchone()
            return CacheStats(count, self.path.stat().st_size)

    def clear(self) -> None:
        """Forget everything and give the disk back."""
        with self._guarded(), self._lock:
            self._reading.execute("DELETE FROM calls")
            self._reading.execute("VACUUM")
            self._reading.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Write what is to be written and close the file."""
        if self._writer:
            self._queue.put(None)
            self._writer.join()
        if self._touched:
            with suppress(sqlite3.Error):  # that they were used lately is worth no failure
                self._note(())
        self._reading.close()
        self._writing.close()

    def _write(self) -> None:
        """Keep answers, as many at once as came while the last ones were written."""
        going = True
        while going:
            group = [self._queue.get()]
            while len(group) < _GROUP and not self._queue.empty():
                group.append(self._queue.get())
            going = None not in group
            kept = [each for each in group if each]
            awaited = [done for _, _, done in kept if done.set_running_or_notify_cancel()]
            try:
                with self._guarded():
                    self._note([(key, completion) for key, completion, _ in kept])
                    self._forget()
            except CacheFailed as error:
                for each in awaited:
                    each.set_exception(error)
            else:
                for each in awaited:
                    each.set_result(None)

    def _note(self, kept: Sequence[tuple[str, Completion]]) -> None:
        touched, self._touched = self._touched, {}
        now = time.time()
        with self._writing:
            self._writing.execute("BEGIN IMMEDIATE")
            self._writing.executemany(
                "INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(key, c.text, c.prompt_tokens, c.completion_tokens),
                        *(c.truncated, c.miscounted, c.seconds, now),
                    )
                    for key, c in kept
                ],
            )
            self._writing.executemany(
                "UPDATE calls SET used = ? WHERE key = ?", [(used, key) for key, used in touched.items()]
            )

    def _forget(self) -> None:
        """Let the oldest go, a tenth at a time, while there is too much."""
        while self._used() > self._most:
            self._writing.execute(
                "DELETE FROM calls WHERE key IN "
                "(SELECT key FROM calls ORDER BY used LIMIT max(1, (SELECT count(*) FROM calls) / 10))"
            )

    def _used(self) -> int:
        """Bytes in use, as the file itself counts them: summing up the texts would read them all."""
        pages, free, size = (
            self._writing.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    def _prepare(self) -> None:
        with self._writing:
            self._writing.execute("BEGIN IMMEDIATE")
            if self._writing.execute("PRAGMA user_version").fetchone() != (_FORM,):
                self._writing.execute("DROP TABLE IF EXISTS calls")
                self._writing.execute(f"PRAGMA user_version = {_FORM}")
            self._writing.execute(_TABLE)

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA journal_mode=WAL")
        return database

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise CacheFailed(
                say(
                    f"答案缓存 {self.path} 用不了：{error}。请检查磁盘和权限，或加 --no-cache；"
                    "文件坏了可以删掉，它会重新建立",
                    f"the cache of answers {self.path} cannot be used: {error}. Check disk and permissions, or add "
                    "--no-cache; a broken file may be deleted, it is made anew",
                )
            ) from error


class Cached:
    """A provider that asks another one only what the cache does not know.

    The key is the model's identity, the messages, the schema, the answer's limit and `repeat`: a repetition
    is asked anew, so that its answer can differ.
    """

    def __init__(self, provider: Provider, cache: CallCache, repeat: int = 0) -> None:
        self._provider = provider
        self._cache = cache
        self._repeat = repeat

    @property
    def model(self) -> str:
        """The name of the model behind."""
        return self._provider.model

    @property
    def identity(self) -> str:
        """The identity of the model behind."""
        return self._provider.identity

    @property
    def limits(self) -> Limits:
        """The limits of the model behind."""
        return self._provider.limits

    async def complete(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> Completion:
        """Answer from the cache, or ask and keep the answer."""
        key = call_key(self, messages, schema, max_tokens, self._repeat)
        known = self._cache.get(key)
        if known is None:
            started = time.monotonic()
            known = await self._provider.complete(messages, schema, max_tokens)
            known = replace(known, seconds=known.seconds or time.monotonic() - started)
            await asyncio.wrap_future(self._cache.keep(key, known))
        return known

    async def close(self) -> None:
        """Close the provider behind."""
        await self._provider.close()


def call_key(
    provider: Provider, messages: Sequence[Message], schema: JsonSchema, max_tokens: int, repeat: int = 0
) -> str:
    """What an answer is kept under: SHA-256 of all that it depends on."""
    turns = [(message.role, message.content) for message in messages]
    whole = json.dumps([provider.identity, turns, schema, max_tokens, repeat], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
