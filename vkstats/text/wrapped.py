"""Lines as they were before somebody wrapped them to a width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vkstats.model import BlockKind
from vkstats.text.bylines import is_credit, is_name_like
from vkstats.text.lines import TextLine, purpose
from vkstats.text.stamps import is_stamp
from vkstats.text.words import Words

_WIDEST = 130  # no one wraps wider, and a paragraph a line is wider
_RAGGED = 0.85  # where words of a proportional font were counted: how much of the width every line fills
_SHORT = 30  # a line below this may be an entry of its own, whatever follows
_DEEP = 10  # columns; no entry of its own begins so far right
_CELLS = re.compile(r"\t| {3}|\|")
# `(9,1%) so với năm 2019`: after the bracket the sentence goes on; not `(CTO) - Chợ …`, `(Đã ký)`
_BRACKET_INSIDE = re.compile(r"\([^()]*\)(?:[,;.]| (?P<next>[^\W\d_]))")
_COUNTED = re.compile(r"\d[\d.,/]*(?: [^\W\d_]| ?%).*(?:[,;] |[.;]$)")  # `35 vụ, 52 bị can`, no headline
_DAY_INSIDE = re.compile(r"\d{1,2}\.\d{1,2} ")  # `15.3 đến 15.6`, which looks like a marker


def unwrapped(lines: Sequence[TextLine], text: str, folded: str, words: Words) -> list[TextLine]:
    """The lines with those joined that were one; `text` and `folded` are the text they stand in."""
    width = _width(lines)
    wholes: list[list[TextLine]] = []
    for line in lines:
        if wholes and _continues(wholes[-1][0], wholes[-1][-1], line, width, words):
            wholes[-1].append(line)
        else:
            wholes.append([line])
    return [_whole(parts, text, folded, words) for parts in wholes]


def _whole(parts: Sequence[TextLine], text: str, folded: str, words: Words) -> TextLine:
    first, start, end = parts[0], parts[0].start, parts[-1].end
    if len(parts) == 1:
        return first
    flat, flat_folded = (full[start:end].replace("\n", " ") for full in (text, folded))
    return TextLine(start, end, flat, flat_folded, first.indent, first.after_blank, *purpose(flat, flat_folded, words))


def _width(lines: Sequence[TextLine]) -> float:
    """The column that the text was wrapped at by hand; 0 where it was not.

    Wrapped lines are filled: the first word of the next has no room on them. What is looked at are the
    lines that surely go on, as the next begins with a small letter.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if not (below.after_blank or below.body)]
    broken = [(above, below) for above, below in pairs if below.text[0].islower() and not above.ended]
    if len(broken) < 2 or len(broken) < len(pairs) / 4:
        return 0
    usual = sorted(above.extent for above, _ in broken)[len(broken) // 2]
    if not _SHORT <= usual <= _WIDEST:
        return 0
    longest = max(above.extent for above, _ in pairs if above.extent * _RAGGED <= usual)
    for width in (longest, longest * _RAGGED):
        if sum(_fills(above, below, width) for above, below in broken) >= 0.9 * len(broken):
            return width
    return 0


def _fills(above: TextLine, below: TextLine, width: float) -> bool:
    """Whether the first word of `below` has no room on `above`."""
    return above.extent + 1 + len(below.text.split(None, 1)[0]) > width


def _continues(first: TextLine, above: TextLine, below: TextLine, width: float, words: Words) -> bool:
    """Whether `below` is the rest of the line that begins with `first` and was wrapped after `above`."""
    if below.after_blank:
        return False
    filled = width >= above.extent * _RAGGED and _fills(above, below, width)  # a longer line is not wrapped
    shouted = first.kind is BlockKind.HEADING and not first.body
    if below.body:
        goes_on = filled and not above.ended and first.text[0] != below.text[0] and _is_inside(below)
    elif shouted or (below.kind is BlockKind.HEADING and " " in below.text[:_SHORT]):
        goes_on = shouted and below.text.isupper() and not above.ended and (filled or _is_open(above, words))
    elif filled and above.ended:
        goes_on = not (is_name_like(below.text, words) or below.indent > above.indent)
    elif filled:
        goes_on = not words.opening.match(below.text)
    else:
        goes_on = below.kind is BlockKind.PARAGRAPH and _runs_on(first, above, below, words)
    if not goes_on or (above.ended and is_credit(below, words)):
        return False
    return not (_stands_alone(above, words) or _stands_alone(below, words))


def _stands_alone(line: TextLine, words: Words) -> bool:
    """Whether the line is never part of a paragraph: a row of a table, a letterhead, a publication stamp."""
    return line.kind is BlockKind.BOILERPLATE or _CELLS.search(line.text) is not None or is_stamp(line, words)


def _is_inside(line: TextLine) -> bool:
    """Whether what looks like a list marker may stand inside a sentence: `- Viện trưởng`, `15.3 đến …`."""
    return line.text[0] in "-–" or bool(_DAY_INSIDE.match(line.text) and line.text[line.body].islower())


def _is_open(line: TextLine, words: Words) -> bool:
    """Whether the line ends where no sentence can."""
    last = line.folded[line.folded.rfind(" ") + 1 :].lstrip('("')
    return line.text.endswith(("-", "–", ",")) or last in words.open_ends


def _runs_on(first: TextLine, above: TextLine, below: TextLine, words: Words) -> bool:
    """Whether the words alone show that the sentence goes on: an open end, a start that cannot be one."""
    initial = below.text[0]
    if initial == "(":
        bracket = _BRACKET_INSIDE.match(below.text)
        return bracket is not None and not above.ended and (bracket["next"] or "").lower() == (bracket["next"] or "")
    if _is_open(above, words):
        return True
    if above.ended:
        return False
    if below.indent >= _DEEP:
        return True
    if initial.islower() and len(above.text) >= _SHORT:
        return True
    if not _fills(above, below, below.extent):  # what was wrapped is no wider than the line above
        return False
    if initial.islower():
        return first.text[0].isupper() and above.text.count(" ") >= 3 and ":" not in above.text + below.text
    return len(above.text) >= _SHORT and _COUNTED.match(below.folded) is not None
