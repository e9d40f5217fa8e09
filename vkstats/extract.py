"""The corridor: one document walks through every room, in order.

A pure function of the document and the rule set, with no state of its own, so that a batch can run it in
any process.
"""

from __future__ import annotations

from vkstats import frame
from vkstats.dates import find_dates, publication
from vkstats.link import link, read_dated, read_lines
from vkstats.link.draft import Dated
from vkstats.link.times import Times, read_times
from vkstats.model import Document, DocumentRecord
from vkstats.names import find_names
from vkstats.names.citations import citations_of
from vkstats.names.organisations import organisations_of
from vkstats.names.people import people_of
from vkstats.names.places import places_of
from vkstats.packs import RuleSet
from vkstats.sources import with_sources
from vkstats.tables import Reading as TableReading
from vkstats.text import cuts, prepare


def extract(document: Document, rules: RuleSet) -> DocumentRecord:
    """All figures, entities and the frame of one document."""
    article = prepare(document, rules)
    names = find_names(article, rules)
    read, evidence = frame.read_frame(article, names.organisations, rules.weights_of("agency"))
    lines = read_lines(article, names.spans, rules)
    times = read_times(article, lines, read.published, rules)
    read, evidence = frame.with_period(read, evidence, times.reporting, article.text)
    figures, warnings, tables = link(article, lines, rules, times)
    dates = find_dates(article, lines, names.spans, rules, times, published=publication(read, evidence))
    places, named = places_of(names.places, article.text, read)
    return DocumentRecord(
        article.source,
        read,
        article.text,
        with_sources(figures, article, names.organisations, read, named),
        people_of(names.people, names.organisations, read.agency),
        organisations=organisations_of(names.organisations, read.agency),
        places=places,
        dates=dates,
        citations=citations_of(names.citations, names.organisations, read),
        tables=tables,
        evidence=evidence,
        warnings=(*frame.doubts(read, evidence), *cuts(article), *warnings),
        format=document.format,
        encoding=document.encoding,
    )


def read_evidence(document: Document, rules: RuleSet) -> tuple[list[Dated], Times, list[TableReading]]:
    """The figures of one document with what was weighed for them, its times and tables: what `explain` shows."""
    article = prepare(document, rules)
    names = find_names(article, rules)
    read, _ = frame.read_frame(article, names.organisations, rules.weights_of("agency"))
    lines = read_lines(article, names.spans, rules)
    times = read_times(article, lines, read.published, rules)
    dated, _, tables = read_dated(article, lines, rules, times)
    return dated, times, tables
