"""Labels of a head that are wrapped over several lines, put together by the columns that they stand in.

A line goes on with the labels of the one above where each of its pieces stands below one of them, and below no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vkstats.grid.found import Cells, LabelWords, Strip
from vkstats.grid.heads import one_row, parts
from vkstats.model import Stretch

_NEAR = 2  # columns by which what begins at one place may be off

Wrapped = tuple[tuple[Stretch, str], ...]
Head = tuple[int, tuple[Cells, ...], Wrapped]  # how many lines it takes, its rows, its wrapped labels


@dataclass(frozen=True, slots=True)
class _Piece:
    """A label at the columns `first:last` of the page, known by the stretch of its first line."""

    first: int
    last: int
    stretch: Stretch
    written: str
    folded: str


def wrapped_heads(lines: Sequence[Strip], leads: int, width: int, words: LabelWords) -> Iterator[Head]:
    """The heads of one row that the last lines make up together, those of fewest lines first."""
    for count in range(2, len(lines) + 1):
        if not any("  " in line.text for line in lines[-count:]):
            continue  # nothing stands in columns
        pieces = _pieces(lines[-count])
        for line in lines[len(lines) - count + 1 :]:
            pieces = _joined(pieces, _pieces(line)) if pieces else []
        labels = [(piece.stretch, piece.folded) for piece in pieces]
        written = tuple((piece.stretch, piece.written) for piece in pieces)
        for head in one_row(labels, leads, width, words) if labels else ():
            yield count, head, written


def _pieces(line: Strip) -> list[_Piece]:
    return [
        _Piece(
            line.indent + start,
            line.indent + end,
            (line.start + start, line.start + end),
            line.text[start:end],
            line.folded[start:end],
        )
        for start, end in parts(line.folded)
    ]


def _joined(uppers: Sequence[_Piece], lowers: Sequence[_Piece]) -> list[_Piece]:
    """The labels of two lines, each piece with the one that it stands over; none where one stands over several."""
    below: dict[Stretch, _Piece] = {}
    alone: list[_Piece] = []
    for lower in lowers:
        over = [upper for upper in uppers if min(upper.last, lower.last) > max(upper.first, lower.first)]
        over = over or [upper for upper in uppers if abs(upper.first - lower.first) <= _NEAR]
        if len(over) > 1 or any(upper.stretch in below for upper in over):
            return []
        if over:
            below[over[0].stretch] = lower
        else:
            alone.append(lower)
    joined = [_with(upper, below[upper.stretch]) if upper.stretch in below else upper for upper in uppers]
    return sorted([*joined, *alone], key=lambda piece: piece.first)


def _with(upper: _Piece, lower: _Piece) -> _Piece:
    return replace(
        upper,
        first=min(upper.first, lower.first),
        last=max(upper.last, lower.last),
        written=f"{upper.written} {lower.written}",
        folded=f"{upper.folded} {lower.folded}",
    )
