"""Words of the language around capitals: `Giám` in `Giám đốc` is no name, and a verb behind one says who does it."""

from __future__ import annotations

import re
import sys
from itertools import islice

from vkstats.packs.wordlist import parts_of_speech

_SYLLABLES = re.compile(r"[^\W\d_]+(?:[ \n]+[^\W\d_]+){0,3}")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_LONGEST_SYLLABLE = 40  # letters, with the marks in front and the space behind
_VERBS = frozenset({"V", "R"})  # `R` are the adverbs and auxiliaries that stand before a verb: `đã`, `cũng`


def word_at(folded: str, at: int, end: int = sys.maxsize) -> tuple[str, int] | None:
    """The part of speech of the longest word of the language that begins at `at`, and where it ends."""
    match = _SYLLABLES.match(folded, at, end)
    if match is None:
        return None
    syllables, tags = match.group().split(), parts_of_speech()
    for length in range(len(syllables), 0, -1):
        tag = tags.get(" ".join(syllables[:length]))
        if tag:
            return tag, _end_of(folded, at, length)
    return None


def is_verb(folded: str, at: int, end: int = sys.maxsize) -> bool:
    """Whether a verb, or an adverb or auxiliary in front of one, begins at `at`."""
    word = word_at(folded, at, end)
    return word is not None and word[0] in _VERBS


def word_over(folded: str, start: int, at: int, end: int = sys.maxsize) -> int:
    """Where the word ends that begins at `start` with capitals up to `at` and goes on in small letters: `Giám|đốc`.

    0 where there is none, or where the small letters are a longer word by themselves (`Công| bố trí`).
    """
    word = word_at(folded, start, end)
    if word is None or word[1] <= at:
        return 0
    rest = word_at(folded, at + 1, end)
    return 0 if rest and " " in folded[at + 1 : rest[1]].strip() else word[1]


def ends_word(folded: str, start: int, end: int) -> bool:
    """Whether the syllable at `start:end` is the second of a word: `khủng| bố`, `đàn| ông`."""
    least = max(0, start - _LONGEST_SYLLABLE)
    front = max(least, folded.rfind(" ", least, max(0, start - 1)) + 1)
    return " " not in folded[start:end] and front < start and " ".join(folded[front:end].split()) in parts_of_speech()


def _end_of(folded: str, at: int, syllables: int) -> int:
    """Where so many syllables from `at` on end."""
    matches = _SYLLABLE.finditer(folded, at)
    return next(islice(matches, syllables - 1, None)).end()
