"""People with their roles: `Đ/c X – Viện trưởng …`, `ông X, Phó Chánh án …`, `Giám đốc Công an tỉnh X`.

A name is a run of capitals; what makes it a person is a title, rank or role before it, a role or an age
behind it, a byline or signature, or a full Vietnamese name with a surname in front that nothing else claims.
Names cut to initials are not put out.
"""

from __future__ import annotations

from collections.abc import Iterator

from vkstats.model import Article, BlockKind, Frame, Organisation, Person
from vkstats.names.organisations import Organisations
from vkstats.names.people.bare import BareNames
from vkstats.names.people.bylines import people_of_byline
from vkstats.names.people.fullnames import FullNames
from vkstats.names.people.phrases import Phrases
from vkstats.names.people.roles import Roles
from vkstats.names.people.roster import joined
from vkstats.names.people.words import people_words
from vkstats.text import fold

_SKIPPED = frozenset({BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.PUBLISHED})


def find_people(
    article: Article, organisations: Organisations, frame: Frame, named: tuple[Organisation, ...] = ()
) -> tuple[Person, ...]:
    """The named persons of the document in order of first mention, each with the fullest role said of them.

    No person is read where the name is that of an organisation `named`.
    """
    words = people_words(organisations.lexicon)
    return joined(_mentions(article, organisations, frame, named), words, frame.agency)


def _mentions(
    article: Article, organisations: Organisations, frame: Frame, named: tuple[Organisation, ...]
) -> Iterator[Person]:
    words, names = people_words(organisations.lexicon), FullNames(organisations)
    for byline in article.bylines:
        yield from people_of_byline(article, organisations, words, frame.agency, byline)
    taken = frozenset(fold(organisation.name) for organisation in named)
    roles = Roles(organisations, words, names, frame.agency)
    bare = BareNames(Phrases(organisations.writing, words, names, roles, taken))
    has_credits = words.photo.search(article.folded) is not None
    for sentence in article.sentences:
        if article.blocks[sentence.block].kind not in _SKIPPED:
            yield from _of_sentence(bare, sentence.start, sentence.end, has_credits=has_credits)


def _of_sentence(bare: BareNames, start: int, end: int, *, has_credits: bool) -> Iterator[Person]:
    """The persons named between `start` and `end`: introduced ones, those between them, and photographers."""
    phrases, at = bare.phrases, start
    for anchor in phrases.words.anchor.finditer(phrases.writing.folded, start, end):
        if anchor.start() < at:
            continue
        found, after = phrases.read(anchor, start, end)
        if found:
            yield from bare.read(at, anchor.start(), start, end)
            yield from found
            at = after
    yield from bare.read(at, end, start, end)
    if has_credits:
        yield from bare.credited(start, end)


__all__ = ["find_people"]
