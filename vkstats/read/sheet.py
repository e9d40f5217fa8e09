"""The rows of a sheet → paragraphs and tables: where a table begins, and how many of its rows are the header.

A blank row ends a table. Above the header and below the last row with numbers stand lines: titles, units, signatures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from vkstats import shapes
from vkstats.model import BlockKind
from vkstats.read.layout import Layout, Merged

_PROSE = 200  # code points; hardly any name or label is so long

Rows = Sequence[Sequence[str]]


def add_sheet(layout: Layout, rows: Rows, spans: Merged | None = None) -> None:
    """Add the rows of a sheet, blank ones too, to the document.

    `spans` are the merged cells: by row and column, how many rows and columns each covers.
    """
    at = 0
    for is_blank, group in groupby(rows, key=lambda row: not any(row)):
        block = list(group)
        if not is_blank:
            _add_block(layout, block, at, spans or {})
        at += len(block)


def prose_columns(rows: Rows) -> list[str] | None:
    """The names of the columns, where in one of them the cells of half of the rows are longer than any label."""
    header, *filled = [row for row in rows if any(row)] or [()]
    longs = Counter(at for row in filled for at, cell in enumerate(row) if len(cell) > _PROSE)
    return list(header) if any(count * 2 >= len(filled) for count in longs.values()) else None


def _add_block(layout: Layout, rows: list[Sequence[str]], at: int, spans: Merged) -> None:
    values = [n for n, row in enumerate(rows) if _has_values(row)]
    first = last = 0
    if values:
        first, last = values[0], values[-1] + 1
        while first and _is_of_table(rows, first - 1):
            first -= 1
    _add_lines(layout, rows[:first])
    if values:
        covers = {
            (row - at - first, column): (down, across)
            for (row, column), (down, across) in spans.items()
            if first <= row - at < last
        }
        layout.add_table(rows[first:last], covers, header=values[0] - first)
    _add_lines(layout, rows[last:])


def _is_of_table(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row above the numbers is of the table: it has several cells, or it heads a section below such a row."""
    count = sum(map(bool, rows[at]))
    return count > 1 or (at > 0 and count == 1 and sum(map(bool, rows[at - 1])) > 2)


def _add_lines(layout: Layout, rows: Rows) -> None:
    for row in rows:
        for cell in row:
            layout.add(BlockKind.PARAGRAPH, cell)


def _has_values(row: Sequence[str]) -> bool:
    """Whether numbers stand behind the row's name; years, and numbers of columns, are a header's."""
    cells = [cell.strip() for cell in row if cell][1:]
    numbers = [cell for cell in cells if shapes.is_entry(cell)]
    return bool(numbers) and not all(map(shapes.is_year, numbers)) and not shapes.numbers_columns(row)
