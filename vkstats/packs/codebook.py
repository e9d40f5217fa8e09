"""Records of `indicators.yaml`: the names that a table gives to its rows."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from vkstats.packs.ruleset import Indicator
from vkstats.packs.source import PatternFile, Place
from vkstats.text import fold, normalise

_INDICATOR_KEYS = ("indicator", "says", "unit", "action", "item", "kind")


class Codebooks:
    """The indicators of all packs read so far, later packs first; the same name in a later one replaces the earlier."""

    def __init__(self) -> None:
        self.codebooks: list[dict[str, Indicator]] = []  # one a pack

    def open(self) -> None:
        """Begin those of another pack."""
        self.codebooks.append({})

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All of them, in the order in which they are tried."""
        return tuple(indicator for pack in reversed(self.codebooks) for indicator in pack.values())

    def read(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        """Take the indicator of one record; its mistakes go to `file`, and `seen` knows what stands in the pack."""
        file.keys(record, _INDICATOR_KEYS)
        label = file.required(record, "indicator", where)
        says = file.required(record, "says", where)

        def folded(key: str) -> list[str]:
            return [fold(normalise(text.value)) for text in file.texts(record[key])] if key in record else []

        units, actions, items, kinds = folded("unit"), folded("action"), folded("item"), folded("kind")
        if not (units or actions or items):
            file.report(where, "missing-key", key="unit")
        if label is None or says is None:
            return
        if f"indicator {label.value}" in seen:
            file.report(label.place, "indicator-twice", indicator=label.value)
            return
        seen.add(f"indicator {label.value}")
        for codebook in self.codebooks:
            codebook.pop(label.value, None)  # a later pack replaces what an earlier one says
        self.codebooks[-1][label.value] = Indicator(
            label.value, says.value, frozenset(units), frozenset(actions), tuple(items), frozenset(kinds)
        )
