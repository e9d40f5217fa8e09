"""Tables as a SQLite database: one file that every language opens without a server, indexed by document.

A number of at most 64 bits or 15 digits is stored as a number, and any other as its digits, because SQLite would
round it: columns of exact numbers have no type of their own (https://sqlite.org/datatype3.html, 3.1), so that each
value stays what it is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from vkstats.errors import WriteError
from vkstats.write.columns import decimal, header, numeric, plain
from vkstats.write.rows_file import misfit

_WHOLE = range(-(2**63), 2**63)  # what SQLite holds as INTEGER
_DIGITS = 19  # of the largest


class Database:
    """The file of all `tables`, as `RowsFile`. `with_text` adds the text to the table of documents.

    Raises:
        WriteError: `failed`.
    """

    def __init__(self, path: Path, tables: Sequence[str], *, with_text: bool = False) -> None:
        self._path = path
        self._headers = {table: header(table, with_text=with_text) for table in tables}
        with self._told():
            self._database = sqlite3.connect(path, isolation_level=None)
            # The file has no name of its own yet: one that is interrupted goes, so nothing is to be restored.
            self._database.execute("PRAGMA journal_mode = OFF")
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute("BEGIN")
            for table, names in self._headers.items():
                columns = ", ".join(f"{_quoted(name)} {_affinity(table, name)}".rstrip() for name in names)
                self._database.execute(f"CREATE TABLE {_quoted(table)} ({columns})")

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put rows behind those that the table has."""
        marks = ", ".join("?" * len(self._headers[table]))
        insert = f"INSERT INTO {_quoted(table)} VALUES ({marks})"  # noqa: S608 (our own names)
        with self._told():
            for row in rows:
                try:
                    self._database.execute(insert, tuple(map(_stored, row)))
                except UnicodeError:
                    raise _misfit(row, self._headers[table]) from None

    def close(self) -> None:
        """Index the tables, and close the file."""
        with self._told(), contextlib.closing(self._database):
            for table in self._headers:
                self._database.execute(f"CREATE INDEX {_quoted(f'{table}_doc')} ON {_quoted(table)} (doc)")
            self._database.execute("COMMIT")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise WriteError(str(self._path), "failed", (("cause", str(error)),)) from error


def exact(value: Decimal) -> int | float | str:
    """The number as SQLite holds it without loss; as its digits where it can hold no such number."""
    if value.adjusted() < _DIGITS and value == (whole := int(value)) and whole in _WHOLE:
        return whole
    near = float(value)
    return near if Decimal(repr(near)) == value else plain(value)


def _stored(value: object) -> object:
    return exact(value) if isinstance(value, Decimal) else value


def _misfit(row: Sequence[object], names: Sequence[str]) -> WriteError:
    """The first value of the row that holds half a character."""
    for name, value in zip(names, row, strict=True):
        try:
            str(value).encode()
        except UnicodeEncodeError:
            return misfit(row, name, value)
    raise AssertionError(names)


def _affinity(table: str, column: str) -> str:
    if column in decimal(table):
        return ""
    return "INTEGER" if column in numeric(table) else "TEXT"


def _quoted(name: str) -> str:
    return f'"{name}"'  # columns are named `end`, `text`, `of`
