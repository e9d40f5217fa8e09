"""Citations: legal documents, their articles, and offences under the name of the Penal Code.

A document is known by its number (`96/2019/QH14`: what the abbreviations in it stand for is ruled by Decree
30/2020/NĐ-CP, annex III) or by its name (`Luật Đất đai năm 2013`). What only points back (`Luật này`, `Nghị quyết
trên`) is no citation. Each thing cited is one record, at its first mention, with all that the mentions say together;
`Luật Đất đai` is the law of 2013 only where the document names no other Luật Đất đai.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from vkstats.entities.organisations import OrganisationReader
from vkstats.entities.vocabulary import Lexicon
from vkstats.model import Article, Citation, CitationKind, Frame
from vkstats.text import fold
from vkstats.trie import trie

_HERE = "việt nam"
_ASSEMBLY = "qh"  # `96/2019/QH14`
_PENAL_CODE = "Bộ luật Hình sự"
_NEW_CODE, _OLD_CODE = 2015, 1999
_NEW_CODE_FROM = "2018"  # in force from 1 January 2018: article 426

# --- the shapes of numbers, dates and levels, on folded text ---------------------------------------

_HEAD = re.compile(
    r"(?P<head>\d{1,5}[a-zđ]?) *(?:/ *(?P<year>(?:19|20)\d\d) *)?/ *(?=[^\W\d_])"
    r"|(?P<party>\d{1,4}) *- *(?P<form>[^\W\d_]{2,4}) */ *(?=[^\W\d_])"  # the Party's: `49-NQ/TW`
)
_HEAD_BEFORE = re.compile(r"(?<![\w/.,-])\d{1,5}(?:[a-zđ]?|(?: *- *[^\W\d_]{2,4}))? *$")
_PART = re.compile(r"(?P<letters>[^\W\d_](?:[^\W\d_]|&(?=\w))*)(?: (?=1[0-9](?!\w)))?(?P<digits>\d{0,3})(?![^\W_])")
_PART_JOINT = re.compile(r" *([-/]) *")
_SHORT = re.compile(r"(?P<head>\d{1,5}[a-zđ]?)(?: */ *(?P<year>(?:19|20)\d\d))?(?![\w/%]|[.,]\d| */ *\d)")
_LABEL = r"(?P<label> *số *:? *)"
_DATE = re.compile(
    r" *[,(]? *(?:(?:ký|ban hành|lập|đề|ra) +)?ngày +(\d{1,2})(?: *[/.-] *| +tháng +)(\d{1,2})(?: *[/.-] *| +năm +)"
    r"(\d{4})(?!\d)"
)
_OF = re.compile(r" *,? *của +")
_NUMBERED = re.compile(r" *số *:? *")
_NUMBERED_BEFORE = re.compile(r"số *:? *$")
_YEAR = re.compile(r"(?: +hiện hành)?(?: *[,(]? *năm *| +\(?)((?:19|20)\d\d)(?![\w/%]|[.,]\d|-\d)")
_AMENDED = re.compile(
    r" *[(,]? *(?:(?:đã|được|đã được) +)?sửa đổi,?(?: và)? *bổ sung(?: một số điều)?(?:,? *năm)? *(?:19|20)\d\d(?!\w)"
)
_AMENDING = r"(?P<amending>luật +sửa đổi,? +bổ sung(?: +một số điều)?(?: +của)?(?: +các)? +)?"
_TO_SOURCE = re.compile(r" *[,(]? *(?:(?:của|trong|thuộc|tại|theo) +)?")
_FROM_SOURCE = re.compile(r" *[,(:] *(?:tại +)?$| +(?:tại|ở) +$")

_LEVEL_VALUES = {
    "điểm": r"(?:[a-zđ]\d?|\d{1,2}(?= +khoản))",
    "khoản": r"\d{1,3}[a-zđ]?",
    "điều": r"\d{1,3}[a-zđ]?",
    "chương": r"(?:[ivx]+|\d{1,2})",
}
_ARTICLE, _CLAUSE, _CHAPTER = "điều", "khoản", "chương"
_LEVEL_GAP = re.compile(r"[ ,;(]*(?:(?:và|hoặc|hay|cùng|của|tại|thuộc|với) +)?(?:(?:các|tại) +)?")
_AND = re.compile(r"[ ,;(]*(?:(?:và|hoặc|hay|cùng) +)?")
_COUNTED = ("unit", "measure", "money", "duration", "percent", "times")  # kinds that make a number an amount
_LAW_TYPES = ("Bộ luật", "Luật", "Pháp lệnh")
_BARE_LENGTHS = (2, 3)  # digits of `Nghị định 46`; of one digit it may be a count, of four a year
_LONGEST_PART = 12  # letters of an abbreviation: `BNNPTNT`
_LONGEST_CHARGE = 250  # characters from `khởi tố …` to `về hành vi …`

# `tội X theo quy định tại khoản 4 Điều 174`, `Điều 174 quy định về tội X`
_TO_ARTICLE = re.compile(
    r"[ ,.(:\"]*(?:(?:được|bị|theo|quy định|tại|ở|của|thuộc|căn cứ|vào|là|trong|các|trường hợp) +)*"
)
_FROM_ARTICLE = re.compile(r"[ ,(:]*(?:(?:quy định|về|là|đối với|các|có|với) +)*$")
_OFFENCE = re.compile(r'tội(?: +danh)? *:? *(?P<quote>" *)?')
_DEED = re.compile(r'(?:về|với) +(?:các +)?hành vi *(?P<quote>" *)?')
_NEXT_OFFENCE = re.compile(
    r' *"? *(?:[,;] *(?:và +)?|(?:và|hoặc|hay|cùng|cùng với) +)(?:về +)?(?:(?:các +)?(?:tội|hành vi)(?: +danh)? *)?'
    r'(?P<quote>" *)?'
)
_CLOSE = re.compile(r' *[.,;]? *"')


def _level(word: str, after: str) -> str:
    """A level with its values: `khoản 1, khoản 2`, `các điều 138, 139 và 140`, `điều 5 đến điều 7`.

    A value behind a comma counts only where no noun that it might count follows (`Điều 173, 15 người …`).
    """
    value = rf"{_LEVEL_VALUES[word]}(?![\w%]|[./-]\d)"
    more = rf" *(?:,|và|hoặc|-|đến|tới) *(?:{word} +)?{value}(?={after})"
    return rf"{word} +(?:từ +)?(?:{word} +)?\"?{value}\"?(?:{more})*(?!,\d)"


class _Vocabulary:
    """The lexicon's words about laws (kinds `law-…`) and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.types = words("law-document")
        self.abbreviations = words("law-abbreviation")
        self.issuers = words("law-issuer")
        self.makers = words("law-maker")
        self.laws = _with_and_without_commas(words("law-name"))
        self.unsure = frozenset(words("law-name-unsure"))
        self.bare = frozenset(words("law-document-bare"))
        self.joint = frozenset(words("law-abbreviation-joint"))
        self.known_parts = frozenset(self.issuers).union(*(word.split("-") for word in self.abbreviations))
        self.articles = {  # year of the code → article → offence
            _NEW_CODE: words("law-offence-2015"),
            _OLD_CODE: words("law-offence-1999"),
        }
        self.numbers = {year: {name: number for number, name in code.items()} for year, code in self.articles.items()}
        names = {name for code in self.numbers.values() for name in code}
        self.aliases = words("law-offence-alias")
        self.offences = _with_and_without_commas(dict(self.aliases) | {fold(name): name for name in names})

        types, laws = trie(self.types), trie(self.laws)
        self.type_before = re.compile(rf"(?<!\w)(?P<type>{types})(?:{_LABEL}| +)$|{_LABEL.replace('label', 'only')}$")
        self.numbered_type = re.compile(rf"(?<!\w)(?P<type>{types})(?:{_LABEL}| +)(?=\d)")
        self.law = re.compile(rf"(?<![\w-]){_AMENDING}(?P<law>{laws})(?![\w-])")
        self.no_law = re.compile(rf"(?<!\w){trie(words('law-not'))} +$")
        back = trie(words("law-back"))
        self.elsewhere = re.compile(rf"{back}(?!\w)|(?:{trie(words('law-other'))}|{types} +{back})(?!\w)")
        countries = [word for word in words("name-country") if word != _HERE]
        self.foreign = re.compile(rf" +(?:của +|nước +)*(?:{trie([*countries, *words('law-foreign')])})(?!\w)")
        self.issuer = re.compile(rf"(?P<issuer>{trie(self.issuers)})(?![\w-])")
        after = (
            rf' *(?:[;.:,)\]"/-]|$|\n|(?:và|hoặc|hay|của|đến|tới|trong|thì|là|quy định)(?!\w)'
            rf"|(?:{'|'.join(_LEVEL_VALUES)})(?!\w)|{laws}|{types})"
        )
        self.level = re.compile(rf"(?<!\w)(?:{'|'.join(_level(word, after) for word in _LEVEL_VALUES)})")
        self.values = {
            word: re.compile(rf"(?P<range>(?:-|đến|tới) *(?:{word} +)?)?(?<!\w)(?P<value>{value})(?!\w)")
            for word, value in _LEVEL_VALUES.items()
        }
        self.counted = re.compile(rf" +{trie(word for kind in _COUNTED for word in words(kind))}(?!\w)")
        self.offence = re.compile(rf"{trie(self.offences)}(?!\w)")
        self.charge = re.compile(rf"(?<!\w){trie(words('law-charge'))}(?!\w)")


