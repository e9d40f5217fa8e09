"""Organisations under their full names: a head (`VKSND`, `Sở Tư pháp`) and the place that it belongs to.

An elided place (`VKSND huyện`) is filled from the document where exactly one place of that level is in it,
or the document's agency has it; else the name stays open, and an open name is not put out. Where a whole
block is in capitals, they prove no name: a place must be known otherwise, or end where the clause does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from vkstats.model import Organisation, Stretch
from vkstats.names.organisations.mention import OrganisationMention
from vkstats.names.organisations.reading import Organisations, every, read_organisations
from vkstats.text import fold


def organisations_of(organisations: Organisations, agency: str | None) -> tuple[Organisation, ...]:
    """The organisations named, each once, under its full name, at its first mention.

    `agency` is the document's own body.
    """
    found: dict[str, Organisation] = {}
    stretches: dict[str, list[Stretch]] = {}
    province_level = organisations.offices.words.province_level
    for mention in every(organisations.mentions):
        name = organisations.full_name(mention, agency)
        if name is None:
            continue
        key = province_level.sub("", fold(name))  # one for `Công an TP. Hà Nội` and `Công an Hà Nội`
        stretches.setdefault(key, []).append((mention.start, mention.end))
        if mention.is_named or name == agency:
            text = organisations.writing.text[mention.start : mention.end]
            found.setdefault(key, Organisation(name, text, mention.start, mention.end, ()))
    _merge(found, stretches, organisations.offices.words.parts_of)
    return tuple(
        replace(one, mentions=tuple(stretches[key]))
        for key, one in sorted(found.items(), key=lambda entry: entry[1].start)
    )


def _merge(found: dict[str, Organisation], stretches: dict[str, list[Stretch]], of: Iterable[str]) -> None:
    """Make one of a name and the same name with the body it is of: `Ủy ban Tư pháp`, `Ủy ban Tư pháp của Quốc hội`."""
    keys = sorted(found)
    for key in keys:
        for front in (f"{key} {word} " for word in of):
            at = bisect_left(keys, front)
            longer = keys[at] if at < len(keys) and keys[at].startswith(front) else None
            if longer and key in found and longer in found:
                first = min(found[longer], found.pop(key), key=lambda one: one.start)
                found[longer] = replace(first, name=found[longer].name)
                stretches[longer] = sorted([*stretches[longer], *stretches[key]])


__all__ = ["OrganisationMention", "Organisations", "every", "organisations_of", "read_organisations"]
