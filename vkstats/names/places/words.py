"""The lexicon's words about places, compiled once per lexicon. Regexes read folded text unless said otherwise."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from vkstats.names.lexicon import pattern
from vkstats.names.words import point_behind_level
from vkstats.names.writing import capitals
from vkstats.vocabulary import Lexicon


class PlaceWords:
    """The words that stand in and around the names of places and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.short = words("name-level-short")
        self.needs_level = frozenset(words("name-place-needs-level"))
        self.ranks = {level: int(rank) for level, rank in words("name-level-rank").items()}
        self.home = words("name-home")
        self.mention = compiled(
            r"(?<![\w/&-])(?:"
            r"(?P<province><name-province>)(?![\w/])(?! ?[-'] ?\w+/)"
            rf"|(?P<level><name-level>)(?:{point_behind_level(lexicon)}|(?!\w)) *(?=[\w])"
            r"|(?<!t )(?P<short><name-level-short>)(?:\. ?|(?=\d))(?=\w))"
        )
        self.several = compiled(r"(?<!\w)(?:<name-place-several>|\d+) +$")
        self.also = compiled(r"(?<!\w)(?P<level><name-level>)(?:, | <name-and|name-or> | ?/ ?| ?- ?)$")
        self.no_level = compiled(r"(?<!\w)<name-level-not> +$")
        self.no_place = compiled(r"(?<!\w)<name-place-not> +$")
        self.former = compiled(r" ?\(?<name-place-former>(?!\w)")
        self.inside = compiled(r"(?: ?[,(–-] ?| )(?:<name-place-link> )?")
        self.beside = compiled(r" ?, ?| ?, <name-and|name-or> | <name-and|name-or> ")
        self.abroad = compiled(r" ?[,(] ?| (?:<name-of|name-at> )?")
        self.title = compiled(r"(?<!\w)(?:(?:<name-title>|<name-standing>)(?!\w))[ .]+$")
        opening = {word for kind in ("adjunct", "border", "joint", "determiner") for word in words(kind)}
        self.opening = frozenset(word for word in opening if " " not in word)
        # On the text itself: words that begin with a capital, and numbers.
        word = rf"[{capitals()}]\w*(?:['’‘`] ?[^\W\d_]+)*"
        part = rf"{word}|\d{{1,2}}(?![\w/%]|[.,]\d)"
        self.name = re.compile(rf"(?:{part})(?:(?: {{1,2}}| ?\n *| ?[-–] ?)(?:{part})){{0,6}}")
        self.word = re.compile(rf"{word}|\d+")
        self.before = re.compile(rf"(?:{word}[ \n])+$")
        self.run = re.compile(rf"(?:{word}[ \n])*{word}$")
        self.gap = re.compile(r"(?: ?, ?| ?\(| ?[-–] ?)$")


@lru_cache(maxsize=4)
def place_words(lexicon: Lexicon) -> PlaceWords:
    """The words about places of a lexicon, compiled once per process."""
    return PlaceWords(lexicon)
