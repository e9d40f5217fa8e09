"""Which fields of a figure are in doubt: what was thin or had a rival when it was read, as named features.

The features of a field add up to the chance that it is wrong, by weights learned from texts whose figures are known
(`tools/train.py`). A figure is in doubt where the chances of its fields together pass a limit, which is data too; then
each field is named whose own chance is not small, at least the likeliest. docs/doubt.md tells what the features are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vkstats.link.draft import Dated
from vkstats.link.evidence import Choice
from vkstats.link.likeness import Likeness, likeness_of
from vkstats.link.reporting import Reporting
from vkstats.model import Kind, Relation, Role
from vkstats.packs import RuleSet

__all__ = ["FIELDS", "Doubt", "Doubts", "chance", "features_of", "named"]

ALWAYS = "always"  # the feature that every reading of a field has
TOLD = "told"  # the feature of a field that its reading itself leaves in doubt, as a table may
_MARGINS = (("close", 80), ("near", 160), ("ahead", 300))  # hundredths by which a period won, at most
_DOCUMENT_NEAR = 160
_LONG = 6  # syllables of an item
_SAID_TOO = 0.5  # the share of the words of a change that its level says too
_REACH = 12  # figures back in which a level may stand
_MANY = 2  # levels of one sentence between which a change chooses easily
_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, None})
# What the time that won leaves open, and what makes it firm.
_TIMES = frozenset(
    {
        *("document-holds", "behind", "off", "elsewhere", "list-lead", "first", "here-day-inside", "there-day"),
        *("there-day-inside", "there-bracketed", "brackets-apart", "here-attribute", "here-relative", "unlike-parent"),
        *("unsettled-here", "unsettled-there", "up-to", "document-in-plan", "later", "far", "inside-passed"),
        *("earlier-passed", "paragraph", "explains", "here-short"),
    }
)
# What the document's own period leaves open, which its figures lean on.
_DOCUMENT_TIMES = frozenset({"body", "years", "to-come", "year-filled", "bracketed", "behind-figure"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks for doubt of a field: its features with their weights, and how likely the field is wrong (0-1)."""

    field: str
    chance: float
    features: tuple[tuple[str, int], ...]


def chance(features: Sequence[str], weights: Mapping[str, int]) -> float:
    """How likely a field with these features is wrong; weights are hundredths of the logarithm of the odds."""
    total = weights.get(ALWAYS, 0) + sum(weights.get(feature, 0) for feature in features)
    return 1 / (1 + math.exp(-total / 100))


def named(doubts: Sequence[Doubt], limits: Mapping[str, int]) -> tuple[Doubt, ...]:
    """Those of the fields of a figure that are in doubt; `limits` of `figure` and `field` are thousandths of chance."""
    if not limits or sum(one.chance for one in doubts) * 1000 < limits["figure"]:
        return ()
    likeliest = max(doubts, key=lambda one: one.chance)
    return tuple(one for one in doubts if one is likeliest or one.chance * 1000 >= limits["field"])


class Doubts:
    """The doubts of the figures of a document; `text` is what their offsets point into."""

    def __init__(self, figures: Sequence[Dated], text: str, reporting: Reporting, rules: RuleSet) -> None:
        self._around = Neighbours(figures, text, reporting, likeness_of(rules))
        self._weights = {field: rules.weights_of(f"doubt-{field}") for field in FIELDS}
        self._limits = rules.weights_of("doubt")

    def of(self, made: Dated) -> tuple[Doubt, ...]:
        """The fields of a figure that are in doubt, in the order of `FIELDS`."""
        return named([self._weighed(*found) for found in features_of(made, self._around).items()], self._limits)

    def _weighed(self, field: str, features: Sequence[str]) -> Doubt:
        weights = self._weights[field]
        wrong = 1.0 if TOLD in features else chance(features, weights)  # what a reading itself leaves open is open
        told = sorted(((name, weights.get(name, 0)) for name in features), key=lambda pair: -abs(pair[1]))
        return Doubt(field, wrong, tuple(pair for pair in told if pair[1]))


