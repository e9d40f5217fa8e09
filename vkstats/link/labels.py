"""The row label of a figure: the codebook's name, else a phrase that stands alone, made of its item and its verb.

A count is called `Số` with what is counted and the verb behind it (`Số vụ án khởi tố`): a Vietnamese noun phrase takes
a verb as modifier behind its noun (Nguyễn Tài Cẩn, Từ loại danh từ trong tiếng Việt hiện đại, 1975). Money, measures
and rates are called by their quantity, which stands in front of the verb that it belongs to (`Số tiền thu hồi`,
`Tỷ lệ giải quyết tin báo`). A change, share or earlier level has the label of its level.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from vkstats.link.draft import Linked
from vkstats.link.indicators import codebook_of
from vkstats.link.words import is_word
from vkstats.model import Kind, Relation, Role
from vkstats.packs import RuleSet
from vkstats.text import fold

_OF_LEVEL = frozenset({Relation.CHANGE_OF, Relation.SHARE_OF, Relation.BASELINE_OF})
# Kinds of the lexicon whose words name a quantity where they open a phrase, and those that no label ends in.
_QUANTITIES = (
    "quantity-noun",
    "number-noun",
    "number-word",
    "rate-noun",
    "dimension",
    "text-number",
    "text-quantity",
    "text-sum",
)
_FUNCTION = (
    "joint",
    "border",
    "adjunct",
    "copula",
    "auxiliary",
    "determiner",
    "text-topic",
    "share",
    "versus",
    "hedge",
)
_WHOLE = ("verb", "unit", "compound", "rest")
_LONGEST_ECHO = 3  # syllables that are said once where they stand twice in a row


class Labels:
    """Labels with the words of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self._codebook = codebook_of(rules)
        self._nouns = {told: word for word, told in rules.words("text-supplied").items()}
        self._counted = self._nouns.get("count", "")
        self._of_unit = rules.words("unit-quantity")
        self._causing = rules.words("causing")
        self._units, self._toll = rules.words("unit"), rules.words("toll")
        self._multiples = rules.words("unit-multiple")
        supplied = rules.words("text-supplied")
        self._quantities = {word for kind in _QUANTITIES for word in rules.words(kind)} | supplied.keys()
        self._quantities |= set(self._of_unit.values())
        self._function = {word for kind in _FUNCTION for word in rules.words(kind)}
        self._whole = {word for kind in _WHOLE for word in rules.words(kind)}
        self._after = {word for kind in ("occurrence", "toll") for word in rules.words(kind)}

    def of(self, figures: Sequence[Linked]) -> Mapping[int, str]:
        """The labels of a document's figures, by where they start; the same words are always spelled as at first."""
        known = {made.start: made for made in figures}
        spelled: dict[str, str] = {}
        labels = {}
        for made in figures:
            label = self._label(_level_of(made, known))
            labels[made.start] = spelled.setdefault(fold(label), label)
        return labels

    def _label(self, made: Linked) -> str:
        kind = Kind.RATIO if made.unit in self._multiples else made.amount.kind or Kind.COUNT
        action, unit = (made.action or "").lower(), made.unit or ""
        action = "" if fold(action) in self._causing else action
        if made.role is Role.CHANGE and kind in (Kind.PERCENT, Kind.RATIO):  # what changed is another sort of number
            rate = bool(_opening(fold(made.item), self._quantities))
            kind, unit = Kind.PERCENT if rate else Kind.COUNT, self._unit_in(made.item)
            made_up = self._plain(made.item, action, counted=bool(unit))
        else:
            made_up = self._made_up(made, kind, action)
        return self._codebook.name(unit, action, kind, made.item) or self._tidy(made_up)

    def _unit_in(self, item: str) -> str:
        found = _opening(fold(item), self._units)
        return str(self._units[found]) if found else ""

    def _made_up(self, made: Linked, kind: Kind, action: str) -> str:
        """A label where the codebook has none."""
        item, unit = made.item, made.unit or ""
        if kind is Kind.COUNT or (kind is Kind.RATIO and unit):
            return self._plain(item or unit, action, counted=True)
        quantity = self._quantity(kind, unit)
        if _opening(fold(item), self._quantities) or (item and not quantity):
            return self._plain(item, action, counted=False)
        if kind is Kind.MONEY and item and not action:
            return item  # `vàng SJC`
        if kind is Kind.MEASURE and item:
            return self._plain(f"{quantity} {_lowered(item)}", action, counted=False)
        if not action or self._says(item, action) or action in self._after:
            return f"{quantity} {_lowered(item)}"
        return f"{quantity} {action} {_lowered(item)}"

    def _quantity(self, kind: Kind, unit: str) -> str:
        """The noun that stands for the quantity: `tỷ lệ`, `số tiền`, `diện tích`."""
        if kind is Kind.MEASURE:
            return str(self._of_unit.get(fold(unit.partition("/")[0]), "")) or f"{self._counted} {unit}".strip()
        said = {Kind.MONEY: "money", Kind.DURATION: "duration"}.get(kind, "rate")
        return self._nouns[said]

    def _plain(self, item: str, action: str, *, counted: bool) -> str:
        """A noun phrase with its verb behind, `số` in front of what is counted."""
        if not item:
            return f"{self._nouns['rate']} {action}"
        if counted and not _opening(fold(item), self._quantities):
            item = f"{self._counted} {_lowered(item)}".strip()
        return item if not action or self._says(item, action) else f"{item} {action}"

    def _inside(self, word: str, after: str) -> str:
        """A word inside a label: `Đường bộ` at the start of a clause is `đường bộ` here, while names keep capitals."""
        folded = fold(word)
        is_name = not word[:1].isupper() or word[1:2].isupper() or after[:1].isupper()
        if is_name or not (folded in self._function or is_word(f"{folded} {fold(after)}") or folded in self._whole):
            return word
        return word[0].lower() + word[1:]

    def _says(self, item: str, action: str) -> bool:
        """Whether an item says the verb itself: `số vụ khởi tố`, of `làm chết` `người chết`."""
        said = f" {fold(item)} "
        return f" {fold(action)} " in said or f" {self._toll.get(fold(action), action)} " in said

    def _tidy(self, label: str) -> str:
        """A label with nothing said twice in a row, no function word at its end and a capital at its start."""
        words = _without_echo(label.translate(_QUOTES).split())
        words = [*words[:1], *(self._inside(word, after) for word, after in pairwise([*words[1:], ""]))]
        while len(words) > 1:
            folded = fold(" ".join(words).rstrip(" ,;:-"))
            last = _ending(folded, self._function)
            if not last or len(_ending(folded, self._whole)) > len(last):
                break
            words = words[: -len(last.split())]
        said = " ".join(words).replace(" ,", ",").strip(" ,;:-–./")
        if not said[:1].isalpha():
            said = f"{self._counted} {said}".strip()
        return said[0].upper() + said[1:]


