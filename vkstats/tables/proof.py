"""The arithmetic of a table: totals that are the sum of rows or columns, columns that are a difference or a quotient.

What adds up proves that the cells were put together right; a total that does not leaves them in doubt. All searches
are over pairs of columns and linear in the rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

_CLOSE = Decimal("0.11")  # percentage points by which a rounded rate may miss
_SLACK = Decimal("0.0005")  # of a sum of rounded numbers
_MOST_COLUMNS = 14  # among which pairs are looked for
_FORMULA = re.compile(r"\(\w+ ?= ?(\w+(?: ?\+ ?\w+)+)\)")

Values = Sequence[Decimal | None]  # of a column, row by row


@dataclass(frozen=True, slots=True)
class Pair:
    """A column that compares two others in every row: `sort` is `difference`, `growth`, `index` or `share`."""

    sort: str
    now: int
    before: int


def near(said: Decimal, true: Decimal) -> bool:
    """Whether a rate is the true one, rounded."""
    return abs(said - true) <= _CLOSE


def adds_up(total: Decimal, parts: Sequence[Decimal | None]) -> bool:
    """Whether a total is the sum of its parts, each of which may be rounded."""
    known = [part for part in parts if part is not None]
    miss = abs(total - sum(known, Decimal(0)))
    if all(value == value.to_integral_value() for value in (total, *known)):
        return not miss
    return miss <= max(abs(total) * _SLACK, Decimal("0.06") * len(known))


def compared(columns: Mapping[int, Values], column: int, candidates: Sequence[int]) -> Pair | None:
    """The two columns that a column compares, where the rows leave no doubt; later columns are tried first."""
    near_by = sorted(candidates, key=lambda at: abs(at - column))[:_MOST_COLUMNS]
    found = [
        Pair(sort, now, before)
        for now, before in permutations(sorted(near_by), 2)
        if (sort := _sort(columns[column], columns[now], columns[before]))
    ]
    return found[0] if len(found) == 1 else None


def _sort(said: Values, now: Values, before: Values) -> str | None:
    rows = [
        (a, b, c)
        for a, b, c in zip(said, now, before, strict=True)
        if a is not None and b is not None and c is not None
    ]
    if len(rows) < 2 or not any(a for a, _, _ in rows):
        return None
    if all(a == b - c for a, b, c in rows) and len({(b, c) for _, b, c in rows}) > 1:
        return "difference"
    rated = [(a, b, c) for a, b, c in rows if c]
    if len(rated) < 2:
        return None
    if all(near(a, (b / c - 1) * 100) for a, b, c in rated):
        return "growth"
    if all(near(a, b / c * 100) for a, b, c in rated):
        return "index"
    return None


def formula(written: str) -> list[str]:
    """The terms of the sum that a label says in brackets: `(m4 = m1 + m3)`."""
    match = _FORMULA.search(written)
    return [term.strip().lower() for term in match[1].split("+")] if match else []
