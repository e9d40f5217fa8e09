"""People without a title: full names with a role or an age behind them, or beyond doubt by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vkstats.names.lexicon import spaced
from vkstats.names.people.evidence import Evidence
from vkstats.names.people.foreign import foreign_names
from vkstats.names.people.fullnames import LENGTHS, is_full, without_paper
from vkstats.names.people.phrases import Phrases
from vkstats.names.people.said import PersonMention, Said
from vkstats.names.writing import Run, capital_run, capital_runs, title_cased
from vkstats.text import fold

_HOUSE_NUMBER = re.compile(r"\d[\w/]* $")  # `số 8 Nguyễn Trung Trực`
_LONGEST, _LONGEST_SHOUTED = 5, 4  # words
_NEAR = 20  # characters in front of a name that tell what it is of


@dataclass(frozen=True, slots=True)
class BareNames:
    """Reads the people of one document whom nothing in front introduces."""

    phrases: Phrases
    evidence: Evidence

    def read(self, start: int, stop: int, first: int, end: int) -> Iterator[PersonMention]:
        """The people between `start` and `stop` of the sentence `first:end`."""
        writing, words = self.phrases.writing, self.phrases.words
        known = start  # where the last person ends
        for found in capital_runs(writing.text, start, stop):
            run = without_paper(found)
            if len(run.words) >= 3 and run.start == first and not self._begins_name(run):
                run = run.rest()  # `Theo Nguyễn Văn Xuân`
            if not self._may_be(run, first):
                continue
            said = Said()
            self.phrases.behind(said, run.end, end)
            features = {*self.evidence.written(run), *self.evidence.around(run, first, end)}
            if said.roles:
                features.add("role-behind")
            if known > start and words.next_name.fullmatch(writing.folded, known, run.start):
                features.add("beside-person")
            if "calling-before" in features:
                occupation = words.occupation_before.search(writing.folded, max(first, run.start - _NEAR), run.start)
                said.standings.append(spaced(occupation["occupation"]) if occupation else "")
            if self.evidence.is_person(features):
                known = max(run.end, said.end)
                yield said.person(title_cased(run.name), run.start, run.end)

    def _begins_name(self, run: Run) -> bool:
        """Whether the first word, or the second, is one that is in names of people only."""
        names = self.phrases.names
        return (
            names.begins_with_surname(run)
            or names.first(run) in foreign_names()
            or (len(run.words) > 2 and fold(run.words[1]) in names.organisations.offices.shared.middles)
        )

    def _may_be(self, run: Run, first: int) -> bool:
        """Whether a run may be a name that nothing else claims."""
        writing, words, names = self.phrases.writing, self.phrases.words, self.phrases.names
        longest = _LONGEST_SHOUTED if writing.is_shouted(run.start) else _LONGEST
        if len(run.words) > longest or not self._begins_name(run) or not is_full(run.words):
            return False
        if writing.text[run.end : run.end + 1] == "." and len(run.words[-1]) == 1:
            return False
        organisations = names.organisations
        if (
            organisations.at(run.start)
            or organisations.covers(run.start)
            or organisations.offices.shared.province.match(writing.folded, run.start)
            or names.folded(run) in self.phrases.taken
            or names.folded(run) in words.no_names_alone
        ):
            return False
        near = max(first, run.start - _NEAR)
        is_thing = words.thing_before.search(writing.folded, near, run.start)
        return not (is_thing or _HOUSE_NUMBER.search(writing.folded, near, run.start))

    def credited(self, start: int, end: int) -> Iterator[PersonMention]:
        """The photographers after `Ảnh:`."""
        writing, words = self.phrases.writing, self.phrases.words
        for match in words.photo.finditer(writing.folded, start, end):
            run = capital_run(writing.text, match.end(), end)
            if run is None or len(run.words) not in LENGTHS or not is_full(run.words) or run.name.isascii():
                continue
            if writing.is_shouted(run.start) and not writing.is_bordered(run.end):
                continue
            if not self.phrases.names.organisations.at(run.start):
                yield PersonMention(title_cased(run.name), words.photographer, None, run.start, run.end)
