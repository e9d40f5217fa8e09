"""The words that are shipped agree with each other; what a file may hold at all is tested in `test_patterns`."""

from __future__ import annotations

import re

import pytest

from vkstats.model import Kind, Modality
from vkstats.packs import RuleSet
from vkstats.text import fold

_COUNTED = ("unit", "compound")


def _heads(word: str) -> list[str]:
    """The proper beginnings of a word of several syllables, of two syllables at least."""
    syllables = word.split()
    return [" ".join(syllables[:length]) for length in range(2, len(syllables))]


def test_canonical_units_are_final(rules: RuleSet) -> None:
    """A canonical form is no other unit's short form: looked up again, it stays as it is."""
    units = rules.words("unit")
    assert {value for value in units.values() if units.get(fold(value), value) != value} == set()


def test_money_is_named_by_iso_4217(rules: RuleSet) -> None:
    """Every currency has a code of three capitals."""
    assert [code for code in rules.words("money").values() if not re.fullmatch("[A-Z]{3}", code)] == []


@pytest.mark.parametrize("kind", ["hedge", "hedge-after"])
def test_hedges_name_a_modality(kind: str, rules: RuleSet) -> None:
    """What a hedge means is a modality of the output."""
    assert set(rules.words(kind).values()) <= set(Modality)


@pytest.mark.parametrize("kind", _COUNTED)
def test_nouns_swallow_no_direction(kind: str, rules: RuleSet) -> None:
    """No noun ends in a verb of change: `xe tăng` would take the verb out of `số xe tăng 5%`."""
    directions = {*rules.words("up"), *rules.words("down")}
    assert [word for word in rules.words(kind) if word.split()[-1] in directions and " " in word] == []


@pytest.mark.parametrize("kind", ["verb", "compound"])
def test_longer_words_swallow_no_unit(kind: str, rules: RuleSet) -> None:
    """No longer word begins with a counted action: `yêu cầu khởi tố` would take the unit from `5 yêu cầu khởi tố`."""
    units, verbs = rules.words("unit"), rules.words("verb")
    counted_actions = {word for word in units if word in verbs}
    longer = [word for word in rules.words(kind) if word not in units]
    assert [word for word in longer if counted_actions & set(_heads(word))] == []


def test_indicators_use_canonical_units_and_known_kinds(rules: RuleSet) -> None:
    """An indicator whose unit or kind no figure can have would never be given."""
    units = {fold(unit) for kind in ("unit", "measure") for unit in rules.words(kind).values()}
    assert [(each.label, each.unit - units) for each in rules.indicators if each.unit - units] == []
    assert [each.label for each in rules.indicators if each.kind - set(Kind)] == []