def _with_and_without_commas(names: Mapping[str, str]) -> dict[str, str]:
    """Inside long names commas come and go: `Luật Phòng chống tham nhũng`, `lợi dụng chức vụ quyền hạn …`."""
    return {name.replace(",", ""): full for name, full in names.items()} | dict(names)


@lru_cache(maxsize=4)
def _vocabulary_of(lexicon: Lexicon) -> _Vocabulary:
    return _Vocabulary(lexicon)


# --- what one mention says -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """A legal document as one mention names it."""

    start: int
    end: int
    law: str | None = None  # `Luật Đất đai`, without its year
    type: str | None = None
    number: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None

    @property
    def head(self) -> str | None:
        """The number in front of the first mark, as everybody writes it: `01/CT-VKSTC` → `1`."""
        found = re.match(r"0*(\d+\w?)", self.number or "")
        return found[1].casefold() if found else None

    @property
    def is_full(self) -> bool:
        """Whether the number says more than its head and year."""
        return bool(re.search(r"\d\w?[/-](?!\d)", self.number or ""))

    @property
    def name(self) -> str:
        """`Nghị quyết số 96/2019/QH14`, `Luật Đất đai năm 2013`."""
        if self.law:
            return f"{self.law} năm {self.year}" if self.year else self.law
        return f"{self.type} số {self.number}" if self.type else f"{self.number}"

    def filled(self, other: _Source) -> _Source:
        """This one with what only the other says."""
        number = other.number if other.is_full and not self.is_full else self.number or other.number
        return replace(
            self,
            law=self.law or other.law,
            type=self.type or other.type,
            number=number,
            year=self.year or other.year,
            issuer=self.issuer or other.issuer,
            date=self.date or other.date,
        )


