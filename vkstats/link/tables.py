"""Tables → figures, a cell each: item and unit from the column's label, time or name from the row, or the other way.

A table is read as a whole: where a column of numbers has no unit, or its labels do not say what they are of,
none of it is, and the table is told. Only a column of comparisons may be left out alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from vkstats.link.draft import Dated
from vkstats.link.labels import Label, Labels, Unit, labels_of
from vkstats.link.times import Times
from vkstats.model import (
    Amount,
    Article,
    Direction,
    Kind,
    Modality,
    Relation,
    Role,
    Row,
    Sentence,
    Stretch,
    Table,
    Warning,
)
from vkstats.packs import RuleSet
from vkstats.text import fold
from vkstats.values import periods
from vkstats.values.calendar import Interval, span
from vkstats.values.numerals import read_digits
from vkstats.values.periods import Grain

_NUMBER = re.compile(r"([-+]?)(\d+(?:[.,]\d+)*)( ?%)?")
_BLANKS = frozenset({"", "-", "…", "..", "..."})
_ENGLISH = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_VIETNAMESE = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SWAPPED = str.maketrans(".,", ",.")
_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_NOT_SUMMED = frozenset({"tuổi", "điểm"})
_LINKS: Mapping[Role, Relation] = {Role.CHANGE: Relation.CHANGE_OF, Role.SHARE: Relation.SHARE_OF}
_LEAST_INDEX = 50  # percent: `bằng 109,9% cùng kỳ` is an index; a change is hardly so great in every row
_CLOSE = Decimal("0.11")  # percentage points by which a rounded rate may miss
_MOST_COLUMNS = 100
_LOOK_ABOVE = 3  # lines above a table in which its unit may stand
_LONGEST_CELL = 80
_LONGEST_CAPTION = 200


class _UnreadableError(Exception):
    """The labels do not say what the numbers are of: internal, becomes a warning."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values with its label and, for a column of comparisons, the columns it compares."""

    label: Label
    at: int
    stretch: Stretch
    level: int | None = None
    earlier: _Column | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """What the row's own cells say."""

    label: Label
    unit: Unit | None
    interval: Interval | None


class Tables:
    """The step over the tables of one document."""

    def __init__(self, article: Article, rules: RuleSet) -> None:
        self._article = article
        self._labels: Labels = labels_of(rules)

    def read(self, table: Table, clock: Times) -> tuple[list[Dated], list[Warning]]:
        """The figures of a table, row by row, and what of it could not be read."""
        try:
            return _Reading(self._article, self._labels, table, clock).read()
        except _UnreadableError:
            return [], [Warning("unread-table", table.start, table.end)]


