"""People with their roles: `Đ/c X – Viện trưởng …`, `ông X, Phó Chánh án …`, `Giám đốc Công an tỉnh X`.

A name is a run of capitals; what makes it a person is a title, rank or role before it, a role or an age
behind it, a byline or signature, or a full Vietnamese name with a surname in front that nothing else claims.
Names cut to initials are not put out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from vkstats.model import Article, BlockKind, Frame, Organisation, Person
from vkstats.names.capitals import Run, capital_run, capital_runs, title_cased
from vkstats.names.organisations import OrganisationReader
from vkstats.names.vocabulary import Vocabulary
from vkstats.text import fold

_AUTHOR = "tác giả"
_PHOTOGRAPHER = "tác giả ảnh"


def find_people(
    article: Article, reader: OrganisationReader, frame: Frame, organisations: tuple[Organisation, ...] = ()
) -> tuple[Person, ...]:
    """The named persons of the document in order of first mention, each with the fullest role said of them."""
    roster = _Roster(reader.vocabulary, frame.agency)
    for index, block in enumerate(article.blocks):
        if block.kind is BlockKind.BYLINE:
            roster.add_all(_of_byline(article, reader, frame, index))
    scanner = _Scanner(article, reader, frame.agency, _Taken(organisations))
    for sentence in article.sentences:
        kind = article.blocks[sentence.block].kind
        if kind not in {BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.PUBLISHED}:
            roster.add_all(scanner.people(sentence.start, sentence.end))
    return roster.people()


class _Taken:
    """The stretches that are organisations' names: no person is read inside one."""

    def __init__(self, organisations: tuple[Organisation, ...]) -> None:
        self._names = {fold(entity.name) for entity in organisations}

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._names


# --- joining mentions ------------------------------------------------------------------------------


class _Roster:
    """All persons found so far; a later mention of the same name adds what it says more."""

    def __init__(self, vocabulary: Vocabulary, agency: str | None) -> None:
        self._vocabulary = vocabulary
        self._agency = agency
        self._people: dict[str, Person] = {}

    def add_all(self, people: Iterator[Person]) -> None:
        for person in people:
            key = fold(person.name)
            if key in self._vocabulary.no_names:
                continue
            known = self._people.get(key)
            self._people[key] = _fuller(known, person) if known else person

    def people(self) -> tuple[Person, ...]:
        short = {key[at + 1 :] for key in self._people for at, character in enumerate(key) if character == " "}
        kept = [
            self._seated(person) for key, person in self._people.items() if key not in short or self._stands_alone(key)
        ]
        return tuple(sorted(kept, key=lambda person: person.start))

    def _stands_alone(self, key: str) -> bool:
        """A byline such as `Thanh Nhã` is a name of its own, whoever else is in the text."""
        return self._people[key].role in {_AUTHOR, _PHOTOGRAPHER}

    def _seated(self, person: Person) -> Person:
        """A `Viện trưởng` without an office belongs to the document's own procuracy, if it is one."""
        if person.organisation or not person.role or not self._agency:
            return person
        seats = (head for role, head in self._vocabulary.seats.items() if fold(person.role).endswith(role))
        return replace(person, organisation=self._agency) if any(map(fold(self._agency).startswith, seats)) else person


def _fuller(known: Person, new: Person) -> Person:
    """The record of a person after one more mention; an office outdoes a byline."""
    better = _weight(new) > _weight(known)
    role, organisation = (new.role, new.organisation) if better else (known.role, known.organisation)
    first = min(known, new, key=lambda person: person.start)
    return replace(first, role=role, organisation=organisation)


def _weight(person: Person) -> int:
    if person.role is None:
        return 0
    return 1 if person.role in {_AUTHOR, _PHOTOGRAPHER} else 3 if person.organisation else 2


# --- bylines and signatures --------------------------------------------------------------------------


