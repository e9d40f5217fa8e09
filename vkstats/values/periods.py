"""Time expressions: the groups of a form → what is known of the time, and later the days that it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vkstats.values import calendar as strict
from vkstats.values.calendar import Interval
from vkstats.values.numerals import read_words


class calendar:
    FIRST_YEAR, LAST_YEAR = 1900, 2100
    @staticmethod
    def _soft(f, *a):
        try: return f(*a)
        except ValueError: return None
    year = staticmethod(lambda y: calendar._soft(strict.year, y))
    months = staticmethod(lambda a, b, y: calendar._soft(strict.months, a, b, y) if a <= b else None)
    quarter = staticmethod(lambda q, y: calendar._soft(strict.quarter, q, y) if 1 <= q <= 4 else None)
    span = staticmethod(lambda a, b: calendar._soft(strict.span, a, b) if a and b else None)
    day = staticmethod(lambda d, m, y: (lambda i: i.start if i else None)(calendar._soft(strict.day, d, m, y)))
    in_year = staticmethod(strict.in_year); years_earlier = staticmethod(strict.years_earlier)
    year_before = staticmethod(strict.year_before); month_before = staticmethod(strict.month_before); quarter_before = staticmethod(strict.quarter_before)


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "đầu": 1, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4}
_GRAINS = {
    "day-range": "range", "day-range-bare": "range", "day-words": "day", "day-numeric": "day", "day-month": "day",
    "month-range": "range", "month": "month", "first-months": "months", "last-months": "months",
    "months-bare": "months", "half": "half", "quarter": "quarter", "years": "years", "year-to-date": "months",
    "as-of-month": "asof", "as-of-day": "asof", "as-of-year": "asof", "same-period": "same", "year-before": "year",
    "month-before": "month", "quarter-before": "quarter", "term-before": "term", "average-year": "year",
    "year": "year", "this-year": "year", "this-month": "month", "clock": "clock", "born": "clock",
}  # fmt: skip
_RELATIVES = frozenset({"same-period", "year-before", "month-before", "quarter-before", "term-before"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A time as the text says it: `parts` are its numbers by group name, `relative` its form if it leans on another time."""

    form: str
    grain: str
    parts: tuple[tuple[str, int], ...]
    relative: str | None = None

    def part(self, name: str) -> int | None:
        """A number of the expression (`d` day, `m` month, `y` year, `q` quarter, `n` how many)."""
        return next((value for key, value in self.parts if key == name), None)


def normalise(form: str, groups: Mapping[str, str | None]) -> Mention | None:
    """What the groups of a form mean; None where they are no time (day 45, month 13)."""
    parts: dict[str, int] = {}
    for name, text in groups.items():
        if text is None:
            continue
        value = _number(text)
        if value is None:
            return None
        parts[name.rstrip("bc") if name[0] in "my" else name] = value
    days = [value for name, value in parts.items() if name.startswith("d")]
    months = [value for name, value in parts.items() if name.startswith("m")]
    years = [value for name, value in parts.items() if name.startswith("y")]
    if any(not 1 <= value <= 31 for value in days) or any(not 1 <= value <= 12 for value in months):  # noqa: PLR2004
        return None
    if any(not calendar.FIRST_YEAR <= value <= calendar.LAST_YEAR for value in years):
        return None
    if "n" in parts and not 1 <= parts["n"] <= 12:  # noqa: PLR2004
        return None
    mention = Mention(form, _GRAINS[form], tuple(sorted(parts.items())), form if form in _RELATIVES else None)
    if years and form not in _RELATIVES and form not in ("clock", "born") and mention.form != "year-to-date" and resolve(mention, years[-1], None) is None:
        return None
    return mention


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if text in _ROMAN:
        return _ROMAN[text]
    if text in ("cuối", "sau"):
        return 2
    number = read_words([text])
    return int(number.value) if number else None


def resolve(mention: Mention, year: int | None, reference: Interval | None) -> Interval | None:
    """The days of a mention; None where the text does not settle them.

    `year` fills a year that is not said; `reference` is the time that relative expressions lean on.
    """
    if mention.relative:
        return _resolve_relative(mention, reference)
    parts = dict(mention.parts)
    in_year = parts.get("y", year)
    match mention.form:
        case "day-words" | "day-numeric" | "day-month":
            return _one_day(parts.get("d"), parts.get("m"), in_year)
        case "day-range" | "day-range-bare":
            return _day_range(parts, year)
        case "month-range":
            last_year = parts.get("y2", year)
            first_year = parts.get("y1", last_year)
            if last_year is None or first_year is None:
                return None
            return calendar.span(
                calendar.months(parts["m1"], parts["m1"], first_year), calendar.months(parts["m2"], parts["m2"], last_year)
            )
        case "years":
            return calendar.span(calendar.year(parts["y1"]), calendar.year(parts["y2"]))
    if in_year is None:
        return None
    return _within_year(mention.form, parts, in_year, reference)


def _within_year(  # noqa: PLR0911 - one return for each form
    form: str, parts: Mapping[str, int], in_year: int, reference: Interval | None
) -> Interval | None:
    match form:
        case "month":
            return calendar.months(parts["m"], parts["m"], in_year)
        case "first-months" | "months-bare":
            return calendar.months(1, parts["n"], in_year)
        case "last-months":
            return calendar.months(13 - parts["n"], 12, in_year)
        case "half":
            return calendar.months(1, 6, in_year) if parts["h"] == 1 else calendar.months(7, 12, in_year)
        case "quarter":
            return calendar.quarter(parts["q"], in_year)
        case "year" | "average-year":
            return calendar.year(in_year)
        case "this-year":
            return reference if reference and _is_inside_year(reference, in_year) else calendar.year(in_year)
        case "this-month":
            return reference
        case "year-to-date":
            end = calendar.day(parts["d"], parts["m"], parts.get("y2", in_year)) if "d" in parts else None
            return Interval(date((end.year if end else in_year), 1, 1), end) if end else None
        case "as-of-month":
            month = calendar.months(parts["m"], parts["m"], in_year)
            return Interval(None, month.end) if month else None
        case "as-of-day":
            end = calendar.day(parts["d"], parts["m"], in_year)
            return Interval(None, end) if end else None
        case "as-of-year":
            return Interval(None, date(in_year, 12, 31))
    return None


def _is_inside_year(interval: Interval, in_year: int) -> bool:
    return interval.end is not None and interval.end.year == in_year


def _one_day(day: int | None, month: int | None, in_year: int | None) -> Interval | None:
    if day is None or month is None or in_year is None:
        return None
    found = calendar.day(day, month, in_year)
    return Interval(found, found) if found else None


def _day_range(parts: Mapping[str, int], year: int | None) -> Interval | None:
    last_year = parts.get("y2", parts.get("y1", year))
    if last_year is None:
        return None
    first_year = parts.get("y1", last_year - (1 if parts["m1"] > parts["m2"] else 0))
    first, last = calendar.day(parts["d1"], parts["m1"], first_year), calendar.day(parts["d2"], parts["m2"], last_year)
    if first is None or last is None or first > last:
        return None
    return Interval(first, last)


def _resolve_relative(mention: Mention, reference: Interval | None) -> Interval | None:
    if reference is None:
        return None
    in_year = mention.part("y")
    match mention.relative:
        case "same-period":
            return calendar.in_year(reference, in_year) if in_year else calendar.years_earlier(reference)
        case "year-before":
            return calendar.year_before(reference)
        case "month-before":
            return calendar.month_before(reference)
        case "quarter-before":
            return calendar.quarter_before(reference)
    return None
