"""The encoding of bytes that are no UTF-8, told by what reads as Vietnamese.

Every encoding is tried on every word that is not ASCII. The words are evidence for one that makes common syllables of
them and against one that makes no syllables; each different word counts once. What is not plain is not told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from vkstats.read.encodings.spelling import Grade, grade
from vkstats.read.encodings.tables import decode_bytes

ONE_BYTE = ("windows-1258", "tcvn3", "vni", "viscii", "vps")
_SAMPLE = 1 << 20  # bytes that are looked at
_WORD = re.compile(rb"[A-Za-z\x01-\x08\x0e-\x1f\x80-\xff]+")
_PLAIN = re.compile(rb"[A-Za-z]+")
_MARKS = "“”‘’«»…–—•·° \xa0"  # what may stand at the edge of a word
# The logarithm of how much oftener a word of this grade is found under the right encoding than under a wrong one;
# of a word in ASCII, in Vietnamese than in another language. Judged, not counted; what they give is measured in tests.
_WEIGHT = {Grade.COMMON: 2.2, Grade.SPELLED: -1.2, Grade.FOREIGN: -3.5}
_PLAIN_WEIGHT = {Grade.COMMON: 0.2, Grade.SPELLED: 0.2, Grade.FOREIGN: -0.7}
_ENOUGH = 6.0  # three common syllables
_AHEAD = 6.0  # e⁶ = 400 to one
# Letters and marks of UTF-8 that make no text in any of these encodings: it is UTF-8 with a fault.
_UTF8 = re.compile(rb"\xe1[\xba\xbb][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


def candidates(data: bytes) -> list[str]:
    """The encodings of one byte a letter that may be that of `data`, best first: one where it is plain which.

    None at all where the bytes are Vietnamese in no encoding. Encodings that make the same text of them count as one.
    """
    sample = data[:_SAMPLE]
    if _UTF8.search(sample):
        return []
    words = set(_WORD.findall(sample))
    plain = {word for word in words if len(word) > 1 and _PLAIN.fullmatch(word)}
    told = sorted(word for word in words if not word.isascii() or min(word) < 0x20)
    common = sum(_PLAIN_WEIGHT[grade(word.decode("ascii"))] for word in plain if not word.isupper())
    scores = {name: sum(_WEIGHT[_grade(word, name)] for word in told) for name in ONE_BYTE}
    ranked = sorted(ONE_BYTE, key=lambda name: -scores[name])
    best = scores[ranked[0]]
    if best + min(common, 0) <= 0:
        return []
    near = [name for name in ranked if scores[name] > best - _AHEAD]
    alike = [name for name in near if _same(told, name, ranked[0])]
    if len(alike) < len(near) or best + common < _ENOUGH:
        return near
    return near[:1]


def utf16_order(data: bytes) -> str | None:
    """The byte order of UTF-16 without its mark (`utf-16-le`, `utf-16-be`); None where the bytes are not that.

    The half of a Vietnamese letter that says its block is 0 for what is ASCII: three letters in four.
    """
    sample = data[: _SAMPLE & ~1]
    if len(data) < 4 or len(data) % 2:
        return None
    nuls = {"utf-16-be": sample[::2].count(0), "utf-16-le": sample[1::2].count(0)}
    order = max(nuls, key=lambda order: nuls[order])
    if nuls[order] * 8 < len(sample) or min(nuls.values()) * 2 > nuls[order]:
        return None
    try:
        text = codecs.getincrementaldecoder(order)().decode(sample)
    except UnicodeDecodeError:
        return None
    letters = sum(map(_is_latin, text))
    return order if letters * 10 >= len(text) * 9 else None


def _is_latin(letter: str) -> bool:
    return (letter.isprintable() and letter < "\u2100") or letter in "\t\n\r\f\v\xa0\xad"


def _grade(word: bytes, name: str) -> Grade:
    text = _decoded(word, name)
    return grade(text) if text is not None and text.isalpha() else Grade.FOREIGN


def _decoded(word: bytes, name: str) -> str | None:
    try:
        return decode_bytes(word, name).strip(_MARKS)
    except UnicodeDecodeError:
        return None


def _same(words: Sequence[bytes], one: str, other: str) -> bool:
    return one == other or all(_decoded(word, one) == _decoded(word, other) for word in words)
