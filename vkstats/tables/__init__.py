"""Tables → figures, a cell each: item and unit from the column's label, time or name from the row, or the other way.

A table that the format gives is read as it stands. Of one that was put together from lines, every reading is tried,
and the one with the most evidence wins; where none can be read, no number of it is, and the table is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vkstats.model import Article, Table, TableRecord, Warning
from vkstats.packs import RuleSet
from vkstats.tables.cells import Cell, CellReader
from vkstats.tables.comparisons import compared, is_timed
from vkstats.tables.evidence import Evidence, weigh
from vkstats.tables.head import columns_of, names_of
from vkstats.tables.labels import labels_of
from vkstats.tables.sums import linked
from vkstats.tables.view import Times, UnreadableError, View

__all__ = ["Cell", "Reading", "read_table", "table_record"]

_MOST_COLUMNS = 100
_CLEAR = 2  # by how much evidence has to be more than that of another reading


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a table: its figures in reading order, what could not be read, and how the cells were found."""

    cells: tuple[Cell, ...]
    warnings: tuple[Warning, ...]
    view: View | None = None
    evidence: Evidence | None = None
    rival: Evidence | None = None  # of the best reading that says something else


def read_table(article: Article, table: Table, times: Times, rules: RuleSet) -> Reading:
    """The reading of a table that its evidence speaks for."""
    readings = []
    for grid in table.readings:
        try:
            readings.append(_read(View(article, table, labels_of(rules), times, grid)))
        except UnreadableError:
            continue
    if not readings:
        return Reading((), (Warning("unread-table", table.start, table.end),))
    readings.sort(key=_sum, reverse=True)
    best = readings[0]
    rival = next((other for other in readings[1:] if _said(other) != _said(best)), None)
    if rival is None:
        return best
    best = replace(best, rival=rival.evidence)
    return _doubted(best) if _sum(best) - _sum(rival) < _CLEAR else best


def table_record(reading: Reading) -> TableRecord | None:
    """The grid of a table that was read; None of one that nobody could put together."""
    view, evidence = reading.view, reading.evidence
    if view is None or evidence is None:
        return None
    return TableRecord(
        view.caption,
        view.table.start,
        view.table.end,
        tuple(tuple(map(view.cell, row)) for row in view.form.head),
        tuple(tuple(map(view.cell, line.cells)) for line in view.form.lines),
        view.grid.source,
        evidence.proof,
    )


def _sum(reading: Reading) -> int:
    return reading.evidence.sum if reading.evidence else 0


def _said(reading: Reading) -> list[tuple[int, str | None, str]]:
    return [(cell.start, cell.amount.unit, cell.item) for cell in reading.cells]


def _doubted(reading: Reading) -> Reading:
    cells = tuple(replace(cell, doubt=("unit", "item")) for cell in reading.cells)
    return replace(reading, cells=cells)


def _read(view: View) -> Reading:
    form = view.form
    if len(form.values) > _MOST_COLUMNS or (form.values and not form.rows):
        raise UnreadableError
    if not form.values:
        if form.counter is None:
            raise UnreadableError
        return Reading((), (), view, weigh(view, (), (), None))
    columns = columns_of(view)
    names = names_of(view)
    kept, unclear = compared(view, columns)
    reader = CellReader(view, kept, timed=is_timed(columns))
    kept, unread = reader.readable(names)
    if unread and not view.is_aligned:
        raise UnreadableError
    rows = [reader.row(row, name) for row, name in zip(form.rows, names, strict=True)]
    links = linked(view, kept, rows, names)
    if not links.cells:
        raise UnreadableError
    cells = links.cells if links.proved >= links.missed else _doubtful(links.cells)
    stretches = [column.stretch for column in (*unclear, *unread)]
    warnings = [*(Warning("unread-column", *stretch) for stretch in stretches), *reader.warnings, *_doubts(cells)]
    ordered = tuple(sorted(cells, key=lambda cell: cell.start))
    return Reading(ordered, tuple(warnings), view, weigh(view, kept, [*unread, *unclear], links))


def _doubtful(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a table whose totals do not add up."""
    return tuple(replace(cell, doubt=("value", "item")) for cell in cells)


def _doubts(cells: Sequence[Cell]) -> list[Warning]:
    """The numbers that have another reading."""
    amounts = [cell.amount for cell in cells if cell.amount.doubt]
    return [
        Warning("doubtful-number", amount.start, amount.number_end, (("reading", amount.doubt or ""),))
        for amount in amounts
    ]
