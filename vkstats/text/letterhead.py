"""The head of an official document: emblem, bodies, number, place and day, form and subject.

Its parts are those of Decree 30/2020/NĐ-CP, annex I: on the left the superior body over the one that issues, the
number, and of an official letter its subject (`V/v …`); on the right the emblem, place and day; below, the form
(`BÁO CÁO`) over its subject. Readers and typists put the two columns one below the other, or side by side with bars,
tabs or spaces, or run a line of one into the other: so lines are cut into pieces, and each is told by what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise

from vkstats import shapes
from vkstats.model import BlockKind, Letterhead, Stretch
from vkstats.text.columns import columns
from vkstats.text.lines import SPACE, TextLine, cut
from vkstats.text.words import Words

_HEAD_LINES = 25  # the first lines, among which the head stands
_LONGEST = 120  # code points of a piece
_LONGEST_SUBJECT = 250
_MOST_BODIES = 6  # lines of bodies that a head may have


class _Sign(Enum):
    """What a piece of the head says."""

    BODY = auto()  # none of the others
    MOTTO = auto()
    MARK = auto()  # a rule under a line, or what is stamped on: `DỰ THẢO`
    NUMBER = auto()
    DAY = auto()
    ABOUT = auto()  # `V/v …`
    FORM = auto()
    ADDRESSEE = auto()


# A head has one of these; a place and its day alone may stand over a news article.
_PROOFS = frozenset({_Sign.MOTTO, _Sign.NUMBER, _Sign.FORM, _Sign.ABOUT})
_SUBJECTS = frozenset({_Sign.ABOUT, _Sign.FORM})
_KINDS = {_Sign.DAY: BlockKind.PUBLISHED, _Sign.FORM: BlockKind.TITLE, _Sign.ABOUT: BlockKind.TITLE}


@dataclass(frozen=True, slots=True)
class _Piece:
    line: TextLine  # where it lies in the text
    column: int
    sign: _Sign


@dataclass(slots=True)
class Head:
    """The head of a document as far as it is read: its lines, each told what it is for, and what they say."""

    lines: list[TextLine] = field(default_factory=list)
    subject: list[Stretch] = field(default_factory=list)
    _bodies: list[list[_Piece]] = field(default_factory=list)
    _last: _Piece | None = None  # of the column that the subject stands in

    @property
    def says(self) -> Letterhead:
        """What is read of the head."""
        bodies = (tuple((piece.line.start, piece.line.end) for piece in body) for body in self._bodies[:_MOST_BODIES])
        return Letterhead(tuple(bodies), tuple(self.subject))

    def with_subject(self, below: Sequence[TextLine], words: Words) -> Sequence[TextLine]:
        """Take the lines below the form that say what about, and give those that are left."""
        if self._last is None or self._last.sign is not _Sign.FORM:
            return below
        above: TextLine | None = None
        for count, line in enumerate(below):
            is_rule = not any(map(str.isalnum, line.text))
            if not is_rule and not _is_subject(line, above, words):
                return below[count:]
            if not is_rule:
                about = words.about.match(line.folded) if above is None else None
                self.subject.append((line.start + (about.end() if about else 0), line.end))
                above = line
            kind = BlockKind.BOILERPLATE if is_rule else BlockKind.TITLE
            self.lines.append(replace(line, kind=kind, body=0, told=True))
        return ()

    def joined(self, text: str, folded: str) -> list[TextLine]:
        """The lines, with the name of a body one line where no other stands between its lines.

        `text` and `folded` are the text that they stand in.
        """
        lines: list[TextLine] = []
        follows = {lower.line.start: upper.line.end for body in self._bodies for upper, lower in pairwise(body)}
        for line in sorted(self.lines, key=lambda line: line.start):
            if lines and follows.get(line.start) == lines[-1].end:
                start = lines[-1].start
                flat, flat_folded = (full[start : line.end].replace("\n", " ") for full in (text, folded))
                lines[-1] = replace(lines[-1], end=line.end, text=flat, folded=flat_folded)
            else:
                lines.append(line)
        return lines

    def take(self, piece: _Piece, words: Words) -> None:
        """Take one piece into the head."""
        line = piece.line
        if piece.sign is _Sign.BODY and self._continues_subject(piece):
            self.subject.append((line.start, line.end))
            self.lines.append(replace(line, kind=BlockKind.TITLE, body=0, told=True))
            return
        if piece.sign is _Sign.BODY:
            above = next((body for body in reversed(self._bodies) if body[-1].column == piece.column), None)
            if above and (words.seat.match(line.folded) or above[-1].line.folded.split()[-1] in words.open_ends):
                above.append(piece)
            else:
                self._bodies.append([piece])
        about = words.about.match(line.folded) if piece.sign is _Sign.ABOUT else None
        if about:
            self.subject = [(line.start + about.end(), line.end)]
        elif piece.sign is _Sign.FORM:
            self.subject = [(line.start, line.end)]
        self._last = piece if piece.column == 0 or piece.sign in _SUBJECTS else self._last
        kind = _KINDS.get(piece.sign, BlockKind.BOILERPLATE)
        if piece.sign is _Sign.DAY and not any(map(str.isdigit, line.text)):
            kind = BlockKind.BOILERPLATE
        self.lines.append(replace(line, kind=kind, body=0, told=True))

    def _continues_subject(self, piece: _Piece) -> bool:
        """Whether a piece is the rest of a `V/v …` that was wrapped: it begins with a small letter, in its column."""
        return self._last is not None and self._last.sign is _Sign.ABOUT and piece.line.text[0].islower()


def with_letterhead(lines: Sequence[TextLine], words: Words) -> tuple[Head, Sequence[TextLine]]:
    """The head of a document without the subject below its form, and the lines below that; all where it has none."""
    whole = _unbroken(lines, words)
    rows = list(_rows(whole, words))
    signs = [{piece.sign for piece in row} for row in rows]
    if not any(said & _PROOFS for said in signs):
        return Head(), lines
    ends_it = signs[-1] & {_Sign.FORM, _Sign.ADDRESSEE} or any(_Sign.ABOUT in said for said in signs)
    if not ends_it:
        rows = rows[: 1 + max(at for at, said in enumerate(signs) if said - {_Sign.BODY, _Sign.MARK})]
    pieces = [piece for row in rows for piece in row]
    bodies = [piece for piece in pieces if piece.sign is _Sign.BODY]
    # A number alone may stand under a headline: then it must be the names of bodies, in capitals, that it stands under.
    is_proved = any(said & _PROOFS - {_Sign.NUMBER} for said in signs) or all(map(_is_shouted, bodies))
    if not is_proved or len(bodies) > _MOST_BODIES:
        return Head(), lines
    head = Head()
    for piece in pieces:
        head.take(piece, words)
    return head, whole[len(rows) :]


def _unbroken(lines: Sequence[TextLine], words: Words) -> Sequence[TextLine]:
    """The lines, with a number, or place and day, of the head one line where it was broken in two."""
    whole: list[TextLine] = []
    for line in lines[:_HEAD_LINES]:
        above = whole[-1] if whole else None
        if above and not (above.told or line.told or _is_whole(above, words) or _is_whole(line, words)):
            text, folded = f"{above.text} {line.text}", f"{above.folded} {line.folded}"
            both = replace(above, end=line.end, text=text, folded=folded)
            if _is_whole(both, words):
                whole[-1] = both
                continue
        whole.append(line)
    return [*whole, *lines[_HEAD_LINES:]]


def _is_whole(line: TextLine, words: Words) -> bool:
    return bool(words.number.match(line.folded) or words.place_and_day.fullmatch(line.folded))


def _rows(lines: Sequence[TextLine], words: Words) -> Iterator[list[_Piece]]:
    """The pieces of the first lines, a list a line, as far as they may be a head."""
    shown = False  # whether a sign of a head was met
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.told and not (line.kind is BlockKind.HEADING or words.form.match(line.folded)):
            return
        row = [
            _Piece(part, column + at, _sign(part, words))
            for column, piece in columns(line, words)
            for at, part in enumerate(_parts(piece, words))
        ]
        said = {piece.sign for piece in row}
        if _Sign.FORM in said and (len(row) > 1 or index + 1 == len(lines)):
            return
        if any(not _may_be(piece) for piece in row) or (shown and _is_over(said, line, row)):
            return
        shown = shown or bool(said & _PROOFS)
        yield row
        if said & {_Sign.FORM, _Sign.ADDRESSEE}:
            return


def _is_over(said: set[_Sign], line: TextLine, row: Sequence[_Piece]) -> bool:
    """Whether a line below the first sign of a head is text: no column of it, and not written as a body is."""
    return said == {_Sign.BODY} and len(row) == 1 and line.kind is BlockKind.ITEM


def _may_be(piece: _Piece) -> bool:
    line = piece.line
    if piece.sign is not _Sign.BODY:
        return len(line.text) <= _LONGEST_SUBJECT
    return len(line.text) <= _LONGEST and not line.ended and line.kind is not BlockKind.CAPTION


def _is_shouted(piece: _Piece) -> bool:
    return piece.line.text.isupper()


def _parts(line: TextLine, words: Words) -> list[TextLine]:
    """The line, cut where another begins that stands on it without a gap: emblem, place and day, `V/v …`."""
    for other in (words.motto_inside, words.right_inside):
        found = other.search(line.folded)
        if found and 0 < found.start("other") < len(line.text):
            at = found.start("other")
            return [cut(line, 0, len(line.text[:at].rstrip(SPACE)), words), cut(line, at, len(line.text), words)]
    return [line]


def _sign(line: TextLine, words: Words) -> _Sign:
    said = line.folded
    if not any(map(str.isalnum, said)) or words.mark.fullmatch(said):
        return _Sign.MARK
    for sign, pattern in (
        (_Sign.MOTTO, words.motto),
        (_Sign.NUMBER, words.number),
        (_Sign.DAY, words.place_and_any_day),
        (_Sign.ABOUT, words.about),
        (_Sign.FORM, words.form),
        (_Sign.ADDRESSEE, words.addressee),
    ):
        if pattern.match(said):
            return sign
    return _Sign.BODY


def _is_subject(line: TextLine, above: TextLine | None, words: Words) -> bool:
    """Whether the line below `BÁO CÁO`, and below the first line of its subject, says what about."""
    ended = line.text.endswith((*shapes.CLOSING, ","))
    if line.told or line.body or line.text[0] == "(" or ended or len(line.text) > _LONGEST_SUBJECT:
        return False
    if above is None:
        return words.addressee.match(line.folded) is None
    is_open = above.folded.split()[-1] in words.open_ends or above.text.endswith(",")
    return is_open or line.text[0].islower() or (above.text.isupper() and line.text.isupper())
