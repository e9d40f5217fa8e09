"""Places: the provinces, districts and communes that a document names, looked up in the gazetteer.

A mention is a name behind a level (`huyện Đông Hưng`, `các xã A, B và C`, `Quận 1, 3, 5`), a province on its own
(`Hà Nội`), or a district on its own in front of its province (`Đông Hưng, Thái Bình`). The place that an
organisation belongs to is a mention too (`Công an tỉnh Hà Nam`); a name of a person, street or company is none.

A name of several units is resolved by the larger unit that follows it, else by those that the document names,
the agency's first, where exactly one fits; it is never guessed. A text may name a unit that has ceased to be, but
none that had not begun yet: one before 1 July 2025 means the old units, a later one the new where both fit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from vkstats import gazetteer
from vkstats.entities.capitals import capitals, sealed, title_cased
from vkstats.entities.organisations import OrganisationReader
from vkstats.entities.vocabulary import Lexicon, Vocabulary, vocabulary_of
from vkstats.gazetteer import REFORM, Unit
from vkstats.model import Article, Frame, Person, Place
from vkstats.text import fold
from vkstats.trie import trie

_TIERS = {
    "tỉnh": (0,),
    "thành phố": (0, 1),
    "huyện": (1,),
    "quận": (1,),
    "thị xã": (1,),
    "xã": (2,),
    "phường": (2,),
    "thị trấn": (2,),
    "đặc khu": (2,),
}
# Units are raised, not lowered: a text may still write `huyện` of what the tables know as `thị xã`.
_RANKS = {"huyện": 0, "thị xã": 1, "quận": 2, "thành phố": 2, "xã": 0, "thị trấn": 1, "phường": 2, "đặc khu": 2}
_LONGEST_UNKNOWN = 3  # words of a name that the tables do not have
# Names that are a person's, or too short to be a province wherever they stand.
_NEEDS_LEVEL = frozenset({"hồ chí minh", "hcm"})


@dataclass(eq=False, slots=True)
class _Mention:
    """A name at `start:end`, from the level on where it has one; `units` are all that it may mean."""

    start: int
    end: int
    level: str | None
    name: str
    units: tuple[Unit, ...]
    tier: int
    inside: _Mention | None = field(default=None)  # the larger unit that follows it
    settled: bool = False


class _Words:
    """The regexes, on folded text unless said otherwise."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        words = lexicon.words
        self.short = words("name-level-short")
        self.mention = re.compile(
            r"(?<![\w/&-])(?:"
            rf"(?P<province>{trie(vocabulary.provinces)})(?![\w/])(?! ?[-'] ?\w+/)"
            rf"|(?P<level>{trie(vocabulary.levels)})(?:(?<=tp)\.|(?<=tx)\.|(?<=t\.p)\.|(?!\w)) *(?=[\w])"
            rf"|(?P<short>{trie(self.short)})(?:\. ?|(?=\d))(?=\w))"
        )
        self.several = re.compile(rf"(?<!\w)(?:{trie(words('name-place-several'))}|\d+) +$")
        self.no_place = re.compile(rf"(?<!\w)(?:{trie(words('name-place-not'))}) +$")
        self.former = re.compile(rf" ?\(?(?:{trie(words('name-place-former'))})(?!\w)")
        links = trie(words("name-place-link"))
        self.inside = re.compile(rf"(?: ?[,(–-] ?| )(?:(?:{links}) )?")
        self.beside = re.compile(r" ?[,;] ?| ?, và | và | hoặc ")
        self.title = re.compile(rf"(?<!\w)(?:{vocabulary.title.pattern})[ .]+$")
        opening = {word for kind in ("adjunct", "border", "joint", "determiner") for word in words(kind)}
        self.opening = frozenset(word for word in opening if " " not in word)
        # On the text itself: words that begin with a capital, and numbers.
        word = rf"[{capitals()}]\w*(?:['’‘`] ?[^\W\d_]+)*"
        self.name = re.compile(
            rf"(?:{word}|\d{{1,2}}(?![\w/%]|[.,]\d))(?:(?: {{1,2}}| ?\n *| ?[-–] ?)(?:{word}|\d{{1,2}}(?![\w/%]|[.,]\d))){{0,6}}"
        )
        self.word = re.compile(rf"{word}|\d+")
        self.before = re.compile(rf"(?:{word}[ \n])+$")
        self.run = re.compile(rf"(?:{word}[ \n])*{word}$")
        self.gap = re.compile(r"(?: ?, ?| ?\(| ?[-–] ?)$")


@lru_cache(maxsize=4)
def _words_of(lexicon: Lexicon) -> _Words:
    return _Words(lexicon, vocabulary_of(lexicon))


