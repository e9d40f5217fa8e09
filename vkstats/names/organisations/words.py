"""The lexicon's words about organisations, compiled once per lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from vkstats.names.lexicon import only, pattern
from vkstats.text import fold
from vkstats.vocabulary import Lexicon

_SHORT_NAME = r"(?<![\w-])[A-ZĐ][A-Za-zĐ&]{1,14}(?![\w-])"


class OrganisationWords:
    """The words of organisations' names and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        # A head inside a document's number (`58/BC-VKS`, `TTLT-VKSNDTC-BCA`) names nothing.
        self.head = compiled(
            r"(?<![\w/&])(?<!\w-)(?:"
            r"(?P<body><name-body>)|(?P<department><name-department>) +(?P<field><name-field>)"
            r"|(?P<office><name-office>)|(?P<committee><name-committee>)"
            r"|(?P<institution><name-institution>)|(?P<agency><name-agency>)"
            r"|(?P<unit><name-unit>)(?= +(?:<name-work|name-work-short|name-field>(?!\w)"
            r"|(?:<name-number> +)?\d{1,2}(?![\w/.,%])))"
            r"|(?P<media><name-press|name-media>)(?= )|(?P<open><name-open>)(?= )"
            r")(?![\w/]|-\w)"
        )
        self.country_of = compiled(r"(?: +<name-country-cue>){0,3} +(?P<country><name-country>)(?!\w)")
        home = {*words("name-home"), *words("name-province")}
        self.country_scan = compiled(r"(?<![\w-])(?:(?P<home><name-home>)|<name-country>)(?!\w)", name_home=home)
        self._read_offices(lexicon)
        self._read_institutions(lexicon)
        self.short = re.compile(_SHORT_NAME)  # `Tổng công ty Bia Sao Vàng (Savaco)`
        self.introduces = compiled(rf" ?[(](?:<name-short-cue> )?(?P<short>{_SHORT_NAME})[;,)]")
        self.firms = tuple(words("name-firm"))
        self.province_level = compiled(
            r" <name-level-tier>(?= )", name_level_tier=_provincial(words("name-level-tier"))
        )

    def sure_head(self, folded: str, at: int) -> re.Match[str] | None:
        """The head of a name at `at`, but none that is as often another word: `Trường` in `Công ty Trường Hải`."""
        head = self.head.match(folded, at)
        return None if head and (head["open"] or head["media"]) else head

    def _read_offices(self, lexicon: Lexicon) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.offices = words("name-office")
        self.spelled_offices = words("name-office-spelled")
        self.high = compiled(r" +(?P<high><name-office-high>)(?: +<name-level>(?!\w)\.?)?")
        self.high_name = words("name-office-high")
        self.region = compiled(r" (?P<region><name-office-region>) (?:\d+|[ivx]+)(?!\w)(?: - <name-province>(?!\w))?")
        # `Viện kiểm sát nhân dân (VKSND) hai cấp tỉnh X`
        self.between = compiled(r"(?: ?\([^()\n]{2,15}\))?(?: <name-office-between>)?")
        self.committees = words("name-committee")
        self.committee_levels = words("name-committee-level")
        self.departments = words("name-department")
        self.central = frozenset(words("name-department-central"))
        self.ministries = frozenset(map(fold, words("name-ministry").values()))
        self.open = frozenset(words("name-department-open"))
        self.local_fields = frozenset(words("name-field-local"))
        self.ministry_fields = frozenset(words("name-field-ministry"))
        self.foreign_fields = frozenset(words("name-field-abroad"))
        self.no_ministry = compiled(r"(?<!\w)<name-not-ministry>$")
        self.bodies = words("name-body")
        self.national_bodies = frozenset(words("name-body-national"))
        self.no_body = compiled(r"(?<!\w)<name-body-not>$")
        self.this_country = compiled(r"(?: <name-country-cue>){0,2} <name-this-country>")
        self.work_verbs = frozenset(words("name-work-verb"))

    def _read_institutions(self, lexicon: Lexicon) -> None:
        words, compiled = lexicon.words, partial(pattern, lexicon)
        self.institutions = words("name-institution")
        self.units = words("name-unit")
        self.openers = {**words("name-open"), **words("name-unit"), **words("name-institution")}
        self.media = {**words("name-press"), **words("name-media")}
        self.press = frozenset(words("name-press"))
        self.joints = frozenset(words("name-and"))
        verbs = (word for kind in ("verb", "auxiliary", "adjunct", "border") for word in words(kind))
        self.name_ends = frozenset({*words("name-end"), *words("name-unit-end"), *verbs})
        self.agencies = words("name-agency")
        self.agency_holder = only(lexicon, "name-agency-holder")
        self.holders = tuple(words("name-holder"))
        self.work_in_full = words("name-work-short")
        self.whole = frozenset(words("name-open-whole"))
        self.of_countries = frozenset(words("name-of-country"))
        self.home = words("name-home")
        self.ocean = compiled(r"<name-not>(?!\w)")  # `Thái Bình Dương` is not Thái Bình
        self.tail = compiled(r" +<name-tail>(?!\w)")
        self.parts_of = tuple(words("name-of"))
        self.of = compiled(r" +(?:<name-of> +)?| *- *")
        self.unit_number = compiled(
            r" +(?P<of><name-number> +)?\d{1,2}[a-d]?(?![\w/.,%])"
        )  # `Phòng 9`, `Đội CSGT số 4`
        self.name_number = compiled(r" +(?:<name-number> +)?\d{1,3}(?![\w/.,%]*\d)")
        # A company's name of one word ends before these; before another small word it may go on: `Gang thép …`.
        self.after_name = compiled(r' *(?:$|\n)| ?[,.;:)\]"!?(/-]| <name-end>(?!\w)')
        self.role_end = compiled(r"(?<!\w)<name-role> $")


def _provincial(tiers: Mapping[str, str]) -> Iterator[str]:
    return (level for level, numbers in tiers.items() if "0" in numbers)


@lru_cache(maxsize=4)
def organisation_words(lexicon: Lexicon) -> OrganisationWords:
    """The words about organisations of a lexicon, compiled once per process."""
    return OrganisationWords(lexicon)
