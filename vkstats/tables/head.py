"""The head of a table → its columns, and what stands in front of a row → its name, under the rows that head it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vkstats.model import Kind, Stretch
from vkstats.tables.form import Line
from vkstats.tables.labels import Label, Unit, merged
from vkstats.tables.proof import formula
from vkstats.tables.view import UnreadableError, View
from vkstats.values.calendar import Interval

_LOWEST = ("", "-", "+", "*")  # what counts no rows: nothing stands below them


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values with its label and, for a column of comparisons, the columns it compares."""

    label: Label
    at: int
    stretch: Stretch
    level: int | None = None
    earlier: Column | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """What a row is of: its label, unit and time, and the labels of the rows that head it, from outside to inside.

    `depth` is how deep it stands below others by its counter, and `row` its number among the rows.
    """

    label: Label
    unit: Unit | None = None
    interval: Interval | None = None
    above: tuple[Label, ...] = ()
    over: tuple[Label, ...] = ()  # of all rows that it stands below, with values too
    written: str = ""
    code: str = ""  # what formulas call the row
    depth: int = 0
    has_lead: bool = False  # `Trong đó: …`: a part of the row above

    @property
    def is_generic(self) -> bool:
        """Whether it says nothing by itself: a total, or no more than what is counted."""
        return self.label.is_total or self.label.is_bare


def columns_of(view: View) -> list[Column]:
    """The columns with their labels; a label of an upper row holds for the empty cells to its right.

    Raises:
        UnreadableError: where the head is none: a column that has no label, or one of names.
    """
    if not view.form.head:
        return [Column(Label(""), at, (view.table.start, view.table.start)) for at in view.form.values]
    rows = [_carried(view, number) for number in range(len(view.form.head))]
    columns = []
    for at in view.form.values:
        cells = list(dict.fromkeys(row[at] for row in rows if row[at][0] < row[at][1]))
        if not cells:
            raise UnreadableError
        said = [view.folded(cell) for cell in cells]
        over_names = (view.labels.is_corner, view.labels.is_unit)
        if any(map(view.labels.is_number, said)) or (
            not view.is_given and any(f(one) for f in over_names for one in said)
        ):
            raise UnreadableError  # not aligned
        label = merged([view.labels.read(view.text(cell)) for cell in cells], view.labels)
        columns.append(Column(label, at, cells[-1]))
    return columns


def _carried(view: View, number: int) -> list[Stretch]:
    """A row of the head, its labels carried over empty cells to their right that have a label below."""
    head = view.form.head
    row = list(head[number])
    if number + 1 >= len(head):
        return row
    below = head[number + 1]
    for at in range(1, len(row)):
        is_empty = row[at][0] == row[at][1]
        beside = row[at - 1][0] < row[at - 1][1] and below[at - 1][0] < below[at - 1][1]
        if is_empty and below[at][0] < below[at][1] and beside and at - 1 >= (view.form.values or [0])[0]:
            row[at] = row[at - 1]
    return row


def names_of(view: View) -> list[Name]:
    """The names of the rows with values, in order, with what the rows above say of them.

    Raises:
        UnreadableError: where nothing names a row.
    """
    names: list[Name] = []
    open_: list[tuple[str, Label, bool]] = []  # the styles of counters that are open, with the label that stands there
    unit: Unit | None = None
    for line in view.form.lines:
        written, style, has_lead = _written(view, line)
        label = view.labels.read(written, _corner(view))
        if label.is_total and not line.heads and not formula(written):
            open_.clear()  # it is of all rows
        known = [said for said, _, _ in open_]
        if style in known:
            del open_[known.index(style) :]
        elif style not in _LOWEST:  # a new style stands below those before, but not below bullets
            while open_ and open_[-1][0] in _LOWEST:
                open_.pop()
        above = tuple(said for _, said, heads in open_ if heads and said.words)
        over = tuple(said for _, said, _ in open_)
        if line.heads:
            if not has_lead or label.words:
                open_.append((style, label, True))
            elif names:
                names[-1] = replace(names[-1], has_lead=names[-1].has_lead)
            continue
        unit = _unit(view, line, unit)
        if not (label.words or label.time or label.is_total) or label.words.isdigit():
            raise UnreadableError  # a running number, or a number that nothing tells of
        is_time = label.time is not None and not label.words
        interval = view.resolve(label.time) if is_time else None
        names.append(
            Name(label, unit or label.unit, interval, above, over, written, _code(view, line), len(open_), has_lead)
        )
        if not label.is_total:
            open_.append((style, label, False))
    return names


def _written(view: View, line: Line) -> tuple[str, str, bool]:
    """The name of a row in words, the style of its counter, and whether it says that it is a part of the one above."""
    cells = list(
        dict.fromkeys(line.cells[at] for at in (view.form.names if not line.heads else range(len(line.cells))))
    )
    if line.heads and view.form.counter is not None and len(cells) > 1:
        cells = [cell for cell in cells if cell != line.cells[view.form.counter]]
    words = " ".join(filter(None, (view.text(cell) for cell in cells)))
    counter = line.counter
    if not words and view.form.counter is not None:  # `Tổng số` in the column of running numbers
        counter, words = "", view.text(line.cells[view.form.counter])
    style, words = view.labels.counted_off(counter, words)
    has_lead, words = view.labels.without_lead(words)
    if has_lead:
        inner, words = view.labels.counted_off("", words)
        style = inner or "-"
    return words, style, has_lead


def _code(view: View, line: Line) -> str:
    """What formulas call a row: its line code, else what counts it."""
    codes = [view.folded(line.cells[at]) for at in view.form.codes]
    return codes[0] if codes else line.counter.strip(".) ")


def _corner(view: View) -> str:
    heads = [view.folded(row[at]) for row in view.form.head for at in view.form.names if row[at][0] < row[at][1]]
    return heads[-1] if len(set(heads)) == 1 else ""


def _unit(view: View, line: Line, before: Unit | None) -> Unit | None:
    """What the column of units says; a ditto mark, or in front of a part nothing, says the one above again."""
    if view.form.unit is None:
        return None
    said = view.folded(line.cells[view.form.unit])
    if not said or view.labels.is_ditto(said):
        return before
    return view.labels.unit(said) or Unit(Kind.COUNT, said)  # that it is a unit, the head says


def category_of(name: Name) -> str | None:
    """What sets a row apart from the others: its name or time, that of its section where it has none, not the total."""
    if name.label.is_total:
        return name.above[-1].words if name.above else None
    if name.is_generic and name.above:
        return name.above[-1].words
    return name.label.words or name.label.time_words or None
