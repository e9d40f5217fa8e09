"""What has been done, on disk: every result under its input, so that a batch killed at any moment goes on.

One SQLite database in WAL mode with synchronous FULL: what is committed outlives a loss of power. The first
connection locks it for as long as it is open, and the system lets go of the lock when the process dies.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

import msgspec

from vkstats.batch.result import Result
from vkstats.errors import WriteError

_VERSION = 1  # of the tables below
_SCHEMA = """
CREATE TABLE runs (number INTEGER PRIMARY KEY, finished INTEGER NOT NULL DEFAULT 0);
CREATE TABLE inputs (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    nth INTEGER NOT NULL,      -- of the inputs of that name: an archive may hold two
    key BLOB,                  -- of content and options; NULL until there is a result, and where it failed
    result BLOB,
    documents INTEGER NOT NULL DEFAULT 0,  -- in the result
    run INTEGER NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (source, nth)
);
CREATE INDEX in_order ON inputs (run, position);
"""
_COMMIT_EVERY = 1.0  # seconds: what a kill costs at most, and a disk can do
_ENCODER = msgspec.msgpack.Encoder()
_RESULT = msgspec.msgpack.Decoder(Result)


class Ledger:
    """The results of a batch, in a file; opened for one run, which goes on with one that was cut off.

    Raises (also while it is used):
        WriteError: `in-use`, `no-ledger`, `disk-full` or `failed`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._database = sqlite3.connect(path, timeout=0, isolation_level=None)
            try:
                self._run = self._opened()
            except BaseException:
                self._database.close()
                raise
        self._committed = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            # What is done is done, whatever ended the run; on a full disk this may be refused.
            with contextlib.suppress(sqlite3.OperationalError):
                self._database.execute("COMMIT")
        finally:
            self._database.close()

    def enter(self, position: int, source: str, key: bytes) -> int | None:
        """Take an input into this run: the number that its result goes under, None where it has one already."""
        with self._told():
            # `+run` keeps SQLite from walking the whole run by its other index.
            (nth,) = self._database.execute(
                "SELECT count(*) FROM inputs WHERE source = ? AND +run = ?", (source, self._run)
            ).fetchone()
            known = self._database.execute(
                "SELECT number, key FROM inputs WHERE source = ? AND nth = ?", (source, nth)
            ).fetchone()
            if known is None:
                place = self._database.execute(
                    "INSERT INTO inputs (source, nth, run, position) VALUES (?, ?, ?, ?)",
                    (source, nth, self._run, position),
                )
                return place.lastrowid
            number, done = known
            self._database.execute(
                "UPDATE inputs SET run = ?, position = ? WHERE number = ?", (self._run, position, number)
            )
            if done == key and key:
                return None
            self._database.execute(
                "UPDATE inputs SET key = NULL, result = NULL, documents = 0 WHERE number = ?", (number,)
            )
            return int(number)

    def fill(self, number: int, key: bytes, result: Result) -> None:
        """Keep a result; one with a failure is tried again by the next run."""
        with self._told():
            self._database.execute(
                "UPDATE inputs SET key = ?, result = ?, documents = ? WHERE number = ?",
                (None if result.failures else key, _ENCODER.encode(result), len(result.documents), number),
            )
            if time.monotonic() - self._committed > _COMMIT_EVERY:
                self.commit()

    def commit(self) -> None:
        """Make sure of all that was entered and filled."""
        with self._told():
            self._database.execute("COMMIT")
            self._database.execute("BEGIN")
        self._committed = time.monotonic()

    def results(self) -> Iterator[Result]:
        """All results in order: those of this run, then the documents of inputs that are not there any more."""
        with self._told():
            own = self._database.execute(
                "SELECT result FROM inputs WHERE run = ? AND result IS NOT NULL ORDER BY position", (self._run,)
            )
            for (result,) in own:
                yield _RESULT.decode(result)
            gone = self._database.execute(
                "SELECT result FROM inputs WHERE run <> ? AND documents ORDER BY run, position", (self._run,)
            )
            for (result,) in gone:
                yield replace(_RESULT.decode(result), failures=())

    def gone(self) -> int:
        """How many inputs of earlier runs, with documents in the output, were not among this one's."""
        with self._told():
            (count,) = self._database.execute(
                "SELECT count(*) FROM inputs WHERE run <> ? AND documents", (self._run,)
            ).fetchone()
            return int(count)

    def prune(self) -> None:
        """Forget the inputs of earlier runs that were not among this one's."""
        with self._told():
            self._database.execute("DELETE FROM inputs WHERE run <> ?", (self._run,))

    def finish(self) -> None:
        """The output is written: the next run is a new one."""
        with self._told():
            self._database.execute("UPDATE runs SET finished = 1 WHERE number = ?", (self._run,))
            self.commit()

    def _opened(self) -> int:
        execute = self._database.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")
        execute("BEGIN IMMEDIATE")
        (version,) = execute("PRAGMA user_version").fetchone()
        if version == 0 and not execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _SCHEMA.split(";\n"):
                execute(statement)
            execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise WriteError(str(self._path), "no-ledger")
        # A run that was cut off begins again under a new number: what it had entered is found by its name.
        number = execute("INSERT INTO runs DEFAULT VALUES").lastrowid
        execute("COMMIT")
        execute("BEGIN")
        return int(number or 0)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = {
                sqlite3.SQLITE_BUSY: "in-use",
                sqlite3.SQLITE_LOCKED: "in-use",
                sqlite3.SQLITE_FULL: "disk-full",
                sqlite3.SQLITE_NOTADB: "no-ledger",
                sqlite3.SQLITE_CORRUPT: "no-ledger",
            }.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "failed")
            details = (("cause", str(error)), ("ledger", str(self._path)))
            raise WriteError(str(self._path), code, details) from error
