"""The times that a document says, in reading order: where each stands and what stands around it.

A time without digits, or in a sentence without figures, counts as any other. What belongs to a comparison, to a
clock or to the name of a law is none (`vkstats.link.mentions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vkstats.link.draft import Line
from vkstats.model import Block, BlockKind, Role, Token
from vkstats.packs import RuleSet
from vkstats.packs.wordlist import is_part
from vkstats.trie import trie
from vkstats.values.periods import Grain, TimeExpression

_REACH = 60  # characters in front of a time in which the words stand that say what it is of
_BESIDE = 22  # characters between the word of a plan and its time: `nhiệm vụ công tác kiểm sát năm 2024`
_NEXT_TO = 3  # tokens between a period and the days of it in brackets: `năm 2012 (từ … đến …)`
_MARKS = frozenset({"comma", "semicolon", "stop", "colon", "open", "close", "dash", "equals", "slash"})
_APART = _MARKS | {
    "joint",
    "border",
    "adjunct",
    "verb",
    "auxiliary",
    "versus",
    "parts",
    "period",
    "determiner",
    "up",
    "down",
}
_COUNTED_ON = _MARKS | {"versus", "parts", "border"}  # where what is counted ends
_STARTS = frozenset({"comma", "semicolon", "border", "adjunct", "period"})
_CHANGES = frozenset({"up", "down", "flat"})
_NOTHING: frozenset[str] = frozenset()
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_HEADLINES = frozenset({BlockKind.TITLE, BlockKind.HEADING})


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

    @property
    def is_day(self) -> bool:
        """Whether it is one day, not a stretch that a report covers."""
        return self.mention is not None and self.mention.grain is Grain.DAY

    @property
    def can_govern(self) -> bool:
        """Whether it is a stretch, and no plan's."""
        return self.mention is not None and not self.is_day and "plan" not in self.traits


class Words:
    """The words of the lexicon that say what a time in their neighbourhood is of."""

    def __init__(self, rules: RuleSet) -> None:
        self.since, self.result = _ending(rules.words("text-since")), _ending(rules.words("text-result"))
        self.telling, self.stock = _inside(rules.words("text-telling")), _inside(rules.words("text-stock"))
        self.told = _ending(rules.words("text-telling"))  # `công bố hôm 29/6`
        self.leaning = re.compile(rf"[\s\-+*]*(?:{trie(rules.words('text-leaning'))})(?!\w)")
        self.source = re.compile(rf"[\s(*]*(?:{trie(rules.words('text-source'))})(?!\w)")
        self.border = re.compile(rf"[,;.(]|{_inside(rules.words('joint')).pattern}")  # of a clause
        self._plan, self._done = _inside(rules.words("text-plan")), _inside(rules.words("text-done"))
        self._announce = _inside(rules.words("text-announce"))
        self._events, self._multiples = rules.words("text-event"), rules.words("unit-multiple")

    def is_plan(self, before: str, reach: int = _REACH) -> bool:
        """Whether a stretch announces what is to be done, and not what became of it; `reach`: how near to its end."""
        whole = (match for match in self._plan.finditer(before) if not is_part(before, *match.span()))
        found = next(iter(reversed(list(whole))), None)
        if found is None or len(before) - found.end() > reach:
            return False
        return self._announce.search(before) is not None or self._done.search(before, 0, found.start()) is None

    def tells(self, said: str) -> bool:
        """Whether a stretch says that something was told or published, by a word that is no part of a longer one."""
        return any(not is_part(said, *match.span()) for match in self.telling.finditer(said))

    def opens_plan(self, piece: str) -> bool:
        """`và kế hoạch phát triển kinh tế - xã hội năm 2023`: whether a piece of a clause begins with a plan."""
        return self._plan.match(piece.lstrip()) is not None

    def is_event(self, token: Token, folded: str) -> bool:
        """`vụ ngày 5/9`: whether words end in a thing that happens on a day."""
        return any(folded.endswith(word, token.start, token.end) for word in self._events)

    def is_multiplied(self, line: Line, at: int) -> bool:
        """`gấp 3 lần năm 2011`: whether a time stands right behind a multiple, which is one of that time's level."""
        return any(made.at == at - 1 and made.amount.unit in self._multiples for made in line.statements)


def _inside(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{trie(words)})(?!\w)")


def _ending(words: Iterable[str]) -> re.Pattern[str]:
    """The words at the end of a stretch."""
    return re.compile(rf"(?<!\w)(?:{trie(words)})[\s:\"]*\Z")


