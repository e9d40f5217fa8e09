"""The offences that a text names, each joined with the article that the text gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vkstats.names.citations.mention import CitationMention
from vkstats.names.citations.words import LawWords
from vkstats.names.lexicon import spaced

_LONGEST_CHARGE = 250  # characters from `khởi tố …` to `về hành vi …`
_NEAR = 40  # characters between an article and its offence
_CLOSE = re.compile(r' *[.,;]? *"')


@dataclass(frozen=True, slots=True)
class Offences:
    """Reads the offences named in one text."""

    folded: str
    words: LawWords

    def joined(self, articles: Iterable[CitationMention]) -> tuple[CitationMention, ...]:
        """The articles and the offences, one mention where the text gives an offence its article."""
        alone = {article.start: article for article in articles}
        ends = {article.end: article.start for article in alone.values()}
        offences: list[CitationMention] = []
        for found in self._offence_lists():
            behind = self.words.to_article.match(self.folded, found[-1].end)
            gap = self.words.from_article.search(self.folded, max(0, found[0].start - _NEAR), found[0].start)
            near = [behind.end() if behind else -1, ends.get(gap.start(), -1) if gap else -1]
            for offence in found:
                beside = (alone[start] for start in near if start in alone)
                article = next((each for each in beside if self._may_join(offence, each, found)), None)
                if article:
                    del alone[article.start]
                offences.append(self._join(offence, article) if article else offence)
        return (*alone.values(), *offences)

    def _join(self, offence: CitationMention, article: CitationMention) -> CitationMention:
        start, end = min(offence.start, article.start), max(offence.end, article.end)
        end += self.folded.startswith(")", end) and "(" in self.folded[offence.end : article.start]
        return replace(article, start=start, end=end, offence=offence.offence)

    def _may_join(self, offence: CitationMention, article: CitationMention, found: list[CitationMention]) -> bool:
        """Whether the article beside a list of offences is this one's: in a list, the code must say so."""
        numbers = {code.get(offence.offence or "") for code in self.words.numbers.values()}
        if article.article in numbers:
            return True
        return len(found) == 1 and (article.source is None or article.source.law == self.words.penal_code)

    def _offence_lists(self) -> Iterator[list[CitationMention]]:
        """The offences behind one `tội`, or behind one `về hành vi` in a charge: `tội A và tội B`."""
        for opening, needs_charge in ((self.words.offence_opening, False), (self.words.deed_opening, True)):
            end = 0
            for match in opening.finditer(self.folded):
                if match.start() < end or (needs_charge and not self._is_charge(match.start())):
                    continue
                found = list(self._offence_list(match))
                if found:
                    end = found[-1].end
                    yield found

    def _is_charge(self, at: int) -> bool:
        """Whether the sentence has said by `at` that somebody is charged."""
        start = max(0, at - _LONGEST_CHARGE)
        start = max(start, self.folded.rfind(". ", start, at), self.folded.rfind("\n", start, at))
        return self.words.charge.search(self.folded, start, at) is not None

    def _offence_list(self, match: re.Match[str] | None) -> Iterator[CitationMention]:
        start = match.start() if match else 0
        while match:
            found = self.words.offence.match(self.folded, match.end())
            close = _CLOSE.match(self.folded, found.end()) if found and match["quote"] else None
            if found is None or (match["quote"] and close is None):
                return  # between quotation marks only the whole is the name
            name = self.words.offences[spaced(found.group())]
            yield CitationMention(start, close.end() if close else found.end(), offence=name)
            match = self.words.next_offence.match(self.folded, found.end())
            start = match.end() if match else start
