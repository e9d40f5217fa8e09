"""How the cells of a table hang together: changes and shares with their levels, parts with their totals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from vkstats.model import Kind, Relation, Role
from vkstats.tables.cells import Cell, Cells
from vkstats.tables.comparisons import near
from vkstats.tables.head import Column, Name
from vkstats.tables.view import View
from vkstats.values.calendar import span

_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_LINKS: Mapping[Role, Relation] = {Role.CHANGE: Relation.CHANGE_OF, Role.SHARE: Relation.SHARE_OF}


def linked(view: View, columns: Sequence[Column], rows: Sequence[Cells], names: Sequence[Name]) -> list[Cells]:
    """The cells of all rows, each with the cell it belongs to, if to any."""
    found = [_with_levels(row, columns) for row in rows]
    totals = [number for number, name in enumerate(names) if name.label.is_total]
    if len(totals) != 1:
        return found
    total = totals[0]
    found[total] = whole = _dated(view, found[total], [*names[:total], *names[total + 1 :]])
    found = [row if row is whole else _with_total(row, whole, view.labels.not_summed) for row in found]
    for column in columns:
        found = _with_shares(found, whole, column.at)
    return found


def _with_levels(row: Cells, columns: Sequence[Column]) -> Cells:
    """A row with its changes and shares of the column they are of."""
    levels = {
        column.at: row[column.level][0].start
        for column in columns
        if column.level is not None and row.get(column.level)
    }
    return {
        at: [
            replace(cell, relation=_LINKS[cell.role], parent=levels[at])
            if at in levels and cell.role in _LINKS
            else cell
            for cell in cells
        ]
        for at, cells in row.items()
    }


def _with_total(row: Cells, total: Cells, not_summed: Collection[str]) -> Cells:
    """A row with its levels as parts of those of the total."""
    return {
        at: [_part(cell, next(iter(total.get(at, ())), None), not_summed) for cell in cells]
        for at, cells in row.items()
    }


def _part(cell: Cell, whole: Cell | None, not_summed: Collection[str]) -> Cell:
    if whole is None or whole.amount.kind not in _SUMMED or whole.amount.unit in not_summed:
        return cell
    is_level = cell.role is whole.role is Role.LEVEL
    is_part = is_level and cell.amount.unit == whole.amount.unit and 0 <= cell.amount.value <= whole.amount.value
    return replace(cell, relation=Relation.PART_OF, parent=whole.start) if is_part else cell


def _with_shares(rows: Sequence[Cells], total: Cells, at: int) -> list[Cells]:
    """Rates are shares of the one column whose total they divide, by the arithmetic of every row."""
    first = {column: cells[0] for column, cells in total.items() if cells}
    wholes = {column: cell for column, cell in first.items() if cell.amount.kind in _SUMMED and cell.amount.value}
    rates = [row for row in rows if _is_rate(row, at)]
    fitting = [
        column
        for column, whole in wholes.items()
        if all(
            row.get(column) and near(row[at][0].amount.value, row[column][0].amount.value / whole.amount.value * 100)
            for row in rates
        )
    ]
    if len(fitting) != 1:
        return list(rows)
    return [_with_share(row, at, fitting[0]) for row in rows]


def _with_share(row: Cells, at: int, of: int) -> Cells:
    if not _is_rate(row, at):
        return row
    rate, *others = row[at]
    return {**row, at: [replace(rate, relation=Relation.SHARE_OF, parent=row[of][0].start), *others]}


def _is_rate(row: Cells, at: int) -> bool:
    return bool(row.get(at)) and row[at][0].role is Role.SHARE


def _dated(view: View, total: Cells, names: Sequence[Name]) -> Cells:
    """A total below rows of times covers them all."""
    known = [time for name in names if (time := name.interval) and time.start and time.end]
    if not known or len(known) < len(names):
        return total
    ordered = sorted(known, key=lambda time: str(time.start))
    period = view.times.iso(span(ordered[0], ordered[-1]))
    return {at: [replace(cell, period=period) for cell in cells] for at, cells in total.items()}
