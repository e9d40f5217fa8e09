"""A text in the form that the lexicon is written in, of the same length: every offset holds for both."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Old placement of the tone mark (hoà, thuý) → the placement of the 2018 textbooks (hòa, thúy); after `q`
# the u belongs to the consonant (quý) and nothing moves. Same length after NFC.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
# Whole words whose i/y spelling varies between houses (QĐ 240/QĐ 1984 against common usage).
_SPELLINGS = {
    "tỉ": "tỷ", "kì": "kỳ", "kỉ": "kỷ", "lí": "lý", "quí": "quý", "mĩ": "mỹ", "kĩ": "kỹ", "hi": "hy",
}  # fmt: skip
_SPELLING = re.compile(r"(?:(?<!\w)(?:[klq]u?[ìỉí]|[mk]ĩ|hi)|(?<![^\W\d_])tỉ)(?!\w)")
# One code point for one code point: spaces, dashes, quotes, the Icelandic eth of old pages.
_CHARACTERS = {
    **dict.fromkeys("\t\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
    **dict.fromkeys("\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    "ð": "đ",
    "\u2044": "/",
    "\u2215": "/",
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff1a": ":",
    "\uff1b": ";",
    "\uff05": "%",
    "\uff08": "(",
    "\uff09": ")",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
# `re` scans for a rare character several times as fast as `str.translate` looks up every one.
_CHARACTER = re.compile("[" + re.escape("".join(_CHARACTERS)) + "]")

_JOINT = re.compile(r"(?<=[^\W\d_])_(?=[^\W\d_])")
_FEWEST_JOINTS = 3  # that show a text to be segmented; an address or a name of a file has one or two
_WORDS_A_JOINT = 20


def normalise(text: str) -> str:
    r"""NFC, line ends as ``\n``; nothing else changes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def unsegmented(text: str) -> str:
    """The text with spaces for the marks that tools for words put between syllables: `Tòa_án nhân_dân`."""
    joints = len(_JOINT.findall(text))
    is_segmented = joints >= _FEWEST_JOINTS and joints * _WORDS_A_JOINT >= len(text.split())
    return _JOINT.sub(" ", text) if is_segmented else text


@cache
def _lower_character(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def fold(text: str) -> str:
    """The NFC `text` in the form that the lexicon is written in, of the same length.

    Lower case, one tone-mark placement, one i/y spelling, plain spaces, dashes and quotes. Line ends
    stay; the caller decides which of them are spaces.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # e.g. `İ` becomes two code points
        lowered = "".join(map(_lower_character, text))
    lowered = _CHARACTER.sub(lambda match: _CHARACTERS[match.group()], lowered)
    lowered = _TONE.sub(lambda match: _TONES[match.group()], lowered)
    return _SPELLING.sub(lambda match: _SPELLINGS.get(match.group(), match.group()), lowered)
