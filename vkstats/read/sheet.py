"""The rows of a sheet → paragraphs and tables: where a table begins, and how many of its rows are the header.

A blank row ends a table. Above the header and below the last row with numbers stand lines: titles, units, signatures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, zip_longest

from vkstats import shapes
from vkstats.model import BlockKind
from vkstats.read.layout import Layout, join_labels

# What official forms put below the header to number its columns: `A`, `B`, `1`, `(2)`, `3=1+2`
_COLUMN_NUMBER = re.compile(r"\(?(?:[A-Za-z]|(\d{1,3})(?: ?[=:] ?[\d+\-*/:x() ]+)?)\)?")
_PROSE = 200  # code points; hardly any name or label is so long

Rows = Sequence[Sequence[str]]


def add_sheet(layout: Layout, rows: Rows, spans: Mapping[tuple[int, int], int] | None = None) -> None:
    """Add the rows of a sheet, blank ones too, to the document.

    `spans` are the merged cells, by row and column the last column of each; only those of a header count.
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


def _add_block(layout: Layout, rows: list[Sequence[str]], at: int, spans: Mapping[tuple[int, int], int]) -> None:
    values = [n for n, row in enumerate(rows) if _has_values(row)]
    first = last = 0
    if values:
        first, last = values[0], values[-1] + 1
        while first and sum(map(bool, rows[first - 1])) > 1:
            first -= 1
    _add_lines(layout, rows[:first])
    if values:
        head, body = rows[first : values[0]], rows[values[0] : last]
        if head and _numbers_columns(head[-1]):
            del head[-1]
        spread = [_spread(row, at + first + n, spans) for n, row in enumerate(head)]
        if spread != list(map(list, head)):
            head = [list(map(join_labels, zip_longest(*reversed(spread), fillvalue="")))]
        # Without merged cells it is for the table rules to tell which columns an upper label is over.
        layout.add_table([*head, *body])
    _add_lines(layout, rows[last:])


def _add_lines(layout: Layout, rows: Rows) -> None:
    for row in rows:
        for cell in row:
            layout.add(BlockKind.PARAGRAPH, cell)


def _has_values(row: Sequence[str]) -> bool:
    """Whether numbers stand behind the row's name; years, and numbers of columns, are a header's."""
    cells = [cell.strip() for cell in row if cell][1:]
    numbers = [cell for cell in cells if shapes.is_entry(cell)]
    return bool(numbers) and not all(map(shapes.is_year, numbers)) and not _numbers_columns(row)


def _numbers_columns(row: Sequence[str]) -> bool:
    """Whether the row is nothing but the numbers of the columns in order, letters first: `A`, `B`, `1`, `2`."""
    found = [_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in row if cell]
    numbers = [int(match[1]) for match in found if match and match[1]]
    is_ordered = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return all(found) and is_ordered and not any(match and match[1] for match in found[: len(found) - len(numbers)])


def _spread(row: Sequence[str], at: int, spans: Mapping[tuple[int, int], int]) -> list[str]:
    """The row of a header with each merged label over all of its columns."""
    cells = list(row)
    for column, cell in enumerate(row):
        for covered in _covered(spans, at, column) if cell else ():
            if covered < len(cells):
                cells[covered] = cell
    return cells


def _covered(spans: Mapping[tuple[int, int], int], row: int, column: int) -> Iterator[int]:
    return iter(range(column + 1, spans.get((row, column), column) + 1))
