"""The row label that an analyst would give a figure: the codebook's name, else action + item."""

from __future__ import annotations

from functools import lru_cache

from vkstats.link.draft import Phrase
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

    def name(self, made: Phrase) -> str:
        """The codebook's name of a figure, else its action and item."""
        candidates = self._candidates(fold(made.unit or ""), fold(made.action or ""), made.amount.kind or "count")
        if candidates:
            item = f" {fold(made.item).replace(',', ' ')} "
            for label, alternatives in candidates:
                if all(any(word in item for word in words) for words in alternatives):
                    return label
        if made.action and f" {fold(made.action)} " in f" {fold(made.item)} ":
            return made.item  # `số vụ khởi tố` says the verb itself
        return " ".join(part for part in (made.action, made.item) if part)


@lru_cache(maxsize=4)
def codebook_of(rules: RuleSet) -> Codebook:
    """The codebook of a rule set, indexed once per process."""
    return Codebook(rules)
