"""How the cells of a table hang together: changes and shares with their levels, parts with their totals.

A row is a part of the row that it stands below by its counter or by `Trong đó`, else of the total; where the numbers
do not add up, the parts are doubtful.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vkstats.model import Kind, Relation, Role
from vkstats.tables.cells import Cell, Cells
from vkstats.tables.head import Column, Name
from vkstats.tables.proof import adds_up, formula, near
from vkstats.tables.view import View
from vkstats.values.calendar import span

_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_LINKS: Mapping[Role, Relation] = {Role.CHANGE: Relation.CHANGE_OF, Role.SHARE: Relation.SHARE_OF}


@dataclass(frozen=True, slots=True)
class Linked:
    """The cells of all rows, each with the cell it belongs to; how many totals add up, and how many do not."""

    cells: tuple[Cell, ...]
    proved: int
    missed: int
    doubtful: frozenset[int] = frozenset()  # the columns whose total does not add up


def linked(view: View, columns: Sequence[Column], rows: Sequence[Cells], names: Sequence[Name]) -> Linked:
    """The cells of all rows, each with the cell it belongs to, if to any."""
    found = [_with_levels(row, columns) for row in rows]
    wholes = _wholes(view, columns, names)
    sums = [
        (column.at, fits)
        for number, parts in _members(wholes)
        for column in columns
        if (fits := _sum(view, column, number, parts)) or (fits is not None and names[number].label.is_total)
    ]  # under a row that is no total need not stand all its parts
    proved, missed = sum(fits for _, fits in sums), sum(not fits for _, fits in sums)
    totals = [number for number, name in enumerate(names) if _is_total(name)]
    total = next((number for number in totals if not names[number].depth), None)
    if total is not None and len(totals) == 1:
        found[total] = _dated(view, found[total], [*names[:total], *names[total + 1 :]])
    for number, whole in wholes.items():
        found[number] = _with_total(found[number], found[whole], view.labels.not_summed)
    if total is not None:
        for column in columns:
            found = _with_shares(found, found[total], column.at)
    doubtful = frozenset(at for at, fits in sums if not fits)
    cells = [_doubted(cell) if at in doubtful else cell for row in found for at, said in row.items() for cell in said]
    return Linked(tuple(cells), proved, missed, doubtful)


def _doubted(cell: Cell) -> Cell:
    """A cell of a column whose total does not add up."""
    return replace(cell, doubt=("value", "item"))


def _wholes(view: View, columns: Sequence[Column], names: Sequence[Name]) -> dict[int, int]:
    """For rows that are parts, the row that they are parts of."""
    totals = {number: None for number, name in enumerate(names) if _is_total(name)}
    wholes: dict[int, int] = {}
    stated = _stated(view, columns, names)
    open_: list[int] = []
    for number, name in enumerate(names):
        while open_ and names[open_[-1]].depth >= name.depth and not name.has_lead:
            open_.pop()
        if open_ and open_[-1] not in totals and number not in totals:
            wholes[number] = open_[-1]
        open_.append(number)
    wholes |= stated
    if len(totals) == 1:
        total = next(iter(totals))
        wholes |= dict.fromkeys((n for n in range(len(names)) if n not in wholes and n != total), total)
    elif totals:
        wholes |= _sections(view, columns, names, list(totals))
    return wholes


def _is_total(name: Name) -> bool:
    """Whether a row is of all rows, and not of those alone that its formula names."""
    return name.label.is_total and not formula(name.written)


def _stated(view: View, columns: Sequence[Column], names: Sequence[Name]) -> dict[int, int]:
    """The parts of rows that a formula says to be their sum, where the numbers bear it out: `m4 = m1 + m3`."""
    found: dict[int, int] = {}
    codes = {name.code: number for number, name in reversed(list(enumerate(names))) if name.code}
    for number, name in enumerate(names):
        terms = formula(name.written)
        members = [_called(codes, len(names), term) for term in terms]
        parts = [at for at in members if at is not None]
        if len(parts) < 2 or len(parts) < len(terms) or number in parts:
            continue
        sums = [view.values(column.at) for column in columns]
        if all(adds_up(values[number] or Decimal(0), [values[part] for part in parts]) for values in sums):
            found |= dict.fromkeys(parts, number)
    return found


def _called(codes: Mapping[str, int], rows: int, term: str) -> int | None:
    """The row that a term of a formula calls by its code, or by its place (`m2` is the second)."""
    bare = term.lstrip("m")
    number = min((codes[said] for said in (term, bare) if said in codes), default=None)
    if number is None and bare.isdigit():
        number = int(bare) - 1
    return number if number is not None and 0 <= number < rows else None


def _sections(view: View, columns: Sequence[Column], names: Sequence[Name], totals: Sequence[int]) -> dict[int, int]:
    """Several totals are each of the rows above up to the one before, or below up to the next, as the numbers say."""
    at = columns[0].at
    values = view.values(at)
    below = dict(zip(totals, [*totals[1:], len(names)], strict=True))
    above = dict(zip(totals, [-1, *totals[:-1]], strict=True))
    found: dict[int, int] = {}
    for total in totals:
        sides = (range(above[total] + 1, total), range(total + 1, below[total]))
        fitting = [
            side for side in sides if len(side) > 1 and adds_up(values[total] or Decimal(0), [values[n] for n in side])
        ]
        if len(fitting) == 1:
            found |= dict.fromkeys(fitting[0], total)
    return found


def _members(wholes: Mapping[int, int]) -> list[tuple[int, list[int]]]:
    members: dict[int, list[int]] = {}
    for number, whole in wholes.items():
        members.setdefault(whole, []).append(number)
    return list(members.items())


def _sum(view: View, column: Column, whole: int, parts: Sequence[int]) -> bool | None:
    """Whether the parts add up in a column; None where they need not."""
    unit = column.label.unit
    if column.label.change or column.label.is_rate or (unit and unit.kind not in _SUMMED) or len(parts) < 2:
        return None
    values = view.values(column.at)
    total = values[whole]
    return None if total is None else adds_up(total, [values[part] for part in parts])


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
    if not _is_rate(row, at) or row[at][0].parent is not None:
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
