"""Places: the provinces, districts and communes that a document names, looked up in the gazetteer.

A mention is a name behind a level (`huyện Đông Hưng`, `các xã A, B và C`, `Quận 1, 3, 5`), a province on its own
(`Hà Nội`), or a district on its own in front of its province (`Đông Hưng, Thái Bình`). The place that an
organisation belongs to is a mention too (`Công an tỉnh Hà Nam`); a name of a person, street or company is none.

A name of several units is resolved by the larger unit that follows it, else by those that the document names,
the agency's first, where exactly one fits; it is never guessed. A text may name a unit that has ceased to be, but
none that had not begun yet: one before 1 July 2025 means the old units, a later one the new where both fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vkstats import gazetteer
from vkstats.gazetteer import REFORM
from vkstats.model import Frame, Place
from vkstats.names.places.mention import PlaceMention
from vkstats.names.places.reading import read_places
from vkstats.names.places.records import record
from vkstats.names.places.resolving import is_placed, is_sure, resolved
from vkstats.text import fold


@dataclass(frozen=True, slots=True)
class Named:
    """A place or body under its full name, where it is named."""

    start: int
    name: str


def places_of(mentions: Sequence[PlaceMention], text: str, frame: Frame) -> tuple[tuple[Place, ...], tuple[Named, ...]]:
    """The places of the document, each once, at its first mention, in reading order; and all their mentions.

    Of a chain only the innermost place is among the mentions: `huyện Đông Hưng`, not the province behind it.
    """
    meanings = resolved(mentions, _day(frame), fold(frame.agency or ""))
    found: dict[object, Place] = {}
    named: list[Named] = []
    outer = {id(mention.inside) for mention in meanings if mention.inside}
    for mention in filter(is_placed, meanings):
        said = mention.said
        identity = mention.units[0] if is_sure(mention) else (said.tier, said.level or "", gazetteer.key(said.name))
        if identity not in found:
            found[identity] = record(mention, text)
        if id(mention) not in outer:
            named.append(Named(said.start, found[identity].official or found[identity].name))
    return tuple(found.values()), tuple(named)


def _day(frame: Frame) -> str | None:
    """The day that the text is of: published, or the end of a period so early that no doubt is left."""
    if frame.published:
        return frame.published[:10]
    first, _, last = (frame.period or "").partition("/")
    if last and last < "2025":  # a report of 2025 may have been written on either side of the reform
        return last
    return first if first >= REFORM else None


__all__ = ["Named", "PlaceMention", "places_of", "read_places"]
