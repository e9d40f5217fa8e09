"""Lines as they stand on pages → the text that was printed, without running heads and page numbers.

A paragraph is one line again. It is told by its shape: a line that had room for the next word ends one, and so
does a gap or an indent below. Lengths are in the unit of the page, y grows upwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from vkstats.read.layout import is_grid

_GAP = " " * 3  # between the cells of a row, as `vkstats.grid` finds them
_FEWEST_LINES = 5  # of a page that tell where its lines end; of fewer, those of the others do
_NARROWEST = 15  # ems of a line that is filled; where all are shorter each is a line of its own
_EDGE = 0.09  # of the height of a page, which body text leaves free
_EDGE_LINES = 2  # at the top and at the bottom of a page, among which running heads and page numbers are
_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page|tr\.) ?)?[-–(\[]? ?(\d{1,4})(?: ?(?:/|of) ?\d{1,4})? ?[-–)\]]?", re.IGNORECASE
)
_MARKER = re.compile(r"[-–+*•] ?(?!\d)|\d{1,2}(?:\.\d{1,2})*[.)/] |[a-zđ]\) |[IVX]{1,5}[./] |\(\d{1,2}\) ")
_FINAL = (".", "!", "?", "…", ":", ";")


@dataclass(slots=True)
class Word:
    """Letters without a blank between them, and where they stand."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Line:
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

    def cells(self) -> list[str]:
        """The words between gaps that are wider than any blank."""
        spaces = [right.left - left.right for left, right in pairwise(self.words)]
        wide = max(1.2 * self.size, 3 * median(spaces)) if len(spaces) > 3 else 1.2 * self.size
        cells = [self.words[0].text]
        for space, word in zip(spaces, self.words[1:], strict=True):
            if space > wide:
                cells.append(word.text)
            else:
                cells[-1] += f" {word.text}"
        return cells


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order in which they are drawn, and how high it is."""

    lines: Sequence[Line]
    height: float


def text_of(pages: Sequence[Page]) -> str:
    """The text of the pages: a paragraph a line, with blank lines between; rows of a table stand close."""
    paragraphs: list[str] = []
    last: _Open | None = None
    printed = list(_without_edges([Page(_rows_joined(page.lines), page.height) for page in pages]))
    usual = _shape([line for page in printed for line in page])
    for page in printed:
        shape = _shape(page) if len(page) >= _FEWEST_LINES else usual
        for number, block in enumerate(_blocks(page, shape)):
            if isinstance(block, str):
                paragraphs.append(block)
                last = None
            elif number == 0 and last is not None and last.goes_on_overleaf(block):
                paragraphs[-1] = joined(paragraphs[-1], block.text)
                last = block
            else:
                paragraphs.append(block.text)
                last = block
    return "\n\n".join(paragraphs)


def joined(above: str, below: str) -> str:
    """Two lines of a paragraph as one: a word or number that was cut at a hyphen is whole again."""
    if above.endswith("\xad"):
        return above[:-1] + below
    return above + below if re.search(r"\S-$", above) else f"{above} {below}"


@dataclass(slots=True)
class _Shape:
    """What is usual on a page: where lines begin and end, and how far they are apart."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class _Open:
    """A paragraph that may go on."""

    text: str
    first: Line
    last: Line
    shape: _Shape

    @property
    def _is_full(self) -> bool:
        """Whether the last line reaches the edge."""
        wide = self.shape.right - self.shape.left >= _NARROWEST * self.last.size
        return wide and self.last.right > self.shape.right - 1.5 * self.last.size

    def goes_on(self, line: Line) -> bool:
        """Whether the line below is part of the paragraph."""
        step = self.last.base - line.base
        if not 0 < step <= 1.25 * self.shape.pitch or not 0.8 < line.size / (self.last.size or 1) < 1.25:
            return False
        first_word = line.words[0].right - line.left
        width = self.shape.right - self.shape.left
        has_room = width < _NARROWEST * line.size or self.last.right + first_word < self.shape.right - 0.8 * line.size
        is_ended = self.text.endswith(_FINAL)
        if _MARKER.match(line.text) and (
            is_ended or has_room or line.text[0] == self.text[0] or line.text[0].isalnum()
        ):
            return False
        if has_room:
            return not is_ended and line.text[0].islower()
        indent = line.left - (self.last.left if self.last is not self.first else self.shape.left)
        is_hanging = _MARKER.match(self.text) and self.last is self.first
        return indent < 0.8 * line.size or (not is_ended and (bool(is_hanging) or line.text[0].islower()))

    def goes_on_overleaf(self, block: _Open) -> bool:
        """Whether the first paragraph of the next page is the rest of this one."""
        line = block.first
        if self.text.endswith(_FINAL) or _MARKER.match(line.text):
            return False
        is_indented = line.left > block.shape.left + 0.8 * line.size
        return line.text[0].islower() or (self._is_full and not is_indented and not self.text.isupper())


