"""Why a sentence gives its figures: its tokens, the rules tried on them, those that won, and the record.

The sentence walks the same corridor as a document (`vkstats.extract`); here each room shows what it made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vkstats.amounts import join
from vkstats.extract import extract, read_evidence
from vkstats.lex import lexer_of
from vkstats.link.doubt import Doubt, Doubts
from vkstats.link.draft import Dated
from vkstats.link.evidence import Choice
from vkstats.link.times import Times
from vkstats.match import Match, Storey, matcher_of
from vkstats.model import BlockKind, Document, DocumentRecord, Token
from vkstats.names import find_names
from vkstats.packs import RuleSet
from vkstats.text import prepare


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule that fitted the tokens `start:end` of the text; `verdict` is a key `explain.<verdict>` of the catalogue.

    `alone`: it was taken, and no other fitted there. `won`: it was taken over others. `shorter`: the rule `winner`
    fits more words from the same place. `later`: `winner` fits the same words and stands earlier in the pattern files.
    """

    rule: str
    start: int
    end: int
    slots: tuple[tuple[str, int, int], ...]  # name, start and end in the text
    verdict: str
    winner: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence: its tokens, the attempts of the lower storey, the joined tokens, those of the upper storey."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    lower: tuple[Attempt, ...]
    joined: tuple[Token, ...]
    upper: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A decision by evidence and the features that weigh in it; `figure` is where its number starts, None: the text."""

    figure: int | None
    choice: Choice
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that happened to a text. Offsets point into `record.text`.

    `doubts` are the fields in doubt of each figure that has any, by where its number starts.
    """

    readings: tuple[Reading, ...]
    record: DocumentRecord
    weighed: tuple[Weighed, ...]
    doubts: Mapping[int, tuple[Doubt, ...]]


def explain(sentence: str, rules: RuleSet) -> Explanation:
    """Walk a sentence, or a few, through the corridor and keep what each room made."""
    document = Document("-", sentence)
    article = prepare(document, rules)
    names = find_names(article, rules).spans
    lexer, matcher = lexer_of(rules), matcher_of(rules)
    readings = []
    for part in article.sentences:
        if article.blocks[part.block].kind is BlockKind.TABLE:
            continue  # read cell by cell, by no rule
        start = max(part.start, article.blocks[part.block].body)
        tokens = lexer.lex(article.text, article.folded, start, part.end, names)
        lower, line, taken = _attempts(matcher.lower, tokens, article.folded)
        upper, joined, _ = _attempts(matcher.upper, join(line, taken, article.folded), article.folded)
        readings.append(Reading(start, part.end, tuple(tokens), lower, tuple(joined), upper))
    figures, times = read_evidence(document, rules)
    doubts = Doubts(figures, article.text, times.reporting, rules)
    found = {made.start: doubts.of(made) for made in figures}
    return Explanation(
        tuple(readings),
        extract(document, rules),
        tuple(_weighed(figures, times, rules)),
        {start: held for start, held in found.items() if held},
    )


def _weighed(figures: Sequence[Dated], times: Times, rules: RuleSet) -> Iterator[Weighed]:
    """What was weighed for the period of the text and of each figure."""
    yield Weighed(None, times.reporting.choice, rules.weights_of("document"))
    for made in figures:
        if made.times:
            yield Weighed(made.start, made.times, rules.weights_of("period"))


def _attempts(
    storey: Storey, tokens: Sequence[Token], folded: str
) -> tuple[tuple[Attempt, ...], Sequence[Token], list[Match]]:
    """Every attempt of a storey with its verdict, the line, and the matches that won."""
    tried: list[Match] = []
    line, won = storey.read(tokens, folded, tried)
    winners = {match.start: match for match in won}
    rivals = Counter(match.start for match in tried)
    attempts = [_attempt(match, winners[match.start], alone=rivals[match.start] == 1) for match in tried]
    return tuple(attempts), line, won


def _attempt(match: Match, winner: Match, *, alone: bool) -> Attempt:
    if match.rule is winner.rule:
        verdict = "alone" if alone else "won"
    elif match.end < winner.end:
        verdict = "shorter"
    else:
        verdict = "later"
    slots = tuple((name, token.start, token.end) for name, held in match.slots.items() for token in held)
    return Attempt(match.rule.name, match.start, match.end, slots, verdict, winner.rule.name)
