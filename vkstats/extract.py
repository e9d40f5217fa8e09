"""The corridor: one document walks through every room, in order.

A pure function of the document and the rule set, with no state of its own, so that a batch can run it in
any process.
"""

from __future__ import annotations

from vkstats import frame
from vkstats.link import link, read_dated, read_lines
from vkstats.link.draft import Dated
from vkstats.link.times import Times, read_times
from vkstats.model import Document, DocumentRecord
from vkstats.names.citations import find_citations
from vkstats.names.dates import find_dates, publication
from vkstats.names.organisations import find_organisations, read_organisations
from vkstats.names.people import find_people
from vkstats.names.places import find_places
from vkstats.names.sources import with_sources
from vkstats.packs import RuleSet
from vkstats.text import prepare


def extract(document: Document, rules: RuleSet) -> DocumentRecord:
    """All figures, entities and the frame of one document."""
    article = prepare(document, rules)
    named_bodies = read_organisations(article, rules)
    read, evidence = frame.read_frame(article, named_bodies)
    lines = read_lines(article, rules)
    times = read_times(article, lines, read.published, rules)
    read, evidence = frame.with_period(read, evidence, times.reporting, article.text)
    figures, warnings = link(article, lines, rules, times)
    dates = find_dates(article, lines, rules, times, publication(read, evidence))
    organisations = find_organisations(article, named_bodies, read)
    people = find_people(article, named_bodies, read, organisations)
    places, named = find_places(article, named_bodies, read, people)
    citations = find_citations(article, named_bodies, read)
    return DocumentRecord(
        article.source,
        read,
        article.text,
        with_sources(figures, article, named_bodies, read, named),
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


def read_evidence(document: Document, rules: RuleSet) -> tuple[list[Dated], Times]:
    """The figures of one document with what was weighed for them, and its times: what `explain` shows."""
    article = prepare(document, rules)
    read, _ = frame.read_frame(article, read_organisations(article, rules))
    lines = read_lines(article, rules)
    times = read_times(article, lines, read.published, rules)
    return read_dated(article, lines, rules, times)[0], times
