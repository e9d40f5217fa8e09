"""People with their roles: `Đ/c X – Viện trưởng …`, `ông X, Phó Chánh án …`, `Giám đốc Công an tỉnh X`.

A name is a run of capitals; what makes it a person is a title, rank or role before it, a role or an age
behind it, a byline or signature, or a full Vietnamese name with a surname in front that nothing else claims.
Names cut to initials are not put out.
"""

from __future__ import annotations

from collections.abc import Iterator

from vkstats.model import Article, BlockKind
from vkstats.names.organisations import Organisations, every
from vkstats.names.people.bare import BareNames
from vkstats.names.people.bylines import people_of_byline
from vkstats.names.people.evidence import Evidence
from vkstats.names.people.fullnames import FullNames
from vkstats.names.people.later import with_later
from vkstats.names.people.phrases import Phrases
from vkstats.names.people.roles import Roles
from vkstats.names.people.roster import people_of
from vkstats.names.people.said import PersonMention
from vkstats.names.people.words import PeopleWords, people_words
from vkstats.text import fold

_SKIPPED = frozenset({BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.PUBLISHED})


def read_people(article: Article, organisations: Organisations) -> tuple[PersonMention, ...]:
    """All mentions of named persons, those of bylines and signatures first; none where an organisation has the name."""
    words = people_words(organisations.lexicon)
    mentions = _mentions(article, organisations, words)
    named = tuple(mention for mention in mentions if fold(mention.name) not in words.no_names)
    return with_later(named, article, organisations, words)


def _mentions(article: Article, organisations: Organisations, words: PeopleWords) -> Iterator[PersonMention]:
    for byline in article.bylines:
        yield from people_of_byline(article, organisations, words, byline)
    names, full_names = FullNames(organisations), map(organisations.full_name, every(organisations.mentions))
    taken = frozenset(fold(name) for name in full_names if name)
    evidence = Evidence(names, words)
    phrases = Phrases(organisations.writing, words, names, Roles(organisations, words, names), evidence, taken)
    bare = BareNames(phrases, evidence)
    has_credits = words.photo.search(article.folded) is not None
    for sentence in article.sentences:
        if article.blocks[sentence.block].kind not in _SKIPPED:
            yield from _of_sentence(bare, sentence.start, sentence.end, has_credits=has_credits)


def _of_sentence(bare: BareNames, start: int, end: int, *, has_credits: bool) -> Iterator[PersonMention]:
    """The persons named between `start` and `end`: introduced ones, those between them, and photographers."""
    phrases, at = bare.phrases, start
    for anchor in phrases.words.anchor.finditer(phrases.writing.folded, start, end):
        if anchor.start() < at or phrases.names.organisations.covers(anchor.start()):
            continue  # `Bộ Tư lệnh …`
        found, after = phrases.read(anchor, start, end)
        if found:
            yield from bare.read(at, anchor.start(), start, end)
            yield from found
            at = after
    yield from bare.read(at, end, start, end)
    if has_credits:
        yield from bare.credited(start, end)


__all__ = ["PersonMention", "people_of", "read_people"]
