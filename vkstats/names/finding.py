"""A document → the names in it: read once, before any number, so that no room has to guess what names know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vkstats.model import Article, NameKind, NameSpan
from vkstats.names.citations import CitationMention, read_citations
from vkstats.names.organisations import OrganisationMention, Organisations, read_organisations
from vkstats.names.people import PersonMention, read_people
from vkstats.names.places import PlaceMention, read_places
from vkstats.packs import RuleSet


@dataclass(frozen=True, slots=True)
class Names:
    """All mentions of one document; `spans` are where they stand, in reading order, none over another.

    The mentions become records once the document's own body and day are known.
    """

    organisations: Organisations
    people: tuple[PersonMention, ...]
    places: tuple[PlaceMention, ...]
    citations: tuple[CitationMention, ...]
    spans: tuple[NameSpan, ...]


def find_names(article: Article, lexicon: RuleSet) -> Names:
    """The names of a document."""
    organisations = read_organisations(article, lexicon)
    people = read_people(article, organisations)
    places = read_places(article, organisations, people)
    citations = read_citations(article, organisations)
    sure = (each for each in organisations.mentions if _is_sure(each, article.text))
    found = [
        *(NameSpan(each.start, each.name_end, NameKind.CITATION) for each in citations),
        *(NameSpan(each.start, each.end, NameKind.ORGANISATION) for each in sure),
        *(NameSpan(each.start, each.end, NameKind.PERSON) for each in people),
        *(NameSpan(each.start, each.end, NameKind.PLACE) for each in places),
    ]
    return Names(organisations, people, places, citations, tuple(_apart(found)))


def _is_sure(mention: OrganisationMention, text: str) -> bool:
    """Whether an organisation is surely one: `thanh tra 6 dự án` is a verb, `Toà` alone may be somebody's name."""
    written = text[mention.start : mention.end]
    return written[0].isupper() and (mention.is_named or written.isupper() or " " in written)


def _apart(spans: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The spans without those that lie over one that begins earlier, or is longer."""
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            yield span
            end = span.end
