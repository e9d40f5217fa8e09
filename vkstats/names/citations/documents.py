"""The legal documents that a text names: by number, by name, or by a type and a plain number.

A number's abbreviations are ruled by Decree 30/2020/NĐ-CP, annex III. All patterns read folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from vkstats.names.citations.mention import Source
from vkstats.names.citations.words import LawWords
from vkstats.names.lexicon import spaced
from vkstats.names.organisations import Organisations
from vkstats.shapes import YEAR
from vkstats.text import fold

_HEAD = re.compile(
    rf"(?P<head>\d{{1,5}}[a-zđ]?) *(?:/ *(?P<year>{YEAR}) *)?/ *(?=[^\W\d_])"
    r"|(?P<party>\d{1,4}) *- *(?P<form>[^\W\d_]{2,4}) */ *(?=[^\W\d_])"  # the Party's: `49-NQ/TW`
)
_HEAD_BEFORE = re.compile(r"(?<![\w/.,-])\d{1,5}(?:[a-zđ]?|(?: *- *[^\W\d_]{2,4}))? *$")
_PART = re.compile(r"(?P<letters>[^\W\d_](?:[^\W\d_]|&(?=\w))*)(?: (?=1[0-9](?!\w)))?(?P<digits>\d{0,3})(?![^\W_])")
_PART_JOINT = re.compile(r" *([-/]) *")
_SHORT = re.compile(rf"(?P<head>\d{{1,5}}[a-zđ]?)(?: */ *(?P<year>{YEAR}))?(?![\w/%]|[.,]\d| */ *\d)")
_BARE_LENGTHS = (2, 3)  # digits of `Nghị định 46`; of one digit it may be a count, of four a year
_LONGEST_PART = 12  # letters of an abbreviation: `BNNPTNT`
_NEAR = 12  # characters in front of a law's name that tell whether it is one
_NEAR_NUMBER = 16
_NEAR_LABEL = 8
_LONGEST_TYPE = 50


@dataclass(frozen=True, slots=True)
class Documents:
    """Reads the legal documents named in one text."""

    text: str
    folded: str
    organisations: Organisations
    words: LawWords

    def read(self) -> Iterator[Source]:
        """The documents named, in reading order, none inside another."""
        found = [*self._numbered(), *self._named(), *self._short()]
        end = 0
        before: str | None = None
        for source in sorted(found, key=lambda source: (source.start, -source.end)):
            if source.start < end or self.words.foreign.match(self.folded, source.end):
                continue
            kind = source.type
            if kind is None and self.words.and_source.fullmatch(self.folded, end, self._unlabelled(source.start)):
                kind = before  # `các Nghị quyết số 5/2020/QH14, số 6/2020/QH14`
            yield replace(source, type=kind)
            end, before = source.end, kind

    def _unlabelled(self, at: int) -> int:
        """Where the `số` in front of a number begins, else the number."""
        label = self.words.numbered_before.search(self.folded, max(0, at - _NEAR_LABEL), at)
        return label.start() if label else at

    def _numbered(self) -> Iterator[Source]:
        """Documents by numbers with abbreviations, which are found by their stroke."""
        at = self.folded.find("/")
        while at >= 0:
            head = _HEAD_BEFORE.search(self.folded, max(0, at - _NEAR_NUMBER), at)
            source = self._at_number(head.start()) if head else None
            if source:
                yield source
            at = self.folded.find("/", max(at + 1, source.end if source else 0))

    def _at_number(self, at: int, kind: str | None = None) -> Source | None:
        """The document whose number begins at `at`; `kind` is its type, else that is looked for in front."""
        words = self.words
        head = _HEAD.match(self.folded, at)
        if head is None:
            return None
        parts, end = self._parts(head.end())
        if not parts:
            return None
        start, is_labelled = at, kind is not None
        before = None if kind else words.type_before.search(self.folded, max(0, at - _LONGEST_TYPE), at)
        if before:
            is_labelled = True
            if before["type"]:
                start, kind = before.start(), words.types[spaced(before["type"])]
        number, codes = self._designation(head, parts)
        issuer = self._issuers(codes)
        kind = kind or self._type(codes, is_labelled=is_labelled)
        if kind is None and codes[0] not in words.assembly:  # of the National Assembly: a law or a resolution
            return None
        if not is_labelled and len(codes) == 1 and issuer is None:
            return None  # `5/KH` may be a rate
        return self._dated(Source(start, end, None, kind, number, _year(head["year"]), issuer))

    def _designation(self, head: re.Match[str], parts: str) -> tuple[str, list[str]]:
        """The number as everybody writes it, and the abbreviations in it, folded."""
        codes = [fold(part).rstrip("0123456789") for part in re.split("[-/]", parts)]
        if head["party"]:
            form = self.text[head.start("form") : head.end("form")]
            return f"{head['party']}-{form}/{parts}", [head["form"], *codes]
        written = self.text[head.start() : head.end("head")]
        return "/".join(filter(None, (written, head["year"], parts))), codes

    def _parts(self, at: int) -> tuple[str, int]:
        """The abbreviations at `at`, joined without spaces, and where they end."""
        parts, end, joint = "", at, ""
        while part := _PART.match(self.text, at):
            if not self._is_abbreviation(part["letters"], part["digits"], spaced=at > end + len(joint)):
                break
            parts += joint + part["letters"] + part["digits"]
            end = part.end()
            mark = _PART_JOINT.match(self.folded, end)
            if mark is None:
                break
            joint, at = mark[1], mark.end()
        return parts, end

    def _is_abbreviation(self, letters: str, digits: str, *, spaced: bool) -> bool:
        """Whether a part of a number is one: capitals, or known as it is (`TTg`)."""
        if fold(letters) in self.words.known_parts:
            return not letters.islower()
        return letters.isupper() and len(letters) <= _LONGEST_PART and (len(letters) > 1 or bool(digits) or not spaced)

    def _type(self, codes: list[str], *, is_labelled: bool) -> str | None:
        """What the abbreviations say of the type: `BC-VKS` → Báo cáo; a letter begins with its issuer: `BGTVT-TC`."""
        for length in (2, 1):
            kind = self.words.abbreviations.get("-".join(codes[:length]))
            if kind:
                return kind
        is_letter = (
            codes[0] in self.words.issuers and codes[0] not in self.words.assembly and (is_labelled or len(codes) > 1)
        )
        return self.words.letter if is_letter else None

    def _issuers(self, codes: list[str]) -> str | None:
        """The issuer that the abbreviations name, all of a joint document's: `TTLT-BCA-BTP`."""
        names = dict.fromkeys(name for code in codes if (name := self.words.issuers.get(code)))
        return "; ".join(names if codes[0] in self.words.joint else list(names)[:1]) or None

    def _dated(self, source: Source) -> Source:
        """The document with the date and the issuer behind it: `ngày 07/6/2017 của Chính phủ`."""
        at = source.end
        source = replace(source, name_end=source.name_end or source.end)
        for _ in range(2):  # in either order
            day = self.words.dated.match(self.folded, at)
            moment = _moment(day) if day and source.date is None else None
            if day and moment:
                at = day.end()
                source = replace(source, date=moment.isoformat(), year=source.year or moment.year, end=at)
            of = self.words.of.match(self.folded, at)
            issuer, at = self._issuer(of.end()) if of else (None, at)
            if issuer is None:
                break
            if source.issuer is None or issuer.startswith(source.issuer):
                source = replace(source, issuer=issuer)
        return replace(source, issuer=source.issuer or self.words.makers.get(fold(source.type or "")))

    def _issuer(self, at: int) -> tuple[str | None, int]:
        """The organisation at `at` under its full name, and where it ends."""
        mention = self.organisations.at(at)
        name = self.organisations.full_name(mention) if mention else None
        if mention and name:
            return name, mention.end
        found = self.words.issuer.match(self.folded, at)
        return (self.words.issuers[spaced(found["issuer"])], found.end()) if found else (None, at)

    def _short(self) -> Iterator[Source]:
        """Documents called by a type and a plain number: `Nghị định 46`, `Quyết định số 12`, `Thông tư 33/2015`."""
        for match in self.words.numbered_type.finditer(self.folded):
            source = self._at_short(match)
            if source:
                yield source

    def _at_short(self, match: re.Match[str]) -> Source | None:
        word = spaced(match["type"])
        number = _SHORT.match(self.folded, match.end())
        if number is None:
            return None
        year = number["year"]
        if match["label"] is None:
            if word not in self.words.bare or (year is None and len(number["head"]) not in _BARE_LENGTHS):
                return None
            if self.words.counted.match(self.folded, number.end()):
                return None  # `nghị quyết 12 điểm`
        end = number.end()
        said = None if year else self.words.year.match(self.folded, end)
        if said:
            year, end = said["year"], said.end()
        written = "/".join(filter(None, (number["head"], number["year"])))
        return self._dated(Source(match.start(), end, None, self.words.types[word], written, _year(year)))

    def _named(self) -> Iterator[Source]:
        """Laws by their names."""
        for match in self.words.law.finditer(self.folded):
            source = self._at_law(match)
            if source:
                yield source

    def _at_law(self, match: re.Match[str], *, cited: bool = False) -> Source | None:
        """The law named at `match`; `cited`: an article stands in front, so it is surely one."""
        words, folded = self.words, self.folded
        start, end = match.span()
        word = spaced(match["law"])
        written = self.text[match.start("law") : end]
        if " " not in word and not written.isupper():
            return None
        if words.foreign.match(folded, end) or words.no_law.search(folded, max(0, start - _NEAR), start):
            return None
        name = words.laws[word]
        if match["amending"]:
            name = f"{words.amendments[spaced(match['amending'])]} {name}"
        kind = words.type_of(name)
        source = self._told(Source(start, end, name, kind))
        is_sure = cited or source.year is not None or source.number is not None
        if not is_sure and (word in words.unsure or written.islower()):
            return None
        return self._dated(source)

    def _told(self, law: Source) -> Source:
        """A law's name with the number, the year and the amendment behind it."""
        words, folded, end = self.words, self.folded, law.end
        label = words.numbered.match(folded, end)
        numbered = self._at_number(label.end(), law.type) if label else None
        source = replace(numbered, start=law.start, law=law.law) if numbered else law
        year = words.year.match(folded, source.end)
        if year:
            source = replace(source, end=year.end(), name_end=year.end(), year=int(year["year"]))
        amended = words.amended.match(folded, source.end)
        if amended:
            source = replace(source, end=amended.end(), name_end=amended.end())
        behind = folded[end : source.end]
        is_open = behind.count("(") > behind.count(")") and folded.startswith(")", source.end)
        return replace(source, end=source.end + is_open)

    def at(self, at: int) -> Source | None:
        """The document named at `at`."""
        law = self.words.law.match(self.folded, at)
        if law:
            return self._at_law(law, cited=True)
        kind = self.words.numbered_type.match(self.folded, at)
        if kind:
            full = self._at_number(kind.end(), self.words.types[spaced(kind["type"])])
            return replace(full, start=at) if full else self._at_short(kind)
        label = self.words.numbered.match(self.folded, at)
        return self._at_number(label.end() if label else at)

    def is_elsewhere(self, at: int) -> bool:
        """Whether the article belongs to a contract, a treaty, another country's law, or a law only pointed to."""
        found = self.words.elsewhere.match(self.folded, at) or self.words.law.match(self.folded, at)
        return found is not None


def _moment(match: re.Match[str]) -> date | None:
    """The date that a document bears; None where the calendar has no such day."""
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    return int(written) if written else None
