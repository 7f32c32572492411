"""The cache of records: one SQLite file in OUT/cache, key → record as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from kg.errors import OutputError

_FILE = "records.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS record (key TEXT PRIMARY KEY, json BLOB NOT NULL) WITHOUT ROWID"


class RecordCache:
    """Records by key; survives a kill at any moment (SQLite's journal). One process writes, under OUT's lock.

    A damaged file is put away and the cache begins anew: nothing is lost but time.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._open()
        except sqlite3.OperationalError as error:  # full or read-only: the file itself may be sound
            raise OutputError(str(self._path), f"cannot be written ({error})", "free some space") from None
        except sqlite3.DatabaseError:
            self._renew()
        except OSError as error:
            raise OutputError(
                str(folder), f"cannot be written ({error.strerror})", "choose another -o"
            ) from None

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(_SCHEMA)
        self._db.execute("SELECT count(*) FROM record").fetchone()

    def _renew(self) -> None:
        self._db.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        try:
            self._open()
        except sqlite3.Error as error:
            raise OutputError(str(self._path), f"cannot be written ({error})", "choose another -o") from None

    def __enter__(self) -> RecordCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys that have a record."""
        have = {key for (key,) in self._db.execute("SELECT key FROM record")}
        return have.intersection(keys)

    def get(self, key: str) -> bytes:
        """Return the record of a key as JSON.

        Raises:
            KeyError: there is none.
        """
        row = self._db.execute("SELECT json FROM record WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return bytes(row[0])

    def put(self, records: Iterable[tuple[str, bytes]]) -> None:
        """Store records in one transaction.

        Raises:
            OutputError: the disk is full or read-only.
        """
        try:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO record VALUES (?, ?)", records)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(str(self._path), f"cannot be written ({error})", "free some space") from None

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget all other records."""
        wanted = set(keys)
        stale = [(key,) for (key,) in self._db.execute("SELECT key FROM record") if key not in wanted]
        if not stale:
            return
        try:
            self._db.execute("BEGIN")
            self._db.executemany("DELETE FROM record WHERE key = ?", stale)
            self._db.execute("COMMIT")
            if len(stale) > len(wanted):
                self._db.execute("VACUUM")
        except sqlite3.Error as error:
            raise OutputError(str(self._path), f"cannot be written ({error})", "free some space") from None
