"""The checked pattern set: words by kind, regex forms, phrase rules, indicators. Plain, picklable data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vkstats.packs.grammar import Sequence

# What a rule may give. The lower storey joins tokens into amounts and names; the upper storey says what
# an amount states.
LOWER = frozenset({"amount", "label"})
UPPER = frozenset({"level", "change", "share", "target", "baseline", "comparison", "parts", "aside"})

# What a rule may tell the linker of the figures that it gives, beside their role.
MARKS = frozenset(
    {
        "respectively",  # its values belong to the figures in front, one by one
        "share-of-whole",  # the words behind its value are the whole, not the part
        "unit-of-previous",  # a bare number that is no change counts in the unit of the figure in front
    }
)


@dataclass(frozen=True, slots=True)
class Form:
    """A regex kind on folded text, kept by an engineer; `form` names its normaliser."""

    kind: str
    form: str
    regex: str
    finds: tuple[str, ...]
    skips: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must find, with the text that each named slot must hold."""

    text: str
    slots: Mapping[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase rule: `name` is `file:rule`; `sets` are slots with a fixed value, `marks` some of `MARKS`."""

    name: str
    says: str
    when: str
    tree: Sequence
    gives: str
    sets: Mapping[str, str]
    marks: frozenset[str]
    finds: tuple[Example, ...]
    skips: tuple[Example, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row label of the codebook and the figures that it names: any of `unit`, `action`, all of `item`."""

    label: str
    says: str
    unit: frozenset[str]
    action: frozenset[str]
    item: tuple[str, ...]
    kind: frozenset[str]


@dataclass(frozen=True, eq=False)
class RuleSet:
    """All packs together. `digest` identifies the contents of every file read."""

    lexicon: Mapping[str, Mapping[str, str]]
    forms: tuple[Form, ...]
    rules: tuple[Rule, ...]
    indicators: tuple[Indicator, ...]
    digest: str
    files: tuple[str, ...] = field(default=())
    weights: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # of features by decision, in hundredths

    def weights_of(self, decision: str) -> Mapping[str, int]:
        """The weights of a decision's features, in hundredths; empty where no pack has them."""
        return self.weights.get(decision, {})

    def words(self, kind: str) -> Mapping[str, str]:
        """The folded words of a kind and their values; empty where no pack has the kind."""
        return self.lexicon.get(kind, {})
