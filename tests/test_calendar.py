"""Stretches of days: what they are called, how they move, and that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from vkstats.values import calendar
from vkstats.values.calendar import Interval

_STRETCHES = Path(__file__).parent / "data" / "stretches.tsv"
_MOVES: dict[str, Callable[[Interval], Interval | None]] = {
    "year earlier": calendar.years_earlier,
    "month before": calendar.month_before,
    "quarter before": calendar.quarter_before,
    "year before": calendar.year_before,
    "stretch before": calendar.stretch_before,
}
_YEARS = st.integers(1910, 2090)
_DAYS = st.dates(date(1910, 1, 1), date(2090, 12, 31))


def _cases() -> list[list[str]]:
    lines = _STRETCHES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    return Interval(first, last)


@st.composite
def _whole_months(draw: st.DrawFn) -> Interval:
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    return calendar.span(calendar.month(first.month, first.year), calendar.month(last.month, last.year))


@pytest.mark.parametrize(("move", "stretch", "result"), _cases())
def test_stretch_moves(move: str, stretch: str, result: str) -> None:
    """A stretch moves to where a reader of reports puts it, or nowhere."""
    moved = _MOVES[move](calendar.parse(stretch))
    assert (moved.iso() if moved else "") == result


@pytest.mark.parametrize(
    ("interval", "iso"),
    [
        (calendar.year(2020), "2020-01-01/2020-12-31"),
        (calendar.half(1, 2021), "2021-01-01/2021-06-30"),
        (calendar.half(2, 2021), "2021-07-01/2021-12-31"),
        (calendar.quarter(1, 2021), "2021-01-01/2021-03-31"),
        (calendar.quarter(4, 2021), "2021-10-01/2021-12-31"),
        (calendar.months(1, 9, 2015), "2015-01-01/2015-09-30"),
        (calendar.month(2, 2020), "2020-02-01/2020-02-29"),
        (calendar.month(2, 1900), "1900-02-01/1900-02-28"),
        (calendar.day(15, 1, 2021), "2021-01-15/2021-01-15"),
        (calendar.span(calendar.year(2016), calendar.year(2020)), "2016-01-01/2020-12-31"),
        (Interval(None, date(2017, 9, 15)), "/2017-09-15"),
        (Interval(date(2018, 1, 1), None), "2018-01-01/"),
    ],
)
def test_stretch_is_written_as_iso(interval: Interval, iso: str) -> None:
    """Named stretches have the days of the calendar, ends inclusive, an open end empty."""
    assert interval.iso() == iso
    assert calendar.parse(iso) == interval


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: calendar.day(31, 4, 2020),
        lambda: calendar.day(29, 2, 2021),
        lambda: calendar.month(13, 2020),
        lambda: calendar.month(0, 2020),
        lambda: calendar.months(5, 3, 2020),
        lambda: calendar.quarter(5, 2020),
        lambda: calendar.half(3, 2020),
        lambda: calendar.year(999),
        lambda: calendar.year(2101),
        lambda: calendar.span(calendar.year(2020), calendar.year(2016)),
        lambda: Interval(None, None),
        lambda: calendar.parse("2020-01-01"),
        lambda: calendar.parse("/"),
        lambda: calendar.parse("2020-13-01/2020-12-31"),
    ],
)
def test_impossible_stretch_is_refused(impossible: Callable[[], Interval]) -> None:
    """What no calendar has raises a ValueError."""
    with pytest.raises(ValueError, match=r".*"):
        impossible()


@pytest.mark.parametrize(
    ("stretch", "months"),
    [
        ("2020-01-01/2020-12-31", 12),
        ("2019-12-16/2020-12-15", 12),
        ("2018-08-16/2018-09-15", 1),
        ("2020-02-01/2020-02-29", 1),
        ("2019-02-02/2019-02-10", None),
        ("/2019-02-10", None),
    ],
)
def test_months_are_counted_where_they_are_whole(stretch: str, months: int | None) -> None:
    """A reporting year is twelve months wherever it starts; nine days are no months."""
    assert calendar.months_of(calendar.parse(stretch)) == months


@given(_intervals())
def test_iso_reads_back(interval: Interval) -> None:
    """What is written is read back as itself."""
    assert calendar.parse(interval.iso()) == interval


@given(_whole_months(), st.integers(-9, 9))
def test_whole_months_stay_whole_and_come_back(interval: Interval, years: int) -> None:
    """Whole months moved by years are as many whole months, and move back to where they were."""
    moved = calendar.years_earlier(interval, years)
    assert moved is not None
    assert moved.whole_months
    assert calendar.months_of(moved) == calendar.months_of(interval)
    assert calendar.years_earlier(moved, -years) == interval


@given(_intervals(), st.integers(-9, 9))
def test_other_stretches_keep_their_days(interval: Interval, years: int) -> None:
    """Both ends move by exactly so many years; only the 29th of February may become the 28th."""
    assume(not interval.whole_months)
    moved = calendar.years_earlier(interval, years)
    assert moved is not None
    for before, after in ((interval.start, moved.start), (interval.end, moved.end)):
        assert before is not None
        assert after is not None
        assert (before.year - after.year, after.month) == (years, before.month)
        assert after.day == before.day or (before.day, after.day) == (29, 28)


@given(_intervals(), _YEARS)
def test_in_year_ends_in_that_year(interval: Interval, year: int) -> None:
    """The stretch of another year ends in it."""
    moved = calendar.in_year(interval, year)
    assert moved is None or (moved.end is not None and moved.end.year == year)
    assert interval.end is not None
    assert calendar.in_year(interval, interval.end.year) == interval


@given(_intervals())
@example(Interval(date(2000, 1, 31), date(2000, 3, 30)))
@example(Interval(date(2001, 3, 30), date(2001, 4, 29)))
def test_stretch_before_ends_the_day_before(interval: Interval) -> None:
    """The stretch before leaves no day between, and is as long in months, from the same day or the month's last."""
    before = calendar.stretch_before(interval)
    assume(before is not None)
    assert before is not None
    assert before.start is not None
    assert before.end is not None
    assert interval.start is not None
    assert interval.end is not None
    assert before.end == interval.start - timedelta(days=1)
    months = calendar.months_of(interval)
    if months is None:
        assert before.end - before.start == interval.end - interval.start
    else:
        there = calendar.month(before.start.month, before.start.year).end
        assert there is not None
        assert before.start.day == min(interval.start.day, there.day)
        assert 12 * (interval.start.year - there.year) + interval.start.month - there.month == months
