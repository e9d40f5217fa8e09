"""A text → its mentions of documents, articles and offences."""

from __future__ import annotations

from vkstats.model import Article
from vkstats.names.citations.articles import Articles
from vkstats.names.citations.documents import Documents
from vkstats.names.citations.mention import CitationMention
from vkstats.names.citations.offences import Offences
from vkstats.names.citations.words import law_words
from vkstats.names.organisations import Organisations


def read_citations(article: Article, organisations: Organisations) -> tuple[CitationMention, ...]:
    """All mentions by where they begin. A document that an article is cited of is part of that mention."""
    words = law_words(organisations.lexicon)
    documents = Documents(article.text, article.folded, organisations, words)
    sources = list(documents.read())
    articles = list(Articles(article.text, article.folded, documents, words).read(sources))
    attached = {mention.source.start for mention in articles if mention.source}
    named = [CitationMention(each.start, each.end, each) for each in sources if each.start not in attached]
    joined = Offences(article.folded, words).joined(articles)
    return tuple(sorted([*joined, *named], key=lambda mention: (mention.start, mention.end)))
