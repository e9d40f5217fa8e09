"""Tables flattened to lines → their cells, by the shape of the lines alone; what the cells say is for the linker.

Three shapes: cells between tabs or bars; a row a line, its numbers last, between blanks; a cell a line.
Where the lines are a table but its header does not fit its rows, the table has no header, and is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from vkstats.model import Row, Stretch

_NUMBER = r"[-+]?(?!0\d\d)\d+(?:[.,]\d+)* ?%?"  # `0912` begins a telephone number
_VALUE = re.compile(rf"{_NUMBER}(?: ?[(/] ?{_NUMBER}\)?)?|-|…|\.\.\.?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTER = re.compile(r"(\d{1,3})[.)]? +(?=\S)")
_WORD = re.compile(r"\S+")
_TELEPHONE = re.compile(r"0\d\d")
_GAP = re.compile(r" {2,}")
_RULE = re.compile(r"[-:| \t=+]+")
_CELL_ENDS = frozenset("0123456789%)-….")
_SENTENCE_ENDS = (".", ";", ":", ",", "!", "?")
# A number right behind one of these is part of the row's name: `Tháng 1`, `Quý 2`, `Năm 2020`.
_COUNTED_TIMES = ("năm", "tháng", "quý", "tuần", "ngày", "kỳ")
_LONGEST_CELL = 80  # characters of a header or a name that stands on a line of its own
_LONGEST_HEADER = 250
_MOST_LEADS = 3  # running number, name and unit
_FEWEST_ROWS = 2
_FEWEST_UNREAD = 3  # rows of bare numbers that are a table though no header tells of what


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


def find(lines: Sequence[Strip], text: str) -> list[Grid]:
    """The tables among the `lines` of a `text`, in order; their stretches point into the text."""
    grids: list[Grid] = []
    if "\t" in text or "|" in text:
        grids += _separated(lines, text)
    for read in (_rowed, _celled):
        grids += list(read(lines, _free(grids, len(lines))))
    return sorted(grids, key=lambda grid: grid.first)


def _free(grids: Sequence[Grid], count: int) -> list[bool]:
    """Which lines no table has yet."""
    free = [True] * count
    for grid in grids:
        free[grid.first : grid.last] = [False] * (grid.last - grid.first)
    return free


def _is_value(cell: str) -> bool:
    return _VALUE.fullmatch(cell) is not None


def _is_year(cell: str) -> bool:
    return _YEAR.fullmatch(cell) is not None


def _are_years(cells: Sequence[str], fewest: int = 2) -> bool:
    """Whether the cells are the years of a header: all of them, in order."""
    if len(cells) < fewest or not all(map(_is_year, cells)):
        return False
    years = list(map(int, cells))
    return years in (sorted(set(years)), sorted(set(years), reverse=True))


def _moved(stretches: Sequence[Stretch], by: int) -> tuple[Stretch, ...]:
    return tuple((start + by, end + by) for start, end in stretches)


# --- cells between tabs or bars --------------------------------------------------------------------------


def _separated(lines: Sequence[Strip], text: str) -> Iterator[Grid]:
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
    while heads < len(lines) and _heads([cell for cell in said[heads][1:] if _is_value(cell)], heads):
        heads += 1
    body = [n for n in numbers[heads:] if any(map(_is_value, said[n][1:]))]
    if not body:  # years alone, more than one row of them: which are the header's is not certain
        years = sum(any(map(_is_value, row[1:])) for row in said)
        return Grid(first, last) if years > 1 else None
    width = len(cells[body[0]])
    values = _value_columns([said[n] for n in body])
    for n in numbers[:heads]:
        if len(cells[n]) == width - 1 and values.start == 1:  # the corner is left out
            cells[n].insert(0, (0, 0))
    is_even = all(len(cells[n]) == width for n in numbers)
    if not (is_even and heads and values and len(body) == len(numbers) - heads):
        return Grid(first, last) if len(body) >= _FEWEST_UNREAD else None
    rows = [Row(tuple(row[: values.start]), tuple(row[values.start : values.stop])) for row in cells]
    return Grid(first, last, tuple(rows[:heads]), tuple(rows[heads:]))


def _heads(values: Sequence[str], above: int) -> bool:
    """Whether a row with these values, below so many of the header, belongs to it: none, or years."""
    return not values or _are_years(values, 2 if above else 1)


def _value_columns(rows: Sequence[Sequence[str]]) -> range:
    """The columns of numbers: those behind the names, up to the remarks at the end; none where text lies between."""
    width = min(map(len, rows))
    is_value = [all(not row[j] or _is_value(row[j]) for row in rows) for j in range(width)]
    first = 1
    if not all(is_value):
        first = is_value.index(False)
        while first < width and not is_value[first]:
            first += 1
    last = first
    while last < width and is_value[last]:
        last += 1
    return range(first, last) if not any(is_value[last:]) else range(0)


# --- a row a line, between blanks --------------------------------------------------------------------------


@dataclass(slots=True)
class _RowLine:
    """A line that ends in numbers: its name, in parts where wide gaps are, and the numbers."""

    lead: list[Stretch]
    cells: list[Stretch]
    is_years: bool


def _rowed(lines: Sequence[Strip], free: Sequence[bool]) -> Iterator[Grid]:
    rows = [_row_line(line) if free[n] else None for n, line in enumerate(lines)]
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
        grid = _rowed_grid(lines, free, members)
        if grid:
            yield grid
        at = last


def _row_line(line: Strip) -> _RowLine | None:
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
        if not _is_value(folded[start:end]):
            break
        cells.append((start, end))
    cells.reverse()
    lead_end = cells[0][0] if cells else 0
    lead = folded[:lead_end].rstrip()
    if _are_years([folded[start:end] for start, end in cells]):
        return _RowLine(_parts(lead), cells, is_years=True)
    if not any(folded[end - 1].isalnum() or folded[end - 1] in "%)" for _, end in cells[bool(not lead) :]):
        return None  # `năm 2021 -`, wrapped
    is_wide = bool(cells) and folded[:lead_end].endswith("  ")
    if len(cells) > 1 and (not lead or lead.split()[-1] in _COUNTED_TIMES):
        begin = lead.rfind(" ") + 1 if lead else cells[0][0]
        parts = [*_parts(lead[:begin].rstrip()), (begin, cells[0][1])] if lead else [cells[0]]
        return _RowLine(parts, cells[1:], is_years=False)
    if len(cells) > 1 or is_wide:
        return _RowLine(_parts(lead), cells, is_years=False)
    return None


def _parts(lead: str) -> list[Stretch]:
    parts, start = [], 0
    for gap in _GAP.finditer(lead):
        parts.append((start, gap.start()))
        start = gap.end()
    return [*parts, (start, len(lead))] if lead else []


def _rowed_grid(lines: Sequence[Strip], free: Sequence[bool], members: list[tuple[int, _RowLine]]) -> Grid | None:
    first, last = members[0][0], members[-1][0] + 1
    header: tuple[Row, ...] = ()
    fewest = _FEWEST_ROWS
    if len(members) > 1 and members[0][1].is_years and not members[1][1].is_years:
        (at, years), members, fewest = members[0], members[1:], 1
        header = (Row(_moved(years.lead, lines[at].start), _moved(years.cells, lines[at].start)),)
    members = _with_numbered_names(lines, members)
    width = len(members[0][1].cells)
    is_even = all(len(row.cells) == width for _, row in members)
    if is_even and header:
        header = header if len(header[0].cells) == width else ()
    elif is_even and first and free[first - 1]:
        header = _headers(lines, free, first, width)
        first -= len(header)
    if len(members) < fewest or not header:
        said = [lines[n].folded[slice(*cell)] for n, row in members for cell in row.cells]
        is_bare = len(said) > len(members) and all(cell[-1].isdigit() for cell in said)  # no score `2 - 1`
        return Grid(first, last) if len(members) >= _FEWEST_UNREAD and is_bare else None
    rows = [Row(_moved(row.lead, lines[n].start), _moved(row.cells, lines[n].start)) for n, row in members]
    names = [lines[n].folded[slice(*row.lead[0])] if row.lead else "" for n, row in members]
    return Grid(first, last, header, _numbered(rows, names))


def _with_numbered_names(lines: Sequence[Strip], members: list[tuple[int, _RowLine]]) -> list[tuple[int, _RowLine]]:
    """Rows of one name are told apart by the number behind it, which belongs to the name: `Quận 1`, `Quận 3`."""
    names = [lines[n].folded[slice(*row.lead[-1])] if row.lead else "" for n, row in members]
    shared, count = Counter(names).most_common(1)[0]
    if not shared or count < _FEWEST_ROWS:
        return members
    return [
        (n, _RowLine([*row.lead[:-1], (row.lead[-1][0], row.cells[0][1])], row.cells[1:], row.is_years))
        if name == shared and len(row.cells) > 1
        else (n, row)
        for (n, row), name in zip(members, names, strict=True)
    ]


def _headers(lines: Sequence[Strip], free: Sequence[bool], first: int, width: int) -> tuple[Row, ...]:
    """The header right above the rows, with the times above it that each hold for a few columns."""
    below = _header(lines[first - 1], width)
    if below is None:
        return ()
    if first > 1 and free[first - 2]:
        line = lines[first - 2]
        above = [] if line.text.endswith(_SENTENCE_ENDS) else _pieces(line)
        if len(above) > 1 and all(any(map(str.isdigit, line.text[start:end])) for start, end in above):
            groups = len(above)
            if width % groups:
                return ()
            spread = [piece for piece in above for _ in range(width // groups)]
            return (Row((), _moved(spread, line.start)), below)
    return (below,)


def _header(line: Strip, width: int) -> Row | None:
    """The line as a header over `width` columns of numbers; None where its labels are not as many."""
    if len(line.text) > _LONGEST_HEADER or line.text.endswith(_SENTENCE_ENDS):
        return None
    pieces = _pieces(line)
    fewest = width if width > 1 else width + 1  # one column alone needs its corner: any short line is one label
    if not fewest <= len(pieces) <= width + _MOST_LEADS:
        return None
    return Row(_moved(pieces[:-width], line.start), _moved(pieces[-width:], line.start))


def _pieces(line: Strip) -> list[Stretch]:
    """The labels of a header: between wide gaps, else each from its capital, sign or year, brackets kept whole."""
    if "  " in line.folded:
        return _parts(line.folded)
    pieces: list[Stretch] = []
    depth = 0
    for match in _WORD.finditer(line.text):
        start, end = match.span()
        word = line.folded[start:end]
        opens = word[0].isdigit() or line.text[start].isupper() or word[0] in "+%"
        follows = bool(pieces) and line.folded[slice(*pieces[-1])] in _COUNTED_TIMES
        if pieces and (depth or not opens or (follows and (word[0].isdigit() or set(word) <= set("ivx")))):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        depth = max(0, depth + word.count("(") - word.count(")"))
    return pieces


def _numbered(rows: Sequence[Row], folded: Sequence[str]) -> tuple[Row, ...]:
    """The rows with a running number as a part of its own: `1 Huyện A`; `folded` are the names' first parts."""
    counters = [_COUNTER.match(name) for name in folded]
    said = [int(counter[1]) for counter in counters if counter]
    if len(said) < _FEWEST_ROWS or said != list(range(said[0], said[0] + len(said))):
        return tuple(rows)
    numbered = []
    for row, counter in zip(rows, counters, strict=True):
        if counter:
            (start, end), *others = row.lead
            split = ((start, start + counter.end(1)), (start + counter.end(), end))
            row = Row((*split, *others), row.cells)  # noqa: PLW2901
        numbered.append(row)
    return tuple(numbered)


