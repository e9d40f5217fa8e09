"""A figure on its way through the linker: what each stage knows of it, and the line that it stands in.

Stages are values. A step takes the figures of one stage and makes those of the next, so that what a step may
ask for is said by the types of its arguments:

    Statement   an amount and what the phrase around it says of it      roles
    Phrase      its unit, item and action as well                       phrases
    Linked      the figure that it is a part, change or share of        breakdown, then comparison
    Dated       when, and measured against what                         times; tables make it at once

A figure is known by where its number starts in the text: so figures refer to each other (`parent`, `pair`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from vkstats.link.evidence import Choice
from vkstats.model import Amount, Block, Direction, Modality, Relation, Role, Sentence, Token
from vkstats.values.periods import TimeExpression


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An amount of the sentence or table row `sentence`, and what the phrase that holds it says of it."""

    amount: Amount
    sentence: Sentence
    role: Role
    rule: str
    marks: frozenset[str] = frozenset()  # what that rule tells of its figures
    at: int = 0  # index of its token in the line
    first: int = 0  # where the phrase that gave it its role starts in the line
    depth: int = 0  # how many brackets it stands in
    modality: Modality = Modality.EXACT
    direction: Direction | None = None
    verb: Token | None = None  # the word of the change
    base: Token | None = None  # a time said for it alone: `từ 5 vụ (năm 2011)`

    @property
    def start(self) -> int:
        """Where its number starts in the text: by this a figure is known."""
        return self.amount.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Statement):
    """A statement with the words around it read; `unit` is None where it is not known."""

    unit: str | None = None
    unit_end: int = 0  # where a unit that the lexicon does not know ends in the text
    is_elided: bool = False  # whether its unit is left unsaid, and inferred
    is_guess: bool = False  # whether its unit is a noun that the lexicon does not know
    item: str = ""
    action: str | None = None
    governs: bool = True  # whether its verb can be that of the figures that follow
    lends: bool = True  # whether its verb can be that of its parts and changes
    named: str = ""  # what it is called beside its item: `huyện A 5 vụ`, `năm 2018: 5 vụ`, `5 vụ là án kinh tế`
    told: str = ""  # what its clause goes on to say of it: `7 cuộc tại Nhà tạm giữ`
    pair: int | None = None  # the figure before it in a pair `35 vụ/52 bị can`
    is_mean: bool = False  # whether the text calls it one: `bình quân 3 vụ`
    is_limit: bool = False  # whether it only limits what an earlier figure counts: `có quy mô vốn dưới 10 tỷ đồng`


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Phrase):
    """A phrase that knows the figure it belongs to, if to any."""

    relation: Relation | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Linked):
    """All that is put out of a figure; the times are ISO 8601 intervals, a baseline may be words (`chỉ tiêu`)."""

    period: str | None = None
    baseline: str | None = None
    category: str | None = None  # of a cell; of other figures it is told when all are read
    doubt: tuple[str, ...] = ()  # fields that its reading itself leaves in doubt
    times: Choice | None = None  # what its period was chosen from, if it was not said for it alone


Stage = TypeVar("Stage", bound=Statement)
_FIELDS: Mapping[type[Statement], tuple[str, ...]] = {
    stage: tuple(field.name for field in fields(stage)) for stage in (Statement, Phrase, Linked, Dated)
}


def grow(stage: type[Stage], made: Statement, **known: Any) -> Stage:  # noqa: ANN401 - fields of `stage`
    """A figure as a value of `stage`: what is known of it already, and what is known now."""
    values = {name: getattr(made, name) for name in _FIELDS[type(made)]}
    values.update(known)
    return stage(**values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`so với …` in a line: the tokens `first:last` and what it compares with."""

    first: int
    last: int
    base: tuple[Token, ...]
    is_target: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the linker sees it: its joined tokens, and the figures and times that they state."""

    sentence: Sentence
    block: Block
    tokens: Sequence[Token]
    depths: Sequence[int]  # how many brackets are open at each token
    folded: str  # the folded text of the article
    text: str  # the text as written
    starts_block: bool  # whether it is the first sentence of its block
    opens_list: bool  # whether it ends in a colon and so leads a list
    statements: tuple[Statement, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    named: frozenset[int] = frozenset()  # the tokens whose numbers belong to a name or a date: no border of a phrase
    mentions: tuple[tuple[int, Token, TimeExpression], ...] = ()  # times that can govern figures
    is_aside: bool = False  # whether it has no number, and was read for its times alone

    def written(self, tokens: Sequence[Token]) -> str:
        """The words of a stretch of tokens as written, with single spaces."""
        return " ".join(self.text[tokens[0].start : tokens[-1].end].split()) if tokens else ""

    def said(self, tokens: Sequence[Token]) -> str:
        """The same words folded."""
        return " ".join(self.folded[tokens[0].start : tokens[-1].end].split()) if tokens else ""
