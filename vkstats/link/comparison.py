"""Who a change or share belongs to, and what a change is measured against.

A change belongs to the level of the same unit in the same statement; a percentage to the level in front
of it, of a pair `35 vụ/52 bị can` to the first. A base stated first (`So với năm 2018, …`) governs to the
full stop, a base stated last the changes of its clause; a target is a base only of `vượt`, `thiếu`, `đạt`.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.link.draft import Comparison, Draft, Line
from vkstats.model import Article, Kind, Relation, Role

# Verbs whose base may be a target; `tăng` and `giảm` compare with an earlier time.
_TARGET_VERBS = ("vượt", "thiếu", "cao hơn", "thấp hơn", "hụt", "bằng", "đạt", "ít hơn", "nhiều hơn", "kém")
_LITTLE_WORDS = frozenset("số tổng về của các và trong người là được bị đã có với thì tỷ lệ tổng số".split())


def attach(line: Line, previous: Line | None, article: Article) -> None:
    """Give the changes and shares of a line their parents, and the changes their comparison."""
    for number, made in enumerate(line.drafts):
        earlier = line.drafts[:number]
        if made.role is Role.CHANGE:
            _attach_change(made, earlier, previous, article)
        elif made.role is Role.SHARE:
            _attach_share(made, earlier, previous)
        elif made.role is Role.BASELINE and number + 1 < len(line.drafts):
            following = line.drafts[number + 1]
            if following.first == made.first:
                made.relation, made.parent = Relation.BASELINE_OF, following


def _attach_change(made: Draft, earlier: Sequence[Draft], previous: Line | None, article: Article) -> None:
    before = earlier[-1] if earlier else None
    same_phrase = before is not None and before.role is Role.CHANGE and before.first == made.first
    if same_phrase and before and (made.amount.kind is Kind.PERCENT or made.unit == before.unit):
        _adopt(made, before.parent)
        if not made.item:
            made.item = before.item
        return
    if same_phrase and before and before.amount.kind is Kind.PERCENT and made.amount.kind is not Kind.PERCENT:
        _adopt(made, before.parent)
        made.item = before.item or made.item
        return
    levels = _levels(earlier)
    parent: Draft | None
    if made.amount.kind is Kind.PERCENT or made.unit == "lần":
        if before and before.role is Role.SHARE and made.amount.kind is Kind.PERCENT and not _own_subject(made):
            parent = before
        else:
            parent = _by_item(made, levels) or (_by_item(made, _levels(previous.drafts)) if previous else None)
            if parent is None and not _own_subject(made):
                parent = _head(levels[-1]) if levels else None
    else:
        parent = _by_unit(made, levels)
        if parent is None and previous is not None:
            parent = _by_unit(made, _levels(previous.drafts))
    _adopt(made, parent)


def _adopt(made: Draft, parent: Draft | None) -> None:
    if parent is None:
        return
    made.parent = parent
    made.relation = Relation.SHARE_OF if made.role is Role.SHARE else Relation.CHANGE_OF
    if not _own_subject(made) and parent.item:
        made.item = parent.item
    if made.action is None:
        made.action = parent.action


def _own_subject(made: Draft) -> bool:
    """Whether a percentage names the thing that it is of."""
    return bool(made.item) if made.amount.kind is not Kind.COUNT else False


def _levels(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.role in (Role.LEVEL, Role.TARGET)]


def _head(draft: Draft) -> Draft:
    while draft.pair is not None:
        draft = draft.pair
    return draft


def _content(item: str) -> set[str]:
    return {word for word in item.lower().replace(",", " ").split() if word not in _LITTLE_WORDS}


def _by_item(made: Draft, levels: Sequence[Draft]) -> Draft | None:
    wanted = _content(made.item)
    if not wanted:
        return None
    best, best_score = None, 0.0
    for level in reversed(levels):
        words = _content(f"{level.item} {level.unit or ''} {level.action or ''}")
        score = len(wanted & words) / len(wanted)
        if score > best_score:
            best, best_score = level, score
    return best if best_score >= 0.5 else None  # noqa: PLR2004 - half of the words agree


def _by_unit(made: Draft, levels: Sequence[Draft]) -> Draft | None:
    same = [level for level in levels if level.unit == made.unit and level.amount.kind is not Kind.RATIO]
    if not same:
        return None
    if made.unit == "người":  # dead with dead, injured with injured
        wanted = _content(f"{made.item} {made.action or ''}") - {"người"}
        for level in reversed(same):
            if wanted & _content(f"{level.item} {level.action or ''}"):
                return level
    return same[-1]


def _attach_share(made: Draft, earlier: Sequence[Draft], previous: Line | None) -> None:
    levels = [draft for draft in earlier if draft.role is Role.LEVEL and draft.amount.kind is not Kind.PERCENT]
    if levels and (made.depth > levels[-1].depth or not made.item):
        _adopt(made, _head(levels[-1]))
    elif levels:
        _adopt(made, _by_item(made, levels) or _head(levels[-1]))
    elif previous and not made.item:
        before = [draft for draft in previous.drafts if draft.role is Role.LEVEL]
        _adopt(made, _head(before[-1]) if before else None)


def base_of(made: Draft) -> Comparison | None:
    """The comparison that governs a change: the next one in its clause, else the one stated before."""
    line = made.line
    takes_target = made.verb.startswith(_TARGET_VERBS)
    behind: Comparison | None = None
    for comparison in line.comparisons:
        if comparison.is_target and not takes_target:
            continue
        if comparison.first > made.at:
            between = line.tokens[made.at + 1 : comparison.first]
            closed = made.depth > 0 and line.depths[comparison.first] < made.depth
            if any("semicolon" in token.kinds for token in between) or closed:
                break
            return comparison
        behind = comparison
    return behind
