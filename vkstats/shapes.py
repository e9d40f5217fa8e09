"""What is told by its shape alone, one recogniser each: numbers, years, list markers, closing marks, days and clocks.

The patterns are for folded text and have no words of any language; what must be found whole is asked by a function.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Digits with points and commas in any order: which of them are decimal is read later.
DIGITS = r"\d+(?:[.,]\d+)*"
# A number as it stands in a cell; `0912` begins a telephone number.
NUMBER = rf"[-+]?(?!0\d\d){DIGITS} ?%?"
YEAR = r"(?:19|20)\d\d"
ROMAN = r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"
# At the end of a line, what is said is over, or a list follows.
CLOSING = (".", "!", "?", "…", ":", ";")
# No label of a table ends so: a sentence does, or a part of one.
NO_LABEL_ENDS = (".", ";", ":", ",", "!", "?")
# Bullets; numbers `1.`, `1/`, `1.1.`, `1.1`, `(1)`; letters `a)`, `a.`; a sign before a digit is no bullet, nor is
# `**`, which sets words off.
MARKER = (
    r"(?:[-+](?!\d)|\*(?![*\d])|[•●○▪■□♦➢➤✓·]|\((?:\d{1,2}|[a-zđ])\)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?(?= )|\d{1,2}[.)/](?= |[^\W\d])"
    rf"|[a-zđ]\)(?= |\w)|[a-zđ][./](?= )|{ROMAN}[./)](?= |[^\W\d]))"
)
ISO_DAY = r"(\d{4})-(\d{2})-(\d{2})"
NUMERIC_DAY = r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})"
# Hour, minute, second, and `a` or `p` of AM and PM.
CLOCK = r"(\d{1,2}) ?[:hg] ?(\d{2})(?: ?: ?(\d{2}))?(?: ?([ap])m\b)?"

_BLANK = r"-|…|\.\.\.?"
_VALUE = re.compile(rf"{NUMBER}(?: ?[(/] ?{NUMBER}\)?)?|{_BLANK}")
_ENTRY = re.compile(r"\(?[-+]?\d[\d.,]*(?: ?/ ?\d[\d.,]*)? ?%?\)?")
_FIGURES = frozenset("0123456789.,%-–+()/ \xa0…")
_YEAR = re.compile(YEAR)
# What official forms put below a head to number its columns: `A`, `1`, `(2)`, `3=1+2`
_COLUMN_NUMBER = re.compile(r"\(?(?:[A-Za-z]|(\d{1,3})\)?(?: ?[=:] ?[\d+\-*/:x() ]+)?)\)?")


def is_value(cell: str) -> bool:
    """Whether a folded cell of a table in lines stands in a column of numbers: one, two of them, or a mark for none."""
    return _VALUE.fullmatch(cell) is not None


def is_entry(cell: str) -> bool:
    """Whether a cell of a sheet is a number; no mark for none counts here, and brackets do, which accounts write."""
    return _ENTRY.fullmatch(cell) is not None


def is_figures(cell: str) -> bool:
    """Whether there is nothing but digits and their marks in a cell as written: enough where most cells must be so."""
    return set(cell) <= _FIGURES


def is_year(cell: str) -> bool:
    """Whether a cell is a year: numbers between 1900 and 2099 that stand where labels do are taken for one."""
    return _YEAR.fullmatch(cell) is not None


def numbers_columns(cells: Sequence[str]) -> bool:
    """Whether the cells number the columns of a form, letters first: `A`, `1`, `(2)`, `3=1+2`; without the blanks."""
    found = [_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in cells if cell.strip()]
    numbers = [int(match[1]) for match in found if match and match[1]]
    is_ordered = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 3
    return all(found) and is_ordered and not any(match and match[1] for match in found[: len(found) - len(numbers)])


def are_years(cells: Sequence[str], fewest: int = 2) -> bool:
    """Whether the cells are the years of a head: all of them, in order."""
    if len(cells) < fewest or not all(map(is_year, cells)):
        return False
    years = list(map(int, cells))
    return years in (sorted(set(years)), sorted(set(years), reverse=True))
