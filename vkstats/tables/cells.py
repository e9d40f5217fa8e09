"""Cells → figures of their own: unit, role, item and time from the labels of their column and row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vkstats.model import Amount, Direction, Kind, Modality, Relation, Role, Sentence, Stretch, Warning
from vkstats.tables.form import Line
from vkstats.tables.head import Column, Name, category_of
from vkstats.tables.labels import Label, Labels, Unit
from vkstats.tables.view import UnreadableError, View
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.periods import Grain


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table; `sentence` is its row, `parent` where the number it belongs to starts in the text.

    `period` and `baseline` are ISO 8601 intervals; a baseline that cannot be resolved is the phrase of the text.
    """

    amount: Amount
    sentence: Sentence
    role: Role
    direction: Direction | None
    item: str
    category: str | None  # the row's name, None of the total
    action: str | None
    period: str | None
    baseline: str | None
    scale: Decimal = Decimal(1)  # what the written number was multiplied with
    doubt: tuple[str, ...] = ()
    relation: Relation | None = None
    parent: int | None = None

    @property
    def start(self) -> int:
        """Where its number starts in the text."""
        return self.amount.start


Cells = Mapping[int, Sequence[Cell]]  # the figures of a row, by column


class CellReader:
    """Reads the rows of one table; what has no number is in `warnings`."""

    def __init__(self, view: View, columns: Sequence[Column], *, timed: bool) -> None:
        self._view, self._columns, self._timed = view, columns, timed
        self.warnings: list[Warning] = []

    def readable(self, names: Sequence[Name]) -> tuple[list[Column], list[Column]]:
        """The columns of which something says what they count in every row, and the others."""
        unread = [column for column in self._columns if not self._has_unit(column, names)]
        self._columns = [column for column in self._columns if column not in unread]
        return list(self._columns), unread

    def _has_unit(self, column: Column, names: Sequence[Name]) -> bool:
        about = self._about(column)
        rows = zip(self._view.form.rows, names, strict=True)
        return all(
            "%" in self._view.folded(row.cells[column.at])
            or self._unit(column, about, name) is not None
            or self._shared(column) is not None
            for row, name in rows
            if not self._view.is_blank(row.cells[column.at])
        )

    def row(self, row: Line, name: Name) -> Cells:
        """The figures of each cell that is not blank.

        Raises:
            UnreadableError: where nothing says what a number counts.
        """
        said = [(start, end) for start, end in row.cells if start < end]
        sentence = Sentence(min(said)[0], max(end for _, end in said), self._view.table.block)
        return {
            column.at: list(self._cell(row.cells[column.at], name, column, sentence))
            for column in self._columns
            if not self._view.is_blank(row.cells[column.at])
        }

    def _cell(self, stretch: Stretch, name: Name, column: Column, sentence: Sentence) -> Iterator[Cell]:
        label = column.label
        about = self._about(column)
        said = self._unit(column, about, name)
        unit = said or self._shared(column)
        numbers = list(self._view.numbers(stretch))
        if len(numbers) > 1 and not label.change:
            raise UnreadableError  # `35 (12,5%)` where no label says what the second number is
        for number in numbers:
            own = Unit(Kind.PERCENT, "%") if number[3] else unit
            if own is None:
                raise UnreadableError
            amount = self._amount(number, own, label)
            if amount is None:
                self.warnings.append(Warning("unread-number", *number.span(2)))
            else:
                doubt = ("unit",) if said is None and not number[3] else ()
                yield replace(self._figure(amount, number[1], (name, column, sentence), own.scale), doubt=doubt)

    def _unit(self, column: Column, about: Label, name: Name) -> Unit | None:
        label = column.label
        if label.change:
            return label.unit or self._counted(about, name)
        if label.is_rate and not (label.unit and label.unit.kind is Kind.PERCENT):
            return None  # a rate of what its cells must say
        return self._counted(about, name)

    def _counted(self, about: Label, name: Name) -> Unit | None:
        """What a number counts: as the column's label says, the row, the rows that head it, the table, its caption."""
        heads = name.over[::-1]
        said = about.unit or name.unit or next((label.unit for label in heads if label.unit), None)
        nouns = (about.noun, name.label.noun, *(label.noun for label in heads), self._view.noun)
        found = said or self._view.unit or next(filter(None, nouns), None)
        return found or ((name.label.implied or self._view.implied) if self._timed else None)

    def _shared(self, column: Column) -> Unit | None:
        """What all columns count that say it, for one that does not: `Cũ | Mới | Tổng` beside `Số vụ`."""
        if column.label.change or column.label.is_rate:
            return None
        found = {other.label.unit for other in self._columns if other.label.unit and not other.label.change}
        counts = [unit for unit in found if unit.kind is not Kind.PERCENT]
        return counts[0] if len(counts) == 1 and counts[0].kind is Kind.COUNT else None

    def _about(self, column: Column) -> Label:
        """The label of what a column counts, which a change has from its level."""
        level = next((other for other in self._columns if other.at == column.level), None)
        if column.label.change and (level or self._timed):
            return level.label if level else Label("")
        return column.label

    def _figure(self, amount: Amount, sign: str, place: tuple[Name, Column, Sentence], scale: Decimal) -> Cell:
        name, column, sentence = place
        about = self._about(column)
        role = _role(amount, sign, column.label)
        is_change = role is Role.CHANGE
        direction = (column.label.direction or _direction(sign, amount.value)) if is_change else None
        if sign == "-" and not is_change:
            amount = replace(amount, start=amount.start - 1, value=-amount.value)
        interval = self._period(name, about)
        action = about.action if about.words else name.label.action
        baseline = self._baseline(column, interval) if is_change else None
        period = self._view.times.iso(interval)
        item = _item(about, name, self._view.labels) or self._view.subject or name.label.words
        category = category_of(name)
        return Cell(amount, sentence, role, direction, item, category, action, period, baseline, scale)

    def _amount(self, number: re.Match[str], unit: Unit, label: Label) -> Amount | None:
        is_whole = unit.kind is Kind.COUNT and unit.scale == 1 and "/" not in unit.name
        value = self._view.read(number[2], integral=is_whole)
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

    def _period(self, name: Name, label: Label) -> Interval | None:
        """The time of the row, of the column, or of both (`Tháng 1`, `2020`); else the one that holds for the table."""
        row_time = name.label.time
        if label.time is None and row_time is None:
            return self._view.now
        if label.time is not None and row_time is not None:
            year = label.time.part("y")
            is_filled = label.time.grain is Grain.YEAR and year and row_time.part("y") is None
            return periods.resolve(row_time, year, None) if is_filled else None
        if row_time is not None:
            return name.interval or self._view.resolve(row_time)
        return self._view.resolve(label.time, year=label.year)

    def _baseline(self, column: Column, interval: Interval | None) -> str | None:
        label = column.label
        if label.time is not None:
            base = self._view.resolve(label.time, interval)
            return base.iso() if base else label.time_words
        base = self._view.resolve(column.earlier.label.time) if column.earlier else None
        return base.iso() if base else None


def _role(amount: Amount, sign: str, label: Label) -> Role:
    is_rate = amount.kind is Kind.PERCENT
    if label.change in ("both", "up", "down") or (sign and is_rate):  # `-0,5%` is a change whatever the label
        return Role.CHANGE
    if label.status == "target":
        return Role.TARGET
    return Role.SHARE if is_rate else Role.LEVEL


def _direction(sign: str, value: Decimal) -> Direction:
    if not value:
        return Direction.FLAT
    return Direction.DOWN if sign == "-" else Direction.UP


def _item(about: Label, name: Name, labels: Labels) -> str:
    """The column's words, then the row's name: `số vụ huyện A`; a row that is a time or the total adds nothing.

    A row that says no more than what is counted is told by the row that heads it.
    """
    named = "" if name.label.is_total else name.label.words
    heads = [label.words for label in name.above[-1:] if name.is_generic]
    if about.is_bare and (name.label.unit or name.label.noun or labels.is_counted(named)):
        named = labels.behind_noun(named)
    return " ".join(dict.fromkeys(filter(None, [about.words, named, *heads])))
