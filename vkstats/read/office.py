"""What the formats of word processors share: names of styles, breaks inside a paragraph, tables with merged cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from vkstats.model import BlockKind, Document, Frame
from vkstats.read.encodings import mend
from vkstats.read.layout import Layout, Place, is_grid
from vkstats.read.lines import goes_on, is_ended, is_marked
from vkstats.read.reader import Source
from vkstats.read.words import words
from vkstats.text import fold
from vkstats.trie import trie

_LONGEST_HEADING = 200  # characters; what is longer is a paragraph that was given the look of one
BULLETS = frozenset("-–+*•")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # so that `m2` with a raised 2 is m², and a raised 1 no digit
_MOST_CELLS = 10_000_000  # of one table, a merged one for each of its places; a yearbook has some thousands
_SHORTEST_WRAPPED = 30  # characters; nobody wraps narrower


def style_kind(name: str) -> tuple[BlockKind, int] | None:
    """What a style of this name is for, and the depth of a heading; a paragraph where the name says nothing.

    None for the lines of a table of contents: they repeat headings, and their numbers are pages.
    """
    folded = fold(" ".join(name.replace("_", " ").split()))
    for pattern, kind in _styles():
        if match := pattern.match(folded):
            return (kind, int(match[1]) if match.lastindex else 0) if kind else None
    return BlockKind.PARAGRAPH, 0


@cache
def _styles() -> tuple[tuple[re.Pattern[str], BlockKind | None], ...]:
    """Word writes the names of its own styles in English whatever its language; people name theirs in Vietnamese."""
    return (
        (re.compile(rf"{trie(words('page-style-contents'))} ?(?:\d|heading)?$"), None),
        (re.compile(rf"{trie(words('page-style-title'))}$"), BlockKind.TITLE),
        (re.compile(rf"{trie(words('page-style-heading'))} ?(\d)$"), BlockKind.HEADING),
        (re.compile(rf"{trie(words('page-style-caption'))}$"), BlockKind.CAPTION),
    )


def split_lines(text: str) -> list[str]:
    r"""The paragraphs in a paragraph with line breaks (``\n``): a break inside a sentence is only a space.

    No sentence goes on from a line in capitals or brackets or without a word, nor in one: these are the lines of a
    letterhead or a signature.
    """
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if lines and not (is_ended(lines[-1]) or is_marked(line) or _is_apart(line) or _is_apart(lines[-1])):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _is_apart(line: str) -> bool:
    return line.isupper() or (line[0] == "(" and line[-1] == ")") or not any(map(str.isalnum, line))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as it is laid out: how many columns it is wide, and whether one above goes on in it."""

    text: str
    across: int = 1
    goes_on: bool = False


class Manuscript(Layout):
    """A document put together paragraph by paragraph.

    One that has no layout but paragraphs, which are lines that somebody wrapped, comes out as plain text.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._is_told = False

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """One block, as in any layout."""
        super().add(kind, text, level=level)
        self._lines.append(" ".join(text.split()))
        self._is_told = self._is_told or kind is not BlockKind.PARAGRAPH

    def add_lines(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """A paragraph, cut where its line breaks end one; a heading of the length of a paragraph is one."""
        if kind is BlockKind.HEADING and (len(text) > _LONGEST_HEADING or text.rstrip().endswith(";")):
            kind, level = BlockKind.PARAGRAPH, 0
        is_one = kind in {BlockKind.HEADING, BlockKind.TITLE} or "\n" not in text.strip()
        for line in [text] if is_one else split_lines(text):
            self.add(kind, line, level=level)

    def add_cells(self, rows: Sequence[Sequence[Cell]], header: int) -> bool:
        """A table of data, of which the first `header` rows are known to be the head; False where it is none.

        Rows above the head that are one cell as wide as the table stand as paragraphs.
        """
        rows = [row for row in rows if any(cell.text.strip() for cell in row)]
        width = max((sum(cell.across for cell in row) for row in rows), default=0)
        if width < 2 or width * len(rows) > _MOST_CELLS:
            return False
        if not is_grid([[cell.text.strip() for cell in row] for row in rows]):
            return False
        while len(rows) > 2 and len(rows[0]) == 1 and rows[0][0].across == width:
            self.add(BlockKind.PARAGRAPH, rows[0][0].text)
            rows, header = rows[1:], max(header - 1, 0)
        cells: list[list[str]] = []
        merged: dict[Place, tuple[int, int]] = {}
        open_: dict[int, Place] = {}  # the cell that may go on below, by its first column
        for number, row in enumerate(rows):
            line: list[str] = []
            for cell in row:
                at = len(line)
                if cell.goes_on and at in open_:
                    down, across = merged[open_[at]]
                    merged[open_[at]] = (down + 1, across)
                else:
                    open_[at] = (number, at)
                    merged[number, at] = (1, cell.across)
                line += ["" if cell.goes_on else cell.text, *[""] * (cell.across - 1)]
            cells.append(line)
        self.add_table(cells, merged, header=header)
        self._is_told = True
        return True

    def document(self, source: Source, form: str, said: Frame | None = None, encoding: str | None = None) -> Document:
        """The document of all blocks.

        Raises:
            ReadError: `empty`.
        """
        if self._is_told or not _is_wrapped(self._lines):
            return super().document(source, form, said, encoding)
        text, found = mend("\n".join(self._lines))
        return Document(source.name, unicodedata.normalize("NFC", text), form, found, said=said or Frame())


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a quarter of the lines, two at least, go on with the sentence of the line above."""
    pairs = [(above, below) for above, below in pairwise(lines) if above and below]
    broken = sum(len(above) >= _SHORTEST_WRAPPED and goes_on(above, below) for above, below in pairs)
    return broken >= max(2, len(pairs) / 4)
