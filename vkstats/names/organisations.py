"""Organisations under their full names: a head (`VKSND`, `Sở Tư pháp`) and the place that it belongs to.

An elided place (`VKSND huyện`) is filled from the document where exactly one place of that level is in it,
or the document's agency has it; else the name stays open, and an open name is not put out. Where a whole
block is in capitals, they prove no name: a place must be known otherwise, or end where the clause does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from vkstats.model import Article, Frame, Organisation
from vkstats.names.capitals import Run, capital_run, sealed, title_cased
from vkstats.names.vocabulary import Lexicon, vocabulary_of
from vkstats.text import fold


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation named at `start:end`. `place` None: elided, or not needed where `complete`."""

    start: int
    end: int
    head: str  # `Viện kiểm sát nhân dân`, `Sở Tư pháp`
    level: str | None = None  # `huyện`
    place: str | None = None  # `Đông Hưng`
    complete: bool = False
    above: OrganisationMention | None = None  # the organisation that a unit is part of
    national: bool = False  # every country has one: `Quốc hội`, `Bộ Tài chính`

    @property
    def is_named(self) -> bool:
        """Whether the text itself gives the whole name."""
        return self.above.is_named if self.above else self.complete or self.place is not None

    @property
    def written(self) -> str:
        """The name as far as the text writes it out."""
        if self.above:
            return f"{self.head} {self.above.written}"
        if self.place is None:
            return f"{self.head} {self.level}" if self.level else self.head
        return _named(self.head, self.level, self.place)


@dataclass(slots=True)
class _Name:
    """A name that is being read, up to `at`; its first `kept` parts, up to `end`, are a whole name."""

    parts: list[str]
    at: int
    named: bool  # a capital says that it is a proper name
    end: int = 0
    kept: int = 0
    trades: int = 0  # words of trade or field in it

    def add(self, part: str, end: int, *, proper: bool) -> None:
        """Go on to `end`; `proper`: the name may end there."""
        self.parts.append(part)
        self.at = end
        if proper:
            self.end, self.kept = end, len(self.parts)


def _named(head: str, level: str | None, place: str) -> str:
    if level == "thành phố" and place == "Hồ Chí Minh":
        level = "Thành phố"
    # `Huyện ủy Đà Bắc`, but `Quận ủy quận 9`
    says_level = head.lower().startswith(tuple(_COMMITTEE_LEVELS)) and level != "Thành phố" and not place.isdigit()
    return f"{head} {level} {place}" if level and not says_level else f"{head} {place}"


def find_organisations(article: Article, reader: OrganisationReader, frame: Frame) -> tuple[Organisation, ...]:
    """The organisations of the document, each once, under its full name, at its first mention."""
    found: dict[str, Organisation] = {}
    names = set()
    for mention in _each(reader.mentions):
        name = reader.full_name(mention, frame.agency)
        if name is None or name in names or (not mention.is_named and name != frame.agency):
            continue
        names.add(name)
        found.setdefault(
            _key(name), Organisation(name, article.text[mention.start : mention.end], mention.start, mention.end)
        )
    return tuple(found.values())


def _each(mentions: tuple[OrganisationMention, ...]) -> Iterator[OrganisationMention]:
    """Every mention, and behind a unit the organisation that it is part of."""
    for mention in mentions:
        yield mention
        if mention.above:
            yield mention.above


_LEVEL_WORD = re.compile(r" (?:tỉnh|thành phố)(?= )")


def _key(name: str) -> str:
    """One key for `Công an TP. Hà Nội` and `Công an Hà Nội`."""
    return _LEVEL_WORD.sub("", fold(name))


