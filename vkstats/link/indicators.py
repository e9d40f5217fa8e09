"""The codebook: what analysts call a figure with this unit, verb and item."""

from __future__ import annotations

from functools import lru_cache

from vkstats.model import Kind
from vkstats.packs import RuleSet
from vkstats.text import fold

_PAIRS_KEPT = 4096  # pairs of unit and action whose candidates are remembered


class Codebook:
    """The indicators of a rule set, found by unit and action; the first that fits names a figure, later packs first."""

    def __init__(self, rules: RuleSet) -> None:
        self._indicators = [
            (indicator, [[f" {word.strip()} " for word in words.split("|")] for words in indicator.item])
            for indicator in rules.indicators
        ]
        self._candidates = lru_cache(maxsize=_PAIRS_KEPT)(self._of)

    def _of(self, unit: str, action: str, kind: str) -> list[tuple[str, list[list[str]]]]:
        """The labels that a unit, an action and a kind allow, with the words that the item must say."""
        return [
            (indicator.label, words)
            for indicator, words in self._indicators
            if (not indicator.unit or unit in indicator.unit)
            and (not indicator.action or action in indicator.action)
            and (not indicator.kind or kind in indicator.kind)
        ]

    def name(self, unit: str, action: str, kind: Kind, item: str) -> str | None:
        """The codebook's name of a figure; None where it has none."""
        candidates = self._candidates(fold(unit), fold(action), kind)
        said = f" {fold(item).replace(',', ' ')} " if candidates else ""
        for label, alternatives in candidates:
            if all(any(word in said for word in words) for words in alternatives):
                return label
        return None


@lru_cache(maxsize=4)
def codebook_of(rules: RuleSet) -> Codebook:
    """The codebook of a rule set, indexed once per process."""
    return Codebook(rules)