class Neighbours:
    """The figures of a document, and what stands around each."""

    def __init__(self, figures: Sequence[Dated], text: str, reporting: Reporting, likeness: Likeness) -> None:
        self.figures, self.text, self.reporting, self.likeness = figures, text, reporting, likeness
        self._known = {made.start: made for made in figures}
        self._at = {made.start: at for at, made in enumerate(figures)}
        self._parts: dict[int, list[Dated]] = defaultdict(list)
        self._sums: dict[tuple[int, str | None], Decimal] = defaultdict(Decimal)
        for made in figures:
            if made.relation is Relation.PART_OF and made.parent is not None:
                self._parts[made.parent].append(made)
                self._sums[made.parent, made.unit] += made.amount.value

    def before(self, made: Dated) -> Sequence[Dated]:
        """The figures in front of one, nearest first."""
        at = self._at[made.start]
        return self.figures[max(0, at - _REACH) : at][::-1]

    def parent(self, made: Dated) -> Dated | None:
        """The figure that one belongs to."""
        return self._known.get(made.parent) if made.parent is not None else None

    def parts(self, made: Dated) -> Sequence[Dated]:
        """The figures that are parts of one."""
        return self._parts.get(made.start, ())

    def parts_in(self, made: Dated, unit: str | None) -> Decimal:
        """What the parts of one add up to that have a unit."""
        return self._sums.get((made.start, unit), Decimal(0))


def features_of(made: Dated, around: Neighbours) -> dict[str, tuple[str, ...]]:
    """By field, what speaks for doubt of it, or against."""
    return {field: (*find(made, around), *([TOLD] if field in made.doubt else [])) for field, find in _FEATURES.items()}


def _value(made: Dated, _: Neighbours) -> Iterator[str]:
    if made.amount.doubt:
        yield "other-reading"
    if made.amount.spelled:
        yield "in-words"
    if made.amount.max is not None:
        yield "range"
    if made.amount.of is not None and made.amount.value > made.amount.of:
        yield "above-whole"


def _unit(made: Dated, _: Neighbours) -> Iterator[str]:
    if not made.unit:
        yield "none"
    elif made.is_guess:
        yield "unknown-noun"
    elif made.is_elided:
        yield "unsaid"
    elif made.amount.unit is None:
        yield "not-beside"


def _item(made: Dated, around: Neighbours) -> Iterator[str]:
    item, words, unit = made.item.lower(), made.item.split(), (made.unit or "").lower()
    is_counted = made.amount.kind in (Kind.COUNT, Kind.RATIO, None)
    if not words:
        yield "none"
        return
    if item == unit:
        yield "bare-unit"
    elif is_counted and not item.startswith(unit):
        yield "unit-elsewhere"
    if item not in " ".join(around.text[made.sentence.start : made.sentence.end].lower().split()):
        yield "put-together" if is_counted else "supplied"
    if not is_counted:
        yield "rate" if made.amount.kind is Kind.PERCENT else "measured"
        if len(words) == 1:
            yield "one-syllable"
        if made.item[0].isupper():
            yield "name"  # it says where or whose, not what
    if len(words) > _LONG:
        yield "long"
    if any(word[0].isupper() for word in words[1:]):
        yield "name-inside"
    if made.is_guess:
        yield "unknown-noun"
    if made.role is not Role.LEVEL:
        yield made.role.value


def _role(made: Dated, _: Neighbours) -> Iterator[str]:
    yield f"percent-{made.role.value}" if made.amount.kind is Kind.PERCENT else made.role.value
    if made.role in (Role.SHARE, Role.CHANGE) and made.parent is None:
        yield "no-parent"
    if made.depth:
        yield "bracketed"


def _baseline(made: Dated, _: Neighbours) -> Iterator[str]:
    if made.role is not Role.CHANGE:
        yield "no-change"
    elif made.baseline is None:
        yield "none"
    else:
        yield "days" if "/" in made.baseline else "words"