@lru_cache(maxsize=4)
def words_of(rules: RuleSet) -> Words:
    """The words of a rule set, compiled once per process."""
    return Words(rules)


class Layout:
    """Which block stands under which: an item under its lead, that under its heading, that under the headline.

    An answer stands under its question: what is asked about a time is told of it.
    """

    def __init__(self, blocks: Sequence[Block], folded: str, words: Words) -> None:
        self.first = next((at for at, block in enumerate(blocks) if block.kind in _RUNNING), 0)  # where the text begins
        self.planned: set[int] = set()  # headings that announce a plan, and the blocks under them
        self.openers: set[int] = set()  # the first block under each heading
        self.parents: list[int | None] = []
        headings: list[int] = []
        items: list[int] = []  # the open list: its lead, then the items that lead others
        title: int | None = None
        for at, block in enumerate(blocks):
            if block.kind is BlockKind.TITLE:
                parent, title = title, at if title is None else title
            elif block.kind is BlockKind.HEADING:
                headings, items = _outer(headings, blocks, block), []
                parent = headings[-1] if headings else title
                headings.append(at)
            elif block.kind is BlockKind.ITEM:
                items = _outer(items, blocks, block)
                parent = items[-1] if items else headings[-1] if headings else title
                items.append(at)
            else:
                is_answer = at > 0 and folded[blocks[at - 1].start : blocks[at - 1].end].rstrip().endswith("?")
                parent = at - 1 if is_answer else headings[-1] if headings else title
                items = [at] if block.kind is BlockKind.PARAGRAPH else items
            self.parents.append(parent)
            if parent == at - 1 and blocks[parent].kind is BlockKind.HEADING:
                self.openers.add(at)
            opens_plan = block.kind is BlockKind.HEADING and words.is_plan(folded[block.start : block.end])
            if opens_plan or parent in self.planned:
                self.planned.add(at)

    def above(self, block: int) -> Iterator[int]:
        """The blocks that a block stands under, nearest first."""
        parent = self.parents[block]
        while parent is not None:
            yield parent
            parent = self.parents[parent]


def _outer(open_: Sequence[int], blocks: Sequence[Block], block: Block) -> list[int]:
    """The open headings or items that a block stands under: those of a lesser depth."""
    return [at for at in open_ if blocks[at].kind is not block.kind or blocks[at].level < block.level]


def gather(lines: Sequence[Line], layout: Layout, words: Words) -> list[Said]:
    """Every time of the lines that may govern a figure or be the document's."""
    return [one for number, line in enumerate(lines) for one in _of_line(number, line, layout, words)]


def _of_line(number: int, line: Line, layout: Layout, words: Words) -> Iterator[Said]:
    bases = {made.base.start for made in line.statements if made.base}
    governing: Mapping[int, TimeExpression] = {at: mention for at, _, mention in line.mentions}
    block = line.sentence.block
    plan = frozenset({"plan"} if block in layout.planned else ())
    for at, token in enumerate(line.tokens):
        if "undated" in token.kinds and not _is_told_by_a_day(line, at):
            yield Said(number, block, at, token, None, frozenset({"attribute"} if _hangs(line, at) else ()))
        elif at in governing and token.start not in bases and not _is_base(line, at, governing[at], words):
            traits = frozenset(_traits(line, at, governing[at], words))
            traits |= _NOTHING if "source" in traits else plan
            yield Said(number, block, at, token, governing[at], traits)


def _is_told_by_a_day(line: Line, at: int) -> bool:
    """`Mới đây, chiều 23-10`, `hiện nay (30/9)`: the time behind the mark says when."""
    mark, day = (*line.tokens[at + 1 : at + 3], None, None)[:2]
    return bool(mark and day and mark.kinds.keys() & {"comma", "open"} and "period" in day.kinds)


def _is_base(line: Line, at: int, mention: TimeExpression, words: Words) -> bool:
    """Whether a time is what something is compared with; `cùng kỳ năm 2016` says a time of its own in brackets only."""
    return compares(line, at) or words.is_multiplied(line, at) or (mention.grain is Grain.SAME and not line.depths[at])


def compares(line: Line, at: int) -> bool:
    """`cao hơn năm trước 0,64%`: whether a time stands between the word of a change and its number."""
    if not at or not line.tokens[at - 1].kinds.keys() & _CHANGES:
        return False
    return any(made.at == at + 1 and made.role is Role.CHANGE for made in line.statements)


