"""Given names and surnames of other peoples: `patterns/core/foreign_names.tsv`, made by `tools/foreign_names.py`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from vkstats.packs.location import pattern_root


@cache
def foreign_names() -> Mapping[str, str]:
    """Folded name → `given`, `surname` or both; none that is a syllable of Vietnamese."""
    table = (pattern_root() / "core" / "foreign_names.tsv").read_text("utf-8").splitlines()[2:]
    return {name: sorts for name, _, sorts in (row.partition("\t") for row in table)}