def _of_byline(article: Article, reader: OrganisationReader, frame: Frame, index: int) -> Iterator[Person]:
    block = article.blocks[index]
    byline = next(byline for byline in article.bylines if byline.block == index)
    if byline.is_signature:
        role, organisation = _signed(article, reader.vocabulary, index), frame.agency
        if role is None:
            return
    else:
        role = _AUTHOR
        offices = (
            mention
            for mention in reader.between(block.start, block.end)
            if _AFTER_DASH.search(article.text, block.start, mention.start)
        )
        organisation = next((reader.full_name(mention, frame.agency) for mention in offices), None)
    at = block.start
    for name in re.split(r" ?(?:[-–,&/]| và ) ?", byline.names):
        found = article.folded.find(fold(name), at, block.end)
        if found >= 0 and _is_full(name.split()):
            at = found + len(name)
            yield Person(title_cased(name), role, organisation, found, at, article.text[found:at])


def _signed(article: Article, vocabulary: Vocabulary, index: int) -> str | None:
    """The office over a signature: the last line above it that is one."""
    for block in reversed(article.blocks[max(0, index - 4) : index]):
        match = vocabulary.role.search(article.folded, block.start, block.end)
        if match:
            return vocabulary.roles[_spaced(match["role"])]
    return None


def _is_full(words: Sequence[str]) -> bool:
    """A name of two words or more, none of them an initial (`Nguyễn Văn A`, `L.Anh`)."""
    return (
        2 <= len(words) <= 6
        and _VOWEL.search(fold(words[-1])) is not None
        and len(words[-1]) > 1
        and not any("." in word or word.isdigit() for word in words)
    )


# --- people in running text ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Office:
    """A role, the organisation that it is held in, and where the phrase ends."""

    role: str
    organisation: str | None
    end: int


@dataclass(slots=True)
class _Said:
    """What is said of a person around the name, read up to `end`."""

    end: int = 0
    roles: list[str] = field(default_factory=list)
    ranks: list[str] = field(default_factory=list)
    organisation: str | None = None
    titled: bool = False  # a title or rank stands directly before the name
    plural: bool = False  # `các đồng chí`, `hai ông`

    def take(self, office: _Office) -> None:
        self.roles.append(office.role)
        self.organisation = office.organisation or self.organisation
        self.end = office.end

    def person(self, name: str, start: int, end: int, written: str) -> Person:
        role = ", ".join(dict.fromkeys(self.roles)) or ", ".join(dict.fromkeys(self.ranks)) or None
        return Person(name, role, self.organisation if self.roles else None, start, end, written)


_VOWEL = re.compile(r"[^bcdđfghjklmnpqrstvwxz\W\d]")  # `Trần Thị Nh` is cut to initials
_SPACES = re.compile(r"[ \n]*")
_OPENERS = re.compile(r"[\"“'(:;,–-]\s*$")
_AND_ROLE = re.compile(r"(?: ?,| kiêm| và)? ?")
# What may stand between a name and what is said of it: `, `, ` - `, `-`, ` (`, `: `, ` là `, ` giữ chức `.
_AFTER_NAME = re.compile(r" ?[,–(-] ?(?:hiện )?(?:là |giữ chức (?:vụ )?|chức vụ )?| (?:là|làm|giữ chức(?: vụ)?) ")
_LIFE = re.compile(
    r" ?\([^()\n]*?(?:\d tuổi|sinh năm|\bsn\b|sinh ngày|trú|ngụ|quê|ảnh)[^()\n]*\)"
    r"|, ?(?:\d{1,3} tuổi|sinh năm \d{4}|sn ?:? ?\d{4})"
)
_ALIAS = re.compile(r" ?\([^()\n\d]{2,25}\)(?= ?[,–-])")  # `Đỗ Quang X (bầu X), Chủ tịch …`
_SEVERAL = re.compile(r"(?<!\w)(?:các|hai|những) $")  # `các Phó Thủ tướng A, B và C`
_BORN = re.compile(r" ?[(,] ?(?:\d{1,3} tuổi|sinh năm|sn ?\d|sn:|sinh ngày|tên thường gọi|tức )")
_NEXT_NAME = re.compile(r" ?[,;] ?(?:và )?| và | cùng ")
_HOUSE_NUMBER = re.compile(r"\d[\w/]* $")  # `số 8 Nguyễn Trung Trực`
_OF_THAT = re.compile(r" (?:của|thuộc|tại)$")
_AFTER_DASH = re.compile(r"[-–] ?$")
_STREETS = re.compile(
    r"(?:tuyến đường|các đường|con đường|đường phố|cung đường|tuyến phố|giao lộ|nút giao"
    r"|vòng xuyến|đoạn từ|ngã tư|ngã ba)(?! dây)"
)
_COMMA = re.compile(r" ?, ?")
_BEFORE_NAME = re.compile(r",? ?(?:kiêm )?|: ?")
_OFFICE_JOINT = re.compile(r",? +(?:của )?")
_LAST_TWO_WORDS = re.compile(r"(?<= )\w+ +\w+$")
_UNIT_NUMBER = re.compile(r" \d{1,2}(?![\w/.,%])")  # `Trưởng phòng 9`
_DASH = re.compile(r"[-–] ")
_UNIT_WORD = re.compile(r" *([^\s,;:.()\"“”!?…]+)")
_LONGEST_UNIT = 14  # words
_SHORTEST_BRAND = 3  # letters
_OF_MINISTRY = ("bộ trưởng", "thứ trưởng")
_PLACE_NAME = 2  # words of most names of places
_LONGEST_LEVEL = 12  # letters of `thành phố`, with what stands around
_LONGEST_INITIALS = 2
_NAME_LENGTHS = range(2, 5)  # words of a Vietnamese name
_PHOTO = re.compile(r"(?<!\w)ảnh(?: minh họa| tư liệu)? ?: ?")


