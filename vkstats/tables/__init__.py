"""Tables → figures, a cell each: item and unit from the column's label, time or name from the row, or the other way.

A table is read as a whole: where a column of numbers has no unit, or its labels do not say what they are of,
none of it is, and the table is told. Only a column of comparisons may be left out alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.model import Article, Table, Warning
from vkstats.packs import RuleSet
from vkstats.tables.cells import Cell, CellReader
from vkstats.tables.comparisons import compared, is_timed
from vkstats.tables.head import columns_of, name_of
from vkstats.tables.labels import labels_of
from vkstats.tables.sums import linked
from vkstats.tables.view import Times, UnreadableError, View

__all__ = ["Cell", "read_table"]

_MOST_COLUMNS = 100


def read_table(
    article: Article, table: Table, times: Times, rules: RuleSet
) -> tuple[Sequence[Cell], Sequence[Warning]]:
    """The figures of a table in reading order, and what of it could not be read."""
    try:
        return _read(View(article, table, labels_of(rules), times))
    except UnreadableError:
        return (), (Warning("unread-table", table.start, table.end),)


def _read(view: View) -> tuple[Sequence[Cell], Sequence[Warning]]:
    table = view.table
    if not table.header or len(table.header[-1].cells) > _MOST_COLUMNS or not view.is_anchored:
        raise UnreadableError
    columns = columns_of(view)
    names = [name_of(view, row) for row in table.rows]
    kept, unclear = compared(view, columns)
    reader = CellReader(view, kept, timed=is_timed(columns))
    rows = [reader.row(row, name) for row, name in zip(table.rows, names, strict=True)]
    cells = [cell for row in linked(view, kept, rows, names) for found in row.values() for cell in found]
    if not cells:
        raise UnreadableError
    warnings = [*(Warning("unread-column", *column.stretch) for column in unclear), *reader.warnings, *_doubts(cells)]
    return sorted(cells, key=lambda cell: cell.start), warnings


def _doubts(cells: Sequence[Cell]) -> list[Warning]:
    """The numbers that have another reading."""
    amounts = [cell.amount for cell in cells if cell.amount.doubt]
    return [
        Warning("doubtful-number", amount.start, amount.number_end, (("reading", amount.doubt or ""),))
        for amount in amounts
    ]
