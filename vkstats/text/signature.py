"""The end of an official document: the offices of who signs, in place of each signature a mark, and the name.

By Decree 30/2020/NĐ-CP, annex I: on the left `Nơi nhận:` and its list, on the right the office in capitals, under the
one that is signed for (`KT. VIỆN TRƯỞNG`), and the name below. Where two sign, each has a column. An office that no
list has is told by where it stands: right over a mark (`(Đã ký)`) that a name follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vkstats.model import BlockKind, Stretch
from vkstats.text.bylines import is_name_like, plain_name
from vkstats.text.columns import columns
from vkstats.text.lines import TextLine
from vkstats.text.words import Words

_TAIL_LINES = 40  # the last lines, among which it stands
_LONGEST_OFFICE = 60  # code points
_FEW = 5  # words of an office that is not in capitals


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed name, where it begins; `office` is the lowest line of the office over it, None where none is."""

    start: int
    office: Stretch | None


@dataclass(frozen=True, slots=True)
class _Piece:
    row: int
    column: int
    alone: bool  # in its row
    line: TextLine


def with_signatures(lines: Sequence[TextLine], words: Words) -> tuple[list[TextLine], tuple[Signature, ...]]:
    """The lines with the signatures at the end told, cut into their columns where they stand side by side."""
    first = max(1, len(lines) - _TAIL_LINES)
    rows = [columns(line, words) for line in lines[first:]]
    pieces = list(_pieces(lines[first:], rows))
    told: dict[int, TextLine] = {}
    signed: list[Signature] = []
    for at, piece in enumerate(pieces):
        over = list(_over(pieces[:at], piece, words)) if _is_name(piece.line, words) else []
        if not over:
            continue
        office = next((line for line in over if not _is_mark(line, words)), None)
        told |= {line.start: replace(line, kind=BlockKind.BOILERPLATE, body=0, told=True) for line in over}
        told[piece.line.start] = replace(piece.line, kind=BlockKind.BYLINE, body=0, told=True)
        signed.append(Signature(piece.line.start, (office.start, office.end) if office else None))
    if not signed:
        return list(lines), ()
    ending = (
        told.get(piece.start, piece)
        for whole, found in zip(lines[first:], rows, strict=True)
        for _, piece in (found if any(each.start in told for _, each in found) else [(0, whole)])
    )
    return [*lines[:first], *ending], tuple(signed)


def _pieces(lines: Sequence[TextLine], rows: Sequence[Sequence[tuple[int, TextLine]]]) -> Iterator[_Piece]:
    """The pieces of the rows; one that stands alone is of the column of the row above that begins nearest to it."""
    starts: list[int] = []  # where the columns of the last row with several begin
    for row, (line, found) in enumerate(zip(lines, rows, strict=True)):
        places = [line.indent + piece.start - line.start for _, piece in found]
        if len(found) > 1:
            starts = places
        for (column, piece), place in zip(found, places, strict=True):
            alone = len(found) == 1
            if alone and starts and place and not column:
                column = min(range(len(starts)), key=lambda at: abs(starts[at] - place))  # noqa: PLW2901
            if not line.told:
                yield _Piece(row, column, alone and not place, piece)


def _over(pieces: Sequence[_Piece], name: _Piece, words: Words) -> Iterator[TextLine]:
    """The marks and offices right over a name, from below; none where neither stands there."""
    has_mark = has_office = False
    for piece in reversed(pieces):
        line = piece.line
        if piece.row == name.row or not (piece.alone or name.alone or piece.column == name.column):
            continue
        if not has_office and _is_mark(line, words):
            has_mark = True
        elif _is_office(line, words, is_any=has_mark and not has_office):
            has_office = True
        else:
            return
        yield line


def _is_name(line: TextLine, words: Words) -> bool:
    name = plain_name(line.text, line.folded, words)
    return line.kind is not BlockKind.BOILERPLATE and is_name_like(name, words) and not _is_office(line, words)


def _is_mark(line: TextLine, words: Words) -> bool:
    """Whether the line stands for a signature, or asks for one: `(Đã ký)`, `(Ký, ghi rõ họ tên)`."""
    return words.signed.match(line.folded) is not None


def _is_office(line: TextLine, words: Words, *, is_any: bool = False) -> bool:
    """Whether the line is an office; with `is_any` it need only be written as one."""
    text = line.text
    if len(text) > _LONGEST_OFFICE or line.ended or any(map(str.isdigit, text[:1])):
        return False
    if words.over_name.match(line.folded):
        return text.isupper() or is_any or len(text.split()) <= _FEW
    return is_any and (text.isupper() or line.kind is BlockKind.PARAGRAPH)