# --- a cell a line -----------------------------------------------------------------------------------------


def _celled(lines: Sequence[Strip], free: Sequence[bool]) -> Iterator[Grid]:
    kinds = "".join(_cell_kind(line) if free[n] else "x" for n, line in enumerate(lines))
    at = 0
    while groups := _chain(kinds, at):
        # The header's last labels may look like rows: `2022`, or a label above the first running number.
        tries = (_named_rows(lines, kinds, groups[skipped:]) for skipped in range(3))
        grid = next(filter(None, tries), None) or _dated_rows(lines, kinds, groups[0])
        count = sum(end - start - 1 for start, end in groups)
        if grid is None and len(groups) >= _FEWEST_UNREAD and count > len(groups):
            grid = Grid(groups[0][0], groups[-1][1])
        if grid:
            yield grid
        at = groups[-1][1]


def _cell_kind(line: Strip) -> str:
    """`n` a number, `t` the text of a cell, `x` neither; a small letter goes on with the line above."""
    if _is_value(line.folded):
        return "n"
    is_cell = len(line.text) <= _LONGEST_CELL and not line.text.endswith(_SENTENCE_ENDS)
    return "t" if is_cell and not line.text[0].islower() else "x"


def _chain(kinds: str, at: int) -> list[Stretch]:
    """The next names with their numbers that follow each other without a break, from line `at` on."""
    groups: list[Stretch] = []
    for match in _NAMED.finditer(kinds, at):
        if groups and match.start() != groups[-1][1]:
            break
        groups.append(match.span())
    return groups


_NAMED = re.compile("tn+")


def _whole(line: Strip) -> Stretch:
    return line.start, line.start + len(line.text)


def _named_rows(lines: Sequence[Strip], kinds: str, groups: Sequence[Stretch]) -> Grid | None:
    """Rows of a name and as many numbers each; a running number, if any, stands before the name."""
    if len(groups) < _FEWEST_ROWS:
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
    if _are_years([line.folded for line in lines[first + 1 : first + 1 + width]]):
        bottom, rows = first + 1 + width, rows[1:]
    top = bottom - width
    if not rows or top < 0 or any(kinds[n] != "t" and not _is_year(lines[n].folded) for n in range(top, bottom)):
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
    years = [n for n in range(first, group[1]) if _is_year(lines[n].folded)]
    if len(years) < _FEWEST_ROWS or years[0] != first:
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
