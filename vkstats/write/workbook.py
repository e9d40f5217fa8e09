"""Workbooks of Excel: a sheet a table, with typed numbers, a fixed head and filters; every text is a text.

A number that a cell of Excel cannot hold exactly is put out as its digits. What is written is flat in memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vkstats.errors import WriteError
from vkstats.text import fold
from vkstats.values.numerals import read_digits
from vkstats.write.columns import header
from vkstats.write.database import exact
from vkstats.write.rows_file import misfit

if TYPE_CHECKING:
    from vkstats.model import DocumentRecord, TableRecord

MOST_ROWS = 1_048_576  # of a sheet (specifications and limits of Excel)
MOST_CHARACTERS = 32_767  # of a cell
_DIGITS = 15  # that a number of a cell keeps
_WIDEST = 60  # characters of a column
_LONG = frozenset({"sentence", "title", "text", "message", "item", "indicator", "caption"})
_CODE = 3  # digits: a longer number that begins with 0 is a code
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)  # the same rows are the same bytes


class Percent(float):
    """A share of one, which a cell shows as a percentage."""


class _Book:
    """The file, and rows put into its sheets one below the other."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter

        self._path = path
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": _CREATED})
        self.bold = self._book.add_format({"bold": True})
        self._percent = self._book.add_format({"num_format": "0.##%"})
        self.used: dict[str, int] = {}  # rows of each sheet

    def sheet(self, name: str) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        """A new sheet."""
        with self._told():
            self.used[name] = 0
            return self._book.add_worksheet(name)

    def row(self, sheet: Any, values: Sequence[object], style: Any = None) -> None:  # noqa: ANN401
        """One more row of a sheet.

        Raises:
            WriteError: `too-long` where the sheet is full.
        """
        at = self.used[sheet.get_name()]
        if at >= MOST_ROWS:
            raise WriteError(str(self._path), "too-long", (("rows", str(MOST_ROWS)),))
        with self._told():
            for column, value in enumerate(values):
                if isinstance(value, Percent):
                    sheet.write_number(at, column, value, self._percent)
                elif isinstance(value, (int, float)):
                    sheet.write_number(at, column, value, style)
                elif value is not None and value != "":
                    sheet.write_string(at, column, str(value), style)
        self.used[sheet.get_name()] = at + 1

    def close(self) -> None:
        """Write the file."""
        with self._told():
            self._book.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        from xlsxwriter.exceptions import XlsxWriterException

        try:
            yield
        except (OSError, XlsxWriterException) as error:
            raise WriteError(str(self._path), "failed", (("cause", str(error)),)) from error


class Sheets:
    """The file of `tables`, a sheet each, as `RowsFile`. `with_text` adds the text to the sheet of documents.

    Raises:
        WriteError: `failed`.
    """

    def __init__(self, path: Path, tables: Sequence[str], *, with_text: bool = False) -> None:
        self._book = _Book(path)
        self._sheets = {}
        self._headers = {table: header(table, with_text=with_text) for table in tables}
        for table, names in self._headers.items():
            self._sheets[table] = sheet = self._book.sheet(table)
            sheet.freeze_panes(1, 1)
            for column, name in enumerate(names):
                sheet.set_column(column, column, _WIDEST if name in _LONG else max(12, len(name) + 2))
            self._book.row(sheet, names, self._book.bold)

    def add(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Put rows behind those that the sheet has."""
        for row in rows:
            self._book.row(self._sheets[table], [_typed(value) for value in row])

    def close(self) -> None:
        """Set the filters, and write the file."""
        for table, sheet in self._sheets.items():
            rows = self._book.used[table]
            sheet.autofilter(0, 0, max(rows - 1, 0), len(self._headers[table]) - 1)
        self._book.close()


def check(rows: Sequence[Sequence[object]], table: str, *, with_text: bool = False) -> None:
    """Whether the rows fit into cells.

    Raises:
        WriteError: `no-fit` where a text is too long for a cell, or holds half a character.
    """
    for row in rows:
        for name, value in zip(header(table, with_text=with_text), row, strict=True):
            if isinstance(value, str) and (len(value) > MOST_CHARACTERS or not _is_whole(value)):
                raise misfit(row, name, value[:_WIDEST])


def _is_whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _typed(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        return value
    found = exact(value)
    return found if len(value.normalize().as_tuple().digits) <= _DIGITS else str(found)


class GridBook:
    """The tables of documents as they stand, a sheet each, its caption above, as `Writer`.

    Raises:
        WriteError: `failed`.
    """

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._book = _Book(path)

    def write(self, record: DocumentRecord) -> None:
        """Put the record's tables out."""
        for table in record.tables:
            self._put(record.doc, table)

    def _put(self, doc: str, table: TableRecord) -> None:
        self.rows += 1
        sheet = self._book.sheet(str(self.rows))
        for column in range(len((*table.header, *table.rows)[0])):
            cells = [row[column].text for row in (*table.header, *table.rows)]
            sheet.set_column(column, column, min(max(map(len, cells), default=0) + 2, _WIDEST))
        self._book.row(sheet, [_shown(doc)], self._book.bold)
        self._book.row(sheet, [_shown(table.caption or "")], self._book.bold)
        for row in table.header:
            self._book.row(sheet, [_shown(cell.text) for cell in row], self._book.bold)
        for row in table.rows:
            self._book.row(sheet, [cell_value(cell.text) for cell in row])

    def finish(self) -> None:
        """Nothing is open but the file."""

    def close(self) -> None:
        """Write the file; one without tables says so by an empty sheet."""
        if not self.rows:
            self._book.sheet("1")
        self._book.close()


def _shown(written: str) -> str:
    return written.encode("utf-8", "replace").decode()[:MOST_CHARACTERS]


def cell_value(written: str) -> int | float | str:
    """The number that a cell of a text says in Vietnamese digits; any other, codes and doubtful numbers, as written."""
    said = fold(written).strip()
    is_rate = said.endswith("%")
    digits = said.lstrip("+-").removesuffix("%").rstrip()
    is_code = digits.isdigit() and digits.startswith("0") and len(digits) > _CODE
    found = None if is_code or not digits[:1].isdigit() else read_digits(digits)
    if found is None or found.doubt:
        return _shown(written)
    value = -found.value if said.startswith("-") else found.value
    number = _typed(value / 100 if is_rate else value)
    if not isinstance(number, (int, float)):
        return _shown(written)
    return Percent(number) if is_rate else number
