"""What a text says of a person: offices, ranks, and the organisation that an office is held in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from vkstats.names.organisations import OrganisationMention

Seat: TypeAlias = "OrganisationMention | str"  # where an office is held: as the text names it, or a name that is whole


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person named at `start:end`, with what the text says around the name."""

    name: str
    role: str | None
    seat: Seat | None
    start: int
    end: int
    signs: bool = False  # under a signature: the office is held in the document's own body
    is_short: bool = False  # `ông Trường`, of whom the document has the full name


@dataclass(frozen=True, slots=True)
class Office:
    """A role, the organisation that it is held in, and where the phrase ends."""

    role: str
    seat: Seat | None
    end: int


@dataclass(slots=True)
class Said:
    """What is said of a person around the name, read up to `end`."""

    end: int = 0
    roles: list[str] = field(default_factory=list)
    standings: list[str] = field(default_factory=list)  # what counts only of who holds no office
    ranks: list[str] = field(default_factory=list)
    seat: Seat | None = None
    title: re.Match[str] | None = None  # the title or rank directly before the name
    apart: bool = False  # a comma stands before the title: `Chủ tịch xã, ông X`
    plural: bool = False  # `các đồng chí`, `hai ông`

    def take(self, office: Office) -> None:
        """Add an office, read up to its end."""
        self.roles.append(office.role)
        self.seat = office.seat or self.seat
        self.end = office.end

    def person(self, name: str, start: int, end: int) -> PersonMention:
        """The person of a name of whom this is said."""
        said = self.roles or self.standings or self.ranks
        role = ", ".join(dict.fromkeys(said)) or None
        return PersonMention(name, role, self.seat if self.roles else None, start, end)
