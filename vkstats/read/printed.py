"""Lines as they stand on pages → the text that was printed, without running heads and page numbers.

A paragraph is one line again. It is told by its shape: a line that had room for the next word ends one, and so
does a gap or an indent below. What stands in ruled cells is a table of these cells. Lengths are in the unit of the
page, y grows upwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from typing import Protocol

from vkstats.read.layout import Cells, Place, is_grid, laid_out
from vkstats.read.lines import goes_on, is_ended, is_marked
from vkstats.read.ruled import RuledTable
from vkstats.read.words import words
from vkstats.trie import trie

_WIDE = 1.2  # ems; what is wider is no blank but a gap between cells
_NARROW = 0.75  # ems; what is wider in all rows of a table at one place is a gap too
_HEAD_LINES = 4  # above the rows of a table, which its labels may take
_FEWEST_ROWS = 3  # that show where the columns of a table are
_VALUE_ENDS = frozenset("0123456789%)-")
_LONGEST_CELL = 1000  # characters
_LOOK_BACK = 6  # lines of a cell before which the next cell of its row may have been drawn
_GAP = " " * 3  # between the cells of a row, as `vkstats.grid` finds them
_FEWEST_LINES = 5  # of a page that tell where its lines end; of fewer, those of the others do
_NARROWEST = 15  # ems of a line that is filled; where all are shorter each is a line of its own
_EDGE = 0.09  # of the height of a page, which body text leaves free
_EDGE_LINES = 2  # at the top and at the bottom of a page, among which running heads and page numbers are


@dataclass(slots=True)
class Word:
    """Letters without a blank between them, and where they stand."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class PrintedLine:
    """The words that stand on one line of a page, from left to right: their base line and the size of the letters."""

    words: list[Word]
    base: float
    size: float

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return self.words[-1].right

    @property
    def text(self) -> str:
        """The words, one blank between them."""
        return " ".join(word.text for word in self.words)

    def cells(self, rivers: Sequence[tuple[float, float]] = ()) -> list[Word]:
        """The words between gaps that are wider than any blank, or that the lines around have at the same place."""
        cells = [replace(self.words[0])]
        for left, right in pairwise(self.words):
            is_river = any(left.right < last and first < right.left for first, last in rivers)
            if right.left - left.right > (_NARROW if is_river else _WIDE) * self.size:
                cells.append(replace(right))
            else:
                cells[-1].text += f" {right.text}"
                cells[-1].right = right.right
        return cells


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order in which they are drawn, how high it is, and the tables ruled on it."""

    lines: Sequence[PrintedLine]
    height: float
    tables: Sequence[RuledTable] = ()


class Printed(Protocol):
    """What is read of the pages: a paragraph as one line, or a table with a row a line."""

    @property
    def text(self) -> str:
        """The lines."""
        ...

    @property
    def cells(self) -> Cells | None:
        """The cells of a table whose lines they are, where the page rules them."""
        ...


def blocks_of(pages: Sequence[Page]) -> list[Printed]:
    """The paragraphs and tables of the pages, in order."""
    blocks: list[_Block] = []
    printed = list(_without_edges([replace(page, lines=_rows_joined(page.lines)) for page in pages]))
    usual = _shape([line for page in printed for line in page])
    for page, whole in zip(pages, printed, strict=True):
        free = _with_ruled(whole, page.tables)
        lines = [line for line in free if isinstance(line, PrintedLine)]
        shape = _shape(lines) if len(lines) >= _FEWEST_LINES else usual
        for number, block in enumerate(_blocks(free, shape)):
            if number or not blocks or not blocks[-1].goes_on_overleaf(block):
                blocks.append(block)
    return list(blocks)


def _before(above: str) -> str:
    """A line as it stands before the next of its paragraph: a word or number cut at a hyphen is whole again."""
    if above.endswith("\xad"):
        return above[:-1]
    return above if re.search(r"\S-$", above) else f"{above} "


@dataclass(slots=True)
class _Shape:
    """What is usual on a page: where lines begin and end, and how far they are apart."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class _Open:
    """A paragraph that may go on."""

    first: PrintedLine
    last: PrintedLine
    shape: _Shape
    parts: list[str]  # of its text, a line each
    cells: Cells | None = None

    @property
    def text(self) -> str:
        """The lines as one."""
        return "".join(self.parts)

    @property
    def _is_ended(self) -> bool:
        return is_ended(self.parts[-1])

    def _add(self, parts: list[str], last: PrintedLine) -> None:
        self.parts[-1] = _before(self.parts[-1])
        self.parts += parts
        self.last = last

    @property
    def _is_full(self) -> bool:
        """Whether the last line reaches the edge."""
        wide = self.shape.right - self.shape.left >= _NARROWEST * self.last.size
        return wide and self.last.right > self.shape.right - 1.5 * self.last.size

    def takes(self, line: PrintedLine) -> bool:
        """Whether the line below is part of the paragraph, which then takes it in."""
        if not self._goes_on(line):
            return False
        self._add([line.text], line)
        return True

    def _goes_on(self, line: PrintedLine) -> bool:
        step = self.last.base - line.base
        if not 0 < step <= 1.25 * self.shape.pitch or not 0.8 < line.size / (self.last.size or 1) < 1.25:
            return False
        first_word = line.words[0].right - line.left
        width = self.shape.right - self.shape.left
        has_room = width < _NARROWEST * line.size or self.last.right + first_word < self.shape.right - 0.8 * line.size
        if is_marked(line.text) and (
            self._is_ended or has_room or line.text[0] == self.parts[0][0] or line.text[0].isalnum()
        ):
            return False
        if has_room:
            return goes_on(self.parts[-1], line.text)
        indent = line.left - (self.last.left if self.last is not self.first else self.shape.left)
        is_hanging = is_marked(self.parts[0]) and self.last is self.first
        return indent < 0.8 * line.size or (not self._is_ended and (is_hanging or line.text[0].islower()))

    def goes_on_overleaf(self, block: _Block) -> bool:
        """Whether the first block of the next page is the rest of this paragraph, which then takes it in."""
        if not isinstance(block, _Open) or self._is_ended:
            return False
        line = block.first
        is_indented = line.left > block.shape.left + 0.8 * line.size
        is_inside = line.text[0].islower() or (self._is_full and not is_indented and not self.parts[-1].isupper())
        if not is_inside or is_marked(line.text):
            return False
        self._add(block.parts, block.last)
        self.shape = block.shape
        return True


