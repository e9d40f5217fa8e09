"""The words by which readers know the parts of pages and documents: the kinds `page-…` of the core pack.

Readers have no rule set, and need none: the words of the built-in pack are enough, whatever packs of a user's own are
laid over it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from vkstats.packs.shipped import shipped_words
from vkstats.trie import trie


def words(kind: str) -> Iterable[str]:
    """The words of the kind, folded."""
    return shipped_words("pages").words(kind)


def whole(words: Iterable[str]) -> str:
    """A regex of one of the words that does not go on, on folded text."""
    return rf"{trie(words)}(?:(?<!\w)|(?!\w))"


def identifier(words: Iterable[str]) -> str:
    """A regex of one of the words as builders of pages write it in a name: `tin-lien-quan`, `tinlienquan`.

    A syllable of one letter is not looked for in the middle of a word.
    """
    return "|".join(map(_identifier, words))


def _identifier(word: str) -> str:
    letters = unicodedata.normalize("NFD", word).replace("đ", "d").encode("ascii", "ignore").decode()
    return ("(?<![a-z])" if letters[1] == " " else "") + letters.replace(" ", "-?")
