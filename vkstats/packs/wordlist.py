"""The words of the language that `core/nouns.tsv` has (made by `tools/nouns.py`), each with its part of speech."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from vkstats.packs.location import pattern_root


@cache
def parts_of_speech() -> Mapping[str, str]:
    """Folded word → the tag of underthesea that it most often has: `N` noun, `V` verb, `R` adverb or auxiliary."""
    table = (pattern_root() / "core" / "nouns.tsv").read_text("utf-8").splitlines()[2:]
    rows = (row.split("\t") for row in table)
    return {word: tag for word, tag, *_ in rows}
