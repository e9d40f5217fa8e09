"""What the mentions mean: of the units with one name those of the text's day, and of the places named with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vkstats import gazetteer
from vkstats.gazetteer import REFORM, Unit
from vkstats.names.places.mention import PlaceMention
from vkstats.text import fold


@dataclass(eq=False, slots=True)
class Meaning:
    """What a mention means, while it is settled: the units that it may mean still."""

    said: PlaceMention
    units: tuple[Unit, ...]
    inside: Meaning | None = None  # the larger unit that follows it
    settled: bool = False  # what stands around it tells which it is


def resolved(said: Sequence[PlaceMention], day: str | None, agency: str) -> list[Meaning]:
    """To each mention only the units that it may mean here: on the `day` of the text, beside its folded `agency`."""
    mentions = [Meaning(mention, mention.units) for mention in said]
    for mention in mentions:
        mention.inside = None if mention.said.inside is None else mentions[mention.said.inside]
    for mention in mentions:
        mention.units = tuple(unit for unit in mention.units if not (day and unit.valid_from and unit.valid_from > day))
    for mention in reversed(mentions):
        _narrow(mention)
    for mention in mentions:  # `xã Phú An, huyện Châu Thành`: the smaller tells which the larger is
        larger = mention.inside
        if larger is not None and mention.units:
            larger.units = tuple(each for each in larger.units if any(_is_part(unit, each) for unit in mention.units))
    for mention in reversed(mentions):
        _narrow(mention)
    for mention in mentions:
        former = tuple(unit for unit in mention.units if unit.status != "present") if mention.said.is_former else ()
        mention.units = former or _of_day(mention.units, day)
    for tier in (0, 1, 2):
        _adopt([mention for mention in mentions if mention.said.tier == tier])
        known = _known(mentions, tier)
        of_agency = _known([each for each in mentions if _is_in(each.said.name, agency)], tier)
        for mention in mentions:
            if mention.said.tier == tier > 0 and not mention.settled:
                mention.units, mention.settled = _in_context(mention, known, of_agency)
    return mentions


def _is_in(name: str, agency: str) -> bool:
    return fold(name) in agency and not name.isdigit()


def _narrow(mention: Meaning) -> None:
    """Leave only the units that lie in the larger one that follows the mention."""
    if mention.inside is not None:
        found = tuple(unit for unit in mention.units if any(_is_part(unit, each) for each in mention.inside.units))
        if mention.said.is_beside and not found:  # `huyện A, huyện B, tỉnh C`, where C is of B alone
            mention.inside = None
        else:
            mention.units, mention.settled = found, True


def _of_day(units: tuple[Unit, ...], day: str | None) -> tuple[Unit, ...]:
    """Of old and new units with one name those in force on the day of the text."""
    if day is None:
        return units
    held = tuple(unit for unit in units if not (unit.valid_until and unit.valid_until < day))
    if day >= REFORM:
        held = tuple(unit for unit in held if unit.status == "present")
    return held or units


def _is_part(unit: Unit, larger: Unit) -> bool:
    """Whether a unit lies in a larger one of the same time."""
    lies_in = larger.code in (unit.parent, gazetteer.province_code(unit))
    return lies_in and not (_is_over(unit, larger) or _is_over(larger, unit))


def _is_over(unit: Unit, later: Unit) -> bool:
    """Whether a unit ended before another began."""
    end = unit.valid_until or (REFORM if unit.status == "earlier" else None)
    return bool(end and later.valid_from and end <= later.valid_from and unit.status != "present")


def _known(mentions: Iterable[Meaning], tier: int) -> set[Unit]:
    """The units above `tier` that the document names for certain, with those they lie in.

    A province of the same name before and after the reform is certain enough for its parts, which are of one time.
    """
    found: set[Unit] = set()
    for mention in mentions:
        if mention.said.tier < tier and (mention.said.tier == 0 or is_sure(mention)):
            found.update(each for unit in mention.units for each in gazetteer.chain(unit) if each.tier < tier)
    return found


def _in_context(mention: Meaning, known: set[Unit], of_agency: set[Unit]) -> tuple[tuple[Unit, ...], bool]:
    """The units that the mention may mean, and whether what the document names tells which.

    The tables have every district, so that a district with a name of its own needs no context; they lack communes
    that were gone by 2021, so that a commune does.
    """
    units = mention.units
    for larger in (of_agency, {unit for unit in known if unit.tier == 1}, known):
        found = tuple(unit for unit in units if any(_is_part(unit, each) for each in larger))
        if len(found) == 1:
            return found, True
    return units, mention.said.tier == 1 and len(units) == 1


def _adopt(mentions: Sequence[Meaning]) -> None:
    """A name that the document says in full once means the same where it is said in short."""
    certain: dict[str, set[Unit]] = {}
    for mention in mentions:
        if is_sure(mention):
            certain.setdefault(gazetteer.key(mention.said.name), set()).add(mention.units[0])
    for mention in mentions:
        same = certain.get(gazetteer.key(mention.said.name), set()) & set(mention.units)
        if len(same) == 1 and not mention.settled:
            mention.units, mention.settled = tuple(same), True


def is_sure(mention: Meaning) -> bool:
    """Whether a mention means one unit, and the text bears it out."""
    return len(mention.units) == 1 and (mention.settled or mention.said.tier == 0)


def is_placed(mention: Meaning) -> bool:
    """Whether a mention is of Vietnam: known, or said to lie in what is known, as `huyện Hua Hin` is not."""
    return bool(mention.units) or bool(mention.said.level and mention.inside and mention.inside.units)
