"""A resolved mention → the record of its place: what all units agree on that it may mean."""

from __future__ import annotations

from collections.abc import Iterable

from vkstats import gazetteer
from vkstats.gazetteer import Unit
from vkstats.model import Place
from vkstats.names.places.resolving import Meaning, is_sure


def record(meaning: Meaning, text: str) -> Place:
    """The record of a mention in `text`; what the units do not agree on is left open."""
    mention, units = meaning.said, meaning.units
    level = _agreed(unit.level for unit in units) or mention.level
    name = _agreed(unit.name for unit in units) or mention.name
    said = mention.level or level
    full_name = f"{said} {name}" if said else name
    span = text[mention.start : mention.end], mention.start, mention.end
    doubt = None if is_sure(meaning) or not units else " ".join(map(_dated, units))
    count = len(units) if doubt else None
    if count == 1:  # the only one of that name in the tables, but nothing in the text bears it out
        return Place(full_name, *span, level=level, ambiguous=count, candidates=doubt)
    return Place(
        full_name,
        *span,
        _agreed(gazetteer.official(unit) for unit in units),
        _agreed(unit.code for unit in units),
        level,
        _agreed(unit.valid_from for unit in units),
        _agreed(unit.valid_until for unit in units),
        _agreed(_present(unit) for unit in units),
        count,
        doubt,
    )


def _agreed(values: Iterable[str | None]) -> str | None:
    """The value, if all are the same."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _present(unit: Unit) -> str | None:
    return "; ".join(f"{gazetteer.official(each)} ({each.code})" for each in gazetteer.present(unit)) or None


def _dated(unit: Unit) -> str:
    if not unit.valid_from and not unit.valid_until:
        return unit.code
    return f"{unit.code}[{unit.valid_from or '..'}/{unit.valid_until or '..'}]"
