"""The lexicon as the room of names uses it: its words become patterns, compiled once per lexicon.

All patterns read folded text; what must be written with a capital is checked on the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vkstats.trie import trie
from vkstats.vocabulary import Lexicon

# `<kind>` and `<kind|kind>` in a template.
KINDS = re.compile(r"(?<!P)<([a-z][a-z0-9|-]*)>")


def regex(lexicon: Lexicon, template: str, **words: Iterable[str]) -> str:
    """A template with `<kind>` for any word of the kind, `<kind|kind>` for one of several, the longest first.

    `words` are for kinds whose words need more than the lexicon says: `law_name` is what `<law-name>` stands for.
    """

    def choice(match: re.Match[str]) -> str:
        kinds = match[1].split("|")
        return trie(word for kind in kinds for word in words.get(kind.replace("-", "_"), lexicon.words(kind)))

    return KINDS.sub(choice, template)


def pattern(lexicon: Lexicon, template: str, **words: Iterable[str]) -> re.Pattern[str]:
    """The compiled `regex` of a template."""
    return re.compile(regex(lexicon, template, **words))


def only(lexicon: Lexicon, kind: str) -> str:
    """The value of a kind that has one; empty where no pack has the kind."""
    return next(iter(lexicon.words(kind).values()), "")


def spaced(word: str) -> str:
    """A word of the text as the lexicon writes it: with one space between syllables."""
    return " ".join(word.split()) if "  " in word or "\n" in word else word
