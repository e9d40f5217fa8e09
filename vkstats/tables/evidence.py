"""What speaks for a reading of a table: named features, each with what it adds to the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vkstats.model import Kind
from vkstats.tables.head import Column
from vkstats.tables.sums import Linked
from vkstats.tables.view import View

_WEIGHTS = {
    "given": 100,  # the format gives the cells
    "sum": 6,  # a total that is the sum of its parts
    "no-sum": -4,
    "comparison": 5,  # a column that is the difference or the quotient of two others
    "corner": 3,  # a known label over the names
    "no-corner": -2,  # a head that says nothing over the names
    "counter": 2,  # a known label over running numbers
    "known": 2,  # a column whose label begins as labels do
    "unknown": -2,
    "twin": -3,  # a column of which the head says what it says of another
    "fraction": -5,  # a column of counts with a number that is not whole
    "left": -1,  # a line of the block without a cell
}

_PROOFS = {"given": "format", "sum": "sum", "comparison": "comparison"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often each feature is there, and what they add up to."""

    features: tuple[tuple[str, int], ...]
    sum: int

    @property
    def parts(self) -> list[tuple[str, int]]:
        """What each feature adds to the sum."""
        return [(name, _WEIGHTS[name] * count) for name, count in self.features]

    @property
    def proof(self) -> str:
        """What confirms the reading: the format, arithmetic, else its labels."""
        found = [_PROOFS[name] for name, _ in self.features if name in _PROOFS]
        return " ".join(found) or "labels"


def weigh(view: View, columns: Sequence[Column], unread: Sequence[Column], links: Linked | None) -> Evidence:
    """The evidence for a reading with these columns."""
    form, labels = view.form, view.labels
    heads = [view.folded(row[at]) for row in form.head for at in form.names if row[at][0] < row[at][1]]
    counters = [view.folded(row[form.counter]) for row in form.head] if form.counter is not None else []
    known = sum(
        bool(c.label.unit or c.label.noun or c.label.time or c.label.change or c.label.is_total or c.label.status)
        for c in columns
    )
    counts = {
        "given": int(view.is_given),
        "sum": links.proved if links else 0,
        "no-sum": links.missed if links else 0,
        "comparison": sum(column.earlier is not None for column in columns),
        "corner": int(any(map(labels.is_corner, heads))),
        "no-corner": int(bool(form.head) and not heads),
        "counter": int(any(map(labels.is_number, counters))),
        "known": known,
        "unknown": len(columns) - known + len(unread),
        "twin": len(columns) - len({(c.label.words, c.label.time, c.label.unit, c.label.year) for c in columns}),
        "fraction": sum(_is_broken(view, column) for column in columns),
        "left": view.grid.left,
    }
    features = tuple((name, count) for name, count in counts.items() if count)
    return Evidence(features, sum(_WEIGHTS[name] * count for name, count in features))


def _is_broken(view: View, column: Column) -> bool:
    unit = column.label.unit or column.label.noun
    if unit is None or unit.kind is not Kind.COUNT or unit.scale != 1 or "/" in unit.name or column.label.change:
        return False
    return any(value is not None and value % 1 for value in view.values(column.at))