class _Scanner:
    """Reads the people of one document, sentence by sentence."""

    def __init__(self, article: Article, reader: OrganisationReader, agency: str | None, taken: _Taken) -> None:
        self._written = article.text
        self._text, self._folded = reader.text, article.folded
        self._vocabulary = reader.vocabulary
        self._reader = reader
        self._agency = agency
        self._taken = taken
        self._has_credits = _PHOTO.search(self._folded) is not None

    def people(self, start: int, end: int) -> Iterator[Person]:
        """The persons named between `start` and `end`."""
        at = start
        for match in self._vocabulary.anchor.finditer(self._folded, start, end):
            if match.start() < at:
                continue
            found, after = self._phrase(match, start, end)
            if found:
                yield from self._bare(at, match.start(), start, end)
                yield from found
                at = after
        yield from self._bare(at, end, start, end)
        if self._has_credits:
            yield from self._credited(start, end)

    # --- from a title, rank or role on ---

    def _phrase(self, anchor: re.Match[str], first: int, end: int) -> tuple[list[Person], int]:
        """The persons of the phrase that begins with `anchor`, and where it ends."""
        said = self._before(anchor.start(), first, end)
        if said is None:
            return [], anchor.start()
        at = said.end
        people: list[Person] = []
        while True:
            run = self._name(at, end, trusted=said.titled or bool(people))
            if run is None:
                return people, at
            own = replace(said, roles=list(said.roles), ranks=list(said.ranks))
            after = self._behind(own, run.end, end)
            if _is_full(run.words) and run.name not in self._taken:
                people.append(own.person(title_cased(run.name), run.start, run.end, self._written[run.start : run.end]))
            elif not people and not said.plural:
                return people, after
            following = self._next_name(after, end, plural=said.plural, listed=bool(people))
            if following is None:
                return people, after
            at = following

    def _before(self, at: int, first: int, end: int) -> _Said | None:
        """What titles, ranks and roles from `at` on say of the name behind them; None where no name can follow."""
        said = _Said(end=at)
        vocabulary, folded = self._vocabulary, self._folded
        while match := vocabulary.anchor.match(folded, said.end, end):
            if match["role"]:
                role = self._role(match, end, before_name=True)
                said.plural = said.plural or _SEVERAL.search(folded, first, match.start()) is not None
                said.take(role)
                said.titled = False
            elif match["rank"]:
                said.ranks.append(vocabulary.ranks[_spaced(match["rank"])])
                said.end = match.end() + (folded[match.end() : match.end() + 1] == ".")
                said.titled = True
            elif self._is_title(match, first):
                word = _spaced(match.group())
                said.plural = said.plural or word.startswith(("các", "hai", "vợ"))
                said.titled = True
                if match["standing"]:
                    said.roles.append(word.removeprefix("các "))
                said.end = match.end()
            else:
                return None
            said.end = _after_spaces(folded, said.end, end)
            joint = _BEFORE_NAME.match(folded, said.end, end)
            after = joint.end() if joint else said.end
            if vocabulary.anchor.match(folded, after, end) or (
                said.plural and folded[said.end : after].startswith(":")
            ):
                said.end = after
        return said if said.titled or folded[said.end - 1 : said.end] in {" ", "\n"} else None

    def _next_name(self, at: int, end: int, *, plural: bool, listed: bool) -> int | None:
        """Where the next name of `Đ/c A và B`, `các bị cáo A, B và C`, `A, Chánh án …; B` begins, if one does."""
        joint = _NEXT_NAME.match(self._folded, at, end)
        if joint is None:
            return None
        goes_on = plural or joint.group() in {" và ", " cùng "} or (listed and ";" in joint.group())
        run = capital_run(self._text, joint.end(), end) if goes_on else None
        return joint.end() if run and len(run.words) > 1 and self._vocabulary.is_surname(self._first(run)) else None

    def _first(self, run: Run) -> str:
        """The first word of a run, folded."""
        return self._folded[run.start : run.start + len(run.words[0])]

    def _is_title(self, match: re.Match[str], first: int) -> bool:
        """`Anh` inside a sentence is the country, `Bà Nà` a place: a title has a capital only where a clause begins."""
        start = match.start()
        if self._folded.endswith("văn phòng ", first, start):
            return False
        if self._text[start].islower() or match.group().startswith(("đ", "c")):
            return True
        if start == first or _OPENERS.search(self._text, max(first, start - 3), start):
            return True
        run = capital_run(self._text, match.end() + 1)
        return run is not None and len(run.words) >= 2 and self._first(run) in self._vocabulary.surnames

    def _role(self, match: re.Match[str], end: int, *, before_name: bool) -> _Office:
        """The role at `match` with its unit and its organisation."""
        vocabulary, folded = self._vocabulary, self._folded
        role = " ".join(self._text[match.start() : match.end()].split())
        if role.isupper():
            role = vocabulary.roles[_spaced(match["role"])]
        elif match.start("role") == match.start():  # not behind `nguyên`, `cựu`
            role = role[0].upper() + role[1:]
        at = match.end()
        inner = _LAST_TWO_WORDS.search(folded, match.start(), at)  # `Chánh Thanh tra …`, `Trưởng Công an …`
        seat = self._organisation(inner.start(), end) if inner else None
        if seat and seat[1] > at:
            return _Office(role, *seat)
        body = self._reader.at(folded.rfind(" ", match.start(), at) + 1)  # `Trưởng Ban Kinh tế Trung ương`
        if body and body.end > at and body.complete:
            return _Office(role, body.head, body.end)
        joint = _OFFICE_JOINT.match(folded, at, end)
        seat = self._organisation(joint.end(), end) if joint else None
        if seat is None and role.lower().endswith(_OF_MINISTRY):
            seat = self._ministry(at, end)
        government = vocabulary.place_roles.get(_spaced(match["role"]))
        if seat is None and government:
            seat = self._reader.governed(government, at, end)
        if seat:
            return _Office(role, *seat)
        apart = before_name and self._text[match.start()].isupper()
        return self._unit(role, at, end, before_name=before_name, apart=apart)

    def _ministry(self, at: int, end: int) -> tuple[str, int] | None:
        """The ministry in `Bộ trưởng Tài chính …`, `Bộ trưởng Quốc phòng Pháp …`, and where its name ends."""
        field = self._vocabulary.field.match(self._folded, at, end)
        if field is None:
            short = self._vocabulary.ministry.match(self._folded, at, end)
            if short is None:
                return None
            country = self._vocabulary.country.match(self._folded, short.end(), end)
            if country:
                return f"Bộ{self._text[short.start() : country.end()]}", country.end()
            return f"Bộ {self._vocabulary.ministries[_spaced(short['ministry'])]}", short.end()
        country = self._vocabulary.country.match(self._folded, field.end(), end)
        after = country.end() if country else field.end()
        return f"Bộ {self._vocabulary.fields[_spaced(field['field'])]}{self._text[field.end() : after]}", after

    def _unit(self, role: str, at: int, end: int, *, before_name: bool, apart: bool) -> _Office:
        """The role with the words behind it up to its organisation or, `before_name`, up to the person.

        `apart`: the person may stand behind a comma and a title, `Trưởng phòng Tổng hợp, ông X`.
        """
        vocabulary, text, folded = self._vocabulary, self._text, self._folded
        last = at
        while len(text[at:last].split()) < _LONGEST_UNIT:
            word = _UNIT_WORD.match(folded, last, end)
            if word is None:
                break
            trade = vocabulary.work.match(folded, last, end)
            if not trade and self._ends_unit(word, end):
                break
            begin = word.start(1)
            unit = " ".join(text[at:last].split()).rstrip(" -–")
            seat = self._organisation(begin, end)
            if seat:
                return _Office(_OF_THAT.sub("", f"{role} {unit}".strip()), *seat)
            if before_name and unit.endswith((" và", " cùng")):
                break  # `… thành viên và Vũ Khánh …`
            if before_name:
                office = self._before_person(role, unit, begin, end)
                if office:
                    return replace(office, end=office.end if office.end >= 0 else last)
                if vocabulary.anchor.match(folded, begin, end):
                    last = at
                    break
            last = max(word.end(), trade.end()) if trade and not trade["joint"] else word.end()
        else:
            last = at
        unit = " ".join(text[at:last].split()).rstrip(" -–")
        if apart and unit and self._is_titled(last, end):
            return self._of_unit(role, unit, last)
        if not before_name and unit[:1].isupper() and not self._reader.is_shouted(at):
            return _Office(role, unit, last)  # an office that no lexicon knows, as it is written
        number = _UNIT_NUMBER.match(folded, at, end)
        return _Office(role + number.group(), None, number.end()) if number else _Office(role, None, at)

    def _is_titled(self, at: int, end: int) -> bool:
        """Whether a comma, a title or rank, and a full Vietnamese name stand at `at`."""
        comma = _COMMA.match(self._folded, at, end)
        title = comma and self._vocabulary.anchor.match(self._folded, comma.end(), end)
        if not title or title["role"] or (title["title"] and self._text[title.start()].isupper()):
            return False
        run = capital_run(self._text, _after_spaces(self._folded, title.end(), end), end)
        return run is not None and len(run.words) in _NAME_LENGTHS and self._vocabulary.is_surname(self._first(run))

    def _of_unit(self, role: str, unit: str, end: int) -> _Office:
        """The office in a unit that no lexicon knows: one with a name of its own is an organisation.

        A role that names the unit's head itself (`Trưởng phòng Tổng hợp`) goes on with it.
        """
        if fold(role.rsplit(maxsplit=1)[-1]) in self._vocabulary.units:
            return _Office(f"{role} {unit}".strip(), None, end)
        brand = len(unit) >= _SHORTEST_BRAND and unit.isupper() and unit.lower() not in self._vocabulary.fields
        if brand or (unit[:1].isupper() and " " in unit):
            return _Office(role, unit, end)
        return _Office(f"{role} {unit}".strip(), None, end)

    def _ends_unit(self, word: re.Match[str], end: int) -> bool:
        """Whether a word ends the name of a unit: a verb, a title, a number or `và` before a small word."""
        vocabulary, at = self._vocabulary, word.start(1)
        if word[1] in vocabulary.unit_ends or self._dash_ends(at):
            return True
        if self._text[at].islower() and vocabulary.title.match(self._folded, at, end):
            return True
        if word[1] != "và" and not word[1][0].isdigit():
            return False
        following = _UNIT_WORD.match(self._folded, word.end(), end)
        if following is None:
            return False
        return self._text[following.start(1)].islower() and following[1] not in vocabulary.unit_ends

    def _dash_ends(self, at: int) -> bool:
        """Whether a dash at `at` ends the name of a unit: `Ngân hàng X - Ảnh: …`, not `chính trị - tư tưởng`."""
        dash = _DASH.match(self._text, at)
        if dash is None:
            return False
        goes_on = self._text[dash.end() : dash.end() + 1].isupper() or self._vocabulary.work.match(
            self._folded, dash.end() - 1
        )
        return not goes_on or self._folded.startswith("ảnh", dash.end())

    def _before_person(self, role: str, unit: str, begin: int, end: int) -> _Office | None:
        """The office where a country, a province or the person's name stands at `begin`, behind `unit`.

        Its end is -1 where that is the end of the unit.
        """
        vocabulary, text, folded = self._vocabulary, self._text, self._folded
        place = vocabulary.province.match(folded, begin, end) or vocabulary.country.match(folded, begin - 1, end)
        if place and text[begin].isupper() and capital_run(text, place.end() + 1, end):
            name = text[begin : place.end()]
            if unit[:1].isupper():  # `Hội Khuyến học Việt Nam`
                return _Office(role, f"{unit} {name}", place.end())
            return _Office(f"{role} {unit}".strip(), name, place.end())
        run = self._name(begin, end, trusted=False, common=bool(unit))
        if run is None:
            return None
        if len(run.words) <= _PLACE_NAME and vocabulary.level_before.search(
            folded, max(0, begin - _LONGEST_LEVEL), begin
        ):
            return None  # `Trưởng phòng Tư pháp huyện Thạch Hà`
        if unit and self._reader.is_shouted(begin):  # any words might be the unit
            return None
        return self._of_unit(role, unit, -1)

    def _organisation(self, start: int, end: int) -> tuple[str, int] | None:
        """The full name (or as much of it as is certain) of the organisation at `start`, and where its phrase ends."""
        mention = self._reader.at(start)
        if mention is None or mention.end > end:
            return None
        name = self._reader.full_name(mention, self._agency) or mention.written
        after = mention.end
        while True:  # `Chi cục Kiểm lâm, Sở …`, `huyện X, tỉnh Y`
            above = self._reader.at(after + 2) if self._folded.startswith(", ", after) else None
            level = self._vocabulary.level.match(self._folded, after, end)
            if above:
                after = above.end
            elif level and self._folded[after] == "," and (run := capital_run(self._text, level.end() + 1, end)):
                after = run.end
            else:
                return name, after

    def _behind(self, said: _Said, at: int, end: int) -> int:
        """Read what stands behind a name (`, 45 tuổi`, ` – Viện trưởng …`) into `said`; where it ends."""
        vocabulary, folded = self._vocabulary, self._folded
        life = _LIFE.match(folded, at, end)
        while life:
            at = life.end()
            life = _LIFE.match(folded, at, end)
        joint = _AFTER_NAME.match(folded, at, end)
        alias = _ALIAS.match(folded, at, end)
        if alias and joint and not vocabulary.role.match(folded, joint.end(), end):
            at = alias.end()
            joint = _AFTER_NAME.match(folded, at, end)
        while joint:
            former = vocabulary.former.match(folded, joint.end(), end)
            rank = vocabulary.rank.match(folded, former.end() if former else joint.end(), end)
            role = vocabulary.role.match(folded, joint.end(), end)
            if rank:
                title = vocabulary.ranks[_spaced(rank["rank"])]
                said.ranks.append(f"{former.group()}{title.lower()}" if former else title)
                at = rank.end()
            elif role:
                ahead = self._role(role, end, before_name=True)
                office = self._role(role, end, before_name=False)
                if (
                    ahead.organisation
                    and "(" not in joint.group()
                    and self._name(_after_spaces(folded, ahead.end, end), end, trusted=False)
                ):
                    return at  # `A, Tổng thống Pháp B`
                after = _after_spaces(folded, office.end, end)
                if self._name(after, end, trusted=False):
                    return at  # the role belongs to the next name
                said.take(office)
                at = office.end
            else:
                return at
            joint = _AND_ROLE.match(folded, at, end)
            if joint is None or joint.end() == at:
                return at
        return at

    def _name(self, at: int, end: int, *, trusted: bool, common: bool = False) -> Run | None:
        """The name at `at`; None where no name begins.

        `trusted`: a title or rank says that a person follows; else the first word must be a surname
        (`common`: a common one), or all words foreign. Among capitals alone, it must be both a Vietnamese
        name and followed by a mark.
        """
        run = capital_run(self._text, at, end)
        if run is None:
            return None
        vocabulary, folded = self._vocabulary, self._folded
        if self._reader.is_shouted(at):
            first = self._first(run)
            known = first in vocabulary.surnames or (trusted and first in vocabulary.rare_surnames)
            named = known and len(run.words) in _NAME_LENGTHS
            return run if named and self._reader.is_bordered(run.end) else None
        for count in range(2, len(run.words)):
            here = run.begin(count)
            if run.words[count].isupper() and len(run.words[count]) > 1 and not run.words[0].isupper():
                run = run.first(count)  # `Trần Văn Thanh TTO`
                break
            if vocabulary.role.match(folded, here, end) or self._reader.at(here):
                run = run.first(count)
                break
        length = len(run.words)
        if length > 1 and at and vocabulary.country.match(folded, at - 1, end):
            return None
        known = self._first(run) in vocabulary.surnames
        place = None if known else vocabulary.province.match(folded, at, end)
        if place and place.end() == run.end:
            return None  # `nghệ sĩ Đà Nẵng`
        if trusted and length > 1 and len(run.words[0]) > _LONGEST_INITIALS and run.words[0].isupper():
            run = run.rest()  # `Đại úy CSGT Phạm …`, but not `trẻ em SOS Gò Vấp`
            return run if vocabulary.is_surname(self._first(run)) and length - 1 in _NAME_LENGTHS else None
        if trusted:
            return run if length <= 6 else None
        if not 2 <= length <= 5:
            return None
        if self._reader.at(at) or vocabulary.province.match(folded, at, end):
            return None
        first = self._first(run)
        if first in vocabulary.surnames or (not common and first in vocabulary.rare_surnames):
            return run
        foreign = all(word.isascii() and not word.isupper() and len(word) > 1 for word in run.words)
        return run if not common and length <= 3 and foreign else None

    # --- without one ---

    def _bare(self, start: int, stop: int, first: int, end: int) -> Iterator[Person]:
        """Full names without a title: with a role or an age behind them, or beyond doubt by themselves."""
        vocabulary, text, folded = self._vocabulary, self._text, self._folded
        for found in capital_runs(text, start, stop):
            run = found
            if run.words[-1].isupper() and len(run.words[-1]) > 1 and not run.words[0].isupper():
                run = run.first(len(run.words) - 1)  # `Trần Văn Thanh TTO`
            if len(run.words) >= 3 and run.start == first and not vocabulary.is_surname(self._first(run)):
                run = run.rest()  # `Theo Nguyễn Văn Xuân`
            if (
                len(run.words) > (4 if self._reader.is_shouted(run.start) else 5)
                or not vocabulary.is_surname(self._first(run))
                or not _is_full(run.words)
            ):
                continue
            at, after = run.start, run.end
            if text[after : after + 1] == "." and len(run.words[-1]) == 1:
                continue
            if self._reader.at(at) or self._reader.covers(at) or vocabulary.province.match(folded, at):
                continue
            if run.name in self._taken:
                continue
            near = max(first, at - 20)
            if vocabulary.thing_before.search(folded, near, at) or _HOUSE_NUMBER.search(folded, near, at):
                continue
            said = _Said()
            self._behind(said, after, end)
            occupation = vocabulary.occupation_before.search(folded, near, at)
            if occupation and not said.roles:
                said.roles.append(_spaced(occupation["occupation"]))
            born = _BORN.match(folded, after, end)
            sure = (
                3 <= len(run.words) <= 4
                and self._first(run) in vocabulary.surnames
                and not self._reader.is_shouted(at)
                and not text[first : min(end, first + 200)].isupper()
            )
            sure = sure and not _STREETS.search(folded, max(first, at - 150), at)
            if (said.roles and not occupation) or born or sure:
                yield said.person(title_cased(run.name), at, after, self._written[at:after])

    def _credited(self, start: int, end: int) -> Iterator[Person]:
        """The photographers after `Ảnh:`."""
        for match in _PHOTO.finditer(self._folded, start, end):
            run = capital_run(self._text, match.end(), end)
            if run is None or len(run.words) not in _NAME_LENGTHS or not _is_full(run.words) or run.name.isascii():
                continue
            if self._reader.is_shouted(run.start) and not self._reader.is_bordered(run.end):
                continue
            if not self._reader.at(run.start):
                written = self._written[run.start : run.end]
                yield Person(title_cased(run.name), _PHOTOGRAPHER, None, run.start, run.end, written)


def _after_spaces(folded: str, at: int, end: int) -> int:
    spaces = _SPACES.match(folded, at, end)
    return spaces.end() if spaces else at


def _spaced(word: str) -> str:
    return " ".join(word.split())