@dataclass(slots=True)
class _Table:
    """Lines of cells. Where they hold prose (a letterhead), what stands in a column is read on."""

    rows: list[list[Word]]
    base: float  # of the last line
    cells: Cells | None = None

    @property
    def text(self) -> str:
        """A row a line, with wide gaps between the cells."""
        rows = [[cell.text for cell in row] for row in self.rows]
        if len(rows) == 1:
            return _GAP.join(rows[0])
        if is_grid(rows):
            is_full = len(set(map(len, rows))) == 1
            return "\n".join(map(_GAP.join, rows) if is_full else map(self._line, self.rows))
        columns: list[list[str]] = [[] for _ in range(max(map(len, rows)))]
        for row in rows:
            for column, text in zip(columns, row, strict=False):
                column.append(text)
        return "\n\n".join(text for column in columns for text in column)

    def _line(self, row: Sequence[Word]) -> str:
        """A row with every cell at the column where it stands on the page; the narrowest letters fill a column each."""
        cells = [cell for other in self.rows for cell in other]
        left = min(cell.left for cell in cells)
        letter = min((cell.right - cell.left) / len(cell.text) for cell in cells) or 1
        said = ""
        for cell in row:
            at = int((cell.left - left) / letter)
            said = (said + _GAP if said else "").ljust(at) + cell.text
        return said

    def takes(self, line: PrintedLine) -> bool:
        """Whether the line is the rest of cells of the last row that had no room, which then take it in."""
        if not 0 < self.base - line.base < 1.5 * line.size:
            return False
        row = self.rows[-1]
        pairs = []
        for cell in line.cells():
            at = next((n for n, above in enumerate(row) if above.left < cell.right and cell.left < above.right), None)
            if at is None or cell.text[0].isdigit() or len(row[at].text) > _LONGEST_CELL:
                return False
            first_word = (cell.right - cell.left) * len(cell.text.split()[0]) / len(cell.text)
            edge = row[at + 1].left if at + 1 < len(row) else float("inf")
            if row[at].right + first_word + _WIDE * line.size < edge:
                return False
            pairs.append((row[at], cell))
        for above, cell in pairs:
            above.text = _before(above.text) + cell.text
        self.base = line.base
        return True

    def goes_on_overleaf(self, block: _Block) -> bool:
        """Whether the next page begins with more rows, which are taken in; a head that is said again is none."""
        if not isinstance(block, _Table) or len(block.rows[-1]) != len(self.rows[-1]):
            return False
        again = 0
        while again < min(len(self.rows), len(block.rows)) and _said(self.rows[again]) == _said(block.rows[again]):
            again += 1
        self.rows += block.rows[again:]
        return True


