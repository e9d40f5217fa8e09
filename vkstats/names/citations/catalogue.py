"""Mentions → citations: which mentions are of the same thing, and what they say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from vkstats.model import Citation, CitationKind, Frame
from vkstats.names.citations.mention import CitationMention, Source
from vkstats.names.citations.words import ARTICLE, CHAPTER, CLAUSE, NEW_CODE, OLD_CODE, POINT, LawWords
from vkstats.text import fold

_NEW_CODE_FROM = "2018"  # in force from 1 January 2018: article 426


class Catalogue:
    """Knows which mentions are of the same thing, from all that the document cites."""

    def __init__(self, mentions: Sequence[CitationMention], frame: Frame, words: LawWords) -> None:
        self._words = words
        self._years: dict[str, set[int]] = defaultdict(set)  # of a law, or of a type and a number
        self._numbers: dict[str, set[str]] = defaultdict(set)  # the full ones
        self._laws: dict[str, Source] = {}  # by number
        for source in [mention.source for mention in mentions if mention.source]:
            if source.year:
                self._years[_designation(source)].add(source.year)
            if source.is_full:
                self._numbers[_designation(source, by_number=True)].add(_number_key(source))
                if source.law:
                    self._laws[_number_key(source)] = source
        self._code = self._code_in_force(frame)
        self._sources_of: dict[str | None, dict[Hashable, Source]] = defaultdict(dict)  # article → its documents
        for mention in mentions:
            if mention.source and mention.article:
                self._sources_of[mention.article][self._identity(mention.source)] = mention.source
        self._mentions = [self._under_code(self._of_source(mention)) for mention in mentions]
        self._places_of: dict[str | None, set[tuple[str | None, str | None]]] = defaultdict(set)  # offence → places
        for mention in self._mentions:
            if mention.offence and mention.clause:
                self._places_of[mention.offence].add((mention.clause, mention.point))

    def _code_in_force(self, frame: Frame) -> int:
        """The code meant where no year is said: the one named with its year elsewhere, else that of the time."""
        said = self._years.get(self._words.penal_code)
        if said:
            return OLD_CODE if max(said) < NEW_CODE else NEW_CODE
        return OLD_CODE if frame.published and frame.published < _NEW_CODE_FROM else NEW_CODE

    def _of_source(self, mention: CitationMention) -> CitationMention:
        """The mention with its document; `Điều 264` alone has the one that the article is cited of elsewhere."""
        named = self._sources_of.get(mention.article, {})
        if mention.source or len(named) != 1:
            return mention
        return replace(mention, source=next(iter(named.values())))

    def _under_code(self, mention: CitationMention) -> CitationMention:
        """The mention with the offence's name in its own code: `Cho vay lãi nặng` of 1999 is a short name in 2015."""
        code = self._code_of(mention.source) if mention.source else self._code
        name = mention.offence
        if name is None or name in self._words.numbers[code]:
            return mention
        other = self._words.aliases.get(fold(name))
        return replace(mention, offence=other) if other in self._words.numbers[code] else mention

    def citations(self, text: str) -> tuple[Citation, ...]:
        """Each thing cited, at its first mention."""
        records: list[CitationMention] = []
        index: dict[Hashable, int] = {}
        for mention in self._mentions:
            keys = list(self._keys(mention))
            at = next((index[key] for key in keys if key in index), len(records))
            if at == len(records):
                records.append(mention)
            else:
                records[at] = records[at].filled(mention)
            for key in keys:
                index.setdefault(key, at)
        return tuple(self._citation(record, text) for record in records)

    def _identity(self, source: Source) -> Hashable:
        """What is equal for mentions of the same document."""
        if source.is_full and _number_key(source) in self._laws:
            source = self._laws[_number_key(source)]
        if source.law is None:
            if source.is_full:
                return _number_key(source)
            numbers = {
                number
                for number in self._numbers[_designation(source, by_number=True)]
                if source.year is None or f"/{source.year}/" in number
            }
            if len(numbers) == 1:
                return next(iter(numbers))
        years = self._years.get(_designation(source), set())
        return _designation(source), source.year or (next(iter(years)) if len(years) == 1 else None)

    def _keys(self, mention: CitationMention) -> Iterator[Hashable]:
        place = mention.clause, mention.point
        if mention.article:
            yield self._identity(mention.source) if mention.source else None, mention.article, *place
        if mention.offence:
            known = self._places_of[mention.offence]
            yield mention.offence, *(next(iter(known)) if place == (None, None) and len(known) == 1 else place)
        elif mention.source and not mention.article:
            yield self._identity(mention.source)

    def _citation(self, mention: CitationMention, text: str) -> Citation:
        source, article, offence, kind = mention.source, mention.article, mention.offence, CitationKind.DOCUMENT
        if offence:
            kind = CitationKind.OFFENCE
            source, article = self._of_offence(mention)
        elif article:
            kind = CitationKind.ARTICLE
            if source and source.law == self._words.penal_code:
                offence = self._words.articles[self._code_of(source)].get(article)
        law = self._words.name_of(source) if source and article else None
        if kind is CitationKind.OFFENCE and offence:
            name = f"{self._words.offence_head} {offence[0].lower()}{offence[1:]}"
        elif article:
            levels = {POINT: mention.point, CLAUSE: mention.clause, ARTICLE: article, CHAPTER: mention.chapter}
            said = (f"{self._words.level_names[kind]} {value}" for kind, value in levels.items() if value)
            name = " ".join(filter(None, (*said, law)))
        else:
            name = self._words.name_of(source) if source else ""
        return Citation(
            name,
            text[mention.start : mention.end],
            mention.start,
            mention.end,
            kind,
            type=source.type if source else None,
            number=source.number if source else None,
            year=source.year if source else None,
            issuer=source.issuer if source else None,
            date=source.date if source else None,
            chapter=mention.chapter,
            article=article,
            clause=mention.clause,
            point=mention.point,
            law=law,
            offence=offence,
        )

    def _code_of(self, source: Source) -> int:
        """Which of the two codes a mention of the Penal Code means."""
        year = source.year or self._code
        return OLD_CODE if year < NEW_CODE else NEW_CODE

    def _of_offence(self, mention: CitationMention) -> tuple[Source | None, str | None]:
        """The code and the article of an offence: what the text says, else where the name stands."""
        numbers, name, source = self._words.numbers, mention.offence or "", mention.source
        if mention.article and source and (source.year or source.law != self._words.penal_code):
            return source, mention.article
        first = self._code_of(source) if source else self._code
        codes = [first, *(year for year in numbers if year != first)]
        if mention.article:
            year = next((year for year in codes if numbers[year].get(name) == mention.article), None)
            return replace(source or self._penal_code(mention), year=year), mention.article
        if first == OLD_CODE:
            codes = codes[:1]  # the text cannot mean a code that was not yet in force
        year = next((year for year in codes if name in numbers[year]), None)
        return (replace(self._penal_code(mention), year=year), numbers[year][name]) if year else (None, None)

    def _penal_code(self, mention: CitationMention) -> Source:
        law = self._words.penal_code
        kind = self._words.type_of(law)
        return Source(mention.start, mention.end, law, kind, issuer=self._words.makers.get(fold(kind)))


def _designation(source: Source, *, by_number: bool = False) -> str:
    """The law's name, or the type and the head of the number."""
    return source.law if source.law and not by_number else f"{source.type} {source.head}"


def _number_key(source: Source) -> str:
    """The number as it compares: without leading zeros, in one case."""
    return (source.number or "").lstrip("0").casefold()
