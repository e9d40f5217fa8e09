"""Choosing among readings of which none is wrong by rule: the named features of each add up, the best sum wins.

Weights are data of the pattern packs (`weights/*.yaml`, in hundredths), learned by `tools/train.py`; a feature that
has none adds nothing. Of equal sums the earlier candidate wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading: its value as it would be put out, the words `start:end` that say it, and what speaks of it."""

    value: str | None
    features: tuple[str, ...]
    start: int = 0
    end: int = 0

    def total(self, weights: Mapping[str, int]) -> int:
        """The sum of its features, in hundredths."""
        return sum(weights.get(feature, 0) for feature in self.features)


@dataclass(frozen=True, slots=True)
class Choice:
    """All candidates with their sums, best first; `margin` is the lead over the best one of another value."""

    ranked: tuple[tuple[int, Candidate], ...]
    margin: int

    @property
    def value(self) -> str | None:
        """The reading that won."""
        return self.ranked[0][1].value


def choose(candidates: Sequence[Candidate], weights: Mapping[str, int]) -> Choice:
    """The candidates, of which there must be one, in the order of their sums."""
    ranked = sorted(((one.total(weights), one) for one in candidates), key=lambda pair: -pair[0])
    best, winner = ranked[0]
    rival = next((total for total, one in ranked if one.value != winner.value), None)
    return Choice(tuple(ranked), best - rival if rival is not None else best)
