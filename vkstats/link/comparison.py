"""Who a change or share belongs to, and what a change is measured against.

A change belongs to the level of the same unit in the same statement; a percentage to the level in front
of it, of a pair `35 vụ/52 bị can` to the first. A base stated first (`So với năm 2018, …`) governs to the
full stop, a base stated last the changes of its clause; a target is a base only of `vượt`, `thiếu`, `đạt`.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.link.draft import Comparison, Draft, Line
from vkstats.link.units import Units
from vkstats.model import Kind, Modality, Relation, Role

# Verbs whose base may be a target; `tăng` and `giảm` compare with an earlier time.
TARGET_VERBS = ("vượt", "thiếu", "còn thiếu", "cao hơn", "thấp hơn", "hụt", "ít hơn", "nhiều hơn", "kém")
_PASSES = ("vượt", "vượt mức", "vượt qua")
_LITTLE_WORDS = frozenset(
    {"số", "tổng", "về", "của", "các", "và", "trong", "là", "được", "bị", "đã", "có", "với", "thì", "tỷ", "tỉ", "lệ"}
    | {"cả", "một", "những", "này"}
)
_QUANTITIES = frozenset({"giá", "mức"})  # of what, is what tells: `giá dầu`, `giá vàng`
_RATE = ("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng")
_ENOUGH = 0.5  # the share of a figure's own words that its parent must say too


def attach(line: Line, previous: Line | None, units: Units) -> None:
    """Give the changes, shares and earlier levels of a line their parents."""
    for number, made in enumerate(line.drafts):
        earlier = line.drafts[:number]
        if made.role is Role.CHANGE:
            _attach_change(made, earlier, previous, units)
        elif made.role is Role.SHARE:
            _attach_share(made, earlier, previous)
        elif made.role is Role.BASELINE and made.relation is None:
            _attach_baseline(made, line.drafts[number + 1 :], earlier, units)


def _attach_baseline(made: Draft, later: Sequence[Draft], earlier: Sequence[Draft], units: Units) -> None:
    following = later[0] if later and later[0].first == made.first else None
    stated = [other for other in earlier if other.role in (Role.LEVEL, Role.SHARE)]
    level = following or next((other for other in reversed(stated) if units.same(made, other)), None)
    if level is not None:
        made.relation, made.parent = Relation.BASELINE_OF, level
        made.item = made.item if following else level.item
        if following and not following.item:
            following.item = made.item


def _attach_change(made: Draft, earlier: Sequence[Draft], previous: Line | None, units: Units) -> None:
    before = earlier[-1] if earlier else None
    if before and before.role is Role.CHANGE and before.first == made.first and _doubles(made, before):
        _adopt(made, before.parent)
        made.item = made.item or before.item
        return
    here = [level for level in _levels(earlier) if level.depth <= made.depth]
    if "respectively" in made.marks:
        siblings = [other for other in made.line.drafts if other.first == made.first]
        if len(here) >= len(siblings):
            _adopt(made, here[-len(siblings) :][siblings.index(made)])
            return
    there = _levels(previous.drafts) if previous else []
    if made.amount.kind is Kind.PERCENT or made.unit == "lần":
        parent = _percent_parent(made, before, here, there)
    elif made.verb in _PASSES and base_of(made) is None:
        parent = _by_unit(made, here, units)
        if parent is None:  # `giá vàng vượt 50 triệu đồng` passes that mark; `đạt 512 vụ, vượt 12 vụ` by that much
            made.role, made.direction, made.modality = Role.LEVEL, None, Modality.OVER
            return
    else:
        parent = _by_words(made, [*there, *here], units) or _by_unit(made, here, units) or _by_unit(made, there, units)
    _adopt(made, parent)
    if not made.item and before is not None:
        made.item = before.item


def _doubles(made: Draft, before: Draft) -> bool:
    """Whether two numbers of one phrase say one change twice: `5 vụ (16,7%)`, `4,1% (26 người)`."""
    is_rate, was_rate = made.amount.kind is Kind.PERCENT, before.amount.kind is Kind.PERCENT
    return (is_rate and not was_rate) or (was_rate and not is_rate and made.depth > before.depth)


def _percent_parent(made: Draft, before: Draft | None, here: Sequence[Draft], there: Sequence[Draft]) -> Draft | None:
    if before and before.amount.kind is Kind.PERCENT and made.amount.kind is Kind.PERCENT and not made.item:
        if before.role is Role.SHARE:
            of_rate = made.depth > before.depth or made.verb.startswith(TARGET_VERBS) or made.unit != before.unit
            return before if of_rate or before.parent is None else before.parent
        if before.role is Role.CHANGE:  # `tăng 1,2% và vượt 7,5%`, `tăng 0,6% … và tăng 3,4% …`
            return before.parent
    if made.item:
        return _by_item(made, here) or _by_item(made, there)
    return head(here[-1]) if here else None


def _adopt(made: Draft, parent: Draft | None) -> None:
    if parent is None:
        return
    made.parent = parent
    made.relation = Relation.SHARE_OF if made.role is Role.SHARE else Relation.CHANGE_OF
    if not made.item or (made.amount.kind is Kind.COUNT and len(made.item.split()) <= len((made.unit or "").split())):
        made.item = parent.item or made.item
    if made.action is None:
        made.action = parent.action


def _levels(drafts: Sequence[Draft]) -> list[Draft]:
    return [
        draft
        for draft in drafts
        if draft.role is Role.LEVEL
        and not draft.is_limit
        and draft.amount.kind in (Kind.COUNT, Kind.MONEY, Kind.MEASURE, None)
        and draft.unit not in ("tuổi", "lần")
    ]


def head(draft: Draft) -> Draft:
    """The first figure of a pair: `35 vụ` of `35 vụ/52 bị can`."""
    while draft.pair is not None:
        draft = draft.pair
    return draft


def content(item: str) -> set[str]:
    """The telling words of a noun phrase."""
    return {word for word in item.lower().replace(",", " ").split() if word not in _LITTLE_WORDS}


def _by_item(made: Draft, levels: Sequence[Draft]) -> Draft | None:
    wanted = content(made.item)
    wanted = wanted - _QUANTITIES or wanted
    best, best_score = None, 0.0
    for level in reversed(levels):
        score = overlap(wanted, level)
        if score > best_score:
            best, best_score = level, score
    return best if best_score >= _ENOUGH else None


def overlap(wanted: set[str], level: Draft) -> float:
    """The share of the words `wanted` that a level says of itself."""
    words = content(f"{level.item} {level.unit or ''} {level.action or ''}")
    return len(wanted & words) / len(wanted) if wanted else 0.0


def _by_words(made: Draft, levels: Sequence[Draft], units: Units) -> Draft | None:
    """The level of the same unit that says the same of it: the dead with the dead, the injured with the injured."""
    own = content(made.item) - content(made.unit or "") or content(made.action or "")
    best, most = None, 0
    for level in levels:  # of equals, the nearest
        if units.same(level, made):
            shared = len(own & content(f"{level.item} {level.action or ''}"))
            best, most = (level, shared) if shared and shared >= most else (best, most)
    return best


def _by_unit(made: Draft, levels: Sequence[Draft], units: Units) -> Draft | None:
    return next((level for level in reversed(levels) if units.same(level, made)), None)


def _attach_share(made: Draft, earlier: Sequence[Draft], previous: Line | None) -> None:
    levels = _levels(earlier) or [draft for draft in earlier if draft.amount.kind is Kind.RATIO]
    own = made.item.lower()
    if own.startswith(_RATE) and "share-of-whole" in made.marks and made.depth == 0:
        _adopt(made, _by_item(made, levels) if made.line.tokens[made.first - 1].kinds.keys() & {"comma"} else None)
        return
    if levels:
        if made.depth > levels[-1].depth or not made.item:
            _adopt(made, head(levels[-1]))
        elif "share-of-whole" in made.marks:
            _adopt(made, _by_item(made, levels))
    elif previous and not made.item and made.first <= 1:
        before = _levels(previous.drafts)
        _adopt(made, head(before[-1]) if before else None)


def base_of(made: Draft) -> Comparison | None:
    """The comparison that governs a change: its twin's, the next one in its clause, else the one stated before."""
    line = made.line
    takes_target = made.verb.startswith(TARGET_VERBS)
    behind: Comparison | None = None
    siblings = [other for other in line.drafts if other.first == made.first]  # `tăng 8 vụ (9,1%) và 11 bị can so với …`
    last, depth = siblings[-1].at, siblings[0].depth
    for comparison in line.comparisons:
        if comparison.is_target and not takes_target:
            continue
        if comparison.first > last:
            if _is_cut_off(line, last, depth, comparison):
                break
            return comparison
        behind = comparison
    return behind


def _is_cut_off(line: Line, last: int, depth: int, comparison: Comparison) -> bool:
    """Whether a semicolon or words outside the brackets of the figures stand before the comparison."""
    for at in range(last + 1, comparison.first):
        kinds = line.tokens[at].kinds.keys()
        if "semicolon" in kinds:
            return True
        if line.depths[at] < depth and "close" not in kinds:
            return True
    return False
