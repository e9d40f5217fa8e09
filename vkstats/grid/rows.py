"""Tables of a row a line, its numbers last, between blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from vkstats.grid.body import Row, body_of, goes_on, lacks_name, unwrapped, with_numbered_names
from vkstats.grid.found import (
    COUNTER,
    FEWEST_ROWS,
    FEWEST_UNREAD,
    MOST_READINGS,
    Cells,
    Found,
    LabelWords,
    Strip,
)
from vkstats.grid.heads import Label, labels_of, one_row, parts, placed, two_rows
from vkstats.grid.wrapped import Head, wrapped_heads
from vkstats.model import Grid, Stretch
from vkstats.shapes import NO_LABEL_ENDS, are_years, is_value, numbers_columns

_WORD = re.compile(r"\S+")
_TELEPHONE = re.compile(r"0\d\d")
_NUMBERED = re.compile(rf"({COUNTER.pattern}) +(?=\S)")
_SECTION = re.compile(r"(?:[A-ZĐ]|[IVX]{1,4})[.)] *[^\W\d_][^:;.]*$")
_CODE = re.compile(r"[a-zđ]\d{1,3}[a-z]?")
_CELL_ENDS = frozenset("0123456789%)-….")
_LONGEST_HEAD = 250
_LONGEST_SECTION = 120
_MOST_BETWEEN = 2  # lines without numbers between two rows: a section and its part, or `Trong đó:`
_HEAD_LINES = 3


@dataclass(slots=True)
class _RowLine:
    """A line that ends in numbers: its name, in parts where wide gaps are, and the numbers."""

    lead: list[Stretch]
    cells: list[Stretch]
    is_years: bool = False


def rowed(lines: Sequence[Strip], free: Sequence[bool], words: LabelWords) -> Iterator[Found]:
    """The tables of lines that end in numbers; between them may stand lines that head those below."""
    rows = [_row_line(line, words.times) if free[n] else None for n, line in enumerate(lines)]
    at = floor = 0
    while at < len(lines):
        if rows[at] is None:
            at += 1
            continue
        last = _run_end(lines, free, rows, at, words)
        row = rows[at]
        first = _first_row(lines, free, at, floor, is_nameless=row is not None and lacks_name(lines[at], row.lead))
        above = _above(lines, free, first, floor, words)
        found = _table(lines, [_row(lines, rows, n) for n in range(first, last)], above, words)
        if found:
            yield found
            floor = last
        at = last


def _first_row(lines: Sequence[Strip], free: Sequence[bool], at: int, floor: int, *, is_nameless: bool) -> int:
    """Where the rows begin if lines that head a section, or a name, stand between line `at` and the head."""
    sections = takewhile(
        lambda n: free[n] and "  " not in lines[n].text and _SECTION.match(lines[n].text), range(at - 1, floor - 1, -1)
    )
    first = min(sections, default=at)
    if first == at > floor and is_nameless and free[at - 1] and "  " not in lines[at - 1].text:
        first = at - 1  # the name of the first row, or the begin of it
    is_headed = first > floor and free[first - 1] and "  " in lines[first - 1].text
    return first if is_headed else at


def _run_end(
    lines: Sequence[Strip], free: Sequence[bool], rows: Sequence[_RowLine | None], at: int, words: LabelWords
) -> int:
    """Where the rows that begin at line `at` end: behind the last line with numbers."""
    first = rows[at]
    width = len(first.cells) if first else 0
    last = at + 1
    while last < len(lines):
        below = last
        while below < min(last + _MOST_BETWEEN, len(lines)) and rows[below] is None and free[below]:
            if not _heads_section(lines[below], width, words):
                break
            below += 1
        row = rows[below] if below < len(lines) else None
        if row is None or (below > last and len(row.cells) != width and not lines[last].text.endswith(":")):
            break
        last = below + 1
    final = rows[last - 1]
    while last < len(lines) and free[last] and rows[last] is None and final and _ends_name(lines, last, final):
        last += 1
    return last


def _ends_name(lines: Sequence[Strip], at: int, row: _RowLine) -> bool:
    """Whether the line below the last row goes on with its name, under which it stands."""
    line, above = lines[at], lines[at - 1]
    columns = {above.indent + start for start, _ in row.lead} if row.cells else {above.indent}
    is_short = len(line.text) <= _LONGEST_SECTION and not line.text.endswith(NO_LABEL_ENDS)
    return is_short and line.indent in columns and not line.after_blank and goes_on(line)


def _heads_section(line: Strip, width: int, words: LabelWords) -> bool:
    """Whether a line without numbers may stand between two rows; a head of as many columns begins another table."""
    if line.text.endswith(":"):
        return True
    is_short = len(line.text) <= _LONGEST_SECTION and not line.text.endswith(NO_LABEL_ENDS)
    labels = [said for _, said in labels_of(line, words)]
    is_head = sum(words.label.match(said) is not None for said in labels) >= max(2, width)
    return is_short and not is_head


def _row_line(line: Strip, times: frozenset[str]) -> _RowLine | None:
    """The line as a row: a name, then two numbers or more; or a time or a wide gap, then one."""
    folded = line.folded
    if folded[-1] not in _CELL_ENDS or (folded[-1] == "." and not folded.endswith("..")):
        return None
    said = [match.span() for match in _WORD.finditer(folded)]
    cells: list[Stretch] = []
    while said:
        start, end = said.pop()
        if folded[start] == "(" and said:  # `+23 (+14,0%)`
            start = said.pop()[0]
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
        named = [*parts(lead[:begin].rstrip()), (begin, cells[0][1])] if lead else [cells[0]]
        return _RowLine(named, cells[1:])
    if len(cells) > 1 or is_wide:
        return _RowLine(parts(lead), cells)
    return None


def _table(
    lines: Sequence[Strip], members: list[Row], higher: tuple[int, list[list[Label]]], words: LabelWords
) -> Found | None:
    """The rows as a table with the lines above them that may be its head, `higher` with the number of the first."""
    first, last = members[0].at, members[-1].at + 1
    top, above = higher
    heads: list[list[Label]] = []
    is_headed = bool(above) and len(above[-1]) >= len(members[0].cells) and _is_labels(above[-1], words)
    while len(members) > 1 and members[0].cells and _is_head(lines[members[0].at], members[0], words, named=is_headed):
        heads.append(labels_of(lines[members[0].at], words))  # years, or the numbers of the columns
        members.pop(0)
    if heads and all(numbers_columns([said for _, said in labels]) for labels in heads):
        heads = []
    members = with_numbered_names(lines, unwrapped(lines, members), words)
    counts = Counter(len(row.cells) for row in members if row.cells)
    width, count = counts.most_common(1)[0]
    filled = sum(counts.values())
    readings: list[Grid] = []
    deepest = 0
    if counts.keys() == {width} and count >= (1 if heads else FEWEST_ROWS):
        body, names = body_of(lines, members, width, words)
        leads = len(body[0]) - width
        columns = _columns(lines[top : members[0].at])
        spread = _placed_head(above, leads, width, columns) or _heads(heads, above, leads, width, words)
        found: Iterator[Head] = ((depth, head, ()) for depth, head in spread)
        numbered = sum(not labels for labels in above)
        if not heads:
            wraps = wrapped_heads(lines[top : top + len(above) - numbered], leads, width, words)
            found = chain(((depth + numbered, head, wrapped) for depth, head, wrapped in wraps), found)
        for depth, head, wrapped in islice(found, MOST_READINGS):
            left = sum(_is_labels(labels, words) for labels in above[: len(above) - depth])
            readings.append(Grid((*head, *body), len(head), "rows", left, (*wrapped, *names)))
            deepest = max(deepest, depth)
    if readings:
        return Found(top + len(above) - deepest, last, tuple(readings))
    said = [lines[row.at].folded[slice(*cell)] for row in members for cell in row.cells]
    is_bare = len(said) > filled and all(cell[-1].isdigit() for cell in said)  # no score `2 - 1`
    return Found(first, last) if filled >= FEWEST_UNREAD and is_bare else None


def _row(lines: Sequence[Strip], rows: Sequence[_RowLine | None], at: int) -> Row:
    row = rows[at]
    return Row(at, row.lead, row.cells, row.is_years) if row else Row(at, parts(lines[at].folded), [])


def _is_head(line: Strip, row: Row, words: LabelWords, *, named: bool) -> bool:
    """Whether a line of numbers is of the head; below labels, years behind a name are its values (`named`)."""
    lead = line.folded[slice(*row.lead[-1])] if row.lead else ""
    is_values = named and lead and not words.corner.fullmatch(lead)
    return (row.is_years and not is_values) or numbers_columns(line.folded.split())


def _above(
    lines: Sequence[Strip], free: Sequence[bool], first: int, floor: int, words: LabelWords
) -> tuple[int, list[list[Label]]]:
    """The lines above that may be a head, in order, and the number of the first; numbers of columns say nothing."""
    top = first
    above: list[list[Label]] = []
    while top > floor and len(above) < _HEAD_LINES and free[top - 1]:
        line = lines[top - 1]
        if numbers_columns(line.folded.split()) and not above:
            top -= 1
            above.insert(0, [])
            continue
        if len(line.text) > _LONGEST_HEAD or line.text.endswith(NO_LABEL_ENDS):
            break
        above.insert(0, labels_of(line, words))
        top -= 1
    return top, above


def _is_labels(labels: Sequence[Label], words: LabelWords) -> bool:
    """Whether a line looks like part of a head: labels that are known as such."""
    return sum(words.label.match(said) is not None for _, said in labels) > 1


def _heads(
    own: Sequence[list[Label]],
    above: Sequence[list[Label]],
    leads: int,
    width: int,
    words: LabelWords,
) -> Iterator[tuple[int, tuple[Cells, ...]]]:
    """The heads that fit the columns, and how many of the lines `above` each takes; those of fewest lines first."""
    numbered = sum(not labels for labels in above)
    lines = [labels for labels in above if labels]
    if own:
        stack = [labels for labels in own if not numbers_columns([said for _, said in labels])]
        if len(stack) == 1:
            for head in one_row(stack[0], leads, width, words):
                yield numbered, head
            if lines:
                for head in two_rows(lines[-1], stack[0], leads, width, words):
                    yield numbered + 1, head
        return
    if lines:
        for head in one_row(lines[-1], leads, width, words):
            yield numbered + 1, head
    if len(lines) > 1:
        for head in two_rows(lines[-2], lines[-1], leads, width, words):
            yield numbered + 2, head


def _placed_head(
    above: Sequence[list[Label]], leads: int, width: int, columns: Mapping[int, int]
) -> list[tuple[int, tuple[Cells, ...]]]:
    """The head of two rows that the columns of its labels show, if they do, and how many lines it takes."""
    said = [labels for labels in above if labels]
    if len(said) < 2:
        return []
    uppers, lowers = said[-2:]
    if not columns.keys() >= {stretch[0] for stretch, _ in (*uppers, *lowers)}:
        return []
    head = placed(uppers, lowers, leads, columns)
    return [(sum(not labels for labels in above) + 2, head)] if head and len(head[0]) == leads + width else []


def _columns(lines: Sequence[Strip]) -> Mapping[int, int]:
    """Where the labels of lines with wide gaps begin in their lines."""
    gapped = [line for line in lines if "  " in line.text]
    return {line.start + start: line.indent + start for line in gapped for start, _ in parts(line.folded)}
