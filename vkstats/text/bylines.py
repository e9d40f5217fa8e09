"""The author's line: how it is written, and which of the last lines it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vkstats import shapes
from vkstats.model import BlockKind
from vkstats.text.fold import fold
from vkstats.text.lines import TextLine
from vkstats.text.words import Words, words_of
from vkstats.vocabulary import Lexicon

_DEPTH = 10  # lines from the end that may be captions below the author's
_LONGEST = 120  # code points of an author's line
_LONGEST_SOURCE = 60
_LONGEST_NAMES = 60
_LONGEST_CAPTION = 300
_SECTION = re.compile(r"[IVX]+[.)] ")
_MARKS = " .,;-–*_"
_HEAD_LINES = 12  # the first lines, where the author's may stand beside the stamp
_PARAGRAPH = 80  # code points of the shortest line that is surely a paragraph
_PLAIN = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
_BRACKET = re.compile(r"\s*\([^()]*\)$")


def byline_names(text: str, folded: str, lexicon: Lexicon) -> tuple[str, bool]:
    """The names in an author's line, without credit (`Tin, ảnh:`), degree, office and source, and whether it has one.

    They are empty where what is left is not written like names.
    """
    return _names(text, folded, words_of(lexicon))


def is_credit(line: TextLine, words: Words) -> bool:
    """Whether the line begins with what somebody did for the article: `Tin, ảnh: Lê An`."""
    return len(line.text) <= _LONGEST and words.credit.match(line.folded) is not None


def is_name_like(text: str, words: Words) -> bool:
    """`Trần Phương`, `NGUYỄN CHƠN`, `T.H.L`, `Hữu Công - Hoàng Trường`, `Ngọc Ánh (Theo Reuters)`."""
    text = _BRACKET.sub("", text.rstrip(". "))
    if not 2 <= len(text) <= _LONGEST_NAMES:
        return False
    for name in words.between_names.split(text):
        parts = name.replace(".", ". ").split()
        if not 1 <= len(parts) <= 6 or not all(
            part[0].isupper() and part.rstrip(".").replace("'", "").isalpha() for part in parts
        ):
            return False
        if len(parts) == 1 and len(parts[0]) == 1:
            return False
        if parts[0] in words.addresses or (parts[0] in words.unsure_addresses and len(parts) > 2):
            return False  # a caption: `Bà Lê Thị Xuân`
    return len(text.split()) > 1 or "." in text


def is_person_like(text: str, words: Words) -> bool:
    """Whether the text is written like one name, and begins with a surname, or is in capitals or initials."""
    names = plain_name(text, fold(text), words)
    said = fold(names)
    if not is_name_like(names, words) or words.section.fullmatch(said) or said in words.provinces:
        return False
    return said.split()[0] in words.surnames or names.isupper() or "." in names


def with_bylines(lines: list[TextLine], words: Words) -> list[TextLine]:
    """The lines with the author's told among the last, before the captions that news sites put last."""
    if any(line.kind is BlockKind.BYLINE for line in lines):
        return lines
    signed = _with_byline_above(lines, words)
    seen = 0
    for index in range(len(lines) - 1, max(len(lines) // 2 - 1, 0), -1):
        line = lines[index]
        if line.kind in {BlockKind.BOILERPLATE, BlockKind.TITLE}:
            continue
        seen += 1
        if seen > _DEPTH:
            break
        is_listed = line.body and not is_name_like(line.text, words)  # `L. HƯƠNG` is no list item
        if len(line.text) <= _LONGEST and not (is_listed or line.told) and _is_byline(signed, index, words):
            signed[index] = line.of(BlockKind.BYLINE)
    signed = _with_inner_bylines(signed, words)
    if seen > _DEPTH:
        return signed
    last = max((index for index, line in enumerate(signed) if line.kind is BlockKind.BYLINE), default=len(lines))
    return [
        line.of(BlockKind.CAPTION)
        if index > last and line.kind is BlockKind.PARAGRAPH and len(line.text) <= _LONGEST_CAPTION and not line.told
        else line
        for index, line in enumerate(signed)
    ]


def _with_byline_above(lines: Sequence[TextLine], words: Words) -> list[TextLine]:
    """The lines with the author's told that stands below the headline: beside the stamp, or behind a label."""
    signed = list(lines)
    for index, line in enumerate(lines[1:_HEAD_LINES], 1):
        if line.told or line.body or line.ended or line.kind not in _PLAIN or len(line.text) > _LONGEST:
            continue
        beside = {each.kind for each in lines[index - 1 : index + 2]}
        names, _ = _names(line.text, line.folded, words)
        credit = words.credit.match(line.folded)
        is_labelled = credit is not None and credit[0].rstrip().endswith(":")
        if names and (is_labelled or (BlockKind.PUBLISHED in beside and is_person_like(names, words))):
            signed[index] = line.of(BlockKind.BYLINE)
            break
    return signed


def _with_inner_bylines(lines: list[TextLine], words: Words) -> list[TextLine]:
    """The lines of a bulletin with the author's told below each of its articles.

    Such a line stands between the end of a paragraph and the headline of the next article; where none ends the
    text, a name between paragraphs is a heading.
    """
    if not lines or not any(line.kind is BlockKind.BYLINE for line in lines[-_DEPTH:]):
        return lines
    told = list(lines)
    for index in range(2, len(lines) - 2):
        above, line, below = lines[index - 1], lines[index], lines[index + 1]
        if line.told or line.body or line.kind not in _PLAIN or not is_person_like(line.text, words):
            continue
        if above.ended and len(above.text) >= _PARAGRAPH and not below.ended and below.kind in _PLAIN:
            told[index] = line.of(BlockKind.BYLINE)
    return told


def _is_byline(lines: Sequence[TextLine], index: int, words: Words) -> bool:
    line = lines[index]
    ends_text = index + 1 == len(lines)
    last = ends_text or lines[index + 1].after_blank or lines[index + 1].kind in {BlockKind.BYLINE, BlockKind.CAPTION}
    if words.source.match(line.folded):
        return last and len(line.text) <= _LONGEST_SOURCE and not line.ended
    names, has_credit = _names(line.text, line.folded, words)
    if _SECTION.match(line.text) and not (ends_text or has_credit):
        return False  # `I. KẾT QUẢ`, but `L. HƯƠNG`
    if not names or (line.ended and not is_name_like(line.text, words)):
        return False
    above = lines[index - 1]
    ended = above.text.endswith((*shapes.CLOSING, '"', "”", ")")) or above.kind not in {
        BlockKind.PARAGRAPH,
        BlockKind.ITEM,
    }
    return has_credit or (last and (ended or ends_text))


def plain_name(text: str, folded: str, words: Words) -> str:
    """What stands in a line behind degrees and ranks: `ThS. Lê An` → `Lê An`."""
    honour = words.honour.match(folded)
    return text[honour.end() :] if honour else text


def _names(text: str, folded: str, words: Words) -> tuple[str, bool]:
    """The names, and whether a credit stands in front of them."""
    credit = words.credit.match(folded)
    start = credit.end() if credit else 0
    behind = words.credit_behind.search(folded, start + 1)
    named = plain_name(text[start : behind.start() if behind else len(text)], folded[start:], words)
    apart = words.author_office.split(named)
    role = words.role_behind.search(fold(apart[0]), 1)
    names = apart[0][: role.start() if role else None].strip(_MARKS)
    said = fold(names)
    honour = words.honour.match(folded, start)
    if honour and honour["rank"] and not (credit or behind or role or len(apart) > 1):
        return "", False  # `Thượng tướng Lê An`: a caption
    if words.form.match(said) or words.over_name.match(said) or not is_name_like(names, words):
        return "", False
    return names, (credit or behind) is not None
