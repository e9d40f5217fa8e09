"""The time of publication, as a line that says nothing else has it."""

from __future__ import annotations

import re
from datetime import datetime

from vkstats import shapes
from vkstats.text.words import Words, words_of
from vkstats.vocabulary import Lexicon

_ISO_DAY, _NUMERIC_DAY = map(re.compile, (shapes.ISO_DAY, shapes.NUMERIC_DAY))
_MONTHS = _HOURS = 12


def read_moment(folded: str, lexicon: Lexicon) -> str | None:
    """The ISO 8601 date or date-time of a publication line; None where it has no possible date.

    The day comes first, as everywhere in Vietnamese, unless the clock has AM or PM: a server that writes so
    writes the month first. Where only one order is possible, it is taken.
    """
    words = words_of(lexicon)
    clock = words.clock.search(folded)
    day = _day(folded, words, is_american=clock is not None and clock[4] is not None and int(clock[1]) <= _HOURS)
    if day is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    half = (clock[4] or words.halves.get(clock["half"] or "")) if clock else None
    if half and hour <= _HOURS:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime(*day, hour, minute, second)  # noqa: DTZ001 - a page's local time
    except ValueError:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()


def _day(folded: str, words: Words, *, is_american: bool) -> tuple[int, int, int] | None:
    """Year, month and day as a publication line has them, possible or not."""
    iso, numeric = _ISO_DAY.search(folded), _NUMERIC_DAY.search(folded)
    if iso:
        year, month, day = map(int, iso.groups())
        return year, month, day
    if numeric:
        day, month, year = map(int, numeric.groups())
        if (is_american and day <= _MONTHS) or month > _MONTHS:
            day, month = month, day
        return year, month, day
    found = next((said for written in words.written_days if (said := written.search(folded))), None)
    if found is None:
        return None
    month = words.months.get(" ".join(found["m"].split())) or int(found["m"])
    return int(found["y"]), month, int(found["d"])
