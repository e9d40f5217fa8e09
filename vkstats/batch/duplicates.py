"""Which documents of a batch are the same article as an earlier one; on disk, so that memory stays flat."""

from __future__ import annotations

import sqlite3
from typing import Self

from vkstats.batch.likeness import bands, is_near
from vkstats.batch.result import Converted

_SCHEMA = """
CREATE TABLE originals (number INTEGER PRIMARY KEY, doc TEXT NOT NULL, sketch BLOB NOT NULL);
CREATE TABLE digests (digest BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE bands (band INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (band, number)) WITHOUT ROWID;
"""
_MOST_COMPARED = 200  # originals that share a band: texts of one form differ in some words only


class Originals:
    """The documents seen so far that are no duplicates."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # a nameless file that goes with the connection
        self._database.executescript(_SCHEMA)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def original_of(self, document: Converted) -> str | None:
        """The `doc` of the first document with the same words, or nearly the same; None where this is the first."""
        execute = self._database.execute
        same = execute(
            "SELECT doc FROM digests JOIN originals USING (number) WHERE digest = ?", (document.digest,)
        ).fetchone()
        if same:
            return str(same[0])
        shared = bands(document.sketch)
        marks = ", ".join("?" * len(shared))
        candidates = execute(
            f"SELECT doc, sketch FROM originals WHERE number IN (SELECT number FROM bands WHERE band IN ({marks})"  # noqa: S608
            f" ORDER BY number LIMIT {_MOST_COMPARED}) ORDER BY number",
            shared,
        )
        for doc, sketch in candidates:
            if is_near(document.sketch, sketch):
                return str(doc)
        number = execute("INSERT INTO originals (doc, sketch) VALUES (?, ?)", (document.doc, document.sketch)).lastrowid
        execute("INSERT INTO digests VALUES (?, ?)", (document.digest, number))
        self._database.executemany("INSERT INTO bands VALUES (?, ?)", [(band, number) for band in shared])
        return None
