"""Totals and their parts: `trong đó`, `gồm`, `còn lại`, brackets after a total, list items under a lead.

The parent of a part is the nearest enclosing total of the same unit; nothing of the same unit, no parent.
What the lines read so far leave open is the value `Open`; a line is read against it and gives the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vkstats.link.draft import Line, Linked, Phrase, grow
from vkstats.link.likeness import Likeness
from vkstats.link.opened import Open
from vkstats.model import Kind, Relation, Role

_OPENERS = frozenset({"parts", "parts-of", "rest", "colon", "semicolon"})
_MOST = 100  # totals that a cue can split: more than any sentence has
_DEEPEST = 20  # breakdowns in one another
_ENDING = frozenset({"comma", "semicolon", "colon", "open", "close"})


def with_parts(
    line: Line, phrases: Sequence[Phrase], opened: Open, likeness: Likeness
) -> tuple[tuple[Linked, ...], Open]:
    """The figures of a line with the totals that they are parts of, and what is open behind it.

    Bare numbers have the units of their totals. `opened` is what is open in the block of the line.
    """
    reading = _Reading(line, phrases, opened, likeness)
    if phrases:
        reading.read()
    levels = [reading.drafts[number] for number in reading.seen]
    opened = opened.after(line, levels, likeness)
    if reading.split:
        is_cued = "parts-back" in line.tokens[0].kinds or (opened.is_cued and reading.goes_on)
        opened = replace(opened, split=reading.split, is_cued=is_cued)
    return tuple(reading.drafts), opened


@dataclass(slots=True)
class _Scope:
    """An open breakdown: the totals that its parts belong to, and where it is open."""

    totals: Sequence[Linked]
    depth: int
    plain: bool | None = None  # whether its first part stood without a verb of its own


class _Reading:
    """A line being read from left to right; figures change in `drafts` only."""

    def __init__(self, line: Line, phrases: Sequence[Phrase], opened: Open, likeness: Likeness) -> None:
        self._line, self._opened, self._likeness = line, opened, likeness
        self._enclosing = opened.enclosing(line)
        self._scopes: list[_Scope] = []
        self._at = {made.at: number for number, made in enumerate(phrases)}
        self._number = {made.start: number for number, made in enumerate(phrases)}
        self.drafts = [grow(Linked, made) for made in phrases]
        self.seen: list[int] = []  # the levels read, as numbers of drafts
        self.goes_on = False  # whether the line goes on with the parts of the one before

    @property
    def split(self) -> tuple[Linked, ...]:
        """The parts of this line whose totals stand in lines before."""
        here = {made.start for made in self.drafts}
        return tuple(made for made in self._levels() if made.parent is not None and made.parent not in here)

    def read(self) -> None:
        """Read the line."""
        scopes, depths = self._scopes, self._line.depths
        for at, token in enumerate(self._line.tokens):
            kinds = token.kinds.keys()
            while scopes and depths[at] < scopes[-1].depth:
                scopes.pop()
            if at and at not in self._at and kinds.isdisjoint(_OPENERS):
                continue
            if "semicolon" in kinds and scopes and depths[at] == scopes[-1].depth and self._ends_at(at):
                scopes.pop()
            self._open(at)
            number = self._at.get(at)
            if number is None or self.drafts[number].role is not Role.LEVEL:
                continue
            if self.drafts[number].relation is None:
                self._attach(number)
            self.seen.append(number)

    def _open(self, at: int) -> None:
        """Open the breakdown that the token at `at` begins."""
        kinds = self._line.tokens[at].kinds.keys()
        if kinds.isdisjoint(_OPENERS) and at:
            return
        seen = self._levels()
        totals: Sequence[Linked] = ()
        if "parts" in kinds:
            totals = seen[-_MOST:] or self._summed(at) or self._opened.last
        elif "colon" in kinds and seen and not self._scopes and self._splits(at, seen[-1]):
            totals = seen[-1:]
        elif "parts-of" in kinds or self._opens_with_total(at):
            totals = () if self._attach_before(at) else self._named(at)
        elif "rest" in kinds:
            self._attach_rest(at)
        if totals:
            del self._scopes[_DEEPEST:]
            self._scopes.append(_Scope(totals, self._line.depths[at]))

    def _summed(self, at: int) -> list[Linked]:
        """`Cụ thể: Ninh Phước 02, Thuận Nam 01`: the total open from before that the figures behind a cue make up."""
        later = [made for made in self.drafts if made.at > at and made.role is Role.LEVEL]
        known = [self._opened.known(total.parent) or total for total in self._opened.last]
        alike = [
            made for made in later if made.depth == self._line.depths[at] and made.amount.kind in (Kind.COUNT, None)
        ]
        whole = sum(made.amount.value for made in alike)
        return [total for total in known if total.amount.value == whole and total.amount.kind is Kind.COUNT][:1]

    def _levels(self) -> list[Linked]:
        return [self.drafts[number] for number in self.seen]

    # --- parts ---

    def _attach(self, number: int) -> None:
        made, scopes = self.drafts[number], self._scopes
        if scopes:
            scope = scopes[-1]
            if any(total.start == made.start for total in scope.totals):
                return
            if made.depth > scope.depth and self._bracket(number):
                return
            if scope.plain is None:
                scope.plain = not self._verb_between(made.at)
            for outer in reversed(scopes):
                if self._join(number, outer.totals):
                    return
            refers_back = "parts-back" in self._line.tokens[0].kinds and scopes[0].totals is self._opened.last
            earlier = self._opened.same(made, self._likeness) if refers_back else None
            if earlier is not None:
                self._link(number, earlier)
        elif made.depth and self.seen:
            self._bracket(number)
        elif self._enclosing:
            self._join(number, self._enclosing)
        elif made.unit is None and made.amount.kind is None and self._line.starts_block and self._opened.beside:
            self._in_unit_of(number, self._opened.beside[-1])  # `- Tổng số thụ lý: 71 vụ`, `- Tạm đình chỉ: 4`
        elif self._opened.split and made.action and made.amount.kind is Kind.COUNT:
            self._go_on(number)

    def _join(self, number: int, totals: Sequence[Linked]) -> bool:
        """Make a figure part of the nearest of `totals` that it can be part of."""
        made = self.drafts[number]
        if made.unit is None and made.amount.kind is None and totals:
            made = self._in_unit_of(number, totals[-1])
        fitting = [total for total in reversed(totals) if self._likeness.can_be_part(made, total)]
        # `thu 1,8 tỷ đồng/3,2 tỷ đồng`: the second of a pair is what was due; what is told of both is of the first.
        paired = {(one.start, one.unit) for one in fitting}
        fitting = self._in_step(made, fitting) or [one for one in fitting if (one.pair, one.unit) not in paired]
        if not fitting and made.is_elided and totals and made.amount.value <= totals[-1].amount.value:
            fitting = [totals[-1]]  # the unit that its label named was no more than a guess
            made = self.drafts[number] = replace(made, unit=totals[-1].unit)
        if not fitting:
            return False
        own = self._likeness.content(made.item) - self._likeness.content(made.unit)
        same_words = [total for total in fitting if own & self._likeness.content(total.item)]
        same_action = [total for total in fitting if made.action and total.action == made.action]
        self._link(number, (same_words or same_action or fitting)[0])
        return True

    def _go_on(self, number: int) -> None:
        """`Trong đó, cấp tỉnh thụ lý 130 vụ. Cấp huyện thụ lý 1.850 vụ`: the next sentence says the same of another.

        A paragraph that goes on may say it with another verb, as long as the parts are no more than the whole.
        """
        made = self.drafts[number]
        opens_block = self._opened.is_cued and self._line.starts_block and not self.seen
        for part in self._opened.split:
            total = self._opened.known(part.parent)
            actions = {(one.action or "").lower() for one in (made, part, total) if one is not None}
            if total is None or not (len(actions) == 1 or opens_block) or not self._likeness.same(part, made):
                continue
            if self._opened.told(total) + made.amount.value <= total.amount.value:
                self._link(number, total)
                self.goes_on = True
                return

    def _in_step(self, made: Linked, totals: Sequence[Linked]) -> list[Linked]:
        """`208 lượt/374 lượt người, trong đó … 65 lượt/72 lượt người`: the members of a pair, each in its place."""
        parent = self.drafts[self._number[made.pair]].parent if made.pair in self._number else None
        return [total for total in totals if parent is not None and total.pair == parent]

    def _in_unit_of(self, number: int, total: Linked) -> Linked:
        made = self.drafts[number]
        made = replace(made, unit=total.unit, item=f"{total.unit or ''} {made.item}".strip())
        self.drafts[number] = made
        return made

    def _link(self, number: int, total: Linked) -> None:
        made = self.drafts[number]
        action = total.action if made.action is None and total.lends else made.action
        self.drafts[number] = replace(made, relation=Relation.PART_OF, parent=total.start, action=action)

    def _bracket(self, number: int) -> bool:
        """`17 cuộc (Trại tạm giam 02 cuộc; …)`: figures in brackets split the total right before them."""
        made = self.drafts[number]
        total = next((other for other in reversed(self.seen) if self.drafts[other].depth < made.depth), None)
        if total is None:
            return False
        if self._restates_name(made, self.drafts[total]):
            return False
        if made.unit is None and made.amount.kind is None:
            made = self._in_unit_of(number, self.drafts[total])
        while not self._likeness.can_be_part(made, self.drafts[total]):
            if self.drafts[total].pair is None:
                return False
            total -= 1
        self._link(number, self.drafts[total])
        return True

    def _restates_name(self, made: Linked, total: Linked) -> bool:
        """`bán sang Mỹ 45 triệu USD, Nhật Bản (12 triệu)`: the brackets belong to the name behind the comma."""
        tokens = self._line.tokens
        is_bare = made.first > 0 and "open" in tokens[made.first - 1].kinds
        return is_bare and any("comma" in token.kinds for token in tokens[total.at + 1 : made.first])

    def _attach_rest(self, at: int) -> None:
        """`còn lại 45 tin`: a part of the total from which it and the part said before add up, else of the first."""
        numbers = (number for number, made in enumerate(self.drafts) if made.at > at and made.role is Role.LEVEL)
        number = next(numbers, None)
        if number is None or self.drafts[number].relation is not None:
            return
        known = [*self._opened.last, *self._levels()]
        if self.drafts[number].unit is None and known:
            self.drafts[number] = replace(self.drafts[number], unit=known[-1].unit)
        rest = self.drafts[number]
        total = self._total_of_rest(rest, [made for made in known if self._likeness.can_be_part(rest, made)])
        if total is not None:
            self._link(number, total)
        twin = self.drafts[number + 1] if number + 1 < len(self.drafts) else None
        if twin and twin.pair == rest.start and twin.relation is None:  # each member of a pair to its own total
            mates = self._mates(total, known) if total is not None else []
            self._join(number + 1, mates or [made for made in reversed(known) if made.pair is not None])

    def _mates(self, total: Linked, known: Sequence[Linked]) -> list[Linked]:
        """The totals that stand in a pair with another, or whose parts stand in pairs with its parts."""
        parts = {made.start for made in self._levels() if made.parent == total.start}
        parents = {made.parent for made in self._levels() if made.pair in parts}
        return [made for made in known if made.pair == total.start or made.start in parents]

    def _total_of_rest(self, rest: Linked, same: Sequence[Linked]) -> Linked | None:
        """The total that its parts and the rest make up, else one that a part and the rest do, else the open one."""
        for total in same:
            parts = sum(made.amount.value for made in self._levels() if made.parent == total.start)
            if parts and parts + rest.amount.value == total.amount.value:
                return total
        for number, total in enumerate(same):
            if any(part.amount.value + rest.amount.value == total.amount.value for part in same[number + 1 :]):
                return total
        opened = [made for scope in reversed(self._scopes) for made in scope.totals if made in same]
        return next(iter((*opened, *same)), None)

    def _attach_before(self, at: int) -> bool:
        """`giải quyết 482 vụ trong tổng số 547 vụ`: the figure right in front is the part of the total behind."""
        behind = next((number for number, made in enumerate(self.drafts) if made.at > at), None)
        if not self.seen or behind is None or self.drafts[self.seen[-1]].relation is not None:
            return False
        part, total = self.drafts[self.seen[-1]], self.drafts[behind]
        between = self._line.tokens[part.at + 1 : at]
        is_beside = total.first <= at + 2 and not any(token.kinds.keys() & _ENDING for token in between)
        if not is_beside or not self._likeness.can_be_part(part, total):
            return False
        self._link(self.seen[-1], total)
        return True

    # --- where a breakdown opens and ends ---

    def _splits(self, at: int, total: Linked) -> bool:
        """`trực tiếp kiểm sát 22 cuộc: 1 cuộc …, 7 cuộc …`: figures of the same unit behind a colon split the total."""
        if any(total.at < made.at < at for made in self.drafts):
            return False
        if any("semicolon" in token.kinds for token in self._line.tokens[total.at : at]):
            return False  # `cao học 310 người; đại học: 180 người`
        later = [made for made in self.drafts if made.at > at and made.role is Role.LEVEL]
        return len(later) > 1 and all(
            self._likeness.can_be_part(made, total) for made in later if made.amount.kind is total.amount.kind
        )

    def _opens_with_total(self, at: int) -> bool:
        """`Trong 11 nhóm hàng hóa, có 4 nhóm tăng giá`: the number right behind `trong` is the total."""
        return at == 0 and "within" in self._line.tokens[0].kinds and 1 in self._at and len(self._at) > 1

    def _named(self, at: int) -> Sequence[Linked]:
        """The totals that `trong số …` names: the number in it, or the earlier level with the same words."""
        words: list[str] = []
        for number in range(at + 1, len(self._line.tokens)):
            token = self._line.tokens[number]
            if number in self._at:
                if number - at <= 2:
                    return [self.drafts[self._at[number]]]
                break
            if token.kinds.keys() & {"comma", "copula", "semicolon"}:
                break
            words.append(self._line.folded[token.start : token.end])
        return self._opened.named(" ".join(words), self._likeness)

    def _ends_at(self, at: int) -> bool:
        """Whether a new statement starts behind a semicolon: it has a verb, the parts before had none."""
        return bool(self._scopes[-1].plain) and self._verb_after(at)

    def _verb_after(self, at: int) -> bool:
        for token in self._line.tokens[at + 1 :]:
            if "verb" in token.kinds:
                return True
            if token.kinds.keys() & {"semicolon", "count", "bare", "sum", "quantity"}:
                return False
        return False

    def _verb_between(self, at: int) -> bool:
        for token in reversed(self._line.tokens[:at]):
            if "verb" in token.kinds:
                return True
            if token.kinds.keys() & {"parts", "rest", "semicolon", "colon", "count", "bare"}:
                return False
        return False
