"""The lexicon's words about people and organisations, compiled once per lexicon.

All patterns read folded text; what must be written with a capital is checked on the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from vkstats.text import fold
from vkstats.trie import trie


class Lexicon(Protocol):
    """What gives the words of a kind: folded word → value. A `RuleSet` does. Hashable by identity."""

    def __hash__(self) -> int: ...

    def words(self, kind: str) -> Mapping[str, str]: ...


class Vocabulary:
    """Words of the kinds `name-…` and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.offices = words("name-office")
        self.committees = words("name-committee")
        self.departments = words("name-department")
        self.fields = words("name-field")
        self.local_fields = frozenset(words("name-field-local"))
        self.bodies = words("name-body")
        self.national_bodies = frozenset(words("name-body-national"))
        self.ministry_fields = frozenset(words("name-field-ministry"))
        self.foreign_fields = frozenset(words("name-field-abroad"))
        self.institutions = words("name-institution")
        self.units = words("name-unit")
        self.agencies = words("name-agency")
        self.levels = words("name-level")
        self.provinces = words("name-province")
        self.province_cities = frozenset(words("name-province-city"))
        self.work_in_full = words("name-work-short")
        work = trie([*words("name-work"), *self.work_in_full, *self.fields])
        self.of_countries = frozenset(words("name-of-country"))
        self.no_ministry = re.compile(rf"(?<!\w){trie(words('name-not-ministry'))}$")
        self.work_verbs = frozenset(words("name-work-verb"))
        joint = trie(words("name-joint"))
        # A head inside a document's number (`58/BC-VKS`, `TTLT-VKSNDTC-BCA`) names nothing.
        self.head = re.compile(
            r"(?<![\w/&])(?<!\w-)(?:"
            rf"(?P<body>{trie(self.bodies)})|(?P<office>{trie(self.offices)})|(?P<committee>{trie(self.committees)})"
            rf"|(?P<department>{trie(self.departments)}) +(?P<field>{trie(self.fields)})"
            rf"|(?P<institution>{trie(self.institutions)})|(?P<agency>{trie(self.agencies)})"
            rf"|(?P<unit>{trie(self.units)})(?= +(?:{work}(?!\w)|(?:số +)?\d{{1,2}}(?![\w/.,%])))"
            r")(?![\w/]|-\w)"
        )
        self.work = re.compile(rf"(?P<joint>(?: +{joint})*)(?: +|(?<=&)|(?<=-))(?P<work>{work})(?!\w)")
        self.tail = re.compile(rf" +{trie(words('name-tail'))}(?!\w)")
        level = trie(self.levels)
        self.level = re.compile(rf",? +(?P<level>{level})(?!\w)(?:(?<=tp)\.|(?<=tx)\.)?")
        self.level_before = re.compile(rf"(?<!\w){level}\.? *$")
        self.level_scan = re.compile(rf"(?<![\w/-])(?P<level>{level})(?!\w)(?:(?<=tp)\.|(?<=tx)\.)?(?= )")
        self.province = re.compile(rf" *(?P<province>{trie(self.provinces)})(?!\w)")
        countries = trie(words("name-country"))
        self.country = re.compile(rf" +(?:{countries})(?!\w)")
        self.country_of = re.compile(rf" +(?:mới +)?(?:của +)?(?:nước +)?(?P<country>{countries})(?!\w)")
        home = trie({"việt nam", "vn", *self.provinces})
        self.country_scan = re.compile(rf"(?<![\w-])(?:(?P<home>{home})|{countries})(?!\w)")
        self.field = re.compile(rf" +(?P<field>{trie(self.fields)})(?!\w)")
        self._read_people(words)

    def _read_people(self, words: Callable[[str], Mapping[str, str]]) -> None:
        self.roles = words("name-role")
        self.ranks = words("name-rank")
        self.titles = words("name-title")
        self.standings = words("name-standing")
        self.seats = {role: fold(head) for role, head in words("name-seat").items()}
        self.place_roles = words("name-role-of-place")
        self.ministries = words("name-ministry-short")
        self.ministry = re.compile(rf" +(?P<ministry>{trie(self.ministries)})(?!\w)")
        self.unit_ends = frozenset(words("name-unit-end"))
        self.surnames = frozenset(words("name-surname"))
        self.rare_surnames = frozenset(words("name-surname-rare"))
        self.no_names = frozenset(words("name-not"))
        former = rf"(?<!chính ){trie(words('name-former'))}"  # `chính quyền Thủ tướng X` is no acting premier
        self.former = re.compile(rf"{former} +")
        self.role = re.compile(rf"(?:(?P<former>{former}) +)?(?P<role>{trie(self.roles)})(?!\w)")
        self.role_before = re.compile(rf"(?<!\w){trie(self.roles)}(?: [\w&-]+){{0,4}} ?$")
        self.role_end = re.compile(rf"(?<!\w){trie(self.roles)} $")
        self.rank = re.compile(rf"(?P<rank>{trie(self.ranks)})(?!\w)\.?")
        self.title = re.compile(rf"(?:{trie(self.titles)}|{trie(self.standings)})(?!\w)")
        self.anchor = re.compile(
            rf"(?<![\w/])(?:(?P<title>{trie(self.titles)})|(?P<standing>{trie(self.standings)})|(?P<rank>{trie(self.ranks)})"
            rf"|(?:{former} +)?(?P<role>{trie(self.roles)}))(?!\w)"
        )
        # What somebody is or does, before a name that is one by itself: `lái xe X`, but `lái xe Honda Wave`.
        self.occupation_before = re.compile(rf"(?<!\w)(?P<occupation>{trie(words('name-occupation'))}) +$")
        self.thing_before = re.compile(rf"(?<!\w){trie(words('name-thing'))}[ \"“'(]*$")

    def is_surname(self, folded: str) -> bool:
        """Whether a folded word may begin a Vietnamese name."""
        return folded in self.surnames or folded in self.rare_surnames


@lru_cache(maxsize=4)
def vocabulary_of(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a lexicon, compiled once per process."""
    return Vocabulary(lexicon)
