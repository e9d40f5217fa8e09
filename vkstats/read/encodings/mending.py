"""Text pasted out of a document with a legacy font: TCVN3 or VNI in the midst of Unicode, as `§«ng S¬n`, `Vieät Nam`.

Only stretches that plainly are such text are changed. A stretch ends at a word that is Vietnamese as it stands, or is
no Vietnamese either way: what is French stays French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from vkstats.read.encodings.spelling import Grade, grade
from vkstats.read.encodings.tables import fits, raised, redrawn

_FONTS = ("tcvn3", "vni")
# A letter beside a character of windows-1252 that Vietnamese in Unicode does not have there.
_LETTER = r"[A-Za-z\xc0-\xff]"
_STRANGE = r"[\xa1-\xbf\u2212\u2219ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþ]"
_SUSPECT = re.compile(rf"{_LETTER}{_STRANGE}|{_STRANGE}{_LETTER}")
# A word of either kind: all that the fonts use for letters, and what only Unicode has.
_WORD = re.compile(r"[A-Za-z\xa1-\u036f\u1e00-\u1eff\u2212\u2219]+")
_LINE = re.compile(r"[^\n]+")
_UNICODE = re.compile("[\u0102-\u1ef9]")
_SIGNS = frozenset("·\u2219¡¢£¤¥¦©µ±²³´º°¿×÷\u2212")  # alone they are signs, whatever letter they may be
_BREAK = re.compile(r'[\n.,;:!?()“”"]')  # between clauses
_WEIGHT = {Grade.COMMON: 2.2, Grade.SPELLED: 0.5}
_FOREIGN = -1.0  # of a word in ASCII that is no syllable
_PROOF = 6.0  # three common syllables in a row
_MORE = 2.0  # where such a stretch is in the text, one
_GAP = 6  # words: `huyện Krông Bông, Đắk Lắk` has four that are no Vietnamese


@dataclass(slots=True)
class _Stretch:
    """Words of which none forbids that the font is the one tried.

    `start` and `end` are -1 until they are known. Between stretches of one `section` no word must be Unicode.
    """

    section: int
    start: int = -1
    end: int = -1
    weight: float = 0.0


def mend(text: str) -> tuple[str, str | None]:
    """The text with what was written for a font of TCVN3 or VNI as Unicode, and the names of those found, or None.

    Code points without such a meaning keep their order; line ends, tabs and digits are never touched.
    """
    if not _SUSPECT.search(text):
        return text, None
    found: list[str] = []
    stretches = {name: list(_stretches(text, name)) for name in _FONTS}
    for name in sorted(_FONTS, key=lambda name: -_weight(stretches[name])):
        proven = _proven(list(_stretches(text, name)) if found else stretches[name], text)
        if proven:
            text = _converted(text, proven, name)
            found.append(name)
    return text, " + ".join(found) or None


def _weight(stretches: list[_Stretch]) -> float:
    return sum(stretch.weight for stretch in stretches if stretch.weight > 0)


def _proven(stretches: list[_Stretch], text: str) -> list[_Stretch]:
    """The stretches that are to be changed, those that only a few words of neither kind keep apart as one."""
    if not any(stretch.weight >= _PROOF for stretch in stretches):
        return []
    proven: list[_Stretch] = []
    for stretch in stretches:
        if stretch.weight < _MORE:
            continue
        last = proven[-1] if proven else None
        if last and last.section == stretch.section and len(_WORD.findall(text, last.end, stretch.start)) <= _GAP:
            last.end = stretch.end
        else:
            proven.append(stretch)
    return proven


def _converted(text: str, stretches: list[_Stretch], name: str) -> str:
    parts: list[str] = []
    at = 0
    for stretch in stretches:
        inside = _WORD.sub(partial(_converted_word, name), text[stretch.start : stretch.end])
        parts += text[at : stretch.start], raised(inside) if name == "tcvn3" else inside
        at = stretch.end
    return "".join([*parts, text[at:]])


def _converted_word(name: str, match: re.Match[str]) -> str:
    return match.group() if match.group() in _SIGNS else redrawn(match.group(), name)


def _stretches(text: str, name: str) -> Iterator[_Stretch]:
    """The stretches of the text that may be in the font.

    A word that may be either (`vô`, which TCVN3 has for `vụ`) is in the stretch where no word of Unicode stands in
    the same clause before the first, or after the last, that must be in it.
    """
    stretch = None
    section = before = 0
    for match in _words(text):
        if match is None:
            if stretch and stretch.start >= 0:
                stretch.end = before
                yield stretch
            stretch = None
            section += 1
            continue
        weight = _word_weight(match.group(), name)
        apart = before == 0 or _BREAK.search(text, before, match.start()) is not None
        if stretch and apart and stretch.start >= 0:
            stretch.end = before
        if weight is None:
            if stretch and stretch.end > 0:
                yield stretch
            stretch = None
            section += not (fits(match.group(), name) and _grade(match.group()) is Grade.FOREIGN)
        else:
            stretch = stretch or _Stretch(section)
            if stretch.start < 0 and (apart or weight > 0):
                stretch.start = match.start()
            if weight > 0:
                stretch.end = match.end()
            stretch.weight += weight
        before = match.end()
    if stretch and stretch.start >= 0:
        stretch.end = before
        yield stretch


def _words(text: str) -> Iterator[re.Match[str] | None]:
    """The words, and None for a line that is plainly Unicode: of most texts nearly all."""
    for line in _LINE.finditer(text):
        if _UNICODE.search(text, *line.span()) and not _SUSPECT.search(text, *line.span()):
            yield None
        else:
            yield from _WORD.finditer(text, *line.span())


@lru_cache(maxsize=1 << 14)
def _word_weight(word: str, name: str) -> float | None:
    """How much the word tells for the font; None where it cannot stand in a text for it."""
    if word.isascii():
        return _FOREIGN if len(word) > 1 and grade(word) is Grade.FOREIGN else 0.0
    if word in _SIGNS:
        return 0.0
    converted = redrawn(word, name)
    if converted in {"đ", "Đ"}:  # `500.000đ`, `Đ/c`
        return 0.0
    there = _grade(converted) if fits(word, name) else Grade.FOREIGN
    here = _grade(word)
    if there is Grade.FOREIGN:
        return None
    return 0.0 if here is not Grade.FOREIGN else _WEIGHT[there]


def _grade(word: str) -> Grade:
    return grade(word) if word.isalpha() else Grade.FOREIGN
