"""The header above rows of numbers: which line it is, and where its labels begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vkstats.grid.found import Strip, moved
from vkstats.model import Row, Stretch
from vkstats.shapes import NO_LABEL_ENDS

_WORD = re.compile(r"\S+")
_GAP = re.compile(r" {2,}")
_LONGEST_HEADER = 250
_MOST_LEADS = 3  # running number, name and unit


def header_above(
    lines: Sequence[Strip], free: Sequence[bool], first: int, width: int, times: frozenset[str]
) -> tuple[Row, ...]:
    """The header right above the rows, with the times above it that each hold for a few columns."""
    below = _header(lines[first - 1], width, times)
    if below is None:
        return ()
    if first > 1 and free[first - 2]:
        line = lines[first - 2]
        above = [] if line.text.endswith(NO_LABEL_ENDS) else _pieces(line, times)
        if len(above) > 1 and all(any(map(str.isdigit, line.text[start:end])) for start, end in above):
            groups = len(above)
            if width % groups:
                return ()
            spread = [piece for piece in above for _ in range(width // groups)]
            return (Row((), moved(spread, line.start)), below)
    return (below,)


def _header(line: Strip, width: int, times: frozenset[str]) -> Row | None:
    """The line as a header over `width` columns of numbers; None where its labels are not as many."""
    if len(line.text) > _LONGEST_HEADER or line.text.endswith(NO_LABEL_ENDS):
        return None
    pieces = _pieces(line, times)
    fewest = width if width > 1 else width + 1  # one column alone needs its corner: any short line is one label
    if not fewest <= len(pieces) <= width + _MOST_LEADS:
        return None
    return Row(moved(pieces[:-width], line.start), moved(pieces[-width:], line.start))


def _pieces(line: Strip, times: frozenset[str]) -> list[Stretch]:
    """The labels of a header: between wide gaps, else each from its capital, sign or year, brackets kept whole."""
    if "  " in line.folded:
        return parts(line.folded)
    pieces: list[Stretch] = []
    depth = 0
    for match in _WORD.finditer(line.text):
        start, end = match.span()
        word = line.folded[start:end]
        opens = word[0].isdigit() or line.text[start].isupper() or word[0] in "+%"
        follows = bool(pieces) and line.folded[slice(*pieces[-1])] in times
        if pieces and (depth or not opens or (follows and (word[0].isdigit() or set(word) <= set("ivx")))):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        depth = max(0, depth + word.count("(") - word.count(")"))
    return pieces


def parts(lead: str) -> list[Stretch]:
    """The parts of a line between wide gaps."""
    found, start = [], 0
    for gap in _GAP.finditer(lead):
        found.append((start, gap.start()))
        start = gap.end()
    return [*found, (start, len(lead))] if lead else []
