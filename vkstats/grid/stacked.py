"""Tables of a cell a line: a row is a running number, a name, a unit and as many numbers as in every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from vkstats.grid.found import (
    COUNTER,
    FEWEST_ROWS,
    FEWEST_UNREAD,
    MOST_READINGS,
    Cells,
    Found,
    LabelWords,
    Strip,
    counts_up,
    whole,
)
from vkstats.grid.heads import Label, one_row, two_rows
from vkstats.model import Grid, Stretch
from vkstats.shapes import NO_LABEL_ENDS, is_value, is_year, numbers_columns

_LONGEST_CELL = 120  # characters of a label or a name that stands on a line of its own
_WIDEST = 30
_MOST_GROUPS = 15
_MOST_HEADS = 8  # of one run of rows


@dataclass(frozen=True, slots=True)
class _Form:
    """What the lines of a row are: how many numbers, whether a running number is before the name, a unit behind."""

    width: int
    has_number: bool
    has_unit: bool

    @property
    def leads(self) -> int:
        return 1 + self.has_number + self.has_unit


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text with the kind of each, a letter as `_kind` gives it."""

    lines: Sequence[Strip]
    kinds: str
    words: LabelWords

    def is_unit(self, at: int) -> bool:
        """Whether a line is a unit, or a mark for the one above."""
        said, words = self.lines[at].folded, self.words
        return words.ditto.fullmatch(said) is not None or words.unit.fullmatch(said) is not None


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows read in one form from line `first` to before line `last`; `count` of them have numbers."""

    form: _Form
    first: int
    last: int
    rows: tuple[Cells, ...]
    count: int


def stacked(lines: Sequence[Strip], free: Sequence[bool], words: LabelWords) -> Iterator[Found]:
    """The tables of names and numbers that each stand on a line of their own."""
    kinds = "".join(_kind(line) if free[n] else "x" for n, line in enumerate(lines))
    block = _Lines(lines, kinds, words)
    at = floor = 0
    while (begin := kinds.find("n", at)) >= 0:
        end = next((n for n in range(begin, len(kinds)) if kinds[n] == "x"), len(kinds))
        start = begin
        while start > floor and kinds[start - 1] in "tw":
            start -= 1
        found = _table(block, start, end) if end - begin >= FEWEST_ROWS else None
        if found:
            yield found
            floor = found.last
        at = found.last if found else max(end, begin + 1)


def _kind(line: Strip) -> str:
    """`n` a number, `t` the text of a cell, `w` the rest of one, `x` neither."""
    if COUNTER.fullmatch(line.folded):
        return "n" if line.folded[0].isdigit() else "t"
    if is_value(line.folded) or (line.text[0] == "(" and COUNTER.fullmatch(line.folded.strip("()"))):
        return "n"
    if len(line.text) > _LONGEST_CELL or line.text.endswith(NO_LABEL_ENDS):
        return "x"
    return "w" if line.text[0].islower() and not COUNTER.fullmatch(line.folded) else "t"


def _table(block: _Lines, start: int, end: int) -> Found | None:
    """The lines `start:end` as a table, in the form that explains most of them."""
    kinds = block.kinds
    groups = [group for group in _groups(kinds, start, end) if group[1] - group[0] > 1]
    widths = Counter(kinds.count("n", first, last) for first, last in groups)
    forms = {
        _Form(width - more, bool(more) or has_number, has_unit)
        for width, _ in widths.most_common(3)
        for more in (0, 1)
        for has_number in (False, True)
        for has_unit in (False, True)
        if 0 < width - more <= _WIDEST
    }
    runs = [
        run
        for form in sorted(forms, key=lambda form: (form.has_unit, form.has_number, form.width))
        for first in [first for first, _ in groups[:4]]
        if (run := _run(block, first, end, form)) and run.count >= FEWEST_ROWS
    ]
    runs.sort(key=lambda run: (run.first - run.last, run.form.has_unit, run.form.has_number))
    best: list[Grid] = []
    top = last = 0
    for run in runs:
        if best and run.last - run.first < (last - top) // 2:
            break
        fewest = min(_MOST_HEADS, MOST_READINGS - len(best))
        for begin, head in islice(_heads(block, run), fewest):
            left = (run.first - begin) + (run.last - run.first)
            best.append(Grid((*head, *run.rows), len(head), "cells", left=end - begin - left))
            top, last = (min(top, begin), max(last, run.last)) if len(best) > 1 else (begin, run.last)
    if best:
        return Found(top, last, tuple(dict.fromkeys(best)))
    dated = _dated(block, start, end)
    if dated:
        return dated
    count = sum(last - first - 1 for first, last in groups)
    if len(groups) >= FEWEST_UNREAD and count > len(groups):
        return Found(groups[0][0], groups[-1][1])
    return None


def _groups(kinds: str, start: int, end: int) -> list[Stretch]:
    """Names, each with the numbers right below it."""
    found = []
    at = start
    while at < end:
        if kinds[at] == "t":
            last = at + 1
            while last < end and kinds[last] in "wn":
                last += 1
            if "n" in kinds[at:last]:
                found.append((at, last))
            at = last
        else:
            at += 1
    return found


def _run(block: _Lines, first: int, end: int, form: _Form) -> _Run | None:
    """The rows from the one whose name is line `first`, as far as they go."""
    lines, kinds = block.lines, block.kinds
    begin = first
    if form.has_unit and first and kinds[first - 1] == "t" and block.is_unit(first):
        begin -= 1
    if form.has_number and begin and COUNTER.fullmatch(lines[begin - 1].folded):
        begin -= 1
    rows: list[Cells] = []
    counters: list[str] = []
    at, count, last, kept = begin, 0, begin, 0
    while at < end:
        row, below, is_filled = _row(block, at, end, form)
        if row is None or (not rows and form.has_number and not is_filled and row[0][0] == row[0][1]):
            break  # a label of the head is no section
        rows.append(row)
        counters += [lines[at].folded] if form.has_number and row[0][0] < row[0][1] else []
        at = below
        if is_filled:
            count, last, kept = count + 1, at, len(rows)
    numbered = count
    if form.has_number:
        numbered = len(counters) if counts_up(counters) else 0
    united = sum(row[form.leads - 1][0] < row[form.leads - 1][1] for row in rows[:kept]) if form.has_unit else count
    has_columns = numbered * 2 > count and united * 2 > count
    return _Run(form, begin, last, tuple(rows[:kept]), count) if count and has_columns else None


def _row(block: _Lines, at: int, end: int, form: _Form) -> tuple[Cells | None, int, bool]:
    """The row that begins at line `at`, the line below it, and whether it has numbers; a section has none."""
    lines, kinds = block.lines, block.kinds
    empty = (lines[at].start, lines[at].start)
    number = unit = empty
    if form.has_number and at + 1 < end and COUNTER.fullmatch(lines[at].folded) and kinds[at + 1] == "t":
        number, at = whole(lines[at]), at + 1
    if at >= end or kinds[at] != "t":
        return None, at, False
    name = whole(lines[at])
    at += 1
    numbers = "n" * form.width
    while at < end and kinds[at] in "tw" and unit == empty:
        is_short = lines[at].text.count(" ") < 2 and kinds[at + 1 : at + 1 + form.width] == numbers
        if form.has_unit and (is_short or block.is_unit(at)):
            unit, at = whole(lines[at]), at + 1
        elif kinds[at] == "w":
            name, at = (name[0], whole(lines[at])[1]), at + 1
        else:
            break
    leads = (*([number] if form.has_number else []), name, *([unit] if form.has_unit else []))
    if kinds[at : at + form.width] == numbers:
        values = tuple(whole(line) for line in lines[at : at + form.width])
        return (*leads, *values), at + form.width, True
    heads_section = at < end and (kinds[at] == "t" or (form.has_number and kinds[at : at + 2] == "nt"))
    return ((*leads, *[empty] * form.width), at, False) if heads_section and unit == empty else (None, at, False)


def _heads(block: _Lines, run: _Run) -> Iterator[tuple[int, tuple[Cells, ...]]]:
    """The heads above the rows that fit their columns, and the line that each begins with."""
    form, words = run.form, block.words
    starts, above = _above(block, run)
    begins = [_begins(block, at, said) for at, (_, said) in zip(starts, above, strict=True)]
    for count in range(form.width + form.leads, form.width - 1, -1):
        at = len(above) - count
        if at >= 0 and begins[at]:
            yield from ((starts[at], head) for head in one_row(above[at:], form.leads, form.width, words))
    for at in range(max(0, len(above) - form.leads - 2 * form.width - 1), len(above) - form.width):
        for lowers in _lowers(len(above) - at, form) if begins[at] else ():
            heads = two_rows(above[at:-lowers], above[-lowers:], form.leads, form.width, words)
            yield from ((starts[at], head) for head in heads)


def _lowers(count: int, form: _Form) -> Iterator[int]:
    """How many of so many labels may be the lower row of two, in groups of equal size."""
    for groups in range(1, _MOST_GROUPS):
        for each in range(2, form.width // groups + 1):
            spans = form.width - groups * each + groups  # the labels of the upper row over values
            if count - groups * each - spans in (form.leads, form.leads - 1):
                yield groups * each


def _above(block: _Lines, run: _Run) -> tuple[list[int], list[Label]]:
    """The labels that may be a head: the line that each begins with, and the label; without numbers of columns."""
    form, lines, kinds = run.form, block.lines, block.kinds
    last = run.first
    for count in range(form.leads + form.width, 1, -1):
        first = run.first - count
        if first >= 0 and numbers_columns([line.folded.strip("()") for line in lines[first : run.first]]):
            last = first
            break
    begin = last
    while begin > max(0, last - form.leads - 2 * _WIDEST):
        if kinds[begin - 1] not in "tw" and not is_year(lines[begin - 1].folded):
            break
        begin -= 1
    while begin < last and kinds[begin] == "w":
        begin += 1
    starts = [n for n in range(begin, last) if kinds[n] != "w"]
    labels: list[Label] = [
        ((lines[n].start, whole(lines[below - 1])[1]), " ".join(line.folded for line in lines[n:below]))
        for n, below in zip(starts, [*starts[1:], last][: len(starts)], strict=True)
    ]
    return starts, labels


def _begins(block: _Lines, at: int, said: str) -> bool:
    """Whether it is certain that a head begins here: at a known corner, or below what is no cell."""
    is_apart = at == 0 or block.kinds[at - 1] == "x" or block.lines[at].after_blank
    return is_apart or block.words.corner.fullmatch(said) is not None


def _dated(block: _Lines, start: int, end: int) -> Found | None:
    """Rows of a year and as many numbers each, below a head that names the column of years."""
    lines, kinds = block.lines, block.kinds
    lines, kinds = block.lines, block.kinds
    first = next((n for n in range(start, end) if kinds[n] == "n"), end)
    last = next((n for n in range(first, end) if kinds[n] != "n"), end)
    years = [n for n in range(first, last) if is_year(lines[n].folded)]
    if len(years) < FEWEST_ROWS or years[0] != first:
        return None
    begun = int(lines[first].folded)
    follow = next((n for n in years[1:] if abs(int(lines[n].folded) - begun) == 1), None)
    if follow is None:
        return None
    step, width = int(lines[follow].folded) - begun, follow - first
    top = first - width
    said = [lines[n].folded for n in range(first, last, width)]
    steady = said == [str(begun + step * n) for n in range(len(said))]
    if width < 2 or top < 0 or (last - first) % width or not steady or set(kinds[top:first]) != {"t"}:
        return None
    while kinds[last : last + width] == "t" + "n" * (width - 1):  # a total below
        last += width
    cells = [whole(line) for line in lines[top:last]]
    rows = tuple(tuple(cells[n : n + width]) for n in range(0, len(cells), width))
    return Found(top, last, (Grid(rows, 1, "cells"),))
