"""Columns of comparisons: which columns they compare, and whether they are changes, rates or indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vkstats.model import Kind
from vkstats.tables.head import Column
from vkstats.tables.proof import Pair, near
from vkstats.tables.proof import compared as compared_by
from vkstats.tables.view import View
from vkstats.text import fold

_LEAST_INDEX = 50  # percent: `bằng 109,9% cùng kỳ` is an index; a change is hardly so great in every row


def is_timed(columns: Sequence[Column]) -> bool:
    """Whether the columns are times."""
    return any(column.label.time and not column.label.change for column in columns)


def compared(view: View, columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """The columns, those of comparisons with the columns that they compare; and those that stay unclear."""
    timed = is_timed(columns)
    by = {column.at: column for column in columns}
    kept: list[Column] = []
    unclear: list[Column] = []
    for said in columns:
        is_percent = said.label.unit is not None and said.label.unit.kind is Kind.PERCENT
        pair = _pair(view, said, columns) if said.label.change or is_percent else None
        if not said.label.change:
            kept.append(_rate(view, said, by[pair.before] if pair else None, pair) if is_percent else said)
            continue
        column = _comparing(view, said, kept, timed=timed)
        if pair:
            column = replace(said, level=pair.now, earlier=by[pair.before])
        sort = _sort_of(view, column)
        is_bare = column.level is None and not timed and view.labels.is_change(fold(column.label.words))
        if sort is None or (is_bare and sort != "index"):  # a change of what?
            unclear.append(column)
        else:
            kept.append(replace(column, label=replace(column.label, change=sort)))
    return kept, unclear


def _rate(view: View, column: Column, before: Column | None, pair: Pair | None) -> Column:
    """A rate with the columns that it divides; one below zero, or that is a growth, is a change: `Lạm phát (%)`."""
    is_change = view.is_signed(column.at) or (pair is not None and pair.sort == "growth")
    label = replace(column.label, change="both") if is_change else column.label
    return replace(column, label=label, level=pair.now if pair else None, earlier=before)


def _pair(view: View, column: Column, columns: Sequence[Column]) -> Pair | None:
    """The columns that the arithmetic of the rows shows to be compared."""
    levels = [other.at for other in columns if not other.label.change and not other.label.is_rate]
    if len(levels) < 2:
        return None
    values = {at: view.values(at) for at in (*levels, column.at)}
    found = compared_by(values, column.at, levels)
    by = {other.at: other.label for other in columns}
    if found and found.sort != "index" and by[found.now].words != by[found.before].words:
        return None  # of two different things: what one is more than the other is no change
    return found


def _comparing(view: View, column: Column, kept: Sequence[Column], *, timed: bool) -> Column:
    """A comparison with the column of its level, and of two times with the earlier one."""
    levels = [
        other for other in kept if not other.label.change and not other.label.is_rate and other.label.status != "target"
    ]
    if not timed:
        named = [other for other in levels if other.label.words == column.label.words]
        return replace(column, level=(named or levels)[-1].at) if levels else column
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
