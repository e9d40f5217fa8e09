"""The mentions of places in one document, in reading order; what they mean is settled later."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vkstats import gazetteer
from vkstats.gazetteer import Unit
from vkstats.model import Article
from vkstats.names.lexicon import spaced
from vkstats.names.organisations import Organisations
from vkstats.names.people import PersonMention
from vkstats.names.places.mention import PlaceMention
from vkstats.names.places.words import PlaceWords, place_words
from vkstats.names.words import NameWords
from vkstats.names.writing import Writing, title_cased
from vkstats.text import fold

_NEAR = 40  # characters beside a name that tell what it is of
_NEAR_LEVEL = 14  # in front of a level
_NEAR_COUNT = 12
_REACH_OF_ORGANISATION = 80  # characters from the head of an organisation to its place
_REACH_OF_COUNTRY = 20
_LONGEST_UNKNOWN = 3  # words of a name that the tables do not have


def read_places(
    article: Article, organisations: Organisations, people: Sequence[PersonMention]
) -> tuple[PlaceMention, ...]:
    """All mentions in reading order, each joined with the larger unit that follows it; no name is a person's."""
    names = tuple(sorted((person.start, person.end) for person in people))
    complete = tuple(sorted((each.start, each.end) for each in organisations.mentions if each.complete))
    sentences = frozenset(sentence.start for sentence in article.sentences)
    words = place_words(organisations.lexicon)
    reader = _PlaceReader(
        organisations.writing, words, organisations.offices.shared, organisations, names, complete, sentences
    )
    found: list[PlaceMention] = []
    end = 0
    for match in words.mention.finditer(article.folded):
        new = list(reader.read(match)) if match.start() >= end else []
        if not new or (new[0].tier == 0 and reader.is_abroad(new[-1].end)):
            continue
        lone = reader.lone(new[0], end) if new[0].tier == 0 else None
        end = new[-1].end
        is_former = words.former.match(article.folded, end) is not None
        found += [*([lone] if lone else []), *new[:-1], replace(new[-1], is_former=is_former)]
    return _chained(found, words, article.folded)


def _chained(mentions: list[PlaceMention], words: PlaceWords, folded: str) -> tuple[PlaceMention, ...]:
    """The mentions with the larger unit that each lies in: `xã A, huyện B`; `huyện A, huyện B, tỉnh C`."""
    for number in range(len(mentions) - 2, -1, -1):
        small, large = mentions[number], mentions[number + 1]
        if large.tier < small.tier and words.inside.fullmatch(folded, small.end, large.start):
            mentions[number] = replace(small, inside=number + 1)
        elif large.tier == small.tier and words.beside.fullmatch(folded, small.end, large.start):
            mentions[number] = replace(small, inside=large.inside, is_beside=True)
    return tuple(mentions)


