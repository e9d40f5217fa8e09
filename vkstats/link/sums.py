"""Parts that no cue word tells: levels in a row that add up exactly to a total before or behind them.

Reports split a total by year, kind or district without saying so (`năm 2018 có 21, năm 2019 có 17`, `Ninh A 118, Thuận
B 63`), and what is counted so adds up; that two or more figures of one unit do so by chance is unlikely, but for
small numbers, which must stand in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from vkstats.link.draft import Dated
from vkstats.link.likeness import Likeness
from vkstats.model import Kind, Relation, Role

_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, None})
_FEWEST = 2  # parts
_SURE = 4  # parts; the fewer there are, the larger a total in another sentence must be:
_SMALL = 20  # as many times the parts that are missing
_REACH = 6  # blocks of text in which the parts of a total follow
_MOST = 24  # figures that are looked at


def with_sums(drafts: Sequence[Dated], likeness: Likeness) -> list[Dated]:
    """The figures of a text in reading order; those that add up to another are its parts, to the nearest of several."""
    found = list(drafts)
    for at in range(len(found) - 1, -1, -1):
        total = found[at]
        if not _can_be_total(total):
            continue
        behind = [found[number] for number in range(at + 1, min(len(found), at + 1 + _MOST))]
        before = [found[number] for number in range(at - 1, max(-1, at - 1 - _MOST), -1)]
        behind = [made for made in behind if _is_near(made, total) and _is_alike(made, total, likeness)]
        before = [made for made in before if made.sentence == total.sentence and _is_alike(made, total, likeness)]
        parts = (
            _parts_of(total, behind, [made for made in before if made.parent == total.start])
            or _kinds_in_brackets(at, found)
            or _parts_of(total, before)
            or _run(total, [made for made in behind if made.relation is None])
        )
        starts = {made.start for made in parts}
        for number in range(max(0, at - _MOST), min(len(found), at + 1 + _MOST)) if starts else ():
            made = found[number]
            if made.start in starts:
                action = total.action if made.action is None else made.action
                found[number] = replace(made, relation=Relation.PART_OF, parent=total.start, action=action)
    return found


def _can_be_total(made: Dated) -> bool:
    return made.role is Role.LEVEL and made.amount.kind in _SUMMED


def _parts_of(total: Dated, alike: Sequence[Dated], known: Sequence[Dated] = ()) -> list[Dated]:
    """Those figures without a parent that make up a total from its side on, with the parts that it has already."""
    rest, count = total.amount.value - sum(made.amount.value for made in known), len(known)
    found: list[Dated] = []
    together = False
    for made in alike:
        if made.parent != total.start and made.relation is not None:
            continue  # the part of a part
        # A total without a time of its own has that of its first part.
        together = together or (count == 0 and made.period == total.period and made.sentence == total.sentence)
        if made.amount.value > rest or not (together or _is_within(made, total)):
            break
        rest -= made.amount.value
        count += 1
        if made.relation is None:
            found.append(made)
        if rest == 0 and found:
            return found if count >= _FEWEST and _is_listed(found, total) else []
        if rest == 0:  # a total may be split in several ways
            rest, count = total.amount.value, 0
    return []


def _run(total: Dated, free: Sequence[Dated]) -> list[Dated]:
    """Figures in a row somewhat behind a total, as after what else was said of it: enough of them, each a sentence."""
    for first in range(1, len(free)):
        found: list[Dated] = []
        rest = total.amount.value
        for made in free[first:]:
            rest -= made.amount.value
            found.append(made)
            if rest <= 0:
                break
        is_sure = len(found) >= _SURE - 1 and _is_listed(found, total)
        if rest == 0 and is_sure and all(_is_within(made, total) for made in found):
            return found
    return []


def _kinds_in_brackets(at: int, drafts: Sequence[Dated]) -> list[Dated]:
    """`171 cơ sở y tế (14 bệnh viện, 157 trạm y tế)`: the kinds of a thing have units of their own."""
    total = drafts[at]
    inside = takewhile(lambda made: made.depth > total.depth, drafts[at + 1 : at + 1 + _MOST])
    found = [made for made in inside if made.role is Role.LEVEL]
    is_free = len(found) >= _FEWEST and all(made.relation is None for made in found)
    return found if is_free and sum(made.amount.value for made in found) == total.amount.value else []


def _is_listed(parts: Sequence[Dated], total: Dated) -> bool:
    """Whether parts stand in one sentence, or each in its own behind that of their total."""
    sentences = {made.sentence.start for made in parts}
    if sentences == {total.sentence.start}:
        return True
    is_plain = len(sentences) in (1, len(parts))
    return is_plain and total.amount.value >= _SMALL * (_SURE - min(len(parts), _SURE - 1))


def _is_near(made: Dated, total: Dated) -> bool:
    reach = _REACH if total.amount.kind in (Kind.COUNT, None) else 0  # sums of money are round, and so agree by chance
    is_small = total.amount.value < _SMALL
    return made.sentence == total.sentence if is_small else made.sentence.block - total.sentence.block <= reach


def _is_alike(made: Dated, total: Dated, likeness: Likeness) -> bool:
    is_told = made.amount.value > total.amount.value or made.amount.max is None
    return is_told and made.role is Role.LEVEL and made.amount.value > 0 and likeness.same(made, total)


def _is_within(made: Dated, total: Dated) -> bool:
    """Whether the time of a part lies in that of its total, as far as both are known."""
    if made.period is None or total.period is None or made.period == total.period:
        return True
    (start, end), (first, last) = made.period.split("/"), total.period.split("/")
    return (not first or start >= first) and (not last or end <= last)
