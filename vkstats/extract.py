"""The corridor: one document walks through every room, in order.

A pure function of the document and the rule set, with no state of its own, so that a batch can run it in
any process.
"""

from __future__ import annotations

from vkstats import frame
from vkstats.entities.organisations import OrganisationReader, find_organisations
from vkstats.entities.people import find_people
from vkstats.entities.places import find_places
from vkstats.link import link, read_lines
from vkstats.link.times import Times, document_period, reference_years
from vkstats.model import Document, DocumentRecord
from vkstats.patterns import RuleSet
from vkstats.text import prepare


def extract(document: Document, rules: RuleSet) -> DocumentRecord:
    """All figures, people, organisations, places and the frame of one document."""
    article = prepare(document)
    reader = OrganisationReader(article, rules)
    read = frame.read_frame(article, reader)
    lines = read_lines(article, rules)
    first_year, usual_year = reference_years(lines, read.published)
    period = document_period(lines, first_year)
    read = frame.with_period(read, period.iso() if period else None)
    times = Times(period, period.end.year if period and period.end else usual_year)
    figures, warnings = link(article, lines, rules, times)
    organisations = find_organisations(article, reader, read)
    people = find_people(article, reader, read, organisations)
    places = find_places(article, reader, read, people)
    return DocumentRecord(article.source, read, article.text, figures, people, organisations, places, warnings=warnings)
