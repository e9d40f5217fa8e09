"""The row label that an analyst would give a figure: the codebook's name, else action + item."""

from __future__ import annotations

from functools import lru_cache

from vkstats.link.draft import Draft
from vkstats.patterns import RuleSet
from vkstats.text import fold


class Codebook:
    """The indicators of a rule set, found by unit; the first that fits a figure names it, later packs first."""

    def __init__(self, rules: RuleSet) -> None:
        self._indicators = [
            (indicator, [[f" {word.strip()} " for word in words.split("|")] for words in indicator.item])
            for indicator in rules.indicators
        ]
        units = {unit for indicator in rules.indicators for unit in indicator.unit}
        self._by_unit = {unit: self._of(unit) for unit in units}
        self._of_any_unit = self._of(None)

    def _of(self, unit: str | None) -> list[int]:
        return [
            number
            for number, (indicator, _) in enumerate(self._indicators)
            if not indicator.unit or unit in indicator.unit
        ]

    def name(self, made: Draft) -> str:
        """The codebook's name of a figure, else its action and item."""
        action = fold(made.action or "")
        item = f" {fold(made.item).replace(',', ' ')} "
        for number in self._by_unit.get(fold(made.unit or ""), self._of_any_unit):
            indicator, alternatives = self._indicators[number]
            if indicator.action and action not in indicator.action:
                continue
            if indicator.kind and (made.amount.kind or "count") not in indicator.kind:
                continue
            if all(any(word in item for word in words) for words in alternatives):
                return indicator.label
        return " ".join(part for part in (made.action, made.item) if part)


@lru_cache(maxsize=4)
def codebook_of(rules: RuleSet) -> Codebook:
    """The codebook of a rule set, indexed once per process."""
    return Codebook(rules)
