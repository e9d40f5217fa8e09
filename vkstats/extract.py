"""The corridor: one document walks through every room, in order.

A pure function of the document and the rule set, with no state of its own, so that a batch can run it in
any process.
"""

from __future__ import annotations

from vkstats import frame
from vkstats.entities import organisations, people
from vkstats.link import link, read_lines
from vkstats.link.times import Times, document_period, reference_year
from vkstats.model import Document, DocumentRecord
from vkstats.patterns import RuleSet
from vkstats.text import prepare


def extract(document: Document, rules: RuleSet) -> DocumentRecord:
    """All figures, people, organisations and the frame of one document."""
    article = prepare(document)
    read = frame.read_frame(article, rules)
    lines = read_lines(article, rules)
    period = document_period(lines, article, reference_year(lines, read))
    read = frame.with_period(read, period)
    figures, warnings = link(article, lines, rules, Times(article, period, reference_year(lines, read)))
    found = organisations.find_organisations(article, rules, read)
    named = people.find_people(article, rules, read, found)
    return DocumentRecord(
        article.source, read, article.text, figures, named, organisations=found, warnings=warnings
    )
