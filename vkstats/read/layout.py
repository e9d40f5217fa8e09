"""A document put together block by block, as a format with a layout of its own tells it.

Each paragraph, heading, list item, caption or footnote is one line, and one row of a table is one, its cells
between tabs; offsets point into the text so made, which is NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from vkstats.model import Block, BlockKind, Document, Frame
from vkstats.packs.shipped import shipped_words
from vkstats.read.encodings import mend
from vkstats.read.reader import Source
from vkstats.shapes import YEAR, is_figures
from vkstats.text import fold
from vkstats.trie import trie

_MOST_CELLS = 1_000_000  # of a table, with those that fill its rows up: one long row makes none of a million
_BETWEEN = "\n\n"  # a line holds no line end, so that the text can be cut here again


@dataclass(slots=True)
class _Piece:
    kind: BlockKind
    lines: list[str]
    level: int


class Layout:
    """The blocks of one document, added in reading order."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """One block; space inside it counts as one blank, and a block without words is none."""
        line = " ".join(text.split())
        if line:
            self._pieces.append(_Piece(kind, [line], level))

    def add_table(self, rows: Sequence[Sequence[str]], *, header: int = 0) -> None:
        """A table of cells, a merged cell once and empty where it goes on; the first `header` rows are its head.

        A head of several rows becomes one, a label over several columns said of each. Where the cells hold prose (a
        letterhead, a page laid out in columns), each is a paragraph of its own.
        """
        cells = [[" ".join(cell.split()) for cell in row] for row in rows]
        cells = [row for row in cells if any(row)]
        if not cells:
            return
        if not is_grid(cells):
            for row in cells:
                for cell in row:
                    self.add(BlockKind.PARAGRAPH, cell)
            return
        width = max(map(len, cells))
        cells = [[*row, *[""] * (width - len(row))] for row in cells]
        if 1 < header < len(cells):
            groups = [_carried(row) for row in cells[: header - 1]]
            columns = zip(cells[header - 1], *reversed(groups), strict=True)
            cells = [[join_labels(column) for column in columns], *cells[header:]]
        self._pieces.append(_Piece(BlockKind.TABLE, ["\t".join(row) for row in cells], 0))

    def document(self, source: Source, form: str, said: Frame | None = None, encoding: str | None = None) -> Document:
        """The document of all blocks, what was written for a legacy font of TCVN3 or VNI mended.

        Raises:
            ReadError: `empty`.
        """
        if not self._pieces:
            raise source.error("empty")
        parts: list[str] = []
        blocks: list[Block] = []
        at = 0
        mended, found = mend(_BETWEEN.join("\n".join(piece.lines) for piece in self._pieces))
        for piece, lines in zip(self._pieces, mended.split(_BETWEEN), strict=True):
            text = unicodedata.normalize("NFC", lines)
            blocks.append(Block(piece.kind, at, at + len(text), at, piece.level))
            parts.append(text)
            at += len(text) + 2
        encoding = " + ".join(filter(None, (encoding, found))) or None
        return Document(source.name, "\n\n".join(parts), form, encoding, tuple(blocks), said or Frame())


def _carried(row: Sequence[str]) -> list[str]:
    """A row of a head whose labels each stand over the empty cells behind them too; before the first stands nothing."""
    carried: list[str] = []
    for cell in row:
        carried.append(cell or (carried[-1] if carried else ""))
    return carried


def join_labels(labels: Iterable[str]) -> str:
    """The labels over a column, given from below to above, as the phrase that one would say: `Số vụ Khởi tố 2022`.

    What is counted or measured comes first, whichever row names it, times and units in brackets last.
    """
    counted, last = _places()
    said = {label: fold(label) for label in labels if label}
    return " ".join(sorted(said, key=lambda label: bool(last.match(said[label])) - bool(counted.match(said[label]))))


@cache
def _places() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The labels that come first in a phrase, and those that come last."""
    counted = trie(shipped_words("tables").words("table-counted"))
    times = trie(shipped_words("tables").words("table-dated"))
    return re.compile(rf"{counted}\b"), re.compile(rf"\(|(?:\d+ )?{times}\b|{YEAR}$")


def is_grid(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the cells are a table of data: two rows and columns at least, and numbers in some column."""
    width = max(map(len, cells), default=0)
    if len(cells) < 2 or width < 2 or width * len(cells) > _MOST_CELLS:
        return False
    values = sum(is_figures(cell) for row in cells[1:] for cell in row if cell)
    return values * 4 >= sum(bool(cell) for row in cells[1:] for cell in row)
