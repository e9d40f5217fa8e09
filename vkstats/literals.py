"""The words that a rule writes out (`when: phạt tiền <value:sum>`), as this rule alone sees them in a line.

A literal adds a kind and replaces nothing. It stands for whole tokens, one or several, and may begin and end
inside a run of plain words; it never cuts a word of the lexicon. No other rule, and not the linker, sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vkstats.model import Token
from vkstats.packs import grammar
from vkstats.trie import trie

_NO_WORD = " \n.\"'!?"  # what may stand between plain words


def kind_of(word: str) -> str:
    """The kind that a literal adds; no kind of a pack can be called so."""
    return f"={word}"


def needs_one(item: grammar.Item, words: frozenset[str]) -> bool:
    """Whether a tree cannot be matched without one of the literals `words`."""
    match item:
        case grammar.Word(text):
            return text in words
        case grammar.Slot():
            return False
        case grammar.Sequence(items):
            return any(needs_one(inner, words) for inner in items)
        case grammar.Choice(options):
            return all(needs_one(option, words) for option in options)
        case grammar.Repeat(inner, least, _):
            return least > 0 and needs_one(inner, words)


class Literals:
    """The literals of one rule."""

    def __init__(self, words: frozenset[str]) -> None:
        spoken = [word for word in words if word[0].isalnum()]
        marks = [word for word in words if not word[0].isalnum()]
        self._pattern = re.compile(rf"(?<!\w){trie(spoken)}(?!\w)|{trie(marks)}")

    def over(self, tokens: Sequence[Token], folded: str) -> list[Token] | None:
        """The line with the literals that stand in it; None where none does."""
        if not tokens:
            return None
        found = list(self._pattern.finditer(folded, tokens[0].start, tokens[-1].end))
        return list(_overlaid(list(tokens), found, folded)) if found else None


def _overlaid(tokens: list[Token], found: Iterable[re.Match[str]], folded: str) -> Iterator[Token]:
    at = 0
    for match in found:
        start, end = match.span()
        while tokens[at].end <= start:
            yield tokens[at]
            at += 1
        last = at
        while last < len(tokens) and tokens[last].start < end:
            last += 1
        covered = tokens[at:last]
        if not covered or _cuts(covered[0], start) or _cuts(covered[-1], end):
            continue
        if covered[0].start < start:
            yield from _plain(covered[0].start, start, folded)
        is_one = (covered[0].start, covered[-1].end, len(covered)) == (start, end, 1)
        kinds = covered[0].kinds if is_one else {}
        word = " ".join(match.group().split())
        yield Token({**kinds, kind_of(word): word}, start, end)
        tokens[at:last] = _plain(end, covered[-1].end, folded)
    yield from tokens[at:]


def _cuts(token: Token, offset: int) -> bool:
    """Whether a border at `offset` would cut a token that is no run of plain words."""
    return token.start < offset < token.end and "words" not in token.kinds


def _plain(start: int, end: int, folded: str) -> list[Token]:
    """What is left of a run of plain words; nothing where no word is."""
    words = folded[start:end]
    first, last = end - len(words.lstrip(_NO_WORD)), start + len(words.rstrip(_NO_WORD))
    return [Token({"words": None}, first, last)] if first < last else []


def cut(tokens: Sequence[Token], offsets: Iterable[int], folded: str) -> list[Token]:
    """The line with its runs of plain words cut at these places of the text."""
    line: list[Token] = list(tokens)
    for offset in offsets:
        line = [
            piece
            for token in line
            for piece in (
                [*_plain(token.start, offset, folded), *_plain(offset, token.end, folded)]
                if token.start < offset < token.end
                else [token]
            )
        ]
    return line
