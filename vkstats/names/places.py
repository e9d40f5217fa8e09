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
from vkstats.gazetteer import REFORM, Unit
from vkstats.model import Article, Frame, Person, Place
from vkstats.names.capitals import capitals, sealed, title_cased
from vkstats.names.organisations import OrganisationReader
from vkstats.names.sources import Named
from vkstats.names.vocabulary import Lexicon, Vocabulary, vocabulary_of
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
_OPENING = re.compile(r" ?[,(] ?| (?:của |ở )?")
# Names that are a person's, or too short to be a province wherever they stand.
_NEEDS_LEVEL = frozenset({"hồ chí minh", "hcm"})


@dataclass(eq=False, slots=True)
class _PlaceMention:
    """A name at `start:end`, from the level on where it has one; `units` are all that it may mean."""

    start: int
    end: int
    level: str | None
    name: str
    units: tuple[Unit, ...]
    tier: int
    inside: _PlaceMention | None = field(default=None)  # the larger unit that follows it
    is_former: bool = False  # `tỉnh Thái Bình (cũ)`
    is_beside: bool = False  # it shares `inside` with the mention that follows
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
            rf"|(?<!t )(?P<short>{trie(self.short)})(?:\. ?|(?=\d))(?=\w))"
        )
        self.several = re.compile(rf"(?<!\w)(?:{trie(words('name-place-several'))}|\d+) +$")
        levels = trie(vocabulary.levels)
        self.also = re.compile(rf"(?<!\w)(?P<level>{levels})(?:, | và | ?/ ?| ?- ?)$")
        self.no_level = re.compile(rf"(?<!\w)(?:{trie(words('name-level-not'))}) +$")
        self.no_place = re.compile(rf"(?<!\w)(?:{trie(words('name-place-not'))}) +$")
        self.former = re.compile(rf" ?\(?(?:{trie(words('name-place-former'))})(?!\w)")
        links = trie(words("name-place-link"))
        self.inside = re.compile(rf"(?: ?[,(–-] ?| )(?:(?:{links}) )?")
        self.beside = re.compile(r" ?, ?| ?, và | và | hoặc ")
        self.title = re.compile(rf"(?<!\w)(?:{vocabulary.title.pattern})[ .]+$")
        opening = {word for kind in ("adjunct", "border", "joint", "determiner") for word in words(kind)}
        self.opening = frozenset(word for word in opening if " " not in word)
        # On the text itself: words that begin with a capital, and numbers.
        word = rf"[{capitals()}]\w*(?:['’‘`] ?[^\W\d_]+)*"
        part = rf"{word}|\d{{1,2}}(?![\w/%]|[.,]\d)"
        self.name = re.compile(rf"(?:{part})(?:(?: {{1,2}}| ?\n *| ?[-–] ?)(?:{part})){{0,6}}")
        self.word = re.compile(rf"{word}|\d+")
        self.before = re.compile(rf"(?:{word}[ \n])+$")
        self.run = re.compile(rf"(?:{word}[ \n])*{word}$")
        self.gap = re.compile(r"(?: ?, ?| ?\(| ?[-–] ?)$")


@lru_cache(maxsize=4)
def _words_of(lexicon: Lexicon) -> _Words:
    return _Words(lexicon, vocabulary_of(lexicon))


