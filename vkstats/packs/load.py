"""Pattern packs on disk → a checked `RuleSet`; all mistakes of all files at once.

A pack is a folder with `lexicon/*.yaml`, `rules/*.yaml`, `weights/*.yaml` and `indicators.yaml`. Later packs add to
earlier ones; the same word of a kind, rule, decision or indicator in a later pack replaces the earlier. What looks like
a pattern file but would not be read is a mistake too: nobody should wonder why a rule does nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import yaml

from vkstats.errors import PatternError, PatternProblem
from vkstats.packs.codebook import Codebooks
from vkstats.packs.lexicon import Lexicon
from vkstats.packs.location import pattern_root
from vkstats.packs.rules import Rules
from vkstats.packs.ruleset import RuleSet
from vkstats.packs.source import PatternFile, Place, nearest_to
from vkstats.packs.weights import Weights
from vkstats.vocabulary import CLASSES, KINDS, MADE, is_token

_BUILT_IN_PACKS = ("core", "procuracy")
_PARTS = ("lexicon", "rules", "weights")
_INDICATORS = "indicators.yaml"
# Mistakes that leave every word and every rule in its place, so that the examples can be tried all the same.
_BEARABLE = frozenset({"word-twice", "form-twice", "rule-twice", "indicator-twice"})
_BEARABLE |= {"no-example", "stray-file", "unread-kind"}


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


class _Records(Protocol):
    """What reads the records of one part of a pack."""

    def read(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None: ...


class _Loader:
    """All packs, file by file."""

    def __init__(self, base: Path | None) -> None:
        self.base = base
        self.files: list[PatternFile] = []
        self.problems: list[PatternProblem] = []
        self.lexicon = Lexicon()
        self.rules = Rules()
        self.weights = Weights()
        self.codebooks = Codebooks()
        self.readers: Mapping[str, _Records] = {
            "lexicon": self.lexicon,
            "rules": self.rules,
            "weights": self.weights,
            "": self.codebooks,
        }
        self.digest = hashlib.sha256()

    def read_pack(self, pack: Path) -> None:
        if not pack.is_dir():
            self._report(pack, "not-a-pack" if pack.exists() else "no-pack")
            return
        for stray in _strays(pack):
            self._report(stray, "stray-file")
        self.codebooks.open()
        seen: set[str] = set()  # one word, rule or form twice in one pack is a mistake
        found = False
        for part, reader in self.readers.items():
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
                    reader.read(file, record, where, seen)
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
        filled = {*self.lexicon.words, *(form.kind for form in self.lexicon.forms.values())}
        known = {kind for kind in filled if is_token(kind)} | MADE | CLASSES.keys()
        for file, where, kind in self.rules.slots:
            if kind not in known:
                file.report(where, "unknown-kind", kind=kind, nearest=nearest_to(kind, known))
        asked = {kind for _, _, kind in self.rules.slots}
        for file, where, kind in self.lexicon.own_kinds:
            if kind not in asked:
                file.report(where, "unread-kind", kind=kind, nearest=nearest_to(kind, KINDS.keys() - MADE))
        problems = self.problems + [problem for file in self.files for problem in file.problems]
        if any(problem.code not in _BEARABLE for problem in problems):
            return None, sorted(problems)
        rules = RuleSet(
            {kind: dict(words) for kind, words in self.lexicon.words.items()},
            tuple(self.lexicon.forms.values()),
            tuple(self.rules.rules.values()),
            self.codebooks.indicators,
            self.digest.hexdigest(),
            tuple(file.name for file in self.files),
            self.weights.weights,
        )
        return rules, sorted(problems)


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
