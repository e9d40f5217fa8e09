"""People without a title: full names with a role or an age behind them, or beyond doubt by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vkstats.names.lexicon import spaced
from vkstats.names.people.fullnames import LENGTHS, is_full, without_paper
from vkstats.names.people.phrases import Phrases
from vkstats.names.people.said import PersonMention, Said
from vkstats.names.writing import Run, capital_run, capital_runs, title_cased

_HOUSE_NUMBER = re.compile(r"\d[\w/]* $")  # `số 8 Nguyễn Trung Trực`
_SURE_LENGTHS = range(3, 5)  # words of a name that needs nothing beside it
_LONGEST, _LONGEST_SHOUTED = 5, 4  # words
_NEAR = 20  # characters in front of a name that tell what it is of
_NEAR_STREETS = 150
_HEAD = 200  # characters of a sentence that tell whether it is in capitals


@dataclass(frozen=True, slots=True)
class BareNames:
    """Reads the people of one document whom nothing in front introduces."""

    phrases: Phrases

    def read(self, start: int, stop: int, first: int, end: int) -> Iterator[PersonMention]:
        """The people between `start` and `stop` of the sentence `first:end`."""
        writing, words = self.phrases.writing, self.phrases.words
        for found in capital_runs(writing.text, start, stop):
            run = without_paper(found)
            if len(run.words) >= 3 and run.start == first and not self.phrases.names.begins_with_surname(run):
                run = run.rest()  # `Theo Nguyễn Văn Xuân`
            if not self._may_be(run, first):
                continue
            said = Said()
            self.phrases.behind(said, run.end, end)
            occupation = words.occupation_before.search(writing.folded, max(first, run.start - _NEAR), run.start)
            has_role = bool(said.roles) and not occupation
            if occupation and not said.roles:
                said.roles.append(spaced(occupation["occupation"]))
            if has_role or words.born.match(writing.folded, run.end, end) or self._is_sure(run, first, end):
                yield said.person(title_cased(run.name), run.start, run.end)

    def _may_be(self, run: Run, first: int) -> bool:
        """Whether a run may be a name that nothing else claims."""
        writing, words, names = self.phrases.writing, self.phrases.words, self.phrases.names
        longest = _LONGEST_SHOUTED if writing.is_shouted(run.start) else _LONGEST
        if len(run.words) > longest or not names.begins_with_surname(run) or not is_full(run.words):
            return False
        if writing.text[run.end : run.end + 1] == "." and len(run.words[-1]) == 1:
            return False
        organisations = names.organisations
        if (
            organisations.at(run.start)
            or organisations.covers(run.start)
            or organisations.offices.shared.province.match(writing.folded, run.start)
            or names.folded(run) in self.phrases.taken
        ):
            return False
        near = max(first, run.start - _NEAR)
        is_thing = words.thing_before.search(writing.folded, near, run.start)
        return not (is_thing or _HOUSE_NUMBER.search(writing.folded, near, run.start))

    def _is_sure(self, run: Run, first: int, end: int) -> bool:
        """Whether a run is a name beyond doubt: a common surname, no capitals around, no streets named before."""
        writing = self.phrases.writing
        return (
            len(run.words) in _SURE_LENGTHS
            and self.phrases.names.begins_with_common_surname(run)
            and not writing.is_shouted(run.start)
            and not writing.text[first : min(end, first + _HEAD)].isupper()
            and not self.phrases.words.streets.search(writing.folded, max(first, run.start - _NEAR_STREETS), run.start)
        )

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
