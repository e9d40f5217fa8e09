"""What a document says of itself, and where: headline, time of publication, author, reporting agency, period."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from vkstats import shapes
from vkstats.link.reporting import Reporting
from vkstats.model import Article, Block, BlockKind, Evidence, Frame
from vkstats.names.lexicon import pattern
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.writing import title_cased
from vkstats.text.words import words_of
from vkstats.vocabulary import Lexicon

_NO_BODY = frozenset({BlockKind.PUBLISHED, BlockKind.BOILERPLATE})
_REACH = 70  # characters in front of a body's name that tell whether it reports
_Found: TypeAlias = tuple[str, int, int]  # what a field is, and where the text says so


def read_frame(article: Article, organisations: Organisations) -> tuple[Frame, tuple[Evidence, ...]]:
    """The frame without its period, which `with_period` adds once the time expressions are read, and its evidence."""
    found = {
        "title": _title(article),
        "published": _published(article, organisations.lexicon),
        "author": _author(article),
        "agency": _agency(article, organisations),
    }
    # What the format says beside the text (the tags of a page, the head of a letter) is surer than its words.
    told = {name: getattr(article.said, name) for name in found if getattr(article.said, name)}
    frame = Frame(**({field: said[0] for field, said in found.items() if said} | told))
    evidence = [
        Evidence(field, article.text[said[1] : said[2]], said[1], said[2])
        for field, said in found.items()
        if said and field not in told
    ]
    return frame, tuple(evidence)


def with_period(
    frame: Frame, evidence: tuple[Evidence, ...], reporting: Reporting, text: str
) -> tuple[Frame, tuple[Evidence, ...]]:
    """The frame with the document's reporting period, and the words of `text` that say it as evidence."""
    said = reporting.choice.ranked[0][1]
    if said.value is None:
        return frame, evidence
    found = Evidence("period", text[said.start : said.end], said.start, said.end)
    return replace(frame, period=said.value), (*evidence, found)


def _blocks(article: Article, kind: BlockKind) -> list[Block]:
    return [block for block in article.blocks if block.kind is kind]


def _title(article: Article) -> _Found | None:
    titles = _blocks(article, BlockKind.TITLE)
    if not titles:
        return None
    start, end = titles[0].start, titles[0].end
    return " ".join(article.text[start:end].split()), start, end


# --- time of publication ---------------------------------------------------------------------------

_ISO_DAY, _NUMERIC_DAY, _CLOCK = map(re.compile, (shapes.ISO_DAY, shapes.NUMERIC_DAY, shapes.CLOCK))
_MONTHS = 12


def _published(article: Article, lexicon: Lexicon) -> _Found | None:
    for block in _blocks(article, BlockKind.PUBLISHED):
        moment = read_moment(article.folded[block.start : block.end], lexicon)
        if moment:
            return moment, block.start, block.end
    return None


def read_moment(folded: str, lexicon: Lexicon) -> str | None:
    """The ISO 8601 date or date-time of a publication line; None where it has no possible date.

    The day comes first, as everywhere in Vietnamese, unless the clock has AM or PM: a server that writes so
    writes the month first. Where only one order is possible, it is taken.
    """
    clock = _CLOCK.search(folded)
    day = _day(folded, lexicon, is_american=clock is not None and clock[4] is not None)
    if day is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4] == "p" else 0)
    try:
        moment = datetime(*day, hour, minute, second)  # noqa: DTZ001 - a page's local time
    except ValueError:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()


def _day(folded: str, lexicon: Lexicon, *, is_american: bool) -> tuple[int, int, int] | None:
    """Year, month and day as a publication line has them, possible or not."""
    iso, numeric = _ISO_DAY.search(folded), _NUMERIC_DAY.search(folded)
    if iso:
        year, month, day = map(int, iso.groups())
        return year, month, day
    found = numeric or words_of(lexicon).written_day.search(folded)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups() if part)
    if (is_american and numeric and day <= _MONTHS) or month > _MONTHS:
        day, month = month, day
    return year, month, day


# --- author ----------------------------------------------------------------------------------------


def _author(article: Article) -> _Found | None:
    for byline in article.bylines:
        if byline.names and not byline.is_signature:
            start = article.text.index(byline.names, article.blocks[byline.block].start)
            return title_cased(byline.names), start, start + len(byline.names)
    return None


# --- agency ----------------------------------------------------------------------------------------


class _AgencyWords:
    """The words around the name of a body that tell whether it reports."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.reported = pattern(lexicon, r"<name-reported>(?! <name-reported-to>)[^,.;\n]{0,60}$")
        self.reports = pattern(lexicon, r"[^,.;\n]{0,12} <name-reports>(?!\w)")
        # `vụ lừa đảo tại Công ty X`: where a case happened, which is not who reports it
        self.scene = pattern(lexicon, r"(?<!\w)(?<!\d )<name-case> [^,.;:\n\d]{1,40} <name-at> $")


@lru_cache(maxsize=4)
def _agency_words(lexicon: Lexicon) -> _AgencyWords:
    return _AgencyWords(lexicon)


def _agency(article: Article, organisations: Organisations) -> _Found | None:
    """The body whose results the text reports: of the letterhead, or named most, in headline and lead above all."""
    words, blocks = _agency_words(organisations.lexicon), article.blocks
    bodies = [index for index, block in enumerate(blocks) if block.kind not in _NO_BODY]
    lead = bodies[1] if len(bodies) > 1 else 0
    scores: Counter[str] = Counter()
    letterhead: _Found | None = None
    first: dict[str, tuple[int, int]] = {}
    at = 0
    for found in organisations.bodies:
        mention = found.above or found  # a unit's results are those of the whole
        name = organisations.full_name(mention)
        if name is None:
            continue
        while blocks[at].end <= mention.start:
            at += 1
        if blocks[at].kind is BlockKind.BOILERPLATE:
            letterhead = (name, mention.start, mention.end) if at < lead else letterhead
        elif blocks[at].kind is not BlockKind.CAPTION:
            scores[name] += _weight(mention, article.folded, blocks[at], words, leads=at <= lead + 1)
            first.setdefault(name, (mention.start, mention.end))
    if letterhead or not scores:
        return letterhead
    agency = scores.most_common(1)[0][0]
    return agency, *first[agency]


def _weight(mention: OrganisationMention, folded: str, block: Block, words: _AgencyWords, *, leads: bool) -> int:
    """How much one mention tells for a body: in headline and lead more, and where the text says that it reports."""
    weight = 1
    if not words.scene.search(folded, max(block.start, mention.start - _REACH), mention.start):
        weight += 3 if block.kind in {BlockKind.TITLE, BlockKind.BYLINE} else int(leads)
    if words.reported.search(folded, max(block.start, mention.start - _REACH), mention.start):
        return weight + 2
    return weight + 1 if words.reports.match(folded, mention.end) else weight