class _Reading:
    """One table being read."""

    def __init__(self, article: Article, labels: Labels, table: Table, clock: Times) -> None:
        self._article, self._labels, self._table, self._clock = article, labels, table, clock
        self._is_english = self._has_english_marks()
        self._warnings: list[Warning] = []
        self._columns: list[_Column] = []
        self._unit: Unit | None = None  # said for the whole table
        self._now: Interval | None = None  # the time that holds for it
        self._is_timed = False  # whether its columns are times

    def read(self) -> tuple[list[Dated], list[Warning]]:
        table = self._table
        if not table.header or len(table.header[-1].cells) > _MOST_COLUMNS or not self._is_anchored():
            raise _UnreadableError
        columns = self._headings()
        self._unit = self._caption()
        self._now = self._caption_time() or self._clock.holding
        names = [self._name(row) for row in table.rows]
        self._is_timed = any(column.label.time and not column.label.change for column in columns)
        self._columns = self._compared(columns)
        grid = [self._row(row, name) for row, name in zip(table.rows, names, strict=True)]
        self._link(grid, names)
        drafts = [made for row in grid for cell in row.values() for made in cell]
        if not drafts:
            raise _UnreadableError
        for made in drafts:
            if made.amount.doubt:
                details = (("reading", made.amount.doubt),)
                self._warnings.append(Warning("doubtful-number", made.amount.start, made.amount.number_end, details))
        return sorted(drafts, key=lambda made: made.start), self._warnings

    # --- labels ---

    def _text(self, stretch: Stretch) -> str:
        return self._article.text[slice(*stretch)]

    def _folded(self, stretch: Stretch) -> str:
        return " ".join(self._article.folded[slice(*stretch)].split())

    def _headings(self) -> list[_Column]:
        """The columns with their labels; a label of an upper row holds for the empty cells to its right."""
        *uppers, last = [[cell if cell[0] < cell[1] else None for cell in row.cells] for row in self._table.header]
        for upper in uppers:
            starts = [at for at, cell in enumerate(upper) if cell] or [1]
            widths = {after - before for before, after in pairwise([*starts, len(upper)])}
            if starts[0] or len(widths) > 1:
                raise _UnreadableError  # groups of unlike width: which columns a label is over is not certain
            for at, cell in enumerate(upper):
                upper[at] = cell or upper[at - 1]
        return [
            self._column(at, [cell for cell in cells if cell])
            for at, cells in enumerate(zip(*uppers, last, strict=True))
        ]

    def _column(self, at: int, cells: Sequence[Stretch]) -> _Column:
        """The label of a column: of a header in several rows, the upper labels come last (`Số vụ năm 2020`)."""
        if not cells:
            raise _UnreadableError
        label = self._labels.read(self._text(cells[-1]))
        folded = self._folded(cells[-1])
        is_name = self._labels.is_corner(folded) or self._labels.is_number(folded)
        if is_name or _YEAR.search(label.words):  # not aligned; a time that could not be read
            raise _UnreadableError
        for upper in map(self._labels.read, map(self._text, cells[:-1])):
            if upper.words or upper.change or (label.time and upper.time):
                raise _UnreadableError  # a group of columns that is not just a time or a unit
            label = replace(label, time=label.time or upper.time, unit=label.unit or upper.unit)
        if label.is_aside:
            raise _UnreadableError
        return _Column(label, at, cells[-1])

    def _caption(self) -> Unit | None:
        """`Đơn vị tính: triệu USD` right above the table, or in the corner of its header."""
        for row in self._table.header:
            for stretch in row.lead:
                unit = self._captioned(self._folded(stretch))
                if unit:
                    return unit
        return next(filter(None, map(self._captioned, self._above())), None)

    def _caption_time(self) -> Interval | None:
        """`Bảng 2. Kết quả công tác năm 2021`: the time that the lines above the table name, for the table alone."""
        for line in self._above():
            label = self._labels.read(line)
            if label.time is not None:
                return periods.resolve(label.time, self._clock.year, self._clock.holding)
        return None

    def _above(self) -> list[str]:
        """The lines above the table that may be its captions, nearest first: short, and no sentences."""
        captions: list[str] = []
        end = self._table.start
        while end > 0 and len(captions) < _LOOK_ABOVE:
            start = self._article.folded.rfind("\n", 0, end - 1) + 1
            line = self._article.folded[start:end].strip()
            if line.endswith((".", ";", ",")) or len(line) > _LONGEST_CAPTION:
                break
            captions += [line] if line else []
            end = start
        return captions

    def _captioned(self, line: str) -> Unit | None:
        start = max(line.rfind(word) for word in ("đơn vị", "đvt", "đv tính", "đ/v tính"))
        words = line[start:].strip(" ()") if start >= 0 else ""
        head, colon, tail = words.partition(":")
        return self._labels.unit(tail) if colon and self._labels.is_unit(head.strip()) else None

    def _is_anchored(self) -> bool:
        """Whether it is certain where a header of a cell a line begins: at a known corner, or below what is no cell."""
        header = self._table.header[0]
        stretches = [*header.lead, *header.cells]
        if "\n" not in self._article.text[stretches[0][0] : stretches[-1][1]]:
            return True
        first = self._folded(stretches[0])
        if self._labels.is_number(first) or self._labels.is_corner(first):
            return True
        above = next(iter(self._above()), "")
        ended = above.endswith((":", "!", "?")) or len(above) > _LONGEST_CELL
        return not above or ended or self._captioned(above) is not None

    def _name(self, row: Row) -> _Name:
        """What names a row: its name or time, and its unit where a column tells it."""
        header = self._table.header[-1].lead
        heads = [self._folded(stretch) for stretch in header]
        parts = [self._text(stretch) for stretch in row.lead]
        if len(heads) > len(parts) and len(heads) > 1:
            spare = [head for head in heads if not self._labels.is_number(head)]
            if len(spare) > max(1, len(parts)):
                raise _UnreadableError
            heads = spare if len(spare) == len(parts) else []
        unit: Unit | None = None
        if len(heads) == len(parts) > 1:
            for number in range(len(parts) - 1, 0, -1):
                found = self._labels.unit(parts[number]) if self._labels.is_unit(heads[number]) else None
                if found:  # `Đơn vị` may also be over the names of bodies
                    unit = found
                    del parts[number], heads[number]
        if len(parts) > 1 and (not parts[0] or fold(parts[0]).strip(".)").isdigit()):
            parts = parts[1:]
            heads = heads[1:]
        corner = heads[0] if len(heads) == 1 else ""
        label = self._labels.read(" ".join(filter(None, parts)), corner)
        if not label.words and not label.time and not label.is_total:
            raise _UnreadableError
        if label.words.isdigit():
            raise _UnreadableError  # a running number, or a number that nothing tells of
        is_time = label.time is not None and not label.words
        interval = self._resolve(label, None) if is_time else None
        return _Name(label, unit or label.unit, interval)

    def _resolve(self, label: Label, reference: Interval | None) -> Interval | None:
        if label.time is None:
            return None
        year = self._now.end.year if self._now and self._now.end else self._clock.year
        return periods.resolve(label.time, year, reference or self._now)

    # --- columns of comparisons ---

    def _compared(self, columns: Sequence[_Column]) -> list[_Column]:
        """The columns, those of comparisons with the columns that they compare; without those that stay unclear."""
        kept: list[_Column] = []
        for column in columns:
            if not column.label.change:
                is_signed = column.label.unit and column.label.unit.kind is Kind.PERCENT and self._is_signed(column)
                label = replace(column.label, change="both") if is_signed else column.label
                kept.append(replace(column, label=label))  # a rate below zero is a change: `Lạm phát (%)`
                continue
            column = self._comparing(column, kept)  # noqa: PLW2901
            sort = self._sort_of(column)
            is_bare = column.level is None and not self._is_timed and self._labels.is_change(fold(column.label.words))
            if sort is None or is_bare:  # a change of what?
                self._warnings.append(Warning("unread-column", *column.stretch))
            else:
                kept.append(replace(column, label=replace(column.label, change=sort)))
        return kept

    def _comparing(self, column: _Column, kept: Sequence[_Column]) -> _Column:
        """A comparison with the column of its level, and of two times with the earlier one."""
        levels = [
            other
            for other in kept
            if not other.label.change and not other.label.is_rate and other.label.status != "target"
        ]
        if not self._is_timed:
            return replace(column, level=levels[-1].at) if levels else column
        dated = [other for other in levels if other.label.time]
        ends = {other.at: interval.end for other in dated if (interval := self._resolve(other.label, None))}
        known = {str(end): at for at, end in ends.items() if end}
        if not known or len(known) < len(dated):
            return column  # a time that is not known, or several columns of one time
        *before, (_, level) = sorted(known.items())
        earlier = next(other for other in dated if other.at == before[0][1]) if len(before) == 1 else None
        return replace(column, level=level, earlier=earlier)

    def _is_signed(self, column: _Column) -> bool:
        return any(self._folded(row.cells[column.at])[:1] in ("+", "-") for row in self._filled(column))

    def _filled(self, column: _Column) -> list[Row]:
        return [row for row in self._table.rows if self._folded(row.cells[column.at]) not in _BLANKS]

    def _sort_of(self, column: _Column) -> str | None:
        """What a comparison is: `both`, `up`, `down` for a change, `index` for the rate of the level to the base.

        `So với cùng kỳ (%)` may be either; the signs or the arithmetic of the rows tell which. None where they do not.
        """
        label, rows = column.label, self._filled(column)
        is_rate = (label.unit is not None and label.unit.kind is Kind.PERCENT) or all(
            "%" in self._folded(row.cells[column.at]) for row in rows
        )
        if label.is_rate and not is_rate:
            return None
        if label.change != "against":
            return label.change
        if self._is_signed(column):
            return "both"
        if column.level is None or column.earlier is None:
            values = [self._value(row.cells[column.at]) for row in rows]
            is_index = is_rate and all(value is None or value >= _LEAST_INDEX for value in values)
            return "index" if is_index else None
        triples = [[self._value(row.cells[at]) for at in (column.earlier.at, column.level, column.at)] for row in rows]
        known = [(old, new, said) for old, new, said in triples if old and new is not None and said is not None]
        if known and all(_near(said, (new / old - 1) * 100 if is_rate else new - old) for old, new, said in known):
            return "both"
        if known and is_rate and all(_near(said, new / old * 100) for old, new, said in known):
            return "index"
        return None

    # --- cells ---

    def _row(self, row: Row, name: _Name) -> dict[int, list[Dated]]:
        """The figures of each cell, by column."""
        sentence = Sentence(*row.extent, self._table.block)
        return {
            column.at: list(self._cell(row.cells[column.at], name, column, sentence))
            for column in self._columns
            if self._folded(row.cells[column.at]) not in _BLANKS
        }

    def _cell(self, stretch: Stretch, name: _Name, column: _Column, sentence: Sentence) -> Iterator[Dated]:
        label = column.label
        about = self._about(column)
        unit = about.unit or name.unit or self._unit or about.noun or name.label.noun
        if label.change:
            unit = label.unit or unit
        elif label.is_rate and not (label.unit and label.unit.kind is Kind.PERCENT):
            unit = None  # a rate of what its cells must say
        numbers = list(_NUMBER.finditer(self._article.folded, *stretch))
        if len(numbers) > 1 and not label.change:
            raise _UnreadableError  # `35 (12,5%)` where no label says what the second number is
        for number in numbers:
            own = Unit(Kind.PERCENT, "%") if number[3] else unit
            if own is None:
                raise _UnreadableError
            amount = self._amount(number, own, label)
            if amount is None:
                self._warnings.append(Warning("unread-number", *number.span(2)))
                continue
            yield self._figure(amount, number[1], name, column, sentence)

    def _about(self, column: _Column) -> Label:
        """The label of what a column counts, which a change has from its level."""
        level = next((other for other in self._columns if other.at == column.level), None)
        if column.label.change and (level or self._is_timed):
            return level.label if level else Label("")
        return column.label

    def _figure(self, amount: Amount, sign: str, name: _Name, column: _Column, sentence: Sentence) -> Dated:
        """The figure of a cell."""
        about = self._about(column)
        role = _role(amount, sign, column.label)
        is_change = role is Role.CHANGE
        direction = (column.label.direction or _direction(sign, amount.value)) if is_change else None
        if sign == "-" and not is_change:
            amount = replace(amount, start=amount.start - 1, value=-amount.value)
        interval = self._period(name, about)
        return Dated(
            amount=amount,
            sentence=sentence,
            role=role,
            rule=f"tables:cell.{role}",
            modality=amount.modality,
            direction=direction,
            unit=amount.unit,
            item=_item(about, name),
            action=about.action if about.words else name.label.action,
            period=self._clock.iso(interval),
            baseline=self._baseline(column, interval) if is_change else None,
        )

    def _amount(self, number: re.Match[str], unit: Unit, label: Label) -> Amount | None:
        written = number[2].translate(_SWAPPED) if self._is_english else number[2]
        is_whole = unit.kind is Kind.COUNT and unit.scale == 1 and "/" not in unit.name
        value = read_digits(written, integral=is_whole)
        if value is None:
            return None
        scaled = value.value * unit.scale
        return Amount(
            number.start(2),
            number.end(),
            number.end(2),
            unit.kind,
            Decimal(int(scaled)) if scaled == scaled.to_integral_value() and unit.scale != 1 else scaled,
            unit=unit.name,
            doubt=value.doubt,
            modality=Modality.ABOUT if label.status == "about" else Modality.EXACT,
        )

    def _value(self, stretch: Stretch) -> Decimal | None:
        number = _NUMBER.match(self._article.folded, *stretch)
        if number is None:
            return None
        value = read_digits(number[2].translate(_SWAPPED) if self._is_english else number[2])
        return (-value.value if number[1] == "-" else value.value) if value else None

    def _has_english_marks(self) -> bool:
        """Whether the point stands for decimals: some numbers of the table can be read so only, none the other way."""
        said = [
            number[2]
            for row in self._table.rows
            for stretch in row.cells
            for number in _NUMBER.finditer(self._article.folded, *stretch)
        ]
        return any(map(_ENGLISH.fullmatch, said)) and not any(map(_VIETNAMESE.fullmatch, said))

    # --- time ---

    def _period(self, name: _Name, label: Label) -> Interval | None:
        """The time of the row, of the column, or of both (`Tháng 1`, `2020`); else the one that holds for the table."""
        row_time = name.label.time if name.interval or name.label.time else None
        if label.time is None and row_time is None:
            return self._now
        if label.time is not None and row_time is not None:
            year = label.time.part("y")
            if label.time.grain is Grain.YEAR and year and row_time.part("y") is None:
                return periods.resolve(row_time, year, None)
            return None
        if row_time is not None:
            return name.interval or self._resolve(name.label, None)
        return self._resolve(label, None)

    def _baseline(self, column: _Column, interval: Interval | None) -> str | None:
        label = column.label
        if label.time is not None:
            base = self._resolve(label, interval)
            return base.iso() if base else label.time_words
        if column.earlier is not None:
            base = self._resolve(column.earlier.label, None)
            return base.iso() if base else None
        return None

    # --- how the cells hang together ---

    def _link(self, grid: Sequence[Mapping[int, list[Dated]]], names: Sequence[_Name]) -> None:
        for row in grid:
            for column in self._columns:
                if column.level is None or not row.get(column.level):
                    continue
                parent = row[column.level][0].start
                for number, made in enumerate(row.get(column.at, ())):
                    if made.role in _LINKS:
                        row[column.at][number] = replace(made, relation=_LINKS[made.role], parent=parent)
        totals = [number for number, name in enumerate(names) if name.label.is_total]
        if len(totals) != 1:
            return
        total = totals[0]
        self._date_total(grid, names, total)
        for column in self._columns:
            whole = next(iter(grid[total].get(column.at, ())), None)
            if whole is None or whole.amount.kind not in _SUMMED or whole.unit in _NOT_SUMMED:
                continue
            for row in (*grid[:total], *grid[total + 1 :]):
                for number, made in enumerate(row.get(column.at, ())):
                    is_level = made.role is whole.role is Role.LEVEL
                    if is_level and made.unit == whole.unit and 0 <= made.amount.value <= whole.amount.value:
                        row[column.at][number] = replace(made, relation=Relation.PART_OF, parent=whole.start)
        self._link_shares(grid, grid[total])

    def _link_shares(self, grid: Sequence[Mapping[int, list[Dated]]], totals: Mapping[int, list[Dated]]) -> None:
        """Rates are shares of the one column whose total they divide, by the arithmetic of every row."""
        wholes = {at: cell[0] for at, cell in totals.items() if cell[0].amount.kind in _SUMMED and cell[0].amount.value}
        for column in self._columns:
            rates = [row for row in grid if row.get(column.at) and row[column.at][0].role is Role.SHARE]
            fitting = [
                at
                for at, whole in wholes.items()
                if all(
                    row.get(at)
                    and _near(row[column.at][0].amount.value, row[at][0].amount.value / whole.amount.value * 100)
                    for row in rates
                )
            ]
            if len(fitting) != 1:
                continue
            for row in rates:
                parent = row[fitting[0]][0].start
                row[column.at][0] = replace(row[column.at][0], relation=Relation.SHARE_OF, parent=parent)

    def _date_total(self, grid: Sequence[Mapping[int, list[Dated]]], names: Sequence[_Name], total: int) -> None:
        """A total below rows of times covers them all."""
        times = [name.interval for number, name in enumerate(names) if number != total]
        known = [time for time in times if time and time.start and time.end]
        if not known or len(known) < len(times):
            return
        ordered = sorted(known, key=lambda time: str(time.start))
        period = self._clock.iso(span(ordered[0], ordered[-1]))
        for cell in grid[total].values():
            cell[:] = [replace(made, period=period) for made in cell]


def _role(amount: Amount, sign: str, label: Label) -> Role:
    is_rate = amount.kind is Kind.PERCENT
    if label.change in ("both", "up", "down") or (sign and is_rate):  # `-0,5%` is a change whatever the label
        return Role.CHANGE
    if label.status == "target":
        return Role.TARGET
    return Role.SHARE if is_rate else Role.LEVEL


def _near(said: Decimal, true: Decimal) -> bool:
    return abs(said - true) <= _CLOSE


def _direction(sign: str, value: Decimal) -> Direction:
    if not value:
        return Direction.FLAT
    return Direction.DOWN if sign == "-" else Direction.UP


def _item(about: Label, name: _Name) -> str:
    """The column's words, then the row's name: `số vụ huyện A`; a row that is a time or the total adds nothing."""
    named = "" if name.label.is_total and about.words else name.label.words
    return " ".join(filter(None, [about.words, named]))
