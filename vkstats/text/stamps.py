"""The publication stamp of an article: `15:20, Thứ Ba, 16/07/2019 (GMT+7)`, alone, in front of the text or behind.

Behind it stands what news sites put on its line: the paper, the section, the author, or the headline itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vkstats.model import BlockKind
from vkstats.text.bylines import is_credit, is_person_like
from vkstats.text.columns import columns
from vkstats.text.lines import SPACE, TextLine, cut
from vkstats.text.words import Words

_HEAD_LINES = 12  # the first lines, among which the stamp stands
_SHORTEST_HEADLINE = 20  # code points
_LONGEST_SOURCE = 60
_WORD = re.compile(r"(?<!\w)\w")
_MARKS = SPACE + ",|-–—·•/"
_BRACKET = re.compile(r"\([^()]+\)")
_BAR = re.compile(r"[|·•–—-] *$")


def is_stamp(line: TextLine, words: Words) -> bool:
    """Whether the line is nothing but a stamp, or the place and day of a letterhead."""
    return _stamp(line.folded, words)[0] == len(line.folded) or _is_place_and_day(line, words)


def with_stamp(lines: list[TextLine], words: Words) -> list[TextLine]:
    """The lines with the stamp told, if the first of them have one; beside other text it is cut off.

    Above it there may be places and days of a letterhead, which are told too.
    """
    if any(line.kind is BlockKind.PUBLISHED for line in lines):
        return lines
    stamped = list(lines)
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.told:
            continue
        end, kinds = _stamp(line.folded, words)
        if "day" in kinds and end == len(line.folded):
            stamped[index] = line.of(BlockKind.PUBLISHED)
            break
        if {"day", "clock"} <= kinds and (line.text[end].isupper() or line.text[end] in '("“'):
            stamped[index : index + 1] = _parted(line, end, words)
            break
        parts = _first_column(line, words) or _behind(line, words, opens=not any(map(_is_text, lines[:index])))
        if parts:
            stamped[index : index + 1] = parts
            break
        if _is_place_and_day(line, words):
            stamped[index] = line.of(BlockKind.PUBLISHED)
    return stamped


def _is_text(line: TextLine) -> bool:
    return line.kind is not BlockKind.BOILERPLATE


def _first_column(line: TextLine, words: Words) -> Sequence[TextLine]:
    """The pieces of a line whose first is a stamp: `Ngày cập nhật: 18/10/2021        Cỡ chữ: A- A+`."""
    pieces = [piece for _, piece in columns(line, words)]
    if not pieces:  # nothing but bars
        return ()
    end, kinds = _stamp(pieces[0].folded, words)
    if len(pieces) == 1 or end < len(pieces[0].folded) or not {"day"} < kinds:
        return ()
    rest = (replace(piece, kind=_beside(piece, words), body=0) for piece in pieces[1:])
    return [replace(pieces[0], kind=BlockKind.PUBLISHED, body=0), *rest]


def _beside(piece: TextLine, words: Words) -> BlockKind:
    """What a piece beside a stamp is for: the author, or nothing of the article."""
    return BlockKind.BYLINE if is_credit(piece, words) else BlockKind.BOILERPLATE


def _parted(line: TextLine, end: int, words: Words) -> Sequence[TextLine]:
    if line.text[end - 1] == "(":
        end -= 1
    stamp = cut(line, 0, len(line.text[:end].rstrip(SPACE + ",|-–(")), words)
    return stamp.of(BlockKind.PUBLISHED), cut(line, end, len(line.text), words)


def _behind(line: TextLine, words: Words, *, opens: bool) -> Sequence[TextLine]:
    """The line without the stamp at its end, and that; nothing where it has none. `opens`: no text is above it."""
    start, kinds = next(_last_stamps(line, words), (0, frozenset[str]()))
    front = line.text[:start].rstrip(_MARKS)
    if not front:
        return ()
    stamp = replace(cut(line, start, len(line.text), words), kind=BlockKind.PUBLISHED, body=0)
    first = cut(line, 0, len(front), words)
    is_apart = _BAR.search(line.text[:start]) is not None or _BRACKET.fullmatch(front) is not None
    if len(front) <= _LONGEST_SOURCE and (_BRACKET.fullmatch(front) or words.section.fullmatch(first.folded)):
        return replace(first, kind=BlockKind.BOILERPLATE, body=0), stamp
    if not opens and is_person_like(front, words) and (is_apart or "clock" in kinds):
        return replace(first, kind=BlockKind.BYLINE, body=0), stamp
    if "label" in kinds or "clock" not in kinds or not (is_apart or (opens and len(front) >= _SHORTEST_HEADLINE)):
        return ()
    return first, stamp


def _last_stamps(line: TextLine, words: Words) -> Iterator[tuple[int, frozenset[str]]]:
    """Where a stamp begins that goes to the end of the line, and the kinds of its parts; the longest first."""
    for word in _WORD.finditer(line.folded, 1):
        end, kinds = _stamp(line.folded, words, word.start())
        if end == len(line.folded) and "day" in kinds:
            yield word.start(), kinds


def _is_place_and_day(line: TextLine, words: Words) -> bool:
    return words.place_and_day.fullmatch(line.folded) is not None


def _stamp(folded: str, words: Words, at: int = 0) -> tuple[int, frozenset[str]]:
    """Where the stamp that begins at `at` ends, and the kinds of its parts, each taken once."""
    kinds: set[str] = set()
    at += folded.startswith("(", at)
    while match := words.stamp_part.match(folded, at):
        kind = match.lastgroup or ""
        if kind in kinds or (kind == "label" and "day" in kinds):
            break
        kinds.add(kind)
        at = match.end()
    return at, frozenset(kinds)
