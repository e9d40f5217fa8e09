"""A text → its mentions of documents, articles and offences. All patterns read folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from vkstats.model import Article
from vkstats.names.citations.levels import articles_of
from vkstats.names.citations.mention import CitationMention, Level, Source, Value
from vkstats.names.citations.words import ARTICLE, CLAUSE, LEVEL_VALUES, PENAL_CODE, LawVocabulary, spaced
from vkstats.names.organisations import OrganisationReader
from vkstats.text import fold

_ASSEMBLY = "qh"  # `96/2019/QH14`
_HEAD = re.compile(
    r"(?P<head>\d{1,5}[a-zđ]?) *(?:/ *(?P<year>(?:19|20)\d\d) *)?/ *(?=[^\W\d_])"
    r"|(?P<party>\d{1,4}) *- *(?P<form>[^\W\d_]{2,4}) */ *(?=[^\W\d_])"  # the Party's: `49-NQ/TW`
)
_HEAD_BEFORE = re.compile(r"(?<![\w/.,-])\d{1,5}(?:[a-zđ]?|(?: *- *[^\W\d_]{2,4}))? *$")
_PART = re.compile(r"(?P<letters>[^\W\d_](?:[^\W\d_]|&(?=\w))*)(?: (?=1[0-9](?!\w)))?(?P<digits>\d{0,3})(?![^\W_])")
_PART_JOINT = re.compile(r" *([-/]) *")
_SHORT = re.compile(r"(?P<head>\d{1,5}[a-zđ]?)(?: */ *(?P<year>(?:19|20)\d\d))?(?![\w/%]|[.,]\d| */ *\d)")
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
_TO_SOURCE = re.compile(r" *[,(]? *(?:(?:của|trong|thuộc|tại|theo) +)?")
_FROM_SOURCE = re.compile(r" *[,(:] *(?:tại +)?$| +(?:tại|ở) +$")
_LEVEL_GAP = re.compile(r"[ ,;(]*(?:(?:và|hoặc|hay|cùng|của|tại|thuộc|với) +)?(?:(?:các|tại) +)?")
_AND = re.compile(r"[ ,;(]*(?:(?:và|hoặc|hay|cùng) +)?")
_LAW_TYPES = ("Bộ luật", "Luật", "Pháp lệnh")
_BARE_LENGTHS = (2, 3)  # digits of `Nghị định 46`; of one digit it may be a count, of four a year
_LONGEST_PART = 12  # letters of an abbreviation: `BNNPTNT`
_LONGEST_CHARGE = 250  # characters from `khởi tố …` to `về hành vi …`
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


class CitationReader:
    """Finds the mentions in one text."""

    def __init__(self, article: Article, organisations: OrganisationReader, vocabulary: LawVocabulary) -> None:
        self._text, self._folded = article.text, article.folded
        self._organisations, self._vocabulary = organisations, vocabulary

    def mentions(self) -> list[CitationMention]:
        """All mentions by where they begin. A document that an article is cited of is part of that mention."""
        sources = list(self._sources())
        articles = list(self._articles(sources))
        attached = {mention.source.start for mention in articles if mention.source}
        documents = [CitationMention(each.start, each.end, each) for each in sources if each.start not in attached]
        alone = {mention.start: mention for mention in articles}
        offences = list(self._offences(alone))
        return sorted([*alone.values(), *offences, *documents], key=lambda mention: (mention.start, mention.end))

    # --- documents ---

    def _sources(self) -> Iterator[Source]:
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

    def _numbered(self) -> Iterator[Source]:
        """Documents by numbers with abbreviations, which are found by their stroke."""
        at = self._folded.find("/")
        while at >= 0:
            head = _HEAD_BEFORE.search(self._folded, max(0, at - 16), at)
            source = self._at_number(head.start()) if head else None
            if source:
                yield source
            at = self._folded.find("/", max(at + 1, source.end if source else 0))

    def _at_number(self, at: int, kind: str | None = None) -> Source | None:
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
                start, kind = before.start(), vocabulary.types[spaced(before["type"])]
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
        return self._dated(Source(start, end, None, kind, number, _year(head["year"]), issuer))

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

    def _dated(self, source: Source) -> Source:
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
        return (self._vocabulary.issuers[spaced(found["issuer"])], found.end()) if found else (None, at)

    def _short(self) -> Iterator[Source]:
        """Documents called by a type and a plain number: `Nghị định 46`, `Quyết định số 12`, `Thông tư 33/2015`."""
        for match in self._vocabulary.numbered_type.finditer(self._folded):
            source = self._at_short(match)
            if source:
                yield source

    def _at_short(self, match: re.Match[str]) -> Source | None:
        word = spaced(match["type"])
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
        return self._dated(Source(match.start(), end, None, self._vocabulary.types[word], written, _year(year)))

    def _named(self) -> Iterator[Source]:
        """Laws by their names."""
        for match in self._vocabulary.law.finditer(self._folded):
            source = self._at_law(match)
            if source:
                yield source

    def _at_law(self, match: re.Match[str], *, cited: bool = False) -> Source | None:
        """The law named at `match`; `cited`: an article stands in front, so it is surely one."""
        vocabulary, folded = self._vocabulary, self._folded
        start, end = match.span()
        word = spaced(match["law"])
        written = self._text[match.start("law") : end]
        if " " not in word and not written.isupper():
            return None
        if vocabulary.foreign.match(folded, end) or vocabulary.no_law.search(folded, max(0, start - 12), start):
            return None
        name = vocabulary.laws[word]
        kind = next((each for each in _LAW_TYPES if name.startswith(each)), name)
        if match["amending"]:
            name, kind = f"Luật sửa đổi, bổ sung một số điều của {name}", "Luật"
        source = Source(start, end, name, kind)
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

    def _articles(self, sources: list[Source]) -> Iterator[CitationMention]:
        """Articles with their clauses and points, each with the document that it belongs to."""
        ends = {source.end: source for source in sources}
        for chain in self._chains():
            if not any(level.word == ARTICLE for level in chain):
                continue
            end = chain[-1].end
            gap = _TO_SOURCE.match(self._folded, end)
            behind = gap.end() if gap else end
            source = self._source_at(behind)
            if source is None and self._is_elsewhere(behind):
                continue
            source = source or self._source_before(chain[0].start, ends)
            if source or self._stands_alone(chain):
                yield from articles_of(chain, source)

    def _chains(self) -> Iterator[list[Level]]:
        """Levels that stand together: `điểm a khoản 2 Điều 5; khoản 1 Điều 7`."""
        chain: list[Level] = []
        for match in self._vocabulary.level.finditer(self._folded):
            level = self._level(match)
            if chain and not _LEVEL_GAP.fullmatch(self._folded, chain[-1].end, level.start):
                yield chain
                chain = []
            chain.append(level)
        if chain:
            yield chain

    def _level(self, match: re.Match[str]) -> Level:
        word = next(each for each in LEVEL_VALUES if match.group().startswith(each))
        values: list[Value] = []
        for found in self._vocabulary.values[word].finditer(self._folded, match.start() + len(word), match.end()):
            start, end = found.span("value")
            value = self._text[start:end]
            again = self._folded.rfind(word, values[-1].end, start) if values else -1
            start = again if again >= 0 else start  # `Điều 8 và Điều 9`, not `Điều 8 và 9`
            if found["range"] and values:
                first = values.pop()
                values.append(Value(f"{first.written}-{value}", first.start, end))
            else:
                values.append(Value(value, start, end))
        return Level(word, match.start(), match.end(), tuple(values))

    def _source_at(self, at: int) -> Source | None:
        """The document named at `at`."""
        law = self._vocabulary.law.match(self._folded, at)
        if law:
            return self._at_law(law, cited=True)
        kind = self._vocabulary.numbered_type.match(self._folded, at)
        if kind:
            full = self._at_number(kind.end(), self._vocabulary.types[spaced(kind["type"])])
            return replace(full, start=at) if full else self._at_short(kind)
        label = _NUMBERED.match(self._folded, at)
        return self._at_number(label.end() if label else at)

    def _source_before(self, at: int, ends: dict[int, Source]) -> Source | None:
        """The document in `Luật Đất đai (Điều 5)`, `Luật Đất đai tại Điều 5`."""
        gap = _FROM_SOURCE.search(self._folded, max(0, at - 8), at)
        return ends.get(gap.start()) if gap else None

    def _is_elsewhere(self, at: int) -> bool:
        """Whether the article belongs to a contract, a treaty, another country's law, or a law only pointed to."""
        found = self._vocabulary.elsewhere.match(self._folded, at) or self._vocabulary.law.match(self._folded, at)
        return found is not None

    def _stands_alone(self, chain: list[Level]) -> bool:
        """Whether a chain without a document is one of articles: `điều 4 máy bay` sends four planes."""
        if any(level.word == CLAUSE for level in chain):
            return True
        is_capital = any(self._text[level.start].isupper() for level in chain if level.word == ARTICLE)
        return is_capital and not self._vocabulary.counted.match(self._folded, chain[-1].end)

    # --- offences ---

    def _offences(self, articles: dict[int, CitationMention]) -> Iterator[CitationMention]:
        """The offences, each joined with the article that the text gives it, which leaves `articles` (by start)."""
        ends = {mention.end: mention.start for mention in articles.values()}
        for found in self._offence_lists():
            behind = _TO_ARTICLE.match(self._folded, found[-1].end)
            gap = _FROM_ARTICLE.search(self._folded, max(0, found[0].start - 40), found[0].start)
            near = [behind.end() if behind else -1, ends.get(gap.start(), -1) if gap else -1]
            for offence in found:
                beside = (articles[start] for start in near if start in articles)
                joined = next((each for each in beside if self._may_join(offence, each, found)), None)
                if joined is None:
                    yield offence
                    continue
                del articles[joined.start]
                start, end = min(offence.start, joined.start), max(offence.end, joined.end)
                end += self._folded.startswith(")", end) and "(" in self._folded[offence.end : joined.start]
                yield replace(joined, start=start, end=end, offence=offence.offence)

    def _may_join(self, offence: CitationMention, article: CitationMention, found: list[CitationMention]) -> bool:
        """Whether the article beside a list of offences is this one's: in a list, the code must say so."""
        numbers = {code.get(offence.offence or "") for code in self._vocabulary.numbers.values()}
        if article.article in numbers:
            return True
        return len(found) == 1 and (article.source is None or article.source.law == PENAL_CODE)

    def _offence_lists(self) -> Iterator[list[CitationMention]]:
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

    def _offence_list(self, match: re.Match[str] | None) -> Iterator[CitationMention]:
        start = match.start() if match else 0
        while match:
            found = self._vocabulary.offence.match(self._folded, match.end())
            close = _CLOSE.match(self._folded, found.end()) if found and match["quote"] else None
            if found is None or (match["quote"] and close is None):
                return  # between quotation marks only the whole is the name
            name = self._vocabulary.offences[spaced(found.group())]
            yield CitationMention(start, close.end() if close else found.end(), offence=name)
            match = _NEXT_OFFENCE.match(self._folded, found.end())
            start = match.end() if match else start


def _moment(match: re.Match[str]) -> date | None:
    """The date of `_DATE`; None where the calendar has no such day."""
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    return int(written) if written else None
