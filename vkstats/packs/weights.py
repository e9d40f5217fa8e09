"""Records of `weights/*.yaml`: what the named features of a decision by evidence weigh, in hundredths."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from vkstats.packs.source import PatternFile, Place

_WEIGHTS_KEYS = ("weights", "says", "trained-on", "features")
_WEIGHT = re.compile(r"-?\d{1,6}\Z", re.ASCII)


class Weights:
    """The weights of all packs read so far; those of a decision in a later pack replace the earlier ones whole."""

    def __init__(self) -> None:
        self.weights: dict[str, Mapping[str, int]] = {}

    def read(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        """Take the weights of one decision; its mistakes go to `file`, and `seen` knows what stands in the pack."""
        file.keys(record, _WEIGHTS_KEYS)
        decision, says = file.required(record, "weights", where), file.required(record, "says", where)
        if "features" not in record:
            file.report(where, "missing-key", key="features")
            return
        features = file.mapping(record["features"])
        for _, weight in features:
            if not _WEIGHT.match(weight.value):
                file.report(weight.place, "bad-weight", weight=weight.value)
        if decision is None or says is None:
            return
        if f"weights {decision.value}" in seen:
            file.report(decision.place, "key-twice", key=decision.value)
        seen.add(f"weights {decision.value}")
        self.weights[decision.value] = {
            feature.value: int(weight.value) for feature, weight in features if _WEIGHT.match(weight.value)
        }