def find_places(
    article: Article, reader: OrganisationReader, frame: Frame, people: Sequence[Person]
) -> tuple[Place, ...]:
    """The places of the document, each once, at its first mention, in reading order."""
    mentions = _PlaceReader(article, reader, people).mentions()
    _resolve(mentions, _day(frame), fold(frame.agency or ""), article.folded)
    found: dict[object, Place] = {}
    for mention in mentions:
        unit = mention.units[0] if len(mention.units) == 1 else None
        identity = unit or (mention.tier, mention.level or "", gazetteer.key(mention.name))
        if identity not in found:
            found[identity] = _place(mention, article.text)
    return tuple(found.values())


def _day(frame: Frame) -> str | None:
    """The day that the text is of: published, or the end of a period so early that no doubt is left."""
    if frame.published:
        return frame.published[:10]
    first, _, last = (frame.period or "").partition("/")
    if last and last < "2025":  # a report of 2025 may have been written on either side of the reform
        return last
    return first if first >= REFORM else None


# --- mentions ----------------------------------------------------------------------------------------


class _PlaceReader:
    """Reads the mentions of one document; what they mean is settled later."""

    def __init__(self, article: Article, reader: OrganisationReader, people: Sequence[Person]) -> None:
        self.vocabulary = reader.vocabulary
        self.words = _words_of(reader.lexicon)
        self.text, self.folded = sealed(article), article.folded
        self.reader = reader
        self.names = sorted((person.start, person.end) for person in people)
        self.sentences = frozenset(sentence.start for sentence in article.sentences)
        self.organisations = sorted((each.start, each.end) for each in reader.mentions if each.complete)

    def mentions(self) -> list[_Mention]:
        """All mentions in reading order, each joined with the larger unit that follows it."""
        found: list[_Mention] = []
        end = 0
        for match in self.words.mention.finditer(self.folded):
            if match.start() < end:
                continue
            new = list(self._read(match))
            if not new:
                continue
            if new[0].tier == 0:
                lone = self._lone(new[0], end)
                if lone:
                    found.append(lone)
            found += new
            end = new[-1].end
        self._chain(found)
        return found

    def _read(self, match: re.Match[str]) -> Iterator[_Mention]:
        start = match.start()
        if match["province"]:
            mention = self._province(match)
            if mention:
                yield mention
            return
        if match["short"]:
            if not self.text[start].isupper():
                return
            level = self.words.short[match["short"]]
        else:
            level = self.vocabulary.levels[" ".join(match["level"].split())]
        first = self._named(match.end(), level, start, known=bool(match["short"]))
        if first is None:
            return
        yield first
        several = self.words.several.search(self.folded, max(0, start - 12), start) is not None
        yield from self._others(first, level, several=several)

    def _others(self, first: _Mention, level: str, *, several: bool) -> Iterator[_Mention]:
        """`B và C` behind `các huyện A, `; `3, 5` behind `Quận 1, `."""
        numbered = first.name.isdigit()
        found = []
        last = first
        while several or numbered:
            joint = self.words.beside.match(self.folded, last.end)
            if not joint or not self.text[joint.end() : joint.end() + 1].strip():
                break
            other = self._named(joint.end(), level, joint.end(), known=True)
            if other is None or (numbered and not other.name.isdigit()):
                break
            found.append(other)
            last = other
        if several or (last is not first and self.reader.is_bordered(last.end)):  # not `Quận 1, 3 bị cáo`
            yield from found

    def _named(self, at: int, level: str, start: int, *, known: bool) -> _Mention | None:
        """The mention with the name at `at`; None where none is written there."""
        if level in {"tỉnh", "thành phố"}:
            province = self.vocabulary.province.match(self.folded, at)
            if province and self.text[province.start("province")].isupper():
                name = self.vocabulary.provinces[" ".join(province["province"].split())]
                units = _of_level(gazetteer.named(_TIERS[level], gazetteer.key(name)), level)
                if units:
                    return _Mention(start, province.end(), level, name, units, units[0].tier)
        match = self.words.name.match(self.text, at)
        if not match:
            return None
        written = list(self.words.word.finditer(self.text, at, match.end()))
        tiers = _TIERS[level]
        for count in range(len(written), 0, -1):
            end = written[count - 1].end()
            name = self.text[at:end]
            if name.isdigit():
                name = str(int(name))
            units = _of_level(gazetteer.named(tiers, gazetteer.key(name)), level)
            if units:
                if not self._may_end(written[:count], written[count:], tiers[-1]):
                    break
                return _Mention(start, end, level, _written(name), units, units[0].tier)
        if known or tiers[0] == 0 or self.reader.is_shouted(start):
            return None
        return self._unknown(start, at, level, written)

    def _may_end(self, name: Sequence[re.Match[str]], rest: Sequence[re.Match[str]], tier: int) -> bool:
        """Whether a known name may end in front of more capitals: a person's name may follow it."""
        if not rest or tier == 0 or not self.text[name[-1].end() : rest[0].start()].isspace():
            return True
        if rest[0].group().isdigit():
            return not name[-1].group().isdigit()
        return self.vocabulary.is_surname(fold(rest[0].group())) or (tier == 1 and len(name) > 1)

    def _unknown(self, start: int, at: int, level: str, written: Sequence[re.Match[str]]) -> _Mention | None:
        """A name that the tables do not have: short, of words only, with nobody's surname in front."""
        words = []
        for word in written:
            if word.group().isdigit() or (words and not self.text[words[-1].end() : word.start()].isspace()):
                break
            words.append(word)
        if not 2 <= len(words) <= _LONGEST_UNKNOWN:
            return None
        name = " ".join(self.text[at : words[-1].end()].split())
        return _Mention(start, words[-1].end(), level, title_cased(name), (), _TIERS[level][-1])

    # --- provinces on their own ---

    def _province(self, match: re.Match[str]) -> _Mention | None:
        start, end = match.span()
        word = " ".join(match["province"].split())
        text = self.text
        if word in _NEEDS_LEVEL or not all(part[0].isupper() for part in text[start:end].split() if part[0].isalpha()):
            return None
        if self._is_in(self.names, start) or self._is_in(self.organisations, start):
            return None
        near = max(0, start - 40)
        folded = self.folded
        if self.words.no_place.search(folded, near, start) or self.words.title.search(folded, near, start):
            return None
        located = self._is_place_of_organisation(start, end)
        if not located and not self._stands_free(start, end):
            return None
        country = self.vocabulary.country.match(folded, end + 1 if folded[end : end + 1] == "," else end)
        if country or folded[end : end + 2] == " (" and self.vocabulary.country.match(" " + folded[end + 2 : end + 20]):
            if "việt nam" not in folded[end : end + 12]:
                return None
        name = self.vocabulary.provinces[word]
        return _Mention(start, end, None, name, gazetteer.named((0,), gazetteer.key(name)), 0)

    def _is_place_of_organisation(self, start: int, end: int) -> bool:
        mentions = self.reader.between(max(0, start - 80), start)
        return bool(mentions) and not mentions[-1].complete and mentions[-1].end == end

    def _stands_free(self, start: int, end: int) -> bool:
        """Whether no capitalised word beside the name makes it part of a longer one."""
        text = self.text
        after = self.words.word.match(text, end + 1) if text[end : end + 1] in {" ", "\n"} else None
        if self.reader.is_shouted(start):
            return self.reader.is_bordered(end)
        if after and not after.group().isdigit():
            return False
        before = self.words.before.search(text, max(0, start - 40), start)
        if not before:
            return True
        words = before.group().split()
        if words[-1].isupper() and len(words[-1]) > 1:
            return True  # `UBND Hà Nội`
        return len(words) == 1 and before.start() in self.sentences and fold(words[0]) in self.words.opening

    def _is_in(self, spans: Sequence[tuple[int, int]], at: int) -> bool:
        index = bisect_right(spans, (at, len(self.text) + 1)) - 1
        return index >= 0 and spans[index][0] <= at < spans[index][1]

    # --- districts in front of their province ---

    def _lone(self, province: _Mention, floor: int) -> _Mention | None:
        """`Đông Hưng` in `Đông Hưng, Thái Bình`."""
        text = self.text
        gap = self.words.gap.search(text, max(floor, province.start - 3), province.start)
        if not gap:
            return None
        run = self.words.run.search(text, max(floor, gap.start() - 40), gap.start())
        if not run or self._is_in(self.names, run.start()):
            return None
        near = max(0, run.start() - 40)
        if self.words.title.search(self.folded, near, run.start()) or self.words.no_place.search(
            self.folded, near, run.start()
        ):
            return None
        codes = {unit.code for unit in province.units}
        units = tuple(
            unit for unit in gazetteer.named((1,), gazetteer.key(run.group())) if unit.parent in codes
        )
        if not units or gazetteer.named((0,), gazetteer.key(run.group())):
            return None
        return _Mention(run.start(), run.end(), None, _written(run.group()), units, 1)

    # --- chains ---

    def _chain(self, mentions: Sequence[_Mention]) -> None:
        for small, large in zip(reversed(mentions[:-1]), reversed(mentions), strict=False):
            if large.tier < small.tier:
                gap = self.words.inside.fullmatch(self.folded, small.end, large.start)
                small.inside = large if gap else None
            elif large.tier == small.tier and self.words.beside.fullmatch(self.folded, small.end, large.start):
                small.inside = large.inside


