"""Tables whose cells stand between tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vkstats.grid.found import FEWEST_UNREAD, Grid, Strip, are_years
from vkstats.model import Row, Stretch
from vkstats.shapes import is_value

_RULE = re.compile(r"[-:| \t=+]+")


def separated(lines: Sequence[Strip], text: str) -> Iterator[Grid]:
    """The tables of lines that follow each other with the same mark between their cells."""
    at = 0
    while at < len(lines):
        mark = _mark(lines[at])
        last = at + 1
        while mark and last < len(lines) and _mark(lines[last]) == mark:
            last += 1
        grid = _separated_grid(lines[at:last], at, text, mark) if mark else None
        if grid:
            yield grid
        at = last


def _mark(line: Strip) -> str:
    """What stands between the cells of a line, empty where nothing does."""
    return "|" if "|" in line.text else "\t" if "\t" in line.text else ""


def _split(line: Strip, text: str, mark: str) -> list[Stretch]:
    """The cells of a line, empty ones too; bars around the whole line are its frame."""
    first, last = line.start, line.start + len(line.text)
    if mark == "\t":  # an empty cell at either end is no more than space
        first = text.rfind("\n", 0, first) + 1
        break_ = text.find("\n", last)
        last = break_ if break_ >= 0 else len(text)
    cells, start = [], first
    for part in text[first:last].split(mark):
        body = part.strip()
        begin = start + (part.index(body) if body else 0)
        cells.append((begin, begin + len(body)))
        start += len(part) + 1
    if mark == "|" and line.text.startswith(mark):
        cells = cells[1:]
    return cells[:-1] if mark == "|" and line.text.endswith(mark) else cells


def _separated_grid(found: Sequence[Strip], first: int, text: str, mark: str) -> Grid | None:
    last = first + len(found)
    lines = [line for line in found if not _RULE.fullmatch(line.folded)]
    numbers = range(len(lines))
    cells = [_split(line, text, mark) for line in lines]
    said = [
        [line.folded[start - line.start : end - line.start] if start < end else "" for start, end in row]
        for line, row in zip(lines, cells, strict=True)
    ]
    heads = 0
    while heads < len(lines) and _heads([cell for cell in said[heads][1:] if is_value(cell)], heads):
        heads += 1
    body = [n for n in numbers[heads:] if any(map(is_value, said[n][1:]))]
    if not body:  # years alone, more than one row of them: which are the header's is not certain
        years = sum(any(map(is_value, row[1:])) for row in said)
        return Grid(first, last) if years > 1 else None
    width = len(cells[body[0]])
    values = _value_columns([said[n] for n in body])
    for n in numbers[:heads]:
        if len(cells[n]) == width - 1 and values.start == 1:  # the corner is left out
            cells[n].insert(0, (0, 0))
    is_even = all(len(cells[n]) == width for n in numbers)
    if not (is_even and heads and values and len(body) == len(numbers) - heads):
        return Grid(first, last) if len(body) >= FEWEST_UNREAD else None
    rows = [Row(tuple(row[: values.start]), tuple(row[values.start : values.stop])) for row in cells]
    return Grid(first, last, tuple(rows[:heads]), tuple(rows[heads:]))


def _heads(values: Sequence[str], above: int) -> bool:
    """Whether a row with these values, below so many of the header, belongs to it: none, or years."""
    return not values or are_years(values, 2 if above else 1)


def _value_columns(rows: Sequence[Sequence[str]]) -> range:
    """The columns of numbers: those behind the names, up to the remarks at the end; none where text lies between."""
    width = min(map(len, rows))
    numeric = [all(not row[j] or is_value(row[j]) for row in rows) for j in range(width)]
    first = 1
    if not all(numeric):
        first = numeric.index(False)
        while first < width and not numeric[first]:
            first += 1
    last = first
    while last < width and numeric[last]:
        last += 1
    return range(first, last) if not any(numeric[last:]) else range(0)
