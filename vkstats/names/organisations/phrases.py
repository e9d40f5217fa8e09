"""Names that no list of words ends: `Trung tâm Giám sát sạt lở bờ sông Hậu`, `báo Người Đưa Tin`, `Đảng Dân chủ`.

Such a name goes from its head over words with capitals, each whole (`Giám sát`), and over small words that lead to
another capital, up to a verb, an office, a function word or a mark. It is one where something in it is proper: capitals
that make no common word, a place, a number; behind `báo`, `đảng` and their like any capitals are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vkstats import gazetteer
from vkstats.names.known import is_verb, word_at, word_over
from vkstats.names.lexicon import spaced
from vkstats.names.organisations.institutions import Institutions
from vkstats.names.organisations.mention import OrganisationMention
from vkstats.names.organisations.offices import Offices
from vkstats.names.writing import capital_run, capitals
from vkstats.text import fold

_TIERS = (0, 1, 2)
_SYLLABLE = re.compile(r"[^\W_]+(?:['’&-][^\W\d_]+)*")
_MOST_SMALL = 5  # small syllables between two capitals of a name
_LONGEST = 160  # characters of a name that its number in brackets ends
_SHORTEST = 2  # words of a name
_NUMBERED = re.compile(r"[^.;:()\n]*?(?= ?\((?P<word>[^()\d]+) \d+\))")
_HALF = re.compile(rf" ?[-–] ?[{capitals()}]")
_PERSON = range(2, 5)  # words of a name behind `Chủ nhiệm Ủy ban …`
_FUNCTION = frozenset({"E", "C", "R", "P", "L", "M", "T", "I"})  # parts of speech that no name goes on with


_NOUN = "N"


@dataclass(slots=True)
class _Reading:
    """A name being read: up to `at`, whole up to `end`."""

    at: int
    end: int = 0
    words: int = 0  # with capitals
    small: int = 0  # small syllables since the last capital
    run: int = 0  # capitals at its end that make no common word
    proper: bool = False


@dataclass(frozen=True, slots=True)
class OpenNames:
    """Reads the open names of one document."""

    offices: Offices

    def read(self, match: re.Match[str]) -> OrganisationMention | None:
        """The organisation that a head of the words begins; None where no proper name follows."""
        writing, words = self.offices.writing, self.offices.words
        start, end = match.span()
        word = spaced(match.group())
        is_media = word in words.media
        head = (words.media if is_media else words.openers)[word]
        if writing.is_shouted(start) or not self._opens(word, start, end, is_media=is_media):
            return None
        numbered = self._numbered(word, end)
        if numbered:
            return self._whole(head, start, end, numbered)
        name = _Reading(end)
        while True:
            inner = None if match["institution"] else self._inner(name)
            if inner:
                front = self._written(head, start, end, name.at)
                return OrganisationMention(start, inner.end, front, above=inner)
            if not self._go_on(name, start, is_media=is_media):
                break
        return self._whole(head, start, end, name.end) if self._is_name(name, word, start) else None

    def _opens(self, word: str, start: int, end: int, *, is_media: bool) -> bool:
        """Whether the head is written as one: with a capital, that of a paper or party also as a word by itself."""
        writing, folded = self.offices.writing, self.offices.writing.folded
        written = writing.text[start:end]
        if self.offices.shared.country.match(folded, start - 1) or (written.isupper() and word in folded[start:end]):
            return False  # `Đài Loan`; `Ảnh: ĐOÀN CƯỜNG`
        if word_over(folded, start, end):
            return False  # `Hội nghị`
        if written[0].isupper():
            return True
        front = folded.rfind(" ", 0, max(0, start - 1)) + 1
        return is_media and writing.is_capital(end + 1) and word_over(folded, front, start - 1) == 0

    def _numbered(self, word: str, end: int) -> int:
        """Where a name ends that its own number follows in brackets: `Vụ Kiểm sát … hoạt động tư pháp (Vụ 12)`."""
        folded = self.offices.writing.folded
        short = _NUMBERED.match(folded, end, end + _LONGEST)
        return short.end() if short and short["word"] == word and self.offices.writing.is_capital(end + 1) else 0

    def _inner(self, name: _Reading) -> OrganisationMention | None:
        """The organisation, named in full, that a name is part of."""
        joint = self.offices.words.of.match(self.offices.writing.folded, name.at)
        head = self.offices.words.sure_head(self.offices.writing.folded, joint.end()) if joint else None
        if head is None or name.small:
            return None
        named = head["institution"] or head["unit"]
        inner = Institutions(self.offices).read(head) if named else self.offices.read(head)
        return inner if inner and inner.is_named and self.offices.writing.is_capital(inner.start) else None

    def _go_on(self, name: _Reading, start: int, *, is_media: bool) -> bool:
        """Read the next word into `name`; False where it ends."""
        writing, shared, words = self.offices.writing, self.offices.shared, self.offices.words
        folded = writing.folded
        place = self.offices.localities.behind(name.at, start) if name.words and not name.small else None
        if place:
            name.end, name.proper = place[2], True
            return False
        number = words.unit_number.match(folded, name.at)
        if number and not name.small and words.after_name.match(folded, number.end()):
            name.end, name.proper = number.end(), True
            name.words += number["of"] is not None  # `Trại tạm giam số 2`
            return False
        tail = words.tail.match(folded, name.at) if name.words else None  # `… miền Trung`
        if tail:
            name.at, name.end, name.proper, name.run, name.small = tail.end(), tail.end(), True, 0, 0
            return True
        if folded[name.at : name.at + 1] != " ":
            return False
        at = name.at + 1
        province = None if words.ocean.match(folded, at) else shared.province.match(folded, at)
        country = shared.country.match(folded, name.at)
        known = province or country
        if known and writing.is_capital(at) and not word_over(folded, at, known.end()):
            if name.words or (province and not is_media):  # `các hãng hàng không Việt Nam`, `báo Anh`
                name.at, name.end, name.proper, name.run = known.end(), known.end(), True, 0
                name.words += 1
            return False
        if words.sure_head(folded, at) or shared.role.match(folded, at) or shared.level.match(folded, name.at):
            return False
        return (
            self._capital(name, at, start, is_media=is_media)
            if writing.is_capital(at)
            else self._small(name, at, is_media=is_media)
        )

    def _capital(self, name: _Reading, at: int, start: int, *, is_media: bool) -> bool:
        """Read a word with a capital, whole; False where a person's name begins."""
        writing, shared = self.offices.writing, self.offices.shared
        run = capital_run(writing.text, at)
        syllable = _SYLLABLE.match(writing.text, at)
        if run is None or syllable is None:
            return False
        if syllable.end() == at + 1 and not word_over(writing.folded, at, at + 1):
            return False  # an initial, but not `Y tế`
        if (
            name.words and len(run.words) in _PERSON
        ):  # `Chủ tịch Hội Luật gia Lê Văn An`, `đảng Dân chủ Hillary Clinton`
            if shared.is_surname(fold(run.words[0])) and shared.follows_role(writing.folded, start):
                return False
            if is_media and not name.run:
                return False
        trade = shared.work.match(writing.folded, name.at)
        over = 0 if syllable.group().isupper() else word_over(writing.folded, at, syllable.end())
        common = trade.end() if trade and not trade["joint"] else over
        name.at = name.end = common or syllable.end()
        name.run = 0 if common else name.run + 1
        name.words += 1
        name.small = 0
        name.proper = name.proper or not common
        return True

    def _small(self, name: _Reading, at: int, *, is_media: bool) -> bool:
        """Read a small word that may lead to another capital; False where none goes on with it."""
        folded, words = self.offices.writing.folded, self.offices.words
        word = word_at(folded, at)
        if word is None or not name.words or name.run:
            return False
        tag, end = word
        written = spaced(folded[at:end])
        if is_media:  # `báo Bảo vệ pháp luật`
            if name.end == name.at and tag == _NOUN and " " in written and written not in words.work_verbs:
                name.end = end
            return False
        name.small += written.count(" ") + 1
        name.at = end
        if written in words.joints:
            return word_over(folded, end + 1, _end(folded, end + 1)) > 0 and self.offices.writing.is_capital(end + 1)
        return name.small <= _MOST_SMALL and tag not in _FUNCTION and written not in words.name_ends

    def _is_name(self, name: _Reading, word: str, start: int) -> bool:
        """Whether what was read is a proper name."""
        writing, words = self.offices.writing, self.offices.words
        is_whole = word in words.whole and writing.is_capital(start) and writing.is_capital(start + len(word) + 1)
        if not name.end or not name.words or not (name.proper or word in words.press or is_whole):
            return False
        half = _HALF.match(writing.text, name.end)
        if half and not words.sure_head(writing.folded, half.end() - 1):
            return False  # `Bệnh viện Việt - Đức`
        behind = words.after_name.match(writing.folded, name.end)
        if name.run == 1 and not behind and (name.words == 1 or not is_verb(writing.folded, name.end + 1)):
            return False  # the capital of a common word that no list has: `Ủy ban Tái thống nhất …`
        parts = writing.written(start, name.end).split()
        if " " not in word and gazetteer.named(_TIERS, gazetteer.key(" ".join(parts[:2]))):
            return False  # `Hội An`, `Trường Sa Lớn`
        single = name.words == 1 and len(parts) == _SHORTEST and writing.is_capital(start)
        return not single or (parts[-1].isupper() and word in words.media)  # `Đài BBC`, not `Trường Sa`, `Ban TVTU`

    def _whole(self, head: str, start: int, end: int, stop: int) -> OrganisationMention:
        return OrganisationMention(start, stop, self._written(head, start, end, stop), complete=True)

    def _written(self, head: str, start: int, end: int, stop: int) -> str:
        writing = self.offices.writing
        own = writing.written(start, end)
        is_whole = own[0].isupper() and own.lower() == head.lower()
        return f"{own if is_whole else head} {writing.written(end, stop)}".strip()


def _end(folded: str, at: int) -> int:
    syllable = _SYLLABLE.match(folded, at)
    return syllable.end() if syllable else at
