"""Where a person's name begins and ends in a run of capitals.

Vietnamese names have two to four words, the surname first; of a name that nothing else bears out the first word
must be a surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vkstats.names.organisations import Organisations
from vkstats.names.writing import Run, capital_run
from vkstats.text import fold

LENGTHS = range(2, 5)  # words of a Vietnamese name
_LONGEST = 6  # words of any name
_LENGTHS_ALONE = range(2, 6)  # words of a name without a title
_LONGEST_FOREIGN = 3  # words
_LONGEST_INITIALS = 2
# The marks and letters of other alphabets, once a letter is taken apart: those of ö, å, č, ç, ą, ß, ø, ł.
_FOREIGN_LETTER = re.compile("[\u0308\u030a\u030c\u0327\u0328\u00df\u00f8\u0142]")
_VOWEL = re.compile(r"[^bcdđfghjklmnpqrstvwxz\W\d]")  # `Trần Thị Nh` is cut to initials


def _is_foreign(word: str) -> bool:
    """Whether a word has no Vietnamese letter: `Bob`, `Schröder`."""
    return word.isascii() or _FOREIGN_LETTER.search(unicodedata.normalize("NFD", fold(word))) is not None


def is_full(words: Sequence[str]) -> bool:
    """A name of two words or more, none of them an initial (`Nguyễn Văn A`, `L.Anh`)."""
    return (
        2 <= len(words) <= _LONGEST
        and _VOWEL.search(fold(words[-1])) is not None
        and len(words[-1]) > 1
        and not any("." in word or word.isdigit() for word in words)
    )


def is_given(words: Sequence[str]) -> bool:
    """One word that may be a name, and is no initial: `Trực` behind a title."""
    return (
        len(words) == 1 and len(words[0]) > 1 and not words[0].isupper() and _VOWEL.search(fold(words[0])) is not None
    )


def without_paper(run: Run) -> Run:
    """The run without the abbreviation behind a name: `Trần Văn Thanh TTO`."""
    last = run.words[-1]
    return run.first(len(run.words) - 1) if last.isupper() and len(last) > 1 and not run.words[0].isupper() else run


@dataclass(frozen=True, slots=True)
class FullNames:
    """Reads the names of people in one document."""

    organisations: Organisations

    def first(self, run: Run) -> str:
        """The first word of a run, folded."""
        return self.organisations.writing.folded[run.start : run.start + len(run.words[0])]

    def folded(self, run: Run) -> str:
        """The name of a run, folded."""
        return fold(run.name)

    def begins_with_surname(self, run: Run) -> bool:
        """Whether the first word may be a surname."""
        return self.organisations.offices.shared.is_surname(self.first(run))

    def begins_with_common_surname(self, run: Run) -> bool:
        """Whether the first word is a surname that is hardly anything else."""
        return self.first(run) in self.organisations.offices.shared.surnames

    def read(self, at: int, end: int, *, trusted: bool, common: bool = False, addressed: bool = False) -> Run | None:
        """The name at `at`; None where no name begins.

        `trusted`: a title or rank says that a person follows; else the first word must be a surname
        (`common`: a common one), or all words foreign. `addressed`: a form of address stands in front, behind which no
        country does (`ông Anh Khoa`). Among capitals alone, it must be both a Vietnamese
        name and followed by a mark.
        """
        organisations, shared = self.organisations, self.organisations.offices.shared
        folded = organisations.writing.folded
        run = capital_run(organisations.writing.text, at, end)
        if run is None:
            return None
        if organisations.writing.is_shouted(at):
            return run if self._is_shouted_name(run, trusted=trusted) else None
        run = self._cut(run, end)
        length = len(run.words)
        country = shared.country.match(folded, at - 1, end) if length > 1 and at else None
        if country and not (addressed and country.end() < run.end):
            behind = capital_run(organisations.writing.text, country.end() + 1, run.end) if trusted else None
            return behind if behind and len(behind.words) > 1 else None  # `diễn viên Mỹ Sean Penn`
        place = None if self.first(run) in shared.surnames else shared.province.match(folded, at, end)
        if place and place.end() == run.end:
            return None  # `nghệ sĩ Đà Nẵng`
        if not trusted:
            return run if self._stands_alone(run, end, common=common) else None
        if length > 1 and len(run.words[0]) > _LONGEST_INITIALS and run.words[0].isupper():
            run = run.rest()  # `Đại úy CSGT Phạm …`, but not `trẻ em SOS Gò Vấp`
            return run if self.begins_with_surname(run) and length - 1 in LENGTHS else None
        return run if length <= _LONGEST else None

    def _is_shouted_name(self, run: Run, *, trusted: bool) -> bool:
        shared, first = self.organisations.offices.shared, self.first(run)
        known = first in shared.surnames or (trusted and first in shared.rare_surnames)
        return known and len(run.words) in LENGTHS and self.organisations.writing.is_bordered(run.end)

    def _cut(self, run: Run, end: int) -> Run:
        """The run up to a paper's abbreviation, a role or an organisation."""
        shared, folded = self.organisations.offices.shared, self.organisations.writing.folded
        for count in range(2, len(run.words)):
            here, word = run.begin(count), run.words[count]
            if word.isupper() and len(word) > 1 and not run.words[0].isupper():
                return run.first(count)  # `Trần Văn Thanh TTO`
            if shared.role.match(folded, here, end) or self.organisations.at(here):
                return run.first(count)
        return run

    def _stands_alone(self, run: Run, end: int, *, common: bool) -> bool:
        """Whether a run is a name that no title bears out."""
        shared, folded = self.organisations.offices.shared, self.organisations.writing.folded
        if len(run.words) not in _LENGTHS_ALONE:
            return False
        place = shared.province.match(folded, run.start, end)
        if self.organisations.at(run.start) or (place and place["province"] not in shared.needs_level):
            return False
        first = self.first(run)
        if first in shared.surnames or (not common and first in shared.rare_surnames):
            return True
        foreign = all(_is_foreign(word) and not word.isupper() and len(word) > 1 for word in run.words)
        return not common and len(run.words) <= _LONGEST_FOREIGN and foreign
