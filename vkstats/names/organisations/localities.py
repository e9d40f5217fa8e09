"""The place that an organisation belongs to, read behind its level: `huyện Đông Hưng`, `tỉnh Thái Bình`, `quận 1`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vkstats.names.lexicon import spaced
from vkstats.names.organisations.words import OrganisationWords, organisation_words
from vkstats.names.words import NameWords, name_words
from vkstats.names.writing import Run, Writing, capital_run, title_cased
from vkstats.text import fold
from vkstats.vocabulary import Lexicon

_NUMBER = re.compile(r" (\d{1,2})(?![\w/.,%-]*\d)")
_LONGEST_SHOUTED = 3  # words of a place among capitals only
_LONGEST_SURE = 2  # words of a place that is surely no person's name
_LONGEST = 4  # words


@dataclass(frozen=True, slots=True)
class Localities:
    """The places that a document names behind their levels; `known` is level → folded name → name."""

    writing: Writing
    words: OrganisationWords
    shared: NameWords
    known: Mapping[str, Mapping[str, str]]

    def named(self, head: str, level: str | None, place: str) -> str:
        """The full name of an organisation: `Huyện ủy Đà Bắc`, but `Quận ủy quận 9`."""
        capital = self.shared.names_with_level.get(fold(place))
        if level and capital and fold(capital) == level:
            level = capital  # `Công an Thành phố Hồ Chí Minh`
        says_level = fold(head) in self.words.committees and level in self.shared.levels and not place.isdigit()
        return f"{head} {level} {place}" if level and not says_level else f"{head} {place}"

    def only(self, level: str) -> str | None:
        """The place of a level, where the document names exactly one."""
        places = self.known.get(level, {})
        return next(iter(places.values())) if len(places) == 1 else None

    def behind(self, start: int, first: int, end: int | None = None) -> tuple[str, str, int] | None:
        """The level and the place named at `start`, and where it ends; None behind a comma or without a name."""
        match = self.shared.level.match(self.writing.folded, start, len(self.writing.folded) if end is None else end)
        if match is None or self.writing.folded[start] == ",":
            return None
        level = self.shared.levels[spaced(match["level"])]
        name, after = self.read(match.end(), level, first)
        return (level, name, after) if name else None

    def read(self, start: int, level: str, first: int) -> tuple[str | None, int]:
        """The name of a place of `level` after `start`, and its end; `first` is where the whole phrase began."""
        shared, text, folded = self.shared, self.writing.text, self.writing.folded
        begin = start + 1 if folded[start : start + 1] == " " else start
        number = _NUMBER.match(folded, start) if level in shared.numbered_levels else None
        if number:
            return number[1], number.end()
        if 0 in shared.tiers.get(level, ()):
            province = shared.province.match(folded, start)
            if province and self.writing.is_capital(province.start("province")):
                return shared.provinces[spaced(province["province"])], province.end()
        run = capital_run(text, begin)
        if run and text[run.end : run.end + 1] in {"'", "’"}:
            return None, start  # a name cut in two: `Ea H’ leo`
        if run and len(run.words) == 1 and "\n" in text[start : run.start]:
            return None, start  # `… UBND TP.⏎Cụ thể`
        count = self._words_of_place(run, level, first) if run else 0
        if not run or not count:
            return None, start
        return title_cased(" ".join(run.words[:count])), run.after(count)

    def _words_of_place(self, run: Run, level: str, first: int) -> int:
        """How many words of a run of capitals are the place; the rest may be a person's name."""
        known, length = self.known.get(level), len(run.words)
        if known:
            folded = self.writing.folded[run.start : run.end].split()
            for count in range(length, 0, -1):
                if " ".join(folded[:count]) in known:
                    return count
        if self.writing.is_shouted(run.start):
            # not `CÔNG AN HUYỆN CHO BIẾT:`
            bordered = self.writing.is_bordered(run.end) and self.writing.text[run.end : run.end + 1] != ":"
            return length if bordered and length <= _LONGEST_SHOUTED and self.shared.tiers.get(level, ()) != (0,) else 0
        if length <= _LONGEST_SURE:
            return length
        if self.shared.middle_in(run.words):
            return self.shared.person_in(run.words) or 0  # `tỉnh Tao Thị Vinh`
        if all(word.isupper() for word in run.words):
            return length if length <= _LONGEST_SHOUTED else _LONGEST_SURE
        folded_text = self.writing.folded
        behind = self.shared.follows_role(folded_text, first) or self.shared.follows_role(folded_text, run.start)
        person = self.shared.person_in(run.words) if behind else None
        return min(length, _LONGEST) if person is None else person


def read_localities(writing: Writing, lexicon: Lexicon) -> Localities:
    """The localities of a document; a place known from an earlier mention tells where a later one ends."""
    known: dict[str, dict[str, str]] = {}
    localities = Localities(writing, organisation_words(lexicon), name_words(lexicon), known)
    for match in localities.shared.level_scan.finditer(writing.folded):
        level = localities.shared.levels[spaced(match["level"])]
        name, _ = localities.read(match.end(), level, first=match.start())
        if name:
            known.setdefault(level, {}).setdefault(fold(name), name)
    return localities