def _said(row: Sequence[Word]) -> list[str]:
    return [cell.text for cell in row]


@dataclass(slots=True)
class _Ruled:
    """A table whose cells are ruled; `borders` are those of its columns."""

    borders: Sequence[float]
    rows: list[list[str]]
    merged: dict[Place, tuple[int, int]]

    @property
    def cells(self) -> Cells:
        """Its cells, each once."""
        return laid_out(self.rows, self.merged)

    @property
    def text(self) -> str:
        """A row a line, with tabs between the cells."""
        return "\n".join(self.cells.lines)

    def goes_on_overleaf(self, block: _Block) -> bool:
        """Whether the next page begins with more of its rows, which are taken in; a head that is said again is none."""
        if not isinstance(block, _Ruled) or len(block.borders) != len(self.borders):
            return False
        again = 0
        while again < min(len(self.rows), len(block.rows)) and self.rows[again] == block.rows[again]:
            again += 1
        more = len(self.rows) - again
        self.merged |= {(row + more, column): span for (row, column), span in block.merged.items() if row >= again}
        self.rows += block.rows[again:]
        return True


_Block = _Open | _Table | _Ruled


def _with_ruled(page: Sequence[PrintedLine], tables: Sequence[RuledTable]) -> list[PrintedLine | _Ruled]:
    """The lines of a page, those in the cells of a table of data replaced by the table."""
    found: list[PrintedLine | _Ruled] = list(page)
    for table in tables:
        texts: dict[Place, list[tuple[float, float, str]]] = {}
        outside: list[PrintedLine | _Ruled] = []
        at = None
        for line in found:
            if isinstance(line, _Ruled):
                outside.append(line)
                continue
            middle = line.base + line.size / 4
            cells = [table.cell_at((word.left + word.right) / 2, middle) for word in line.words]
            for cell, word in zip(cells, line.words, strict=True):
                if cell is not None:
                    texts.setdefault(cell, []).append((-line.base, word.left, word.text))
            at = len(outside) if at is None and any(cells) else at
            free = [word for cell, word in zip(cells, line.words, strict=True) if cell is None]
            outside += [replace(line, words=free)] if free else []
        places = [[(row, column) for column in range(len(table.columns) - 1)] for row in range(len(table.rows) - 1)]
        rows = [[_cell_text(texts.get(place, ())) for place in row] for row in places]
        if at is not None and is_grid([row for row in rows if any(row)]):
            outside.insert(at, _Ruled(table.columns, rows, dict(table.merged)))
            found = outside
    return found


def _cell_text(said: Iterable[tuple[float, float, str]]) -> str:
    """The words of a cell line by line."""
    text = ""
    for _, line in groupby(sorted(said), key=lambda word: word[0]):
        text = (_before(text) if text else "") + " ".join(word for _, _, word in line)
    return text


def _blocks(page: Sequence[PrintedLine | _Ruled], shape: _Shape) -> Iterator[_Block]:
    """The paragraphs and the tables of a page."""
    for is_ruled, run in groupby(page, key=lambda line: isinstance(line, _Ruled)):
        if is_ruled:
            yield from run  # type: ignore[misc]
        else:
            yield from _running([line for line in run if isinstance(line, PrintedLine)], shape)


def _running(page: Sequence[PrintedLine], shape: _Shape) -> Iterator[_Open | _Table]:
    """The paragraphs and the tables that no line rules."""
    cells = [line.cells() for line in page]
    for first, last in _columned(cells):
        rivers, top = _rivers(page[first:last]), max(0, first - _HEAD_LINES)
        cells[top:last] = [line.cells(rivers) for line in page[top:last]]
    is_row = [len(found) > 1 for found in cells]
    for n, line in enumerate(page):  # a justified line whose blanks are wide is no row
        alone = not any(is_row[max(n - 1, 0) : n] + is_row[n + 1 : n + 2])
        if is_row[n] and alone and line.right > shape.right - line.size and len(line.words) > 2 * len(cells[n]):
            is_row[n] = False
    open_: _Open | _Table | None = None
    for n, line in enumerate(page):
        if is_row[n] and isinstance(open_, _Table):
            open_.rows.append(cells[n])
            open_.base = line.base
        elif is_row[n] or open_ is None or not open_.takes(line):
            if open_ is not None:
                yield open_
            open_ = _Table([cells[n]], line.base) if is_row[n] else _Open(line, line, shape, [line.text])
    if open_ is not None:
        yield open_


