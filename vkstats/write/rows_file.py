"""Files of typed rows, which are whole only when they are closed: Parquet and SQLite.

They are written where they are told to; the caller gives a temporary path and renames it in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vkstats.errors import WriteError


class RowsFile(Protocol):
    """Takes rows of `columns.rows`, table by table as they come."""

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put rows behind those that the table has. How they are cut into calls leaves no trace in the file.

        Raises:
            WriteError: `no-fit` where a value fits no column of its type, `failed` where the file cannot be written.
        """
        ...

    def close(self) -> None:
        """Write what is left; called once.

        Raises:
            WriteError: as `add`.
        """
        ...


def misfit(row: Sequence[object], column: str, value: object) -> WriteError:
    """The error `no-fit` of a value; its target is the document that the row begins with."""
    return WriteError(_writable(row[0]), "no-fit", (("column", column), ("value", _writable(value))))


def _writable(value: object) -> str:
    """A value in an error: half a character could not be written there either."""
    return str(value).encode("utf-8", "backslashreplace").decode()
