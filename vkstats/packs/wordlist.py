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


def is_part(folded: str, start: int, end: int) -> bool:
    """Whether a syllable is a part of a longer word: `giao` of `giao thông` and of `bàn giao`, `dân` of `dân sự`."""
    if " " in folded[start:end]:
        return False
    known = parts_of_speech()
    before, behind = folded[:start].split()[-1:], folded[end:].split(maxsplit=1)[:1]
    beside = [*(f"{word} {folded[start:end]}" for word in before), *(f"{folded[start:end]} {word}" for word in behind)]
    return any(word.rstrip(",.;:)") in known for word in beside)
