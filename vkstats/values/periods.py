"""Time expressions: the groups of a lexicon form → what the words say of the time, and later the days covered.

The forms are data (kind `period` of the lexicon); each is named here with its grain and the arithmetic that
gives its days. Group names: `d` day, `m` month, `y` year, `q` quarter, `h` half or hour, `n` how many, `r` a
year beside the document's (`năm nay`, `năm ngoái`); of a clock `min`, `s`, `k` minutes to the hour, `t` part of
the day, `p` AM or PM; `1` and `2` are the two ends; a last `b`, `c`, … is another notation of the same. A name
in a capital (`M`) is of a word that the text writes with one. The module is as long as its one table of forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from vkstats.values import calendar
from vkstats.values.calendar import Interval
from vkstats.values.numerals import read_words


class Grain(StrEnum):
    """How long a stretch an expression means; `clock` and `vague` never mean days."""

    DAY = "day"
    WEEK = "week"  # of a month: which days it has, nobody settles
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"
    ASOF = "asof"
    SAME = "same"  # the same stretch of another year
    TERM = "term"  # a stretch as long as another
    CLOCK = "clock"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as the text says it: `parts` are its numbers by group name.

    `relative` is the form's name where the expression leans on another time (`cùng kỳ`, `tháng trước`).
    """

    form: str
    grain: Grain
    parts: tuple[tuple[str, int], ...] = ()
    relative: str | None = None

    def part(self, name: str) -> int | None:
        """A number of the expression, None where it has none such."""
        return next((value for key, value in self.parts if key == name), None)

    @property
    def interval(self) -> Interval | None:
        """The days, where the expression settles them by itself."""
        return resolve(self, None, None)


def normalise(form: str, groups: Mapping[str, str | None]) -> TimeExpression | None:
    """What the groups of a form mean; None where they are no time (`45/13`, `30 tháng đầu năm`, `15:72`).

    Raises:
        KeyError: where no form has that name.
    """
    known = _FORMS[form]
    parts = {part_name(name): _number(name, text) for name, text in groups.items() if text is not None}
    try:
        for name, value in parts.items():
            if name.startswith("y"):
                calendar.year(value)
        known.days(parts, _ANY_YEAR, None)
    except ValueError:
        return None
    return TimeExpression(form, known.grain, tuple(sorted(parts.items())), form if known.leans else None)


def resolve(mention: TimeExpression, year: int | None, reference: Interval | None) -> Interval | None:
    """The days of a mention; None where the text does not settle them.

    `year` is the document's year, which fills one that is not said; `reference` is the current period, which
    relative expressions lean on.
    """
    try:
        return _FORMS[mention.form].days(dict(mention.parts), year, reference)
    except ValueError:  # the 29th of February of another year, a year out of range
        return None


