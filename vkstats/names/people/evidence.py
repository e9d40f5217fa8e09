"""What speaks for capitals being somebody's name: named features, added up by the weights of the packs.

Whole names (`person`) are weighed where nothing in front introduces them, single words (`given`) behind a title,
standing or rank. Capitals are a name where their weights come to more than zero (`weights/persons.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vkstats import gazetteer
from vkstats.names.known import is_verb, word_at, word_over
from vkstats.names.people.foreign import foreign_names
from vkstats.names.people.fullnames import FullNames
from vkstats.names.people.words import PeopleWords
from vkstats.names.writing import Run
from vkstats.text import fold

_TIERS = (1, 2)  # districts and communes
_LENGTHS = {2: "two-words", 3: "three-words", 4: "four-words", 5: "five-words"}
_NEAR = 20  # characters in front of a name that tell what it is of
_NEAR_STREETS = 150
_OPENERS = re.compile(r"[\"“:.]\s*$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weighs the capitals of one document."""

    names: FullNames
    words: PeopleWords

    def is_person(self, features: Iterable[str]) -> bool:
        """Whether features of `whole` are enough."""
        return sum(map(self.words.person_weights.get, features, _zeros())) > 0

    def is_given(self, features: Iterable[str]) -> bool:
        """Whether features of `given` are enough."""
        return sum(map(self.words.given_weights.get, features, _zeros())) > 0

    def written(self, run: Run) -> Iterator[str]:
        """What the words of a run say by themselves."""
        yield "capitals"
        folded = [fold(word) for word in run.words]
        shared = self.names.organisations.offices.shared
        if folded[0] in shared.surnames:
            yield "surname"
        elif folded[0] in shared.rare_surnames:
            yield "surname-rare"
        if len(folded) > 2 and folded[1] in shared.middles:
            yield "middle"
        if folded[0].isascii() and folded[-1].isascii():
            foreign = foreign_names()
            if "given" in foreign.get(folded[0], ""):
                yield "foreign-given"
            if "surname" in foreign.get(folded[-1], ""):
                yield "foreign-surname"
        if "-" in run.words[-1]:
            yield "hyphened"
        if any(len(word) > 1 and word.isupper() for word in run.words):
            yield "acronym"
        yield _LENGTHS.get(len(folded), "")

    def around(self, run: Run, first: int, end: int) -> Iterator[str]:
        """What the sentence `first:end` says of a run, but for roles."""
        words, writing = self.words, self.names.organisations.writing
        folded = writing.folded
        near = max(first, run.start - _NEAR)
        if run.start == first and fold(run.words[0]) in words.things:
            yield "thing-first"
        if words.born.match(folded, run.end, end):
            yield "age-behind"
        if words.home_behind.match(folded, run.end, end):
            yield "home-behind"
        if words.occupation_before.search(folded, near, run.start):
            yield "calling-before"
        if words.named_before.search(folded, near, run.start):
            yield "naming-before"
        if is_verb(folded, run.end + 1, end):
            yield "verb-behind"
        if words.speaks.match(folded, run.end, end):
            yield "speech-behind"
        if gazetteer.named(_TIERS, gazetteer.key(run.name)):
            yield "place"
        if words.place_behind.match(folded, run.end):
            yield "place-behind"  # `phố vàng Lê Thánh Tôn (quận 1)`
        if writing.is_shouted(run.start):
            yield "shouted"
        if words.streets.search(folded, max(first, run.start - _NEAR_STREETS), run.start):
            yield "streets"

    def single(self, run: Run, title: re.Match[str], first: int, end: int) -> Iterator[str]:
        """What speaks for and against a single word behind `title`."""
        writing = self.names.organisations.writing
        shared = self.names.organisations.offices.shared
        sort = next(sort for sort in ("title", "standing", "rank") if title[sort])
        yield "capitals"
        yield sort
        if sort != "title":  # `diễn viên Mỹ`, `đạo diễn Chuyện tình …`: what one is of may stand there too
            if shared.country.match(writing.folded, run.start - 1):
                yield "country"
            word = word_at(writing.folded, run.end + 1, end)
            if word and word[0].startswith("N"):
                yield "noun-behind"
        start = title.start()
        if writing.is_capital(start) and not (
            start == first or _OPENERS.search(writing.text, max(first, start - 3), start)
        ):
            yield "title-within"
        written = writing.written(start, run.end)
        if writing.is_capital(start) and gazetteer.named(_TIERS, gazetteer.key(written)):
            yield "place"  # `Bác Ái`
        if shared.province.match(writing.folded, start) or shared.province.match(writing.folded, run.start):
            yield "place"
        if word_over(writing.folded, run.start, run.end):
            yield "common-word"


def _zeros() -> Iterator[int]:
    while True:
        yield 0
