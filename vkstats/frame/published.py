"""The time of publication, as a line that says nothing else has it."""

from __future__ import annotations

import re
from datetime import datetime

from vkstats import shapes
from vkstats.text.words import words_of
from vkstats.vocabulary import Lexicon

_ISO_DAY, _NUMERIC_DAY, _CLOCK = map(re.compile, (shapes.ISO_DAY, shapes.NUMERIC_DAY, shapes.CLOCK))
_MONTHS = 12


def read_moment(folded: str, lexicon: Lexicon) -> str | None:
    """The ISO 8601 date or date-time of a publication line; None where it has no possible date.

    The day comes first, as everywhere in Vietnamese, unless the clock has AM or PM: a server that writes so
    writes the month first. Where only one order is possible, it is taken.
    """
    clock = _CLOCK.search(folded)
    day = _day(folded, lexicon, is_american=clock is not None and clock[4] is not None)
    if day is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4] == "p" else 0)
    try:
        moment = datetime(*day, hour, minute, second)  # noqa: DTZ001 - a page's local time
    except ValueError:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()


def _day(folded: str, lexicon: Lexicon, *, is_american: bool) -> tuple[int, int, int] | None:
    """Year, month and day as a publication line has them, possible or not."""
    iso, numeric = _ISO_DAY.search(folded), _NUMERIC_DAY.search(folded)
    if iso:
        year, month, day = map(int, iso.groups())
        return year, month, day
    found = numeric or words_of(lexicon).written_day.search(folded)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups() if part)
    if (is_american and numeric and day <= _MONTHS) or month > _MONTHS:
        day, month = month, day
    return year, month, day
