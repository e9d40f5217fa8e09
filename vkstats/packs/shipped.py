"""The words of the core pack without its rules, for rooms that are used before there is a rule set.

Only the files asked for are read, once (3 ms each); they are checked with the whole pack, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import yaml

from vkstats.packs.location import pattern_root
from vkstats.text import fold, normalise


class ShippedWords:
    """The kinds of some files of the core lexicon."""

    def __init__(self, names: Iterable[str]) -> None:
        self._lexicon = {record["kind"]: _entries(record["words"]) for name in names for record in _records(name)}

    def words(self, kind: str) -> Mapping[str, str]:
        """The folded words of a kind and their values."""
        return self._lexicon[kind]


def _records(name: str) -> list[Any]:
    text = (pattern_root() / "core" / "lexicon" / f"{name}.yaml").read_text("utf-8")
    records: list[Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (only strings)
    return records


def _entries(words: list[str] | dict[str, str]) -> Mapping[str, str]:
    pairs = words.items() if isinstance(words, dict) else ((word, word) for word in words)
    return {fold(normalise(word)): normalise(value) for word, value in pairs}


@cache
def shipped_words(*names: str) -> ShippedWords:
    """The words of the files `core/lexicon/NAME.yaml`."""
    return ShippedWords(names)


def text_words() -> ShippedWords:
    """The words that the room `text` reads a text with."""
    return shipped_words("layout", "tables", "units", "currencies", "people", "organisations")
