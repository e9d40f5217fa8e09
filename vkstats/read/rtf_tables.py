"""The tables of RTF, which is told only row by row: cells end, then rows, then the table that is left behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from vkstats.model import BlockKind
from vkstats.read.office import Cell, Manuscript

_SAME_EDGE = 60  # twips; edges of cells nearer than a millimetre are one


@dataclass(slots=True)
class Paragraph:
    """The text of a paragraph, and what it is for."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    text: str = ""


@dataclass(slots=True)
class Row:
    """A row of a table; of each cell the right edge, and whether it goes on above or is joined with that before."""

    cells: list[list[Block]] = field(default_factory=list)
    layout: list[tuple[int, bool, bool]] = field(default_factory=list)
    is_head: bool = False
    below: bool = False  # said of the cell whose edge comes next
    joined: bool = False

    def end_layout(self, edge: int) -> None:
        """The layout of a cell ends with its right edge, in twips."""
        self.layout.append((edge, self.below, self.joined))
        self.below = self.joined = False


Block = Paragraph | list[Row]


class Tables:
    """The tables that are open, each inside a cell of the one before, by their depth from 1."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Row]] = {}
        self._defined: dict[int, Row] = {}
        self._cells: dict[int, list[list[Block]]] = {}
        self._cell: dict[int, list[Block]] = {}

    def defines(self, depth: int) -> bool:
        """Whether the layout of a row has been told there."""
        return depth in self._defined

    def row(self, depth: int) -> Row:
        """The row whose layout is told."""
        return self._defined.setdefault(depth, Row())

    def begin_row(self, depth: int) -> None:
        """The layout of a row is told anew."""
        self._defined[depth] = Row()

    def add(self, depth: int, blocks: list[Block]) -> None:
        """Blocks of the cell that is open."""
        self._cell.setdefault(depth, []).extend(blocks)

    def close_cell(self, depth: int, blocks: list[Block]) -> None:
        """The cell ends with these blocks."""
        self._cells.setdefault(depth, []).append([*self._cell.pop(depth, []), *blocks])

    def close_row(self, depth: int) -> None:
        """The row ends, and with it a cell that is open; one without cells is none."""
        row = self._defined.pop(depth, Row())
        row.cells = self._cells.pop(depth, [])
        if depth in self._cell:
            row.cells.append(self._cell.pop(depth))
        if row.cells:
            self._rows.setdefault(depth, []).append(row)

    def end(self, depth: int, body: list[Block]) -> None:
        """The tables deeper than `depth` end: each is a block of the cell it stands in, the outermost of the body."""
        for at in sorted({*self._rows, *self._cells, *self._cell}, reverse=True):
            if at <= depth:
                break
            self.close_row(at)
            around = body if at == 1 else self._cell.setdefault(at - 1, [])
            around.append(self._rows.pop(at))


def add_table(manuscript: Manuscript, rows: list[Row]) -> list[Block]:
    """Add a table of data; what comes after it: the tables in its cells, or all in its cells where it is none."""
    edges = sorted({edge for row in rows for edge, _, _ in row.layout})
    column = {edges[0]: 1} if edges else {}
    for left, right in pairwise(edges):
        column[right] = column[left] + (right - left > _SAME_EDGE)
    grid: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        at = 0
        is_known = len(row.layout) == len(row.cells)
        for number, blocks in enumerate(row.cells):
            text = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
            if not is_known:
                line.append(Cell(text))
                continue
            edge, below, joined = row.layout[number]
            across = max(column[edge] - at, 1)
            at += across
            if joined and line:
                line[-1] = Cell(f"{line[-1].text} {text}", line[-1].across + across, line[-1].goes_on)
            else:
                line.append(Cell(text, across, below))
        grid.append(line)
    header = next((number for number, row in enumerate(rows) if not row.is_head), 0)
    blocks = [block for row in rows for cell in row.cells for block in cell]
    if not manuscript.add_cells(grid, header):
        return blocks
    return [block for block in blocks if isinstance(block, list)]
