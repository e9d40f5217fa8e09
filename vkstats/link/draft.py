"""The work sheets of the linker: a figure being worked out, and the line that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vkstats.link.evidence import Choice
from vkstats.model import Amount, Block, Direction, Modality, Relation, Role, Sentence, Token


@dataclass(slots=True, eq=False)
class Draft:
    """A figure whose fields are filled step by step; what is not known yet is None or empty."""

    amount: Amount
    line: Line
    at: int  # index of its token in the line
    first: int  # where the phrase that gave it its role starts in the line
    role: Role
    rule: str
    direction: Direction | None = None
    verb: str = ""  # the folded words of the change or share verb
    base: Token | None = None  # a time said for it alone: `từ 5 vụ (năm 2011)`
    unit: str | None = None
    item: str = ""
    action: str | None = None
    period: str | None = None
    baseline: str | None = None
    relation: Relation | None = None
    parent: Draft | None = None
    modality: Modality = Modality.EXACT
    depth: int = 0
    pair: Draft | None = None  # the figure before it in a pair `35 vụ/52 bị can`
    elided: bool = False  # whether its unit is left unsaid, and inferred
    is_limit: bool = False  # whether it only limits what an earlier figure counts: `có quy mô vốn dưới 10 tỷ đồng`
    times: Choice | None = None  # what its period was chosen from
    unit_end: int = 0  # where a unit that the lexicon does not know ends in the text

    @property
    def start(self) -> int:
        """Where its number starts in the text."""
        return self.amount.start


@dataclass(frozen=True, slots=True)
class Comparison:
    """`so với …` in a line: the tokens `first:last` and what it compares with."""

    first: int
    last: int
    base: tuple[Token, ...]
    is_target: bool


@dataclass(slots=True)
class Line:
    """A sentence as the linker sees it: its joined tokens and its figures."""

    sentence: Sentence
    block: Block
    tokens: Sequence[Token]
    depths: Sequence[int]  # how many brackets are open at each token
    folded: str  # the folded text of the article
    text: str  # the text as written
    starts_block: bool = True  # whether it is the first sentence of its block
    is_aside: bool = False  # whether it has no number, and was read for its times alone
    opens_list: bool = False  # whether it ends in a colon and so leads a list
    drafts: list[Draft] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    named: frozenset[int] = frozenset()  # the tokens whose numbers belong to a name or a date: no border of a phrase
