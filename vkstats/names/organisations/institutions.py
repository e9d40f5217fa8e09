"""Names of any words: `Công ty CP Xây lắp Minh Phát`, `Phòng Cảnh sát hình sự Công an tỉnh …`.

Such a name goes from its head over words of trade or field to capitals, to a place, or to the organisation above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vkstats.names.lexicon import spaced
from vkstats.names.organisations.mention import OrganisationMention
from vkstats.names.organisations.offices import Offices
from vkstats.names.writing import Run, capital_run
from vkstats.text import fold

_LONGEST_ROLE = 40  # letters
_LONGEST_SECOND = 3  # words behind a dash
_SHORTEST_WITH_PERSON = 3  # words of a run that a person's name may end
_SECOND = re.compile(r" ?[-–] ?")
_GOES_ON = re.compile(r" ?[-–] ?[^\W\d_]|\.\w")  # `Việt - Đức`


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


@dataclass(frozen=True, slots=True)
class Institutions:
    """Reads the institutions and units of one document, each from its head on."""

    offices: Offices

    def read(self, match: re.Match[str]) -> OrganisationMention | None:
        """The institution or unit that a head of the words begins; None where no proper name follows."""
        start, is_unit = match.start(), match["unit"] is not None
        head = self._head(match)
        if head is None:
            return None
        name = _Name([head], match.end(), named=self.offices.writing.is_capital(start))
        while True:
            self._trade(name, is_unit=is_unit)
            if is_unit and not name.named:
                return None
            above = self.offices.above(name.at)
            if above and (is_unit or self.offices.holds(above)):
                return OrganisationMention(start, above.end, " ".join(name.parts), above=above)
            place = self._place(start, name.at) if name.named or name.trades else None
            if place:
                return OrganisationMention(start, place[1], " ".join([*name.parts, place[0]]), complete=True)
            end, sure = self._proper(start, name, is_unit=is_unit)
            if end is None:
                return self._whole(start, name)
            name.add(self.offices.writing.written(name.at, end), end, proper=sure)

    def _whole(self, start: int, name: _Name) -> OrganisationMention | None:
        """The name as far as it may end; the country's short name at its end is written out."""
        writing = self.offices.writing
        if not name.end or (writing.is_shouted(start) and not writing.is_bordered(name.end)):
            return None
        whole = " ".join(name.parts[: name.kept])
        front, _, last = whole.rpartition(" ")
        home = self.offices.words.home.get(fold(last)) if front and last.isupper() else None
        return OrganisationMention(start, name.end, f"{front} {home}" if home else whole, complete=True)

    def _head(self, match: re.Match[str]) -> str | None:
        """The head of a name, as it is written or as its abbreviation stands for; None where it opens no name."""
        words, writing = self.offices.words, self.offices.writing
        start, end = match.span()
        word, written = spaced(match.group()), writing.written(start, end)
        head = (words.units if match["unit"] else words.institutions)[word]
        if " " not in word and (
            writing.is_shouted(start)
            or not (written[0].isupper() or words.role_end.search(writing.folded, max(0, start - _LONGEST_ROLE), start))
        ):
            return None
        if written.lower() == head.lower():
            return head[0] + written[1:]
        return head if " " in word or written.isupper() else None

    def _trade(self, name: _Name, *, is_unit: bool) -> None:
        """Read the words of trade or field, and the number of a unit, into `name`."""
        words, shared, writing = self.offices.words, self.offices.shared, self.offices.writing
        while work := shared.work.match(writing.folded, name.at):
            joint = work["joint"].strip()
            if joint and (name.at == name.end or words.sure_head(writing.folded, work.start("work"))):
                return  # `Công ty A và …`, `Học viện A và Đại học …`
            if joint.isalpha() and not name.trades:
                return  # `các công ty và người tiêu dùng`, but `Trường THCS & THPT …`
            if self.offices.above(name.at):
                return
            name.named = name.named or writing.is_capital(work.start("work"))
            written = writing.written(name.at, work.end())
            word, is_short = spaced(work["work"]), written.isupper()
            field = words.work_in_full.get(word) if is_short else None
            field = field or (shared.fields.get(word) if is_unit or is_short else None)
            proper = word.endswith(tuple(words.home))
            name.add(f"{joint} {field}".strip() if field else written, work.end(), proper=proper)
            name.trades += 1
        number = words.unit_number.match(writing.folded, name.at) if is_unit else None
        if number:
            sure = number["of"] is not None or number.group()[-1].isalpha()  # `Đội Quản lý thị trường 3B`
            name.add(self.offices.writing.written(name.at, number.end()), number.end(), proper=sure)

    def _proper(self, first: int, name: _Name, *, is_unit: bool) -> tuple[int | None, bool]:
        """Where the proper part that goes on `name` ends, if one does, and whether the name may end with it."""
        words, shared, folded = self.offices.words, self.offices.shared, self.offices.writing.folded
        number = self._numbered(name.at) if name.trades and not is_unit else None
        if number:
            return number, True
        tail = words.tail.match(folded, name.at) if name.trades else None
        if tail is None and ((name.trades and name.named) or name.parts[0].lower() in words.of_countries):
            tail = self._country(name.at)
        if tail:
            return tail.end(), True
        if not name.named and self._country(name.at):
            return None, False  # `nhà máy hóa chất Nhật Bản`
        if name.end and shared.follows_role(folded, first):
            return None, False  # what comes now may be the person's name
        run, sure = self._proper_run(first, name.at, name.trades, is_unit=is_unit)
        return (self._numbered(run.end) or run.end, sure) if run else (None, False)

    def _place(self, first: int, at: int) -> tuple[str, int] | None:
        """The place of a level that ends a name at `at` (`thành phố Vinh`), and where it ends."""
        localities = self.offices.localities
        found = localities.behind(at, first)
        return (localities.named("", found[0], found[1]).strip(), found[2]) if found else None

    def _country(self, at: int) -> re.Match[str] | None:
        """The country named at `at`, behind a space."""
        writing = self.offices.writing
        country = self.offices.shared.country.match(writing.folded, at)
        return country if country and writing.text[country.start() : country.end()].lstrip()[0].isupper() else None

    def _numbered(self, at: int) -> int | None:
        """Where the number ends that a name at `at` goes on with: `May 10`, `Quân y 103`, `Xây lắp số 5`."""
        words, folded = self.offices.words, self.offices.writing.folded
        number = words.name_number.match(folded, at)
        return number.end() if number and words.after_name.match(folded, number.end()) else None

    def _proper_run(self, first: int, at: int, works: int, *, is_unit: bool) -> tuple[Run | None, bool]:
        """The capitals that go on a name at `at`, `works` words of trade behind its head.

        And whether the name may end with them: a single capital may begin a common word (`Công ty Tàu cao tốc …`).
        """
        words, shared, writing = self.offices.words, self.offices.shared, self.offices.writing
        run = self._run(at, works)
        if run is not None and len(run.words) >= _SHORTEST_WITH_PERSON and shared.follows_role(writing.folded, first):
            person = shared.person_in(run.words)  # `Chủ nhiệm Ủy ban Kinh tế Vũ …`
            if person == 0 and is_unit:
                return None, False
            run = run.first(person) if person and len(run.words) > _SHORTEST_WITH_PERSON else run
        if run is None:
            return None, False
        pair = self._pair(run) if works and len(run.words) > 1 else None
        if pair:
            return pair, True
        if len(run.words[-1]) == 1 or self._is_half(run.end):
            return None, False
        unsure = len(run.words) == 1 or (len(run.words) == 2 and run.words[0].isupper())
        if not unsure or words.after_name.match(writing.folded, run.end):
            return run, True
        goes_on = shared.work.match(writing.folded, run.end) or shared.level.match(writing.folded, run.end)
        return (run, False) if goes_on else (None, False)

    def _run(self, at: int, works: int) -> Run | None:
        """The capitals behind a space at `at`, up to a word that begins something else."""
        words, shared, text, folded = (
            self.offices.words,
            self.offices.shared,
            self.offices.writing.text,
            self.offices.writing.folded,
        )
        run = capital_run(text, at + 1) if text[at : at + 1] in {" ", "\n"} else None
        if run is None or shared.level.match(folded, at):
            return None
        other = words.sure_head(folded, run.start)
        if other and not (other["body"] and " " not in other["body"]):  # but `Ngân hàng Vietcombank`
            return None
        country = None if works else shared.country.match(folded, at)
        if country and (country.end() >= run.end or country.end() > run.after(1)):
            return None  # `công ty Mỹ`, but `Công ty Nhật Việt`
        for count in range(1, len(run.words)):
            here = run.begin(count)
            work = shared.work.match(folded, here - 1)  # a syllable alone may be part of a name: `Sơn Trà Điện Ngọc`
            if (
                (work and (" " in work["work"] or run.words[count].isupper()))
                or shared.level.match(folded, here - 1)
                or words.sure_head(folded, here)
                or shared.role.match(folded, here)
            ):
                return run.first(count)
        return run

    def _pair(self, run: Run) -> Run | None:
        """A run that goes on behind a dash: `… đường cao tốc Hà Nội - Lào Cai`."""
        words, text, folded = self.offices.words, self.offices.writing.text, self.offices.writing.folded
        second = _SECOND.match(text, run.end)
        other = capital_run(text, second.end()) if second else None
        if other is None or not 1 < len(other.words) <= _LONGEST_SECOND:
            return None
        if not words.after_name.match(folded, other.end) or words.sure_head(folded, other.start):
            return None
        if self.offices.shared.is_surname(fold(other.words[0])):
            return None
        both = *run.words, *folded[run.end : other.end].split()
        return Run(run.start, other.end, both, text[run.start : other.end])

    def _is_half(self, at: int) -> bool:
        """Whether a name that ends at `at` goes on behind a dash or point: `Việt - Đức`, not `… - ông X`."""
        text = self.offices.writing.text
        on = _GOES_ON.match(text, at)
        return on is not None and not text[on.end() - 1].islower()