# `Viện kiểm sát nhân dân (VKSND) hai cấp tỉnh X`
_BETWEEN = re.compile(r"(?: ?\([^()\n]{2,15}\))?(?: (?:hai|2|02) cấp)?")
_HIGH = re.compile(r" cấp cao(?: tại (?:(?:thành phố|tp\.?) ?)?(?=\w))?")
_REGION = re.compile(r" (?:quân sự )?khu vực \d+")
_NUMBER = re.compile(r" (\d{1,2})(?![\w/.,%-]*\d)")
_COMMITTEE_LEVELS = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "quận": "quận", "thị": "thị xã"}
# A company's name of one word ends before these; before another small word it may go on: `Gang thép …`.
_AFTER_NAME = re.compile(
    r" *(?:$|\n)| ?[,.;:)\]\"!?(/-]| (?:là|có|đã|đang|sẽ|vừa|được|bị|do|tại|ở|và|với|cho|từ|đến|trong|khi|cũng|không"
    r"|phải|để|về|theo|của|thì|mà|hay|hoặc|còn|chưa|cùng|vào|trên|sau|trước|nhận|đạt|công bố|thông báo|cho biết)(?!\w)"
)
# What ends a name that capitals do not: a mark, or the end of the block.
_BORDER = re.compile(r" ?(?:[,.;:()\[\]\"”!?/–-]|\x1e|$)")
_LONGEST_SHOUTED_PLACE = 3  # words
_LONGEST_SYLLABLE = 5  # letters of a Vietnamese word without marks, nearly always
_SHORT_NAME = re.compile(r"(?<![\w-])[A-ZĐ][A-Za-zĐ&]{1,14}(?![\w-])")
_INTRODUCES = re.compile(rf" ?[(](?:(?:gọi|viết) tắt là |sau đây gọi là )?({_SHORT_NAME.pattern})[;,)]")
_FIRMS = ("công ty", "tổng công ty", "tập đoàn", "ngân hàng", "hãng")
_HOME = re.compile(r"(?<= )VN$")
_LONGEST_BEFORE = 8  # letters of a syllable in front of a head
_SECOND = re.compile(r" ?[-–] ?")
_UNIT_NUMBER = re.compile(r" +(?P<of>số +)?\d{1,2}(?![\w/.,%])")  # `Phòng 9`, `Đội CSGT số 4`
_NAME_NUMBER = re.compile(r" +(?:số +)?\d{1,3}(?![\w/.,%]*\d)")
_FEWEST_ABROAD = 3  # names of countries
_OF = re.compile(r" +(?:thuộc +|của +)?| *- *")
_HOLDERS = ("Công an", "Bộ Công an", "Bộ Quốc phòng")  # have investigators, camps and jails of their own
_GOES_ON = re.compile(r" ?[-–] ?[^\W\d_]|\.\w")  # `Việt - Đức`


