"""Records of `rules/*.yaml`: phrase rules with the sentences that prove them."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from vkstats.packs import grammar
from vkstats.packs.grammar import GrammarError
from vkstats.packs.ruleset import LOWER, MARKS, UPPER, Example, Rule
from vkstats.packs.source import PatternFile, Place, Text, nearest_to, place
from vkstats.text import fold, normalise
from vkstats.vocabulary import CLASSES

_RULE_KEYS = ("rule", "says", "when", "gives", "sets", "marks", "finds", "skips")
# What a rule may set by itself; None: any text.
_SETS: Mapping[str, tuple[str, ...] | None] = {"direction": tuple(sorted(CLASSES["direction"])), "unit": None}


class Rules:
    """The rules of all packs read so far, by name; one in a later pack replaces the earlier."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self.slots: list[tuple[PatternFile, Place, str]] = []  # the kinds that they name

    def read(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        """Take the rule of one record; its mistakes go to `file`, and `seen` knows what stands in the pack."""
        file.keys(record, _RULE_KEYS)
        name = file.required(record, "rule", where)
        says = file.required(record, "says", where)
        when = file.required(record, "when", where)
        gives = file.required(record, "gives", where)
        tree = self._tree(file, when) if when else None
        if gives and gives.value not in LOWER | UPPER:
            file.report(gives.place, "unknown-gives", gives=gives.value, nearest=nearest_to(gives.value, LOWER | UPPER))
        slots = {slot.name for slot in _slots(tree) if slot.name} if tree else set()
        sets = self._sets(file, record["sets"]) if "sets" in record else {}
        marks = self._marks(file, record["marks"]) if "marks" in record else frozenset()
        finds = self._finds(file, record, where, slots | set(sets) if tree else None)
        skips = [Example(text.value, {}, file.where(text.place)) for text in self._skips(file, record, where)]
        if name is None or says is None or when is None or gives is None or tree is None:
            return
        stem = file.path.stem
        key = name.value
        if f"rule {name.value}" in seen:
            file.report(name.place, "rule-twice", rule=name.value)
            key = f"{name.value} {file.where(where)}"  # so that its examples are tried all the same
        seen.add(f"rule {name.value}")
        self.rules[key] = Rule(
            f"{stem}:{name.value}",
            says.value,
            when.value,
            tree,
            gives.value,
            sets,
            marks,
            tuple(finds),
            tuple(skips),
            file.where(where),
        )

    def _sets(self, file: PatternFile, node: yaml.Node) -> dict[str, str]:
        """What the rule sets by itself: `direction: up`, `unit: tuổi`."""
        sets = {}
        for key, value in file.mapping(node):
            allowed = _SETS.get(key.value, ())
            if allowed is None or value.value in allowed:
                sets[key.value] = value.value
            elif key.value in _SETS:
                file.report(value.place, "bad-sets", value=value.value, key=key.value, known=", ".join(allowed))
            else:
                file.report(key.place, "bad-sets-key", key=key.value, known=", ".join(_SETS))
        return sets

    def _marks(self, file: PatternFile, node: yaml.Node) -> frozenset[str]:
        """What the rule tells the linker."""
        marks = file.texts(node)
        for mark in marks:
            if mark.value not in MARKS:
                file.report(mark.place, "unknown-mark", mark=mark.value, nearest=nearest_to(mark.value, MARKS))
        return frozenset(mark.value for mark in marks)

    def _tree(self, file: PatternFile, when: Text) -> grammar.Sequence | None:
        line = fold(normalise(when.value))
        offset = when.place.column + (0 if when.plain else 1)
        try:
            tree = grammar.parse(line)
        except GrammarError as error:
            file.report(Place(when.place.line, offset + error.column), error.code, **error.details)
            return None
        for slot in _slots(tree):
            self.slots.append((file, Place(when.place.line, offset + slot.column), slot.kind))
        return tree

    def _finds(
        self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, slots: set[str] | None
    ) -> list[Example]:
        if "finds" not in record:
            file.report(where, "no-example", key="finds")
            return []
        examples = []
        for item, item_place in file.records(record["finds"]):
            values = {key: text for key, node in item.items() if (text := file.text(node)) is not None}
            text = values.pop("text", None)
            if text is None:
                file.report(item_place, "missing-key", key="text")
                continue
            for slot, value in values.items():
                if slots is not None and slot not in slots:
                    file.report(place(item[slot]), "unknown-slot", slot=slot, nearest=nearest_to(slot, slots))
                elif value.value not in text.value:
                    file.report(value.place, "not-in-example", value=value.value)
            examples.append(
                Example(text.value, {slot: value.value for slot, value in values.items()}, file.where(item_place))
            )
        if not examples:
            file.report(where, "no-example", key="finds")
        return examples

    def _skips(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place) -> list[Text]:
        texts = file.texts(record["skips"]) if "skips" in record else []
        if not texts:
            file.report(where, "no-example", key="skips")
        return texts


def _slots(tree: grammar.Item) -> list[grammar.Slot]:
    return [leaf for leaf in grammar.leaves(tree) if isinstance(leaf, grammar.Slot)]
