"""A grid of cells → what each row and column of it is for: head, running numbers, names, units, values, remarks.

It is told by what stands in the cells: values are numbers, running numbers count up, a head has no values, and a row
without any heads those below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vkstats.model import Grid, Stretch
from vkstats.shapes import are_years, is_value, is_year, numbers_columns
from vkstats.tables.labels import Labels

# Names in front of rows: `1`, `1.2`, `II`, `a`, `-`.
_COUNTER = re.compile(r"(?:\d{1,5}|\d{1,2}(?:\.\d{1,2})+|[ivx]{1,6}|[a-zđ])[.)]?|[-+*]")
_CODE = re.compile(r"\(?[a-zđ]?\d{1,3}[a-z]?\)?(?: ?= ?.+)?")
_LETTERED = re.compile(r"[a-zđ]\d{1,3}|0\d")

Cells = Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the head. `counter` is what counts it; one that `heads` has no values, and is over those below."""

    cells: Cells
    counter: str
    heads: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What the columns of a grid are, by their numbers, and its rows. `numbering` is the row that numbers columns."""

    head: Sequence[Cells]
    numbering: Cells | None
    lines: Sequence[Line]
    counter: int | None
    names: Sequence[int]
    unit: int | None
    values: Sequence[int]
    remarks: Sequence[int]
    codes: Sequence[int] = ()

    @property
    def rows(self) -> list[Line]:
        """The rows with values."""
        return [line for line in self.lines if not line.heads]


class _Reader:
    def __init__(self, grid: Grid, folded: Sequence[Sequence[str]], labels: Labels) -> None:
        self._grid, self._said, self._labels = grid, folded, labels
        self._width = len(folded[0])

    def form(self) -> Form:
        """The form of the grid."""
        head = self._head_end()
        top = list(range(head))
        numbering = [n for n in range(head) if self._numbers(n)]
        if numbering:
            top = [n for n in top if n not in numbering]
        body = [n for n in range(head, len(self._said)) if not self._numbers(n)]
        while len(top) > 1 and self._is_one(top[0]):
            top.pop(0)  # a caption over all columns
        counter = self._counter(top, body)
        unit = self._unit(top, body)
        codes = self._codes(top, body, {counter, unit})
        values = [
            column
            for column in range(self._width)
            if column not in {counter, unit, *codes} and self._is_valued(column, body, top)
        ]
        first = values[0] if values else self._width
        names = [c for c in range(first) if c not in {counter, unit, *codes}]
        if values and not names:  # years, or numbers that name the rows
            names, values = values[:1], values[1:]
        remarks = [c for c in range(self._width) if c not in {counter, unit, *codes, *names, *values}]
        lines = [self._line(n, counter, values) for n in body]
        grid_rows = self._grid.rows
        return Form(
            [grid_rows[n] for n in top],
            grid_rows[numbering[0]] if numbering else None,
            lines,
            counter,
            names,
            unit,
            values,
            remarks,
            codes,
        )

    def _head_end(self) -> int:
        """How many rows the head has: up to the first with values, or the first that heads those below."""
        if self._grid.head:
            head = self._grid.head
            while head < len(self._said) and self._numbers(head):
                head += 1
            return head
        if self._grid.source == "labels":
            return 0
        for n, row in enumerate(self._said):
            if self._numbers(n):
                continue
            cells = [
                cell
                for at, cell in enumerate(row)
                if at and is_value(cell) and self._grid.rows[n][at] != self._grid.rows[n][at - 1]
            ]
            named = (
                n
                and row[0]
                and not self._labels.is_corner(row[0])
                and self._grid.rows[n][0] != self._grid.rows[n - 1][0]
            )
            if cells and (named or not are_years(cells, 2 if n else 1)):
                return n
            if n and (self._is_one(n) or sum(map(bool, row[1:])) < 2 < self._width):
                above = sum(map(bool, self._said[n - 1]))
                if above == self._width or self._is_one(n):
                    return n  # a section right below the head
        first = self._said[0]
        return 0 if any(map(is_value, first[1:])) or _COUNTER.fullmatch(first[0]) else 1

    def _numbers(self, n: int) -> bool:
        return bool(n) and numbers_columns(self._said[n])

    def _is_one(self, n: int) -> bool:
        return (
            self._width > 1
            and len({cell for cell in self._grid.rows[n] if cell[0] < cell[1]}) == 1
            and (sum(cell[0] < cell[1] for cell in self._grid.rows[n]) == self._width)
        )

    def _heads(self, top: Sequence[int], column: int) -> list[str]:
        return [self._said[n][column] for n in top if self._said[n][column]]

    def _column(self, body: Sequence[int], column: int) -> list[str]:
        return [self._said[n][column] for n in body]

    def _counter(self, top: Sequence[int], body: Sequence[int]) -> int | None:
        """The column of running numbers: so called, or without a name that counts on from row to row."""
        if self._width < 2:
            return None
        heads = self._heads(top, 0)
        if heads and any(map(self._labels.is_number, heads)):
            return 0
        beside = self._column(body, 1)
        said = [cell for cell, name in zip(self._column(body, 0), beside, strict=True) if cell and (name or not top)]
        if not said or not all(map(_COUNTER.fullmatch, said)) or any(map(is_year, said)):
            return None
        if heads and self._labels.is_corner(heads[-1]):
            return None  # `Tháng` over 1, 2, 3
        numbers = [int(cell.strip(".)")) for cell in said if cell.strip(".)").isdigit()]
        is_steady = all(b in (a + 1, 1) for a, b in pairwise(numbers))
        has_names = sum(not is_value(cell) and len(cell) > 1 for cell in beside) * 2 > len(body)
        return 0 if is_steady and has_names else None

    def _unit(self, top: Sequence[int], body: Sequence[int]) -> int | None:
        """The column of units: so called, and with nothing else in it."""
        for column in range(self._width):
            heads = self._heads(top, column)
            said = [cell for cell in self._column(body, column) if cell and not self._labels.is_ditto(cell)]
            units = sum(self._labels.unit(cell) is not None for cell in said)
            is_called = any(map(self._labels.is_unit, heads))
            if said and ((is_called and units * 2 >= len(said)) or (column and not heads and units == len(said))):
                return column
        return None

    def _codes(self, top: Sequence[int], body: Sequence[int], known: set[int | None]) -> list[int]:
        """The columns of line codes and other numbers that are no values: `Mã số`, `Xếp hạng`."""
        found = []
        for column in range(self._width):
            if column in known:
                continue
            heads = self._heads(top, column)
            is_aside = bool(heads) and self._labels.read(heads[-1]).is_aside
            said = [cell for cell in self._column(body, column) if cell]
            is_code = (
                bool(said)
                and all(map(_CODE.fullmatch, said))
                and sum(map(bool, map(_LETTERED.fullmatch, said))) * 2 > len(said)
            )
            if is_aside or (
                is_code
                and column < self._width - 1
                and self._labels.counted(heads[-1] if heads else "") is None
                and column < 3
            ):
                found.append(column)
        return found

    def _is_valued(self, column: int, body: Sequence[int], top: Sequence[int]) -> bool:
        """Whether most of what stands in a column is numbers; a first column of years or months has names."""
        said = [cell for cell in self._column(body, column) if cell]
        numbers = sum(is_value(cell) for cell in said)
        if column == 0:
            heads = self._heads(top, column)
            if all(map(is_year, said)) or (heads and self._labels.is_corner(heads[-1])):
                return False
        return bool(said) and numbers * 3 >= len(said) * 2

    def _line(self, n: int, counter: int | None, values: Sequence[int]) -> Line:
        cells = self._grid.rows[n]
        said = self._said[n]
        is_one = self._is_one(n)
        heads = is_one or not any(said[column] for column in values)
        return Line(cells, said[counter] if counter is not None and not is_one else "", heads)


def form_of(grid: Grid, folded: Sequence[Sequence[str]], labels: Labels) -> Form:
    """What the rows and columns of a grid are for; `folded` are the words of its cells."""
    return _Reader(grid, folded, labels).form()