@dataclass(frozen=True, slots=True)
class _Mention:
    """One citation as it is written: the document, the levels inside it, the offence."""

    start: int
    end: int
    source: _Source | None = None
    chapter: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    offence: str | None = None

    def filled(self, other: _Mention) -> _Mention:
        """This mention with what only a later one of the same thing says."""
        source = self.source.filled(other.source) if self.source and other.source else self.source or other.source
        return replace(
            self,
            source=source,
            chapter=self.chapter or other.chapter,
            article=self.article or other.article,
            clause=self.clause or other.clause,
            point=self.point or other.point,
            offence=self.offence or other.offence,
        )


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of a level, or a range: `5-7`."""

    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Level:
    """`khoản 1, khoản 2`: the level's word and its values."""

    word: str
    start: int
    end: int
    values: tuple[_Value, ...]

    @property
    def written(self) -> str:
        """All values: `1, 2`."""
        return ", ".join(value.written for value in self.values)


def find_citations(
    article: Article, reader: OrganisationReader, frame: Frame, lexicon: Lexicon
) -> tuple[Citation, ...]:
    """The legal documents, articles and offences that the document cites, each once, in reading order."""
    mentions = _Reader(article, reader, _vocabulary_of(lexicon)).mentions()
    return _Catalogue(mentions, frame, _vocabulary_of(lexicon)).citations(article.text)


