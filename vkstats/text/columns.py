"""Lines that hold the columns of a page side by side."""

from __future__ import annotations

import re
from itertools import pairwise

from vkstats.text.lines import TextLine, cut
from vkstats.text.words import Words

_COLUMNS = re.compile(r" *(?:[\t|]|(?<=\S) {3})[ \t|]*")


def columns(line: TextLine, words: Words) -> list[tuple[int, TextLine]]:
    """The pieces of a line that bars, tabs or wide spaces part, each with the number of its column, from 0.

    Where a blank was left to be filled in, wide spaces part nothing: `Số:        /BC-VKS`.
    """
    borders = [(0, 0), *(gap.span() for gap in _COLUMNS.finditer(line.text)), (len(line.text), len(line.text))]
    pieces = [(column, *span) for column, span in enumerate((end, start) for (_, end), (start, _) in pairwise(borders))]
    whole: list[tuple[int, int, int]] = []
    for column, start, end in pieces:
        if whole and words.blank.fullmatch(line.folded, whole[-1][1], end):
            whole[-1] = *whole[-1][:2], end
        elif start < end:
            whole.append((column, start, end))
    if len(whole) == 1 and whole[0][1:] == (0, len(line.text)):
        return [(0, line)]
    return [(column, cut(line, start, end, words)) for column, start, end in whole]
