"""One place as it is named, and the units that it may mean."""

from __future__ import annotations

from dataclasses import dataclass

from vkstats.gazetteer import Unit


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A name at `start:end`, from the level on where it has one; `units` are all that it may mean."""

    start: int
    end: int
    level: str | None
    name: str
    units: tuple[Unit, ...]
    tier: int
    inside: int | None = None  # which mention is the larger unit that follows it
    is_former: bool = False  # `tỉnh Thái Bình (cũ)`
    is_beside: bool = False  # it shares `inside` with the mention that follows
