"""Totals and their parts: `trong đó`, `gồm`, `còn lại`, brackets after a total, list items under a lead.

The parent of a part is the nearest enclosing total of the same unit; nothing of the same unit, no parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vkstats.link.comparison import content, overlap
from vkstats.link.draft import Draft, Line
from vkstats.link.units import Units
from vkstats.model import Block, BlockKind, Kind, Relation, Role

_OPENERS = frozenset({"parts", "parts-of", "rest", "colon", "semicolon"})
_LISTED = frozenset({BlockKind.ITEM, BlockKind.HEADING})
_NAMED_ENOUGH = 0.6  # the share of the words of `trong tổng số …` that the total must say


@dataclass(slots=True)
class _Scope:
    """An open breakdown: the totals that its parts belong to, and where it is open."""

    totals: list[Draft]
    depth: int
    plain: bool | None = None  # whether its first part stood without a verb of its own


class Breakdowns:
    """The breakdowns that are open while the lines of a document are read in order."""

    def __init__(self, units: Units, blocks: Sequence[Block]) -> None:
        self._units = units
        self._blocks = blocks
        self._read = -1  # the last block that was entered
        self._all: list[Draft] = []  # levels of the document so far
        self._last: list[Draft] = []  # totals that the line before leaves open
        self._lead: list[Draft] = []  # totals that a lead line left open for the list after it
        self._lead_level: int | None = None  # the level of that list, once its first item is read
        self._changes: list[Draft] = []  # the drafts of the line before, if it states changes only
        self._lists: list[tuple[int, list[Draft]]] = []  # levels of the list items that enclose this one

    def attach(self, line: Line) -> None:
        """Give the parts of a line their totals, and its bare numbers the units of the totals."""
        enclosing = self._enclosing(line)
        self._settle()
        scopes: list[_Scope] = []
        drafts = {made.at: made for made in line.drafts}
        seen: list[Draft] = []
        for at, token in enumerate(line.tokens):
            kinds = token.kinds.keys()
            depth = line.depths[at]
            while scopes and depth < scopes[-1].depth:
                scopes.pop()
            if at and at not in drafts and kinds.isdisjoint(_OPENERS):
                continue
            if "semicolon" in kinds and scopes and depth == scopes[-1].depth and self._ends_at(line, at, scopes[-1]):
                scopes.pop()
            if "parts" in kinds:
                totals = seen or self._last
                if totals:
                    scopes.append(_Scope(list(totals), depth))
            elif "colon" in kinds and seen and not scopes and self._splits(line, at, seen):
                scopes.append(_Scope([seen[-1]], depth))
            elif "parts-of" in kinds or self._opens_with_total(line, at, drafts):
                totals = self._named(line, at, drafts)
                if totals:
                    scopes.append(_Scope(totals, depth))
            elif "rest" in kinds:
                self._attach_rest(line, at, seen)
            made = drafts.get(at)
            if made is None or made.role is not Role.LEVEL:
                continue
            if made.relation is None:
                self._attach(made, scopes, seen, enclosing)
            seen.append(made)
        self._remember(line, seen)

    def _attach(self, made: Draft, scopes: Sequence[_Scope], seen: Sequence[Draft], enclosing: Sequence[Draft]) -> None:
        if scopes and made in scopes[-1].totals:
            return
        if scopes:
            scope = scopes[-1]
            if made.depth > scope.depth and self._bracket(made, seen):
                return
            if scope.plain is None:
                scope.plain = not _verb_between(made.line, made.at)
            for outer in reversed(scopes):
                if self._join(made, outer.totals):
                    return
        elif made.depth and seen:
            self._bracket(made, seen)
        elif enclosing:
            self._join(made, enclosing)

    def _join(self, made: Draft, totals: Sequence[Draft]) -> bool:
        if made.unit is None and made.amount.kind is None and totals:
            made.unit = totals[-1].unit
            made.item = f"{made.unit or ''} {made.item}".strip()
        fitting = [total for total in reversed(totals) if self._units.can_be_part(made, total)]
        if not fitting and made.elided and totals:  # the unit that its label named was no more than a guess
            fitting = [totals[-1]] if made.amount.value <= totals[-1].amount.value else []
            made.unit = fitting[0].unit if fitting else made.unit
        if not fitting:
            return False
        same_action = [total for total in fitting if made.action and total.action == made.action]
        self._link(made, (same_action or fitting)[0])
        return True

    def _link(self, made: Draft, total: Draft) -> None:
        made.relation, made.parent = Relation.PART_OF, total
        if made.action is None:
            made.action = total.action

    def _bracket(self, made: Draft, seen: Sequence[Draft]) -> bool:
        """`17 cuộc (Trại tạm giam 02 cuộc; …)`: figures in brackets split the total right before them."""
        outside = [draft for draft in seen if draft.depth < made.depth]
        if not outside:
            return False
        group = [outside[-1]]
        while group[-1].pair is not None:
            group.append(group[-1].pair)
        if made.unit is None and made.amount.kind is None:
            made.unit = group[0].unit
            made.item = f"{made.unit or ''} {made.item}".strip()
        for total in group:
            if self._units.can_be_part(made, total) and total.amount.value >= made.amount.value:
                self._link(made, total)
                return True
        return False

    def _attach_rest(self, line: Line, at: int, seen: Sequence[Draft]) -> None:
        """`còn lại 45 tin`: a part of the total from which it and the part said before add up, else of the first."""
        rest = next((made for made in line.drafts if made.at > at and made.role is Role.LEVEL), None)
        if rest is None or rest.relation is not None:
            return
        known = [*self._last, *seen]
        if rest.unit is None and known:
            rest.unit = known[-1].unit
        following = next((made for made in line.drafts if made.pair is rest), None)
        if following is not None and following.relation is None:
            self._join(following, [draft for draft in reversed(known) if draft.pair is not None])
        same = [draft for draft in known if self._units.can_be_part(rest, draft)]
        totals = {draft.amount.value: draft for draft in reversed(same)}
        for part in same:
            total = totals.get(part.amount.value + rest.amount.value)
            if total is not None:
                self._link(rest, total)
                return
        if same:
            self._link(rest, same[0])

    def _splits(self, line: Line, at: int, seen: Sequence[Draft]) -> bool:
        """`trực tiếp kiểm sát 22 cuộc: 1 cuộc …, 7 cuộc …`: figures of the same unit behind a colon split the total."""
        total = seen[-1]
        later = [made for made in line.drafts if made.at > at and made.role is Role.LEVEL]
        if any(total.at < made.at < at for made in line.drafts):
            return False
        if any("semicolon" in token.kinds for token in line.tokens[total.at : at]):
            return False  # `cao học 310 người; đại học: 180 người`
        return len(later) > 1 and all(
            self._units.can_be_part(made, total) and made.amount.value <= total.amount.value
            for made in later
            if made.unit and made.amount.kind is total.amount.kind
        )

    def _opens_with_total(self, line: Line, at: int, drafts: dict[int, Draft]) -> bool:
        """`Trong 11 nhóm hàng hóa, có 4 nhóm tăng giá`: the number right behind `trong` is the total."""
        return at == 0 and line.folded.startswith("trong", line.tokens[0].start) and 1 in drafts and len(drafts) > 1

    def _named(self, line: Line, at: int, drafts: dict[int, Draft]) -> list[Draft]:
        """The totals that `trong số …` names: the number in it, or the earlier level with the same words."""
        words = ""
        for number in range(at + 1, len(line.tokens)):
            token = line.tokens[number]
            if number in drafts:
                close = number - at <= 2
                return [drafts[number]] if close else self._by_words(words)
            if token.kinds.keys() & {"comma", "copula", "semicolon"}:
                break
            words += f" {line.folded[token.start : token.end]}"
        return self._by_words(words)

    def _by_words(self, words: str) -> list[Draft]:
        wanted = content(words)
        scored = [(overlap(wanted, level), number) for number, level in enumerate(self._all)]
        if not scored:
            return []
        score, number = max(scored)
        return [self._all[number]] if score >= _NAMED_ENOUGH else list(self._last)

    def _ends_at(self, line: Line, at: int, scope: _Scope) -> bool:
        """Whether a new statement starts behind a semicolon: it has a verb, the parts before had none."""
        return bool(scope.plain) and _verb_after(line, at)

    def _enclosing(self, line: Line) -> list[Draft]:
        """The totals that list items and leads around a line leave open for it."""
        if not line.starts_block:
            return []
        for block in self._blocks[self._read + 1 : line.sentence.block + 1]:  # those without figures as well
            self._enter(block)
        self._read = line.sentence.block
        if line.block.kind not in _LISTED:
            return []
        outer = [draft for _, levels in self._lists for draft in levels]
        return [*self._lead, *outer]

    def _enter(self, block: Block) -> None:
        """What a block closes: a paragraph all lists, a heading or item those of its level and deeper."""
        if block.kind not in _LISTED:
            self._lists.clear()
            self._lead = []
            return
        if self._lead and self._lead_level is None:
            self._lead_level = block.level
        if self._lead_level is not None and block.level < self._lead_level:
            self._lead = []
        while self._lists and self._lists[-1][0] >= block.level:
            self._lists.pop()

    def _settle(self) -> None:
        """After a line of changes only, the levels that changed are what the next line may split."""
        parents = [made.parent for made in self._changes if made.parent is not None]
        self._last = parents or self._last

    def _remember(self, line: Line, seen: Sequence[Draft]) -> None:
        levels = [made for made in seen if made.amount.kind in (Kind.COUNT, Kind.MONEY, Kind.MEASURE, None)]
        self._all.extend(levels)
        if levels:
            self._last = levels
        self._changes = [] if levels else line.drafts
        if line.block.kind in _LISTED and line.starts_block:
            self._lists.append((line.block.level, list(levels)))
        if line.opens_list and self._last:
            self._lead, self._lead_level = list(self._last), None


def _verb_after(line: Line, at: int) -> bool:
    for token in line.tokens[at + 1 :]:
        if "verb" in token.kinds:
            return True
        if token.kinds.keys() & {"semicolon", "count", "bare", "sum", "quantity"}:
            return False
    return False


def _verb_between(line: Line, at: int) -> bool:
    for token in reversed(line.tokens[:at]):
        if "verb" in token.kinds:
            return True
        if token.kinds.keys() & {"parts", "rest", "semicolon", "colon", "count", "bare"}:
            return False
    return False
