"""People without a title: full names with a role or an age behind them, or beyond doubt by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vkstats.names.known import word_over
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
_NEAR_PLACE = 40


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Capitals that may be a name, what is said of the person, and what speaks for it, in hundredths."""

    run: Run
    said: Said
    worth: int

    @property
    def end(self) -> int:
        """Where the name, with what is said behind it, ends."""
        return max(self.run.end, self.said.end)


@dataclass(frozen=True, slots=True)
class BareNames:
    """Reads the people of one document whom nothing in front introduces."""

    phrases: Phrases
    evidence: Evidence

    def read(self, start: int, stop: int, first: int, end: int) -> Iterator[PersonMention]:
        """The people between `start` and `stop` of the sentence `first:end`; another ends at a `start` inside it."""
        found = list(self._candidates(start, stop, first, end))
        edges = [(start, start), *((one.run.start, one.end) for one in found)]
        persons = [start > first, *(one.worth > 0 for one in found)]
        beside = self.evidence.worth(["beside-person"])
        pairs = [(n, n + 1) for n in range(len(found)) if self._is_listed(edges[n][1], edges[n + 1][0])]
        for known, other in (*pairs, *((right, left) for left, right in reversed(pairs))):
            if persons[known] and other:  # a list of persons is known by any of them
                persons[other] = persons[other] or found[other - 1].worth + beside > 0
        for one, is_person in zip(found, persons[1:], strict=True):
            if is_person:
                yield one.said.person(title_cased(one.run.name), one.run.start, one.run.end)

    def _is_listed(self, start: int, end: int) -> bool:
        """Whether what stands between two names makes them a list."""
        return self.phrases.words.beside.fullmatch(self.phrases.writing.folded, start, end) is not None

    def _candidates(self, start: int, stop: int, first: int, end: int) -> Iterator[_Candidate]:
        """The runs that may be names, with what speaks for each."""
        writing, words = self.phrases.writing, self.phrases.words
        for found in capital_runs(writing.text, start, stop):
            run = without_paper(found)
            if len(run.words) >= 3 and run.start == first and not self._begins_name(run):
                run = run.rest()  # `Theo Nguyễn Văn Xuân`
            if not self._may_be(run, first):
                continue
            features = {*self.evidence.written(run), *self.evidence.around(run, first, end)}
            if self._is_beside_place(run, first, end):
                features.add("beside-place")
            said = Said()
            self.phrases.behind(said, run.end, end)
            if said.roles:
                features.add("role-behind")
            if "calling-before" in features:
                occupation = words.occupation_before.search(writing.folded, max(first, run.start - _NEAR), run.start)
                said.standings.append(spaced(occupation["occupation"]) if occupation else "")
            yield _Candidate(run, said, self.evidence.worth(features))

    def _is_beside_place(self, run: Run, first: int, end: int) -> bool:
        """Whether a list that the run stands in goes on with a place, or begins with one."""
        writing, beside = self.phrases.writing, self.phrases.words.beside
        behind = beside.match(writing.folded, run.end, end)
        following = capital_run(writing.text, behind.end(), end) if behind else None
        if following and self.evidence.is_place(following):
            return True
        before = [*capital_runs(writing.text, max(first, run.start - _NEAR_PLACE), run.start, least=1)][-1:]
        return any(self._is_listed(one.end, run.start) and self.evidence.is_place(one) for one in before)

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
        if len(run.words) > longest or len(run.words) < 2 or not is_full(run.words):
            return False
        if writing.text[run.end : run.end + 1] == "." and len(run.words[-1]) == 1:
            return False
        organisations = names.organisations
        if (
            organisations.at(run.start)
            or organisations.covers(run.start)
            or organisations.offices.shared.province.match(writing.folded, run.start)
            or organisations.offices.shared.country.match(f" {names.folded(run)}")
            or names.folded(run) in self.phrases.taken
            or names.folded(run) in words.no_names_alone
        ):
            return False
        if word_over(writing.folded, run.begin(len(run.words) - 1), run.end):
            return False  # `Thu Ngân|sách`
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
