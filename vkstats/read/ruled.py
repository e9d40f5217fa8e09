"""The ruled lines of a page → the cells that they enclose. Lengths are in the unit of the page, y grows upwards.

Lines that meet are one table; between two cells without a line between them there is one merged cell (the way of
Nurminen, "Algorithmic Extraction of Data in Tables in PDF Documents", 2013).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vkstats.read.layout import Merged, Place

Segment = tuple[float, float, float, float]  # from x, y to x, y

_APART = 2.0  # what is closer is one line, drawn twice or as a thin box
_REACH = 3.0  # by which a line may miss the one that it meets
_SHORTEST = 4.0  # of a line; what is shorter is part of a letter or a sign
_MOST_LINES = 1000  # of a page; a drawing has more
_MOST_CELLS = 50_000  # of a table on one page


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells of a table: the borders of its columns from left to right, and of its rows from top to bottom."""

    columns: Sequence[float]
    rows: Sequence[float]
    owners: Mapping[Place, Place]  # the cell, by its first row and column, that covers a place

    def cell_at(self, x: float, y: float) -> Place | None:
        """The cell at a point; None where it is outside."""
        column = bisect_left(self.columns, x) - 1
        row = bisect_left(self.rows, -y, key=lambda border: -border) - 1
        return self.owners.get((row, column))

    @property
    def merged(self) -> Merged:
        """How many rows and columns each cell covers that covers more than one place."""
        lasts: dict[Place, Place] = {}
        for place, owner in self.owners.items():
            lasts[owner] = max(place, lasts.get(owner, place))
        return {
            owner: (last[0] - owner[0] + 1, last[1] - owner[1] + 1) for owner, last in lasts.items() if last != owner
        }


@dataclass(frozen=True, slots=True)
class _Line:
    """A line across (`at` is its height) or down, and from where to where it goes."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _REACH <= place <= self.end + _REACH


def ruled_tables(segments: Iterable[Segment]) -> list[RuledTable]:
    """The tables of two rows and columns at least, from the top of the page to its end."""
    across: list[_Line] = []
    down: list[_Line] = []
    for left, bottom, right, top in segments:
        if abs(bottom - top) <= _APART < _SHORTEST <= abs(right - left):
            across.append(_Line((bottom + top) / 2, min(left, right), max(left, right)))
        elif abs(left - right) <= _APART < _SHORTEST <= abs(top - bottom):
            down.append(_Line((left + right) / 2, min(bottom, top), max(bottom, top)))
    across, down = _joined(across), _joined(down)
    if not 0 < len(across) + len(down) <= _MOST_LINES:
        return []
    tables = [table for group in _groups(across, down) if (table := _table(*group))]
    return sorted(tables, key=lambda table: -table.rows[0])


def _joined(lines: list[_Line]) -> list[_Line]:
    """The lines, those at one height brought to the same, and what overlaps there made one."""
    lines.sort(key=lambda line: line.at)
    found: list[_Line] = []
    begin = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or lines[n].at - lines[n - 1].at > _APART:
            found += _merged(lines[begin:n])
            begin = n
    return found


def _merged(lines: Sequence[_Line]) -> list[_Line]:
    at = sum(line.at for line in lines) / len(lines)
    found: list[_Line] = []
    for line in sorted(lines, key=lambda line: line.start):
        if found and line.start <= found[-1].end + _REACH:
            found[-1] = _Line(at, found[-1].start, max(found[-1].end, line.end))
        else:
            found.append(_Line(at, line.start, line.end))
    return found


def _groups(across: Sequence[_Line], down: Sequence[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """The lines that meet, directly or through others, as (across, down)."""
    waiting = set(range(len(down)))
    groups = []
    left = set(range(len(across)))
    while left:
        rows, columns = {left.pop()}, set[int]()
        edge = list(rows)
        while edge:
            row = across[edge.pop()]
            met = {n for n in waiting if row.covers(down[n].at) and down[n].covers(row.at)}
            waiting -= met
            columns |= met
            new = {n for n in left if any(across[n].covers(down[m].at) and down[m].covers(across[n].at) for m in met)}
            left -= new
            rows |= new
            edge += new
        groups.append(([across[n] for n in rows], [down[n] for n in columns]))
    return groups


def _table(across: Sequence[_Line], down: Sequence[_Line]) -> RuledTable | None:
    columns = sorted({line.at for line in down})
    rows = sorted({line.at for line in across}, reverse=True)
    if len(columns) < 3 or len(rows) < 3 or len(columns) * len(rows) > _MOST_CELLS:
        return None
    walls = {  # places with a line at their right side
        (row, columns.index(line.at) - 1)
        for line in down
        for row in range(len(rows) - 1)
        if line.start < (rows[row] + rows[row + 1]) / 2 < line.end
    }
    floors = {  # places with a line below
        (rows.index(line.at) - 1, column)
        for line in across
        for column in range(len(columns) - 1)
        if line.start < (columns[column] + columns[column + 1]) / 2 < line.end
    }
    owners: dict[Place, Place] = {}
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) not in owners:
                owners |= dict.fromkeys(
                    _places(row, column, walls, floors, (len(rows) - 1, len(columns) - 1)), (row, column)
                )
    return RuledTable(columns, rows, owners)


def _places(row: int, column: int, walls: set[Place], floors: set[Place], size: Place) -> list[Place]:
    """The places of the cell that begins here: to the right as far as there is no line, then down."""
    across = range(column, next(n for n in range(column, size[1]) if (row, n) in walls or n + 1 == size[1]) + 1)
    last = row
    while last + 1 < size[0] and not any((last, n) in floors for n in across):
        last += 1
    return [(n, m) for n in range(row, last + 1) for m in across]
