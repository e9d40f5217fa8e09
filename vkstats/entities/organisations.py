"""Organisations under their full names: a head (`VKSND`, `Sở Tư pháp`) and the place that it belongs to.

An elided place (`VKSND huyện`) is filled from the document where exactly one place of that level is in it,
or the document's agency has it; else the name stays open, and an open name is not put out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from vkstats.entities.capitals import capital_run, title_cased
from vkstats.entities.vocabulary import Lexicon, Vocabulary, vocabulary_of
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


def find_organisations(article: Article, words: Lexicon, frame: Frame) -> tuple[Entity, ...]:
    """The organisations of the document, each once, under its full name, at its first mention."""
    reader = OrganisationReader(article, vocabulary_of(words), frame.agency)
    found: dict[str, Entity] = {}
    for mention in reader.mentions():
        name = reader.full_name(mention)
        if name is None or (mention.place is None and not mention.complete and name != frame.agency):
            continue
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
_GOES_ON = re.compile(r" ?[-–] ?[^\W\d_]|\.\w")  # `Việt - Đức`


class OrganisationReader:
    """Reads the organisations of one document; knows the places that the document names."""

    def __init__(self, article: Article, vocabulary: Vocabulary, agency: str | None = None) -> None:
        self._text, self._folded = article.text, article.folded
        self._vocabulary = vocabulary
        self._agency = agency
        self._places: dict[str, dict[str, str]] = {}  # level → folded name → name
        for match in vocabulary.level_scan.finditer(self._folded):
            level = vocabulary.levels[_spaced(match["level"])]
            name, _ = self._place(match.end(), level, first=match.start())
            if name:
                self._places.setdefault(level, {}).setdefault(fold(name), name)

    def mentions(self, start: int = 0, end: int = sys.maxsize) -> Iterator[Mention]:
        """Every organisation named between `start` and `end`, in reading order, none inside another."""
        at = start
        for match in self._vocabulary.head.finditer(self._folded, start, end):
            if match.start() >= at:
                mention = self._mention(match)
                if mention:
                    at = mention.end
                    yield mention

    def at(self, start: int) -> Mention | None:
        """The organisation named at `start`, if one is."""
        match = self._vocabulary.head.match(self._folded, start)
        return self._mention(match) if match else None

    def full_name(self, mention: Mention) -> str | None:
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
        if self._agency and level in f"{self._agency} ".lower():
            return mention.head + self._agency[self._agency.lower().index(level) :]
        return None

    def _mention(self, match: re.Match[str]) -> Mention | None:
        vocabulary, text, folded = self._vocabulary, self._text, self._folded
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
        if len(word) <= 5 and " " not in word and word != "tòa" and not text[start:end].isupper():
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

    def _located(self, start: int, end: int, head: str, *, comma: bool) -> Mention:
        """The mention with the place that follows at `end`."""
        vocabulary = self._vocabulary
        match = vocabulary.level.match(self._folded, end)
        if match and (comma or self._folded[end] != ","):
            level = vocabulary.levels[_spaced(match["level"])]
            name, after = self._place(match.end(), level, first=start)
            if name or self._folded[end] != ",":
                return Mention(start, after if name else match.end(), head, level, name)
        province = vocabulary.province.match(self._folded, end)
        if province and self._folded[end] == " " and self._text[province.start("province")].isupper():
            return Mention(start, province.end(), head, None, vocabulary.provinces[_spaced(province["province"])])
        return Mention(start, end, head)

    def _body(self, match: re.Match[str]) -> Mention | None:
        start, end = match.span()
        word = _spaced(match["body"])
        name = self._vocabulary.bodies[word]
        written = self._text[start:end]
        if " " in word and not written[0].isupper():
            return None
        if " " not in word and not written.isupper() and word != name.lower():
            return None
        if self._vocabulary.country.match(self._folded, end) and "việt nam" not in self._folded[end : end + 9]:
            return None  # `Quốc hội Mỹ`
        if word == "chính phủ" and self._folded.endswith("thủ tướng", 0, max(0, start - 1)):
            return None
        return Mention(start, end, name, complete=True)

    def _committee(self, match: re.Match[str]) -> Mention:
        start, end = match.span()
        word = _spaced(match["committee"])
        level = _COMMITTEE_LEVELS[word.split()[0]]
        again = self._vocabulary.level.match(self._folded, end)  # `Thành ủy TP Đà Nẵng`
        named = again.end() if again and self._folded[end] != "," else end
        name, after = self._place(named, level, first=start)
        return Mention(start, after if name else named, self._vocabulary.committees[word], level, name)

    def _company(self, match: re.Match[str]) -> Mention | None:
        start, end = match.span()
        run = capital_run(self._text, end + 1) if self._text[end : end + 1] == " " else []
        if not run:
            return None
        after = end + 1 + len(" ".join(run))
        unsure = len(run) == 1 or (len(run) == 2 and run[0].isupper())
        if (
            len(run[-1]) == 1
            or _GOES_ON.match(self._text, after)
            or (unsure and not _AFTER_NAME.match(self._folded, after))
        ):
            return None
        name = " ".join(self._text[start:after].split())
        return Mention(start, after, name[0].upper() + name[1:], complete=True)

    def _place(self, start: int, level: str, first: int) -> tuple[str | None, int]:
        """The name of a place of `level` after `start`, and its end; `first` is where the whole phrase began."""
        vocabulary, text, folded = self._vocabulary, self._text, self._folded
        begin = start + 1 if folded[start : start + 1] == " " else start
        number = _NUMBER.match(folded, start) if level in {"quận", "phường"} else None
        if number:
            return number[1], number.end()
        if level in {"tỉnh", "thành phố"}:
            province = vocabulary.province.match(folded, start)
            if province and text[province.start("province")].isupper():
                return vocabulary.provinces[_spaced(province["province"])], province.end()
        run = capital_run(text, begin)
        count = self._place_words(run, level, first)
        if not count:
            return None, start
        name = " ".join(run[:count])
        return title_cased(name), begin + len(name)

    def _place_words(self, run: list[str], level: str, first: int) -> int:
        """How many words of a run of capitals are the place; the rest may be a person's name."""
        known = self._places.get(level, {})
        for count in range(len(run), 0, -1):
            if fold(" ".join(run[:count])) in known:
                return count
        if len(run) <= 2:
            return len(run)
        if all(word.isupper() for word in run):
            return len(run) if len(run) <= 3 else 2
        person = self._person_in(run) if self._follows_role(first) else None
        return min(len(run), 4) if person is None else person

    def _person_in(self, run: list[str]) -> int | None:
        """Where a person's name begins in a run behind a role; places of two syllables are the most frequent."""
        surnames, rare = self._vocabulary.surnames, self._vocabulary.rare_surnames
        for known in (surnames, rare):
            for at in (2, 3, 0, 1):
                if 2 <= len(run) - at <= 4 and fold(run[at]) in known:
                    return at
        return None

    def _follows_role(self, first: int) -> bool:
        return self._vocabulary.role_before.search(self._folded, max(0, first - 60), first) is not None


def _spaced(word: str) -> str:
    return " ".join(word.split()) if "  " in word or "\n" in word else word
