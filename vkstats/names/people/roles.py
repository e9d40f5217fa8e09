"""A role with its unit and its organisation: `Trưởng phòng Tổng hợp Sở Y tế`, `Bộ trưởng Tài chính Pháp`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vkstats.names.lexicon import spaced
from vkstats.names.organisations import Organisations
from vkstats.names.people.fullnames import LENGTHS, FullNames
from vkstats.names.people.said import Office, Seat
from vkstats.names.people.words import PeopleWords
from vkstats.names.writing import capital_run
from vkstats.text import fold

_SPACES = re.compile(r"[ \n]*")
_COMMA = re.compile(r" ?, ?")
_LAST_TWO_WORDS = re.compile(r"(?<= )\w+ +\w+$")
_UNIT_NUMBER = re.compile(r" \d{1,2}(?![\w/.,%])")  # `Trưởng phòng 9`
_DASH = re.compile(r"[-–] ")
_UNIT_WORD = re.compile(r" *([^\s,;:.()\"“”!?…]+)")
_LONGEST_UNIT = 14  # words
_SHORTEST_BRAND = 3  # letters
_PLACE_NAME = 2  # words of most names of places
_LONGEST_LEVEL = 12  # letters of `thành phố`, with what stands around


@dataclass(frozen=True, slots=True)
class Roles:
    """Reads the roles of one document."""

    organisations: Organisations
    words: PeopleWords
    names: FullNames

    def read(self, match: re.Match[str], end: int, *, before_name: bool) -> Office:
        """The role at `match`, with the words behind it up to its organisation or, `before_name`, to the person."""
        words, folded = self.words, self.organisations.writing.folded
        role, at = self._written(match), match.end()
        inner = _LAST_TWO_WORDS.search(folded, match.start(), at)  # `Chánh Thanh tra …`, `Trưởng Công an …`
        seat = self._organisation(inner.start(), end) if inner else None
        if seat and seat[1] > at:
            return Office(role, *seat)
        body = self.organisations.at(folded.rfind(" ", match.start(), at) + 1)  # `Trưởng Ban Kinh tế Trung ương`
        if body and body.end > at and body.complete:
            return Office(role, body.head, body.end)
        joint = words.office_joint.match(folded, at, end)
        seat = self._organisation(joint.end(), end) if joint else None
        seat = seat or self._ministry(fold(role), at, end)
        government = words.place_roles.get(spaced(match["role"]))
        if seat is None and government:
            localities = self.organisations.offices.localities
            place = localities.behind(at, at, end)
            seat = (localities.named(government, *place[:2]), place[2]) if place else None
        if seat:
            return Office(role, *seat)
        apart = before_name and self.organisations.writing.is_capital(match.start())
        return self._unit(role, at, end, before_name=before_name, apart=apart)

    def _written(self, match: re.Match[str]) -> str:
        """The role as it is written; among capitals as the lexicon has it."""
        role = self.organisations.writing.written(match.start(), match.end())
        if role.isupper():
            return self.organisations.offices.shared.roles[spaced(match["role"])]
        is_former = match.start("role") != match.start()  # `nguyên`, `cựu`
        return role if is_former else role[0].upper() + role[1:]

    def _ministry(self, role: str, at: int, end: int) -> tuple[str, int] | None:
        """The ministry in `Bộ trưởng Tài chính …`, `Bộ trưởng Quốc phòng Pháp …`, and where its name ends."""
        words, shared, writing = self.words, self.organisations.offices.shared, self.organisations.writing
        ministry = next((head for ending, head in words.ministry_roles.items() if role.endswith(ending)), None)
        if ministry is None:
            return None
        field = shared.field.match(writing.folded, at, end)
        short = None if field else words.ministry.match(writing.folded, at, end)
        named = field or short
        if named is None:
            return None
        country = shared.country.match(writing.folded, named.end(), end)
        after = country.end() if country else named.end()
        if field:
            return f"{ministry} {shared.fields[spaced(field['field'])]}{writing.text[field.end() : after]}", after
        if country:
            return f"{ministry}{writing.text[named.start() : after]}", after
        return f"{ministry} {words.ministries[spaced(named['ministry'])]}", after

    def _unit(self, role: str, at: int, end: int, *, before_name: bool, apart: bool) -> Office:
        """The role with the words behind it up to its organisation or, `before_name`, up to the person.

        `apart`: the person may stand behind a comma and a title, `Trưởng phòng Tổng hợp, ông X`.
        """
        words, writing = self.words, self.organisations.writing
        text, folded = writing.text, writing.folded
        last = at
        while len(text[at:last].split()) < _LONGEST_UNIT:
            word = _UNIT_WORD.match(folded, last, end)
            if word is None:
                break
            trade = self.organisations.offices.shared.work.match(folded, last, end)
            if not trade and self._ends_unit(word, end):
                break
            begin = word.start(1)
            unit = writing.written(at, last).rstrip(" -–")
            seat = self._organisation(begin, end)
            if seat:
                return Office(words.of_that.sub("", f"{role} {unit}".strip()), *seat)
            if before_name and words.ends_in_joint.search(fold(unit)):
                break  # `… thành viên và Vũ Khánh …`
            if before_name:
                office = self._before_person(role, unit, begin, end)
                if office:
                    return replace(office, end=office.end if office.end >= 0 else last)
                if words.anchor.match(folded, begin, end):
                    last = at
                    break
            last = max(word.end(), trade.end()) if trade and not trade["joint"] else word.end()
        else:
            last = at
        return self._up_to(role, at, last, end, before_name=before_name, apart=apart)

    def _up_to(self, role: str, at: int, last: int, end: int, *, before_name: bool, apart: bool) -> Office:
        """The role with a unit from `at` to `last`, behind which no organisation and no person stands."""
        writing = self.organisations.writing
        unit = writing.written(at, last).rstrip(" -–")
        if apart and unit and self._is_titled(last, end):
            return self._of_unit(role, unit, last)
        if not before_name and unit[:1].isupper() and not writing.is_shouted(at):
            return Office(role, unit, last)  # an office that no lexicon knows, as it is written
        number = _UNIT_NUMBER.match(writing.folded, at, end)
        return Office(role + number.group(), None, number.end()) if number else Office(role, None, at)

    def _is_titled(self, at: int, end: int) -> bool:
        """Whether a comma, a title or rank, and a full Vietnamese name stand at `at`."""
        writing = self.organisations.writing
        comma = _COMMA.match(writing.folded, at, end)
        title = comma and self.words.anchor.match(writing.folded, comma.end(), end)
        if not title or title["role"] or (title["title"] and writing.is_capital(title.start())):
            return False
        run = capital_run(writing.text, after_spaces(writing.folded, title.end(), end), end)
        return run is not None and len(run.words) in LENGTHS and self.names.begins_with_surname(run)

    def _of_unit(self, role: str, unit: str, end: int) -> Office:
        """The office in a unit that no lexicon knows: one with a name of its own is an organisation.

        A role that names the unit's head itself (`Trưởng phòng Tổng hợp`) goes on with it.
        """
        if fold(role.rsplit(maxsplit=1)[-1]) in self.words.units:
            return Office(f"{role} {unit}".strip(), None, end)
        fields = self.organisations.offices.shared.fields
        brand = len(unit) >= _SHORTEST_BRAND and unit.isupper() and unit.lower() not in fields
        if brand or (unit[:1].isupper() and " " in unit):
            return Office(role, unit, end)
        return Office(f"{role} {unit}".strip(), None, end)

    def _ends_unit(self, word: re.Match[str], end: int) -> bool:
        """Whether a word ends the name of a unit: a verb, a title, a number or `và` before a small word."""
        words, writing, at = self.words, self.organisations.writing, word.start(1)
        if word[1] in words.unit_ends or self._dash_ends(at):
            return True
        if writing.text[at].islower() and words.title.match(writing.folded, at, end):
            return True
        if word[1] not in words.joints and not word[1][0].isdigit():
            return False
        following = _UNIT_WORD.match(writing.folded, word.end(), end)
        if following is None:
            return False
        return writing.text[following.start(1)].islower() and following[1] not in words.unit_ends

    def _dash_ends(self, at: int) -> bool:
        """Whether a dash at `at` ends the name of a unit: `Ngân hàng X - Ảnh: …`, not `chính trị - tư tưởng`."""
        writing, shared = self.organisations.writing, self.organisations.offices.shared
        dash = _DASH.match(writing.text, at)
        if dash is None:
            return False
        goes_on = writing.is_capital(dash.end()) or shared.work.match(writing.folded, dash.end() - 1)
        return not goes_on or self.words.photo_behind.match(writing.folded, dash.end()) is not None

    def _before_person(self, role: str, unit: str, begin: int, end: int) -> Office | None:
        """The office where a country, a province or the person's name stands at `begin`, behind `unit`.

        Its end is -1 where that is the end of the unit.
        """
        writing, shared = self.organisations.writing, self.organisations.offices.shared
        text, folded = writing.text, writing.folded
        place = shared.province.match(folded, begin, end) or shared.country.match(folded, begin - 1, end)
        if place and writing.is_capital(begin) and capital_run(text, place.end() + 1, end):
            name = text[begin : place.end()]
            if unit[:1].isupper():  # `Hội Khuyến học Việt Nam`
                return Office(role, f"{unit} {name}", place.end())
            return Office(f"{role} {unit}".strip(), name, place.end())
        run = self.names.read(begin, end, trusted=False, common=bool(unit))
        if run is None:
            return None
        level = shared.level_before.search(folded, max(0, begin - _LONGEST_LEVEL), begin)
        if level and len(run.words) <= _PLACE_NAME:
            return None  # `Trưởng phòng Tư pháp huyện Thạch Hà`
        if unit and writing.is_shouted(begin):  # any words might be the unit
            return None
        return self._of_unit(role, unit, -1)

    def _organisation(self, start: int, end: int) -> tuple[Seat, int] | None:
        """The organisation at `start`, and where its phrase ends."""
        organisations, folded = self.organisations, self.organisations.writing.folded
        mention = organisations.at(start)
        if mention is None or mention.end > end:
            return None
        after = mention.end
        while True:  # `Chi cục Kiểm lâm, Sở …`, `huyện X, tỉnh Y`
            above = organisations.at(after + 2) if folded.startswith(", ", after) else None
            level = organisations.offices.shared.level.match(folded, after, end)
            behind_comma = capital_run(organisations.writing.text, level.end() + 1, end) if level else None
            if above:
                after = above.end
            elif behind_comma and folded[after] == ",":
                after = behind_comma.end
            else:
                short = organisations.offices.words.introduces.match(organisations.writing.text, after)
                return mention, short.end() if short else after  # `Viện trưởng VKSND tối cao (VKSNDTC) X`


def after_spaces(folded: str, at: int, end: int) -> int:
    """Where the spaces at `at` end."""
    spaces = _SPACES.match(folded, at, end)
    return spaces.end() if spaces else at
