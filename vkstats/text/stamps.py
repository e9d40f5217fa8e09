"""The publication stamp of an article: `15:20, Thứ Ba, 16/07/2019 (GMT+7)`, alone or in front of the text."""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.model import BlockKind
from vkstats.text.lines import SPACE, TextLine, cut
from vkstats.text.words import Words

_HEAD_LINES = 12  # the first lines, among which the stamp stands


def is_stamp(line: TextLine, words: Words) -> bool:
    """Whether the line is nothing but a stamp, or the place and day of a letterhead."""
    return _stamp(line.folded, words)[0] == len(line.folded) or _is_place_and_day(line, words)


def with_stamp(lines: list[TextLine], words: Words) -> list[TextLine]:
    """The lines with the stamp told, if the first of them have one; in front of running text it is cut off.

    Above it there may be places and days of a letterhead, which are told too.
    """
    if any(line.kind is BlockKind.PUBLISHED for line in lines):
        return lines
    stamped = list(lines)
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.told:
            continue
        end, kinds = _stamp(line.folded, words)
        if "day" not in kinds:
            if _is_place_and_day(line, words):
                stamped[index] = line.of(BlockKind.PUBLISHED)
            continue
        if end == len(line.folded):
            stamped[index] = line.of(BlockKind.PUBLISHED)
            break
        if "clock" in kinds and (line.text[end].isupper() or line.text[end] in '("“'):
            stamped[index : index + 1] = _parted(line, end, words)
            break
    return stamped


def _parted(line: TextLine, end: int, words: Words) -> Sequence[TextLine]:
    if line.text[end - 1] == "(":
        end -= 1
    stamp = cut(line, 0, len(line.text[:end].rstrip(SPACE + ",|-–(")), words)
    return stamp.of(BlockKind.PUBLISHED), cut(line, end, len(line.text), words)


def _is_place_and_day(line: TextLine, words: Words) -> bool:
    return words.place_and_day.fullmatch(line.folded) is not None


def _stamp(folded: str, words: Words) -> tuple[int, frozenset[str]]:
    """Where the stamp at the start of a line ends, and the kinds of its parts, each taken once."""
    kinds: set[str] = set()
    at = 1 if folded.startswith("(") else 0
    while match := words.stamp_part.match(folded, at):
        kind = match.lastgroup or ""
        if kind in kinds or (kind == "label" and "day" in kinds):
            break
        kinds.add(kind)
        at = match.end()
    return at, frozenset(kinds)