class _Reader:
    """Finds the mentions in one text."""

    def __init__(self, article: Article, organisations: OrganisationReader, vocabulary: _Vocabulary) -> None:
        self._text, self._folded = article.text, article.folded
        self._organisations, self._vocabulary = organisations, vocabulary

    def mentions(self) -> list[_Mention]:
        """All mentions by where they begin. A document that an article is cited of is part of that mention."""
        sources = list(self._sources())
        articles = list(self._articles(sources))
        attached = {mention.source.start for mention in articles if mention.source}
        documents = [_Mention(each.start, each.end, each) for each in sources if each.start not in attached]
        offences = list(self._offences(articles))
        return sorted([*articles, *offences, *documents], key=lambda mention: (mention.start, mention.end))

    # --- documents ---

    def _sources(self) -> Iterator[_Source]:
        """The documents named, in reading order, none inside another."""
        found = [*self._numbered(), *self._named(), *self._short()]
        end = 0
        before: str | None = None
        for source in sorted(found, key=lambda source: (source.start, -source.end)):
            if source.start < end or self._vocabulary.foreign.match(self._folded, source.end):
                continue
            kind = source.type
            if kind is None and _AND.fullmatch(self._folded, end, self._unlabelled(source.start)):
                kind = before  # `các Nghị quyết số 5/2020/QH14, số 6/2020/QH14`
            yield replace(source, type=kind)
            end, before = source.end, kind

    def _unlabelled(self, at: int) -> int:
        """Where the `số` in front of a number begins, else the number."""
        label = _NUMBERED_BEFORE.search(self._folded, max(0, at - 8), at)
        return label.start() if label else at

    def _numbered(self) -> Iterator[_Source]:
        """Documents by numbers with abbreviations, which are found by their stroke."""
        at = self._folded.find("/")
        while at >= 0:
            head = _HEAD_BEFORE.search(self._folded, max(0, at - 16), at)
            source = self._at_number(head.start()) if head else None
            if source:
                yield source
            at = self._folded.find("/", max(at + 1, source.end if source else 0))

    def _at_number(self, at: int, kind: str | None = None) -> _Source | None:
        """The document whose number begins at `at`; `kind` is its type, else that is looked for in front."""
        vocabulary = self._vocabulary
        head = _HEAD.match(self._folded, at)
        if head is None:
            return None
        parts, end = self._parts(head.end())
        if not parts:
            return None
        start, is_labelled = at, kind is not None
        before = None if kind else vocabulary.type_before.search(self._folded, max(0, at - 50), at)
        if before:
            is_labelled = True
            if before["type"]:
                start, kind = before.start(), vocabulary.types[_spaced(before["type"])]
        codes = [fold(part).rstrip("0123456789") for part in re.split("[-/]", parts)]
        if head["party"]:
            number = f"{head['party']}-{self._text[head.start('form') : head.end('form')]}/{parts}"
            codes = [head["form"], *codes]
        else:
            number = "/".join(filter(None, (self._text[at : head.end("head")], head["year"], parts)))
        issuer = self._issuers(codes)
        kind = kind or self._type(codes, is_labelled=is_labelled)
        if kind is None and codes[0] != _ASSEMBLY:  # of the National Assembly: a law or a resolution
            return None
        if not is_labelled and len(codes) == 1 and issuer is None:
            return None  # `5/KH` may be a rate
        return self._dated(_Source(start, end, None, kind, number, _year(head["year"]), issuer))

    def _parts(self, at: int) -> tuple[str, int]:
        """The abbreviations at `at`, joined without spaces, and where they end."""
        parts, end, joint = "", at, ""
        while part := _PART.match(self._text, at):
            if not self._is_abbreviation(part["letters"], part["digits"], spaced=at > end + len(joint)):
                break
            parts += joint + part["letters"] + part["digits"]
            end = part.end()
            mark = _PART_JOINT.match(self._folded, end)
            if mark is None:
                break
            joint, at = mark[1], mark.end()
        return parts, end

    def _is_abbreviation(self, letters: str, digits: str, *, spaced: bool) -> bool:
        """Whether a part of a number is one: capitals, or known as it is (`TTg`)."""
        if fold(letters) in self._vocabulary.known_parts:
            return not letters.islower()
        return letters.isupper() and len(letters) <= _LONGEST_PART and (len(letters) > 1 or bool(digits) or not spaced)

    def _type(self, codes: list[str], *, is_labelled: bool) -> str | None:
        """What the abbreviations say of the type: `BC-VKS` → Báo cáo; a letter begins with its issuer: `BGTVT-TC`."""
        for length in (2, 1):
            kind = self._vocabulary.abbreviations.get("-".join(codes[:length]))
            if kind:
                return kind
        is_letter = codes[0] in self._vocabulary.issuers and codes[0] != _ASSEMBLY and (is_labelled or len(codes) > 1)
        return self._vocabulary.abbreviations.get("cv") if is_letter else None

    def _issuers(self, codes: list[str]) -> str | None:
        """The issuer that the abbreviations name, all of a joint document's: `TTLT-BCA-BTP`."""
        names = dict.fromkeys(name for code in codes if (name := self._vocabulary.issuers.get(code)))
        return "; ".join(names if codes[0] in self._vocabulary.joint else list(names)[:1]) or None

    def _dated(self, source: _Source) -> _Source:
        """The document with the date and the issuer behind it: `ngày 07/6/2017 của Chính phủ`."""
        at = source.end
        for _ in range(2):  # in either order
            day = _DATE.match(self._folded, at)
            moment = _moment(day) if day and source.date is None else None
            if day and moment:
                at = day.end()
                source = replace(source, date=moment.isoformat(), year=source.year or moment.year, end=at)
            of = _OF.match(self._folded, at)
            issuer, at = self._issuer(of.end()) if of else (None, at)
            if issuer is None:
                break
            if source.issuer is None or issuer.startswith(source.issuer):
                source = replace(source, issuer=issuer)
        return replace(source, issuer=source.issuer or self._vocabulary.makers.get(fold(source.type or "")))

    def _issuer(self, at: int) -> tuple[str | None, int]:
        """The organisation at `at` under its full name, and where it ends."""
        mention = self._organisations.at(at)
        name = self._organisations.full_name(mention) if mention else None
        if mention and name:
            return name, mention.end
        found = self._vocabulary.issuer.match(self._folded, at)
        return (self._vocabulary.issuers[_spaced(found["issuer"])], found.end()) if found else (None, at)

    def _short(self) -> Iterator[_Source]:
        """Documents called by a type and a plain number: `Nghị định 46`, `Quyết định số 12`, `Thông tư 33/2015`."""
        for match in self._vocabulary.numbered_type.finditer(self._folded):
            source = self._at_short(match)
            if source:
                yield source

    def _at_short(self, match: re.Match[str]) -> _Source | None:
        word = _spaced(match["type"])
        number = _SHORT.match(self._folded, match.end())
        if number is None:
            return None
        year = number["year"]
        if match["label"] is None:
            if word not in self._vocabulary.bare or (year is None and len(number["head"]) not in _BARE_LENGTHS):
                return None
            if self._vocabulary.counted.match(self._folded, number.end()):
                return None  # `nghị quyết 12 điểm`
        end = number.end()
        said = None if year else _YEAR.match(self._folded, end)
        if said:
            year, end = said[1], said.end()
        written = "/".join(filter(None, (number["head"], number["year"])))
        return self._dated(_Source(match.start(), end, None, self._vocabulary.types[word], written, _year(year)))

    def _named(self) -> Iterator[_Source]:
        """Laws by their names."""
        for match in self._vocabulary.law.finditer(self._folded):
            source = self._at_law(match)
            if source:
                yield source

    def _at_law(self, match: re.Match[str], *, cited: bool = False) -> _Source | None:
        """The law named at `match`; `cited`: an article stands in front, so it is surely one."""
        vocabulary, folded = self._vocabulary, self._folded
        start, end = match.span()
        word = _spaced(match["law"])
        written = self._text[match.start("law") : end]
        if " " not in word and not written.isupper():
            return None
        if vocabulary.foreign.match(folded, end) or vocabulary.no_law.search(folded, max(0, start - 12), start):
            return None
        name = vocabulary.laws[word]
        kind = next((each for each in _LAW_TYPES if name.startswith(each)), name)
        if match["amending"]:
            name, kind = f"Luật sửa đổi, bổ sung một số điều của {name}", "Luật"
        source = _Source(start, end, name, kind)
        label = _NUMBERED.match(folded, end)
        numbered = self._at_number(label.end(), kind) if label else None
        if numbered:
            source = replace(numbered, start=start, law=name)
        year = _YEAR.match(folded, source.end)
        if year:
            source = replace(source, end=year.end(), year=int(year[1]))
        amended = _AMENDED.match(folded, source.end)
        if amended:
            source = replace(source, end=amended.end())
        if folded[end : source.end].count("(") > folded[end : source.end].count(")") and folded.startswith(
            ")", source.end
        ):
            source = replace(source, end=source.end + 1)
        is_sure = cited or year is not None or numbered is not None
        if not is_sure and (word in vocabulary.unsure or written.islower()):
            return None
        return self._dated(source)

    # --- articles ---

    def _articles(self, sources: list[_Source]) -> Iterator[_Mention]:
        """Articles with their clauses and points, each with the document that it belongs to."""
        ends = {source.end: source for source in sources}
        for chain in self._chains():
            if not any(level.word == _ARTICLE for level in chain):
                continue
            end = chain[-1].end
            gap = _TO_SOURCE.match(self._folded, end)
            behind = gap.end() if gap else end
            source = self._source_at(behind)
            if source is None and self._is_elsewhere(behind):
                continue
            source = source or self._source_before(chain[0].start, ends)
            if source or self._stands_alone(chain):
                yield from _articles_of(chain, source)

    def _chains(self) -> Iterator[list[_Level]]:
        """Levels that stand together: `điểm a khoản 2 Điều 5; khoản 1 Điều 7`."""
        chain: list[_Level] = []
        for match in self._vocabulary.level.finditer(self._folded):
            level = self._level(match)
            if chain and not _LEVEL_GAP.fullmatch(self._folded, chain[-1].end, level.start):
                yield chain
                chain = []
            chain.append(level)
        if chain:
            yield chain

    def _level(self, match: re.Match[str]) -> _Level:
        word = next(each for each in _LEVEL_VALUES if match.group().startswith(each))
        values: list[_Value] = []
        for found in self._vocabulary.values[word].finditer(self._folded, match.start() + len(word), match.end()):
            start, end = found.span("value")
            value = self._text[start:end]
            if found["range"] and values:
                first = values.pop()
                values.append(_Value(f"{first.written}-{value}", first.start, end))
            else:
                values.append(_Value(value, start, end))
        return _Level(word, match.start(), match.end(), tuple(values))

    def _source_at(self, at: int) -> _Source | None:
        """The document named at `at`."""
        law = self._vocabulary.law.match(self._folded, at)
        if law:
            return self._at_law(law, cited=True)
        kind = self._vocabulary.numbered_type.match(self._folded, at)
        if kind:
            full = self._at_number(kind.end(), self._vocabulary.types[_spaced(kind["type"])])
            return replace(full, start=at) if full else self._at_short(kind)
        label = _NUMBERED.match(self._folded, at)
        return self._at_number(label.end() if label else at)

    def _source_before(self, at: int, ends: dict[int, _Source]) -> _Source | None:
        """The document in `Luật Đất đai (Điều 5)`, `Luật Đất đai tại Điều 5`."""
        gap = _FROM_SOURCE.search(self._folded, max(0, at - 8), at)
        return ends.get(gap.start()) if gap else None

    def _is_elsewhere(self, at: int) -> bool:
        """Whether the article belongs to a contract, a treaty, another country's law, or a law only pointed to."""
        found = self._vocabulary.elsewhere.match(self._folded, at) or self._vocabulary.law.match(self._folded, at)
        return found is not None

    def _stands_alone(self, chain: list[_Level]) -> bool:
        """Whether a chain without a document is one of articles: `điều 4 máy bay` sends four planes."""
        if any(level.word == _CLAUSE for level in chain):
            return True
        is_capital = any(self._text[level.start].isupper() for level in chain if level.word == _ARTICLE)
        return is_capital and not self._vocabulary.counted.match(self._folded, chain[-1].end)

    # --- offences ---

    def _offences(self, articles: list[_Mention]) -> Iterator[_Mention]:
        """The offences, each joined with the article that the text gives it, which leaves `articles`."""
        starts = {mention.start: mention for mention in reversed(articles)}
        ends = {mention.end: mention for mention in articles}
        for found in self._offence_lists():
            behind = _TO_ARTICLE.match(self._folded, found[-1].end)
            gap = _FROM_ARTICLE.search(self._folded, max(0, found[0].start - 40), found[0].start)
            near = [starts.get(behind.end()) if behind else None, ends.get(gap.start()) if gap else None]
            for offence in found:
                joined = next(
                    (each for each in near if each in articles and self._may_join(offence, each, found)), None
                )
                if joined is None:
                    yield offence
                    continue
                articles.remove(joined)
                start, end = min(offence.start, joined.start), max(offence.end, joined.end)
                end += self._folded.startswith(")", end) and "(" in self._folded[offence.end : joined.start]
                yield replace(joined, start=start, end=end, offence=offence.offence)

    def _may_join(self, offence: _Mention, article: _Mention, found: list[_Mention]) -> bool:
        """Whether the article beside a list of offences is this one's: in a list, the code must say so."""
        numbers = {code.get(offence.offence or "") for code in self._vocabulary.numbers.values()}
        if article.article in numbers:
            return True
        return len(found) == 1 and (article.source is None or article.source.law == _PENAL_CODE)

    def _offence_lists(self) -> Iterator[list[_Mention]]:
        """The offences behind one `tội`, or behind one `về hành vi` in a charge: `tội A và tội B`."""
        for opening in (_OFFENCE, _DEED):
            end = 0
            for match in opening.finditer(self._folded):
                at = match.start()
                if at < end or self._folded[at - 1 : at].isalnum() or (opening is _DEED and not self._is_charge(at)):
                    continue
                found = list(self._offence_list(match))
                if found:
                    end = found[-1].end
                    yield found

    def _is_charge(self, at: int) -> bool:
        """Whether the sentence has said by `at` that somebody is charged."""
        start = max(0, at - _LONGEST_CHARGE)
        start = max(start, self._folded.rfind(". ", start, at), self._folded.rfind("\n", start, at))
        return self._vocabulary.charge.search(self._folded, start, at) is not None

    def _offence_list(self, match: re.Match[str] | None) -> Iterator[_Mention]:
        start = match.start() if match else 0
        while match:
            found = self._vocabulary.offence.match(self._folded, match.end())
            close = _CLOSE.match(self._folded, found.end()) if found and match["quote"] else None
            if found is None or (match["quote"] and close is None):
                return  # between quotation marks only the whole is the name
            name = self._vocabulary.offences[_spaced(found.group())]
            yield _Mention(start, close.end() if close else found.end(), offence=name)
            match = _NEXT_OFFENCE.match(self._folded, found.end())
            start = match.end() if match else start


