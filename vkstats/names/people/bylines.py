"""People in bylines and under signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vkstats.model import Article, Block, Byline, Stretch
from vkstats.names.lexicon import spaced
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.people.fullnames import is_full
from vkstats.names.people.said import PersonMention
from vkstats.names.people.words import PeopleWords
from vkstats.names.words import NameWords
from vkstats.names.writing import title_cased
from vkstats.text import fold

_AFTER_DASH = re.compile(r"[-–] ?$")


def people_of_byline(
    article: Article, organisations: Organisations, words: PeopleWords, byline: Byline
) -> Iterator[PersonMention]:
    """The people of a byline or signature; who signs without an office is none."""
    block = article.blocks[byline.block]
    role = _signed(article, organisations.offices.shared, byline.office) if byline.is_signature else words.author
    seat = None if byline.is_signature else _seat(article, organisations, block)
    at = block.start
    for name in words.joined.split(byline.names):
        found = article.folded.find(fold(name), at, block.end)
        if role and found >= 0 and is_full(name.split()):
            at = found + len(name)
            yield PersonMention(title_cased(name), role, seat, found, at, signs=byline.is_signature)


def _seat(article: Article, organisations: Organisations, block: Block) -> OrganisationMention | None:
    """The organisation behind a dash in a byline."""
    mentions = organisations.between(block.start, block.end)
    return next((each for each in mentions if _AFTER_DASH.search(article.text, block.start, each.start)), None)


def _signed(article: Article, shared: NameWords, office: Stretch | None) -> str | None:
    """The office over a signature, as it is known, else as a sentence writes it: `Người lập biểu`."""
    if office is None:
        return None
    match = shared.role.search(article.folded, *office)
    if match:
        return shared.roles[spaced(match["role"])]
    written = " ".join(article.text[slice(*office)].split())
    return written[0].upper() + written[1:].lower() if written.isupper() else written