@dataclass(frozen=True, slots=True)
class _PlaceReader:
    """Reads one mention, or several that share a level, of one document."""

    writing: Writing
    words: PlaceWords
    shared: NameWords
    organisations: Organisations
    names: tuple[tuple[int, int], ...]  # of people
    complete: tuple[tuple[int, int], ...]  # names of organisations without a place
    sentences: frozenset[int]  # where they begin

    def read(self, match: re.Match[str]) -> Iterator[PlaceMention]:
        start = match.start()
        if match["province"]:
            mention = self._province(match)
            if mention:
                yield mention
            return
        level: str | None
        if match["short"]:
            if not self.writing.is_capital(start):
                return
            level = self.words.short[match["short"]]
        else:
            level = self.shared.levels[spaced(match["level"])]
            if self.words.no_level.search(self.writing.folded, max(0, start - _NEAR_COUNT), start):
                return
        tiers = self._tiers(level)
        also = self.words.also.search(self.writing.folded, max(0, start - _NEAR_LEVEL), start)
        if also:  # `các quận, huyện A, B`: each is one or the other
            both = self._tiers(self.shared.levels[spaced(also["level"])])
            tiers = tuple(tier for tier in tiers if tier in both)
        if also:
            level, start = None, match.end()
        if not tiers:
            return
        first = self._named(match.end(), level, tiers, start, known=bool(match["short"] or also))
        if first is None:
            return
        yield first
        several = self.words.several.search(self.writing.folded, max(0, start - _NEAR_COUNT), start) is not None
        yield from self._others(first, tiers, several=several or bool(also))

    def _others(self, first: PlaceMention, tiers: tuple[int, ...], *, several: bool) -> Iterator[PlaceMention]:
        """`B và C` behind `các huyện A, `; `3, 5` behind `Quận 1, `."""
        numbered = first.name.isdigit()
        found = []
        last = first
        while several or numbered:
            joint = self.words.beside.match(self.writing.folded, last.end)
            if not joint or not self.writing.text[joint.end() : joint.end() + 1].strip():
                break
            other = self._named(joint.end(), first.level, tiers, joint.end(), known=True)
            if other is None or (numbered and not other.name.isdigit()):
                break
            found.append(other)
            last = other
        if several or self.writing.is_bordered(last.end) or self._goes_on(last.end):  # not `Quận 1, 3 bị cáo`
            yield from found

    def _goes_on(self, end: int) -> bool:
        """Whether another mention is joined to the one that ends at `end`."""
        joint = self.words.beside.match(self.writing.folded, end)
        return joint is not None and self.words.mention.match(self.writing.folded, joint.end()) is not None

    def _named(
        self, at: int, level: str | None, tiers: tuple[int, ...], start: int, *, known: bool
    ) -> PlaceMention | None:
        """The mention with the name at `at`; None where none is written there, or where it must be `known`."""
        if 0 in tiers:
            province = self.shared.province.match(self.writing.folded, at)
            if province and self.writing.is_capital(province.start("province")):
                name = self.shared.provinces[spaced(province["province"])]
                units = self._of_level(gazetteer.named(tiers, gazetteer.key(name)), level)
                if units:
                    return PlaceMention(start, province.end(), level, name, units, units[0].tier)
        match = self.words.name.match(self.writing.text, at)
        if not match:
            return None
        written = list(self.words.word.finditer(self.writing.text, at, match.end()))
        for count in range(len(written), 0, -1):
            end = written[count - 1].end()
            name = self.writing.text[at:end]
            if name.isdigit():
                name = str(int(name))
            units = self._of_level(gazetteer.named(tiers, gazetteer.key(name)), level)
            if name.isdigit() and level is not None and level not in self.shared.numbered_levels:
                units = ()  # `Công an huyện 02 vụ`
            if units:
                if not self._may_end(written[:count], written[count:], tiers[-1]) or (
                    known and name.isalpha() and len(name) == 1
                ):
                    break
                return PlaceMention(start, end, level, _written(name), units, units[0].tier)
        if known or level is None or tiers[0] == 0 or self.writing.is_shouted(start):
            return None
        return self._unknown(start, at, level, written)

    def _may_end(self, name: Sequence[re.Match[str]], rest: Sequence[re.Match[str]], tier: int) -> bool:
        """Whether a known name may end in front of more capitals: a person's name may follow it."""
        if not rest or tier == 0 or not self.writing.text[name[-1].end() : rest[0].start()].isspace():
            return True
        if rest[0].group().isdigit():
            return not name[-1].group().isdigit()
        return len(name) > 1 and (tier == 1 or self.shared.is_surname(fold(rest[0].group())))

    def _unknown(self, start: int, at: int, level: str, written: Sequence[re.Match[str]]) -> PlaceMention | None:
        """A name that the tables do not have: short, of words only, with nobody's surname in front."""
        words: list[re.Match[str]] = []
        for word in written:
            if word.group().isdigit() or (words and not self.writing.text[words[-1].end() : word.start()].isspace()):
                break
            words.append(word)
        if not 2 <= len(words) <= _LONGEST_UNKNOWN:
            return None
        name = " ".join(self.writing.text[at : words[-1].end()].split())
        return PlaceMention(start, words[-1].end(), level, title_cased(name), (), self._tiers(level)[-1])

    def _tiers(self, level: str) -> tuple[int, ...]:
        return self.shared.tiers.get(level, ())

    def _of_level(self, units: tuple[Unit, ...], level: str | None) -> tuple[Unit, ...]:
        """The units of a level as written; where there is none, those of a higher level of the same tier.

        Units are raised, not lowered: a text may still write `huyện` of what the tables know as `thị xã`.
        """
        exact = tuple(unit for unit in units if unit.level == level)
        rank = self.words.ranks.get(level or "")
        if exact or rank is None:
            return exact or units
        return tuple(unit for unit in units if unit.tier > 0 and self.words.ranks.get(unit.level, rank) > rank)

    def _province(self, match: re.Match[str]) -> PlaceMention | None:
        start, end = match.span()
        word = spaced(match["province"])
        text = self.writing.text
        if word in self.shared.needs_level or not all(
            part[0].isupper() for part in text[start:end].split() if part[0].isalpha()
        ):
            return None
        if self._is_in(self.names, start) or self._is_in(self.complete, start):
            return None
        near = max(0, start - _NEAR)
        folded = self.writing.folded
        if self.words.no_place.search(folded, near, start) or self.words.title.search(folded, near, start):
            return None
        located = self._is_place_of_organisation(start, end)
        if not located and not self._stands_free(start, end):
            return None
        name = self.shared.provinces[word]
        return PlaceMention(start, end, None, name, gazetteer.named((0,), gazetteer.key(name)), 0)

    def is_abroad(self, end: int) -> bool:
        """Whether another country follows a name, as the Chinese province of Hà Nam has one."""
        mark = self.words.abroad.match(self.writing.folded, end)
        country = (
            self.shared.country.match(f" {self.writing.folded[mark.end() : mark.end() + _REACH_OF_COUNTRY]}")
            if mark
            else None
        )
        return country is not None and country.group().strip() not in self.words.home

    def _is_place_of_organisation(self, start: int, end: int) -> bool:
        mentions = self.organisations.between(max(0, start - _REACH_OF_ORGANISATION), start)
        return bool(mentions) and not mentions[-1].complete and mentions[-1].end == end

    def _stands_free(self, start: int, end: int) -> bool:
        """Whether no capitalised word beside the name makes it part of a longer one."""
        text = self.writing.text
        after = self.words.word.match(text, end + 1) if text[end : end + 1] in {" ", "\n"} else None
        if self.writing.is_shouted(start):
            return self.writing.is_bordered(end)
        if after and not after.group().isdigit():
            return False
        before = self.words.before.search(text, max(0, start - _NEAR), start)
        if not before:
            return True
        words = before.group().split()
        if words[-1].isupper() and len(words[-1]) > 1:
            return True  # `UBND Hà Nội`
        return len(words) == 1 and before.start() in self.sentences and fold(words[0]) in self.words.opening

    def _is_in(self, spans: Sequence[tuple[int, int]], at: int) -> bool:
        index = bisect_right(spans, (at, len(self.writing.text) + 1)) - 1
        return index >= 0 and spans[index][0] <= at < spans[index][1]

    def lone(self, province: PlaceMention, floor: int) -> PlaceMention | None:
        """`Đông Hưng` in `Đông Hưng, Thái Bình`."""
        text = self.writing.text
        gap = self.words.gap.search(text, max(floor, province.start - 3), province.start)
        if not gap:
            return None
        run = self.words.run.search(text, max(floor, gap.start() - _NEAR), gap.start())
        if not run or self._is_in(self.names, run.start()):
            return None
        near = max(0, run.start() - _NEAR)
        if self.words.title.search(self.writing.folded, near, run.start()) or self.words.no_place.search(
            self.writing.folded, near, run.start()
        ):
            return None
        codes = {unit.code for unit in province.units}
        units = tuple(unit for unit in gazetteer.named((1,), gazetteer.key(run.group())) if unit.parent in codes)
        if not units or gazetteer.named((0,), gazetteer.key(run.group())):
            return None
        return PlaceMention(run.start(), run.end(), None, _written(run.group()), units, 1)


def _written(name: str) -> str:
    return title_cased(" ".join(name.split()))
