"""The sheets of a spreadsheet, whatever its format: as the tables of one document, or their rows as documents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.read.guard import Allowance
from vkstats.read.layout import Layout, Merged
from vkstats.read.reader import Source
from vkstats.read.rows import RowDocument, Rows, label, listed, places
from vkstats.read.sheet import add_sheet, prose_columns

_MOST_CELLS = 10_000_000  # of a sheet laid out as a table, empty ones too


@dataclass(slots=True)
class SheetRow:
    """A row with its cells that are not empty, by the number of their column."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)


class Sheet(Protocol):
    """The rows of a sheet that are not blank, one after another.

    When they have been read, `merged` are the merged cells (first and last row, first and last column), and
    `uncomputed` is the first formula whose result is not in the file.
    """

    merged: list[tuple[int, int, int, int]]
    uncomputed: str

    def __iter__(self) -> Iterator[SheetRow]: ...


NamedSheet = tuple[str, Callable[[], Sheet]]  # its name, and what reads it from the start


def sheets_document(sheets: Iterable[NamedSheet], source: Source, form: str) -> Iterator[Document | ReadError]:
    """The document of all sheets, and before it an error for each that holds texts rather than data.

    Raises:
        ReadError: `needs-text-column` where no other sheet is left, `empty`, `too-large`, and those of the format.
    """
    layout = Layout()
    errors = []
    is_told = False
    allowance = Allowance(source)
    for name, opened in sheets:
        sheet = opened()
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
        yield layout.document(source, form)


def row_documents(sheets: Sequence[NamedSheet], source: Source) -> Iterator[RowDocument]:
    """A document for each row below the header of each sheet; blank rows are none, but they count.

    Of several sheets, a row without an id is named with its sheet: `Trang 2!5`. A sheet without the column is an
    error in its place.

    Raises:
        ReadError: while iterating, `empty`, `too-large`, and those of the format.
    """
    texts = Rows(source)
    filled = [(name, opened) for name, opened in sheets if next(iter(opened()), None)]
    if not filled:
        raise source.error("empty")
    for name, opened in filled:
        prefix = f"{name}!" if len(filled) > 1 else ""
        yield from _documents(opened(), prefix, texts, source.row(name) if prefix else source)


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


def _grid(sheet: Sheet, allowance: Allowance, source: Source) -> tuple[list[list[str]], Merged]:
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
    places = sorted(at)
    spans = {}
    for top, bottom, first, last in sheet.merged:
        if top in at and first in used:
            down = at[places[bisect_right(places, bottom) - 1]] - at[top] + 1
            left = bisect_right(columns, first) - 1
            spans[at[top], left] = (down, bisect_right(columns, last) - left)
    return grid, spans