class OrganisationReader:
    """Reads the organisations of one document; knows the places that the document names.

    `text` is the document's text, sealed between blocks; `mentions` are all the organisations named in it,
    in reading order, none inside another.
    """

    def __init__(self, article: Article, words: Lexicon) -> None:
        self.lexicon, self.vocabulary = words, vocabulary_of(words)
        self.text, self._folded = sealed(article), article.folded
        shouted = [block for block in article.blocks if self.text[block.start : block.end].isupper()]
        self._shouted = [block.start for block in shouted], [block.end for block in shouted]
        self._readers: dict[str, Callable[[re.Match[str]], OrganisationMention | None]] = {
            "body": self._body,
            "office": self._office,
            "committee": self._committee,
            "field": self._department,
            "institution": self._institution,
            "unit": self._institution,
            "agency": self._agency,
        }
        self._places: dict[str, dict[str, str]] = {}  # level → folded name → name
        seen = set()
        for match in self.vocabulary.level_scan.finditer(self._folded):
            level = self.vocabulary.levels[_spaced(match["level"])]
            name, _ = self._place(match.end(), level, first=match.start())
            if name and (level, name) not in seen:
                seen.add((level, name))
                self._places.setdefault(level, {}).setdefault(fold(name), name)
        self._short: dict[
            str, OrganisationMention
        ] = {}  # what the text introduces: `Tổng công ty Bia Sao Vàng (Savaco)`
        self.mentions = self._with_short(tuple(self._scanned()))
        self._starts = [mention.start for mention in self.mentions]

    def _scanned(self) -> Iterator[OrganisationMention]:
        at = 0
        for match in self.vocabulary.head.finditer(self._folded):
            if match.start() >= at:
                mention = self._mention(match)
                if mention:
                    at = mention.end
                    yield mention

    def _with_short(self, mentions: tuple[OrganisationMention, ...]) -> tuple[OrganisationMention, ...]:
        """The mentions with those under a short name that the text gives in parentheses behind a full one."""
        for mention in mentions:
            short = _INTRODUCES.match(self.text, mention.end)
            if short and mention.is_named and self._is_short(short[1], mention):
                self._short.setdefault(short[1], mention)
        if not self._short:
            return mentions
        again = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, self._short))})(?![\w-])")
        found = list(mentions)
        ends = [mention.end for mention in mentions]
        for match in again.finditer(self.text):
            index = bisect_right(ends, match.start())
            if index == len(mentions) or mentions[index].start >= match.end():
                found.append(self._under_short(match))
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _is_short(self, word: str, mention: OrganisationMention) -> bool:
        """Whether a word in parentheses is a short name: capitals, or a brand behind a firm, but no place."""
        if word.isupper():
            return True
        place = self.vocabulary.country.match(f" {word.lower()}") or word.lower() in self.vocabulary.provinces
        return not place and word.isascii() and mention.head.lower().startswith(_FIRMS)

    def _under_short(self, match: re.Match[str]) -> OrganisationMention:
        return replace(self._short[match.group()], start=match.start(), end=match.end())

    def between(self, start: int, end: int) -> tuple[OrganisationMention, ...]:
        """The organisations whose names begin between `start` and `end`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def covers(self, at: int) -> bool:
        """Whether `at` lies inside the name of an organisation, behind its beginning."""
        index = bisect_left(self._starts, at) - 1
        return index >= 0 and at < self.mentions[index].end

    def is_shouted(self, at: int) -> bool:
        """Whether the block at `at` is wholly in capitals, so that a capital proves nothing."""
        starts, ends = self._shouted
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < ends[index]

    def is_bordered(self, at: int) -> bool:
        """Whether a mark or the end of the block stands at `at`, where a name ends."""
        return _BORDER.match(self.text, at) is not None

    def governed(self, head: str, start: int, end: int) -> tuple[str, int] | None:
        """The `head` of the place whose level stands at `start` (`Chủ tịch huyện X`), and where the phrase ends."""
        match = self.vocabulary.level.match(self._folded, start, end)
        if match is None or self._folded[start] == ",":
            return None
        level = self.vocabulary.levels[_spaced(match["level"])]
        name, after = self._place(match.end(), level, first=start)
        return (_named(head, level, name), after) if name else None

    def at(self, start: int) -> OrganisationMention | None:
        """The organisation named at `start`, if one is."""
        short = _SHORT_NAME.match(self.text, start) if self._short else None
        if short and short.group() in self._short:
            return self._under_short(short)
        match = self.vocabulary.head.match(self._folded, start)
        return self._mention(match) if match else None

    @cached_property
    def is_abroad(self) -> bool:
        """Whether the document tells of other countries, so that a bare `Quốc hội` is not Vietnam's."""
        foreign = 0
        home = sum(1 for mention in self.mentions if mention.level or mention.place)
        for match in self.vocabulary.country_scan.finditer(self._folded):
            if match["home"]:
                home += 1
            elif self.text[match.start()].isupper() and not self._ends_a_name(match.start()):
                foreign += 1
        return foreign >= _FEWEST_ABROAD and foreign > _FEWEST_ABROAD * home

    def _ends_a_name(self, at: int) -> bool:
        """Whether a capitalised word stands before the word at `at`: `Nguyễn Thị Nga`."""
        before = self.text.rfind(" ", 0, max(0, at - 1)) + 1
        return self.text[before].isupper() and self.text[before : at - 1].isalpha()

    def full_name(self, mention: OrganisationMention, agency: str | None = None) -> str | None:
        """The full name; None where the elided place is not certain."""
        if mention.above:
            above = self.full_name(mention.above, agency)
            return f"{mention.head} {above}" if above else None
        if mention.complete:
            return None if mention.national and self.is_abroad else mention.head
        if mention.place:
            return mention.written
        if mention.level is None:
            return None
        places = self._places.get(mention.level, {})
        if len(places) == 1:
            return _named(mention.head, mention.level, next(iter(places.values())))
        level = f" {mention.level} "
        if agency and level in f"{agency} ".lower():
            return mention.head + agency[agency.lower().index(level) :]
        return None

    def _mention(self, match: re.Match[str]) -> OrganisationMention | None:
        """What the head of `match`, a match of the vocabulary's, names."""
        return self._readers[match.lastgroup or ""](match)

    def _department(self, match: re.Match[str]) -> OrganisationMention | None:
        vocabulary, text, folded = self.vocabulary, self.text, self._folded
        start, end = match.span()
        if not (text[start].isupper() or text[match.start("field")].isupper()):
            return None
        if vocabulary.no_ministry.search(folded, max(0, start - _LONGEST_BEFORE), start + 2):
            return None  # `cán bộ TN&MT`
        department, field = vocabulary.departments[_spaced(match["department"])], _spaced(match["field"])
        head = f"{department} {vocabulary.fields[field]}"
        if department in {"Bộ", "Tổng cục"}:
            country = vocabulary.country.match(folded, end)
            if country and text[country.end() - 1].isalpha() and text[end:].lstrip()[0].isupper():
                return OrganisationMention(
                    start, country.end(), f"{head} {text[end : country.end()].strip()}", complete=True
                )
            if department == "Bộ" and field not in vocabulary.ministry_fields:
                return None
            return OrganisationMention(start, end, head, complete=True, national=field in vocabulary.foreign_fields)
        located = self._located(start, end, head, comma=True)
        if located.place or department != "Cục" or field in vocabulary.local_fields:
            return located
        work = vocabulary.work.match(folded, end) if department == "Cục" else None
        if work and work["work"] not in vocabulary.work_verbs and _AFTER_NAME.match(folded, work.end()):
            head += text[end : work.end()].replace("\n", " ")  # `Cục Tài chính doanh nghiệp`
            end = work.end()
        return OrganisationMention(start, end, head, complete=True)

    def _office(self, match: re.Match[str]) -> OrganisationMention | None:
        vocabulary, folded = self.vocabulary, self._folded
        start, end = match.span()
        word = _spaced(match["office"])
        if not self._is_written(word, start, end):
            return None
        head = vocabulary.offices[word]
        between = _BETWEEN.match(folded, end)
        after = between.end() if between else end
        high = _HIGH.match(folded, after)
        if high:
            province = vocabulary.province.match(folded, high.end())
            if province is None:
                return None
            name = vocabulary.provinces[_spaced(province["province"])]
            level = "thành phố" if name == "Hồ Chí Minh" else None
            return OrganisationMention(start, province.end(), _named(f"{head} cấp cao tại", level, name), complete=True)
        region = _REGION.match(folded, after)
        if region:
            return OrganisationMention(start, region.end(), f"{head}{folded[after : region.end()]}", complete=True)
        return self._located(start, after, head, comma=False)

    def _is_written(self, office: str, start: int, end: int) -> bool:
        """Whether the word of an office is written as one: abbreviations in capitals, `CA` not among capitals only."""
        if " " in office or len(office) > 5 or office == "tòa":
            return True
        return self.text[start:end].isupper() and (len(office) > 2 or not self.is_shouted(start))

    def _located(self, start: int, end: int, head: str, *, comma: bool) -> OrganisationMention:
        """The mention with the place that follows at `end`."""
        vocabulary = self.vocabulary
        match = vocabulary.level.match(self._folded, end)
        if match and (comma or self._folded[end] != ","):
            level = vocabulary.levels[_spaced(match["level"])]
            name, after = self._place(match.end(), level, first=start)
            if name or self._folded[end] != ",":
                return OrganisationMention(start, after if name else match.end(), head, level, name)
        province = vocabulary.province.match(self._folded, end)
        if province and self._folded[end] == " " and self.text[province.start("province")].isupper():
            return OrganisationMention(
                start, province.end(), head, None, vocabulary.provinces[_spaced(province["province"])]
            )
        return OrganisationMention(start, end, head)

    def _body(self, match: re.Match[str]) -> OrganisationMention | None:
        start, end = match.span()
        word = _spaced(match["body"])
        name = self.vocabulary.bodies[word]
        written = self.text[start:end]
        if " " in word and written.islower():
            return None
        if " " not in word and not written.isupper() and word != name.lower():
            return None
        country = self.vocabulary.country_of.match(self._folded, end)
        if country and self.text[country.start("country")].isupper() and country["country"] != "việt nam":
            return None  # `Quốc hội Mỹ`, `Chính phủ mới của Pháp`
        national = word in self.vocabulary.national_bodies
        if national and (self._folded.startswith(" nước này", end) or self._foreign_word(end + 1)):
            return None  # `Chính phủ Zimbabwe`
        if word == "chính phủ" and self._folded.endswith("thủ tướng", 0, max(0, start - 1)):
            return None
        return OrganisationMention(start, end, name, complete=True, national=national)

    def _foreign_word(self, at: int) -> bool:
        """Whether a capitalised word without Vietnamese letters stands at `at`, which is no surname."""
        run = capital_run(self.text, at)
        first = run.words[0].lower() if run else ""
        return len(first) > _LONGEST_SYLLABLE and first.isascii() and first.isalpha()

    def _committee(self, match: re.Match[str]) -> OrganisationMention:
        start, end = match.span()
        word = _spaced(match["committee"])
        level = _COMMITTEE_LEVELS[word.split()[0]]
        again = self.vocabulary.level.match(self._folded, end)  # `Thành ủy TP Đà Nẵng`
        named = again.end() if again and self._folded[end] != "," else end
        name, after = self._place(named, level, first=start)
        return OrganisationMention(start, after if name else named, self.vocabulary.committees[word], level, name)

    def _institution(self, match: re.Match[str]) -> OrganisationMention | None:
        """A name of any words: `Công ty CP Xây lắp Minh Phát`, `Phòng Cảnh sát hình sự Công an tỉnh …`.

        It goes from the head over words of trade or field to capitals, to a place, or to the organisation above.
        """
        start, is_unit = match.start(), match["unit"] is not None
        head = self._head(match)
        if head is None:
            return None
        name = _Name([head], match.end(), named=self.text[start].isupper())
        while True:
            self._trade(name, is_unit=is_unit)
            if is_unit and not name.named:
                return None
            above = self._above(name.at)
            if above and (is_unit or above.head.startswith(_HOLDERS)):
                return OrganisationMention(start, above.end, " ".join(name.parts), above=above)
            place = self._place_tail(start, name.at) if name.named or name.trades else None
            if place:
                return OrganisationMention(start, place[1], " ".join([*name.parts, place[0]]), complete=True)
            end, sure = self._proper(start, name, is_unit=is_unit)
            if end is None:
                break
            name.add(" ".join(self.text[name.at : end].split()), end, proper=sure)
        if not name.end or (self.is_shouted(start) and not self.is_bordered(name.end)):
            return None
        whole = " ".join(name.parts[: name.kept])
        return OrganisationMention(start, name.end, _HOME.sub("Việt Nam", whole), complete=True)

    def _head(self, match: re.Match[str]) -> str | None:
        """The head of a name, as it is written or as its abbreviation stands for; None where it opens no name."""
        start, end = match.span()
        word, written = _spaced(match.group()), " ".join(self.text[start:end].split())
        head = (self.vocabulary.units if match["unit"] else self.vocabulary.institutions)[word]
        if " " not in word and (
            self.is_shouted(start)
            or not (written[0].isupper() or self.vocabulary.role_end.search(self._folded, max(0, start - 40), start))
        ):
            return None
        if written.lower() == head.lower():
            return head[0] + written[1:]
        return head if " " in word or written.isupper() else None

    def _trade(self, name: _Name, *, is_unit: bool) -> None:
        """Read the words of trade or field, and the number of a unit, into `name`."""
        vocabulary, text, folded = self.vocabulary, self.text, self._folded
        while work := vocabulary.work.match(folded, name.at):
            joint = work["joint"].strip()
            if joint and (name.at == name.end or vocabulary.head.match(folded, work.start("work"))):
                return  # `Công ty A và …`, `Học viện A và Đại học …`
            if joint.isalpha() and not name.trades:
                return  # `các công ty và người tiêu dùng`, but `Trường THCS & THPT …`
            if self._above(name.at):
                return
            name.named = name.named or text[work.start("work")].isupper()
            written = " ".join(text[name.at : work.end()].split())
            word, is_short = _spaced(work["work"]), written.isupper()
            field = vocabulary.work_in_full.get(word) if is_short else None
            field = field or (vocabulary.fields.get(word) if is_unit or is_short else None)
            proper = work["work"].endswith("việt nam")
            name.add(field if field and not joint else written, work.end(), proper=proper)
            name.trades += 1
        number = _UNIT_NUMBER.match(folded, name.at) if is_unit else None
        if number:
            name.add(number.group().strip(), number.end(), proper=number["of"] is not None)

    def _proper(self, first: int, name: _Name, *, is_unit: bool) -> tuple[int | None, bool]:
        """Where the proper part that goes on `name` ends, if one does, and whether the name may end with it."""
        number = self._numbered(name.at) if name.trades and not is_unit else None
        if number:
            return number, True
        tail = self.vocabulary.tail.match(self._folded, name.at) if name.trades else None
        if tail is None and (name.trades or name.parts[0].lower() in self.vocabulary.of_countries):
            tail = self._country(name.at)
        if tail:
            return tail.end(), True
        if name.end and self._follows_role(first):
            return None, False  # what comes now may be the person's name
        run, sure = self._proper_run(first, name.at, name.trades, is_unit=is_unit)
        return (self._numbered(run.end) or run.end, sure) if run else (None, False)

    def _above(self, at: int) -> OrganisationMention | None:
        """The organisation of an office that a unit belongs to, named at `at`."""
        joint = _OF.match(self._folded, at)
        match = self.vocabulary.head.match(self._folded, joint.end()) if joint else None
        if not match or not (match["office"] or match["body"] or match["committee"] or match["department"]):
            return None
        above = self._mention(match)
        return above if above and (above.complete or above.level or above.place) else None

    def _agency(self, match: re.Match[str]) -> OrganisationMention | None:
        """An investigation agency, with the police or procuracy that it belongs to."""
        start, end = match.span()
        word = _spaced(match["agency"])
        if " " not in word and not self.text[start:end].isupper():
            return None
        head = self.vocabulary.agencies[word]
        above = self._above(end)
        if above is None and self._folded.startswith((", ", " ("), end):
            above = self.at(end + 2)
            if above and not above.head.startswith(_HOLDERS):
                above = None
        if above:
            return OrganisationMention(start, above.end, head, above=above)
        located = self._located(start, end, head, comma=False)
        return located if located.place is None else replace(located, head=f"{head} Công an")

    def _place_tail(self, first: int, at: int) -> tuple[str, int] | None:
        """The place of a level that ends a name at `at` (`thành phố Vinh`), and where it ends."""
        match = self.vocabulary.level.match(self._folded, at)
        if match is None or self._folded[at] == ",":
            return None
        level = self.vocabulary.levels[_spaced(match["level"])]
        name, after = self._place(match.end(), level, first)
        return (_named("", level, name).strip(), after) if name else None

    def _country(self, at: int) -> re.Match[str] | None:
        """The country named at `at`, behind a space."""
        country = self.vocabulary.country.match(self._folded, at)
        return country if country and self.text[country.start() : country.end()].lstrip()[0].isupper() else None

    def _is_half(self, at: int) -> bool:
        """Whether a name that ends at `at` goes on behind a dash or point: `Việt - Đức`, not `… - ông X`."""
        on = _GOES_ON.match(self.text, at)
        return on is not None and not self.text[on.end() - 1].islower()

    def _numbered(self, at: int) -> int | None:
        """Where the number ends that a name at `at` goes on with: `May 10`, `Quân y 103`, `Xây lắp số 5`."""
        number = _NAME_NUMBER.match(self._folded, at)
        return number.end() if number and _AFTER_NAME.match(self._folded, number.end()) else None

    def _proper_run(self, first: int, at: int, works: int, *, is_unit: bool) -> tuple[Run | None, bool]:
        """The capitals that go on a name at `at`, `works` words of trade behind its head.

        And whether the name may end with them: a single capital may begin a common word (`Công ty Tàu cao tốc …`).
        """
        vocabulary, text, folded = self.vocabulary, self.text, self._folded
        nothing = None, False
        run = capital_run(text, at + 1) if text[at : at + 1] in {" ", "\n"} else None
        if run is None or vocabulary.head.match(folded, run.start) or vocabulary.level.match(folded, at):
            return nothing
        country = None if works else vocabulary.country.match(folded, at)
        if country and (country.end() >= run.end or country.end() > run.after(1)):
            return nothing  # `công ty Mỹ`, but `Công ty Nhật Việt`
        for count in range(1, len(run.words)):
            here = run.begin(count)
            work = vocabulary.work.match(folded, here - 1)
            if (
                (
                    work and (" " in work["work"] or run.words[count].isupper())
                )  # a syllable alone may be part of a name: `Sơn Trà Điện Ngọc`
                or vocabulary.level.match(folded, here - 1)
                or vocabulary.head.match(folded, here)
                or vocabulary.role.match(folded, here)
            ):
                run = run.first(count)
                break
        if len(run.words) > 2 and self._follows_role(first):  # `Chủ nhiệm Ủy ban Kinh tế Vũ …`
            person = self._person_in(run)
            if person == 0 and is_unit:
                return nothing
            run = run.first(person) if person and len(run.words) > 3 else run
        second = _SECOND.match(text, run.end) if works and len(run.words) > 1 else None
        other = capital_run(text, second.end()) if second else None
        if other and 1 < len(other.words) <= _LONGEST_SHOUTED_PLACE and _AFTER_NAME.match(folded, other.end):
            words = folded[run.end : other.end]  # `… đường cao tốc Hà Nội - Lào Cai`
            if not (vocabulary.head.match(folded, other.start) or vocabulary.is_surname(fold(other.words[0]))):
                return Run(run.start, other.end, (*run.words, *words.split()), text[run.start : other.end]), True
        if len(run.words[-1]) == 1 or self._is_half(run.end):
            return nothing
        unsure = len(run.words) == 1 or (len(run.words) == 2 and run.words[0].isupper())
        if not unsure or _AFTER_NAME.match(folded, run.end):
            return run, True
        goes_on = vocabulary.work.match(folded, run.end) or vocabulary.level.match(folded, run.end)
        return (run, False) if goes_on else nothing

    def _place(self, start: int, level: str, first: int) -> tuple[str | None, int]:
        """The name of a place of `level` after `start`, and its end; `first` is where the whole phrase began."""
        vocabulary, text, folded = self.vocabulary, self.text, self._folded
        begin = start + 1 if folded[start : start + 1] == " " else start
        number = _NUMBER.match(folded, start) if level in {"quận", "phường"} else None
        if number:
            return number[1], number.end()
        if level in {"tỉnh", "thành phố"}:
            province = vocabulary.province.match(folded, start)
            if province and text[province.start("province")].isupper():
                return vocabulary.provinces[_spaced(province["province"])], province.end()
        run = capital_run(text, begin)
        if run and text[run.end : run.end + 1] in {"'", "’"}:
            return None, start  # a name cut in two: `Ea H’ leo`
        if run and len(run.words) == 1 and "\n" in text[start : run.start]:
            return None, start  # `… UBND TP.⏎Cụ thể`
        count = self._place_words(run, level, first) if run else 0
        if not run or not count:
            return None, start
        return title_cased(" ".join(run.words[:count])), run.after(count)

    def _place_words(self, run: Run, level: str, first: int) -> int:
        """How many words of a run of capitals are the place; the rest may be a person's name."""
        known, length = self._places.get(level), len(run.words)
        if known:
            folded = self._folded[run.start : run.end].split()
            for count in range(length, 0, -1):
                if " ".join(folded[:count]) in known:
                    return count
        if self.is_shouted(run.start):
            bordered = (
                self.is_bordered(run.end) and self.text[run.end : run.end + 1] != ":"
            )  # not `CÔNG AN HUYỆN CHO BIẾT:`
            return length if bordered and length <= _LONGEST_SHOUTED_PLACE and level != "tỉnh" else 0
        if length <= 2:
            return length
        if all(word.isupper() for word in run.words):
            return length if length <= 3 else 2
        person = self._person_in(run) if self._follows_role(first) or self._follows_role(run.start) else None
        return min(length, 4) if person is None else person

    def _person_in(self, run: Run) -> int | None:
        """Where a person's name begins in a run behind a role; places of two syllables are the most frequent."""
        surnames, rare = self.vocabulary.surnames, self.vocabulary.rare_surnames
        for known in (surnames, rare):
            for at in (2, 3, 0, 1):
                if 2 <= len(run.words) - at <= 4 and fold(run.words[at]) in known:
                    return at
        return None

    def _follows_role(self, first: int) -> bool:
        return self.vocabulary.role_before.search(self._folded, max(0, first - 60), first) is not None


def _spaced(word: str) -> str:
    return " ".join(word.split()) if "  " in word or "\n" in word else word
