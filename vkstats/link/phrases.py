"""Unit, item and action of a figure: the words around the number, cut at the borders of the clause.

The noun phrase after a Vietnamese numeral is classifier or noun + modifiers; it ends at a clause mark, an
auxiliary, a preposition that opens another part of the sentence, or the next amount. Where the number
stands after its noun (`số người chết là 3.100`, `thiệt hại 5 tỷ đồng`), the noun is in front.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.link.draft import Draft, Line
from vkstats.link.words import first_word
from vkstats.match import MARKS
from vkstats.model import Article, Kind, Role, Token
from vkstats.patterns.ruleset import CLASSES

_AMOUNTS = CLASSES["amount"]
_MARKS = frozenset(MARKS.values()) | {"open", "close"}
# What ends the noun phrase after a number.
_AFTER = _MARKS | _AMOUNTS | CLASSES["direction"]
_AFTER |= {"versus", "share", "parts", "rest", "period", "border", "auxiliary", "copula", "label", "number", "code", "hedge"}
# What ends the clause in front of a number.
_BEFORE = _AMOUNTS | {"semicolon", "stop", "parts", "open", "close", "number", "code"}
_LONGEST_ITEM = 14  # syllables


def fill(line: Line, article: Article) -> None:
    """Give every draft of the line its unit, item and action."""
    previous: Draft | None = None
    for made in line.drafts:
        _fill(made, previous, article)
        previous = made


def _fill(made: Draft, previous: Draft | None, article: Article) -> None:
    line, at = made.line, made.at
    amount = made.amount
    tokens = line.tokens
    after = _after(line, at)
    if amount.kind is None or (amount.kind is Kind.RATIO and amount.unit is None):
        _take_unknown_unit(made, after, article)
    front = _front(line, made.first)
    made.pair = _pair(made, previous, front)
    right = _text(after, article)
    pieces = _split(front)
    nearest = pieces[-1] if pieces else []
    subject, verb = _subject_and_verb(nearest)
    if not nearest and made.pair is None and len(pieces) > 1 and previous is None:
        subject, verb = _subject_and_verb(pieces[-2])
    made.action = _text(verb, article) or None
    if made.action is None and made.pair:
        made.action = made.pair.action
    elif made.action is None and previous and not _has_words(nearest):
        made.action = previous.action
    made.item = _item(made, right, subject, verb, nearest, article)


def _after(line: Line, at: int) -> list[Token]:
    """The tokens of the noun phrase that goes on after the amount at `at`."""
    found: list[Token] = []
    tokens = line.tokens
    for number in range(at + 1, len(tokens)):
        token = tokens[number]
        kinds = token.kinds.keys()
        if kinds & _AFTER and not (kinds & {"verb"} and not kinds & {"auxiliary", "border"} and number == at + 1):
            break
        if "joint" in kinds and (number + 1 >= len(tokens) or tokens[number + 1].kinds.keys() & _AFTER):
            break
        found.append(token)
    return found


def _front(line: Line, first: int) -> list[Token]:
    """The tokens of the clause in front of a phrase that starts at `first`."""
    found: list[Token] = []
    for token in reversed(line.tokens[:first]):
        kinds = token.kinds.keys()
        if kinds & _BEFORE:
            break
        found.append(token)
    found.reverse()
    return found


def _split(front: Sequence[Token]) -> list[list[Token]]:
    """The clause in front, cut at its commas and colons; the piece nearest to the number comes last."""
    pieces: list[list[Token]] = [[]]
    for token in front:
        if token.kinds.keys() & {"comma", "colon"}:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


def _subject_and_verb(piece: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """What stands before the governing verb of a piece, and the verb with what belongs to it."""
    last = None
    for number, token in enumerate(piece):
        if "verb" in token.kinds and not token.kinds.keys() & {"border"}:
            last = number
    if last is None:
        return list(piece), []
    first = last
    while first > 0 and "verb" in piece[first - 1].kinds:
        first -= 1
    return list(piece[:first]), list(piece[first : last + 1])


def _has_words(piece: Sequence[Token]) -> bool:
    return any(token.kinds.keys() & {"words", "verb", "unit"} for token in piece)


def _pair(made: Draft, previous: Draft | None, front: Sequence[Token]) -> Draft | None:
    """The figure right before it, where nothing but a slash, comma, `với` or `và` stands between."""
    if previous is None or made.role is not previous.role or made.amount.kind is not Kind.COUNT:
        return None
    between = made.line.tokens[previous.at + 1 : made.at]
    linking = {"slash", "comma", "dash", "joint", "=với", "=và", "=cùng"}
    if len(between) <= 1 and all(token.kinds.keys() & linking for token in between) and previous.unit != made.unit:
        return previous
    return None


def _take_unknown_unit(made: Draft, after: list[Token], article: Article) -> None:
    if not after:
        return
    first = after[0]
    gap = article.folded[made.amount.number_end : first.start]
    if gap.strip() or not gap:
        return
    word = first_word(article, first.start, after[-1].end)
    if word is None:
        return
    made.unit = word.lower()
    made.unit_end = first.start + len(word)


def _item(
    made: Draft,
    right: str,
    subject: Sequence[Token],
    verb: Sequence[Token],
    nearest: Sequence[Token],
    article: Article,
) -> str:
    amount = made.amount
    written = article.text[amount.number_end : amount.end].strip()
    if amount.kind in (Kind.COUNT, Kind.RATIO, None) and (written or made.unit):
        return " ".join(f"{written} {right}".split())
    if right:
        return right
    tail = _text([token for token in nearest if token not in verb and token not in subject], article)
    return tail or _text(subject, article)


def _text(tokens: Sequence[Token], article: Article) -> str:
    if not tokens:
        return ""
    text = " ".join(article.text[tokens[0].start : tokens[-1].end].split())
    return " ".join(text.split()[:_LONGEST_ITEM])
