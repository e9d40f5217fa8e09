"""Lines → the tables among them, each with the ways in which its cells can be put together.

Cells between tabs or bars; a row a line, its numbers last; a cell a line; labels with one number each. What a line
can be is told by its shape and by the words that heads are known by; which reading is right, their labels and
their arithmetic tell in `tables`. Every search is bounded by the width of a table, not by its length.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.grid.found import Found, LabelWords, Strip
from vkstats.grid.labelled import labelled
from vkstats.grid.marked import separated
from vkstats.grid.rows import rowed
from vkstats.grid.stacked import stacked

__all__ = ["Found", "find"]


def find(lines: Sequence[Strip], text: str, words: LabelWords, free: Sequence[bool]) -> list[Found]:
    """The tables among the `free` lines of a `text`, in order; their stretches point into the text."""
    found: list[Found] = []
    if "\t" in text or "|" in text:
        found += separated(lines, free, text)
    found += list(rowed(lines, _left(found, free), words))
    found += list(labelled(lines, _left(found, free), words))
    found += list(stacked(lines, _left(found, free), words))
    return sorted(found, key=lambda table: table.first)


def _left(found: Sequence[Found], free: Sequence[bool]) -> list[bool]:
    """Which lines no table has yet."""
    left = list(free)
    for table in found:
        left[table.first : table.last] = [False] * (table.last - table.first)
    return left
