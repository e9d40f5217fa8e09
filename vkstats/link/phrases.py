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
from vkstats.link.predicate import own_verb, with_negation
from vkstats.link.subjects import behind_identity
from vkstats.link.unit import with_unit
from vkstats.model import Article, Kind, Role
from vkstats.packs import RuleSet
from vkstats.trie import trie

_NEAR_VERB = 2  # tokens in front of a number, hedges among them
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
    of_previous = previous is not None and _is_of_previous(line, counted, previous, front)
    front = replace(front, verb=(), subject=(), tail=()) if of_previous else front
    is_paired = previous is not None and _is_pair(line, counted, previous)
    pair = previous.start if previous and is_paired else None
    stands_alone = not (is_paired or of_previous) and (noun.has_words(around.nearest) or made.role is Role.CHANGE)
    action, governs = _action(made, around, front, None if stands_alone else previous, pair)
    return replace(
        counted,
        pair=pair,
        action=action,
        governs=governs,
        lends=governs and _lends(front, None if stands_alone else previous),
        item=item_of(counted, around, front, previous),
        named=_named(made, around, front),
        told=noun.text(line, around.rest),
        is_limit=_is_limit(line, counted, previous),
        is_mean=_is_mean(line, made, rules),
    )


def _action(
    made: Statement, around: Around, front: Front, governor: Phrase | None, pair: int | None
) -> tuple[str | None, bool]:
    """The verb that governs a figure, and whether it can be that of the figures that follow.

    It stands in front, or is that of `governor`, a figure whose verb it shares; one that the figure has for itself,
    in its name or behind it, governs no other.
    """
    line, behind = around.line, around.behind
    if front.verb and not ("deed" in front.verb[-1].kinds and not front.subject and governor is not None):
        return noun.text(line, with_negation(line, front.verb)), True
    if made.first and "rest" in line.tokens[made.first - 1].kinds:
        return noun.text(line, line.tokens[made.first - 1 : made.first]), True  # `còn lại 15 tin`
    own = own_verb(made, around, front)
    if own:
        return noun.text(line, own), False
    if governor and governor.action and len(around.nearest) == 1 and "remaining" in around.nearest[0].kinds:
        return line.written(around.nearest), False  # `ra cáo trạng 6 vụ; còn 1 vụ`
    if governor is not None and (governor.governs or governor.start == pair):
        attained = None if governor.action else _attained(made, around)
        return governor.action or attained, governor.governs and attained is None
    if behind and "verb" in behind[0].kinds and made.role is not Role.CHANGE:
        return noun.text(line, behind[:1]), False
    attained = _attained(made, around)
    return attained, attained is None


def _is_of_previous(line: Line, made: Phrase, previous: Phrase, front: Front) -> bool:
    """`xét xử 365 vụ đánh bạc với 2.012 bị cáo`: a verb of what the figure before counts governs none behind it."""
    if not front.verb or made.role is Role.CHANGE:
        return False
    modifiers = noun.behind(line, previous.at)
    end = previous.at + 1 + len(modifiers)
    links = line.tokens[end : made.first]
    is_joined = bool(links) and all(token.kinds.keys() & (_WITH | {"joint"}) for token in links)
    return is_joined and front.verb[-1] in modifiers


def _attained(made: Statement, around: Around) -> str | None:
    """The verb of reaching in front of a number that no other verb governs: `kim ngạch ước đạt hơn 3 tỷ USD`."""
    line = around.line
    is_rate = made.role is Role.SHARE and not noun.has_words(around.nearest)  # `giải quyết 5 vụ, đạt 90%`
    if made.role is Role.CHANGE or is_rate or not made.first:
        return None
    start = line.tokens[max(0, made.first - _NEAR_VERB)].start
    said = re.split(r"[,;:(]", line.folded[start : made.amount.start])[-1].split()
    return next((word for word in reversed(said) if word in around.rules.words("text-attained")), None)


def _lends(front: Front, governor: Phrase | None) -> bool:
    """Whether its verb is that of its parts and changes: not what brought it about (`làm 5 người chết`)."""
    if front.verb:
        return "causing" not in front.verb[-1].kinds
    return governor is None or governor.lends


def _named(made: Statement, around: Around, front: Front) -> str:
    """What a figure is called: behind a copula (`3 bị can là nữ`), in front, else the time said there."""
    line = around.line
    if around.rest and "identity" in around.rest[0].kinds:
        return noun.text(line, noun.trimmed(around.rest))
    named = noun.text(line, front.label or noun.trimmed(front.tail) or noun.trimmed(front.subject))
    if named:
        return named
    if len(around.pieces) > 1 and not any("words" in token.kinds for token in around.nearest):
        named = noun.text(line, around.pieces[-2])  # `Chưa có điều kiện: 29 tỷ đồng`, `nhóm ma túy, khởi tố 5 vụ`
        if named and len(named.split()) <= clause.LONGEST_LABEL:
            return named
    if made.first and "open" in line.tokens[made.first - 1].kinds:  # `nhiều nhất là hàng lậu (517 vụ)`
        before = clause.pieces_before(line, made.first - 1)[-1]
        named = noun.text(line, noun.trimmed(behind_identity(noun.last_segment(before))))
        if named and len(named.split()) <= clause.LONGEST_LABEL:
            return named
    times = [token for piece in around.pieces[-2:] for token in piece if "period" in token.kinds]
    return line.written(times[-1:])


def _is_pair(line: Line, made: Phrase, previous: Phrase) -> bool:
    """Whether nothing but a slash, comma, `với` or `và` stands between two figures: `35 vụ/52 bị can`."""
    if made.role is not previous.role:
        return False
    between = line.tokens[previous.at + 1 : made.at]
    if previous.unit == made.unit:  # `giải quyết 735 vụ/741 vụ`: done and due
        return len(between) == 1 and "slash" in between[0].kinds
    if made.amount.kind is not Kind.COUNT:
        return False
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
