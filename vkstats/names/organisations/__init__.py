"""Organisations under their full names: a head (`VKSND`, `Sở Tư pháp`) and the place that it belongs to.

An elided place (`VKSND huyện`) is filled from the document where exactly one place of that level is in it,
or the document's agency has it; else the name stays open, and an open name is not put out. Where a whole
block is in capitals, they prove no name: a place must be known otherwise, or end where the clause does.
"""

from __future__ import annotations

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
    for key in sorted(found, key=len):  # `Ủy ban Tư pháp` is the `Ủy ban Tư pháp của Quốc hội` that is named elsewhere
        of = organisations.offices.words.of_whole
        longer = next((other for other in found if other != key and other.startswith(key) and of.match(other, len(key))), None)
        if longer:
            stretches[longer] = sorted([*stretches[longer], *stretches[key]])
            first = min(found[longer], found.pop(key), key=lambda one: one.start)
            found[longer] = replace(found[longer], text=first.text, start=first.start, end=first.end)
    return tuple(
        replace(one, mentions=tuple(stretches[key]))
        for key, one in sorted(found.items(), key=lambda entry: entry[1].start)
    )


__all__ = ["OrganisationMention", "Organisations", "every", "organisations_of", "read_organisations"]
