"""Parts that no cue word tells: levels in a row that add up exactly to a total before or behind them.

Reports split a total by year, kind or district without saying so (`năm 2018 có 21, năm 2019 có 17`, `Ninh A 118, Thuận
B 63`), and what is counted so adds up; that two or more figures of one unit do so by chance is unlikely, but for
small numbers, which must stand in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vkstats.link.draft import Dated
from vkstats.link.likeness import Likeness
from vkstats.model import Kind, Relation, Role

_SUMMED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, None})
_FEWEST = 2  # parts
_SURE = 4  # parts; the fewer there are, the larger a total in another sentence must be:
_SMALL = 10  # as many times the parts that are missing
_REACH = 6  # blocks of text in which the parts of a total follow
_MOST = 24  # figures that are looked at


def with_sums(drafts: Sequence[Dated], likeness: Likeness) -> list[Dated]:
    """The figures of a text in reading order; those that add up to another are its parts."""
    found = list(drafts)
    for at, total in enumerate(drafts):
        if not _can_be_total(total):
            continue
        parts = _parts_of(total, found, range(at + 1, min(len(found), at + 1 + _MOST)), likeness)
        if not parts:
            parts = _kinds_in_brackets(at, found)
        if not parts:
            parts = _parts_of(total, found, range(at - 1, max(-1, at - 1 - _MOST), -1), likeness, behind=True)
        for number in parts:
            made = found[number]
            action = total.action if made.action is None else made.action
            found[number] = replace(made, relation=Relation.PART_OF, parent=total.start, action=action)
    return found


def _can_be_total(made: Dated) -> bool:
    is_level = made.role is Role.LEVEL and made.amount.kind in _SUMMED
    return is_level and not made.is_mean and not made.is_limit and made.amount.max is None and made.amount.value > 1


def _parts_of(
    total: Dated, drafts: Sequence[Dated], numbers: range, likeness: Likeness, *, behind: bool = False
) -> list[int]:
    """The numbers of those figures without a parent that make up a total, with the parts that it has already."""
    rest, count = total.amount.value, 0
    found: list[int] = []
    together = False
    for number in numbers:
        made = drafts[number]
        if not _is_near(made, total, behind=behind):
            break
        if made.role is not Role.LEVEL or not _is_alike(made, total, likeness):
            continue
        if made.parent != total.start and made.relation is not None:
            continue  # the part of a part
        # A total without a time of its own has that of its first part.
        together = together or (count == 0 and made.period == total.period and made.sentence == total.sentence)
        is_within = together or _is_within(made, total)
        if made.amount.value > rest or not is_within or not likeness.can_be_part(made, total):
            break
        rest -= made.amount.value
        count += 1
        if made.relation is None:
            found.append(number)
        if rest == 0:
            is_whole = count >= _FEWEST and _is_listed([drafts[part] for part in found], total)
            return found if is_whole else []
    return []


def _kinds_in_brackets(at: int, drafts: Sequence[Dated]) -> list[int]:
    """`171 cơ sở y tế (14 bệnh viện, 157 trạm y tế)`: the kinds of a thing have units of their own."""
    total, found = drafts[at], []
    for number in range(at + 1, len(drafts)):
        made = drafts[number]
        if made.sentence != total.sentence or made.depth <= total.depth:
            break
        if made.role is Role.LEVEL and made.amount.kind is total.amount.kind:
            found.append(number)
    free = all(drafts[number].relation is None for number in found)
    is_whole = len(found) >= _FEWEST and free and sum(drafts[n].amount.value for n in found) == total.amount.value
    return found if is_whole else []


def _is_listed(parts: Sequence[Dated], total: Dated) -> bool:
    """Whether parts stand in one sentence, or each in its own behind that of their total."""
    sentences = {made.sentence.start for made in parts}
    if sentences == {total.sentence.start}:
        return True
    is_plain = len(sentences) == 1 or (len(sentences) == len(parts) and total.sentence.start not in sentences)
    return is_plain and total.amount.value >= _SMALL * (_SURE - min(len(parts), _SURE - 1))


def _is_near(made: Dated, total: Dated, *, behind: bool) -> bool:
    if behind:
        return made.sentence == total.sentence
    reach = _REACH if total.amount.kind in (Kind.COUNT, None) else 0  # sums of money are round, and so agree by chance
    return made.sentence.block - total.sentence.block <= reach


def _is_alike(made: Dated, total: Dated, likeness: Likeness) -> bool:
    return made.amount.kind in _SUMMED and made.amount.value > 0 and likeness.same(made, total)


def _is_within(made: Dated, total: Dated) -> bool:
    """Whether the time of a part lies in that of its total, as far as both are known."""
    if made.period is None or total.period is None or made.period == total.period:
        return True
    (start, end), (first, last) = made.period.split("/"), total.period.split("/")
    return (not first or start >= first) and (not last or end <= last)
