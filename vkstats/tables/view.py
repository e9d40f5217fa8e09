"""A table in its article, as its readers look at it: the words of cells, their numbers, the lines above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from vkstats.model import Article, Row, Stretch, Table
from vkstats.shapes import DIGITS
from vkstats.tables.labels import Labels, Unit
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.numerals import Number, read_digits
from vkstats.values.periods import TimeExpression

NUMBER = re.compile(rf"([-+]?)({DIGITS})( ?%)?")  # sign, digits, percent sign
_BLANKS = frozenset({"", "-", "…", "..", "..."})
_ENGLISH = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_VIETNAMESE = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_SWAPPED = str.maketrans(".,", ",.")
_LOOK_ABOVE = 3  # lines above a table in which its unit may stand
_LONGEST_CAPTION = 200
_LONGEST_CELL = 80
_NO_CAPTION_ENDS = (".", ";", ",")
_CAPTION_ENDS = (":", "!", "?")


class UnreadableError(Exception):
    """The labels do not say what the numbers are of: internal, becomes a warning."""


class Times(Protocol):
    """The times of a document where the table stands."""

    @property
    def year(self) -> int | None: ...
    @property
    def holding(self) -> Interval | None: ...
    def iso(self, interval: Interval | None) -> str | None: ...


@dataclass(frozen=True, eq=False)  # without slots: what is asked again is worked out once
class View:
    """A table being read, with the words of its labels and the times that hold where it stands."""

    article: Article
    table: Table
    labels: Labels
    times: Times

    def text(self, stretch: Stretch) -> str:
        """The words of a cell as written."""
        return self.article.text[slice(*stretch)]

    def folded(self, stretch: Stretch) -> str:
        """The words of a cell folded, with single spaces."""
        return " ".join(self.article.folded[slice(*stretch)].split())

    # --- numbers ---

    def is_blank(self, stretch: Stretch) -> bool:
        """Whether a cell has nothing, or a mark for nothing."""
        return self.folded(stretch) in _BLANKS

    def filled(self, at: int) -> list[Row]:
        """The rows with something in a column."""
        return [row for row in self.table.rows if not self.is_blank(row.cells[at])]

    def is_signed(self, at: int) -> bool:
        """Whether some number of a column has a sign."""
        return any(self.folded(row.cells[at])[:1] in ("+", "-") for row in self.filled(at))

    def numbers(self, stretch: Stretch) -> Iterator[re.Match[str]]:
        """The numbers in a cell, as `NUMBER` has them."""
        return NUMBER.finditer(self.article.folded, *stretch)

    def read(self, digits: str, *, integral: bool = False) -> Number | None:
        """Digits of a cell as a number."""
        return read_digits(digits.translate(_SWAPPED) if self._is_english else digits, integral=integral)

    def value(self, stretch: Stretch) -> Decimal | None:
        """The number that a cell begins with."""
        number = NUMBER.match(self.article.folded, *stretch)
        value = self.read(number[2]) if number else None
        return (-value.value if number and number[1] == "-" else value.value) if value else None

    @cached_property
    def _is_english(self) -> bool:
        """Whether the point stands for decimals: some numbers of the table can be read so only, none the other way."""
        said = [number[2] for row in self.table.rows for cell in row.cells for number in self.numbers(cell)]
        return any(map(_ENGLISH.fullmatch, said)) and not any(map(_VIETNAMESE.fullmatch, said))

    # --- what stands over it ---

    @cached_property
    def above(self) -> tuple[str, ...]:
        """The lines above the table that may be its captions, nearest first: short, and no sentences."""
        captions: list[str] = []
        end = self.table.start
        while end > 0 and len(captions) < _LOOK_ABOVE:
            start = self.article.folded.rfind("\n", 0, end - 1) + 1
            line = self.article.folded[start:end].strip()
            if line.endswith(_NO_CAPTION_ENDS) or len(line) > _LONGEST_CAPTION:
                break
            captions += [line] if line else []
            end = start
        return tuple(captions)

    @cached_property
    def unit(self) -> Unit | None:
        """The unit said for the whole table, in the corner of its header or above: `Đơn vị tính: triệu USD`."""
        corners = (self.folded(stretch) for row in self.table.header for stretch in row.lead)
        return next(filter(None, map(self.labels.captioned, (*corners, *self.above))), None)

    @cached_property
    def is_anchored(self) -> bool:
        """Whether it is certain where a header of a cell a line begins: at a known corner, or below what is no cell."""
        header = self.table.header[0]
        stretches = [*header.lead, *header.cells]
        if "\n" not in self.article.text[stretches[0][0] : stretches[-1][1]]:
            return True
        first = self.folded(stretches[0])
        if self.labels.is_number(first) or self.labels.is_corner(first):
            return True
        above = next(iter(self.above), "")
        ended = above.endswith(_CAPTION_ENDS) or len(above) > _LONGEST_CELL
        return not above or ended or self.labels.captioned(above) is not None

    # --- times ---

    @cached_property
    def now(self) -> Interval | None:
        """The time that holds for the table: that of the first line above it that names one, else the document's."""
        said = (self.labels.read(line).time for line in self.above)
        time = next(filter(None, said), None)
        told = periods.resolve(time, self.times.year, self.times.holding) if time else None
        return told or self.times.holding

    def resolve(self, time: TimeExpression | None, reference: Interval | None = None) -> Interval | None:
        """The time of a label; what it leaves out is that of `reference`, else of the table."""
        if time is None:
            return None
        year = self.now.end.year if self.now and self.now.end else self.times.year
        return periods.resolve(time, year, reference or self.now)
