"""Organisations under their full names: a head (`VKSND`, `Sở Tư pháp`) and the place that it belongs to.

An elided place (`VKSND huyện`) is filled from the document where exactly one place of that level is in it,
or the document's agency has it; else the name stays open, and an open name is not put out. Where a whole
block is in capitals, they prove no name: a place must be known otherwise, or end where the clause does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from vkstats.entities.capitals import Run, capital_run, sealed, title_cased
from vkstats.entities.vocabulary import Lexicon, vocabulary_of
from vkstats.model import Article, Entity, Frame
from vkstats.text import fold


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation named at `start:end`. `place` None: elided, or not needed where `complete`."""

    start: int
    end: int
    head: str  # `Viện kiểm sát nhân dân`, `Sở Tư pháp`
    level: str | None = None  # `huyện`
    place: str | None = None  # `Đông Hưng`
    complete: bool = False

    @property
    def written(self) -> str:
        """The name as far as the text writes it out."""
        if self.place is None:
            return f"{self.head} {self.level}" if self.level else self.head
        return _named(self.head, self.level, self.place)


def _named(head: str, level: str | None, place: str) -> str:
    if level == "thành phố" and place == "Hồ Chí Minh":
        level = "Thành phố"
    says_level = head.endswith((" ủy", " đoàn")) and not place.isdigit()  # `Huyện ủy Đà Bắc`, but `Quận ủy quận 9`
    return f"{head} {level} {place}" if level and not says_level else f"{head} {place}"