# --- levels → articles -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Clause and point inside an article."""

    start: int
    end: int
    clause: str | None = None
    point: str | None = None


def _articles_of(chain: list[_Level], source: _Source | None) -> Iterator[_Mention]:
    """One mention an article, or one for each `điểm … khoản …` of it; the last spans the document named behind it."""
    chapter = next((level for level in chain if level.word == _CHAPTER), None)
    levels = [level for level in chain if level.word != _CHAPTER]
    falls = levels[0].word == _ARTICLE and levels[-1].word != _ARTICLE  # `Điều 5 khoản 1 điểm a`
    groups: list[tuple[_Level, list[_Level]]] = []
    waiting: list[_Level] = []
    for level in levels:
        if level.word == _ARTICLE:
            groups.append((level, waiting))
            waiting = []
        elif falls:
            groups[-1][1].append(level)
        else:
            waiting.append(level)
    found: list[_Mention] = []
    numeral = chapter.written.upper() if chapter else None
    for level, inner in groups:
        first, *others = level.values
        places = _places_falling(inner) if falls else _places_rising(inner)
        for place in places:
            start, end = place.start, place.end
            if falls and place is places[0]:
                start = level.start
            elif not falls and place is places[-1]:
                end = first.end
            found.append(_Mention(start, end, source, numeral, first.written, place.clause, place.point))
        if not places:
            found.append(_Mention(level.start, first.end, source, numeral, first.written))
        found += (_Mention(value.start, value.end, source, numeral, value.written) for value in others)
    end = max(chain[-1].end, source.end) if source and source.start >= chain[-1].end else chain[-1].end
    yield from found[:-1]
    yield replace(found[-1], end=end)


