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
_TIME = re.compile(r"\d{1,2}[:h]\d\d")


def labelled(lines: Sequence[Strip], free: Sequence[bool], words: LabelWords) -> Iterator[Found]:
    """The runs of such lines among which, or right above which, a line says what they count."""
    at = 0
    while at < len(lines):
        last = at
        rows: list[Cells] = []
        count = 0
        is_told = at > 0 and words.counting.search(lines[at - 1].folded) is not None
        while last < len(lines) and free[last] and len(lines[last].text) <= _LONGEST:
            line = lines[last]
            match = _ROW.fullmatch(line.folded)
            if match and not _TIME.search(line.folded):
                spans = match.span("label"), match.span("number")
                rows.append(tuple((start + line.start, end + line.start) for start, end in spans))
                count += 1
            elif rows and line.text[-1] not in ".;,:?!" and words.counting.search(line.folded):
                rows.append((whole(line), (line.start, line.start)))
            else:
                break
            is_told = is_told or words.counting.search(line.folded) is not None
            last += 1
        while rows and rows[-1][1][0] == rows[-1][1][1]:
            rows.pop()
            last -= 1
        if count >= _FEWEST and is_told:
            yield Found(at, last, (Grid(tuple(rows), source="labels"),))
        at = max(last, at + 1)
