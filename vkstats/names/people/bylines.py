"""People in bylines and under signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vkstats.model import Article, Block, Byline, Person
from vkstats.names.lexicon import spaced
from vkstats.names.organisations import Organisations
from vkstats.names.people.fullnames import is_full
from vkstats.names.people.words import PeopleWords
from vkstats.names.words import NameWords
from vkstats.names.writing import title_cased
from vkstats.text import fold

_AFTER_DASH = re.compile(r"[-–] ?$")
_REACH = 4  # blocks above a signature that its office stands in


def people_of_byline(
    article: Article, organisations: Organisations, words: PeopleWords, agency: str | None, byline: Byline
) -> Iterator[Person]:
    """The people of a byline or signature; `agency` is the document's own body."""
    block = article.blocks[byline.block]
    organisation: str | None
    if byline.is_signature:
        signed = _signed(article, organisations.offices.shared, byline.block)
        if signed is None:
            return
        role, organisation = signed, agency
    else:
        role, organisation = words.author, _office(article, organisations, agency, block)
    at = block.start
    for name in words.joined.split(byline.names):
        found = article.folded.find(fold(name), at, block.end)
        if found >= 0 and is_full(name.split()):
            at = found + len(name)
            yield Person(title_cased(name), role, organisation, found, at, article.text[found:at])


def _office(article: Article, organisations: Organisations, agency: str | None, block: Block) -> str | None:
    """The organisation behind a dash in a byline."""
    for mention in organisations.between(block.start, block.end):
        if _AFTER_DASH.search(article.text, block.start, mention.start):
            return organisations.full_name(mention, agency)
    return None


def _signed(article: Article, shared: NameWords, index: int) -> str | None:
    """The office over a signature: the last line above it that is one."""
    for block in reversed(article.blocks[max(0, index - _REACH) : index]):
        match = shared.role.search(article.folded, block.start, block.end)
        if match:
            return shared.roles[spaced(match["role"])]
    return None