def _places_rising(levels: Iterable[_Level]) -> list[_Place]:
    """`điểm a, b khoản 1, khoản 2`: (1; a, b), (2)."""
    places: list[_Place] = []
    points: _Place | None = None
    for level in levels:
        if level.word != _CLAUSE:
            written = f"{points.point}, {level.written}" if points else level.written
            points = _Place(points.start if points else level.start, level.end, None, written)
        elif points:
            places.append(_Place(points.start, level.end, level.written, points.point))
            points = None
        else:
            places = _with_clause(places, level)
    return [*places, points] if points else places


def _places_falling(levels: Iterable[_Level]) -> list[_Place]:
    """`khoản 1 điểm a, khoản 2`: (1; a), (2)."""
    places: list[_Place] = []
    for level in levels:
        if level.word == _CLAUSE:
            places = _with_clause(places, level)
        elif places and places[-1].point is None:
            places[-1] = replace(places[-1], end=level.end, point=level.written)
        else:
            places.append(_Place(level.start, level.end, None, level.written))
    return places


def _with_clause(places: list[_Place], level: _Level) -> list[_Place]:
    """The places with one more clause: clauses without points are one list, `1, 2`."""
    if places and places[-1].point is None:
        clause = f"{places[-1].clause}, {level.written}"
        return [*places[:-1], replace(places[-1], end=level.end, clause=clause)]
    return [*places, _Place(level.start, level.end, level.written)]


