"""What a document says of itself, and where: headline, time of publication, author, reporting agency, period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from vkstats.frame.agency import is_bulletin, read_agency
from vkstats.frame.letterhead import extent
from vkstats.frame.published import read_moment
from vkstats.link.reporting import Reporting
from vkstats.model import Article, Block, BlockKind, Evidence, Frame, Sureness, Warning
from vkstats.names.organisations import Organisations
from vkstats.names.writing import title_cased
from vkstats.vocabulary import Lexicon

_Found = tuple[str, Evidence]  # what a field is, and where the text says so


def read_frame(
    article: Article, organisations: Organisations, weights: Mapping[str, int]
) -> tuple[Frame, tuple[Evidence, ...]]:
    """The frame without its period, which `with_period` adds once the time expressions are read, and its evidence.

    `weights` are those of what tells the agency.
    """
    found = {
        "title": _title(article),
        "published": _published(article, organisations.lexicon),
        "author": _author(article),
        "agency": read_agency(article, organisations, weights),
    }
    # What the format says beside the text (the tags of a page, the head of a letter) is surer than its words.
    told = {name: getattr(article.said, name) for name in found if getattr(article.said, name)}
    frame = Frame(**({field: said[0] for field, said in found.items() if said} | told))
    return frame, tuple(said[1] for field, said in found.items() if said and field not in told)


def with_period(
    frame: Frame, evidence: tuple[Evidence, ...], reporting: Reporting, text: str
) -> tuple[Frame, tuple[Evidence, ...]]:
    """The frame with the document's reporting period, and the words of `text` that say it as evidence."""
    said = reporting.choice.ranked[0][1]
    if said.value is None:
        return frame, evidence
    title = next((each for each in evidence if each.field == "title"), None)
    is_shown = title is not None and title.start <= said.start < title.end
    sureness = Sureness.SHOWN if is_shown else Sureness.INFERRED
    found = Evidence("period", text[said.start : said.end], said.start, said.end, sureness)
    return replace(frame, period=said.value), (*evidence, found)


def doubts(frame: Frame, evidence: tuple[Evidence, ...]) -> tuple[Warning, ...]:
    """A warning where every row of the document carries an agency that running text alone gives."""
    return tuple(
        Warning("inferred-agency", said.start, said.end, (("agency", frame.agency or ""),))
        for said in evidence
        if said.field == "agency" and said.sureness is Sureness.INFERRED
    )


def _said(article: Article, field: str, start: int, end: int, sureness: Sureness) -> Evidence:
    return Evidence(field, article.text[start:end], start, end, sureness)


def _blocks(article: Article, kind: BlockKind) -> Iterator[Block]:
    return (block for block in article.blocks if block.kind is kind)


def _title(article: Article) -> _Found | None:
    subject = article.letterhead.subject
    if subject:
        written = (" ".join(article.text[start:end].split()) for start, end in subject)
        return " ".join(written), _said(article, "title", *extent(article.text, subject), Sureness.TOLD)
    block = next(_blocks(article, BlockKind.TITLE), None)
    if block is None:
        return None
    said = _said(article, "title", block.start, block.end, Sureness.SHOWN)
    return " ".join(said.text.split()), said


def _published(article: Article, lexicon: Lexicon) -> _Found | None:
    for block in _blocks(article, BlockKind.PUBLISHED):
        moment = read_moment(article.folded[block.start : block.end], lexicon)
        if moment:
            return moment, _said(article, "published", block.start, block.end, Sureness.TOLD)
    return None


def _author(article: Article) -> _Found | None:
    if is_bulletin(article):
        return None
    for byline in article.bylines:
        if byline.names and not byline.is_signature:
            start = article.text.index(byline.names, article.blocks[byline.block].start)
            sureness = Sureness.TOLD if byline.is_labelled else Sureness.SHOWN
            return title_cased(byline.names), _said(article, "author", start, start + len(byline.names), sureness)
    return None
