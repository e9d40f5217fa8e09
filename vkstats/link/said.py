"""The times that a document says, in reading order: where each stands and what stands around it.

A time without digits, or in a sentence without figures, counts as any other. What belongs to a comparison, a
clock or the name of a law is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vkstats.link.draft import Line
from vkstats.model import Block, BlockKind, Token
from vkstats.packs import RuleSet
from vkstats.trie import trie
from vkstats.values.periods import Grain, TimeExpression

_NO_TIME = frozenset({"clock", "born"})
_REACH = 60  # characters in front of a time in which the word stands that says what it is of
_BESIDE = 22  # characters that may stand between the word of a plan and its time: `nhiệm vụ công tác kiểm sát năm 2024`
_MARKS = frozenset({"comma", "semicolon", "stop", "colon", "open", "close", "dash", "equals", "slash"})
_APART = _MARKS | {"border", "adjunct", "verb", "auxiliary", "versus", "parts", "period", "determiner", "up", "down"}
_COUNTED_ON = _MARKS | {"verb", "versus", "parts", "border"}
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})


@dataclass(frozen=True, slots=True)
class Said:
    """A time expression where it stands: token `at` of line `line` of block `block`.

    `mention` is None for a word such as `hiện nay`, which says a time that the text does not settle. `traits` are
    the named properties that hold whichever figure is asked for.
    """

    line: int
    block: int
    at: int
    token: Token
    mention: TimeExpression | None
    traits: frozenset[str]


class Words:
    """The words of the lexicon that say what a time in their neighbourhood is of."""

    def __init__(self, rules: RuleSet) -> None:
        def ending(kind: str) -> re.Pattern[str]:
            return re.compile(rf"(?<!\w)(?:{trie(rules.words(kind))})[\s:\"]*$")

        def inside(kind: str) -> re.Pattern[str]:
            return re.compile(rf"(?<!\w)(?:{trie(rules.words(kind))})(?!\w)")

        self.origin, self.result = ending("time-origin"), ending("time-result")
        self.plans, self.done, self.law = inside("time-plan"), inside("time-done"), inside("time-law")
        self.leaning = re.compile(rf"[\s\-+*]*(?:{trie(rules.words('time-leaning'))})(?!\w)")
        self.lawful = inside("time-no-law")
        self.announce = inside("time-announce")
        self.telling, self.stock = inside("time-telling"), inside("time-stock")

    def is_plan(self, before: str, reach: int = _REACH) -> bool:
        """Whether a stretch announces what is to be done, and not what became of it."""
        found = next(iter(reversed(list(self.plans.finditer(before)))), None)
        if found is None or len(before) - found.end() > reach:
            return False
        return self.announce.search(before) is not None or self.done.search(before, 0, found.start()) is None

    def names_law(self, before: str) -> bool:
        """Whether the words in front of a time belong to the name of a law."""
        found = self.law.search(self.lawful.sub("", before))
        return found is not None and not before.rstrip().endswith((",", ";", ")", "trong"))


@lru_cache(maxsize=4)
def words_of(rules: RuleSet) -> Words:
    """The words of a rule set, compiled once per process."""
    return Words(rules)


class Layout:
    """Which block stands under which: an item under its lead, that under its heading, that under the title."""

    def __init__(self, blocks: Sequence[Block], folded: str, words: Words) -> None:
        self.parents: list[int | None] = []
        self.planned: set[int] = set()  # blocks under a heading that announces a plan, and that heading
        headings: list[int] = []
        items: list[int] = []  # the open list: its lead, then the items that lead others
        title: int | None = None
        self.first = next((at for at, block in enumerate(blocks) if block.kind in _RUNNING), 0)
        for at, block in enumerate(blocks):
            if block.kind is BlockKind.TITLE:
                title = at if title is None else title
                parent = title if title != at else None
            elif block.kind is BlockKind.HEADING:
                while headings and blocks[headings[-1]].level >= block.level:
                    headings.pop()
                parent = headings[-1] if headings else title
                headings.append(at)
                items = []
            elif block.kind is BlockKind.ITEM:
                while items and blocks[items[-1]].kind is BlockKind.ITEM and blocks[items[-1]].level >= block.level:
                    items.pop()
                parent = items[-1] if items else headings[-1] if headings else title
                items.append(at)
            else:
                parent = headings[-1] if headings else title
                if block.kind is BlockKind.PARAGRAPH:
                    items = [at]
            self.parents.append(parent)
            opens_plan = block.kind is BlockKind.HEADING and words.is_plan(folded[block.start : block.end])
            if opens_plan or parent in self.planned:
                self.planned.add(at)

    def above(self, block: int) -> Iterator[int]:
        """The blocks that a block stands under, nearest first."""
        parent = self.parents[block]
        while parent is not None:
            yield parent
            parent = self.parents[parent]


def gather(lines: Sequence[Line], layout: Layout, words: Words) -> list[Said]:
    """Every time of the lines that may govern a figure or be the document's."""
    found: list[Said] = []
    for number, line in enumerate(lines):
        compared = {at for comparison in line.comparisons for at in range(comparison.first, comparison.last)}
        bases = {made.base.start for made in line.drafts if made.base}
        for at, token in enumerate(line.tokens):
            mention = token.kinds.get("period")
            if not isinstance(mention, TimeExpression):
                if "undated" in token.kinds:
                    found.append(Said(number, line.sentence.block, at, token, None, frozenset({"unsettled"})))
                continue
            if at in compared or token.start in bases or mention.form in _NO_TIME:
                continue
            before = line.folded[max(line.sentence.start, token.start - _REACH) : token.start]
            if words.names_law(before):
                continue
            traits = frozenset(_traits(line, at, mention, before, words))
            if line.sentence.block in layout.planned:
                traits |= {"plan"}
            found.append(Said(number, line.sentence.block, at, token, mention, traits))
    return found


