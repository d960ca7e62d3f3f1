"""Answers kept on disk: what a model was asked once is not asked, or paid, again."""

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from summarizer.config import cache_folder
from summarizer.errors import CacheFailed
from summarizer.messages import say
from summarizer.providers.base import Completion, JsonSchema, Limits, Message, Provider

FILE_NAME = "calls.sqlite"
MOST_BYTES = 1_000_000_000
_ROW_BYTES = 200  # what a row takes beside its text, about
_TABLE = """
CREATE TABLE IF NOT EXISTS calls (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    truncated INTEGER NOT NULL, seconds REAL NOT NULL, used REAL NOT NULL
) WITHOUT ROWID
"""


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

    An answer is on disk before `put` returns. When the kept texts pass `most` bytes, those that were not
    used for longest go. CacheFailed where the file cannot be opened, read or written.
    """

    def __init__(self, path: Path, most: int = MOST_BYTES) -> None:
        self.path = path
        self._most = most
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # what is kept was said of documents that may be nobody else's business
            self._database = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise _failed(path, error) from error
        self._size = self._kept()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, key: str) -> Completion | None:
        """The answer kept under this key, with the seconds it took when it was asked."""
        rows = self._execute(
            "UPDATE calls SET used = ? WHERE key = ? "
            "RETURNING text, prompt_tokens, completion_tokens, truncated, seconds",
            (time.time(), key),
        )
        if not rows:
            return None
        text, prompt, completion, truncated, seconds = rows[0]
        return Completion(text, prompt, completion, bool(truncated), seconds, cached=True)

    def put(self, key: str, completion: Completion) -> None:
        """Keep an answer; what is there already stays as it is."""
        kept = (completion.text, completion.prompt_tokens, completion.completion_tokens)
        self._execute(
            "INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, *kept, completion.truncated, completion.seconds, time.time()),
        )
        self._size += len(completion.text.encode()) + _ROW_BYTES
        if self._size > self._most:
            self._forget()

    def stats(self) -> CacheStats:
        """How much is kept."""
        (count,) = self._execute("SELECT count(*) FROM calls")[0]
        return CacheStats(count, self.path.stat().st_size)

    def clear(self) -> None:
        """Forget everything and give the disk back."""
        self._execute("DELETE FROM calls")
        self._execute("VACUUM")
        self._size = 0

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _forget(self) -> None:
        """Let the oldest tenth go."""
        self._execute(
            "DELETE FROM calls WHERE key IN "
            "(SELECT key FROM calls ORDER BY used LIMIT max(1, (SELECT count(*) FROM calls) / 10))"
        )
        self._size = self._kept()

    def _kept(self) -> int:
        query = "SELECT coalesce(sum(length(CAST(text AS BLOB)) + ?), 0) FROM calls"
        (size,) = self._execute(query, (_ROW_BYTES,))[0]
        return int(size)

    def _execute(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock, closing(self._database.execute(statement, values)) as rows:
                return rows.fetchall()
        except sqlite3.Error as error:
            raise _failed(self.path, error) from error


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
        key = self._key(messages, schema, max_tokens)
        known = self._cache.get(key)
        if known is None:
            started = time.monotonic()
            known = await self._provider.complete(messages, schema, max_tokens)
            known = replace(known, seconds=known.seconds or time.monotonic() - started)
            self._cache.put(key, known)
        return known

    async def close(self) -> None:
        """Close the provider behind."""
        await self._provider.close()

    def _key(self, messages: Sequence[Message], schema: JsonSchema, max_tokens: int) -> str:
        turns = [(message.role, message.content) for message in messages]
        whole = json.dumps([self.identity, turns, schema, max_tokens, self._repeat], ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()


def _failed(path: Path, error: Exception) -> CacheFailed:
    return CacheFailed(
        say(
            f"答案缓存 {path} 用不了：{error}。请检查磁盘和权限；文件坏了可以删掉，它会重新建立",
            f"the cache of answers {path} cannot be used: {error}. Check disk and permissions; "
            "a broken file may be deleted, it is made anew",
        )
    )
