"""The two Penal Codes: which of them a mention means, and where an offence stands in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from vkstats.names.citations.mention import CitationMention, Source
from vkstats.names.citations.words import NEW_CODE, OLD_CODE, LawWords
from vkstats.text import fold

_NEW_CODE_FROM = "2018"  # in force from 1 January 2018: article 426


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes as one document means them: `in_force` is the year of the one meant where no year is said."""

    words: LawWords
    in_force: int

    def of(self, source: Source | None) -> int:
        """Which code a mention of the Penal Code means."""
        year = (source.year if source else None) or self.in_force
        return OLD_CODE if year < NEW_CODE else NEW_CODE

    def renamed(self, mention: CitationMention) -> CitationMention:
        """The mention with the offence's name in its own code: `Cho vay lãi nặng` of 1999 is a short name in 2015."""
        code, name = self.of(mention.source), mention.offence
        if name is None or name in self.words.numbers[code]:
            return mention
        other = self.words.aliases.get(fold(name))
        return replace(mention, offence=other) if other in self.words.numbers[code] else mention

    def place(self, mention: CitationMention) -> tuple[Source | None, str | None]:
        """The code and the article of an offence: what the text says, else where the name stands."""
        numbers, name, source = self.words.numbers, mention.offence or "", mention.source
        if mention.article and source and (source.year or source.law != self.words.penal_code):
            return source, mention.article
        first = self.of(source)
        codes = [first, *(year for year in numbers if year != first)]
        if mention.article:
            year = next((year for year in codes if numbers[year].get(name) == mention.article), None)
            return replace(source or self._penal_code(mention), year=year), mention.article
        if first == OLD_CODE:
            codes = codes[:1]  # the text cannot mean a code that was not yet in force
        year = next((year for year in codes if name in numbers[year]), None)
        return (replace(self._penal_code(mention), year=year), numbers[year][name]) if year else (None, None)

    def _penal_code(self, mention: CitationMention) -> Source:
        law = self.words.penal_code
        kind = self.words.type_of(law)
        return Source(mention.start, mention.end, law, kind, issuer=self.words.makers.get(fold(kind)))


def read_codes(said: Collection[int], published: str | None, words: LawWords) -> Codes:
    """The codes of a document that names the Penal Code with the years `said`; with none, that of its day is meant."""
    if said:
        return Codes(words, OLD_CODE if max(said) < NEW_CODE else NEW_CODE)
    return Codes(words, OLD_CODE if published and published < _NEW_CODE_FROM else NEW_CODE)
