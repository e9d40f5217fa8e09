"""What sets a part apart from its whole: the words of the part that its whole does not say.

The parts of a total then have a category each and the total has none, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from vkstats.link.draft import Linked
from vkstats.link.words import is_word
from vkstats.model import Relation
from vkstats.packs import RuleSet
from vkstats.text import fold

# Kinds of the lexicon whose words lead to a category and belong to none: `về ma túy`, `là nữ`.
_LEADING = ("joint", "border", "copula", "determiner", "text-topic", "share")


class Categories:
    """Categories with the words of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self._leading = {word for kind in _LEADING for word in rules.words(kind)}
        self._fallback = next(word for word, told in rules.words("text-supplied").items() if told == "part")

    def of(self, figures: Sequence[Linked]) -> Mapping[int, str]:
        """The categories of a document's parts, by where they start.

        In a pair, and in brackets behind another part, the category may be said once: `8 vụ trộm (13 bị can)`.
        """
        known = {made.start: made for made in figures}
        wholes = {
            made.start: known[made.parent]
            for made in figures
            if made.relation is Relation.PART_OF and made.parent is not None and made.parent in known
        }
        categories = {made.start: self._of(made, wholes[made.start]) for made in figures if made.start in wholes}
        for previous, made in pairwise(figures):
            if made.start not in wholes or previous.start not in wholes or wholes[made.start] is previous:
                continue
            is_pair = made.pair == previous.start
            is_twin = is_pair or (previous.sentence == made.sentence and made.depth > previous.depth)
            if is_twin and (not categories[made.start] or previous.unit != made.unit):
                categories[made.start] = categories[previous.start] or categories[made.start]
            if is_pair and not categories[previous.start]:
                categories[previous.start] = categories[made.start]
        return {start: category or self._fallback for start, category in categories.items()}

    def _of(self, part: Linked, whole: Linked) -> str:
        """What a part says and its whole does not: in its item, in front, in its verb, behind it, or by its unit."""
        said = f"{fold(whole.item)} {fold(whole.action or '')}"
        new = self._beyond(part, whole)
        named = "" if part.named == whole.named or _is_in(part.named, said) else self._without_lead(part.named)
        action = "" if _is_in(part.action or "", said) else part.action or ""
        unit = part.unit if part.unit and part.unit != whole.unit else ""
        if fold(new) == fold(unit):
            new = ""  # `trong đó còn lại 15 tin` of 186 nguồn tin
        if _is_name(named):
            return named  # `huyện A 5 vụ trộm, huyện B 3 vụ trộm`
        return new or named or action or self._without_lead(part.told) or unit

    def _beyond(self, part: Linked, whole: Linked) -> str:
        """The end of an item that goes beyond what the whole says, without the unit and the words they share."""
        words, folded = part.item.split(), fold(part.item).split()
        unit = fold(whole.unit or "").split()
        start = max(_common(folded, fold(whole.item).split()), _common(folded, unit))
        if start < len((part.unit or "").split()):
            start = 0  # `xe máy` is no `xe` that is set apart by `máy`
        while len(unit) < start < len(folded) and is_word(f"{folded[start - 1]} {folded[start]}"):
            start -= 1  # `công nghiệp`, `công nghệ cao` share no word
        return self._without_lead(" ".join(words[start:]))

    def _without_lead(self, phrase: str) -> str:
        words = phrase.split()
        while words and fold(words[0]) in self._leading:
            words = words[1:]
        return " ".join(words).strip(" ,;:-")


def _common(one: list[str], other: list[str]) -> int:
    """How many words two phrases begin with in common."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _is_in(phrase: str, said: str) -> bool:
    return f" {fold(phrase)} " in f" {said} "


def _is_name(phrase: str) -> bool:
    """Whether a phrase ends in a proper name: `huyện Đông Hưng`."""
    return " " in phrase and phrase.rsplit(maxsplit=1)[-1][:1].isupper()


@lru_cache(maxsize=4)
def categories_of(rules: RuleSet) -> Categories:
    """The categories of a rule set."""
    return Categories(rules)
