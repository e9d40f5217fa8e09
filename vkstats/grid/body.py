"""Rows of a flattened table → cells: running number, name, unit and line code in front of the values.

A name may go on in the lines around its row: what begins with a small letter goes on with the row above, and a row
without a name, or one that begins with a small letter, has that of the line above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vkstats.grid.found import COUNTER, FEWEST_ROWS, Cells, LabelWords, Strip, counts_up, whole
from vkstats.grid.wrapped import Wrapped
from vkstats.model import Stretch

_NUMBERED = re.compile(rf"({COUNTER.pattern}) +(?=\S)")
_CODE = re.compile(r"[a-zđ]\d{1,3}[a-z]?")
_DIGITS = re.compile(r"(\d{1,5}[.)]?)(?: +(?=\S)|$)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table at line `at`; without cells it heads the rows below.

    `lead` are the parts in front of the values, as stretches of the line; `above` is the line above in which its
    name begins, `below` what the lines below add to it.
    """

    at: int
    lead: list[Stretch]
    cells: list[Stretch]
    is_years: bool = False
    above: Strip | None = None
    below: tuple[str, ...] = ()


def goes_on(line: Strip) -> bool:
    """Whether a line begins with a small letter, and so goes on with another: not `a) …`."""
    return line.text[0].islower() and not _NUMBERED.match(line.folded) and not line.text.endswith(":")


def lacks_name(line: Strip, lead: Sequence[Stretch]) -> bool:
    """Whether a row has no name, or only the end of one: it begins with a small letter."""
    said = line.folded[slice(lead[0][0], lead[-1][1])] if lead else ""
    counter = _NUMBERED.match(said)
    start = counter.end() if counter else 0
    return not said or COUNTER.fullmatch(said) is not None or line.text[lead[0][0] + start].islower()


def unwrapped(lines: Sequence[Strip], members: Sequence[Row]) -> list[Row]:
    """The rows, each with the lines around it in which its name goes on."""
    rows: list[Row] = []
    above: Strip | None = None
    for row, following in zip(members, [*members[1:], None], strict=True):
        line = lines[row.at]
        if not row.cells and rows and rows[-1].cells and goes_on(line):
            rows[-1] = replace(rows[-1], below=(*rows[-1].below, line.text))
        elif not row.cells and following and following.cells and lacks_name(lines[following.at], following.lead):
            above = line
        else:
            rows.append(replace(row, above=above))
            above = None
    return rows


def with_numbered_names(lines: Sequence[Strip], members: list[Row], words: LabelWords) -> list[Row]:
    """Rows of one name are told apart by the number behind it, which belongs to the name: `Quận 1`, `Quận 3`.

    Where the other rows are a number shorter, one such name is enough if it is known to be numbered: `Phòng 1`.
    """
    filled = [row for row in members if row.cells]
    widest = max(len(row.cells) for row in filled)
    names = Counter(_bare_name(lines[row.at], row) for row in filled if len(row.cells) == widest)
    shared, count = names.most_common(1)[0]
    is_uneven = min(len(row.cells) for row in filled) == widest - 1
    numbered = {name for name in names if words.numbered.search(name)} if is_uneven else set()
    if shared and count >= FEWEST_ROWS and (count * 2 > len(filled) or is_uneven):
        numbered.add(shared)
    return [
        replace(row, lead=[*row.lead[:-1], (row.lead[-1][0], row.cells[0][1])], cells=row.cells[1:])
        if len(row.cells) == widest > 1 and row.lead and _bare_name(lines[row.at], row) in numbered
        else row
        for row in members
    ]


def _bare_name(line: Strip, row: Row) -> str:
    """The name of a row without what counts it."""
    said = line.folded[slice(*row.lead[-1])] if row.lead else ""
    counter = _NUMBERED.match(said)
    return said[counter.end() :] if counter else said


