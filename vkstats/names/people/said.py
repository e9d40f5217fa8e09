"""What a text says of a person: offices, ranks, and the organisation that an office is held in."""

from __future__ import annotations

from dataclasses import dataclass, field

from vkstats.model import Person


@dataclass(frozen=True, slots=True)
class Office:
    """A role, the organisation that it is held in, and where the phrase ends."""

    role: str
    organisation: str | None
    end: int


@dataclass(slots=True)
class Said:
    """What is said of a person around the name, read up to `end`."""

    end: int = 0
    roles: list[str] = field(default_factory=list)
    ranks: list[str] = field(default_factory=list)
    organisation: str | None = None
    titled: bool = False  # a title or rank stands directly before the name
    plural: bool = False  # `các đồng chí`, `hai ông`

    def take(self, office: Office) -> None:
        """Add an office, read up to its end."""
        self.roles.append(office.role)
        self.organisation = office.organisation or self.organisation
        self.end = office.end

    def person(self, name: str, start: int, end: int, written: str) -> Person:
        """The person of a name of whom this is said."""
        role = ", ".join(dict.fromkeys(self.roles)) or ", ".join(dict.fromkeys(self.ranks)) or None
        return Person(name, role, self.organisation if self.roles else None, start, end, written)
