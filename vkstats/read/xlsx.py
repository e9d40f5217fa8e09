"""Excel workbooks (.xlsx, .xlsm): sheets as the tables of one document, or rows as documents.

Cells come as a Vietnamese reader sees them: `1234`, `0,5`, `12,5%`, `16/07/2019`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.read.guard import Allowance
from vkstats.read.layout import Layout
from vkstats.read.reader import Source
from vkstats.read.rows import RowDocument, Rows, label, listed, places
from vkstats.read.sheet import add_sheet, prose_columns
from vkstats.read.workbook import Sheet, SheetRow, opened_book

_MOST_CELLS = 10_000_000  # of a sheet laid out as a table, empty ones too


class Workbook:
    """A workbook as one document, a sheet after the other under its name."""

    name = "xlsx"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return False  # a file of the ZIP family is told by its members, which are not in its head

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """The document of all sheets, and before it an error for each that holds texts rather than data.

        Raises:
            ReadError: `needs-text-column` where no other sheet is left, `empty`, `bomb`, `too-large`, `bad-table`.
        """
        with opened_book(BytesIO(data), source) as book:
            layout = Layout()
            errors = []
            is_told = False
            allowance = Allowance(source)
            for name, part in book.sheets:
                sheet = Sheet(book, part)
                grid, spans = _grid(sheet, allowance, source)
                columns = prose_columns(grid)
                if columns is not None:
                    errors.append(source.row(name).error("needs-text-column", columns=listed(columns)))
                    continue
                if sheet.uncomputed:
                    errors.append(source.row(name).error("uncomputed", cell=sheet.uncomputed))
                if grid:
                    layout.add(BlockKind.HEADING, name, level=1)
                    add_sheet(layout, grid, spans)
                    is_told = True
        yield from errors
        if is_told or not errors:
            yield layout.document(source, self.name)


def rows(stream: BinaryIO, source: Source) -> Iterator[RowDocument]:
    """A document for each row below the header of each sheet; blank rows are none, but they count.

    Of a workbook with several sheets, a row without an id is named with its sheet: `Trang 2!5`. A sheet without the
    column is an error in its place.

    Raises:
        ReadError: while iterating: `empty`, `bomb`, `too-large` or `bad-table`.
    """
    with opened_book(stream, source) as book:
        texts = Rows(source)
        filled = [(name, part) for name, part in book.sheets if next(iter(Sheet(book, part)), None)]
        if not filled:
            raise source.error("empty")
        for name, part in filled:
            prefix = f"{name}!" if len(filled) > 1 else ""
            yield from _documents(Sheet(book, part), prefix, texts, source.row(name) if prefix else source)


def _documents(sheet: Sheet, prefix: str, texts: Rows, source: Source) -> Iterator[RowDocument]:
    """The rows of a sheet, or the error of one that lacks the column."""
    found = iter(sheet)
    header = next(found)
    columns = list(header.cells)
    try:
        text, identifier = places(list(header.cells.values()), source)
    except ReadError as error:
        yield error
        return
    row = None
    for row in found:
        said = row.cells.get(columns[identifier]) if identifier is not None else None
        named = label(said, f"{prefix}{row.number - header.number}")
        yield texts.document(named, row.cells.get(columns[text], "").encode())
    if row is None:
        yield source.error("empty")


_Spans = dict[tuple[int, int], int]


def _grid(sheet: Sheet, allowance: Allowance, source: Source) -> tuple[list[list[str]], _Spans]:
    """The rows of a sheet without its empty columns, a blank one for each gap; its merged cells.

    Raises:
        ReadError: `too-large` where the characters are more than the allowance, or the cells than any table has.
    """
    found: list[SheetRow] = []
    used: set[int] = set()
    for row in sheet:
        found.append(row)
        used.update(row.cells)
        allowance.spend(sum(map(len, row.cells.values())))
        if len(used) * len(found) > _MOST_CELLS:
            raise source.too_large()
    columns = sorted(used)
    grid: list[list[str]] = []
    at: dict[int, int] = {}  # number of a row → its place in the grid
    for row in found:
        if grid and row.number - 1 not in at:
            grid.append([])
        at[row.number] = len(grid)
        grid.append([row.cells.get(column, "") for column in columns])
    spans = {
        (at[number], bisect_right(columns, first) - 1): bisect_right(columns, last) - 1
        for number, first, last in sheet.merged
        if number in at and first in used
    }
    return grid, spans