def _traits(line: Line, at: int, mention: TimeExpression, before: str, words: Words) -> Iterator[str]:
    tokens, block = line.tokens, line.block
    previous = tokens[at - 1].kinds.keys() if at else frozenset()
    first = line.drafts[0].at if line.drafts else len(tokens)
    if block.kind is BlockKind.TITLE or block.kind is BlockKind.HEADING:
        yield str(block.kind)
    if line.depths[at]:
        explains = words.result.search(before) or any("period" in token.kinds for token in tokens[max(0, at - 3) : at])
        yield "explains" if explains else "bracketed"
    elif not any("verb" in token.kinds for token in tokens[:at]) and at < first:
        yield "opens"
        if line.starts_block:
            yield "opens-block"
    if at and previous & {"comma", "semicolon", "border", "adjunct", "period"}:
        yield "starts"
    if at and not previous & _APART and not words.result.search(before):
        yield "attribute"
    if _follows_a_figure(line, at):
        yield "behind-figure"
    clause = re.split(r"[,;.(]| và ", before)[-1]
    if words.is_plan(clause, _BESIDE):
        yield "plan"
    elif words.result.search(before):
        yield "result"
    if words.origin.search(before) and mention.grain not in (Grain.RANGE, Grain.YEARS):
        yield "origin"
    if mention.grain is Grain.DAY and words.telling.search(line.folded, tokens[at].end, _clause_end(line, at)):
        yield "telling"
    if mention.relative:
        yield "same" if mention.grain is Grain.SAME and mention.part("y") is None else "relative"


def _follows_a_figure(line: Line, at: int) -> bool:
    """`3,2 con năm 1990`: nothing but what is counted stands between a figure and the time behind it."""
    before = next((made for made in reversed(line.drafts) if made.at < at), None)
    return before is not None and not any(token.kinds.keys() & _COUNTED_ON for token in line.tokens[before.at + 1 : at])


def _clause_end(line: Line, at: int) -> int:
    """Where the first figure behind a time stands, else the end of its sentence."""
    return next((made.start for made in line.drafts if made.at > at), line.sentence.end)