def find_places(
    article: Article, reader: OrganisationReader, frame: Frame, people: Sequence[Person]
) -> tuple[tuple[Place, ...], tuple[Named, ...]]:
    """The places of the document, each once, at its first mention, in reading order; and all their mentions.

    Of a chain only the innermost place is among the mentions: `huyện Đông Hưng`, not the province behind it.
    """
    mentions = _PlaceReader(article, reader, people).mentions()
    _resolve(mentions, _day(frame), fold(frame.agency or ""))
    found: dict[object, Place] = {}
    named: list[Named] = []
    outer = {id(mention.inside) for mention in mentions if mention.inside}
    for mention in filter(_is_placed, mentions):
        identity = (
            mention.units[0] if _is_sure(mention) else (mention.tier, mention.level or "", gazetteer.key(mention.name))
        )
        if identity not in found:
            found[identity] = _place(mention, article.text)
        if id(mention) not in outer:
            named.append(Named(mention.start, found[identity].official or found[identity].name))
    return tuple(found.values()), tuple(named)


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

    def mentions(self) -> list[_PlaceMention]:
        """All mentions in reading order, each joined with the larger unit that follows it."""
        found: list[_PlaceMention] = []
        end = 0
        for match in self.words.mention.finditer(self.folded):
            if match.start() < end:
                continue
            new = list(self._read(match))
            if not new or (new[0].tier == 0 and self._is_abroad(new[-1].end)):
                continue
            if new[0].tier == 0:
                lone = self._lone(new[0], end)
                if lone:
                    found.append(lone)
            found += new
            end = new[-1].end
            new[-1].is_former = self.words.former.match(self.folded, end) is not None
        self._chain(found)
        return found

    def _read(self, match: re.Match[str]) -> Iterator[_PlaceMention]:
        start = match.start()
        if match["province"]:
            mention = self._province(match)
            if mention:
                yield mention
            return
        level: str | None
        if match["short"]:
            if not self.text[start].isupper():
                return
            level = self.words.short[match["short"]]
        else:
            level = self.vocabulary.levels[" ".join(match["level"].split())]
            if self.words.no_level.search(self.folded, max(0, start - 12), start):
                return
        tiers = _TIERS[level]
        also = self.words.also.search(self.folded, max(0, start - 14), start)
        if also:  # `các quận, huyện A, B`: each is one or the other
            both = _TIERS[self.vocabulary.levels[" ".join(also["level"].split())]]
            tiers = tuple(tier for tier in tiers if tier in both)
        if also:
            level, start = None, match.end()
        first = self._named(match.end(), level, tiers, start, known=bool(match["short"] or also))
        if first is None:
            return
        yield first
        several = self.words.several.search(self.folded, max(0, start - 12), start) is not None
        yield from self._others(first, tiers, several=several or bool(also))

    def _others(self, first: _PlaceMention, tiers: tuple[int, ...], *, several: bool) -> Iterator[_PlaceMention]:
        """`B và C` behind `các huyện A, `; `3, 5` behind `Quận 1, `."""
        numbered = first.name.isdigit()
        found = []
        last = first
        while several or numbered:
            joint = self.words.beside.match(self.folded, last.end)
            if not joint or not self.text[joint.end() : joint.end() + 1].strip():
                break
            other = self._named(joint.end(), first.level, tiers, joint.end(), known=True)
            if other is None or (numbered and not other.name.isdigit()):
                break
            found.append(other)
            last = other
        if several or self.reader.is_bordered(last.end) or self._goes_on(last.end):  # not `Quận 1, 3 bị cáo`
            yield from found

    def _goes_on(self, end: int) -> bool:
        """Whether another mention is joined to the one that ends at `end`."""
        joint = self.words.beside.match(self.folded, end)
        return joint is not None and self.words.mention.match(self.folded, joint.end()) is not None

    def _named(
        self, at: int, level: str | None, tiers: tuple[int, ...], start: int, *, known: bool
    ) -> _PlaceMention | None:
        """The mention with the name at `at`; None where none is written there, or where it must be `known`."""
        if 0 in tiers:
            province = self.vocabulary.province.match(self.folded, at)
            if province and self.text[province.start("province")].isupper():
                name = self.vocabulary.provinces[" ".join(province["province"].split())]
                units = _of_level(gazetteer.named(tiers, gazetteer.key(name)), level)
                if units:
                    return _PlaceMention(start, province.end(), level, name, units, units[0].tier)
        match = self.words.name.match(self.text, at)
        if not match:
            return None
        written = list(self.words.word.finditer(self.text, at, match.end()))
        for count in range(len(written), 0, -1):
            end = written[count - 1].end()
            name = self.text[at:end]
            if name.isdigit():
                name = str(int(name))
            units = _of_level(gazetteer.named(tiers, gazetteer.key(name)), level)
            if units:
                if not self._may_end(written[:count], written[count:], tiers[-1]) or (
                    known and name.isalpha() and len(name) == 1
                ):
                    break
                return _PlaceMention(start, end, level, _written(name), units, units[0].tier)
        if known or level is None or tiers[0] == 0 or self.reader.is_shouted(start):
            return None
        return self._unknown(start, at, level, written)

    def _may_end(self, name: Sequence[re.Match[str]], rest: Sequence[re.Match[str]], tier: int) -> bool:
        """Whether a known name may end in front of more capitals: a person's name may follow it."""
        if not rest or tier == 0 or not self.text[name[-1].end() : rest[0].start()].isspace():
            return True
        if rest[0].group().isdigit():
            return not name[-1].group().isdigit()
        return len(name) > 1 and (tier == 1 or self.vocabulary.is_surname(fold(rest[0].group())))

    def _unknown(self, start: int, at: int, level: str, written: Sequence[re.Match[str]]) -> _PlaceMention | None:
        """A name that the tables do not have: short, of words only, with nobody's surname in front."""
        words: list[re.Match[str]] = []
        for word in written:
            if word.group().isdigit() or (words and not self.text[words[-1].end() : word.start()].isspace()):
                break
            words.append(word)
        if not 2 <= len(words) <= _LONGEST_UNKNOWN:
            return None
        name = " ".join(self.text[at : words[-1].end()].split())
        return _PlaceMention(start, words[-1].end(), level, title_cased(name), (), _TIERS[level][-1])

    # --- provinces on their own ---

    def _province(self, match: re.Match[str]) -> _PlaceMention | None:
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
        name = self.vocabulary.provinces[word]
        return _PlaceMention(start, end, None, name, gazetteer.named((0,), gazetteer.key(name)), 0)

    def _is_abroad(self, end: int) -> bool:
        """Whether another country follows a name, as the Chinese province of Hà Nam has one."""
        mark = _OPENING.match(self.folded, end)
        country = self.vocabulary.country.match(f" {self.folded[mark.end() : mark.end() + 20]}") if mark else None
        return country is not None and "việt nam" not in country.group()

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

    def _lone(self, province: _PlaceMention, floor: int) -> _PlaceMention | None:
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
        units = tuple(unit for unit in gazetteer.named((1,), gazetteer.key(run.group())) if unit.parent in codes)
        if not units or gazetteer.named((0,), gazetteer.key(run.group())):
            return None
        return _PlaceMention(run.start(), run.end(), None, _written(run.group()), units, 1)

    # --- chains ---

    def _chain(self, mentions: Sequence[_PlaceMention]) -> None:
        for small, large in zip(reversed(mentions[:-1]), reversed(mentions), strict=False):
            if large.tier < small.tier:
                gap = self.words.inside.fullmatch(self.folded, small.end, large.start)
                small.inside = large if gap else None
            elif large.tier == small.tier and self.words.beside.fullmatch(self.folded, small.end, large.start):
                small.inside, small.is_beside = large.inside, True


