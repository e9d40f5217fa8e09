"""When two figures count the same thing: the same unit, a short form of it, or one of its family."""

from __future__ import annotations

from vkstats.link.draft import Draft
from vkstats.model import Kind
from vkstats.packs import RuleSet

_MEANS = ("bình quân", "trung bình", "mỗi ngày", "mỗi năm", "mỗi tháng")
_PERSON = "người"
_MEAN_REACH = 40  # characters in front of a mean in which it is called one
_NOT_SUMMED = frozenset({"tuổi", "lần", "%", "điểm %"})


def _is_mean(draft: Draft) -> bool:
    before = draft.line.folded[max(draft.line.sentence.start, draft.start - _MEAN_REACH) : draft.start]
    return any(word in before for word in _MEANS)


class Units:
    """Unit comparison by the lexicon's families (`công ty` is a `doanh nghiệp`, `tin` a `nguồn tin`)."""

    def __init__(self, rules: RuleSet) -> None:
        self._families = rules.words("family")
        self._persons = rules.words("person")

    def family(self, unit: str | None) -> str:
        """The name that stands for a unit in comparisons."""
        folded = (unit or "").lower()
        return self._families.get(folded, folded)

    def same(self, one: Draft, other: Draft) -> bool:
        """Whether both count or measure the same kind of thing."""
        return bool(one.unit) and self.family(one.unit) == self.family(other.unit)

    def can_be_part(self, part: Draft, total: Draft) -> bool:
        """Whether `part` can be a part of `total`: the same unit, no rate or age, and not more than it."""
        if total.unit in _NOT_SUMMED or total.amount.kind in (Kind.PERCENT, Kind.DURATION) or _is_mean(total):
            return False
        if part is total or part.amount.value > total.amount.value:
            return False
        return self.same(part, total) or self._are_people(part, total)

    def _are_people(self, one: Draft, other: Draft) -> bool:
        """`23 bệnh nhân, trong đó 5 người nặng`: the same people, once by their plain name."""
        units = {(one.unit or "").lower(), (other.unit or "").lower()}
        return _PERSON in units and bool((units - {_PERSON}) & self._persons.keys())
