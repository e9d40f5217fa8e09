"""Word borders and nouns in open phrases, by underthesea's tagger; called only where a figure needs them."""

from __future__ import annotations

from functools import lru_cache

from vkstats.model import Article

_WINDOW = 5  # syllables that the tokenizer sees


def first_noun(article: Article, start: int, end: int) -> str | None:
    """The first word of `text[start:end]` if it is a common noun: `kiểm sát viên` of `kiểm sát viên sơ cấp`."""
    syllables = article.text[start:end].split()[:_WINDOW]
    return _first_noun(" ".join(syllables)) if syllables else None


@lru_cache(maxsize=20_000)
def _first_noun(phrase: str) -> str | None:
    from underthesea import pos_tag  # 0.4 s: only where the lexicon does not know the noun

    tagged = pos_tag(f"có năm {phrase}")  # the tagger wants a noun's place: behind a verb and a numeral
    for word, tag in tagged[2:3]:
        if tag.startswith("N") and tag != "Np" and phrase.startswith(str(word)):
            return str(word)
    return None
