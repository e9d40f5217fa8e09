"""A document put together block by block, as a format with a layout of its own tells it.

Each paragraph, heading, list item, caption or footnote is one line, and one row of a table is one, its cells
between tabs; offsets point into the text so made, which is NFC.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vkstats.model import Block, BlockKind, Document, Frame, Grid, Stretch, Table
from vkstats.read.encodings import mend
from vkstats.read.reader import Source
from vkstats.shapes import is_figures

_MOST_CELLS = 1_000_000  # of a table, with those that fill its rows up: one long row makes none of a million
_BETWEEN = "\n\n"  # a line holds no line end, so that the text can be cut here again


Place = tuple[int, int]  # row and column
Merged = Mapping[Place, tuple[int, int]]  # how many rows and columns the cell at a place covers


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of data as lines, a row each with tabs between the cells.

    `places` tell for each cell, row by row, where its text stands; the first `head` rows are known to be the head.
    """

    lines: list[str]
    places: tuple[tuple[Place, ...], ...]
    head: int

    def table(self, text: str, start: int) -> Table:
        """The table whose lines are `text`, which begins at `start`."""
        stretches: list[list[Stretch]] = []
        at = start
        for line in text.split("\n"):
            row = []
            for cell in line.split("\t"):
                row.append((at, at + len(cell)))
                at += len(cell) + 1
            stretches.append(row)
        rows = tuple(tuple(stretches[row][column] for row, column in line) for line in self.places)
        return Table(start, start + len(text), (Grid(rows, self.head),))


@dataclass(slots=True)
class _Piece:
    kind: BlockKind
    lines: list[str]
    level: int
    cells: Cells | None = None


class Layout:
    """The blocks of one document, added in reading order."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """One block; space inside it counts as one blank, and a block without words is none."""
        line = " ".join(text.split())
        if line:
            self._pieces.append(_Piece(kind, [line], level))

    def add_table(self, rows: Sequence[Sequence[str]], merged: Merged | None = None, *, header: int = 0) -> None:
        """A table of cells, of which the first `header` rows are known to be the head.

        A merged cell stands once and is empty where it goes on; `merged` tells how many rows and columns it covers.
        Where the cells hold prose (a letterhead, a page laid out in columns), each is a paragraph of its own.
        """
        cells = [[" ".join(cell.split()) for cell in row] for row in rows]
        filled = [row for row in cells if any(row)]
        if not filled:
            return
        if not is_grid(filled):
            for row in filled:
                for cell in row:
                    self.add(BlockKind.PARAGRAPH, cell)
            return
        found = laid_out(cells, merged or {}, header)
        self._pieces.append(_Piece(BlockKind.TABLE, found.lines, 0, found))

    def document(self, source: Source, form: str, said: Frame | None = None, encoding: str | None = None) -> Document:
        """The document of all blocks, what was written for a legacy font of TCVN3 or VNI mended.

        Raises:
            ReadError: `empty`.
        """
        if not self._pieces:
            raise source.error("empty")
        parts: list[str] = []
        blocks: list[Block] = []
        tables: list[Table] = []
        at = 0
        mended, found = mend(_BETWEEN.join("\n".join(piece.lines) for piece in self._pieces))
        for piece, lines in zip(self._pieces, mended.split(_BETWEEN), strict=True):
            text = unicodedata.normalize("NFC", lines)
            blocks.append(Block(piece.kind, at, at + len(text), at, piece.level))
            if piece.cells:
                tables.append(piece.cells.table(text, at))
            parts.append(text)
            at += len(text) + 2
        encoding = " + ".join(filter(None, (encoding, found))) or None
        return Document(source.name, "\n\n".join(parts), form, encoding, tuple(blocks), said or Frame(), tuple(tables))


def laid_out(cells: Sequence[Sequence[str]], merged: Merged, header: int = 0) -> Cells:
    """The rows of a table without the empty ones, every row as wide as the widest."""
    width = max(map(len, cells))
    rows = [[*row, *[""] * (width - len(row))] for row in cells]
    owners = _owners(rows, merged)
    kept = [number for number, row in enumerate(rows) if any(row)]
    new = {number: at for at, number in enumerate(kept)}
    places = tuple(tuple((new[row], column) for row, column in owners[number]) for number in kept)
    head = sum(number < header for number in kept)
    lines = ["\t".join(rows[number]) for number in kept]
    return Cells(lines, places, head if head < len(kept) else 0)


def _owners(cells: Sequence[Sequence[str]], merged: Merged) -> list[list[Place]]:
    """For every place of a table, the place of the cell that covers it."""
    owners = [[(row, column) for column in range(len(line))] for row, line in enumerate(cells)]
    for (row, column), (down, across) in merged.items():
        if row >= len(cells) or column >= len(cells[row]) or not cells[row][column]:
            continue
        for below in range(row, min(row + down, len(cells))):
            for beside in range(column, min(column + across, len(cells[below]))):
                if not cells[below][beside]:
                    owners[below][beside] = (row, column)
    return owners


def is_grid(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the cells are a table of data: two rows and columns at least, and numbers in some column."""
    width = max(map(len, cells), default=0)
    if len(cells) < 2 or width < 2 or width * len(cells) > _MOST_CELLS:
        return False
    values = sum(is_figures(cell) for row in cells[1:] for cell in row if cell)
    return values * 4 >= sum(bool(cell) for row in cells[1:] for cell in row)