def body_of(
    lines: Sequence[Strip], members: Sequence[Row], width: int, words: LabelWords
) -> tuple[list[Cells], Wrapped]:
    """The rows with running numbers, names, units and codes in columns of their own, and the names of several lines."""
    cut = [(lines[row.at], [*row.lead]) for row in members]
    codes = _taken_codes(cut, members)
    is_numbered, has_unit = _lead_columns(cut, members, words)
    body = []
    wrapped: list[tuple[Stretch, str]] = []
    for place, ((line, lead), row) in enumerate(zip(cut, members, strict=True)):
        number, rest = _cut_number(line, lead, is_named=row.above is not None) if is_numbered else ((0, 0), lead)
        names, unit = _cut_unit(line, rest, words) if has_unit and row.cells else (rest, (0, 0))
        name = (names[0][0], names[-1][1]) if names else (0, 0)
        leads = [*([number] if is_numbered else []), name, *([unit] if has_unit else []), *codes[place : place + 1]]
        cells = [_placed(stretch, line) for stretch in (*leads, *(row.cells or [(0, 0)] * width))]
        parts = [part for part in (row.above and row.above.text, line.text[slice(*name)], *row.below) if part]
        if row.above or row.below:
            at = int(is_numbered)
            cells[at] = whole(row.above) if row.above and not names else cells[at]
            wrapped.append((cells[at], " ".join(parts)))
        body.append(tuple(cells))
    return body, tuple(wrapped)


Lead = tuple[Strip, list[Stretch]]  # a row and the parts in front of its values


def _taken_codes(cut: Sequence[Lead], members: Sequence[Row]) -> list[Stretch]:
    """The line codes that stand last in front of the values of every row, taken out: `Số mới thụ lý   m2   57`."""
    coded = [len(lead) > 1 and _CODE.fullmatch(line.folded, *lead[-1]) is not None for line, lead in cut]
    if not all(is_code or not row.cells for is_code, row in zip(coded, members, strict=True)):
        return []
    return [lead.pop() if is_code else (0, 0) for (_, lead), is_code in zip(cut, coded, strict=True)]


def _lead_columns(cut: Sequence[Lead], members: Sequence[Row], words: LabelWords) -> tuple[bool, bool]:
    """Whether running numbers stand in front of the names, and units behind them."""
    firsts = [line.folded[slice(*lead[0])] if lead else "" for line, lead in cut]
    named = sum(
        len(lead) > 1 or row.above is not None or _NUMBERED.match(said) is not None
        for (_, lead), said, row in zip(cut, firsts, members, strict=True)
    )
    is_numbered = named * 2 > len(cut) and _is_numbered(firsts)
    filled = [(line, lead) for (line, lead), row in zip(cut, members, strict=True) if row.cells]
    lasts = [line.folded[slice(*lead[-1])] if lead else "" for line, lead in filled]
    united = sum((words.unit.search(said) or words.ditto.search(said)) is not None for said in lasts)
    apart = sum(len(lead) > 1 + is_numbered for _, lead in filled)
    are_names = all(words.unit.fullmatch(said) for said in lasts if said) and apart * 2 <= len(filled)
    return is_numbered, united * 2 > len(filled) and not are_names


def _placed(stretch: Stretch, line: Strip) -> Stretch:
    return (stretch[0] + line.start, stretch[1] + line.start) if stretch[0] < stretch[1] else whole(line)[:1] * 2


def _is_numbered(firsts: Sequence[str]) -> bool:
    """Whether running numbers stand in front of the names: two at least, one after another."""
    said = [match[1] for first in firsts if (match := _DIGITS.match(first))]
    return len(said) >= FEWEST_ROWS and counts_up(said)


def _cut_number(line: Strip, lead: list[Stretch], *, is_named: bool) -> tuple[Stretch, list[Stretch]]:
    """The running number, and the parts behind it; an empty stretch where there is none."""
    if not lead:
        return (0, 0), lead
    start, end = lead[0]
    match = _NUMBERED.match(line.folded, start, end)
    if match:
        return (start, match.end(1)), [(match.end(), end), *lead[1:]]
    is_number = (len(lead) > 1 or is_named) and COUNTER.fullmatch(line.folded, start, end)
    return (lead[0], lead[1:]) if is_number else ((0, 0), lead)


def _cut_unit(line: Strip, lead: list[Stretch], words: LabelWords) -> tuple[list[Stretch], Stretch]:
    """The parts of the name, and the unit at their end; an empty stretch where there is none."""
    if not lead:
        return lead, (0, 0)
    start, end = lead[-1]
    said = line.folded[start:end]
    match = words.unit.search(said) or words.ditto.search(said)
    begin = start + match.start(1) if match else end
    trimmed = line.folded[start:begin].rstrip()
    names = [*lead[:-1], *([(start, start + len(trimmed))] if trimmed else [])]
    return names, (begin, end) if begin < end else (0, 0)
