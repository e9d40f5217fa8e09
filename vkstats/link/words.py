"""The noun that a bare number counts: what the table of known words says, and underthesea where no word is known.

`nouns.tsv`, which lies beside the packs and is made by `tools/nouns.py`, tells the words apart and which of them are
nouns that are counted. underthesea, 105 MB and half a second, is loaded for the first noun that it does not know.
"""

from __future__ import annotations

from functools import cache, lru_cache

from vkstats.model import Article
from vkstats.packs.location import pattern_root
from vkstats.text import fold

_LONGEST = 5  # syllables that are looked at


def first_noun(article: Article, start: int, end: int) -> str | None:
    """The first word of `text[start:end]` if it is a noun that is counted: `văn kiện` of `văn kiện hợp tác`."""
    syllables = article.text[start:end].split()[:_LONGEST]
    if not syllables or all(len(syllable) > 1 and syllable.istitle() for syllable in (*syllables, "")[:2]):
        return None  # `Hoàng Mai`: a proper name
    for length in range(len(syllables), 0, -1):
        word = " ".join(syllables[:length])
        is_counted = _nouns().get(fold(word))
        if is_counted is not None:
            return word if is_counted else None
    if syllables[0][0].isupper() or len(syllables[0]) == 1:
        return None  # `F-35 A`, `Nighthawk`: what is written so and not known is a name
    return _tagged_noun(" ".join(syllables))


def is_word(folded: str) -> bool:
    """Whether the table knows the word."""
    return folded in _nouns()


@cache
def _nouns() -> dict[str, bool]:
    """Folded word → whether it is a noun that is counted."""
    table = (pattern_root() / "core" / "nouns.tsv").read_text("utf-8").splitlines()[2:]
    return {row[: row.index("\t")]: not row.endswith("\t") for row in table}


@lru_cache(maxsize=20_000)
def _tagged_noun(phrase: str) -> str | None:
    from underthesea import pos_tag

    tagged = pos_tag(f"có năm {phrase}")  # the tagger wants a noun's place: behind a verb and a numeral
    for word, tag in tagged[2:3]:
        if tag.startswith("N") and tag != "Np" and phrase.startswith(str(word)):
            return str(word)
    return None
