"""A document → the organisations named in it: one scan over the heads, then one for the short names it introduces."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vkstats.model import Article
from vkstats.names.lexicon import spaced
from vkstats.names.organisations.institutions import Institutions
from vkstats.names.organisations.localities import read_localities
from vkstats.names.organisations.mention import OrganisationMention
from vkstats.names.organisations.offices import Offices
from vkstats.names.organisations.phrases import OpenNames
from vkstats.names.organisations.words import organisation_words
from vkstats.names.words import name_words
from vkstats.names.writing import Writing, read_writing
from vkstats.packs import RuleSet

_FEWEST_ABROAD = 3  # names of countries


@dataclass(frozen=True, slots=True)
class Organisations:
    """The organisations of one document: `mentions` in reading order, none inside another.

    `short` are the names that the text gives in parentheses behind a full one; `is_abroad`: the document tells of
    other countries, so that a bare `Quốc hội` is not Vietnam's.
    """

    writing: Writing
    lexicon: RuleSet
    offices: Offices
    mentions: tuple[OrganisationMention, ...]
    short: Mapping[str, OrganisationMention]
    is_abroad: bool
    starts: tuple[int, ...]

    @property
    def bodies(self) -> tuple[OrganisationMention, ...]:
        """The mentions of those who may have done what the document reports: no paper, station or party."""
        return tuple(mention for mention in self.mentions if not mention.relays)

    def between(self, start: int, end: int) -> tuple[OrganisationMention, ...]:
        """The organisations whose names begin between `start` and `end`."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def covers(self, at: int) -> bool:
        """Whether `at` lies inside the name of an organisation, behind its beginning."""
        index = bisect_left(self.starts, at) - 1
        return index >= 0 and at < self.mentions[index].end

    def at(self, start: int) -> OrganisationMention | None:
        """The organisation named from `start` on, also inside a longer name."""
        short = self.offices.words.short.match(self.writing.text, start) if self.short else None
        if short and short.group() in self.short:
            return replace(self.short[short.group()], start=start, end=short.end())
        match = self.offices.words.head.match(self.writing.folded, start)
        return _mention(self.offices, match) if match else None

    def full_name(self, mention: OrganisationMention, agency: str | None = None) -> str | None:
        """The full name; None where the elided place is not certain. `agency` is the document's own body."""
        if mention.above:
            above = self.full_name(mention.above, agency)
            return f"{mention.head} {above}" if above else None
        if mention.complete:
            return None if mention.national and self.is_abroad else mention.head
        if mention.place:
            return self.written(mention)
        if mention.level is None:
            return None
        place = self.offices.localities.only(mention.level)
        if place:
            return self.offices.localities.named(mention.head, mention.level, place)
        level = f" {mention.level} "
        if agency and level in f"{agency} ".lower():
            return mention.head + agency[agency.lower().index(level) :]
        return None

    def written(self, mention: OrganisationMention) -> str:
        """The name as far as the text writes it out."""
        if mention.above:
            return f"{mention.head} {self.written(mention.above)}"
        if mention.place is None:
            return f"{mention.head} {mention.level}" if mention.level else mention.head
        return self.offices.localities.named(mention.head, mention.level, mention.place)


def read_organisations(article: Article, lexicon: RuleSet) -> Organisations:
    """The organisations that a document names."""
    writing, words, shared = read_writing(article), organisation_words(lexicon), name_words(lexicon)
    offices = Offices(writing, words, shared, read_localities(writing, lexicon))
    mentions = tuple(_scanned(offices))
    short = _introduced(mentions, offices)
    if short:
        mentions = tuple(sorted([*mentions, *_again(short, mentions, writing.text)], key=lambda each: each.start))
    is_abroad = any(each.national for each in every(mentions)) and _tells_of_abroad(mentions, offices)
    starts = tuple(mention.start for mention in mentions)
    return Organisations(writing, lexicon, offices, mentions, short, is_abroad, starts)


def every(mentions: tuple[OrganisationMention, ...]) -> Iterator[OrganisationMention]:
    """Every mention, and behind a unit the organisations that it is part of."""
    for mention in mentions:
        whole: OrganisationMention | None = mention
        while whole:
            yield whole
            whole = whole.above


def _mention(offices: Offices, head: re.Match[str]) -> OrganisationMention | None:
    """What a head, a match of the words', names."""
    if not (head["open"] or head["media"] or head["institution"] or head["unit"]):
        return offices.read(head)
    closed = head["institution"] or head["unit"]
    mention = (Institutions(offices).read(head) if closed else None) or OpenNames(offices).read(head)
    return replace(mention, relays=spaced(head.group()) in offices.words.media) if mention else None


def _scanned(offices: Offices) -> Iterator[OrganisationMention]:
    at = 0
    for head in offices.words.head.finditer(offices.writing.folded):
        mention = _mention(offices, head) if head.start() >= at and not _is_role(offices, head) else None
        if mention:
            at = mention.end
            yield mention


def _is_role(offices: Offices, head: re.Match[str]) -> bool:
    """Whether a head only begins what a person is called: `Tỉnh ủy viên`."""
    role = offices.shared.role.match(offices.writing.folded, head.start())
    return role is not None and role.end() > head.end()


def _introduced(mentions: tuple[OrganisationMention, ...], offices: Offices) -> dict[str, OrganisationMention]:
    """The short names that the text gives in parentheses behind full ones."""
    found: dict[str, OrganisationMention] = {}
    for mention in mentions:
        short = offices.words.introduces.match(offices.writing.text, mention.end)
        if short and mention.is_named and _is_short(short["short"], mention, offices):
            found.setdefault(short["short"], mention)
    return found


def _is_short(word: str, mention: OrganisationMention, offices: Offices) -> bool:
    """Whether a word in parentheses is a short name: capitals, or a brand behind a firm, but no place."""
    if word.isupper():
        return True
    shared = offices.shared
    is_place = shared.country.match(f" {word.lower()}") or word.lower() in shared.provinces
    return not is_place and word.isascii() and mention.head.lower().startswith(offices.words.firms)


def _again(
    short: Mapping[str, OrganisationMention], mentions: tuple[OrganisationMention, ...], text: str
) -> Iterator[OrganisationMention]:
    """The mentions under a short name, outside the full ones."""
    ends = [mention.end for mention in mentions]
    for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, short))})(?![\w-])", text):
        index = bisect_right(ends, match.start())
        if index == len(mentions) or mentions[index].start >= match.end():
            yield replace(short[match.group()], start=match.start(), end=match.end())


def _tells_of_abroad(mentions: tuple[OrganisationMention, ...], offices: Offices) -> bool:
    writing, foreign = offices.writing, 0
    home = sum(1 for mention in mentions if mention.level or mention.place)
    for match in offices.words.country_scan.finditer(writing.folded):
        if match["home"]:
            home += 1
        elif writing.is_capital(match.start()) and not _ends_a_name(writing.text, match.start()):
            foreign += 1
    return foreign >= _FEWEST_ABROAD and foreign > _FEWEST_ABROAD * home


def _ends_a_name(text: str, at: int) -> bool:
    """Whether a capitalised word stands before the word at `at`: `Nguyễn Thị Nga`."""
    before = text.rfind(" ", 0, max(0, at - 1)) + 1
    return text[before].isupper() and text[before : at - 1].isalpha()
