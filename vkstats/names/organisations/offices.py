"""Offices of the state: one of many (`VKSND huyện X`, `Sở Y tế`), or one of a kind (`Quốc hội`, `Bộ Tài chính`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vkstats.names.lexicon import spaced
from vkstats.names.organisations.localities import Localities
from vkstats.names.organisations.mention import OrganisationMention
from vkstats.names.organisations.words import OrganisationWords
from vkstats.names.words import NameWords
from vkstats.names.writing import Writing, capital_run
from vkstats.text import fold

_LONGEST_BEFORE = 8  # letters of a syllable in front of a head
_LONGEST_TITLE = 30  # letters of `Thủ tướng Chính phủ`
_LONGEST_SYLLABLE = 5  # letters of a Vietnamese word without marks, nearly always
_LONGEST_ABBREVIATION = 5  # letters of an office's


@dataclass(frozen=True, slots=True)
class Offices:
    """Reads the offices of one document, each from its head on."""

    writing: Writing
    words: OrganisationWords
    shared: NameWords
    localities: Localities

    def read(self, head: re.Match[str]) -> OrganisationMention | None:
        """The office that a head of the words names; None where it names none, or is of another sort."""
        if head["body"]:
            return self._body(head)
        if head["office"]:
            return self._office(head)
        if head["committee"]:
            return self._committee(head)
        if head["field"]:
            return self._department(head)
        return self._agency(head) if head["agency"] else None

    def above(self, at: int) -> OrganisationMention | None:
        """The office that a unit belongs to, named at `at`."""
        joint = self.words.of.match(self.writing.folded, at)
        match = self.words.sure_head(self.writing.folded, joint.end()) if joint else None
        if match is None or match["agency"]:
            return None
        above = self.read(match)
        return above if above and (above.complete or above.level or above.place) else None

    def holds(self, mention: OrganisationMention) -> bool:
        """Whether an organisation has investigators, camps and jails of its own."""
        return fold(mention.head).startswith(self.words.holders)

    def _body(self, match: re.Match[str]) -> OrganisationMention | None:
        words, folded = self.words, self.writing.folded
        start, end = match.span()
        word = spaced(match["body"])
        name = words.bodies[word]
        written = self.writing.text[start:end]
        if " " in word and written.islower():
            return None
        if " " not in word and not written.isupper() and word != name.lower():
            return None
        region = words.region.match(folded, end)  # `Kiểm toán Nhà nước khu vực X`
        if region:
            return OrganisationMention(start, region.end(), f"{name} {self._regional(region)}", complete=True)
        national = word in words.national_bodies
        abroad = self._country_before_a_name(end) if national else None
        if abroad and abroad.group().strip() not in words.home:
            whole = f"{name} {self.writing.written(end, abroad.end())}"  # `Quốc hội Mỹ`
            return OrganisationMention(start, abroad.end(), whole, complete=True)
        country = words.country_of.match(folded, end)
        if country and self.writing.is_capital(country.start("country")) and country["country"] not in words.home:
            return None  # `Chính phủ mới của Pháp`
        if national and (words.this_country.match(folded, end) or self._is_foreign(end + 1)):
            return None  # `Chính phủ Zimbabwe`
        if words.no_body.search(folded, max(0, start - _LONGEST_TITLE), end):
            return None
        return OrganisationMention(start, end, name, complete=True, national=national)

    def _regional(self, region: re.Match[str]) -> str:
        """`khu vực X` as it is written; of capitals only its number keeps them."""
        word, rest = (
            self.writing.written(*region.span("region")),
            self.writing.written(region.end("region"), region.end()),
        )
        return f"{word.lower() if word.isupper() else word} {rest}"

    def _is_foreign(self, at: int) -> bool:
        """Whether a capitalised word without Vietnamese letters stands at `at`, which is no surname."""
        run = capital_run(self.writing.text, at)
        first = run.words[0].lower() if run else ""
        return len(first) > _LONGEST_SYLLABLE and first.isascii() and first.isalpha()

    def _office(self, match: re.Match[str]) -> OrganisationMention | None:
        words, shared, folded = self.words, self.shared, self.writing.folded
        start, end = match.span()
        word = spaced(match["office"])
        if not self._is_written(word, start, end):
            return None
        head = words.offices[word]
        between = words.between.match(folded, end)
        after = between.end() if between else end
        high = words.high.match(folded, after)
        if high:
            province = shared.province.match(folded, high.end())
            if province is None:
                return None
            place = shared.provinces[spaced(province["province"])]
            level = shared.names_with_level.get(fold(place))
            head = self.localities.named(f"{head} {words.high_name[spaced(high['high'])]}", level, place)
            return OrganisationMention(start, province.end(), head, complete=True)
        region = words.region.match(folded, after)
        if region:
            return OrganisationMention(start, region.end(), f"{head} {self._regional(region)}", complete=True)
        return self._located(start, after, head, comma=False)

    def _is_written(self, office: str, start: int, end: int) -> bool:
        """Whether the word of an office is written as one: abbreviations in capitals, `CA` not among capitals only."""
        if " " in office or len(office) > _LONGEST_ABBREVIATION or office in self.words.spelled_offices:
            return True
        written = self.writing.text[start:end]
        return written.isupper() and (len(office) > 2 or not self.writing.is_shouted(start))

    def _committee(self, match: re.Match[str]) -> OrganisationMention:
        folded = self.writing.folded
        start, end = match.span()
        word = spaced(match["committee"])
        level = self.words.committee_levels[word]
        again = self.shared.level.match(folded, end)  # `Thành ủy TP Đà Nẵng`
        named = again.end() if again and folded[end] != "," else end
        name, after = self.localities.read(named, level, first=start)
        return OrganisationMention(start, after if name else named, self.words.committees[word], level, name)

    def _department(self, match: re.Match[str]) -> OrganisationMention | None:
        words, writing, folded = self.words, self.writing, self.writing.folded
        start, end = match.span()
        if not (writing.is_capital(start) or writing.is_capital(match.start("field"))):
            return None
        if words.no_ministry.search(folded, max(0, start - _LONGEST_BEFORE), start + 2):
            return None  # `cán bộ TN&MT`
        department, field = spaced(match["department"]), spaced(match["field"])
        head = f"{words.departments[department]} {self.shared.fields[field]}"
        if department in words.central or department in words.open:
            country = self._country_before_a_name(end)
            if country:
                head += f" {writing.text[end : country.end()].strip()}"
                return OrganisationMention(start, country.end(), head, complete=True)
        if department in words.central:
            if department in words.ministries and field not in words.ministry_fields:
                return None
            return OrganisationMention(start, end, head, complete=True, national=field in words.foreign_fields)
        between = words.between.match(folded, end)  # `Chi cục Quản lý thị trường (QLTT) TP.HCM`
        behind = self._located(start, between.end(), head, comma=True) if between and between.end() > end else None
        located = behind if behind and behind.place else self._located(start, end, head, comma=True)
        if located.place or department not in words.open or field in words.local_fields:
            return located
        work = self.shared.work.match(folded, end)
        if work and work["work"] not in words.work_verbs and words.after_name.match(folded, work.end()):
            head += writing.text[end : work.end()].replace("\n", " ")  # `Cục Tài chính doanh nghiệp`
            end = work.end()
        return OrganisationMention(start, end, head, complete=True)

    def _country_before_a_name(self, at: int) -> re.Match[str] | None:
        """The country at `at` that more capitals follow, a minister's name."""
        text = self.writing.text
        country = self.shared.country.match(self.writing.folded, at)
        is_named = country and text[country.end() - 1].isalpha() and text[at:].lstrip()[0].isupper()
        return country if is_named else None

    def _agency(self, match: re.Match[str]) -> OrganisationMention | None:
        """An investigation agency, with the police or procuracy that it belongs to."""
        folded = self.writing.folded
        start, end = match.span()
        word = spaced(match["agency"])
        if " " not in word and not self.writing.text[start:end].isupper():
            return None
        head = self.words.agencies[word]
        above = self.above(end)
        if above is None and folded.startswith((", ", " ("), end):
            apart = self.words.sure_head(folded, end + 2)
            above = self.read(apart) if apart else None
            above = above if above and self.holds(above) else None
        if above:
            return OrganisationMention(start, above.end, head, above=above)
        located = self._located(start, end, head, comma=False)
        return located if located.place is None else replace(located, head=f"{head} {self.words.agency_holder}")

    def _located(self, start: int, end: int, head: str, *, comma: bool) -> OrganisationMention:
        """The mention with the place that follows at `end`, with `comma` also behind one."""
        shared, folded = self.shared, self.writing.folded
        match = shared.level.match(folded, end)
        if match and (comma or folded[end] != ","):
            level = shared.levels[spaced(match["level"])]
            name, after = self.localities.read(match.end(), level, first=start)
            if name or folded[end] != ",":
                return OrganisationMention(start, after if name else match.end(), head, level, name)
        province = shared.province.match(folded, end)
        if province and folded[end] == " " and self.writing.is_capital(province.start("province")):
            place = shared.provinces[spaced(province["province"])]
            own = shared.names_with_level.get(fold(place))  # `UBND TPHCM`
            return OrganisationMention(start, province.end(), head, fold(own) if own else None, place)
        return OrganisationMention(start, end, head)
