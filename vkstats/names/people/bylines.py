"""People in bylines and under signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vkstats.model import Article, Block, Byline
from vkstats.names.lexicon import spaced
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.people.fullnames import is_full
from vkstats.names.people.said import PersonMention
from vkstats.names.people.words import PeopleWords
from vkstats.names.words import NameWords
from vkstats.names.writing import title_cased
from vkstats.text import fold

_AFTER_DASH = re.compile(r"[-–] ?$")
_REACH = 4  # blocks above a signature that its office stands in


def people_of_byline(
    article: Article, organisations: Organisations, words: PeopleWords, byline: Byline
) -> Iterator[PersonMention]:
    """The people of a byline or signature; who signs without an office is none."""
    block = article.blocks[byline.block]
    role = _signed(article, organisations.offices.shared, byline.block) if byline.is_signature else words.author
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


def _signed(article: Article, shared: NameWords, index: int) -> str | None:
    """The office over a signature: the last line above it that is one."""
    for block in reversed(article.blocks[max(0, index - _REACH) : index]):
        match = shared.role.search(article.folded, block.start, block.end)
        if match:
            return shared.roles[spaced(match["role"])]
    return None
