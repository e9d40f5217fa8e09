"""The articles that a text cites, with their clauses and points, each with the document that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vkstats.names.citations.documents import Documents
from vkstats.names.citations.levels import articles_of
from vkstats.names.citations.mention import CitationMention, Level, Source, Value
from vkstats.names.citations.words import ARTICLE, CLAUSE, LawWords

_NEAR = 8  # characters between a document and its article


@dataclass(frozen=True, slots=True)
class Articles:
    """Reads the articles cited in one text."""

    text: str
    folded: str
    documents: Documents
    words: LawWords

    def read(self, sources: list[Source]) -> Iterator[CitationMention]:
        """Articles with their clauses and points, each with the document that it belongs to."""
        ends = {source.end: source for source in sources}
        for chain in self._chains():
            if not any(level.word == ARTICLE for level in chain):
                continue
            end = chain[-1].end
            gap = self.words.to_source.match(self.folded, end)
            behind = gap.end() if gap else end
            source = self.documents.at(behind)
            if source is None and self.documents.is_elsewhere(behind):
                continue
            source = source or self._source_before(chain[0].start, ends)
            if source or self._stands_alone(chain):
                yield from articles_of(chain, source)

    def _chains(self) -> Iterator[list[Level]]:
        """Levels that stand together: `điểm a khoản 2 Điều 5; khoản 1 Điều 7`."""
        chain: list[Level] = []
        for match in self.words.level.finditer(self.folded):
            level = self._level(match)
            if chain and not self.words.level_gap.fullmatch(self.folded, chain[-1].end, level.start):
                yield chain
                chain = []
            chain.append(level)
        if chain:
            yield chain

    def _level(self, match: re.Match[str]) -> Level:
        named = match.lastgroup or ""
        kind = f"law-{named}"
        values: list[Value] = []
        for found in self.words.values[kind].finditer(self.folded, match.end(named), match.end()):
            start, end = found.span("value")
            value = self.text[start:end]
            again = self.words.repeated[kind].search(self.folded, values[-1].end, start) if values else None
            start = again.start() if again else start  # `Điều 8 và Điều 9`, not `Điều 8 và 9`
            if found["range"] and values:
                first = values.pop()
                values.append(Value(f"{first.written}-{value}", first.start, end))
            else:
                values.append(Value(value, start, end))
        return Level(kind, match.start(), match.end(), tuple(values))

    def _source_before(self, at: int, ends: dict[int, Source]) -> Source | None:
        """The document in `Luật Đất đai (Điều 5)`, `Luật Đất đai tại Điều 5`."""
        gap = self.words.from_source.search(self.folded, max(0, at - _NEAR), at)
        return ends.get(gap.start()) if gap else None

    def _stands_alone(self, chain: list[Level]) -> bool:
        """Whether a chain without a document is one of articles: `điều 4 máy bay` sends four planes."""
        if any(level.word == CLAUSE for level in chain):
            return True
        is_capital = any(self.text[level.start].isupper() for level in chain if level.word == ARTICLE)
        return is_capital and not self.words.counted.match(self.folded, chain[-1].end)