def _written(name: str) -> str:
    return title_cased(" ".join(name.split()))


def _of_level(units: Iterable[Unit], level: str) -> tuple[Unit, ...]:
    """The units of a level as written; where there is none, those of a higher level of the same tier."""
    found = tuple(units)
    exact = tuple(unit for unit in found if unit.level == level)
    if exact or level not in _RANKS:
        return exact or found
    return tuple(unit for unit in found if unit.tier > 0 and _RANKS[unit.level] > _RANKS[level])


# --- what the mentions mean --------------------------------------------------------------------------


def _resolve(mentions: Sequence[_Mention], day: str | None, agency: str, folded: str) -> None:
    """Leave to each mention only the units that it may mean here."""
    for mention in mentions:
        mention.units = tuple(
            unit for unit in mention.units if not (day and unit.valid_from and unit.valid_from > day)
        )
    for mention in mentions:
        larger = mention.inside
        if larger is not None and larger.units:
            codes = {unit.code for unit in larger.units}
            mention.units = tuple(unit for unit in mention.units if _lies_in(unit, codes))
            if mention.units:  # `xã A, huyện B`: the one may tell which the other is
                upper = {code for unit in mention.units for code in (unit.parent, gazetteer.province_code(unit))}
                larger.units = tuple(unit for unit in larger.units if unit.code in upper)
            mention.settled = True
    for mention in mentions:
        mention.units = _of_day(mention.units, day)
    for tier in (0, 1, 2):
        _adopt([mention for mention in mentions if mention.tier == tier])
        known = _known(mentions, tier)
        of_agency = _known([each for each in mentions if fold(each.name) in agency and not each.name.isdigit()], tier)
        for mention in mentions:
            if mention.tier == tier and len(mention.units) > 1 and not mention.settled:
                mention.units = _in_context(mention, known, of_agency)


