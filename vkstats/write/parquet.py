"""A table as Parquet: typed columns, row groups of a bounded size, and the same bytes for the same rows.

Needs the extra `vkstats[parquet]`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from vkstats.errors import WriteError
from vkstats.write.arrow import schema, typed

# A row group ends with the row that fills one of them: what is in memory is bounded, whatever the texts.
_MOST_ROWS = 65_536
_MOST_CHARACTERS = 32_000_000


class ParquetFile:
    """The file of one table, as `RowsFile`.

    Raises:
        WriteError: `needs-extra` without pyarrow, `failed`.
    """

    def __init__(self, path: Path, table: str, *, with_text: bool = False) -> None:
        try:
            from pyarrow.parquet import ParquetWriter
        except ImportError:
            raise WriteError(str(path), "needs-extra", (("format", "Parquet"), ("extra", "parquet"))) from None
        self._path = path
        self._table = table
        self._schema = schema(table, with_text=with_text)
        self._rows: list[Sequence[object]] = []
        self._characters = 0
        with self._told():
            self._writer = ParquetWriter(path, self._schema, compression="zstd")

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put rows behind those that are there."""
        if table != self._table:
            raise ValueError(table)  # the caller's mistake: a Parquet file has one table
        for row in rows:
            self._rows.append(row)
            self._characters += sum(len(value) for value in row if isinstance(value, str))
            if len(self._rows) >= _MOST_ROWS or self._characters >= _MOST_CHARACTERS:
                self._flush()

    def close(self) -> None:
        """Write the last row group and the footer."""
        try:
            if self._rows:
                self._flush()
        finally:
            with self._told():
                self._writer.close()

    def _flush(self) -> None:
        rows, self._rows, self._characters = self._rows, [], 0
        with self._told():
            self._writer.write_batch(typed(rows, self._schema), row_group_size=len(rows))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WriteError(str(self._path), "failed", (("cause", error.strerror or str(error)),)) from error