def _columned(cells: Sequence[Sequence[Word]]) -> Iterator[tuple[int, int]]:
    """The runs of lines with a number at their end, most of them with gaps: the rows of a table."""
    at = 0
    for is_valued, run in groupby(cells, key=lambda row: row[-1].text[-1] in _VALUE_ENDS):
        rows = list(run)
        if is_valued and len(rows) >= _FEWEST_ROWS and sum(len(row) > 1 for row in rows) * 2 > len(rows):
            yield at, at + len(rows)
        at += len(rows)


def _rivers(page: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """The stretches from left to right in which no word of the lines stands: the blanks between columns."""
    rivers: list[tuple[float, float]] = []
    reached = min(line.left for line in page)
    for word in sorted((word for line in page for word in line.words), key=lambda word: word.left):
        if word.left - reached > _NARROW * page[0].size:
            rivers.append((reached, word.left))
        reached = max(reached, word.right)
    return rivers


def _shape(page: Sequence[PrintedLine]) -> _Shape:
    if not page:
        return _Shape(0, 0, 0)
    long = max(line.right - line.left for line in page) / 2
    running = [line for line in page if line.right - line.left >= long]
    steps = [above.base - below.base for above, below in pairwise(page) if above.base > below.base]
    return _Shape(
        min(line.left for line in running),
        max(line.right for line in running),
        sorted(steps)[len(steps) // 2] if steps else 0,
    )


def _rows_joined(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, those of one height near each other made one: the cells of a row, however they were drawn."""
    lines: list[PrintedLine] = []
    for line in page:
        for at in range(len(lines) - 1, max(len(lines) - 1 - _LOOK_BACK, -1), -1):
            above = lines[at]
            if above.right < line.left and abs(above.base - line.base) < 0.3 * min(above.size, line.size):
                lines[at] = PrintedLine([*above.words, *line.words], above.base, max(above.size, line.size))
                break
        else:
            lines.append(line)
    return lines


# --- running heads and page numbers -----------------------------------------------------------------


def _without_edges(pages: Sequence[Page]) -> Iterator[Sequence[PrintedLine]]:
    """The pages without what stands at the edge of most, and without their numbers."""
    numbers = [
        (page, n, int(match[1]))
        for page, printed in enumerate(pages)
        for n in _edge(printed)
        if (match := _page_number().fullmatch(printed.lines[n].text))
    ]
    offsets = Counter(number - page for page, _, number in numbers)
    usual, count = offsets.most_common(1)[0] if offsets else (1, 0)
    if count < 2:  # one number alone is that of its page only where it is right
        usual = 1
    gone = {(page, n) for page, n, number in numbers if number - page == usual}
    heads = Counter(
        key for page in pages for key in {_key(page.lines[n]) for n in _edge(page) if len(page.lines[n].cells()) == 1}
    )
    often = {
        key for key, times in heads.items() if times > 1 and times * 2 >= len(pages) and any(map(str.isalpha, key))
    }
    for number, page in enumerate(pages):
        edge = {n for n in _edge(page) if (number, n) in gone or _key(page.lines[n]) in often}
        yield [line for n, line in enumerate(page.lines) if n not in edge]


@cache
def _page_number() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{trie(words('page-number'))} ?)?[-–(\[]? ?(\d{{1,4}})(?: ?(?:/|of) ?\d{{1,4}})? ?[-–)\]]?", re.IGNORECASE
    )


def _edge(page: Page) -> list[int]:
    """The first and last lines of a page, where they stand at its edge."""
    count = len(page.lines)
    return [
        n
        for n, line in enumerate(page.lines)
        if (n < _EDGE_LINES or n >= count - _EDGE_LINES)
        and not _EDGE * page.height < line.base < (1 - _EDGE) * page.height
    ]


def _key(line: PrintedLine) -> str:
    return re.sub(r"\d+", "0", line.text)
