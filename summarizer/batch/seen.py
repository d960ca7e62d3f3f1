"""A set of names too large for memory."""

import sqlite3


class Seen:
    """Names met so far, on disk where they are many. To be closed; not for two threads at once."""

    def __init__(self) -> None:
        # SQLite's private database without a name: held in a small cache, spilled to a temporary file.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID; BEGIN"
        )

    def add(self, name: str) -> bool:
        """Add a name; whether it is new. The name holds no surrogates."""
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (name,)).rowcount == 1

    def close(self) -> None:
        """Forget all names."""
        self._database.close()
