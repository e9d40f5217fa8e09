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
_BEHIND = re.compile(r" ?(?:\((?! ?\d)|[:–-])")
_OPENERS = re.compile(r"[\"“:.]\s*$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weighs the capitals of one document."""

    names: FullNames
    words: PeopleWords

    def worth(self, features: Iterable[str]) -> int:
        """What features of whole names come to, in hundredths."""
        return sum(map(self.words.person_weights.get, features, _zeros()))

    def is_given(self, features: Iterable[str]) -> bool:
        """Whether features of `given` are enough."""
        return sum(map(self.words.given_weights.get, features, _zeros())) > 0

    def written(self, run: Run) -> Iterator[str]:
        """What the words of a run say by themselves."""
        yield "capitals"
        folded = [fold(word) for word in run.words]
        shared, words = self.names.organisations.offices.shared, self.words
        length = "long" if len(folded) > 2 else "short"
        sort = (
            "surname" if folded[0] in shared.surnames else "surname-rare" if folded[0] in shared.rare_surnames else ""
        )
        if sort:
            yield from (sort, f"{sort}-{length}")
        known = foreign_names() if words.no_foreign.isdisjoint(folded) else {}
        is_pair = folded[-1] in words.given and (folded[-2] in words.given or folded[-2] in words.given_middles)
        said = {
            "middle": len(folded) > 2 and folded[1] in shared.middles,
            "given-pair": is_pair and len(folded) == 2,
            "given-end": is_pair and len(folded) > 2,
            "foreign-given": "given" in known.get(folded[0], ""),
            "foreign-surname": "surname" in known.get(folded[-1], ""),
            "hyphened": "-" in run.words[-1],
            "acronym": any(len(word) > 1 and word.isupper() for word in run.words),
            "digit": any(any(map(str.isdigit, word)) for word in run.words),
        }
        yield from (feature for feature, holds in said.items() if holds)
        yield _LENGTHS.get(len(folded), "")

    def around(self, run: Run, first: int, end: int) -> Iterator[str]:
        """What the sentence `first:end` says of a run, but for roles."""
        words, writing = self.words, self.names.organisations.writing
        folded = writing.folded
        near = max(first, run.start - _NEAR)
        behind = _BEHIND.match(folded, run.end, end)
        said = {
            "thing-first": run.start == first and fold(run.words[0]) in words.things,
            "age-behind": words.born.match(folded, run.end, end),
            "home-behind": words.home_behind.match(folded, run.end, end),
            "calling-before": words.occupation_before.search(folded, near, run.start),
            "naming-before": words.named_before.search(folded, near, run.start),
            "where-before": words.where_before.search(folded, near, run.start),
            "whose-before": words.whose_before.search(folded, near, run.start),
            "verb-behind": is_verb(folded, run.end + 1, end),
            "speech-behind": words.speaks.match(folded, run.end, end),
            "bracket-behind": behind and "(" in behind.group(),
            "dash-behind": behind and "(" not in behind.group(),
            "place": self.is_place(run),
            "place-behind": words.place_behind.match(folded, run.end),  # `phố vàng Lê Thánh Tôn (quận 1)`
            "shouted": writing.is_shouted(run.start),
            "streets": words.streets.search(folded, max(first, run.start - _NEAR_STREETS), run.start),
        }
        yield from (feature for feature, holds in said.items() if holds)

    def is_place(self, run: Run) -> bool:
        """Whether a place has this name."""
        shared = self.names.organisations.offices.shared
        province = shared.province.match(self.names.organisations.writing.folded, run.start)
        return (province is not None and province.end() == run.end) or bool(
            gazetteer.named(_TIERS, gazetteer.key(run.name))
        )

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
