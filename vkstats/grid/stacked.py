"""Tables of a cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vkstats.grid.found import FEWEST_ROWS, FEWEST_UNREAD, Grid, Strip, are_years
from vkstats.model import Row, Stretch
from vkstats.shapes import NO_LABEL_ENDS, is_value, is_year

_LONGEST_CELL = 80  # characters of a header or a name that stands on a line of its own
_NAMED = re.compile("tn+")


def stacked(lines: Sequence[Strip], free: Sequence[bool]) -> Iterator[Grid]:
    """The tables of names and numbers that each stand on a line of their own."""
    kinds = "".join(_cell_kind(line) if free[n] else "x" for n, line in enumerate(lines))
    at = 0
    while groups := _chain(kinds, at):
        # The header's last labels may look like rows: `2022`, or a label above the first running number.
        tries = (_named_rows(lines, kinds, groups[skipped:]) for skipped in range(3))
        grid = next(filter(None, tries), None) or _dated_rows(lines, kinds, groups[0])
        count = sum(end - start - 1 for start, end in groups)
        if grid is None and len(groups) >= FEWEST_UNREAD and count > len(groups):
            grid = Grid(groups[0][0], groups[-1][1])
        if grid:
            yield grid
        at = groups[-1][1]


def _cell_kind(line: Strip) -> str:
    """`n` a number, `t` the text of a cell, `x` neither; a small letter goes on with the line above."""
    if is_value(line.folded):
        return "n"
    is_cell = len(line.text) <= _LONGEST_CELL and not line.text.endswith(NO_LABEL_ENDS)
    return "t" if is_cell and not line.text[0].islower() else "x"


def _chain(kinds: str, at: int) -> list[Stretch]:
    """The next names with their numbers that follow each other without a break, from line `at` on."""
    groups: list[Stretch] = []
    for match in _NAMED.finditer(kinds, at):
        if groups and match.start() != groups[-1][1]:
            break
        groups.append(match.span())
    return groups


def _whole(line: Strip) -> Stretch:
    return line.start, line.start + len(line.text)


def _named_rows(lines: Sequence[Strip], kinds: str, groups: Sequence[Stretch]) -> Grid | None:
    """Rows of a name and as many numbers each; a running number, if any, stands before the name."""
    if len(groups) < FEWEST_ROWS:
        return None
    width = groups[-1][1] - groups[-1][0] - 1
    extra = [end - start - 1 - width for start, end in groups]
    if not set(extra) <= {0, 1}:
        return None
    first = groups[0][0]
    before = [first - 1 if first and kinds[first - 1] == "n" else None]
    before += [end - 1 if more else None for (_, end), more in zip(groups, extra, strict=True)][:-1]
    said = [lines[n].folded.lstrip("0") for n in before if n is not None]
    if said != [str(n) for n in range(1, len(said) + 1)]:
        return None
    rows = [
        Row(
            tuple(_whole(lines[n]) for n in (number, start) if n is not None),
            tuple(_whole(line) for line in lines[start + 1 : start + 1 + width]),
        )
        for number, (start, _) in zip(before, groups, strict=True)
    ]
    bottom = first if before[0] is None else first - 1  # where the rows begin and the header ends
    if are_years([line.folded for line in lines[first + 1 : first + 1 + width]]):
        bottom, rows = first + 1 + width, rows[1:]
    top = bottom - width
    if not rows or top < 0 or any(kinds[n] != "t" and not is_year(lines[n].folded) for n in range(top, bottom)):
        return None
    leads = 2 if said else 1
    while top and leads and kinds[top - 1] == "t":
        top, leads = top - 1, leads - 1
    above = [_whole(line) for line in lines[top:bottom]]
    header = Row(tuple(above[:-width]), tuple(above[-width:]))
    return Grid(top, groups[-1][1], (header,), tuple(rows))


def _dated_rows(lines: Sequence[Strip], kinds: str, group: Stretch) -> Grid | None:
    """Rows of a year and as many numbers each, below a header that names the column of years."""
    first = group[0] + 1
    years = [n for n in range(first, group[1]) if is_year(lines[n].folded)]
    if len(years) < FEWEST_ROWS or years[0] != first:
        return None
    start = int(lines[first].folded)
    follow = next((n for n in years[1:] if abs(int(lines[n].folded) - start) == 1), None)
    if follow is None:
        return None
    step, width = int(lines[follow].folded) - start, follow - first
    top = first - width
    heads = [lines[n].folded for n in range(first, group[1], width)]
    steady = heads == [str(start + step * n) for n in range(len(heads))]
    if width < 2 or top < 0 or (group[1] - first) % width or not steady or set(kinds[top:first]) != {"t"}:
        return None
    cells = [_whole(line) for line in lines[top : group[1]]]
    rows = [Row(tuple(cells[n : n + 1]), tuple(cells[n + 1 : n + width])) for n in range(0, len(cells), width)]
    return Grid(top, group[1], tuple(rows[:1]), tuple(rows[1:]))
