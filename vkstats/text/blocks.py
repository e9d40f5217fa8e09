"""Lines → blocks: what their neighbours and the format show that they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vkstats.model import Block, BlockKind
from vkstats.text.bylines import with_bylines
from vkstats.text.lines import TextLine
from vkstats.text.stamps import with_stamp
from vkstats.text.words import Words

_UNTOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.TABLE})  # the words, and the cells, tell more
_HEAD_LINES = 15  # the first lines, among which the headline stands
_LONGEST_TITLE = 300
_SHORTEST_REPEATED = 20  # what is shorter may stand twice by chance


def laid_out(lines: Sequence[TextLine], layout: Sequence[Block]) -> list[TextLine]:
    """The lines, each with the kind that the block of the layout it stands in tells, if it does."""
    told = []
    at = 0
    for line in lines:
        while at < len(layout) and layout[at].end <= line.start:
            at += 1
        kind = layout[at].kind if at < len(layout) and layout[at].start <= line.start else BlockKind.PARAGRAPH
        if kind in _UNTOLD:
            told.append(line)
        else:
            body = line.body if kind in {BlockKind.HEADING, BlockKind.ITEM} else 0
            told.append(replace(line, kind=kind, told=True, body=body))
    return told


def classified(lines: list[TextLine], words: Words, *, has_table: bool) -> list[TextLine]:
    """The lines with the kinds that their neighbours show; a headline may stand over a table alone."""
    lines = with_stamp(lines, words)
    lines = _with_recipients(lines, words)
    lines = _with_repeated_captions(lines)
    lines = _with_title(lines, fewest=1 if has_table else 2)
    return with_bylines(lines, words)


def _with_recipients(lines: Sequence[TextLine], words: Words) -> list[TextLine]:
    """The items below `Nơi nhận:` are no items of the report."""
    told = []
    in_recipients = False
    for line in lines:
        if line.told or line.kind is BlockKind.PUBLISHED:
            told.append(line)
            continue
        if line.kind is BlockKind.BOILERPLATE and not words.office.match(line.folded):
            in_recipients = words.recipients.match(line.folded) is not None
        else:
            in_recipients = in_recipients and words.marker.match(line.folded) is not None
        told.append(line.of(BlockKind.BOILERPLATE) if in_recipients else line)
    return told


def _with_repeated_captions(lines: Sequence[TextLine]) -> list[TextLine]:
    """A caption is often repeated as the picture's title."""
    told = list(lines)
    for index in range(1, len(lines)):
        above, below = lines[index - 1], lines[index]
        if above.folded == below.folded and len(above.text) > _SHORTEST_REPEATED and not (above.told or below.told):
            told[index - 1], told[index] = above.of(BlockKind.CAPTION), below.of(BlockKind.CAPTION)
    return told


def _with_title(lines: list[TextLine], fewest: int) -> list[TextLine]:
    """The headline: the first of `fewest` lines or more of running text, where no head has told it."""
    if any(line.kind is BlockKind.TITLE for line in lines):
        return lines
    titled = list(lines)
    head = [
        index
        for index, line in enumerate(lines[:_HEAD_LINES])
        if line.kind is not BlockKind.PUBLISHED and not line.told
    ]
    running = [index for index in head if lines[index].kind is not BlockKind.BOILERPLATE]
    if len(running) >= fewest and _is_headline(lines[running[0]]):
        titled[running[0]] = replace(lines[running[0]], kind=BlockKind.TITLE, body=0)
    return titled


def _is_headline(line: TextLine) -> bool:
    return (
        line.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION}
        and len(line.text) <= _LONGEST_TITLE
        and not line.text.endswith((".", ",", ";", ":"))
        and (not line.body or line.folded[0].isdigit())
    )


def blocks_of(lines: Sequence[TextLine]) -> list[Block]:
    """The blocks: a line each, but a title in two lines (`BÁO CÁO`, then what about) is one."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and line.kind is blocks[-1].kind is BlockKind.TITLE:
            blocks[-1] = replace(blocks[-1], end=line.end)
        else:
            blocks.append(Block(line.kind, line.start, line.end, line.start + line.body))
    return blocks
