"""The breakdowns that the lines read so far leave open: totals of the last line, leads, enclosing list items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, takewhile

from vkstats.link.draft import Line, Linked
from vkstats.link.likeness import Likeness
from vkstats.model import Block, BlockKind, Kind, Role

_LISTED = frozenset({BlockKind.ITEM, BlockKind.HEADING})
_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, None})
_MOST = 40  # levels back in which a total is looked for
_NAMED_ENOUGH = 0.6  # the share of the words of `trong tổng số …` that the total must say


@dataclass(frozen=True, slots=True)
class _Levels:
    """The levels of the document so far, a line at a time, the latest first."""

    of_line: tuple[Linked, ...]
    earlier: _Levels | None


@dataclass(frozen=True, slots=True)
class Open:
    """The breakdowns that the lines read so far leave open."""

    block: int = -1  # the last block that was entered
    levels: _Levels | None = None
    last: tuple[Linked, ...] = ()  # totals that the line before leaves open
    lead: tuple[Linked, ...] = ()  # totals that a lead line left open for the list after it
    lead_level: int | None = None  # the level of that list, once its first item is read
    lists: tuple[tuple[int, tuple[Linked, ...]], ...] = ()  # levels of the list items that enclose this one
    beside: tuple[Linked, ...] = ()  # levels of the list item right before this one, of the same level
    governs: bool = False  # whether the lead is a cue word by itself (`Trong đó:`) and so governs paragraphs as well
    is_cued: bool = False  # whether a cue at the head of a line (`Trong đó, …`) opened what `split` goes on with
    split: tuple[Linked, ...] = ()  # the parts that the line before gave its total, which this one may go on with

    def entered(self, line: Line, blocks: Sequence[Block], likeness: Likeness) -> Open:
        """What is still open in the block of a line; the blocks before it close what they close."""
        if not line.starts_block:
            return self
        opened = self
        for block in blocks[self.block + 1 : line.sentence.block + 1]:  # those without figures as well
            opened = opened._entered(block, is_cue=likeness.opens_parts(line.folded[block.start : block.end]))
        return replace(opened, block=line.sentence.block)

    def _entered(self, block: Block, *, is_cue: bool) -> Open:
        """What a block closes: a paragraph all lists, a heading or item those of its level and deeper."""
        if is_cue:
            return replace(self, lead=self.last, lead_level=None, governs=True)
        if block.kind is BlockKind.HEADING and (self.governs or self.split):
            return replace(self, lists=(), lead=(), governs=False, split=())
        if block.kind not in _LISTED:
            if self.governs:
                return replace(self, lists=(), beside=())
            return replace(self, lists=(), lead=(), beside=()) if self.lists or self.lead else self
        level = block.level if self.lead and self.lead_level is None else self.lead_level
        lead = () if level is not None and block.level < level else self.lead
        lists, beside = self.lists, self.beside if self.lists else ()
        while lists and lists[-1][0] >= block.level:
            *outer, (closed, levels) = lists
            lists, beside = tuple(outer), levels if closed == block.level else ()
        return replace(self, lead=lead, lead_level=level, lists=lists, beside=beside)

    def enclosing(self, line: Line) -> tuple[Linked, ...]:
        """The totals that list items and leads around a line leave open for it."""
        if self.governs and line.starts_block and line.block.kind not in _LISTED:
            return self.lead
        if not line.starts_block or line.block.kind not in _LISTED:
            return ()
        return (*self.lead, *(total for _, levels in self.lists for total in levels))

    def after(self, line: Line, seen: Sequence[Linked], likeness: Likeness) -> Open:
        """What is open behind a line with the levels `seen`."""
        levels = tuple(made for made in seen if made.amount.kind in _SUMMED)
        opened = replace(self, levels=_Levels(levels, self.levels), last=levels) if levels else self
        if line.block.kind in _LISTED and line.starts_block:
            opened = replace(opened, lists=(*self.lists, (line.block.level, levels)))
        if line.opens_list and opened.last:
            last_words = line.folded[line.block.start : line.block.end].rpartition(".")[2]  # `… 21 vụ. Trong đó:`
            is_cue = likeness.opens_parts(last_words)
            opened = replace(opened, lead=opened.last, lead_level=None, governs=is_cue)
        return opened

    def same(self, made: Linked, likeness: Likeness) -> Linked | None:
        """The latest level of the same unit in this block or the one before that a figure can be part of."""
        near = takewhile(lambda level: level.sentence.block >= made.sentence.block - 1, self._latest_first())
        return next((one for one in near if likeness.same(made, one) and likeness.can_be_part(made, one)), None)

    def told(self, total: Linked) -> Decimal:
        """How much of a total its parts in the lines before make up."""
        near = islice(self._latest_first(), _MOST)
        return sum((level.amount.value for level in near if level.parent == total.start), Decimal(0))

    def known(self, start: int | None) -> Linked | None:
        """The level that starts at a place in the text."""
        return next((level for level in islice(self._latest_first(), _MOST) if level.start == start), None)

    def behind_changes(self, linked: Sequence[Linked], previous: Sequence[Linked]) -> Open:
        """After a line of changes only, the levels that changed are what the next line may split."""
        if any(made.role is Role.LEVEL and made.amount.kind in _SUMMED for made in linked):
            return self
        known = {made.start: made for made in (*previous, *linked)}
        parents = tuple(known[made.parent] for made in linked if made.parent in known)
        return replace(self, last=parents) if parents else self

    def named(self, words: str, likeness: Likeness) -> tuple[Linked, ...]:
        """The level that says the same words, the latest of several; else the totals of the last line."""
        wanted = likeness.content(words)
        best, best_score = self.last, 0.0
        for level in self._latest_first():
            score = likeness.overlap(wanted, level)
            if score >= _NAMED_ENOUGH and score > best_score:
                best, best_score = (level,), score
        return best

    def _latest_first(self) -> Iterator[Linked]:
        levels = self.levels
        while levels is not None:
            yield from reversed(levels.of_line)
            levels = levels.earlier
