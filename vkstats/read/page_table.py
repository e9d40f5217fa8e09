"""The tables of a page: which lines stand in which cell, and the rows with every merged cell once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SPANS = 1000  # columns and rows that a cell may cover (HTML Living Standard, 4.9.11)


@dataclass(slots=True)
class PageCell:
    """A cell; its lines are those from the `first` to before the `last`, which is -1 until it is known."""

    row: int
    across: int
    down: int
    is_header: bool
    first: int
    last: int = -1


@dataclass(slots=True)
class PageTable:
    """A table that is open; `first` is the number of its first line."""

    first: int
    cells: list[PageCell] = field(default_factory=list)
    has_picture: bool = False
    has_table: bool = False
    _row: int = -1
    _head: int = 0  # rows in <thead>
    _in_head: bool = False

    def start(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        """A tag opens inside the table, before the line of this number."""
        if tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._row += 1
            if self._in_head:
                self._head = self._row + 1
        elif tag in {"td", "th"}:
            self._row = max(self._row, 0)
            self.end_cells(line)
            across, down = (
                min(max(whole_number(attributes.get(name), 1), 1), _SPANS) for name in ("colspan", "rowspan")
            )
            self.cells.append(PageCell(self._row, across, down, tag == "th", line))

    def end(self, tag: str, line: int) -> None:
        """A tag closes inside the table, before the line of this number."""
        if tag in {"td", "th"} and self.cells:
            self.cells[-1].last = line
        elif tag == "thead":
            self._in_head = False

    def end_cells(self, line: int) -> None:
        """The last cell ends, if it is still open."""
        if self.cells and self.cells[-1].last < 0:
            self.cells[-1].last = line

    def grid(self, texts: Sequence[str]) -> tuple[list[list[str]], int]:
        """The rows with every merged cell once, and how many are the head; `texts` are those of the cells.

        The head repeats what stands over columns.
        """
        cells = self.cells
        count = cells[-1].row + 1
        area = sum(cell.across * min(cell.down, count - cell.row) for cell in cells)
        spans = area <= 20 * len(cells) + 10_000  # else no table of data spans so
        first = [(cell, text) for cell, text in zip(cells, texts, strict=True) if cell.row == 0]
        header = self._header(first, count)
        rows: list[list[str]] = [[] for _ in range(count)]
        taken: list[set[int]] = [set() for _ in range(count)]
        width = sum(cell.across for cell, _ in first)
        for cell, text in zip(cells, texts, strict=True):
            across, down = (cell.across, min(cell.down, count - cell.row)) if spans else (1, 1)
            row, column = rows[cell.row], len(rows[cell.row])
            while column in taken[cell.row]:
                row.append("")
                column += 1
            repeated = text if cell.row < header and 1 < across < width else ""
            row += [text, *[repeated] * (across - 1)]
            for below in range(cell.row + 1, cell.row + down):
                taken[below].update(range(column, column + across))
        return rows, header

    def _header(self, first: Sequence[tuple[PageCell, str]], count: int) -> int:
        """How many rows are the head: as tagged, else those that a first row of labels spans."""
        header = self._head or min((cell.row for cell in self.cells if not cell.is_header), default=count)
        if not header and any(cell.down > 1 for cell, _ in first) and not any(text[:1].isdigit() for _, text in first):
            return max(cell.down for cell, _ in first)
        return header


def whole_number(text: str | None, default: int) -> int:
    """The value of an attribute that is a number of at most six digits."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else default