# --- mentions → citations ----------------------------------------------------------------------------


class _Catalogue:
    """Knows which mentions are of the same thing, from all that the document cites."""

    def __init__(self, mentions: list[_Mention], frame: Frame, vocabulary: _Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._years: dict[str, set[int]] = defaultdict(set)  # of a law, or of a type and a number
        self._numbers: dict[str, set[str]] = defaultdict(set)  # the full ones
        self._laws: dict[str, _Source] = {}  # by number
        for source in [mention.source for mention in mentions if mention.source]:
            if source.year:
                self._years[_designation(source)].add(source.year)
            if source.is_full:
                self._numbers[_designation(source, by_number=True)].add(_number_key(source))
                if source.law:
                    self._laws[_number_key(source)] = source
        self._code = self._code_in_force(frame)
        self._sources_of: dict[str | None, dict[Hashable, _Source]] = defaultdict(dict)  # article → its documents
        for mention in mentions:
            if mention.source and mention.article:
                self._sources_of[mention.article][self._identity(mention.source)] = mention.source
        self._mentions = [self._under_code(self._of_source(mention)) for mention in mentions]
        self._places_of: dict[str | None, set[tuple[str | None, str | None]]] = defaultdict(set)  # offence → places
        for mention in self._mentions:
            if mention.offence and mention.clause:
                self._places_of[mention.offence].add((mention.clause, mention.point))

    def _code_in_force(self, frame: Frame) -> int:
        """The code meant where no year is said: the one named with its year elsewhere, else that of the time."""
        said = self._years.get(_PENAL_CODE)
        if said:
            return _OLD_CODE if max(said) < _NEW_CODE else _NEW_CODE
        return _OLD_CODE if frame.published and frame.published < _NEW_CODE_FROM else _NEW_CODE

    def _of_source(self, mention: _Mention) -> _Mention:
        """The mention with its document; `Điều 264` alone has the one that the article is cited of elsewhere."""
        named = self._sources_of.get(mention.article, {})
        if mention.source or len(named) != 1:
            return mention
        return replace(mention, source=next(iter(named.values())))

    def _under_code(self, mention: _Mention) -> _Mention:
        """The mention with the offence's name in its own code: `Cho vay lãi nặng` of 1999 is a short name in 2015."""
        code = self._code_of(mention.source) if mention.source else self._code
        name = mention.offence
        if name is None or name in self._vocabulary.numbers[code]:
            return mention
        other = self._vocabulary.aliases.get(fold(name))
        return replace(mention, offence=other) if other in self._vocabulary.numbers[code] else mention

    def citations(self, text: str) -> tuple[Citation, ...]:
        """Each thing cited, at its first mention."""
        records: list[_Mention] = []
        index: dict[Hashable, int] = {}
        for mention in self._mentions:
            keys = list(self._keys(mention))
            at = next((index[key] for key in keys if key in index), len(records))
            if at == len(records):
                records.append(mention)
            else:
                records[at] = records[at].filled(mention)
            for key in keys:
                index.setdefault(key, at)
        return tuple(self._citation(record, text) for record in records)

    def _identity(self, source: _Source) -> Hashable:
        """What is equal for mentions of the same document."""
        if source.is_full and _number_key(source) in self._laws:
            source = self._laws[_number_key(source)]
        if source.law is None:
            if source.is_full:
                return _number_key(source)
            numbers = {
                number
                for number in self._numbers[_designation(source, by_number=True)]
                if source.year is None or f"/{source.year}/" in number
            }
            if len(numbers) == 1:
                return next(iter(numbers))
        years = self._years.get(_designation(source), set())
        return _designation(source), source.year or (next(iter(years)) if len(years) == 1 else None)

    def _keys(self, mention: _Mention) -> Iterator[Hashable]:
        place = mention.clause, mention.point
        if mention.article:
            yield self._identity(mention.source) if mention.source else None, mention.article, *place
        if mention.offence:
            known = self._places_of[mention.offence]
            yield mention.offence, *(next(iter(known)) if place == (None, None) and len(known) == 1 else place)
        elif mention.source and not mention.article:
            yield self._identity(mention.source)

    def _citation(self, mention: _Mention, text: str) -> Citation:
        source, article, offence, kind = mention.source, mention.article, mention.offence, CitationKind.DOCUMENT
        if offence:
            kind = CitationKind.OFFENCE
            source, article = self._of_offence(mention)
        elif article:
            kind = CitationKind.ARTICLE
            if source and source.law == _PENAL_CODE:
                offence = self._vocabulary.articles[self._code_of(source)].get(article)
        law = source.name if source and article else None
        if kind is CitationKind.OFFENCE and offence:
            name = f"Tội {offence[0].lower()}{offence[1:]}"
        elif article:
            levels = (
                ("điểm", mention.point),
                ("khoản", mention.clause),
                ("Điều", article),
                ("Chương", mention.chapter),
            )
            name = " ".join(filter(None, (*(f"{word} {value}" for word, value in levels if value), law)))
        else:
            name = source.name if source else ""
        return Citation(
            name,
            text[mention.start : mention.end],
            mention.start,
            mention.end,
            kind,
            type=source.type if source else None,
            number=source.number if source else None,
            year=source.year if source else None,
            issuer=source.issuer if source else None,
            date=source.date if source else None,
            chapter=mention.chapter,
            article=article,
            clause=mention.clause,
            point=mention.point,
            law=law,
            offence=offence,
        )

    def _code_of(self, source: _Source) -> int:
        """Which of the two codes a mention of the Penal Code means."""
        year = source.year or self._code
        return _OLD_CODE if year < _NEW_CODE else _NEW_CODE

    def _of_offence(self, mention: _Mention) -> tuple[_Source | None, str | None]:
        """The code and the article of an offence: what the text says, else where the name stands."""
        numbers, name, source = self._vocabulary.numbers, mention.offence or "", mention.source
        if mention.article and source and (source.year or source.law != _PENAL_CODE):
            return source, mention.article
        first = self._code_of(source) if source else self._code
        codes = [first, *(year for year in numbers if year != first)]
        if mention.article:
            year = next((year for year in codes if numbers[year].get(name) == mention.article), None)
            return replace(source or self._penal_code(mention), year=year), mention.article
        if first == _OLD_CODE:
            codes = codes[:1]  # the text cannot mean a code that was not yet in force
        year = next((year for year in codes if name in numbers[year]), None)
        return (replace(self._penal_code(mention), year=year), numbers[year][name]) if year else (None, None)

    def _penal_code(self, mention: _Mention) -> _Source:
        kind = "Bộ luật"
        return _Source(mention.start, mention.end, _PENAL_CODE, kind, issuer=self._vocabulary.makers.get(fold(kind)))


def _designation(source: _Source, *, by_number: bool = False) -> str:
    """The law's name, or the type and the head of the number."""
    return source.law if source.law and not by_number else f"{source.type} {source.head}"


def _number_key(source: _Source) -> str:
    """The number as it compares: without leading zeros, in one case."""
    return (source.number or "").lstrip("0").casefold()


def _moment(match: re.Match[str]) -> date | None:
    """The date of `_DATE`; None where the calendar has no such day."""
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    return int(written) if written else None


def _spaced(word: str) -> str:
    return " ".join(word.split())
