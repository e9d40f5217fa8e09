"""Tables of a row a line, its numbers last, between blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vkstats.grid.found import FEWEST_ROWS, FEWEST_UNREAD, Grid, Strip, are_years, moved
from vkstats.grid.heads import header_above, parts
from vkstats.model import Row, Stretch
from vkstats.shapes import is_value

_COUNTER = re.compile(r"(\d{1,3})[.)]? +(?=\S)")
_WORD = re.compile(r"\S+")
_TELEPHONE = re.compile(r"0\d\d")
_CELL_ENDS = frozenset("0123456789%)-….")


@dataclass(slots=True)
class _RowLine:
    """A line that ends in numbers: its name, in parts where wide gaps are, and the numbers."""

    lead: list[Stretch]
    cells: list[Stretch]
    is_years: bool


def rowed(lines: Sequence[Strip], free: Sequence[bool], times: frozenset[str]) -> Iterator[Grid]:
    """The tables of lines that end in numbers; behind one of `times` a number is part of a name: `Tháng 1`."""
    rows = [_row_line(line, times) if free[n] else None for n, line in enumerate(lines)]
    at = 0
    while at < len(lines):
        if rows[at] is None:
            at += 1
            continue
        last = at
        members = []
        while last < len(lines):
            row = rows[last]
            if row is not None:
                members.append((last, row))
            elif not (lines[last].text.endswith(":") and last + 1 < len(lines) and rows[last + 1] is not None):
                break  # but `Trong đó:` between two rows
            last += 1
        grid = _rowed_grid(lines, free, members, times)
        if grid:
            yield grid
        at = last


def _row_line(line: Strip, times: frozenset[str]) -> _RowLine | None:
    """The line as a row: a name, then two numbers or more; or a time or a wide gap, then one."""
    folded = line.folded
    if folded[-1] not in _CELL_ENDS or (folded[-1] == "." and not folded.endswith("..")):
        return None
    words = [match.span() for match in _WORD.finditer(folded)]
    cells: list[Stretch] = []
    while words:
        start, end = words.pop()
        if folded[start] == "(" and words:  # `+23 (+14,0%)`
            start = words.pop()[0]
        if _TELEPHONE.match(folded, start):
            return None
        if not is_value(folded[start:end]):
            break
        cells.append((start, end))
    cells.reverse()
    lead_end = cells[0][0] if cells else 0
    lead = folded[:lead_end].rstrip()
    if are_years([folded[start:end] for start, end in cells]):
        return _RowLine(parts(lead), cells, is_years=True)
    if not any(folded[end - 1].isalnum() or folded[end - 1] in "%)" for _, end in cells[bool(not lead) :]):
        return None  # `năm 2021 -`, wrapped
    is_wide = bool(cells) and folded[:lead_end].endswith("  ")
    if len(cells) > 1 and (not lead or lead.split()[-1] in times):
        begin = lead.rfind(" ") + 1 if lead else cells[0][0]
        lead_parts = [*parts(lead[:begin].rstrip()), (begin, cells[0][1])] if lead else [cells[0]]
        return _RowLine(lead_parts, cells[1:], is_years=False)
    if len(cells) > 1 or is_wide:
        return _RowLine(parts(lead), cells, is_years=False)
    return None


def _rowed_grid(
    lines: Sequence[Strip], free: Sequence[bool], members: list[tuple[int, _RowLine]], times: frozenset[str]
) -> Grid | None:
    first, last = members[0][0], members[-1][0] + 1
    header: tuple[Row, ...] = ()
    fewest = FEWEST_ROWS
    if len(members) > 1 and members[0][1].is_years and not members[1][1].is_years:
        (at, years), members, fewest = members[0], members[1:], 1
        header = (Row(moved(years.lead, lines[at].start), moved(years.cells, lines[at].start)),)
    members = _with_numbered_names(lines, members)
    width = len(members[0][1].cells)
    is_even = all(len(row.cells) == width for _, row in members)
    if is_even and header:
        header = header if len(header[0].cells) == width else ()
    elif is_even and first and free[first - 1]:
        header = header_above(lines, free, first, width, times)
        first -= len(header)
    if len(members) < fewest or not header:
        said = [lines[n].folded[slice(*cell)] for n, row in members for cell in row.cells]
        is_bare = len(said) > len(members) and all(cell[-1].isdigit() for cell in said)  # no score `2 - 1`
        return Grid(first, last) if len(members) >= FEWEST_UNREAD and is_bare else None
    rows = [Row(moved(row.lead, lines[n].start), moved(row.cells, lines[n].start)) for n, row in members]
    names = [lines[n].folded[slice(*row.lead[0])] if row.lead else "" for n, row in members]
    return Grid(first, last, header, _numbered(rows, names))


def _with_numbered_names(lines: Sequence[Strip], members: list[tuple[int, _RowLine]]) -> list[tuple[int, _RowLine]]:
    """Rows of one name are told apart by the number behind it, which belongs to the name: `Quận 1`, `Quận 3`."""
    names = [lines[n].folded[slice(*row.lead[-1])] if row.lead else "" for n, row in members]
    shared, count = Counter(names).most_common(1)[0]
    if not shared or count < FEWEST_ROWS:
        return members
    return [
        (n, _RowLine([*row.lead[:-1], (row.lead[-1][0], row.cells[0][1])], row.cells[1:], row.is_years))
        if name == shared and len(row.cells) > 1
        else (n, row)
        for (n, row), name in zip(members, names, strict=True)
    ]


def _numbered(rows: Sequence[Row], folded: Sequence[str]) -> tuple[Row, ...]:
    """The rows with a running number as a part of its own: `1 Huyện A`; `folded` are the names' first parts."""
    counters = [_COUNTER.match(name) for name in folded]
    said = [int(counter[1]) for counter in counters if counter]
    if len(said) < FEWEST_ROWS or said != list(range(said[0], said[0] + len(said))):
        return tuple(rows)
    numbered = []
    for row, counter in zip(rows, counters, strict=True):
        if counter:
            (start, end), *others = row.lead
            split = ((start, start + counter.end(1)), (start + counter.end(), end))
            row = Row((*split, *others), row.cells)  # noqa: PLW2901
        numbered.append(row)
    return tuple(numbered)
