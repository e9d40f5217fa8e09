"""What one mention says: the document, the levels inside it, the offence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Source:
    """A legal document as one mention names it."""

    start: int
    end: int
    law: str | None = None  # `Luật Đất đai`, without its year
    type: str | None = None
    number: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None
    name_end: int = 0  # where the name ends, in front of the date and the issuer

    @property
    def head(self) -> str | None:
        """The number in front of the first mark, as everybody writes it: `01/CT-VKSTC` → `1`."""
        found = re.match(r"0*(\d+\w?)", self.number or "")
        return found[1].casefold() if found else None

    @property
    def is_full(self) -> bool:
        """Whether the number says more than its head and year."""
        return bool(re.search(r"\d\w?[/-](?!\d)", self.number or ""))

    def filled(self, other: Source) -> Source:
        """This one with what only the other says."""
        number = other.number if other.is_full and not self.is_full else self.number or other.number
        return replace(
            self,
            law=self.law or other.law,
            type=self.type or other.type,
            number=number,
            year=self.year or other.year,
            issuer=self.issuer or other.issuer,
            date=self.date or other.date,
        )


@dataclass(frozen=True, slots=True)
class CitationMention:
    """One citation as it is written: the document, the levels inside it, the offence."""

    start: int
    end: int
    source: Source | None = None
    chapter: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    offence: str | None = None

    @property
    def name_end(self) -> int:
        """Where the citation ends without the date and the issuer of its document."""
        return self.source.name_end if self.source and self.source.end == self.end else self.end

    def filled(self, other: CitationMention) -> CitationMention:
        """This mention with what only a later one of the same thing says."""
        source = self.source.filled(other.source) if self.source and other.source else self.source or other.source
        return replace(
            self,
            source=source,
            chapter=self.chapter or other.chapter,
            article=self.article or other.article,
            clause=self.clause or other.clause,
            point=self.point or other.point,
            offence=self.offence or other.offence,
        )


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a level, or a range: `5-7`."""

    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Level:
    """`khoản 1, khoản 2`: the level's word and its values."""

    word: str
    start: int
    end: int
    values: tuple[Value, ...]

    @property
    def written(self) -> str:
        """All values: `1, 2`."""
        return ", ".join(value.written for value in self.values)
