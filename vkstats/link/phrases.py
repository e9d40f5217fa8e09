"""Statements → phrases: the unit, item and action of a figure, from the words around it in its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from vkstats.link import clause, noun
from vkstats.link.clause import Around, Front
from vkstats.link.draft import Line, Phrase, Statement
from vkstats.link.item import item_of
from vkstats.link.unit import with_unit
from vkstats.model import Article, Kind, Role, Token
from vkstats.packs import RuleSet
from vkstats.trie import trie

_MEAN_REACH = 40  # characters in front of a mean in which it is called one
# What may stand between the numbers of a pair.
_WITH = frozenset({"slash", "together"})
_LINKING = _WITH | {"comma", "dash", "joint"}
_PLAIN_NOUN = frozenset({"words", "unit", "compound", "person", "ordinal", "ordinal-weak", "dimension"})
_PLAIN_NOUN |= {"number-noun", "number-word"}


def read_phrases(article: Article, line: Line, rules: RuleSet) -> tuple[Phrase, ...]:
    """The figures of a line with their units, items and actions; what one leaves unsaid it has from the one before."""
    found: list[Phrase] = []
    for made in line.statements:
        found.append(_phrase(article, line, made, found, rules))
    return tuple(found)


def _phrase(article: Article, line: Line, made: Statement, earlier: Sequence[Phrase], rules: RuleSet) -> Phrase:
    previous = earlier[-1] if earlier else None
    around = clause.around(line, made, rules)
    counted = with_unit(article, made, around, earlier)
    front = clause.front(counted, around)
    is_paired = previous is not None and _is_pair(line, counted, previous)
    pair = previous.start if previous and is_paired else None
    stands_alone = not is_paired and (noun.has_words(around.nearest) or made.role is Role.CHANGE)
    return replace(
        counted,
        pair=pair,
        action=_action(made, around, front, None if stands_alone else previous, pair),
        governs=not _own_verb(made, around, front) and (previous is None or stands_alone or previous.governs),
        item=item_of(counted, around, front, previous),
        named=_named(line, around, front),
        told=noun.text(line, around.rest),
        is_limit=_is_limit(line, counted, previous),
        is_mean=_is_mean(line, made, rules),
    )


def _action(made: Statement, around: Around, front: Front, governor: Phrase | None, pair: int | None) -> str | None:
    """The verb that governs a figure: in front, else that of `governor`, a figure whose verb it shares, else behind."""
    line, behind = around.line, around.behind
    if front.verb and not ("deed" in front.verb[-1].kinds and not front.subject and governor is not None):
        return noun.text(line, front.verb) or None
    if made.first and "rest" in line.tokens[made.first - 1].kinds:
        return noun.text(line, line.tokens[made.first - 1 : made.first])  # `còn lại 15 tin`
    own = _own_verb(made, around, front)
    if own:
        return noun.text(line, own)
    if governor is not None and (governor.governs or governor.start == pair):
        return governor.action
    if behind and "verb" in behind[0].kinds and made.role is not Role.CHANGE:
        return noun.text(line, behind[:1])
    return None


def _own_verb(made: Statement, around: Around, front: Front) -> Sequence[Token]:
    """The verb of a level alone, in its name or behind it, which governs no figure that follows."""
    if made.role is not Role.LEVEL or front.verb:
        return ()
    return clause.verb_of_name(around.line, front.subject or front.label) or clause.predicate(around)


def _named(line: Line, around: Around, front: Front) -> str:
    """What a figure is called: behind a copula (`3 bị can là nữ`), in front, else the time said there."""
    if around.rest and "identity" in around.rest[0].kinds:
        return noun.text(line, noun.trimmed(around.rest))
    named = noun.text(line, front.label or noun.trimmed(front.tail) or noun.trimmed(front.subject))
    if named:
        return named
    times = [token for piece in around.pieces[-2:] for token in piece if "period" in token.kinds]
    return line.written(times[-1:])


def _is_pair(line: Line, made: Phrase, previous: Phrase) -> bool:
    """Whether nothing but a slash, comma, `với` or `và` stands between two figures: `35 vụ/52 bị can`."""
    if made.role is not previous.role or made.amount.kind is not Kind.COUNT:
        return False
    between = line.tokens[previous.at + 1 : made.at]
    if previous.unit == made.unit:  # `giải quyết 735 vụ/741 vụ`: done and due
        return len(between) == 1 and "slash" in between[0].kinds
    if len(between) > 1:  # `1.245 vụ án hình sự với 2.310 bị can`, but not `5 tin báo, 3 vụ`
        is_plain = all(token.kinds.keys() <= _PLAIN_NOUN for token in between[:-1])
        return is_plain and bool(between[-1].kinds.keys() & _WITH)
    return not between or bool(between[0].kinds.keys() & _LINKING)


def _is_limit(line: Line, made: Phrase, previous: Phrase | None) -> bool:
    """`3.745 doanh nghiệp có quy mô vốn dưới 10 tỷ đồng`: the amount is part of what is counted."""
    if previous is None or made.amount.kind not in (Kind.MONEY, Kind.MEASURE) or previous.amount.kind is not Kind.COUNT:
        return False
    between = line.tokens[previous.at + 1 : made.first]
    clear = not any(token.kinds.keys() & (noun.CLAUSE_MARKS | {"joint", "border", "verb"}) for token in between)
    return clear and bool(between) and "copula" in between[0].kinds


def _is_mean(line: Line, made: Statement, rules: RuleSet) -> bool:
    """`bình quân mỗi ngày 3 vụ`: a mean is no total of anything."""
    start = max(line.sentence.start, made.start - _MEAN_REACH)
    return _mean_words(rules).search(line.folded, start, made.start) is not None


@lru_cache(maxsize=4)
def _mean_words(rules: RuleSet) -> re.Pattern[str]:
    return re.compile(trie(rules.words("text-mean")))
