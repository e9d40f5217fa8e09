"""What is found of a table among lines, and what is asked of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vkstats.model import Row, Stretch
from vkstats.shapes import is_year

FEWEST_ROWS = 2
FEWEST_UNREAD = 3  # rows of bare numbers that are a table though no header tells of what


class Strip(Protocol):
    """A line that is not blank, without the space around it."""

    @property
    def start(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def folded(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines `first:last` are a table; without a `header`, its rows are not aligned with any."""

    first: int
    last: int
    header: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()


def are_years(cells: Sequence[str], fewest: int = 2) -> bool:
    """Whether the cells are the years of a header: all of them, in order."""
    if len(cells) < fewest or not all(map(is_year, cells)):
        return False
    years = list(map(int, cells))
    return years in (sorted(set(years)), sorted(set(years), reverse=True))


def moved(stretches: Sequence[Stretch], by: int) -> tuple[Stretch, ...]:
    """The stretches of a line as those of the text, which the line begins `by` into."""
    return tuple((start + by, end + by) for start, end in stretches)
