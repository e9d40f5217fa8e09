"""The tables of administrative units agree with each other and with what is known of the reform."""

from __future__ import annotations

from collections import Counter

import pytest

from vkstats import gazetteer
from vkstats.gazetteer import REFORM, Unit

TIERS = (0, 1, 2)
EVERY = [unit for tier in TIERS for unit in gazetteer.units(tier)]


def test_as_many_units_as_the_reform_has() -> None:
    """63 provinces became 34, 696 districts none, and 10,035 communes 3,321."""
    counted = Counter((unit.tier, unit.status) for unit in EVERY)
    assert counted[0, "present"] == 34
    unchanged = [unit for unit in gazetteer.units(0) if unit.valid_from != REFORM and unit.status == "present"]
    assert counted[0, "former"] + len(unchanged) == 63
    assert (counted[1, "present"], counted[1, "former"]) == (0, 696)
    assert (counted[2, "present"], counted[2, "former"]) == (3321, 10035)


def test_every_unit_lies_in_one_that_is_there() -> None:
    """A commune lies in a district or, today, in a province; a district in a province."""
    codes = {unit.code for unit in (*gazetteer.units(0), *gazetteer.units(1))}
    assert [unit for unit in EVERY if (unit.parent not in codes) != (unit.tier == 0)] == []
    assert [unit for unit in EVERY if gazetteer.chain(unit)[-1].tier != 0] == []


def test_every_former_unit_has_a_successor() -> None:
    """The units of 30 June 2025 all went into units of today."""
    assert [unit for unit in EVERY if unit.status == "former" and not gazetteer.present(unit)] == []
    earlier = [unit for unit in EVERY if unit.status == "earlier"]
    assert len([unit for unit in earlier if not gazetteer.present(unit)]) < 0.01 * len(earlier)


def test_successors_are_units_of_today() -> None:
    """Each code of a successor is that of a present unit."""
    present = {unit.code for unit in EVERY if unit.status == "present"}
    assert {code for unit in EVERY for code in unit.successors} <= present


def test_present_codes_are_of_one_unit() -> None:
    """The code of a present unit is no other's, and so is that of a former one."""
    for status in ("present", "former"):
        counted = Counter((unit.tier, unit.code) for unit in EVERY if unit.status == status)
        assert [code for code, count in counted.items() if count > 1] == []


def test_days_are_in_order() -> None:
    """A unit begins before it ends, and only what is over ends."""
    assert [unit for unit in EVERY if unit.valid_from and unit.valid_until and unit.valid_from > unit.valid_until] == []
    assert [unit for unit in EVERY if unit.status == "present" and unit.valid_until] == []


def one(tier: int, name: str, status: str) -> Unit:
    """The only unit of a name and status."""
    (unit,) = (each for each in gazetteer.named((tier,), gazetteer.key(name)) if each.status == status)
    return unit


def test_a_district_went_into_a_province() -> None:
    """Huyện Đông Hưng, tỉnh Thái Bình is now in Hưng Yên."""
    unit = one(1, "Đông Hưng", "former")
    assert gazetteer.official(unit) == "Huyện Đông Hưng, Tỉnh Thái Bình"
    assert [each.title for each in gazetteer.present(unit)] == ["Tỉnh Hưng Yên"]


def test_hue_before_and_after_2025() -> None:
    """Thừa Thiên Huế was a province until the end of 2024, and Huế a city in it."""
    assert one(0, "Thừa Thiên Huế", "earlier").valid_until == "2024-12-31"
    assert one(0, "Huế", "present").valid_from == "2025-01-01"
    assert gazetteer.official(one(1, "Huế", "earlier")) == "Thành phố Huế, Tỉnh Thừa Thiên Huế"


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Đăk Lăk", "Đắk Lắk"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("ĐẮK LẮK", "Đắk Lắk"),
        ("Phan Rang-Tháp Chàm", "Phan Rang – Tháp Chàm"),
        ("Krông Ana", "Krông A Na"),
        ("Cư M’gar", "Cư M'gar"),
        ("Ðồng Nai", "Đồng Nai"),
        ("Mỹ Đức", "Mĩ Đức"),
    ],
)
def test_spellings_of_one_name_have_one_key(one_way: str, other_way: str) -> None:
    """Tone placement, i and y, hyphens, spaces, apostrophes and capitals do not matter."""
    assert gazetteer.key(one_way) == gazetteer.key(other_way)


def test_tones_tell_names_apart() -> None:
    """`Tân Thạnh` is not `Tân Thanh`."""
    assert len({gazetteer.key(name) for name in ("Tân Thạnh", "Tân Thanh", "Tân Thành", "Tân Thánh")}) == 4
