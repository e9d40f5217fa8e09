"""The corridor: one document walks through every room, in order.

A pure function of the document and the rule set, with no state of its own, so that a batch can run it in
any process.
"""

from __future__ import annotations

from vkstats import frame
from vkstats.link import link, read_lines
from vkstats.link.draft import Draft
from vkstats.link.times import Times, read_times
from vkstats.model import Document, DocumentRecord
from vkstats.names.citations import find_citations
from vkstats.names.dates import find_dates, publication
from vkstats.names.organisations import OrganisationReader, find_organisations
from vkstats.names.people import find_people
from vkstats.names.places import find_places
from vkstats.names.sources import with_sources
from vkstats.packs import RuleSet
from vkstats.text import prepare


def extract(document: Document, rules: RuleSet) -> DocumentRecord:
    """All figures, entities and the frame of one document."""
    article = prepare(document)
    reader = OrganisationReader(article, rules)
    read, evidence = frame.read_frame(article, reader)
    lines = read_lines(article, rules)
    times = read_times(article, lines, rules, read.published)
    read, evidence = frame.with_period(read, evidence, times.reporting, article.text)
    figures, warnings = link(article, lines, rules, times)
    dates = find_dates(article, lines, rules, times, publication(read, evidence))
    organisations = find_organisations(article, reader, read)
    people = find_people(article, reader, read, organisations)
    places, named = find_places(article, reader, read, people)
    citations = find_citations(article, reader, read, rules)
    return DocumentRecord(
        article.source,
        read,
        article.text,
        with_sources(figures, article, reader, read, named),
        people,
        organisations=organisations,
        places=places,
        dates=dates,
        citations=citations,
        evidence=evidence,
        warnings=warnings,
        format=document.format,
        encoding=document.encoding,
    )


def linked(document: Document, rules: RuleSet) -> tuple[list[Draft], Times]:
    """The drafts of a document's running text with what was weighed for them, and its times: for tools and `explain`."""
    article = prepare(document)
    read, _ = frame.read_frame(article, OrganisationReader(article, rules))
    lines = read_lines(article, rules)
    times = read_times(article, lines, rules, read.published)
    link(article, lines, rules, times)
    return [made for line in lines for made in line.drafts], times
