"""Who a change or share belongs to, and what a change is measured against.

A change belongs to the level of the same unit in the same statement; a percentage to the level in front
of it, of a pair `35 vụ/52 bị can` to the first. A base stated first (`So với năm 2018, …`) governs to the
full stop, a base stated last the changes of its clause; a target is a base only of `vượt`, `thiếu`, `đạt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vkstats.link.draft import Comparison, Line, Linked, Statement
from vkstats.link.likeness import Likeness
from vkstats.model import Kind, Modality, Relation, Role
from vkstats.packs import RuleSet
from vkstats.text import fold

_BESIDE = 2  # tokens: a comma or a bracket stands between
_ENOUGH = 0.5  # the share of a figure's own words that its parent must say too
_MOST = 40  # figures that are remembered
_OF_LEVELS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.RATIO, Kind.DURATION, None})


@dataclass(frozen=True, slots=True)
class Before:
    """The figures in front of a line that its own may belong to."""

    previous: tuple[Linked, ...] = ()  # those of the last line that has any
    recent: tuple[Linked, ...] = ()  # those of this block and the one before

    def behind(self, linked: Sequence[Linked]) -> Before:
        """What stands in front of the next line, behind one with the figures `linked`."""
        if not linked:
            return self
        near = [made for made in (*self.recent, *linked) if made.sentence.block >= linked[-1].sentence.block - 1]
        return Before(tuple(linked), tuple(near[-_MOST:]))


def with_changes(
    line: Line, drafts: Sequence[Linked], before: Before, likeness: Likeness, rules: RuleSet
) -> tuple[Linked, ...]:
    """The figures of a line, its changes, shares and earlier levels with the figures that they belong to."""
    if all(made.role is Role.LEVEL for made in drafts):
        return tuple(drafts)
    reading = _Reading(line, drafts, before, likeness, rules)
    for number, made in enumerate(drafts):
        if made.role is Role.CHANGE:
            reading.attach_change(number)
        elif made.role is Role.SHARE:
            reading.attach_share(number)
        elif made.role is Role.BASELINE:
            reading.attach_baseline(number)
    return tuple(reading.drafts)


class _Reading:
    """A line being read from left to right; figures change in `drafts` only."""

    def __init__(
        self, line: Line, drafts: Sequence[Linked], before: Before, likeness: Likeness, rules: RuleSet
    ) -> None:
        self._line, self._likeness, self._rules = line, likeness, rules
        self.drafts = list(drafts)
        self._previous, self._recent = before.previous, before.recent
        self._there, self._back = self._levels(before.previous), self._levels(before.recent)

    def _levels(self, drafts: Sequence[Linked]) -> list[Linked]:
        """The figures that something can be a change or share of."""
        return [
            made
            for made in drafts
            if made.role is Role.LEVEL
            and not made.is_limit
            and made.amount.kind in _OF_LEVELS
            and (made.unit or made.amount.kind is not Kind.RATIO)
            and self._likeness.is_summed(made)
        ]

    def _earlier(self, number: int) -> Sequence[Linked]:
        """The figures of the line in front of one, as far back as any sentence has some."""
        return self.drafts[max(0, number - _MOST) : number]

    def _adopt(self, number: int, parent: Linked | None) -> None:
        """Give a figure its parent, and of it the item and action that it leaves unsaid."""
        if parent is None:
            return
        made = self.drafts[number]
        is_bare = made.amount.kind is Kind.COUNT and len(made.item.split()) <= len((made.unit or "").split())
        self.drafts[number] = replace(
            made,
            parent=parent.start,
            relation=Relation.SHARE_OF if made.role is Role.SHARE else Relation.CHANGE_OF,
            item=(parent.item or made.item) if is_bare or not made.item else made.item,
            action=parent.action if made.action is None and parent.lends else made.action,
        )

    def _parent_of(self, made: Linked) -> Linked | None:
        """The figure that one of this line belongs to, if it stands in this line or the one before."""
        return next((other for other in (*self.drafts, *self._recent) if other.start == made.parent), None)

    def _head(self, made: Linked) -> Linked:
        """The first figure of a pair: `35 vụ` of `35 vụ/52 bị can`."""
        for other in reversed((*self._previous, *self.drafts)):
            if other.start == made.pair:
                made = other
        return made

    # --- earlier levels ---

    def attach_baseline(self, number: int) -> None:
        """The level of an earlier time belongs to the level behind it in its phrase, else to the last of its unit."""
        made = self.drafts[number]
        following = self.drafts[number + 1] if number + 1 < len(self.drafts) else None
        told = [other for other in self.drafts if other.first == made.first and other.role is Role.BASELINE]
        if following is not None and following.first == made.first and following.role is not Role.BASELINE:
            self.drafts[number] = replace(made, relation=Relation.BASELINE_OF, parent=following.start)
            if not following.item:
                self.drafts[number + 1] = replace(following, item=made.item)
            return
        stated = [other for other in self._earlier(number) if other.role in (Role.LEVEL, Role.SHARE)]
        in_step = stated[-len(told) :] if len(told) > 1 else []  # `(năm 2022 lần lượt là 1.412 và 3.264)`
        if in_step and all(map(self._likeness.same, told, in_step)):
            stated = [in_step[told.index(made)]]
        level = next((other for other in reversed(stated) if self._likeness.same(other, made)), None)
        if level is not None:
            self.drafts[number] = replace(made, relation=Relation.BASELINE_OF, parent=level.start, item=level.item)

    # --- changes ---

    def attach_change(self, number: int) -> None:
        """A change belongs to the level of its unit and words here, else in the lines before."""
        made = self.drafts[number]
        before = self.drafts[number - 1] if number else None
        if before and before.role is Role.CHANGE and before.first == made.first and _doubles(made, before):
            self._adopt(number, self._parent_of(before))
            self._name(number, before)
            return
        here = [level for level in self._levels(self._earlier(number)) if level.depth <= made.depth]
        parent = self._in_step(made, here)
        if parent is not None and not self._own_words(made) & self._likeness.content(parent.item, parent.action):
            parent = self._by_words(made, here) or parent  # `so cùng kỳ, thụ lý tăng 12 vụ với 47 bị cáo`
        if parent is not None:
            self._adopt(number, parent)
            return
        if made.amount.kind is Kind.PERCENT or self._likeness.is_multiple(made):
            parent = self._percent_parent(made, before, here)
        elif made.verb and "passing" in made.verb.kinds and base_of(self._line, self.drafts, made) is None:
            parent = self._by_unit(made, here)
            if parent is None:  # `giá vàng vượt 50 triệu đồng` passes that mark; `đạt 512 vụ, vượt 12 vụ` by that much
                self.drafts[number] = replace(made, role=Role.LEVEL, direction=None, modality=Modality.OVER)
                return
        else:
            parent = (
                self._by_words(made, [*self._back, *here])
                or self._whole(made, self._by_unit(made, here))
                or self._by_unit(made, self._there, is_far=True)
                or self._by_name(made, [*self._there, *here])
            )
        self._adopt(number, parent or self._reached(number))
        if before is not None:
            self._name(number, before)

    def _in_step(self, made: Linked, here: Sequence[Linked]) -> Linked | None:
        """`4.386 vụ/6.702 can (tăng 311 vụ và 508 bị can)`: the changes of one verb, in order, of as many levels.

        The first must say which is its own, by its unit or words, and none that another's is.
        """
        kind, depth = made.amount.kind, made.depth
        told = [one for one in self.drafts if one.first == made.first and one.role is Role.CHANGE]
        told = [one for one in told if (one.amount.kind, one.depth) == (kind, depth)]
        levels = here[-len(told) :]
        if len(levels) < len(told) or (len(told) == 1 and "respectively" not in made.marks):
            return None
        if "respectively" in made.marks:
            return levels[told.index(made)]
        agreed = [self._agrees(one, level) for one, level in zip(told, levels, strict=True)]
        crossed = any(self._agrees(one, level) for at, one in enumerate(told) for level in levels if not agreed[at])
        return levels[told.index(made)] if agreed[0] and not crossed else None

    def _agrees(self, made: Linked, level: Linked) -> bool:
        """Whether a change says that it is that of a level, by its unit or, a percentage, by its words."""
        if made.amount.kind is not Kind.PERCENT:
            return self._likeness.same(made, level)
        own = self._likeness.topic(made.item)
        return bool(own) and (
            self._likeness.content(level.unit) <= own or self._likeness.overlap(own, level) >= _ENOUGH
        )

    def _reached(self, number: int) -> Linked | None:
        """`giảm 38% số vụ, còn 28 vụ`, `0,92%, tương đương 2.958 người`: the level that the same statement comes to."""
        made = self.drafts[number]
        following = self.drafts[number + 1] if number + 1 < len(self.drafts) else None
        if following is None or following.role is not Role.LEVEL or following.depth != made.depth:
            return None
        tokens = self._line.tokens[made.at + 1 : following.at]
        commas = [at for at, token in enumerate(tokens) if "comma" in token.kinds]
        is_led = commas[-1:] == [len(tokens) - 2] and bool(tokens[-1].kinds.keys() & {"left", "share", "to-level"})
        ends = any(token.kinds.keys() & {"semicolon", "open", "close", "colon"} for token in tokens)
        return following if is_led and len(commas) == 1 and not ends and self._levels([following]) else None

    def _name(self, number: int, before: Linked) -> None:
        """A change without an item has that of the figure before it."""
        if not self.drafts[number].item:
            self.drafts[number] = replace(self.drafts[number], item=before.item)

    def _percent_parent(self, made: Linked, before: Linked | None, here: Sequence[Linked]) -> Linked | None:
        both = before is not None and before.amount.kind is Kind.PERCENT and made.amount.kind is Kind.PERCENT
        passes = made.verb is not None and "passing" in made.verb.kinds
        if before and both and passes and before.role is Role.SHARE and made.first <= before.at + _BESIDE:
            return before  # `đạt 94,1%, vượt chỉ tiêu 4,1%`
        if before and both and not made.item:
            if before.role is Role.SHARE:
                takes_target = made.verb is not None and "against-target" in made.verb.kinds
                of_rate = made.depth > before.depth or takes_target or made.unit != before.unit
                return before if of_rate or before.parent is None else self._parent_of(before)
            if before.role is Role.CHANGE:  # `tăng 1,2% và vượt 7,5%`, `tăng 0,6% … và tăng 3,4% …`
                return self._parent_of(before)
        if self._says_rate(made):
            shares = [other for other in (*self._previous, *self.drafts) if other.role is Role.SHARE]
            stated = [other for other in shares if other.start < made.start]
            return stated[-1] if stated else None  # `đạt 71,65%, … và tỷ lệ tăng 5,4%`
        if made.item and self._likeness.is_telling(made.item):
            rate = self._compared_rate(made)
            if rate is not None:
                return rate
            return self._by_item(made, here) or self._by_item(made, self._there) or self._by_item(made, self._back, 1)
        return self._whole(made, self._head(here[-1])) if here else None

    def _whole(self, made: Linked, level: Linked | None) -> Linked | None:
        """`A, gồm b và c, tăng x%`: behind a list of parts stands the change of the total."""
        if level is None or level.relation is not Relation.PART_OF or made.depth > level.depth:
            return level
        parts = [other for other in self.drafts if other.parent == level.parent and other.start < made.start]
        total = next((other for other in self.drafts if other.start == level.parent), None)
        is_whole = total is not None and sum(part.amount.value for part in parts) == total.amount.value
        return total if is_whole and len(parts) > 1 else level

    def _by_item(self, made: Linked, levels: Sequence[Linked], enough: float = _ENOUGH) -> Linked | None:
        """The nearest level that says most of the words of a figure, if it says enough."""
        wanted = self._likeness.topic(made.item)
        best, best_score = None, 0.0
        for level in reversed(levels):
            score = self._likeness.overlap(wanted, level)
            if score > best_score:
                best, best_score = level, score
        return best if best_score >= enough else None

    def _by_words(self, made: Linked, levels: Sequence[Linked]) -> Linked | None:
        """The level of the same unit that says the same of it: the dead with the dead, the injured with the injured."""
        own = self._own_words(made)
        best, most = None, (0, False)
        for level in levels:  # of equals, the nearest; a count before a ratio (`11/18 vụ`)
            if self._likeness.same(level, made):
                score = (len(own & self._likeness.content(level.item, level.action)), level.amount.of is None)
                best, most = (level, score) if score[0] and score >= most else (best, most)
        return best

    def _own_words(self, made: Linked) -> frozenset[str]:
        """What a figure says of itself beside its unit."""
        content = self._likeness.content
        return content(made.item) - content(made.unit) or content(made.action)

    def _by_unit(self, made: Linked, levels: Sequence[Linked], *, is_far: bool = False) -> Linked | None:
        """The nearest level of the same unit, if it is not said to be of another thing; far off, if nothing is said."""
        content = self._likeness.content
        own = content(made.item) - content(made.unit)
        for level in reversed(levels):
            if self._likeness.same(level, made):
                other = content(level.item) - content(level.unit)
                if not own or own & other or not (other or is_far):
                    head = self._head(level)
                    return head if self._likeness.same(head, level) else level  # `284 hộ/1.126 hộ`: done and due
        return None

    def _by_name(self, made: Linked, levels: Sequence[Linked]) -> Linked | None:
        """`số bị cáo tăng 34 người`: the people that the words in front name."""
        named = self._likeness.content(made.item)
        return next((one for one in reversed(levels) if self._likeness.names(one, made, named)), None)

    def _compared_rate(self, made: Linked) -> Linked | None:
        """`xử 97,94% số vụ, cao hơn năm trước 0,38% về số vụ`: rates are compared with rates of the same."""
        if made.verb is None or "against-target" not in made.verb.kinds:
            return None
        named = self._likeness.topic(made.item)
        rates = [one for one in self.drafts if one.role is Role.SHARE and one.start < made.start]
        return next((one for one in reversed(rates) if self._likeness.topic(one.item) == named), None)

    def _says_rate(self, made: Linked) -> bool:
        """Whether a change is that of a rate told before: `tỷ lệ tăng 5,4%`."""
        return fold(made.item) in self._rules.words("rate-noun")

    # --- shares ---

    def attach_share(self, number: int) -> None:
        """A share belongs to the level in front of it, or to the one that its own words name."""
        made, earlier = self.drafts[number], self._earlier(number)
        if self._is_contribution(made):
            if not made.item and earlier:  # `nhóm giao thông tăng 2%, đóng góp 0,24 điểm phần trăm`
                made = self.drafts[number] = replace(made, item=earlier[-1].item)
            growth = self._growth(made, earlier)
            if growth is not None:
                self.drafts[number] = replace(made, relation=Relation.PART_OF, parent=growth)
                return
        levels = self._levels(earlier) or [other for other in earlier if other.amount.kind is Kind.RATIO]
        of_whole = "share-of-whole" in made.marks
        if of_whole and made.depth == 0 and self._is_named_share(made):
            is_behind_comma = "comma" in self._line.tokens[made.first - 1].kinds
            self._adopt(number, self._by_item(made, levels) if is_behind_comma else None)
        elif levels:
            if len(levels) > 1 and levels[-2].parent == levels[-1].start:
                levels = levels[:-1]  # `giải quyết 482 vụ trong tổng số 547 vụ, đạt 88,1%`
            if made.depth > levels[-1].depth or not made.item:
                self._adopt(number, self._head(levels[-1]))
            elif of_whole:
                self._adopt(number, self._by_item(made, levels))
        elif not made.item and made.first <= 1 and self._there:
            self._adopt(number, self._head(self._there[-1]))
        if self.drafts[number].parent is None:
            self._adopt(number, self._reached(number))

    def _is_contribution(self, made: Linked) -> bool:
        """`nhóm giao thông đóng góp 0,24 điểm phần trăm`: a share of the growth, not of a level."""
        before = self._line.tokens[max(0, made.first - _BESIDE) : made.first]
        return any("contribution" in token.kinds for token in before)

    def _growth(self, made: Linked, earlier: Sequence[Linked]) -> int | None:
        """The total growth that a contribution is part of: the first that is told, and not that of the contributor."""
        for other in reversed((*self._recent, *earlier)):
            if other.relation is Relation.PART_OF and other.unit == made.unit and other.amount.kind is Kind.PERCENT:
                return other.parent  # each item of a list tells its contribution to the same
        for told in (earlier, self._previous, self._recent):
            for other in told:
                is_growth = other.role is Role.CHANGE and other.amount.kind is Kind.PERCENT and other.item != made.item
                if is_growth and made.unit != other.unit and made.amount.value <= other.amount.value:  # in points
                    return other.start
        return None

    def _is_named_share(self, made: Linked) -> bool:
        """`tỷ lệ giải quyết đạt 95%`: the share has a name of its own."""
        item = fold(made.item)
        return any(told == "share" and item.startswith(word) for word, told in self._rules.words("rate-noun").items())


def _doubles(made: Linked, before: Linked) -> bool:
    """Whether two numbers of one phrase say one change twice: `5 vụ (16,7%)`, `4,1% (26 người)`."""
    is_rate, was_rate = made.amount.kind is Kind.PERCENT, before.amount.kind is Kind.PERCENT
    return (is_rate and not was_rate) or (was_rate and not is_rate and made.depth > before.depth)


def base_of(line: Line, drafts: Sequence[Statement], made: Statement) -> Comparison | None:
    """The comparison that governs a change: its twin's, the next one in its clause, else the one stated before."""
    takes_target = made.verb is not None and "against-target" in made.verb.kinds
    behind: Comparison | None = None
    siblings = [other for other in drafts if other.first == made.first]  # `tăng 8 vụ (9,1%) và 11 bị can so với …`
    last, depth = siblings[-1].at, siblings[0].depth
    for comparison in line.comparisons:
        if comparison.is_target and not takes_target:
            continue
        if made.first <= comparison.first <= made.at + 1 and comparison.first != last + 1:
            return comparison  # `vượt chỉ tiêu 4,1%`: its own phrase says it
        if comparison.first > last:
            if _is_cut_off(line, last, depth, comparison) or _leads_another(line, drafts, comparison):
                break
            return comparison
        behind = comparison
    # What is passed is a mark, not an earlier time: `đạt 94,1%, vượt 4,1%`.
    return None if behind and not behind.is_target and made.verb and "passing" in made.verb.kinds else behind


def _leads_another(line: Line, drafts: Sequence[Statement], comparison: Comparison) -> bool:
    """`so với quý trước giảm 3%, so với cùng kỳ giảm 5%`: behind a comma, in front of a change that it leads."""
    is_apart = "comma" in line.tokens[comparison.first - 1].kinds
    return is_apart and any(other.first == comparison.last and other.role is Role.CHANGE for other in drafts)


def _is_cut_off(line: Line, last: int, depth: int, comparison: Comparison) -> bool:
    """Whether a semicolon or words outside the brackets of the figures stand before the comparison."""
    for at in range(last + 1, comparison.first):
        kinds = line.tokens[at].kinds.keys()
        if "semicolon" in kinds:
            return True
        if line.depths[at] < depth and "close" not in kinds:
            return True
    return False
