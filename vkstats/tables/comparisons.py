"""Columns of comparisons: which columns they compare, and whether they are changes, rates or indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from vkstats.model import Kind
from vkstats.tables.head import Column
from vkstats.tables.view import View
from vkstats.text import fold

_LEAST_INDEX = 50  # percent: `bằng 109,9% cùng kỳ` is an index; a change is hardly so great in every row
_CLOSE = Decimal("0.11")  # percentage points by which a rounded rate may miss


def is_timed(columns: Sequence[Column]) -> bool:
    """Whether the columns are times."""
    return any(column.label.time and not column.label.change for column in columns)


def compared(view: View, columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """The columns, those of comparisons with the columns that they compare; and those that stay unclear."""
    timed = is_timed(columns)
    kept: list[Column] = []
    unclear: list[Column] = []
    for said in columns:
        if not said.label.change:
            is_signed = said.label.unit and said.label.unit.kind is Kind.PERCENT and view.is_signed(said.at)
            label = replace(said.label, change="both") if is_signed else said.label
            kept.append(replace(said, label=label))  # a rate below zero is a change: `Lạm phát (%)`
            continue
        column = _comparing(view, said, kept, timed=timed)
        sort = _sort_of(view, column)
        is_bare = column.level is None and not timed and view.labels.is_change(fold(column.label.words))
        if sort is None or is_bare:  # a change of what?
            unclear.append(column)
        else:
            kept.append(replace(column, label=replace(column.label, change=sort)))
    return kept, unclear


def near(said: Decimal, true: Decimal) -> bool:
    """Whether a rate is the true one, rounded."""
    return abs(said - true) <= _CLOSE


def _comparing(view: View, column: Column, kept: Sequence[Column], *, timed: bool) -> Column:
    """A comparison with the column of its level, and of two times with the earlier one."""
    levels = [
        other for other in kept if not other.label.change and not other.label.is_rate and other.label.status != "target"
    ]
    if not timed:
        return replace(column, level=levels[-1].at) if levels else column
    dated = [other for other in levels if other.label.time]
    ends = {other.at: interval.end for other in dated if (interval := view.resolve(other.label.time))}
    known = {str(end): at for at, end in ends.items() if end}
    if not known or len(known) < len(dated):
        return column  # a time that is not known, or several columns of one time
    *before, (_, level) = sorted(known.items())
    earlier = next(other for other in dated if other.at == before[0][1]) if len(before) == 1 else None
    return replace(column, level=level, earlier=earlier)


def _sort_of(view: View, column: Column) -> str | None:
    """What a comparison is: `both`, `up`, `down` for a change, `index` for the rate of the level to the base.

    `So với cùng kỳ (%)` may be either; the signs or the arithmetic of the rows tell which. None where they do not.
    """
    label, rows = column.label, view.filled(column.at)
    is_rate = (label.unit is not None and label.unit.kind is Kind.PERCENT) or all(
        "%" in view.folded(row.cells[column.at]) for row in rows
    )
    if label.is_rate and not is_rate:
        return None
    if label.change != "against":
        return label.change
    if view.is_signed(column.at):
        return "both"
    if column.level is None or column.earlier is None:
        values = [view.value(row.cells[column.at]) for row in rows]
        is_index = is_rate and all(value is None or value >= _LEAST_INDEX for value in values)
        return "index" if is_index else None
    triples = [[view.value(row.cells[at]) for at in (column.earlier.at, column.level, column.at)] for row in rows]
    known = [(old, new, said) for old, new, said in triples if old and new is not None and said is not None]
    if known and all(near(said, (new / old - 1) * 100 if is_rate else new - old) for old, new, said in known):
        return "both"
    if known and is_rate and all(near(said, new / old * 100) for old, new, said in known):
        return "index"
    return None
