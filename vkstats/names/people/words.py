"""The lexicon's words about people, compiled once per lexicon."""

from __future__ import annotations

from functools import lru_cache, partial

from vkstats.names.lexicon import only, pattern
from vkstats.names.words import former
from vkstats.packs import RuleSet


class PeopleWords:
    """The words that stand around people's names and the patterns made of them."""

    def __init__(self, lexicon: RuleSet) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.ranks = words("name-rank")
        self.standings = words("name-standing")
        self.seats = words("name-seat")
        self.no_names = frozenset(words("name-not"))
        self.author = only(lexicon, "name-byline")
        self.photographer = only(lexicon, "name-photo")
        self.rank = compiled(r"(?P<rank><name-rank>)(?!\w)\.?")
        self.no_names_alone = frozenset(words("name-not-alone"))
        self.title = compiled(r"(?:<name-title>|<name-standing>)(?!\w)")
        self.clear_title = compiled(r"<name-title-clear>(?!\w)")
        self.no_title = compiled(r"(?<!\w)<name-title-not> $")
        self.former = compiled(rf"{former(lexicon)} +")
        self.anchor = compiled(
            r"(?<![\w/])(?:(?P<title><name-title>)"
            r"|(?P<standing><name-standing>)(?: <name-standing-modifier>(?= ))?|(?P<rank><name-rank>)"
            rf"|(?:{former(lexicon)} +)?(?P<role><name-role>))(?!\w)"
        )
        self.person_weights = lexicon.weights_of("person")
        self.no_foreign = frozenset(words("name-foreign-not"))
        self.given = frozenset(words("name-given"))
        self.given_middles = frozenset(words("name-given-middle"))
        self.given_weights = lexicon.weights_of("given")
        self._read_joints(lexicon)
        self._read_offices(lexicon)
        self._read_surroundings(lexicon)

    def _read_joints(self, lexicon: RuleSet) -> None:
        compiled = partial(pattern, lexicon)
        self.joined = compiled(r" ?(?:[-–,&/]| <name-and> ) ?")
        self.several = compiled(r"<name-several>(?!\w)")
        self.several_before = compiled(r"(?<!\w)<name-several> $")  # `các Phó Thủ tướng A, B và C`
        self.and_role = compiled(r"(?: ?,| <name-also|name-and>)? ?")
        self.before_name = compiled(r": ?|,? ?(?:<name-also> )?")
        # `Chủ tịch UBND xã - ông X`, `Giám đốc Sở Y tế (bà X)`
        self.apart_from_role = compiled(r" ?[(–-] ?(?=(?:<name-title>|<name-rank>)(?!\w))")
        # What may stand between a name and what is said of it: `, `, ` - `, `-`, ` (`, `: `, ` là `, ` giữ chức `.
        self.after_name = compiled(r" ?[,–(-] ?(?:<name-now> )?(?:<name-holds> )?| <name-holds> ")
        self.next_name = compiled(r"(?P<list> ?[,;] ?)(?:<name-and> )?| <name-and|name-together> ")
        self.beside = compiled(r" ?[,;&/–-] ?(?:<name-and> )?| <name-and|name-together> ")
        self.ends_in_joint = compiled(r" <name-and|name-together>$")
        self.joints = frozenset(lexicon.words("name-and"))

    def _read_offices(self, lexicon: RuleSet) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.place_roles = words("name-role-of-place")
        self.ministry_roles = words("name-ministry")
        self.ministries = words("name-ministry-short")
        self.ministry = compiled(r" +(?P<ministry><name-ministry-short>)(?!\w)")
        self.units = frozenset(words("name-unit"))
        self.unit_ends = frozenset(words("name-unit-end"))
        self.office_joint = compiled(r",? +(?:<name-of> )?")
        self.of_that = compiled(r" <name-of|name-at>$")

    def _read_surroundings(self, lexicon: RuleSet) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.life = compiled(
            r" ?\([^()\n]*?(?:\d <name-age>|(?<!\w)<name-born|name-lives>(?!\w))[^()\n]*\)"
            r"|, ?(?:\d{1,3} <name-age>|<name-born> ?:? ?\d{4})"
        )
        self.born = compiled(r" ?[(,] ?(?:\d{1,3} <name-age>|<name-born|name-known-as>(?![^\W\d]))")
        self.home_behind = compiled(r" ?[(,] ?(?:<name-together> )?<name-lives>(?!\w)")
        self.streets = compiled(r"(?!<name-streets-not>(?!\w))<name-streets>")
        self.photo = compiled(r"(?<!\w)<name-photo> ?: ?")
        self.photo_behind = compiled(r"<name-photo>")
        # What somebody is or does, before a name that is one by itself: `lái xe X`, but `lái xe Honda Wave`.
        self.occupation_before = compiled(r"(?<!\w)(?P<occupation><name-occupation>) +$")
        self.place_behind = compiled(r" ?\( ?(?:<name-level>)(?!\w)")
        self.things = frozenset(words("name-thing"))
        self.speaks = compiled(r" (?:<name-speaks>)(?!\w)")
        self.where_before = compiled(r"(?<!\w)<name-where> +$")
        self.whose_before = compiled(r"(?<!\w)<name-whose> +$")
        self.named_before = compiled(r"(?<!\w)<name-naming> +$")
        self.thing_before = compiled(r"(?<!\w)<name-thing>[ \"“'(]*$")


@lru_cache(maxsize=4)
def people_words(lexicon: RuleSet) -> PeopleWords:
    """The words about people of a lexicon, compiled once per process."""
    return PeopleWords(lexicon)
