"""Tables flattened to lines → their cells, by the shape of the lines alone; what the cells say is for `tables`.

Three shapes: cells between tabs or bars; a row a line, its numbers last, between blanks; a cell a line.
Where the lines are a table but its header does not fit its rows, the table has no header, and is not read.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.grid.found import Grid, Strip
from vkstats.grid.marked import separated
from vkstats.grid.rows import rowed
from vkstats.grid.stacked import stacked

__all__ = ["Grid", "find"]


def find(lines: Sequence[Strip], text: str, times: frozenset[str]) -> list[Grid]:
    """The tables among the `lines` of a `text`, in order; their stretches point into the text.

    `times` are the words behind which a number is no value: `Tháng 1`.
    """
    grids: list[Grid] = []
    if "\t" in text or "|" in text:
        grids += separated(lines, text)
    grids += list(rowed(lines, _free(grids, len(lines)), times))
    grids += list(stacked(lines, _free(grids, len(lines))))
    return sorted(grids, key=lambda grid: grid.first)


def _free(grids: Sequence[Grid], count: int) -> list[bool]:
    """Which lines no table has yet."""
    free = [True] * count
    for grid in grids:
        free[grid.first : grid.last] = [False] * (grid.last - grid.first)
    return free
