"""Places: one case a text in `data/places.yaml`; every former unit resolves, and no bare ambiguous name does."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES
from hypothesis import given
from hypothesis import strategies as st

from vkstats import gazetteer
from vkstats.frame import read_frame
from vkstats.gazetteer import Unit
from vkstats.model import Document, Place
from vkstats.names import find_names
from vkstats.names.places import places_of
from vkstats.text import prepare

CASES = yaml.safe_load((Path(__file__).parent / "data" / "places.yaml").read_text(encoding="utf-8"))
BEFORE, AFTER = "2025-06-01", "2025-09-01"
DISTRICTS = [unit for unit in gazetteer.units(1) if unit.status == "former"]
COMMUNES = [unit for unit in gazetteer.units(2) if unit.status == "former"]


def places_in(text: str, published: str | None = None) -> tuple[Place, ...]:
    """The places of a text that was published on a day."""
    headed = f"{text}\n"
    article = prepare(Document("-", headed), RULES)
    names = find_names(article, RULES)
    frame = replace(read_frame(article, names.organisations, RULES.weights_of("agency"))[0], published=published)
    return places_of(names.places, article.text, frame)[0]


def told(place: Place, expected: str) -> str:
    """A place in the notation of the cases, no more exact than what is expected."""
    if place.ambiguous:
        return f"{place.text} ? {place.ambiguous}" if expected[-1:].isdigit() else f"{place.text} ?"
    days = f" {place.valid_from or '..'}/{place.valid_until or '..'}" if "/" in expected else ""
    return f"{place.text} = {place.code or ''} {place.official or ''}".rstrip() + days


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:50]} {case.get('published', '')}")
def test_places(case: dict[str, Any]) -> None:
    """A text gives exactly the places that its case lists, in reading order."""
    published = case.get("published")
    found = places_in(case["text"], str(published) if published else None)
    wanted = case.get("places", [])
    expected = [*wanted, *[""] * len(found)]
    assert [told(place, line) for place, line in zip(found, expected, strict=False)] == wanted
    assert all(place.code is None for place in found if place.ambiguous == 1 or not place.official)


def resolved(text: str, unit: Unit, published: str) -> bool:
    """Whether the first place of a text is the unit, with what it is part of and where it is now."""
    place, *_ = places_in(text, published)
    present = "; ".join(f"{gazetteer.official(each)} ({each.code})" for each in gazetteer.present(unit))
    is_it = (place.code, place.official, place.ambiguous) == (unit.code, gazetteer.official(unit), None)
    return is_it and place.present == present and place.valid_until == unit.valid_until


def held(tier: int) -> list[Unit]:
    """The 63 provinces of early 2025."""
    return [unit for unit in gazetteer.units(tier) if unit.status == "former" or unit.valid_from != gazetteer.REFORM]


def test_every_former_province_resolves() -> None:
    """All 63, with their level and, but for the city named after a person, without it."""
    provinces = [unit for unit in held(0) if unit.status != "earlier"]
    assert len(provinces) == 63
    assert [
        unit.title for unit in provinces if not resolved(f"Tại {unit.level} {unit.name} có 5 vụ.", unit, BEFORE)
    ] == []
    bare = [unit for unit in provinces if unit.name != "Hồ Chí Minh"]
    assert [unit.title for unit in bare if not resolved(f"Tại {unit.name} có 5 vụ.", unit, BEFORE)] == []


def test_every_present_province_resolves() -> None:
    """All 34, in a text of today."""
    provinces = [unit for unit in gazetteer.units(0) if unit.status == "present"]
    assert [
        unit.title for unit in provinces if not resolved(f"Tại {unit.level} {unit.name} có 5 vụ.", unit, AFTER)
    ] == []


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_every_former_district_resolves(day: str) -> None:
    """All 696, with their province, in texts of both times."""
    missed = []
    for unit in DISTRICTS:
        province = gazetteer.chain(unit)[-1]
        if not resolved(f"Tại {unit.level} {unit.name}, {province.level} {province.name} có 5 vụ.", unit, day):
            missed.append(gazetteer.official(unit))
    assert missed == []


def test_communes_resolve() -> None:
    """500 of them, with their district and province, in capitals too."""
    missed = []
    for unit in random.Random(63).sample(COMMUNES, 500):  # noqa: S311 - the same ones every time
        chain = ", ".join(f"{each.level} {each.name}" for each in gazetteer.chain(unit))
        missed += [text for text in (f"Tại {chain}.", f"TẠI {chain.upper()}") if not resolved(text, unit, BEFORE)]
    assert missed == []


def test_present_communes_resolve() -> None:
    """500 of them, with their province."""
    present = [unit for unit in gazetteer.units(2) if unit.status == "present"]
    missed = []
    for unit in random.Random(34).sample(present, 500):  # noqa: S311 - the same ones every time
        chain = ", ".join(f"{each.level} {each.name}" for each in gazetteer.chain(unit))
        if not resolved(f"Tại {chain}.", unit, AFTER):
            missed.append(chain)
    assert missed == []


def ambiguous(units: list[Unit]) -> list[str]:
    """`level name` of every pair that several units of one time share."""
    seen: dict[tuple[str, str], set[str]] = {}
    for unit in units:
        seen.setdefault((unit.level, gazetteer.key(unit.name)), set()).add(unit.code)
    spelled = {(unit.level, gazetteer.key(unit.name)): f"{unit.level} {unit.name}" for unit in units}
    return sorted(spelled[pair] for pair, codes in seen.items() if len(codes) > 1)


@pytest.mark.parametrize("day", [BEFORE, AFTER, None])
def test_a_bare_ambiguous_name_names_no_unit(day: str | None) -> None:
    """Every name that several units share stays open without context: no code, and the number of units that fit."""
    names = [*ambiguous(DISTRICTS), *random.Random(7).sample(ambiguous(COMMUNES), 300)]  # noqa: S311 - the same ones
    found = [(name, place) for name in names for place in places_in(f"Vụ án xảy ra tại {name}.", day)]
    assert len(found) >= len(names)
    guessed = [name for name, place in found if place.code or not place.ambiguous]
    assert guessed == []


PIECES = st.sampled_from(
    [
        "huyện ",
        "các xã ",
        "TP.",
        "Q.",
        "Hà Nội",
        "Đông Hưng",
        ", ",
        " – ",
        "\n",
        " (",
        "Thái Bình",
        "1, 3",
        " và ",
        "Tân Lập",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_spans_hold_the_mentions(text: str) -> None:
    """On any text: every place stands where it says, after the one before, and no ambiguous one is of one unit."""
    places = places_in(text)
    document = prepare(Document("-", f"{text}\n"), RULES).text
    assert all(document[place.start : place.end] == place.text for place in places)
    assert all(one.start < other.start for one, other in pairwise(places))
    assert all(bool(place.candidates) == bool(place.ambiguous) for place in places)
