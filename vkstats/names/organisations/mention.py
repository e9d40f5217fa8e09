"""One organisation as it is named, as far as its own words say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation named at `start:end`. `place` None: elided, or not needed where `complete`."""

    start: int
    end: int
    head: str  # `Viện kiểm sát nhân dân`, `Sở Tư pháp`
    level: str | None = None  # `huyện`
    place: str | None = None  # `Đông Hưng`
    complete: bool = False
    above: OrganisationMention | None = None  # the organisation that a unit is part of
    relays: bool = False  # a paper, station or party, which tells of what others did
    national: bool = False  # every country has one: `Quốc hội`, `Bộ Tài chính`

    @property
    def is_named(self) -> bool:
        """Whether the text itself gives the whole name."""
        return self.above.is_named if self.above else self.complete or self.place is not None