def _blocks(page: Sequence[Line], shape: _Shape) -> Iterator[_Open | str]:
    """The paragraphs and the tables of a page."""
    cells = [line.cells() for line in page]
    is_row = [len(found) > 1 for found in cells]
    for n, line in enumerate(page):  # a justified line whose blanks are wide is no row
        alone = not any(is_row[max(n - 1, 0) : n] + is_row[n + 1 : n + 2])
        if is_row[n] and alone and line.right > shape.right - line.size and len(line.words) > 2 * len(cells[n]):
            is_row[n] = False
    at = 0
    open_: _Open | None = None
    while at < len(page):
        if is_row[at]:
            if open_ is not None:
                yield open_
                open_ = None
            last = at
            while last < len(page) and is_row[last]:
                last += 1
            yield from _table(cells[at:last])
            at = last
            continue
        line = page[at]
        if open_ is not None and open_.goes_on(line):
            open_.text, open_.last = joined(open_.text, line.text), line
        else:
            if open_ is not None:
                yield open_
            open_ = _Open(line.text, line, line, shape)
        at += 1
    if open_ is not None:
        yield open_


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table; where they hold prose (a letterhead), what stands in a column is read on."""
    if len(rows) == 1 or is_grid(rows):
        yield "\n".join(map(_GAP.join, rows))
        return
    for column in range(max(map(len, rows))):
        yield "\n\n".join(row[column] for row in rows if column < len(row))


def _shape(page: Sequence[Line]) -> _Shape:
    if not page:
        return _Shape(0, 0, 0)
    long = max(line.right - line.left for line in page) / 2
    running = [line for line in page if line.right - line.left >= long]
    steps = [above.base - below.base for above, below in pairwise(page) if above.base > below.base]
    return _Shape(
        min(line.left for line in running), max(line.right for line in running), median(steps) if steps else 0
    )


def _rows_joined(page: Sequence[Line]) -> list[Line]:
    """The lines, those of one height that follow each other made one: the cells of a row."""
    lines: list[Line] = []
    for line in page:
        above = lines[-1] if lines else None
        if above and above.right < line.left and abs(above.base - line.base) < 0.3 * min(above.size, line.size):
            lines[-1] = Line([*above.words, *line.words], above.base, max(above.size, line.size))
        else:
            lines.append(line)
    return lines


# --- running heads and page numbers -----------------------------------------------------------------


def _without_edges(pages: Sequence[Page]) -> Iterator[Sequence[Line]]:
    """The pages without what stands at the edge of most, and without their numbers."""
    numbers = [
        (page, n, int(match[1]))
        for page, printed in enumerate(pages)
        for n in _edge(printed)
        if (match := _PAGE_NUMBER.fullmatch(printed.lines[n].text))
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


def _edge(page: Page) -> list[int]:
    """The first and last lines of a page, where they stand at its edge."""
    count = len(page.lines)
    return [
        n
        for n, line in enumerate(page.lines)
        if (n < _EDGE_LINES or n >= count - _EDGE_LINES)
        and not _EDGE * page.height < line.base < (1 - _EDGE) * page.height
    ]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)