def _of_day(units: tuple[Unit, ...], day: str | None) -> tuple[Unit, ...]:
    """Of old and new units with one name those in force on the day of the text."""
    if day is None:
        return units
    held = tuple(unit for unit in units if not (unit.valid_until and unit.valid_until < day))
    if day >= REFORM:
        held = tuple(unit for unit in held if unit.status == "present")
    return held or units


def _lies_in(unit: Unit, codes: set[str]) -> bool:
    return unit.parent in codes or gazetteer.province_code(unit) in codes


def _known(mentions: Iterable[_Mention], tier: int) -> set[str]:
    """The codes of the units above `tier` that the document names for certain, and of those they lie in."""
    codes = set()
    for mention in mentions:
        found = {unit.code for unit in mention.units}
        if mention.tier < tier and len(found) == 1:
            codes |= found | {gazetteer.province_code(unit) for unit in mention.units}
    return codes


def _in_context(mention: _Mention, known: set[str], of_agency: set[str]) -> tuple[Unit, ...]:
    units = mention.units
    for codes in (of_agency, {code for code in known if len(code) == 3}, known):
        found = tuple(unit for unit in units if _lies_in(unit, codes))
        if len(found) == 1:
            return found
    return units


def _adopt(mentions: Sequence[_Mention]) -> None:
    """A name that the document says in full once means the same where it is said in short."""
    certain: dict[tuple[int, str | None, str], set[Unit]] = {}
    for mention in mentions:
        if len(mention.units) == 1:
            certain.setdefault((mention.tier, mention.level, gazetteer.key(mention.name)), set()).add(mention.units[0])
    for mention in mentions:
        same = certain.get((mention.tier, mention.level, gazetteer.key(mention.name)), set())
        if len(mention.units) > 1 and len(same) == 1 and same <= set(mention.units):
            mention.units = tuple(same)


# --- records -----------------------------------------------------------------------------------------


def _place(mention: _Mention, text: str) -> Place:
    units = mention.units
    level = _agreed(unit.level for unit in units) or mention.level
    name = _agreed(unit.name for unit in units) or mention.name
    return Place(
        f"{mention.level or level} {name}" if mention.level or level else name,
        text[mention.start : mention.end],
        mention.start,
        mention.end,
        _agreed(gazetteer.official(unit) for unit in units),
        _agreed(unit.code for unit in units),
        level,
        _agreed(unit.valid_from for unit in units),
        _agreed(unit.valid_until for unit in units),
        _agreed(_present(unit) for unit in units),
        len(units) if len(units) > 1 else None,
        " ".join(map(_dated, units)) if len(units) > 1 else None,
    )


def _agreed(values: Iterable[str | None]) -> str | None:
    """The value, if all are the same."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _present(unit: Unit) -> str | None:
    return "; ".join(f"{gazetteer.official(each)} ({each.code})" for each in gazetteer.present(unit)) or None


def _dated(unit: Unit) -> str:
    if not unit.valid_from and not unit.valid_until:
        return unit.code
    return f"{unit.code}[{unit.valid_from or '..'}/{unit.valid_until or '..'}]"
