"""Pattern packs on disk → a checked `RuleSet`; all mistakes of all files at once.

A pack is a folder with `lexicon/*.yaml`, `rules/*.yaml` and `indicators.yaml`. Later packs add to earlier
ones; the same word of a kind, rule or indicator in a later pack replaces the earlier. What looks like a pattern
file but would not be read is a mistake too: nobody should wonder why a rule does nothing.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from vkstats.errors import PatternError, PatternProblem
from vkstats.packs import grammar
from vkstats.packs.grammar import GrammarError
from vkstats.packs.location import pattern_root
from vkstats.packs.ruleset import LOWER, MARKS, UPPER, Example, Form, Indicator, Rule, RuleSet
from vkstats.packs.source import PatternFile, Place, Text, place
from vkstats.text import fold, normalise
from vkstats.values import periods
from vkstats.vocabulary import CLASSES, KINDS, MADE, Values, is_token

_BUILT_IN_PACKS = ("core", "procuracy")
_LEXICON_KEYS = ("kind", "says", "words", "forms")
_FORM_KEYS = ("form", "regex", "finds", "skips")
_RULE_KEYS = ("rule", "says", "when", "gives", "sets", "marks", "finds", "skips")
_INDICATOR_KEYS = ("indicator", "says", "unit", "action", "item", "kind")
_PARTS = ("lexicon", "rules", "weights")
_WEIGHTS_KEYS = ("weights", "says", "trained-on", "features")
_INDICATORS = "indicators.yaml"
# What a rule may set by itself; None: any text.
_SETS: Mapping[str, tuple[str, ...] | None] = {"direction": tuple(sorted(CLASSES["direction"])), "unit": None}
# Mistakes that leave every word and every rule in its place, so that the examples can be tried all the same.
_BEARABLE = frozenset({"word-twice", "form-twice", "rule-twice", "indicator-twice"})
_BEARABLE |= {"no-example", "stray-file", "unread-kind"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z", re.ASCII)
_WEIGHT = re.compile(r"-?\d{1,6}\Z")
_KIND = re.compile(r"[a-z][a-z0-9_-]*\Z")


def load_rules(extra: Sequence[Path] = ()) -> RuleSet:
    """The built-in packs and the user's own folders, in this order.

    Raises:
        PatternError: with every mistake found.
    """
    rules, problems = read_rules(extra)
    return _whole(rules, problems)


def read_rules(extra: Sequence[Path] = ()) -> tuple[RuleSet | None, list[PatternProblem]]:
    """What `load_rules` would load, and every mistake found; None where a mistake leaves a hole in the rules."""
    root = pattern_root()
    packs = [root / name for name in _BUILT_IN_PACKS]
    packs += sorted(path for path in root.iterdir() if path.is_dir() and path.name not in _BUILT_IN_PACKS)
    return _read([*packs, *extra], root)


def load_packs(packs: Sequence[Path], base: Path | None = None) -> RuleSet:
    """The packs in `packs`, later ones over earlier ones; file names are told relative to `base`.

    Raises:
        PatternError: with every mistake found.
    """
    return _whole(*_read(packs, base))


def _read(packs: Sequence[Path], base: Path | None) -> tuple[RuleSet | None, list[PatternProblem]]:
    loader = _Loader(base)
    for pack in packs:
        loader.read_pack(pack)
    return loader.finish()


def _whole(rules: RuleSet | None, problems: list[PatternProblem]) -> RuleSet:
    if rules is None or problems:
        raise PatternError(problems)
    return rules


class _Loader:
    def __init__(self, base: Path | None) -> None:
        self.base = base
        self.files: list[PatternFile] = []
        self.problems: list[PatternProblem] = []
        self.lexicon: dict[str, dict[str, str]] = {}
        self.forms: dict[tuple[str, str], Form] = {}
        self.rules: dict[str, Rule] = {}
        self.codebooks: list[dict[str, Indicator]] = []  # one a pack
        self.slots: list[tuple[PatternFile, Place, str]] = []  # the kinds that rules name
        self.own_kinds: list[tuple[PatternFile, Place, str]] = []  # those with words that only a rule can read
        self.weights: dict[str, dict[str, int]] = {}
        self.digest = hashlib.sha256()

    # --- files ---

    def read_pack(self, pack: Path) -> None:
        if not pack.is_dir():
            self._report(pack, "not-a-pack" if pack.exists() else "no-pack")
            return
        for stray in _strays(pack):
            self._report(stray, "stray-file")
        self.codebooks.append({})
        seen: set[str] = set()  # one word, rule or form twice in one pack is a mistake
        found = False
        readers = {"lexicon": self._lexicon, "rules": self._rules, "weights": self._weighed, "": self._indicators}
        for part, reader in readers.items():
            pattern = "*.yaml" if part else _INDICATORS
            for path in sorted((pack / part).glob(pattern)):
                if path.name.startswith("."):
                    continue
                found = True
                file = PatternFile(path, self._name(path))
                self.files.append(file)
                records = file.read()
                self.digest.update(f"{file.name}\0".encode())
                self.digest.update("\n".join(file.lines).encode("utf-8", "surrogatepass"))
                for record, where in records:
                    reader(file, record, where, seen)
        if not found:
            self._report(pack, "pack-empty")

    def _report(self, path: Path, code: str) -> None:
        """Note a mistake that is a whole file or folder."""
        self.problems.append(PatternProblem(str(path), 0, 0, "", code))

    def _name(self, path: Path) -> str:
        if self.base and path.is_relative_to(self.base):
            return path.relative_to(self.base).as_posix()
        return path.as_posix()

    def finish(self) -> tuple[RuleSet | None, list[PatternProblem]]:
        """The rule set, None where it has a hole, and the mistakes in the order of files and lines."""
        filled = {*self.lexicon, *(form.kind for form in self.forms.values())}
        known = {kind for kind in filled if is_token(kind)} | MADE | CLASSES.keys()
        for file, where, kind in self.slots:
            if kind not in known:
                file.report(where, "unknown-kind", kind=kind, nearest=_nearest(kind, known))
        asked = {kind for _, _, kind in self.slots}
        for file, where, kind in self.own_kinds:
            if kind not in asked:
                file.report(where, "unread-kind", kind=kind, nearest=_nearest(kind, KINDS.keys() - MADE))
        problems = self.problems + [problem for file in self.files for problem in file.problems]
        if any(problem.code not in _BEARABLE for problem in problems):
            return None, sorted(problems)
        rules = RuleSet(
            {kind: dict(words) for kind, words in self.lexicon.items()},
            tuple(self.forms.values()),
            tuple(self.rules.values()),
            tuple(indicator for pack in reversed(self.codebooks) for indicator in pack.values()),
            self.digest.hexdigest(),
            tuple(file.name for file in self.files),
            self.weights,
        )
        return rules, sorted(problems)

    # --- lexicon ---

    def _lexicon(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        self._keys(file, record, _LEXICON_KEYS)
        kind = self._required(file, record, "kind", where)
        if kind is None:
            return
        if not _KIND.match(kind.value) or kind.value in MADE or kind.value in CLASSES:
            file.report(kind.place, "bad-kind", kind=kind.value)
            return
        if kind.value not in KINDS:
            self.own_kinds.append((file, kind.place, kind.value))
        self._required(file, record, "says", where)
        if "words" not in record and "forms" not in record:
            file.report(where, "missing-key", key="words")
        if "words" in record:
            node = record["words"]
            pairs = (
                file.mapping(node)
                if isinstance(node, yaml.MappingNode)
                else [(word, word) for word in file.texts(node)]
            )
            words = self.lexicon.setdefault(kind.value, {})
            for word, value in pairs:
                folded = " ".join(fold(normalise(word.value)).split())
                if not folded:
                    file.report(word.place, "empty-word")
                elif f"word {kind.value} {folded}" in seen:
                    file.report(word.place, "word-twice", word=word.value, kind=kind.value)
                elif self._is_value(file, kind.value, value):
                    seen.add(f"word {kind.value} {folded}")
                    words[folded] = normalise(value.value)
        if "forms" in record:
            for form, form_place in file.records(record["forms"]):
                self._form(file, kind.value, form, form_place, seen)

    def _is_value(self, file: PatternFile, kind: str, value: Text) -> bool:
        """Whether a word of the kind may stand for this; told where not."""
        values = KINDS[kind].values if kind in KINDS else Values.TEXT
        if values is Values.FORM:
            file.report(value.place, "forms-only", kind=kind)
        elif values is Values.NUMBER and not _NUMBER.match(value.value):
            file.report(value.place, "no-number", kind=kind, value=value.value)
        elif isinstance(values, frozenset) and value.value not in values:
            nearest = _nearest(value.value, values)
            known = ", ".join(sorted(values))
            file.report(value.place, "bad-value", kind=kind, value=value.value, known=known, nearest=nearest)
        else:
            return True
        return False

    def _form(
        self, file: PatternFile, kind: str, record: Mapping[str, yaml.Node], where: Place, seen: set[str]
    ) -> None:
        self._keys(file, record, _FORM_KEYS)
        name = self._required(file, record, "form", where)
        regex = self._required(file, record, "regex", where)
        finds = file.texts(record["finds"]) if "finds" in record else []
        skips = file.texts(record["skips"]) if "skips" in record else []
        for key, texts in (("finds", finds), ("skips", skips)):
            if not texts:
                file.report(where, "no-example", key=key)
        if name is None or regex is None:
            return
        try:
            re.compile(regex.value)
        except re.error as error:
            column = (error.pos or 0) + (0 if regex.plain else 1)
            file.report(Place(regex.place.line, regex.place.column + column), "bad-regex", cause=error.msg)
            return
        if kind == "period" and name.value not in periods.form_names():
            file.report(name.place, "unknown-form", form=name.value, nearest=_nearest(name.value, periods.form_names()))
        key = f"form {kind} {name.value}"
        if key in seen:
            file.report(name.place, "form-twice", form=name.value)
            return
        seen.add(key)
        self.forms[kind, name.value] = Form(
            kind,
            name.value,
            regex.value,
            tuple(text.value for text in finds),
            tuple(text.value for text in skips),
            _where(file, where),
        )

    # --- weights ---

    def _weighed(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, _seen: set[str]) -> None:
        """The weights of a decision; a later pack replaces them whole, as they were learned together."""
        self._keys(file, record, _WEIGHTS_KEYS)
        decision = self._required(file, record, "weights", where)
        self._required(file, record, "says", where)
        if decision is None or "features" not in record:
            return
        weights: dict[str, int] = {}
        for feature, weight in file.mapping(record["features"]):
            if not _WEIGHT.match(weight.value):
                file.report(weight.place, "bad-weight", weight=weight.value)
                continue
            weights[feature.value] = int(weight.value)
        self.weights[decision.value] = weights

    # --- rules ---

    def _rules(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        self._keys(file, record, _RULE_KEYS)
        name = self._required(file, record, "rule", where)
        says = self._required(file, record, "says", where)
        when = self._required(file, record, "when", where)
        gives = self._required(file, record, "gives", where)
        tree = self._tree(file, when) if when else None
        if gives and gives.value not in LOWER | UPPER:
            file.report(gives.place, "unknown-gives", gives=gives.value, nearest=_nearest(gives.value, LOWER | UPPER))
        slots = {slot.name for slot in _slots(tree) if slot.name} if tree else set()
        sets = self._sets(file, record["sets"]) if "sets" in record else {}
        marks = self._marks(file, record["marks"]) if "marks" in record else frozenset()
        finds = self._finds(file, record, where, slots | set(sets) if tree else None)
        skips = [Example(text.value, {}, _where(file, text.place)) for text in self._skips(file, record, where)]
        if name is None or says is None or when is None or gives is None or tree is None:
            return
        stem = file.path.stem
        key = name.value
        if f"rule {name.value}" in seen:
            file.report(name.place, "rule-twice", rule=name.value)
            key = f"{name.value} {_where(file, where)}"  # so that its examples are tried all the same
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
            _where(file, where),
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
                file.report(mark.place, "unknown-mark", mark=mark.value, nearest=_nearest(mark.value, MARKS))
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
                    file.report(place(item[slot]), "unknown-slot", slot=slot, nearest=_nearest(slot, slots))
                elif value.value not in text.value:
                    file.report(value.place, "not-in-example", value=value.value)
            examples.append(
                Example(text.value, {slot: value.value for slot, value in values.items()}, _where(file, item_place))
            )
        if not examples:
            file.report(where, "no-example", key="finds")
        return examples

    def _skips(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place) -> list[Text]:
        texts = file.texts(record["skips"]) if "skips" in record else []
        if not texts:
            file.report(where, "no-example", key="skips")
        return texts

    # --- indicators ---

    def _indicators(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        self._keys(file, record, _INDICATOR_KEYS)
        label = self._required(file, record, "indicator", where)
        says = self._required(file, record, "says", where)

        def folded(key: str) -> list[str]:
            return [fold(normalise(text.value)) for text in file.texts(record[key])] if key in record else []

        units, actions, items, kinds = folded("unit"), folded("action"), folded("item"), folded("kind")
        if not (units or actions or items):
            file.report(where, "missing-key", key="unit")
        if label is None or says is None:
            return
        if f"indicator {label.value}" in seen:
            file.report(label.place, "indicator-twice", indicator=label.value)
            return
        seen.add(f"indicator {label.value}")
        for codebook in self.codebooks:
            codebook.pop(label.value, None)  # a later pack replaces what an earlier one says
        self.codebooks[-1][label.value] = Indicator(
            label.value, says.value, frozenset(units), frozenset(actions), tuple(items), frozenset(kinds)
        )

    # --- common ---

    def _keys(self, file: PatternFile, record: Mapping[str, yaml.Node], allowed: Sequence[str]) -> None:
        for key, node in record.items():
            if key not in allowed:
                here = place(node)
                column = file.lines[here.line].find(key) if here.line < len(file.lines) else -1
                line = here.line
                while column < 0 and line > 0:  # the key stands on an earlier line than a block value
                    line -= 1
                    column = file.lines[line].find(f"{key}:")
                file.report(Place(line, max(column, 0)), "unknown-key", key=key, nearest=_nearest(key, allowed))

    def _required(self, file: PatternFile, record: Mapping[str, yaml.Node], key: str, where: Place) -> Text | None:
        if key not in record:
            file.report(where, "missing-key", key=key)
            return None
        text = file.text(record[key])
        if text is not None and not text.value.strip():
            file.report(text.place, "empty-value", key=key)
            return None
        return text


def _strays(pack: Path) -> Iterator[Path]:
    """Folders and YAML files of a pack that stand where nobody reads them; hidden ones and texts are let be."""
    for folder in (pack, *(pack / part for part in _PARTS)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith("."):
                continue
            if path.is_dir():
                is_read = folder == pack and path.name in _PARTS
            else:
                is_read = path.name == _INDICATORS if folder == pack else path.suffix == ".yaml"
                is_read |= path.suffix.lower() not in {".yaml", ".yml"}
            if not is_read:
                yield path


def _nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like one that is not known; empty where none is."""
    return next(iter(difflib.get_close_matches(word, sorted(known), 1)), "")


def _where(file: PatternFile, where: Place) -> str:
    return f"{file.path}:{where.line + 1}:{where.column + 1}"


def _slots(tree: grammar.Item) -> list[grammar.Slot]:
    return [leaf for leaf in grammar.leaves(tree) if isinstance(leaf, grammar.Slot)]
