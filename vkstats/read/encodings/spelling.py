"""Whether a word is a syllable of Vietnamese: spelled as the language spells, and one of its common ones."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from vkstats.text import fold


class Grade(IntEnum):
    """How much a word looks like Vietnamese."""

    FOREIGN = 0
    SPELLED = 1  # a possible syllable, or an abbreviation
    COMMON = 2  # one of the thousand commonest with a letter of its own


# Initial, then rhyme (Đoàn Thiện Thuật, Ngữ âm tiếng Việt): `k gh ngh` stand before e ê i y and `c g ng` before the
# others; c ch p t close a syllable of the tones sắc and nặng only.
_FRONT = r"(?:k|gh|ngh)(?=[eêiy])|(?:c|g|ng)(?=[aăâoôơuư])|g(?=i)"
_INITIAL = rf"(?:{_FRONT}|b|ch|d|đ|gi|h|kh|l|m|nh?|ph?|qu|r|s|th?|tr|v|x)?"
_OPEN = (
    "a|ai|ao|au|ay|âu|ây|e|eo|ê|êu|i|ia|iêu|iu|o|oa|oai|oao|oay|oe|oeo|oi|ô|ôi|ơ|ơi|u|ua|uây|uê|ui|uơ|uôi|uy|uya|uyu"
    "|ư|ưa|ưi|ươi|ươu|ưu|y|yêu"
)
_NASAL = (
    "(?:a|oa)(?:m|n|ng|nh)|(?:ă|oă|â|e|o|ô|u|iê|uô|ươ)(?:m|n|ng)|(?:uâ|ư)(?:n|ng)|(?:ê|i)(?:m|n|nh)|ơ[mn]|oe[no]"
    "|oong|uênh|uynh|uyên|uym|uyn|yê(?:m|n|ng)|ynh|ưm"
)
_STOPPED = (
    "(?:a|oa)(?:c|ch|p|t)|(?:ă|oă|â|e|o|ô|u|iê|ươ)(?:c|p|t)|uâ[ct]|ư[ct]|(?:ê|i)(?:ch|p|t)|ơ[pt]|oet|ooc|uêch|uych"
    "|uyt|uyp|uyêt|uô[ct]|yêt|ych"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP_TONES = "\u0301\u0323"  # sắc, nặng
_ABBREVIATION = re.compile("[A-ZĂÂĐÊÔƠƯ]{2,8}")


def grade(word: str) -> Grade:
    """What the word, letters of one normal form NFC, is in Vietnamese."""
    folded = fold(word)
    if folded in _common():
        return Grade.COMMON
    if is_syllable(folded) or _ABBREVIATION.fullmatch(word):
        return Grade.SPELLED
    return Grade.FOREIGN


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether the folded word is spelled as a syllable of Vietnamese is."""
    if len(word) > 7:
        return False
    parts = unicodedata.normalize("NFD", word)
    tones = [mark for mark in parts if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    match = _syllable().fullmatch(bare)
    if match is None or len(tones) > 1:
        return False
    return match["stopped"] is None or (bool(tones) and tones[0] in _STOP_TONES)


@cache
def _syllable() -> re.Pattern[str]:
    return re.compile(rf"{_INITIAL}(?:{_OPEN}|{_NASAL}|(?P<stopped>{_STOPPED}))")


@cache
def _common() -> frozenset[str]:
    lines = (files(__package__) / "syllables.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
