"""The header of a table → its columns, and the labels in front of a row → its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vkstats.model import Row, Stretch
from vkstats.shapes import YEAR
from vkstats.tables.labels import Label, Unit
from vkstats.tables.view import UnreadableError, View
from vkstats.text import fold
from vkstats.values.calendar import Interval

_YEAR = re.compile(rf"\b{YEAR}\b")


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
    """What the row's own cells say."""

    label: Label
    unit: Unit | None
    interval: Interval | None


def columns_of(view: View) -> list[Column]:
    """The columns with their labels; a label of an upper row holds for the empty cells to its right.

    Raises:
        UnreadableError: where it is not certain which columns a label is over, or what it says.
    """
    *uppers, last = [[cell if cell[0] < cell[1] else None for cell in row.cells] for row in view.table.header]
    for upper in uppers:
        starts = [at for at, cell in enumerate(upper) if cell] or [1]
        widths = {after - before for before, after in pairwise([*starts, len(upper)])}
        if starts[0] or len(widths) > 1:
            raise UnreadableError  # groups of unlike width
        for at, cell in enumerate(upper):
            upper[at] = cell or upper[at - 1]
    return [
        _column(view, at, [cell for cell in cells if cell]) for at, cells in enumerate(zip(*uppers, last, strict=True))
    ]


def _column(view: View, at: int, cells: Sequence[Stretch]) -> Column:
    """The label of a column: of a header in several rows, the upper labels come last (`Số vụ năm 2020`)."""
    if not cells:
        raise UnreadableError
    label = view.labels.read(view.text(cells[-1]))
    folded = view.folded(cells[-1])
    is_name = view.labels.is_corner(folded) or view.labels.is_number(folded)
    if is_name or _YEAR.search(label.words):  # not aligned; a time that could not be read
        raise UnreadableError
    for upper in map(view.labels.read, map(view.text, cells[:-1])):
        if upper.words or upper.change or (label.time and upper.time):
            raise UnreadableError  # a group of columns that is not just a time or a unit
        label = replace(label, time=label.time or upper.time, unit=label.unit or upper.unit)
    if label.is_aside:
        raise UnreadableError
    return Column(label, at, cells[-1])


def name_of(view: View, row: Row) -> Name:
    """What names a row: its name or time, and its unit where a column tells it.

    Raises:
        UnreadableError: where nothing does, or the header does not fit.
    """
    labels = view.labels
    heads = [view.folded(stretch) for stretch in view.table.header[-1].lead]
    parts = [view.text(stretch) for stretch in row.lead]
    if len(heads) > len(parts) and len(heads) > 1:
        spare = [head for head in heads if not labels.is_number(head)]
        if len(spare) > max(1, len(parts)):
            raise UnreadableError
        heads = spare if len(spare) == len(parts) else []
    unit: Unit | None = None
    if len(heads) == len(parts) > 1:
        for number in range(len(parts) - 1, 0, -1):
            found = labels.unit(parts[number]) if labels.is_unit(heads[number]) else None
            if found:  # `Đơn vị` may also be over the names of bodies
                unit = found
                del parts[number], heads[number]
    if len(parts) > 1 and (not parts[0] or fold(parts[0]).strip(".)").isdigit()):
        parts, heads = parts[1:], heads[1:]
    label = labels.read(" ".join(filter(None, parts)), heads[0] if len(heads) == 1 else "")
    if label.words.isdigit() or not (label.words or label.time or label.is_total):
        raise UnreadableError  # a running number, or a number that nothing tells of
    is_time = label.time is not None and not label.words
    return Name(label, unit or label.unit, view.resolve(label.time) if is_time else None)