def time_of(clock: TimeExpression, day: TimeExpression) -> time | None:
    """The time of day that `clock` says, where it belongs to `day`, which may say the part of it (`tối 5/6`).

    None where `clock` says none, or midnight that may be at either end of the day (`12 giờ đêm`).
    """
    hour, minute = clock.part("h"), (clock.part("min") or 0) - (clock.part("k") or 0)
    if hour is None:
        return None
    part = next((said for said in (clock.part("p"), clock.part("t"), day.part("t")) if said is not None), None)
    if part is not None and 0 < hour <= _NOON:
        hour = next(later for later in (hour % 12, hour % 12 + 12, hour % 12 + 24) if later >= part)
        if hour == _MIDNIGHT:
            return None
    total = hour % _MIDNIGHT * 60 + minute
    return time(total // 60, total % 60, clock.part("s") or 0) if hour < _MIDNIGHT or part is not None else None


def form_names() -> frozenset[str]:
    """The forms that have their arithmetic here; the lexicon may name no other."""
    return frozenset(_FORMS)


def part_name(group: str) -> str:
    """The part that a group of a form's regex holds: `Mb` holds the month as well as `m` does."""
    name = group.lower()
    return name[:-1] if len(name) > 1 and name[-1] in "bcde" else name


def part_names(form: str) -> frozenset[str]:
    """The parts that the arithmetic of a form reads; none where its words are all that it says."""
    return frozenset(_PARTS.get(form, "").split())


_ANY_YEAR = 2000  # a leap year: every day of a month that any year has
_TENS, _ONES = ("", "x", "xx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_WORDS = {
    **{_TENS[n // 10] + _ONES[n % 10]: n for n in range(1, 30)},
    "đầu": 1, "cuối": -1, "sau": -1, "nay": 0,
    "tư": 4,
    # The hour from which on a clock of twelve hours is read: `10 giờ đêm` is 22:00, `1 giờ đêm` is 1:00.
    "a": 0, "p": 12, "rạng sáng": 0, "sáng": 0, "trưa": 10, "chiều": 12, "tối": 13, "đêm": 18, "khuya": 18,
}  # fmt: skip
_NOON, _MIDNIGHT, _LAST_MINUTE = 12, 24, 59
_YEARS_BESIDE = {"nay": 0, "qua": 0, "ngoái": -1, "trước": -1, "sau": 1, "tới": 1}

_Parts = Mapping[str, int]


def _number(name: str, text: str) -> int:
    if text.isdecimal():
        return int(text)
    words = _YEARS_BESIDE if name.startswith("r") else _WORDS
    if text in words:
        return words[text]
    number = read_words(text.split())
    if number is None:
        raise KeyError(text)
    return int(number.value)


# --- the arithmetic of each form: (parts, year, reference) → days; ValueError where there are none ------


def _year_said(parts: _Parts, year: int | None, end: str = "") -> int | None:
    """The year of an expression, said or counted from the document's; None where neither is known."""
    said = parts.get(f"y{end}")
    if said is not None or year is None:
        return said
    return year + parts.get(f"r{end}", 0)


def _in_its_year(stretch: Callable[[_Parts, int], Interval]) -> _Days:
    def days(parts: _Parts, year: int | None, _reference: Interval | None) -> Interval | None:
        its_year = _year_said(parts, year)
        return None if its_year is None else stretch(parts, its_year)

    return days


def _up_to(stretch: Callable[[_Parts, int], Interval]) -> _Days:
    """`tính đến …`: no start, the end of the stretch that is named."""
    return _in_its_year(lambda parts, year: Interval(None, stretch(parts, year).end))


def _day(parts: _Parts, year: int) -> Interval:
    return calendar.day(parts["d"], parts["m"], year)


def _month(parts: _Parts, year: int) -> Interval:
    return calendar.month(parts["m"], year)


def _quarter(parts: _Parts, year: int) -> Interval:
    return calendar.quarter(parts["q"] % 5, year)  # `quý cuối năm`: -1 is the fourth


def _half(parts: _Parts, year: int) -> Interval:
    return calendar.half(parts["h"] % 3, year)  # `nửa cuối năm`: -1 is the second


def _year(_parts: _Parts, year: int) -> Interval:
    return calendar.year(year)


def _first_months(parts: _Parts, year: int) -> Interval:
    return calendar.months(1, parts["n"], year)


def _last_months(parts: _Parts, year: int) -> Interval:
    return calendar.months(13 - parts["n"], 12, year)


def _first_quarters(parts: _Parts, year: int) -> Interval:
    return calendar.months(1, 3 * parts["n"], year)


def _months_bare(parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """`trong 9 tháng`: the current period if it is so long, else the first months of the year."""
    if reference and calendar.months_of(reference) == parts["n"]:
        return reference
    return _in_its_year(_first_months)(parts, year, reference)


def _range(parts: _Parts, year: int | None, _reference: Interval | None) -> Interval | None:
    """`từ … đến …`: days or whole months; a year that only one end says settles the other in calendar order."""
    last_month = parts["m2"]
    first_month = parts.get("m1", last_month)  # `từ ngày 1 đến ngày 15/3`
    turns = (first_month, parts.get("d1", 1)) > (last_month, parts.get("d2", 31))
    if turns and "m1" not in parts:
        raise ValueError("end-before-start")
    first_year, last_year = _end_year(parts, year, "1"), _end_year(parts, year, "2")
    if last_year is None:
        last_year = year if first_year is None else first_year + turns
    if last_year is None:
        return None
    if first_year is None:
        first_year = last_year - turns
    first = _end_of_range(parts, "1", first_month, first_year)
    return calendar.span(first, _end_of_range(parts, "2", last_month, last_year))


def _range_bare(parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """Two days with no more than a dash; the same of two years is an anniversary: `12/5/1961 - 12/5/2016`."""
    same_day = "y1" in parts and (parts.get("d1"), parts.get("m1")) == (parts["d2"], parts["m2"])
    return None if same_day and parts.get("y2", 0) - parts["y1"] > 1 else _range(parts, year, reference)


def _end_year(parts: _Parts, year: int | None, end: str) -> int | None:
    return _year_said(parts, year, end) if f"y{end}" in parts or f"r{end}" in parts else None


def _end_of_range(parts: _Parts, end: str, month: int, year: int) -> Interval:
    day = parts.get(f"d{end}")
    return calendar.month(month, year) if day is None else calendar.day(day, month, year)


def _day_pair(parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """`ngày 12 và 13/3`: two days that follow each other; others are no stretch."""
    if parts["d2"] <= parts["d1"]:
        raise ValueError("end-before-start")
    return _range(parts, year, reference) if parts["d2"] == parts["d1"] + 1 else None


def _day_list(parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """`ngày 30/4 và 1/5`: a stretch where one day follows the other, else only days."""
    found = _range(parts, year, reference)
    if found is None or found.start is None or found.end is None:
        return None
    return found if (found.end - found.start).days == 1 else None


def _years(parts: _Parts, _year: int | None, _reference: Interval | None) -> Interval | None:
    return calendar.span(calendar.year(parts["y1"]), calendar.year(parts["y2"]))


def _year_of_old(parts: _Parts, _year: int | None, _reference: Interval | None) -> Interval | None:
    """A year of history, which fills no time that says none."""
    return calendar.year(parts["past"])


def _decade(parts: _Parts, _year: int | None, _reference: Interval | None) -> Interval | None:
    return calendar.span(calendar.year(parts["y"]), calendar.year(parts["y"] + 9))


def _century(parts: _Parts, _year: int | None, _reference: Interval | None) -> Interval | None:
    """The twentieth century is 1901 to 2000; of one before the calendar's first year the days are not settled."""
    last = parts["c"] * 100
    if not calendar.FIRST_YEAR < last <= calendar.LAST_YEAR:
        return None
    return calendar.span(calendar.year(last - 99), calendar.year(last))


def _year_pair(parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """`năm 2016 và 2017`: two years that follow each other; others are no stretch."""
    if parts["y2"] <= parts["y1"]:
        raise ValueError("end-before-start")
    return _years(parts, year, reference) if parts["y2"] == parts["y1"] + 1 else None


def _school_year(parts: _Parts, _year: int | None, _reference: Interval | None) -> Interval | None:
    """`năm học 2018-2019`: from September to May; a longer one is a class's whole time at school."""
    if parts.get("y2", 0) != parts.get("y1", 0) + 1:
        return None
    return calendar.span(calendar.month(9, parts["y1"]), calendar.month(5, parts["y2"]))


def _year_to_date(parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """`từ đầu năm đến …`: up to the day said; `đến nay` to the end of the current period, else open."""
    if "now" not in parts:
        return _range({"d1": 1, "m1": 1, **parts}, year, reference)
    its_year = _year_said(parts, year, "1")
    if its_year is None:
        return None
    start = calendar.year(its_year).start
    if reference and reference.start == start and reference.end and reference.end.year == its_year:
        return reference
    return Interval(start, None)


def _since(parts: _Parts, _year: int | None, _reference: Interval | None) -> Interval | None:
    if "d" in parts:
        return Interval(_day(parts, parts["y"]).start, None)
    if "m" in parts:
        return Interval(_month(parts, parts["y"]).start, None)
    return Interval(calendar.year(parts["y"]).start, None)


def _leaning(move: Callable[[Interval], Interval | None]) -> _Days:
    def days(_parts: _Parts, _year: int | None, reference: Interval | None) -> Interval | None:
        return move(reference) if reference else None

    return days


def _same_period(parts: _Parts, _year: int | None, reference: Interval | None) -> Interval | None:
    """`cùng kỳ` is a year earlier; `cùng kỳ năm 2019` in that year, which cannot be the period's own."""
    if reference is None:
        return None
    if "y" not in parts:
        return calendar.years_earlier(reference)
    same = calendar.in_year(reference, parts["y"])
    return None if same == reference else same


def _year_before(_parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    if reference:
        return calendar.year_before(reference)
    return None if year is None else calendar.year(year - 1)


def _this_year(_parts: _Parts, year: int | None, reference: Interval | None) -> Interval | None:
    """The current period where it is a reporting year, else the calendar year."""
    if reference and calendar.months_of(reference) == 12:
        return reference
    return None if year is None else calendar.year(year)


def _past_year(_parts: _Parts, _year: int | None, reference: Interval | None) -> Interval | None:
    """`năm qua`: the current period where it is a year; else it may be the last calendar year or twelve months."""
    return reference if reference and calendar.months_of(reference) == 12 else None


def _if_at_most(days: int) -> Callable[[Interval], Interval | None]:
    """The current period where it is no longer than that."""

    def short(reference: Interval) -> Interval | None:
        start, end = reference.start, reference.end
        return reference if start and end and end - start < timedelta(days) else None

    return short


def _past_months(parts: _Parts, _year: int | None, reference: Interval | None) -> Interval | None:
    """`9 tháng qua`: the current period if it is so long; counted from an unknown day otherwise."""
    return reference if reference and calendar.months_of(reference) == parts["n"] else None


def _clock(parts: _Parts, _year: int | None, _reference: Interval | None) -> None:
    if parts.get("h", 0) > _MIDNIGHT or any(parts.get(name, 0) > _LAST_MINUTE for name in ("min", "s")):
        raise ValueError("no-clock")


def _never(_parts: _Parts, _year: int | None, _reference: Interval | None) -> None:
    """No days: the words do not say which."""


_Days = Callable[[_Parts, int | None, Interval | None], Interval | None]


@dataclass(frozen=True, slots=True)
class _Form:
    grain: Grain
    days: _Days
    leans: bool = False


_FORMS: Mapping[str, _Form] = {
    "day": _Form(Grain.DAY, _in_its_year(_day)),
    "date": _Form(Grain.DAY, _in_its_year(_day)),
    "date-month-first": _Form(Grain.DAY, _in_its_year(_day)),
    "day-pair": _Form(Grain.RANGE, _day_pair),
    "lunar": _Form(Grain.VAGUE, _never),
    "day-list": _Form(Grain.RANGE, _day_list),
    "range": _Form(Grain.RANGE, _range),
    "range-clock": _Form(Grain.DAY, _range),
    "day-hours": _Form(Grain.DAY, _in_its_year(_day)),
    "range-bare": _Form(Grain.RANGE, _range_bare),
    "month-range": _Form(Grain.RANGE, _range),
    "month-range-words": _Form(Grain.RANGE, _range),
    "month": _Form(Grain.MONTH, _in_its_year(_month)),
    "week-of-month": _Form(Grain.WEEK, _in_its_year(_month)),
    "month-figures": _Form(Grain.MONTH, _in_its_year(_month)),
    "month-range-figures": _Form(Grain.RANGE, _range),
    "year-of-old": _Form(Grain.YEAR, _year_of_old),
    "year-bare": _Form(Grain.YEAR, _in_its_year(_year)),
    "as-of-year-bare": _Form(Grain.ASOF, _up_to(_year)),
    "year-compared": _Form(Grain.YEAR, _in_its_year(_year)),
    "before-or-after": _Form(Grain.VAGUE, _never),
    "decade": _Form(Grain.DECADE, _decade),
    "decade-short": _Form(Grain.VAGUE, _never),
    "century": _Form(Grain.CENTURY, _century),
    "part-of-century": _Form(Grain.VAGUE, _never),
    "weekday": _Form(Grain.VAGUE, _never),
    "season": _Form(Grain.VAGUE, _never),
    "around-now": _Form(Grain.VAGUE, _never),
    "first-months": _Form(Grain.MONTHS, _in_its_year(_first_months)),
    "last-months": _Form(Grain.MONTHS, _in_its_year(_last_months)),
    "months-bare": _Form(Grain.MONTHS, _months_bare),
    "some-months": _Form(Grain.VAGUE, _never),
    "half": _Form(Grain.HALF, _in_its_year(_half)),
    "quarter": _Form(Grain.QUARTER, _in_its_year(_quarter)),
    "quarters": _Form(Grain.MONTHS, _in_its_year(_first_quarters)),
    "year": _Form(Grain.YEAR, _in_its_year(_year)),
    "part-of-this-year": _Form(Grain.VAGUE, _leaning(lambda reference: reference), leans=True),
    "part-of-year": _Form(Grain.VAGUE, _never),
    "years": _Form(Grain.YEARS, _years),
    "year-pair": _Form(Grain.YEARS, _year_pair),
    "school-year": _Form(Grain.YEAR, _school_year),
    "year-to-date": _Form(Grain.MONTHS, _year_to_date),
    "since": _Form(Grain.RANGE, _since),
    "as-of-day": _Form(Grain.ASOF, _up_to(_day)),
    "as-of-month": _Form(Grain.ASOF, _up_to(_month)),
    "as-of-quarter": _Form(Grain.ASOF, _up_to(_quarter)),
    "as-of-year": _Form(Grain.ASOF, _up_to(_year)),
    "same-period": _Form(Grain.SAME, _same_period, leans=True),
    "same-in-month-before": _Form(Grain.SAME, _leaning(calendar.month_before), leans=True),
    "same-many": _Form(Grain.SAME, _never, leans=True),
    "year-before": _Form(Grain.YEAR, _year_before, leans=True),
    "month-before": _Form(Grain.MONTH, _leaning(calendar.month_before), leans=True),
    "quarter-before": _Form(Grain.QUARTER, _leaning(calendar.quarter_before), leans=True),
    "term-before": _Form(Grain.TERM, _leaning(calendar.stretch_before), leans=True),
    "week-before": _Form(Grain.VAGUE, _never, leans=True),
    "this-year": _Form(Grain.YEAR, _this_year, leans=True),
    "past-year": _Form(Grain.YEAR, _past_year, leans=True),
    "this-month": _Form(Grain.MONTH, _leaning(_if_at_most(31)), leans=True),
    "this-quarter": _Form(Grain.QUARTER, _leaning(_if_at_most(92)), leans=True),
    "this-period": _Form(Grain.TERM, _leaning(lambda reference: reference), leans=True),
    "past-months": _Form(Grain.MONTHS, _past_months, leans=True),
    "past-stretch": _Form(Grain.VAGUE, _never),
    "some-past": _Form(Grain.VAGUE, _never),
    "holiday": _Form(Grain.VAGUE, _never),
    "born": _Form(Grain.VAGUE, _never),
    "clock": _Form(Grain.CLOCK, _clock),
}

_STRETCH = "d1 m1 y1 r1 d2 m2 y2 r2"
_PARTS: Mapping[str, str] = {
    **dict.fromkeys(("day", "date", "date-month-first", "day-hours"), "d m y r t h min s p"),
    **dict.fromkeys(("range", "range-clock", "range-bare", "day-pair", "day-list"), _STRETCH),
    **dict.fromkeys(("month-range", "month-range-words"), "m1 y1 r1 m2 y2 r2"),
    **dict.fromkeys(("month", "week-of-month"), "m y r"),
    **dict.fromkeys(("first-months", "last-months", "months-bare", "quarters"), "n y r"),
    "half": "h y r",
    "some-months": "y",
    "quarter": "q y r",
    **dict.fromkeys(("year", "holiday", "year-bare", "year-compared", "as-of-year-bare"), "y r"),
    **dict.fromkeys(("decade", "month-figures"), "m y r"),
    "month-range-figures": "m1 y1 m2 y2",
    "century": "c",
    "year-of-old": "past",
    "before-or-after": "about",
    "weekday": "w",
    **dict.fromkeys(("years", "year-pair", "school-year"), "y1 y2"),
    "year-to-date": f"{_STRETCH} now",
    "since": "d m y",
    "as-of-day": "d m y r",
    "as-of-month": "m y r",
    "as-of-quarter": "q y r",
    "as-of-year": "y r",
    "same-period": "y",
    "past-months": "n",
    "born": "born",
    "clock": "h min s k p t",
}
