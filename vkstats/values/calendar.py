"""Stretches of days and the arithmetic of reporting periods: pure, exact, ends inclusive.

A stretch of whole months stays one when it moves (February 2016 one year later is all of February 2017);
any other keeps its days, and a day that the month does not have becomes its last (the 29th of February the 28th).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1000, 2100
_MONTHS_A_YEAR = 12
_LONGEST_MONTH = 31
_LONGEST_QUARTER = 92


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from `start` to `end`, both inclusive; None is an open end.

    Raises:
        ValueError: where both ends are open or the end lies before the start.
    """

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("no-end")
        if self.start and self.end and self.end < self.start:
            raise ValueError("end-before-start")

    def iso(self) -> str:
        """ISO 8601 `start/end`; an open end is empty: `/2017-09-15`."""
        return "/".join(end.isoformat() if end else "" for end in (self.start, self.end))

    @property
    def whole_months(self) -> bool:
        """Whether the stretch begins on a first and ends on a last day of a month (an open end does)."""
        return (self.start is None or self.start.day == 1) and (self.end is None or _is_last_day(self.end))


def parse(text: str) -> Interval:
    """The interval of `Interval.iso`.

    Raises:
        ValueError: where `text` is no such interval.
    """
    start, slash, end = text.partition("/")
    if not slash:
        raise ValueError("no-interval")
    return Interval(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


# --- stretches by name; all raise ValueError where there is no such stretch -----------------------------


def day(d: int, m: int, y: int) -> Interval:
    """One day."""
    the_day = date(_checked(y), m, d)
    return Interval(the_day, the_day)


def months(first: int, last: int, y: int) -> Interval:
    """The whole months `first` to `last` (1-12) of a year."""
    return Interval(date(_checked(y), first, 1), _last_day(y, last))


def month(m: int, y: int) -> Interval:
    """One calendar month."""
    return months(m, m, y)


def quarter(q: int, y: int) -> Interval:
    """Quarter 1-4 of a year."""
    return months(3 * q - 2, 3 * q, y)


def half(h: int, y: int) -> Interval:
    """Half 1-2 of a year."""
    return months(6 * h - 5, 6 * h, y)


def year(y: int) -> Interval:
    """One calendar year, 1000 to 2100."""
    return months(1, 12, y)


def span(first: Interval, last: Interval) -> Interval:
    """From the start of `first` to the end of `last`."""
    return Interval(first.start, last.end)


# --- the same stretch at another time; None where it would leave the years 1000 to 2100 -----------------


def years_earlier(interval: Interval, n: int = 1) -> Interval | None:
    """The same stretch `n` years earlier (later, where `n` is negative)."""
    return _months_later(interval, -n * _MONTHS_A_YEAR)


def in_year(interval: Interval, y: int) -> Interval | None:
    """The same stretch, moved by whole years so that it ends in year `y` (begins, where the end is open)."""
    last = interval.end or interval.start
    return years_earlier(interval, last.year - y) if last else None


def month_before(interval: Interval) -> Interval | None:
    """The month before the month that `interval` is or lies in; a reporting month (16/8-15/9) moves as it is.

    None where `interval` is longer than a month.
    """
    return _stretch_before(interval, 1, _LONGEST_MONTH)


def quarter_before(interval: Interval) -> Interval | None:
    """The quarter before the quarter that `interval` is or lies in; None where it is longer than a quarter."""
    return _stretch_before(interval, 3, _LONGEST_QUARTER)


def year_before(interval: Interval) -> Interval | None:
    """The year before the calendar year of `interval`; twelve months across two years move as they are.

    None where `interval` is longer than a year.
    """
    return _stretch_before(interval, _MONTHS_A_YEAR, 366)


def stretch_before(interval: Interval) -> Interval | None:
    """The stretch of the same length that ends the day before `interval`; None where an end is open.

    Whole months are counted as months: what lasts two months from the 31st of January follows on the two months
    from the 30th of November, which has no 31st.
    """
    start, end = interval.start, interval.end
    if not start or not end:
        return None
    length = months_of(interval)
    if length:
        return _months_later(interval, -length)
    return Interval(start - (end - start) - timedelta(days=1), start - timedelta(days=1))


def months_of(interval: Interval) -> int | None:
    """How many months a stretch lasts: whole months, or from a day to the day before it (16/12-15/12); else None."""
    start, end = interval.start, interval.end
    if not start or not end:
        return None
    following = end + timedelta(days=1)
    return _month_number(following) - _month_number(start) if following.day == start.day else None


def _stretch_before(interval: Interval, length: int, most_days: int) -> Interval | None:
    start, end = interval.start, interval.end
    if not start or not end or (end - start).days >= most_days:
        return None
    first, last = ((_month_number(d) - 1) // length for d in (start, end))
    if first != last:  # a reporting month, quarter or year that starts on a day of its own
        return _months_later(interval, -length)
    begin = (first - 1) * length + 1
    return _between(begin, begin + length - 1)


def _months_later(interval: Interval, n: int) -> Interval | None:
    whole = interval.whole_months
    ends: list[date | None] = []
    for at, to_last in ((interval.start, False), (interval.end, whole)):
        if at is None:
            ends.append(None)
            continue
        y, m = _year_and_month(_month_number(at) + n)
        if not FIRST_YEAR <= y <= LAST_YEAR:
            return None
        last = _last_day(y, m)
        ends.append(last if to_last or at.day > last.day else date(y, m, at.day))
    return Interval(*ends)


def _between(first: int, last: int) -> Interval | None:
    """Whole months by their numbers since year 0."""
    (y, m), (last_y, last_m) = _year_and_month(first), _year_and_month(last)
    return Interval(date(y, m, 1), _last_day(last_y, last_m)) if y >= FIRST_YEAR else None


def _month_number(d: date) -> int:
    return d.year * _MONTHS_A_YEAR + d.month


def _year_and_month(number: int) -> tuple[int, int]:
    y, m = divmod(number - 1, _MONTHS_A_YEAR)
    return y, m + 1


def _last_day(y: int, m: int) -> date:
    """Raises ValueError (`calendar.IllegalMonthError`) for no month."""
    return date(y, m, monthrange(y, m)[1])


def _is_last_day(d: date) -> bool:
    return (d + timedelta(days=1)).day == 1


def _checked(y: int) -> int:
    if not FIRST_YEAR <= y <= LAST_YEAR:
        raise ValueError("year-out-of-range")
    return y