def _period(made: Dated, around: Neighbours) -> Iterator[str]:
    document, choice = around.reporting.choice, made.times
    if choice is None:
        yield "own"
        return
    has_rival = _has_rival(choice)
    if choice.value is None:
        yield "no-time-taken" if has_rival else "no-time"
    margin = next((name for name, most in _MARGINS if has_rival and choice.margin < most), None)
    if margin:
        yield margin
    won = choice.ranked[0][1].features
    yield from (name for name in won if name in _TIMES)
    if choice.value == document.value or "year-filled" in won:
        if _has_rival(document) and document.margin < _DOCUMENT_NEAR:
            yield "document-near"
        if document.ranked[0][0] < 0 and document.value:
            yield "document-thin"
        yield from (f"document-{name}" for name in document.ranked[0][1].features if name in _DOCUMENT_TIMES)
    elif document.value is not None:
        yield "other-than-document"


def _has_rival(choice: Choice) -> bool:
    """Whether there was another value to choose: without one there is no margin."""
    return any(candidate.value != choice.value for _, candidate in choice.ranked)


# --- the figure that one belongs to ---


def _parent(made: Dated, around: Neighbours) -> Iterator[str]:
    parent = around.parent(made)
    if parent is None:
        yield f"{made.role.value}-alone"
    if made.role is Role.LEVEL:
        if made.amount.kind not in _SUMMED:
            yield "not-summed"
        elif parent is None:
            yield from _without_total(made, around)
        else:
            yield from _of_total(made, parent, around)
    elif made.role in (Role.CHANGE, Role.SHARE):
        yield from (f"{made.role.value}-{name}" for name in _of_level(made, parent, around))


def _without_total(made: Dated, around: Neighbours) -> Iterator[str]:
    """A level that stands by itself: the totals in front that it could be a part of, by where the nearest stands."""
    if around.parts(made):
        yield "is-total"
    totals = [one for one in around.before(made) if one.role is Role.LEVEL and around.likeness.can_be_part(made, one)]
    if not totals:
        yield "no-total"
        return
    sentence, own = totals[0].sentence, made.sentence
    places = ((sentence == own, "here"), (sentence.block == own.block, "in-block"))
    where = next((place for holds, place in places if holds), None)
    yield f"total-{where or ('in-block-before' if sentence.block == own.block - 1 else 'far')}"
    if any(around.parts(total) for total in totals):
        yield "total-split"
    if totals[0].parent is not None:
        yield "sibling-linked"


def _of_total(made: Dated, parent: Dated, around: Neighbours) -> Iterator[str]:
    """A part: whether the parts add up, and whether another total is nearer."""
    total = around.parts_in(parent, made.unit)
    if total == parent.amount.value:
        yield "adds-up"
    elif total > parent.amount.value:
        yield "exceeds"
    if len(around.parts(parent)) == 1:
        yield "only-part"
    if parent.sentence != made.sentence:
        yield "part-elsewhere"
    if parent.unit != made.unit:
        yield "other-unit"


def _of_level(made: Dated, parent: Dated | None, around: Neighbours) -> Iterator[str]:
    """A change or share: the levels in front, and how its own is told from them."""
    levels = [other for other in around.before(made) if other.role is Role.LEVEL]
    here = [other for other in levels if other.sentence == made.sentence]
    if parent is None:
        if levels:
            yield "level-before" if here else "level-elsewhere"
        return
    if parent.sentence != made.sentence:
        yield "elsewhere"
    if parent.start > made.start:
        yield "ahead"
    elif here and here[0] is not parent:
        yield "passes-level"
    if len(here) > _MANY:
        yield "many"
    if made.amount.kind is Kind.PERCENT:
        yield "percent"
    if parent.role is not Role.LEVEL:
        yield f"of-{parent.role.value}"
    if around.likeness.overlap(around.likeness.topic(made.item), parent) < _SAID_TOO:
        yield "apart"


_FEATURES: Mapping[str, Callable[[Dated, Neighbours], Iterator[str]]] = {
    "value": _value,
    "unit": _unit,
    "item": _item,
    "role": _role,
    "baseline": _baseline,
    "parent": _parent,
    "period": _period,
}
FIELDS = tuple(_FEATURES)  # those that are weighed, by their names in `Figure`