def find_organisations(article: Article, reader: OrganisationReader, frame: Frame) -> tuple[Entity, ...]:
    """The organisations of the document, each once, under its full name, at its first mention."""
    found: dict[str, Entity] = {}
    names = set()
    for mention in reader.mentions:
        name = reader.full_name(mention, frame.agency)
        if name is None or name in names or (mention.place is None and not mention.complete and name != frame.agency):
            continue
        names.add(name)
        found.setdefault(
            _key(name), Entity(name, article.text[mention.start : mention.end], mention.start, mention.end)
        )
    return tuple(found.values())


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
        self._places: dict[str, dict[str, str]] = {}  # level → folded name → name
        seen = set()
        for match in self.vocabulary.level_scan.finditer(self._folded):
            level = self.vocabulary.levels[_spaced(match["level"])]
            name, _ = self._place(match.end(), level, first=match.start())
            if name and (level, name) not in seen:
                seen.add((level, name))
                self._places.setdefault(level, {}).setdefault(fold(name), name)
        self.mentions = tuple(self._scanned())
        self._starts = [mention.start for mention in self.mentions]

    def _scanned(self) -> Iterator[Mention]:
        at = 0
        for match in self.vocabulary.head.finditer(self._folded):
            if match.start() >= at:
                mention = self._mention(match)
                if mention:
                    at = mention.end
                    yield mention

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The organisations whose names begin between `start` and `end`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def is_shouted(self, at: int) -> bool:
        """Whether the block at `at` is wholly in capitals, so that a capital proves nothing."""
        starts, ends = self._shouted
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < ends[index]

    def is_bordered(self, at: int) -> bool:
        """Whether a mark or the end of the block stands at `at`, where a name ends."""
        return _BORDER.match(self.text, at) is not None

    def at(self, start: int) -> Mention | None:
        """The organisation named at `start`, if one is."""
        match = self.vocabulary.head.match(self._folded, start)
        return self._mention(match) if match else None

    def full_name(self, mention: Mention, agency: str | None = None) -> str | None:
        """The full name; None where the elided place is not certain."""
        if mention.complete:
            return mention.head
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

    def _mention(self, match: re.Match[str]) -> Mention | None:
        vocabulary, text, folded = self.vocabulary, self.text, self._folded
        start, end = match.span()
        if match["body"]:
            return self._body(match)
        if match["company"]:
            return self._company(match)
        if match["committee"]:
            return self._committee(match)
        if match["department"]:
            if not (text[start].isupper() or text[match.start("field")].isupper()):
                return None
            department = vocabulary.departments[_spaced(match["department"])]
            head = f"{department} {vocabulary.fields[_spaced(match['field'])]}"
            if department in {"Bộ", "Tổng cục"}:
                country = vocabulary.country.match(folded, end)
                if country and text[country.end() - 1].isalpha() and text[end:].lstrip()[0].isupper():
                    return Mention(start, country.end(), f"{head} {text[end : country.end()].strip()}", complete=True)
                return Mention(start, end, head, complete=True)
            located = self._located(start, end, head, comma=True)
            if located.place or department != "Cục" or _spaced(match["field"]) in vocabulary.local_fields:
                return located
            return Mention(start, end, head, complete=True)
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
            return Mention(
                start,
                province.end(),
                _named(f"{head} cấp cao tại", "thành phố" if name == "Hồ Chí Minh" else None, name),
                complete=True,
            )
        region = _REGION.match(folded, after)
        if region:
            return Mention(start, region.end(), f"{head}{folded[after : region.end()]}", complete=True)
        return self._located(start, after, head, comma=False)

    def _is_written(self, office: str, start: int, end: int) -> bool:
        """Whether the word of an office is written as one: abbreviations in capitals, `CA` not among capitals only."""
        if " " in office or len(office) > 5 or office == "tòa":
            return True
        return self.text[start:end].isupper() and (len(office) > 2 or not self.is_shouted(start))

    def _located(self, start: int, end: int, head: str, *, comma: bool) -> Mention:
        """The mention with the place that follows at `end`."""
        vocabulary = self.vocabulary
        match = vocabulary.level.match(self._folded, end)
        if match and (comma or self._folded[end] != ","):
            level = vocabulary.levels[_spaced(match["level"])]
            name, after = self._place(match.end(), level, first=start)
            if name or self._folded[end] != ",":
                return Mention(start, after if name else match.end(), head, level, name)
        province = vocabulary.province.match(self._folded, end)
        if province and self._folded[end] == " " and self.text[province.start("province")].isupper():
            return Mention(start, province.end(), head, None, vocabulary.provinces[_spaced(province["province"])])
        return Mention(start, end, head)

    def _body(self, match: re.Match[str]) -> Mention | None:
        start, end = match.span()
        word = _spaced(match["body"])
        name = self.vocabulary.bodies[word]
        written = self.text[start:end]
        if " " in word and not written[0].isupper():
            return None
        if " " not in word and not written.isupper() and word != name.lower():
            return None
        if self.vocabulary.country.match(self._folded, end) and "việt nam" not in self._folded[end : end + 9]:
            return None  # `Quốc hội Mỹ`
        if word == "chính phủ" and self._folded.endswith("thủ tướng", 0, max(0, start - 1)):
            return None
        return Mention(start, end, name, complete=True)

    def _committee(self, match: re.Match[str]) -> Mention:
        start, end = match.span()
        word = _spaced(match["committee"])
        level = _COMMITTEE_LEVELS[word.split()[0]]
        again = self.vocabulary.level.match(self._folded, end)  # `Thành ủy TP Đà Nẵng`
        named = again.end() if again and self._folded[end] != "," else end
        name, after = self._place(named, level, first=start)
        return Mention(start, after if name else named, self.vocabulary.committees[word], level, name)

    def _company(self, match: re.Match[str]) -> Mention | None:
        start, end = match.span()
        run = capital_run(self.text, end + 1) if self.text[end : end + 1] in {" ", "\n"} else None
        if not run:
            return None
        words, after = run.words, run.end
        unsure = len(words) == 1 or (len(words) == 2 and words[0].isupper())
        if (
            len(words[-1]) == 1
            or _GOES_ON.match(self.text, after)
            or (unsure and not _AFTER_NAME.match(self._folded, after))
            or (self.is_shouted(start) and not self.is_bordered(after))
        ):
            return None
        name = " ".join(self.text[start:after].split())
        return Mention(start, after, name[0].upper() + name[1:], complete=True)

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
        person = self._person_in(run) if self._follows_role(first) else None
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
