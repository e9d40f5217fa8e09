"""Form reports: labels with one number each, a line each, under what they count: tables of one column.

`B. SỐ VIỆC PHẢI THI HÀNH` heads, `I. Kỳ trước chuyển sang: 19` is a row. Lines whose numbers have units of their own
are running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vkstats.grid.found import Cells, Found, LabelWords, Strip, whole
from vkstats.model import Grid
from vkstats.shapes import DIGITS

_FEWEST = 3
_LONGEST = 150
_ROW = re.compile(rf"(?P<label>[^:|]*[^\W\d][^|]*?) ?: ?(?P<number>{DIGITS}(?: ?%)?)[.;]?")
_ENDS = frozenset("0123456789%.;")
_TIME = re.compile(r"\d{1,2}[:h]\d\d")


def labelled(lines: Sequence[Strip], free: Sequence[bool], words: LabelWords) -> Iterator[Found]:
    """The runs of such lines among which, or right above which, a line says what they count."""
    at = 0
    while at < len(lines):
        rows, last = _rows(lines, free, at, words)
        if sum(start < end for _, (start, end) in rows) >= _FEWEST:
            told = lines[max(at - 1, 0) : last]
            if any(words.counting.search(line.folded) or words.stated.search(line.folded) for line in told):
                yield Found(at, last, (Grid(tuple(rows), source="labels"),))
        at = max(last, at + 1)


def _rows(lines: Sequence[Strip], free: Sequence[bool], at: int, words: LabelWords) -> tuple[list[Cells], int]:
    """The rows that begin at a line, and the line below the last with a number."""
    rows: list[Cells] = []
    last, kept = at, 0
    for n in range(at, len(lines)):
        line = lines[n]
        if not free[n] or len(line.text) > _LONGEST:
            break
        match = _ROW.fullmatch(line.folded) if line.folded[-1] in _ENDS else None
        if match and not _TIME.search(line.folded):
            spans = match.span("label"), match.span("number")
            rows.append(tuple((start + line.start, end + line.start) for start, end in spans))
            last, kept = n + 1, len(rows)
        elif rows and line.text[-1] not in ".;,:?!" and words.counting.search(line.folded):
            rows.append((whole(line), (line.start, line.start)))
        else:
            break
    return rows[:kept], last
