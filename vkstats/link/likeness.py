"""When two figures count the same thing: the same unit, a short form of it or one of its family, and the same words."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from vkstats.link.draft import Phrase
from vkstats.model import Kind
from vkstats.packs import RuleSet
from vkstats.text import fold

_PHRASES_KEPT = 4096  # phrases whose telling words are remembered


class Likeness:
    """Comparison by the families of units (`công ty` is a `doanh nghiệp`) and by the words of items."""

    def __init__(self, rules: RuleSet) -> None:
        self._families = rules.words("family")
        self._people = rules.words("person").keys() | rules.words("unit-person").keys()
        self._bodies = rules.words("name-office")
        self._of_bodies = {self._family(body) for body in self._bodies if body in self._families}
        self._parts = rules.words("parts")
        self._multiples = rules.words("unit-multiple")
        self._not_summed = rules.words("unit-not-summed")
        self._little = rules.words("text-little")
        self._quantities = rules.words("text-quantity")
        self._content = lru_cache(maxsize=_PHRASES_KEPT)(self._read)

    # --- units ---

    def same(self, one: Phrase, other: Phrase) -> bool:
        """Whether both count or measure the same kind of thing."""
        return bool(one.unit) and self._family(one.unit) == self._family(other.unit)

    def is_summed(self, made: Phrase) -> bool:
        """Whether amounts in the unit of a figure add up; ages, multiples and rates do not."""
        return made.unit not in self._not_summed

    def is_multiple(self, made: Phrase) -> bool:
        """Whether a figure says how many times as much: `gấp 3 lần`."""
        return made.unit in self._multiples

    def can_be_part(self, part: Phrase, total: Phrase) -> bool:
        """Whether `part` can be a part of `total`: the same unit, no rate, age or mean, and not more than it."""
        if not self.is_summed(total) or total.amount.kind in (Kind.PERCENT, Kind.DURATION) or total.is_mean:
            return False
        if part.start == total.start or part.amount.value > total.amount.value:
            return False
        return self.same(part, total) or self._are_people(part, total) or self._is_kind_of(part, total)

    def _family(self, unit: str | None) -> str:
        """The name that stands for a unit in comparisons."""
        folded = (unit or "").lower()
        return self._families.get(folded, folded)

    def _are_people(self, one: Phrase, other: Phrase) -> bool:
        """`164 đối tượng gồm 131 người bị tạm giam, 24 phạm nhân`: the same people by several names."""
        return all((made.unit or "").lower() in self._people for made in (one, other))

    def _is_kind_of(self, part: Phrase, total: Phrase) -> bool:
        """`35 bản kiến nghị`, in them `20 kiến nghị`: the noun behind a classifier; any body is a `cơ quan`."""
        unit, item = (part.unit or "").lower(), f"{total.item.lower()} "
        if unit and item.startswith(f"{(total.unit or '').lower()} {unit} "):
            return True
        return unit in self._bodies and self._family(total.unit) in self._of_bodies

    # --- words ---

    def opens_parts(self, words: str) -> bool:
        """Whether words are nothing but a cue of a breakdown: `Trong đó:`."""
        return words.strip().rstrip(":").rstrip() in self._parts

    def content(self, *phrases: str | None) -> frozenset[str]:
        """The telling words of phrases."""
        return self._content(" ".join(filter(None, phrases)))

    def topic(self, phrase: str) -> frozenset[str]:
        """Of those, the words that say what a quantity is of: `giá dầu`, `giá vàng`; all where nothing else is said."""
        words = self.content(phrase)
        return words - self._quantities.keys() or words

    def is_telling(self, phrase: str) -> bool:
        """Whether a phrase says of what thing it is, more than that it is a quantity (`số lượng`)."""
        return bool(self.content(phrase) - self._quantities.keys())

    def names(self, level: Phrase, made: Phrase, named: Collection[str]) -> bool:
        """Whether words name the people that a level counts, while a figure of theirs has another word for people."""
        return self._are_people(level, made) and self.content(level.unit) <= frozenset(named)

    def overlap(self, wanted: Collection[str], level: Phrase) -> float:
        """The share of the words `wanted` that a level says of itself."""
        words = self.content(level.item, level.unit, level.action)
        return len(words.intersection(wanted)) / len(wanted) if wanted else 0.0

    def _read(self, phrase: str) -> frozenset[str]:
        return frozenset(fold(phrase).replace(",", " ").split()) - self._little.keys()


@lru_cache(maxsize=4)
def likeness_of(rules: RuleSet) -> Likeness:
    """The comparison by the words of a rule set."""
    return Likeness(rules)
