"""The words that every kind of name is read with: places and their levels, countries, offices of people, surnames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial

from vkstats.names.lexicon import pattern, regex
from vkstats.text import fold
from vkstats.vocabulary import Lexicon

_REACH_OF_A_ROLE = 60  # characters between a role and what it is held in
_NAME_LENGTHS = range(2, 5)  # words of a Vietnamese name
_PLACES_OF_A_PERSON = (2, 3, 0, 1)  # words in front of a name; places of two syllables are the most frequent


class NameWords:
    """The shared words of a lexicon, and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.levels = words("name-level")
        tiers = words("name-level-tier")
        self.tiers = {level: tuple(map(int, numbers.split())) for level, numbers in tiers.items()}
        self.numbered_levels = frozenset(words("name-level-numbered"))
        self.provinces = words("name-province")
        self.names_with_level = words("name-place-with-level")
        self.home = words("name-home")
        pointed = rf"(?!\w)(?:{point_behind_level(lexicon)})?"
        self.level = compiled(rf",? +(?P<level><name-level>){pointed}")
        self.level_before = compiled(r"(?<!\w)<name-level>\.? *$")
        self.level_scan = compiled(rf"(?<![\w/-])(?P<level><name-level>){pointed}(?= )")
        self.province = compiled(r" *(?P<province><name-province>)(?!\w)")
        self.country = compiled(r" +(?:<name-country>)(?!\w)")
        self.field = compiled(r" +(?P<field><name-field>)(?!\w)")
        self.fields = words("name-field")
        self.work = compiled(
            r"(?P<joint>(?: +<name-joint>)*)(?: +|(?<=&)|(?<=-))(?P<work><name-work|name-work-short|name-field>)(?!\w)"
        )
        self.roles = words("name-role")
        self.role = compiled(rf"(?:(?P<former>{former(lexicon)}) +)?(?P<role><name-role>)(?!\w)")
        self._role_before = compiled(r"(?<!\w)<name-role>(?: [\w&-]+){0,4} ?$")
        self.surnames = frozenset(words("name-surname"))
        self.rare_surnames = frozenset(words("name-surname-rare"))

    def is_surname(self, folded: str) -> bool:
        """Whether a folded word may begin a Vietnamese name."""
        return folded in self.surnames or folded in self.rare_surnames

    def follows_role(self, folded: str, at: int) -> bool:
        """Whether a role stands in front of `at`, with at most four words between."""
        return self._role_before.search(folded, max(0, at - _REACH_OF_A_ROLE), at) is not None

    def person_in(self, words: Sequence[str]) -> int | None:
        """Which of capitalised words behind a role begins a person's name, if one does."""
        for known in (self.surnames, self.rare_surnames):
            for at in _PLACES_OF_A_PERSON:
                if len(words) - at in _NAME_LENGTHS and fold(words[at]) in known:
                    return at
        return None


def point_behind_level(lexicon: Lexicon) -> str:
    """The regex of the point behind a level that is abbreviated: `TP. Vinh`."""
    short = (word for word, level in lexicon.words("name-level").items() if word != level and " " not in word)
    return "|".join(rf"(?<={re.escape(word)})\." for word in short)


def former(lexicon: Lexicon) -> str:
    """The regex of `nguyên`, `cựu`, not as the end of a longer word: `chính quyền Thủ tướng X`."""
    longer = (word.rpartition(" ")[0] for word in lexicon.words("name-former-not"))
    return "".join(rf"(?<!{re.escape(front)} )" for front in longer) + regex(lexicon, "<name-former>")


@lru_cache(maxsize=4)
def name_words(lexicon: Lexicon) -> NameWords:
    """The shared words of a lexicon, compiled once per process."""
    return NameWords(lexicon)
