"""Totals and their parts: `trong đó`, `gồm`, brackets after a total, list items under a lead.

The parent of a part is the nearest enclosing total of the same unit; nothing of the same unit, no parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vkstats.link.draft import Draft, Line
from vkstats.model import BlockKind, Kind, Relation, Role


@dataclass(slots=True)
class _Scope:
    """An open breakdown: the totals that its parts belong to."""

    totals: list[Draft]
    depth: int
    plain: bool | None = None  # whether its first part stood without a verb of its own


class Breakdowns:
    """The breakdowns that are open while the lines of a document are read in order."""

    def __init__(self) -> None:
        self._lead: list[Draft] = []  # totals that a lead line (`Cụ thể:`) opened for the items after it
        self._lead_level = 0
        self._last: list[Draft] = []  # levels of the line before

    def attach(self, line: Line) -> None:
        """Give the parts of a line their totals."""
        if line.block.kind is not BlockKind.ITEM and line.block.kind is not BlockKind.HEADING:
            pass
        scopes: list[_Scope] = []
        drafts = {made.at: made for made in line.drafts}
        seen: list[Draft] = []
        for at, token in enumerate(line.tokens):
            while scopes and line.depths[at] < scopes[-1].depth:
                scopes.pop()
            if "semicolon" in token.kinds and scopes and line.depths[at] == scopes[-1].depth:
                if scopes[-1].plain and _has_verb(line, at):
                    scopes.pop()
            if "parts" in token.kinds or "rest" in token.kinds:
                totals = _totals(seen, scopes) if seen else self._last
                if "rest" in token.kinds and scopes:
                    continue
                if totals:
                    scopes.append(_Scope(totals, line.depths[at]))
            made = drafts.get(at)
            if made is None:
                continue
            if made.role is Role.LEVEL and scopes and made.relation is None:
                scope = scopes[-1]
                if scope.plain is None:
                    scope.plain = not _verb_between(line, at)
                self._join(made, scopes)
            elif made.role is Role.LEVEL and made.relation is None and made.depth and seen:
                self._bracket(made, seen)
            if made.role is Role.LEVEL:
                seen.append(made)
        self._last = [made for made in line.drafts if made.role is Role.LEVEL] or self._last

    def _join(self, made: Draft, scopes: Sequence[_Scope]) -> None:
        for scope in reversed(scopes):
            for total in reversed(scope.totals):
                if total is not made and _same_unit(made, total):
                    made.relation, made.parent = Relation.PART_OF, total
                    return

    def _bracket(self, made: Draft, seen: Sequence[Draft]) -> None:
        outside = [draft for draft in seen if draft.depth < made.depth]
        for total in reversed(outside):
            if _same_unit(made, total) and total.amount.value >= made.amount.value:
                made.relation, made.parent = Relation.PART_OF, total
                return
            if total.pair is None:
                return


def _totals(seen: Sequence[Draft], scopes: Sequence[_Scope]) -> list[Draft]:
    return list(seen)


def _same_unit(made: Draft, total: Draft) -> bool:
    if made.unit is None:
        made.unit = total.unit
    return made.unit == total.unit and made.amount.kind in (total.amount.kind, None) or (
        made.unit == total.unit and total.amount.kind is Kind.COUNT
    )


def _has_verb(line: Line, at: int) -> bool:
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
