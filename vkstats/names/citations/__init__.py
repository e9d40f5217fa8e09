"""Citations: legal documents, their articles, and offences under the name of the Penal Code.

A document is known by its number (`96/2019/QH14`: what the abbreviations in it stand for is ruled by Decree
30/2020/NĐ-CP, annex III) or by its name (`Luật Đất đai năm 2013`). What only points back (`Luật này`, `Nghị quyết
trên`) is no citation. Each thing cited is one record, at its first mention, with all that the mentions say together;
`Luật Đất đai` is the law of 2013 only where the document names no other Luật Đất đai.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.model import Citation, Frame
from vkstats.names.citations.catalogue import catalogue
from vkstats.names.citations.mention import CitationMention
from vkstats.names.citations.reader import read_citations
from vkstats.names.citations.words import law_words
from vkstats.names.organisations import Organisations


def citations_of(
    mentions: Sequence[CitationMention], organisations: Organisations, frame: Frame
) -> tuple[Citation, ...]:
    """The legal documents, articles and offences that the document cites, each once, in reading order."""
    return catalogue(mentions, organisations.writing.text, frame.published, law_words(organisations.lexicon))


__all__ = ["CitationMention", "citations_of", "read_citations"]