def _written(name: str) -> str:
    return title_cased(" ".join(name.split()))


def _of_level(units: Iterable[Unit], level: str | None) -> tuple[Unit, ...]:
    """The units of a level as written; where there is none, those of a higher level of the same tier."""
    found = tuple(units)
    exact = tuple(unit for unit in found if unit.level == level)
    if exact or level not in _RANKS:
        return exact or found
    return tuple(unit for unit in found if unit.tier > 0 and _RANKS[unit.level] > _RANKS[level])


# --- what the mentions mean --------------------------------------------------------------------------


def _resolve(mentions: Sequence[_PlaceMention], day: str | None, agency: str) -> None:
    """Leave to each mention only the units that it may mean here."""
    for mention in mentions:
        mention.units = tuple(unit for unit in mention.units if not (day and unit.valid_from and unit.valid_from > day))
    for mention in reversed(mentions):
        _narrow(mention)
    for mention in mentions:  # `xã Phú An, huyện Châu Thành`: the smaller tells which the larger is
        larger = mention.inside
        if larger is not None and mention.units:
            larger.units = tuple(each for each in larger.units if any(_is_part(unit, each) for unit in mention.units))
    for mention in reversed(mentions):
        _narrow(mention)
    for mention in mentions:
        former = tuple(unit for unit in mention.units if unit.status != "present") if mention.is_former else ()
        mention.units = former or _of_day(mention.units, day)
    for tier in (0, 1, 2):
        _adopt([mention for mention in mentions if mention.tier == tier])
        known = _known(mentions, tier)
        of_agency = _known([each for each in mentions if fold(each.name) in agency and not each.name.isdigit()], tier)
        for mention in mentions:
            if mention.tier == tier > 0 and not mention.settled:
                mention.units, mention.settled = _in_context(mention, known, of_agency)


