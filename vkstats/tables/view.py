"""A table in its article, as its readers look at it: the words of cells, their numbers, the lines above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from vkstats.model import Article, Grid, GridCell, Stretch, Table
from vkstats.shapes import DIGITS
from vkstats.tables.form import Form, Line, form_of
from vkstats.tables.labels import Label, Labels, Unit
from vkstats.text import fold
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
_NO_CAPTION_ENDS = (".", ";", ",")


class UnreadableError(Exception):
    """The labels do not say what the numbers are of: internal, becomes a warning."""


class Times(Protocol):
    """The times of a document where the table stands."""

    @property
    def year(self) -> int | None: ...
    @property
    def holding(self) -> Interval | None: ...
    def said(self, start: int, end: int) -> Interval | None: ...
    def iso(self, interval: Interval | None) -> str | None: ...


@dataclass(frozen=True, eq=False)  # without slots: what is asked again is worked out once
class View:
    """A table being read, with the words of its labels and the times that hold where it stands."""

    article: Article
    table: Table
    labels: Labels
    times: Times
    grid: Grid

    @property
    def is_given(self) -> bool:
        """Whether the format gives the cells, so that nothing of them is guessed."""
        return self.grid.source == "format"

    @cached_property
    def _wrapped(self) -> Mapping[Stretch, str]:
        return dict(self.grid.wrapped)

    @property
    def is_aligned(self) -> bool:
        """Whether marks of the text or its format show where the cells are, and columns stand alone."""
        return self.grid.source in ("format", "marks")

    @cached_property
    def form(self) -> Form:
        """What the rows and columns are for."""
        return form_of(self.grid, [list(map(self.folded, row)) for row in self.grid.rows], self.labels)

    def text(self, stretch: Stretch) -> str:
        """The words of a cell as written."""
        return self._wrapped.get(stretch) or self.article.text[slice(*stretch)]

    def folded(self, stretch: Stretch) -> str:
        """The words of a cell folded, with single spaces."""
        wrapped = self._wrapped.get(stretch)
        return " ".join((fold(wrapped) if wrapped else self.article.folded[slice(*stretch)]).split())

    def cell(self, stretch: Stretch) -> GridCell:
        """A cell as it is put out, its words with single spaces."""
        return GridCell(" ".join(self.text(stretch).split()), *stretch)

    # --- numbers ---

    def is_blank(self, stretch: Stretch) -> bool:
        """Whether a cell has nothing, or a mark for nothing."""
        return self.folded(stretch) in _BLANKS

    def filled(self, at: int) -> list[Line]:
        """The rows with something in a column."""
        return [row for row in self.form.rows if not self.is_blank(row.cells[at])]

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

    def values(self, at: int) -> Sequence[Decimal | None]:
        """The numbers of a column, row by row."""
        if at not in self._values:
            self._values[at] = [self.value(row.cells[at]) for row in self.form.rows]
        return self._values[at]

    @cached_property
    def _values(self) -> dict[int, Sequence[Decimal | None]]:
        return {}

    @cached_property
    def _is_english(self) -> bool:
        """Whether the point stands for decimals: some numbers of the table can be read so only, none the other way."""
        said = [
            number[2] for row in self.form.rows for at in self.form.values for number in self.numbers(row.cells[at])
        ]
        return any(map(_ENGLISH.fullmatch, said)) and not any(map(_VIETNAMESE.fullmatch, said))

    # --- what stands over it ---

    @cached_property
    def above(self) -> tuple[str, ...]:
        """The lines above the table that may be its captions, folded, nearest first: short, and no sentences."""
        return tuple(self.article.folded[slice(*stretch)] for stretch in self._above)

    @cached_property
    def _above(self) -> list[Stretch]:
        captions: list[Stretch] = []
        end = min(start for row in self.grid.rows[:1] for start, last in row if start < last)
        while end > 0 and len(captions) < _LOOK_ABOVE:
            start = self.article.folded.rfind("\n", 0, end - 1) + 1
            line = self.article.folded[start:end]
            said = line.strip()
            if said.endswith(_NO_CAPTION_ENDS) or len(said) > _LONGEST_CAPTION:
                break
            if said:
                begin = start + line.index(said)
                captions.append((begin, begin + len(said)))
            end = start
        return captions

    @cached_property
    def _captions(self) -> list[Stretch]:
        """Those of them that name the table, and not only its unit."""
        lines = zip(self._above, self.above, strict=True)
        return [at for at, said in lines if said[:1].isalpha() and not self.labels.is_unit_line(said)]

    @cached_property
    def _titles(self) -> list[Label]:
        """What the captions say: `Vụ án hình sự theo địa phương` is about `vụ án hình sự`."""
        return [self.labels.read(self.labels.without_sorting(self.text(at))) for at in self._captions]

    @cached_property
    def caption(self) -> str | None:
        """The nearest line that names the table."""
        return next(map(self.text, self._captions), None)

    @cached_property
    def unit(self) -> Unit | None:
        """The unit said for the whole table, in the corner of its header or above: `Đơn vị tính: triệu USD`."""
        corners = (self.folded(row[at]) for row in self.form.head for at in self.form.names)
        return next(filter(None, map(self.labels.captioned, (*corners, *self.above))), None)

    @cached_property
    def subject(self) -> str:
        """What the nearest caption is about, for cells of which neither column nor row says anything."""
        return next((label.words for label in self._titles if label.words), "")

    @cached_property
    def noun(self) -> Unit | None:
        """What the captions say is counted, where they name one thing: `Số vụ án theo địa phương`."""
        return next(filter(None, map(self.labels.named, self.above)), None)

    @cached_property
    def implied(self) -> Unit | None:
        """What a caption opens with, if that can be counted."""
        return next((label.implied for label in self._titles if label.implied), None)

    # --- times ---

    @cached_property
    def now(self) -> Interval | None:
        """The time that holds for the table: that of the first line above it that names one, else the document's."""
        return next(filter(None, (self.times.said(*stretch) for stretch in self._above)), self.times.holding)

    def resolve(
        self, time: TimeExpression | None, reference: Interval | None = None, year: int | None = None
    ) -> Interval | None:
        """The time of a label; what it leaves out is that of `reference`, else of the table."""
        if time is None:
            return None
        year = year or (self.now.end.year if self.now and self.now.end else self.times.year)
        return periods.resolve(time, year, reference or self.now)
