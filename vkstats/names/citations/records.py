"""A mention with all that is known of it → the record of the citation."""

from __future__ import annotations

from vkstats.model import Citation, CitationKind
from vkstats.names.citations.codes import Codes
from vkstats.names.citations.mention import CitationMention, Source
from vkstats.names.citations.words import ARTICLE, CHAPTER, CLAUSE, POINT, LawWords


def record(mention: CitationMention, text: str, codes: Codes) -> Citation:
    """The record of a mention in `text`."""
    words, source, article, offence = codes.words, mention.source, mention.article, mention.offence
    kind = CitationKind.OFFENCE if offence else CitationKind.ARTICLE if article else CitationKind.DOCUMENT
    if offence:
        source, article = codes.place(mention)
    elif article and source and source.law == words.penal_code:
        offence = words.articles[codes.of(source)].get(article)
    return Citation(
        _name(mention, source, article, offence, words),
        text[mention.start : mention.end],
        mention.start,
        mention.end,
        kind,
        type=source.type if source else None,
        number=source.number if source else None,
        year=source.year if source else None,
        issuer=source.issuer if source else None,
        date=source.date if source else None,
        chapter=mention.chapter,
        article=article,
        clause=mention.clause,
        point=mention.point,
        law=words.name_of(source) if source and article else None,
        offence=offence,
    )


def _name(
    mention: CitationMention, source: Source | None, article: str | None, offence: str | None, words: LawWords
) -> str:
    """`Tội giết người`; `khoản 1 Điều 123 Bộ luật Hình sự năm 2015`; `Nghị quyết số 96/2019/QH14`."""
    if mention.offence and offence:
        return f"{words.offence_head} {offence[0].lower()}{offence[1:]}"
    document = words.name_of(source) if source else ""
    if not article:
        return document
    levels = {POINT: mention.point, CLAUSE: mention.clause, ARTICLE: article, CHAPTER: mention.chapter}
    places = (f"{words.level_names[level]} {value}" for level, value in levels.items() if value)
    return " ".join(filter(None, (*places, document)))