_QUOTES = str.maketrans("", "", '"“”()[]')


def _level_of(made: Linked, known: Mapping[int, Linked]) -> Linked:
    """The figure whose label a figure has: the level that it is a change or share of, else itself."""
    seen = {made.start}
    while made.relation in _OF_LEVEL and made.parent is not None and made.parent in known and made.parent not in seen:
        made = known[made.parent]
        seen.add(made.start)
    return made


def _lowered(phrase: str) -> str:
    """A phrase as it stands inside another: `Án hình sự` → `án hình sự`; names keep their capitals."""
    first, _, rest = phrase.partition(" ")
    return phrase if first[1:2].isupper() or rest[:1].isupper() else phrase[:1].lower() + phrase[1:]


def _without_echo(words: list[str]) -> list[str]:
    """`vụ vụ án` → `vụ án`."""
    found: list[str] = []
    for word in words:
        found.append(word)
        for length in range(1, _LONGEST_ECHO + 1):
            echo = [fold(each) for each in found[-length:]]
            if len(found) > length and echo == [fold(each) for each in found[-2 * length : -length]]:
                del found[-length:]
                break
    return found


def _opening(folded: str, words: Container[str]) -> str:
    """The longest of `words` that a phrase begins with, empty where there is none."""
    said = folded.split()
    for length in range(min(len(said), 5), 0, -1):
        if " ".join(said[:length]) in words:
            return " ".join(said[:length])
    return ""


def _ending(folded: str, words: Container[str]) -> str:
    """The longest of `words` that a phrase ends with, empty where there is none."""
    said = folded.split()
    for length in range(min(len(said), 5), 0, -1):
        if " ".join(said[-length:]) in words:
            return " ".join(said[-length:])
    return ""


@lru_cache(maxsize=4)
def labels_of(rules: RuleSet) -> Labels:
    """The labels of a rule set, indexed once per process."""
    return Labels(rules)
