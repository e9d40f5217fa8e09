"""The subject of a figure in its clause: the members of a list, what stands before a concession or behind a copula."""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.link import noun
from vkstats.link.draft import Line
from vkstats.model import NameKind, Token
from vkstats.vocabulary import CLASSES

# What stands between a subject and its number.
PREDICATE = frozenset({"copula", "share"})
_LONGEST_MEMBER = 4  # syllables
_PREDICATES = PREDICATE | CLASSES["direction"] | {"auxiliary", "passive"}
# What no bare noun holds.
_NOT_BARE = PREDICATE | CLASSES["direction"] | {"auxiliary", "border", "adjunct", "period", "possessive", "hedge"}


def before_concession(piece: Sequence[Token]) -> Sequence[Token]:
    """`án trả hồ sơ tuy đã giảm nhưng vẫn chiếm 1,3%`: the subject stands before the concession, the copula behind."""
    opens = next((number for number, token in enumerate(piece) if number and "concession" in token.kinds), None)
    if opens is None or not piece[-1].kinds.keys() & (PREDICATE | {"auxiliary"}):
        return piece
    borders = [number for number in range(opens + 1, len(piece)) if "border" in piece[number].kinds]
    if not borders or noun.has_words(piece[borders[-1] + 1 : -1]):
        return piece  # `dù doanh thu lớn nhưng công suất mới đạt 40%`
    return [*piece[:opens], *(piece[-1:] if piece[-1].kinds.keys() & PREDICATE else ())]


def with_members(line: Line, pieces: Sequence[Sequence[Token]], nearest: Sequence[Token]) -> Sequence[Token]:
    """A subject with the members of its list in front: `tội phạm về tham nhũng, chức vụ tăng 31,7%`.

    A member behind a comma is a bare noun; what opens the list is one too, or begins with a noun of its own.
    """
    found = list(nearest)
    for piece in reversed(pieces[:-1]):
        before = line.tokens[line.tokens.index(piece[-1]) + 1] if piece else None
        is_list = before is not None and "comma" in before.kinds and _is_member(line, found)
        if not is_list or not (_is_member(line, piece) or _opens_list(piece)):
            break
        found = [*piece, *([before] if before else ()), *found]
        if not _is_member(line, piece):
            break
    return found


def _is_member(line: Line, piece: Sequence[Token]) -> bool:
    """Whether a piece is a bare noun, as in the middle of a list."""
    tokens = list(piece)
    while tokens and tokens[-1].kinds.keys() & (PREDICATE | {"auxiliary", "hedge"}):
        tokens.pop()
    if not tokens or tokens[0].kinds.keys() & {"unit", "quantity-noun", "number-word", "number-noun"}:
        return False
    is_bare = all(token.kinds.keys() & {"words", "compound", "joint", "verb", "comma"} for token in tokens)
    is_bare = is_bare and not any(token.kinds.keys() & _NOT_BARE for token in tokens)
    return is_bare and len(line.said(tokens).split()) <= _LONGEST_MEMBER and not line.text[tokens[0].start].isupper()


def _opens_list(piece: Sequence[Token]) -> bool:
    """Whether a piece is a noun phrase that can be the first of a list: `tội phạm về tham nhũng`, `chỉ số …`."""
    if not piece or any(token.kinds.keys() & _NOT_BARE for token in piece):
        return False
    return bool(piece[0].kinds.keys() & {"unit", "quantity-noun", "number-word", "compound"})


def is_thing(subject: Sequence[Token]) -> bool:
    """Whether a subject is what is counted and nobody who acts."""
    return len(subject) == 1 and "unit" in subject[0].kinds and "person" not in subject[0].kinds


def behind_identity(subject: Sequence[Token]) -> Sequence[Token]:
    """`nổi lên là tội trộm cắp tài sản xảy ra 129 vụ`: the thing stands behind the copula."""
    tokens = list(subject)
    for number in range(len(tokens) - 2, 0, -1):
        if "identity" in tokens[number].kinds:
            return tokens[number + 1 :]
    return subject


def behind_cause(piece: Sequence[Token]) -> Sequence[Token]:
    """`giá vàng giảm do đồng đô la (tăng 0,5%)`: behind a change and its cause another thing begins."""
    for number in range(len(piece) - 2, -1, -1):
        if piece[number].kinds.keys() & CLASSES["direction"] and "adjunct" in piece[number + 1].kinds:
            return piece[number + 2 :]
    return piece


def elided(pieces: Sequence[Sequence[Token]]) -> Sequence[Token]:
    """The subject of a clause without one, which is that of the clause before: `nợ công được kiểm soát, giảm từ 63%`.

    A Vietnamese clause that opens with its predicate has the subject of the one in front (Nguyễn Đình Hòa,
    Vietnamese, 1997, on ellipsis). It is what stands there before auxiliary, copula or change.
    """
    if noun.has_words(pieces[-1]):
        return ()
    for piece in reversed(pieces[:-1]):
        quantity = next((n for n, token in enumerate(piece) if "quantity-noun" in token.kinds), 0)
        ends = (n for n, token in enumerate(piece) if n > quantity and token.kinds.keys() & _PREDICATES)
        opens = next(ends, len(piece) if quantity else 0)
        subject = noun.trimmed(noun.last_segment(piece[quantity:opens]))
        if subject and not subject[0].kinds.keys() & {"person", *NameKind}:
            return subject
    return ()
