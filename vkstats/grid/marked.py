"""Tables whose cells stand between tabs or bars."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vkstats.grid.found import COUNTER, FEWEST_ROWS, FEWEST_UNREAD, Found, Strip
from vkstats.model import Grid, Stretch
from vkstats.shapes import is_value

_AROUND = " \t*_"  # a cell: space, and the emphasis of Markdown
_RULE = re.compile(r"[-:| \t=+]+")


def separated(lines: Sequence[Strip], free: Sequence[bool], text: str) -> Iterator[Found]:
    """The tables of lines that follow each other with the same mark between their cells."""
    at = 0
    while at < len(lines):
        mark = _mark(lines[at]) if free[at] else ""
        last = at + 1
        while mark and last < len(lines) and free[last] and _mark(lines[last]) == mark:
            last += 1
        found = _table(lines[at:last], at, text, mark) if mark else None
        if found:
            yield found
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
        body = part.strip(_AROUND)
        begin = start + (part.index(body) if body else 0)
        cells.append((begin, begin + len(body)))
        start += len(part) + 1
    if mark == "|" and line.text.startswith(mark):
        cells = cells[1:]
    return cells[:-1] if mark == "|" and line.text.endswith(mark) else cells


def _table(found: Sequence[Strip], first: int, text: str, mark: str) -> Found | None:
    """The lines as a table: every row as wide as most; a head may leave its corner out."""
    last = first + len(found)
    lines = [line for line in found if not _RULE.fullmatch(line.folded)]
    cells = [_split(line, text, mark) for line in lines]
    said = [
        [line.folded[start - line.start : end - line.start] if start < end else "" for start, end in row]
        for line, row in zip(lines, cells, strict=True)
    ]
    valued = [n for n, row in enumerate(said) if any(map(is_value, row[1:]))]
    if not valued:  # running numbers alone are of a table all the same: none of them is a figure
        counted = [row for row in said if len(row) > 1 and row[0] and COUNTER.fullmatch(row[0])]
        is_list = mark == "\t" and all(len(row) == len(counted[0]) == 2 for row in counted)  # `1⇥Lúa mì đạt 5 tấn`
        if len(counted) < FEWEST_ROWS or len(counted) * 3 < len(said) * 2 or is_list:
            return None
    width = Counter(len(row) for row in cells).most_common(1)[0][0]
    for row in cells[: valued[0] if valued else 1]:
        if len(row) == width - 1:  # the corner is left out
            row.insert(0, (row[0][0], row[0][0]))
    if width < 2 or any(len(row) != width for row in cells) or len(cells) < FEWEST_ROWS:
        return Found(first, last) if len(valued) >= FEWEST_UNREAD - 1 and width > 1 else None
    return Found(first, last, (Grid(tuple(map(tuple, cells)), source="marks"),))