def _narrow(mention: _PlaceMention) -> None:
    """Leave only the units that lie in the larger one that follows the mention."""
    if mention.inside is not None:
        found = tuple(unit for unit in mention.units if any(_is_part(unit, each) for each in mention.inside.units))
        if mention.is_beside and not found:  # `huyện A, huyện B, tỉnh C`, where C is of B alone
            mention.inside = None
        else:
            mention.units, mention.settled = found, True


def _of_day(units: tuple[Unit, ...], day: str | None) -> tuple[Unit, ...]:
    """Of old and new units with one name those in force on the day of the text."""
    if day is None:
        return units
    held = tuple(unit for unit in units if not (unit.valid_until and unit.valid_until < day))
    if day >= REFORM:
        held = tuple(unit for unit in held if unit.status == "present")
    return held or units


def _is_part(unit: Unit, larger: Unit) -> bool:
    """Whether a unit lies in a larger one of the same time."""
    lies_in = larger.code in (unit.parent, gazetteer.province_code(unit))
    return lies_in and not (_is_over(unit, larger) or _is_over(larger, unit))


def _is_over(unit: Unit, later: Unit) -> bool:
    """Whether a unit ended before another began."""
    end = unit.valid_until or (REFORM if unit.status == "earlier" else None)
    return bool(end and later.valid_from and end <= later.valid_from and unit.status != "present")


def _known(mentions: Iterable[_PlaceMention], tier: int) -> set[Unit]:
    """The units above `tier` that the document names for certain, with those they lie in.

    A province of the same name before and after the reform is certain enough for its parts, which are of one time.
    """
    found: set[Unit] = set()
    for mention in mentions:
        if mention.tier < tier and (mention.tier == 0 or _is_sure(mention)):
            found.update(each for unit in mention.units for each in gazetteer.chain(unit) if each.tier < tier)
    return found


def _in_context(mention: _PlaceMention, known: set[Unit], of_agency: set[Unit]) -> tuple[tuple[Unit, ...], bool]:
    """The units that the mention may mean, and whether what the document names tells which.

    The tables have every district, so that a district with a name of its own needs no context; they lack communes
    that were gone by 2021, so that a commune does.
    """
    units = mention.units
    for larger in (of_agency, {unit for unit in known if unit.tier == 1}, known):
        found = tuple(unit for unit in units if any(_is_part(unit, each) for each in larger))
        if len(found) == 1:
            return found, True
    return units, mention.tier == 1 and len(units) == 1


def _adopt(mentions: Sequence[_PlaceMention]) -> None:
    """A name that the document says in full once means the same where it is said in short."""
    certain: dict[str, set[Unit]] = {}
    for mention in mentions:
        if _is_sure(mention):
            certain.setdefault(gazetteer.key(mention.name), set()).add(mention.units[0])
    for mention in mentions:
        same = certain.get(gazetteer.key(mention.name), set()) & set(mention.units)
        if len(same) == 1 and not mention.settled:
            mention.units, mention.settled = tuple(same), True


def _is_sure(mention: _PlaceMention) -> bool:
    return len(mention.units) == 1 and (mention.settled or mention.tier == 0)


def _is_placed(mention: _PlaceMention) -> bool:
    """Whether a mention is of Vietnam: known, or said to lie in what is known, as `huyện Hua Hin` is not."""
    return bool(mention.units) or bool(mention.level and mention.inside and mention.inside.units)


# --- records -----------------------------------------------------------------------------------------


def _place(mention: _PlaceMention, text: str) -> Place:
    units = mention.units
    level = _agreed(unit.level for unit in units) or mention.level
    name = _agreed(unit.name for unit in units) or mention.name
    said = mention.level or level
    full_name = f"{said} {name}" if said else name
    span = text[mention.start : mention.end], mention.start, mention.end
    doubt = None if _is_sure(mention) or not units else " ".join(map(_dated, units))
    count = len(units) if doubt else None
    if count == 1:  # the only one of that name in the tables, but nothing in the text bears it out
        return Place(full_name, *span, level=level, ambiguous=count, candidates=doubt)
    return Place(
        full_name,
        *span,
        _agreed(gazetteer.official(unit) for unit in units),
        _agreed(unit.code for unit in units),
        level,
        _agreed(unit.valid_from for unit in units),
        _agreed(unit.valid_until for unit in units),
        _agreed(_present(unit) for unit in units),
        count,
        doubt,
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
