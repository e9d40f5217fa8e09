"""The row label that an analyst would give a figure: the codebook's name, else action + item."""

from __future__ import annotations

from collections.abc import Callable

from vkstats.link.draft import Draft
from vkstats.patterns import RuleSet
from vkstats.text import fold


def _says(item: str, words: str) -> bool:
    """Whether a noun phrase says one of the alternatives `a | b` as whole words."""
    padded = f" {item.replace(',', ' ')} "
    return any(f" {word.strip()} " in padded for word in words.split("|"))


def namer(rules: RuleSet) -> Callable[[Draft], str]:
    """A function that names drafts by the codebook of `rules`: the first indicator that fits, later packs first."""
    indicators = rules.indicators

    def name(made: Draft) -> str:
        unit, action, item = fold(made.unit or ""), fold(made.action or ""), fold(made.item)
        for indicator in indicators:
            if indicator.unit and unit not in indicator.unit:
                continue
            if indicator.kind and (made.amount.kind or "count") not in indicator.kind:
                continue
            if indicator.action and action not in indicator.action:
                continue
            if all(_says(item, words) for words in indicator.item):
                return indicator.label
        return " ".join(part for part in (made.action, made.item) if part)

    return name