def _traits(line: Line, at: int, mention: TimeExpression, words: Words) -> Iterator[str]:
    """What a time is of, by the words in front of it, and how it stands in its sentence."""
    start = line.tokens[at].start
    before = line.folded[max(line.sentence.start, start - _REACH) : start]
    is_of_result = words.result.search(before) is not None
    if line.block.kind in _HEADLINES:
        yield str(line.block.kind)
    yield from _standing(line, at, words, is_of_result=is_of_result)
    piece = words.border.split(before)[-1]
    is_whole = len(piece) < _REACH  # it begins behind a border, or with the sentence
    if words.is_plan(piece, _REACH if is_whole and words.opens_plan(piece) else _BESIDE):
        yield "plan"
    elif is_of_result:
        yield "result"
    behind = [made.role for made in line.statements if made.at > at]
    if behind and all(role is Role.TARGET for role in behind):
        yield "aim"  # `Năm 2019, đơn vị phấn đấu giải quyết 92%`
    if not line.statements and words.source.match(line.folded, line.sentence.start):
        yield "source"  # `(Theo niên giám thống kê năm 2020)`: what all figures are taken from
    if mention.grain not in (Grain.RANGE, Grain.YEARS) and words.since.search(before):
        yield "since"
    behind_day = line.folded[line.tokens[at].end : _next_figure(line, at)]
    if mention.grain is Grain.DAY and (words.told.search(before) or words.tells(behind_day)):
        yield "telling"
    if mention.relative:
        yield "same" if mention.grain is Grain.SAME else "relative"


def _standing(line: Line, at: int, words: Words, *, is_of_result: bool) -> Iterator[str]:
    """Whether a time opens its sentence or a clause, or hangs on what stands in front of it."""
    tokens = line.tokens
    opens = _opens(line, at, words)
    if line.depths[at]:
        beside = any("period" in token.kinds for token in tokens[max(0, at - _NEXT_TO) : at])
        explains = is_of_result or beside or (opens and _is_bracketed_alone(line, at))
        opens = opens and explains
        yield "explains" if explains else "bracketed"
    if opens:
        yield "opens"
        if line.starts_block:
            yield "opens-block"
    previous = tokens[at - 1].kinds.keys() if at else _NOTHING
    is_of_event = at > 0 and words.is_event(tokens[at - 1], line.folded)
    if previous & _STARTS or is_of_event:
        yield "starts"
    elif _hangs(line, at) and not is_of_result:
        yield "attribute"
    if _follows_a_figure(line, at):
        yield "behind-figure"


def _hangs(line: Line, at: int) -> bool:
    """`báo cáo năm 2020`, `kỳ thi vừa qua`: whether a time stands right behind a noun, as a part of its phrase."""
    return at > 0 and not line.tokens[at - 1].kinds.keys() & _APART


def _opens(line: Line, at: int, words: Words) -> bool:
    """Whether neither a verb, but of telling, nor a figure stands in front of a time; `theo báo cáo` may."""
    if any(made.at < at for made in line.statements):
        return False
    shown = (token for token, depth in zip(line.tokens, line.depths, strict=True) if not depth)
    first = next((token for token in shown if not token.kinds.keys() & _MARKS), None)  # behind `(TTXVN) -`
    if first and "according" in first.kinds:
        return True
    verbs = [token for token in line.tokens[:at] if "verb" in token.kinds]
    return all(words.telling.fullmatch(line.folded, token.start, token.end) for token in verbs)


def _follows_a_figure(line: Line, at: int) -> bool:
    """`3,2 con năm 1990`, `12 tỷ đồng (năm 2019)`: nothing but what is counted stands between a figure and a time."""
    before = next((made for made in reversed(line.statements) if made.at < at), None)
    end = at - 1 if _is_bracketed_alone(line, at) else at
    return before is not None and not any(
        token.kinds.keys() & _COUNTED_ON for token in line.tokens[before.at + 1 : end]
    )


def _is_bracketed_alone(line: Line, at: int) -> bool:
    """Whether a time is all that its brackets hold."""
    around = line.tokens[max(0, at - 1) : at + 2]
    return len(around) == 3 and "open" in around[0].kinds and "close" in around[2].kinds


def _next_figure(line: Line, at: int) -> int:
    """Where the first figure behind a time stands, else the end of its sentence."""
    return next((made.start for made in line.statements if made.at > at), line.sentence.end)
