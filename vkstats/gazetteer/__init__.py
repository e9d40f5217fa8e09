"""Vietnam's administrative units before and after 1 July 2025: three tables beside this module.

Rows of `provinces.tsv`, `districts.tsv`, `communes.tsv`: code of the General Statistics Office, level, name, code of
the parent, status (`present`; `former`: until 30 June 2025; `earlier`: gone before), first and last day where known,
codes of the present units that it went into. A code alone names no unit: new units took codes of old ones.
The communes, most of the rows, are read when the first commune is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from vkstats.text import fold

REFORM = "2025-07-01"  # 63 provinces became 34, and districts ceased to be
_TABLES = ("provinces", "districts", "communes")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `tier` 0 is a province, 1 a district, 2 a commune. Days are ISO 8601, None where not known."""

    tier: int
    code: str
    level: str
    name: str
    parent: str
    status: str
    valid_from: str | None
    valid_until: str | None
    successors: tuple[str, ...]

    @property
    def title(self) -> str:
        """`Huyện Đông Hưng`."""
        return f"{self.level.capitalize()} {self.name}"


# No Vietnamese syllable ends in a stop without a tone, so that `Đăk` can only be meant as `Đắk`, and `k` as `c`.
_CHECKED = re.compile(r"([áắấéếíóốớúứý])(?=(?:ch?|k|p|t)(?!\w))")
_OPENED = dict(zip("áắấéếíóốớúứý", "aăâeêioôơuưy", strict=True))
_FINAL_K = re.compile(r"(?<=[^\W\d_])k(?!\w)")
_SIGNS = str.maketrans("", "", "'`- ")


def key(name: str) -> str:
    """What spellings of one name share: tone placement, i and y, hyphens, spaces, apostrophes, `Đăk` and `Đắk`."""
    return _FINAL_K.sub("c", _CHECKED.sub(lambda match: _OPENED[match[1]], fold(name))).translate(_SIGNS)


class _Table:
    """One table: its rows under the keys of their names; a row becomes a `Unit` when it is asked for."""

    def __init__(self, tier: int) -> None:
        self.tier = tier
        self._rows = files(__name__).joinpath(f"{_TABLES[tier]}.tsv").read_text("utf-8").splitlines()[2:]
        self._by_key: dict[str, list[int]] = {}
        names = "\n".join([row.split("\t", 3)[2] for row in self._rows])  # folded together, which is faster
        for number, name in enumerate(key(names).split("\n")):
            self._by_key.setdefault(name, []).append(number)
        self._units: dict[int, Unit] = {}

    def under(self, name: str) -> tuple[Unit, ...]:
        return tuple([self._unit(number) for number in self._by_key.get(name, ())])

    def all(self) -> tuple[Unit, ...]:
        return tuple([self._unit(number) for number in range(len(self._rows))])

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """Code → rows."""
        numbers: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            numbers.setdefault(row[: row.index("\t")], []).append(number)
        return numbers

    def coded(self, code: str) -> tuple[Unit, ...]:
        return tuple([self._unit(number) for number in self.numbers.get(code, ())])

    def _unit(self, number: int) -> Unit:
        unit = self._units.get(number)
        if unit is None:
            code, level, name, parent, status, first, last, successors = self._rows[number].split("\t")
            unit = self._units[number] = Unit(
                self.tier, code, level, name, parent, status, first or None, last or None, tuple(successors.split())
            )
        return unit


@cache
def _table(tier: int) -> _Table:
    return _Table(tier)


def units(tier: int) -> tuple[Unit, ...]:
    """Every unit of a tier, in the order of its table: those of today first."""
    return _table(tier).all()


def named(tiers: Sequence[int], name: str) -> tuple[Unit, ...]:
    """The units of some tiers whose name has the key `name`."""
    return tuple([unit for tier in tiers for unit in _table(tier).under(name)])


def province_code(unit: Unit) -> str:
    """The code of the province that a unit is, or lies in."""
    if unit.tier == 0:
        return unit.code
    return unit.parent if len(unit.parent) == 2 else _table(1).coded(unit.parent)[0].parent


def chain(unit: Unit) -> tuple[Unit, ...]:
    """The unit and all that it lies in, the province last."""
    found = [unit]
    while found[-1].parent:
        tier = 0 if len(found[-1].parent) == 2 else 1
        found.append(_like(found[-1], _table(tier).coded(found[-1].parent)))
    return tuple(found)


def official(unit: Unit) -> str:
    """The unit with all that it lies in: `Xã Đông La, Huyện Đông Hưng, Tỉnh Thái Bình`."""
    return ", ".join(each.title for each in chain(unit))


def _like(unit: Unit, parents: tuple[Unit, ...]) -> Unit:
    """Of the units with one code the one of the time of `unit`."""
    same = [parent for parent in parents if parent.status == unit.status]
    former = [parent for parent in parents if parent.status != "present" or parent.valid_from != REFORM]
    return (same or former or list(parents))[0]


def present(unit: Unit) -> tuple[Unit, ...]:
    """The units of today that a unit went into, itself if it is one; for a district, the province."""
    if unit.status == "present":
        return (unit,)
    tier = 2 if unit.tier == 1 else unit.tier
    found = [each for code in unit.successors for each in _table(tier).coded(code) if each.status == "present"]
    if unit.tier != 1:
        return tuple(found)
    codes = sorted({each.parent for each in found})
    return tuple(each for code in codes for each in _table(0).coded(code) if each.status == "present")
