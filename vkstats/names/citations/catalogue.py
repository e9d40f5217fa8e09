"""Mentions → citations: which mentions are of the same thing, and what they say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vkstats.model import Citation
from vkstats.names.citations.codes import read_codes
from vkstats.names.citations.mention import CitationMention, Source
from vkstats.names.citations.records import record
from vkstats.names.citations.words import LawWords

_Place = tuple[str | None, str | None]  # clause and point


@dataclass(frozen=True, slots=True)
class _Documents:
    """What the sources of one document say together of the documents that they name."""

    years: Mapping[str, set[int]]  # of a law, or of a type and a number
    numbers: Mapping[str, set[str]]  # the full ones
    laws: Mapping[str, Source]  # by number

    def identity(self, source: Source) -> Hashable:
        """What is equal for mentions of the same document."""
        if source.is_full and _number_key(source) in self.laws:
            source = self.laws[_number_key(source)]
        if source.law is None:
            if source.is_full:
                return _number_key(source)
            numbers = {
                number
                for number in self.numbers.get(_designation(source, by_number=True), set())
                if source.year is None or f"/{source.year}/" in number
            }
            if len(numbers) == 1:
                return next(iter(numbers))
        years = self.years.get(_designation(source), set())
        return _designation(source), source.year or (next(iter(years)) if len(years) == 1 else None)


def catalogue(
    mentions: Sequence[CitationMention], text: str, published: str | None, words: LawWords
) -> tuple[Citation, ...]:
    """Each thing cited in `text`, at its first mention; `published` is the day of the document, ISO 8601."""
    documents = _documents(mention.source for mention in mentions if mention.source)
    codes = read_codes(documents.years.get(words.penal_code, set()), published, words)
    found = [codes.renamed(mention) for mention in _with_sources(mentions, documents)]
    places = _places(found)
    records: list[CitationMention] = []
    index: dict[Hashable, int] = {}
    for mention in found:
        keys = list(_keys(mention, documents, places))
        at = next((index[key] for key in keys if key in index), len(records))
        if at == len(records):
            records.append(mention)
        else:
            records[at] = records[at].filled(mention)
        for key in keys:
            index.setdefault(key, at)
    return tuple(record(mention, text, codes) for mention in records)


def _documents(sources: Iterable[Source]) -> _Documents:
    years: dict[str, set[int]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    laws: dict[str, Source] = {}
    for source in sources:
        if source.year:
            years[_designation(source)].add(source.year)
        if source.is_full:
            numbers[_designation(source, by_number=True)].add(_number_key(source))
            if source.law:
                laws[_number_key(source)] = source
    return _Documents(years, numbers, laws)


def _with_sources(mentions: Sequence[CitationMention], documents: _Documents) -> Iterator[CitationMention]:
    """The mentions with their documents; `Điều 264` alone has the one that the article is cited of elsewhere."""
    named: dict[str, dict[Hashable, Source]] = defaultdict(dict)
    for mention in mentions:
        if mention.source and mention.article:
            named[mention.article][documents.identity(mention.source)] = mention.source
    for mention in mentions:
        known = list(named.get(mention.article or "", {}).values())
        yield replace(mention, source=known[0]) if mention.source is None and len(known) == 1 else mention


def _places(mentions: Sequence[CitationMention]) -> Mapping[str, set[_Place]]:
    """The clauses and points that each offence is cited with."""
    places: dict[str, set[_Place]] = defaultdict(set)
    for mention in mentions:
        if mention.offence and mention.clause:
            places[mention.offence].add((mention.clause, mention.point))
    return places


def _keys(mention: CitationMention, documents: _Documents, places: Mapping[str, set[_Place]]) -> Iterator[Hashable]:
    place = mention.clause, mention.point
    identity = documents.identity(mention.source) if mention.source else None
    if mention.article:
        yield identity, mention.article, *place
    if mention.offence:
        known = places.get(mention.offence, set())
        yield mention.offence, *(next(iter(known)) if place == (None, None) and len(known) == 1 else place)
    elif mention.source and not mention.article:
        yield identity


def _designation(source: Source, *, by_number: bool = False) -> str:
    """The law's name, or the type and the head of the number."""
    return source.law if source.law and not by_number else f"{source.type} {source.head}"


def _number_key(source: Source) -> str:
    """The number as it compares: without leading zeros, in one case."""
    return (source.number or "").lstrip("0").casefold()
