"""What is found of a table among lines, and what is asked of lines and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from vkstats.model import Grid, Stretch

FEWEST_ROWS = 2
FEWEST_UNREAD = 3  # rows of bare numbers that are a table though no head tells of what
MOST_READINGS = 16  # of one block; they are tried in the order of what is likely
COUNTER = re.compile(r"(?:\d{1,5}|[ivx]{1,4}|[a-zđ]|\d{1,2}(?:\.\d{1,2})+)[.)]?")

Cells = tuple[Stretch, ...]


class Strip(Protocol):
    """A line that is not blank, without the space around it."""

    @property
    def start(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def indent(self) -> int: ...  # the column where it begins
    @property
    def after_blank(self) -> bool: ...


class LabelWords(Protocol):
    """The words by which the labels and units of tables are known, as patterns on folded text."""

    @property
    def times(self) -> frozenset[str]: ...  # behind them a number is no value: `Tháng 1`
    @property
    def label(self) -> re.Pattern[str]: ...  # how a label begins
    @property
    def counts(self) -> re.Pattern[str]: ...  # a word in front of what is counted, a whole label no more
    @property
    def status(self) -> re.Pattern[str]: ...  # a word in front of a year: `Sơ bộ 2022`
    @property
    def counting(self) -> re.Pattern[str]: ...  # what is counted, anywhere in a line: `số vụ`
    @property
    def corner(self) -> re.Pattern[str]: ...  # a whole label over running numbers or names
    @property
    def unit(self) -> re.Pattern[str]: ...  # a unit at the end
    @property
    def stated(self) -> re.Pattern[str]: ...  # a word in front of the unit of a whole table: `Đơn vị tính: …`
    @property
    def numbered(self) -> re.Pattern[str]: ...  # a word at the end of a name behind which its number stands: `Phòng 1`
    @property
    def ditto(self) -> re.Pattern[str]: ...  # a mark at the end for the unit above


@dataclass(frozen=True, slots=True)
class Found:
    """The lines `first:last` are a table; without readings, it is one whose head fits no rows."""

    first: int
    last: int
    readings: tuple[Grid, ...] = ()


def counts_up(counters: Sequence[str]) -> bool:
    """Whether running numbers follow each other: by one, or from one again, as lists in a text do at every item."""
    numbers = [int(said) for counter in counters if (said := counter.strip(".) ")).isdigit()]
    return all(below in (above + 1, 1) for above, below in pairwise(numbers))


def moved(stretches: Sequence[Stretch], by: int) -> Cells:
    """The stretches of a line as those of the text, which the line begins `by` into."""
    return tuple((start + by, end + by) for start, end in stretches)


def whole(line: Strip) -> Stretch:
    """The stretch of a line."""
    return line.start, line.start + len(line.text)
