"""The period that a document reports on, the year that its times without one stand in, the terms that it states.

All are decided from evidence before any figure is dated: a time in the headline, a heading, the lead or a sentence
without figures counts; a plan, a law, a name, a history or a base of comparison sets nothing.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from vkstats.link.draft import Line
from vkstats.link.evidence import Candidate, Choice, choose
from vkstats.link.said import Layout, Said
from vkstats.model import Token
from vkstats.values import calendar, periods
from vkstats.values.calendar import Interval
from vkstats.values.periods import Grain, TimeExpression

_LONGEST_SHIFT = 3  # months by which a reporting year runs ahead of the calendar's (courts: 1 October to 30 September)
_SHORTEST_TERM = 27  # days of a range that is a reporting term wherever it stands; a deadline or a holiday is shorter
_NEXT_TO = 4  # tokens between a period and the days of it in brackets: `năm 2012 (số liệu từ … đến …)`
_MOST_RECENT = 4  # stretches said last that a word such as `tháng này` may mean
_NEAR = 2  # years that a report looks back or ahead without turning to history
_PART_OF_YEAR = frozenset({Grain.YEAR, Grain.HALF, Grain.MONTHS, Grain.QUARTER, Grain.MONTH, Grain.WEEK})
_LENGTHS = {Grain.YEARS: "years", Grain.ASOF: "up-to", Grain.MONTH: "month", Grain.WEEK: "month"}
_TRAITS = ("opens", "bracketed", "explains", "attribute", "result", "behind-figure")
_AHEAD = frozenset({Grain.YEARS, Grain.ASOF})  # a term of office and a horizon run into the future
_NEVER = frozenset({"plan", "aim", "since"})
_SOME, _MANY = 7, 15  # figures
_SECOND = 2  # blocks behind the first that still belong to the beginning
_WITHOUT_YEAR = frozenset({"plan", "aim", "since", "relative", "same"})


@dataclass(slots=True)
class Reporting:
    """What a document's times lean on. `days` are those of each time said, by where its words start.

    `stated` are the days that the text gives for a period of the calendar: `năm 2023` → 01/12/2022-30/11/2023.
    """

    period: Interval | None
    year: int | None
    choice: Choice
    stated: Mapping[Interval, Interval] = field(default_factory=dict)
    days: Mapping[int, Interval | None] = field(default_factory=dict)

    def as_stated(self, interval: Interval) -> Interval:
        """A period of the calendar as the text counts it."""
        return self.stated.get(interval, interval)


def read_reporting(
    lines: Sequence[Line], said: Sequence[Said], layout: Layout, published: str | None, weights: Mapping[str, int]
) -> Reporting:
    """The document's period and the days of all its times; `published` is an ISO date, or None."""
    out = date.fromisoformat(published[:10]) if published else None
    assumed = _year_after_bases(lines, said, out) or (out.year if out else _year_before_plan(said))
    year = _first_year(said) or assumed
    days = {one.token.start: _days(one.mention, _year_of(one.mention, year, out), None) for one in said if one.mention}
    stated = _stated(lines, said, days)
    known = {start: stated.get(found, found) for start, found in days.items() if found}
    candidates = list(_candidates(lines, said, known, layout, out))
    choice = choose(candidates, weights)
    period = calendar.parse(choice.value) if choice.value else None
    spoken = out.year if out else _only_year(said) or assumed
    reporting = Reporting(period, period.end.year if period and period.end else spoken, choice, stated)
    reporting.days = dict(_resolved(said, reporting, layout, out))
    reporting.stated = _stated(lines, said, reporting.days)
    return reporting


def _days(mention: TimeExpression, year: int | None, reference: Interval | None) -> Interval | None:
    found = periods.resolve(mention, year, reference)
    if found and found.start is None and found.end and mention.grain is Grain.ASOF and "d" not in dict(mention.parts):
        return Interval(date(found.end.year, 1, 1), found.end)  # `đến hết tháng 9`: since the year began
    return found


# --- years ---


def _years(said: Sequence[Said]) -> Iterator[int]:
    """The years that the text itself says of what it reports."""
    for one in said:
        mention = one.mention
        year = mention and (mention.part("y") or mention.part("y2"))
        if not year or not mention or one.traits & _WITHOUT_YEAR or mention.grain in (Grain.YEARS, Grain.ASOF):
            continue
        if "attribute" not in one.traits or one.traits & {"title", "heading"}:
            yield year


def _first_year(said: Sequence[Said]) -> int | None:
    return next(_years(said), None)


def _only_year(said: Sequence[Said]) -> int | None:
    """The year that the text says, where it says but one."""
    years = set(_years(said))
    return years.pop() if len(years) == 1 else None


def _year_of(mention: TimeExpression, year: int | None, published: date | None) -> int | None:
    """The year that a time without one leans on: `quý I năm nay` on the day of publication."""
    return published.year if published and mention.part("r") is not None else year


def _year_after_bases(lines: Sequence[Line], said: Sequence[Said], published: date | None) -> int | None:
    """The year that the bases leave, where no time says one and all of them agree.

    A stretch is compared with one that ended before it: `tháng 1, giảm 5% so với tháng 12/2017` is of 2018. It ends in
    the year of publication or the one before, which a base long ago does not tell.
    """
    years = {
        _year_behind(compared, base.end)
        for number, line in enumerate(lines)
        for comparison in line.comparisons
        for base in map(_base_days, comparison.base)
        if base and base.end
        for compared in [_compared(said, number, comparison.first)]
    }
    year = years.pop() if len(years) == 1 else None
    return year if published is None or year in (published.year, published.year - 1) else None


def _year_before_plan(said: Sequence[Said]) -> int | None:
    """`kết quả 9 tháng, nhiệm vụ quý IV/2025`, and no other year: what is reported ends before the plan begins."""
    for number, one in enumerate(said):
        if "plan" not in one.traits or not one.mention or not one.mention.part("y") or not one.mention.interval:
            continue
        start = one.mention.interval.start
        reported = _compared([before for before in said[:number] if not before.is_day], one.line, one.at)
        if start is None:
            continue
        if reported is None:
            return (start - timedelta(days=1)).year
        days = periods.resolve(reported, start.year, None)
        return start.year if days and days.end and days.end < start else start.year - 1
    return None


def _base_days(token: Token) -> Interval | None:
    """The days of a base with a year; `cùng kỳ năm 2017` is in that year, whichever it is."""
    mention = token.kinds.get("period")
    if not isinstance(mention, TimeExpression):
        return None
    year = mention.part("y")
    return calendar.year(year) if year and mention.relative else mention.interval


def _compared(said: Sequence[Said], line: int, at: int) -> TimeExpression | None:
    """The last time without a year in front of a token: what is compared there."""
    return next(
        (
            one.mention
            for one in reversed(said)
            if (one.line, one.at) < (line, at) and one.mention and not one.traits & _WITHOUT_YEAR
        ),
        None,
    )


def _year_behind(compared: TimeExpression | None, end: date) -> int:
    """The first year in which a stretch ends after a day; without a stretch the year of the day after."""
    for year in (end.year, end.year + 1):
        days = periods.resolve(compared, year, None) if compared else None
        if days and days.end and days.end > end:
            return year
    return (end + timedelta(days=1)).year


def _resolved(
    said: Sequence[Said], reporting: Reporting, layout: Layout, published: date | None
) -> Iterator[tuple[int, Interval | None]]:
    """The days of each time: a year that is not said is the last said above it, else the document's."""
    years: dict[int, int] = {}  # by block
    recent: deque[Interval] = deque(maxlen=_MOST_RECENT)
    for one in said:
        mention = one.mention
        if mention is None:
            continue
        above = [one.block, *layout.above(one.block)]
        year = next((years[block] for block in above if block in years), reporting.year)
        year = _year_of(mention, year, published)
        found = _meant(mention, year, [*filter(None, [reporting.period]), *recent])
        own = mention.part("y") or mention.part("y2")
        if found and not own and one.is_day and _is_to_come(found, reporting.period, published):
            found = calendar.years_earlier(found)
        yield one.token.start, found
        if own and not mention.relative and (reporting.year is None or abs(own - reporting.year) < _NEAR):
            years[one.block] = own
        if found and found.start and found.end and found.start < found.end and not one.traits & _WITHOUT_YEAR:
            recent.appendleft(reporting.as_stated(found))


def _is_to_come(day: Interval, period: Interval | None, published: date | None) -> bool:
    """Whether a day whose year was filled lies behind the day of publication, and not in the document's own period."""
    if published is None or day.start is None or day.start <= published:
        return False
    return period is None or period.end is None or day.start > period.end


def _meant(mention: TimeExpression, year: int | None, known: Sequence[Interval]) -> Interval | None:
    """`trong kỳ`, `tháng này`, `9 tháng`: a stretch that the text has named, if one fits; else the words' own days."""
    for reference in known:
        if _days(mention, year, reference) == reference:
            return reference
    return _days(mention, year, known[0] if known else None)


# --- stated terms ---


def _stated(
    lines: Sequence[Line], said: Sequence[Said], days: Mapping[int, Interval | None]
) -> dict[Interval, Interval]:
    """The days that stand for a period of the calendar: in brackets behind it, or as long and a little earlier."""
    terms = [(number, one, days.get(one.token.start)) for number, one in enumerate(said)]
    named = [
        (number, one, found)
        for number, one, found in terms
        if found and one.mention and one.mention.grain in _PART_OF_YEAR and found.start and found.end
    ]
    stated: dict[Interval, Interval] = {}
    for number, one, term in terms:
        if not term or not one.mention or one.mention.grain is not Grain.RANGE or not term.start or not term.end:
            continue
        for before, other, found in named:
            beside = before == number - 1 and _in_brackets_behind(lines[one.line], other, one)
            if found != term and (beside or _is_shifted(term, found)):
                stated.setdefault(found, term)
    return stated


def _in_brackets_behind(line: Line, period: Said, term: Said) -> bool:
    if period.line != term.line or not 0 < term.at - period.at <= _NEXT_TO:
        return False
    return line.depths[term.at] > line.depths[period.at]


def _is_shifted(term: Interval, period: Interval) -> bool:
    """Whether a stretch of days is the same length as a period of the calendar and runs at most a quarter ahead."""
    months = calendar.months_of(term)
    if not months or months != calendar.months_of(period) or not term.start or not period.start:
        return False
    ahead = (period.start.year - term.start.year) * 12 + period.start.month - term.start.month
    most = _LONGEST_SHIFT if months == 12 else 1
    return 0 < ahead <= most


# --- the document's own period ---


def _candidates(
    lines: Sequence[Line], said: Sequence[Said], days: Mapping[int, Interval], layout: Layout, published: date | None
) -> Iterator[Candidate]:
    """The stretches that the document may report on; `days` are those of its times, as the text states them."""
    usable = [(one, days[one.token.start]) for one in said if _can_be_reported(one, days, published)]
    ends = [found.end.year for one, found in usable if found.end and one.mention and one.mention.grain not in _AHEAD]
    counted = Counter(found for _, found in usable)
    rivals = _rivals(usable, layout)
    for one, found in usable:
        told = sum(1 for line in lines[: one.line] if line.statements)
        features = [
            "source" if "source" in one.traits else _place(one, layout, told),
            *(trait for trait in _TRAITS if trait in one.traits),
            *_length(one, found),
        ]
        if found in rivals:
            features.append("rivalled")
        if counted[found] > 1:
            features.append("repeated")
        latest = max(ends, default=0)
        if found.end and found.end.year < latest:
            features.append("old" if found.end.year < latest - 1 else "year-before-last")
        if published and found.end and found.end > published:
            features.append("unfinished")
        if one.mention and one.mention.part("y") is None and one.mention.part("y2") is None:
            features.append("year-filled")
        if any(made.at > one.at for made in lines[one.line].statements):
            features.append("with-figures")
        yield Candidate(found.iso(), tuple(features), one.token.start, one.token.end)
    yield Candidate(None, ("none", *(["several-items"] if rivals else []), *_tale(lines)))


def _tale(lines: Sequence[Line]) -> Iterator[str]:
    """What tells a report from a story: it compares with earlier times, and is full of figures."""
    if any("period" in token.kinds for line in lines for one in line.comparisons for token in one.base):
        yield "compares"
    figures = sum(len(line.statements) for line in lines)
    yield "many-figures" if figures > _MANY else "some-figures" if figures > _SOME else "few-figures"


def _can_be_reported(one: Said, days: Mapping[int, Interval], published: date | None) -> bool:
    """Whether a time can be a document's period: neither a plan's nor a history's, and mostly over.

    What is to come may still be reported on where the headline or `kết quả` says so; `tính đến ngày 3/11` may be too.
    """
    found = days.get(one.token.start)
    if one.mention is None or one.is_day or one.mention.relative or one.traits & _NEVER or found is None:
        return False
    if found.end is None or (found.start is None and not one.traits >= {"opens", "starts"}):
        return False
    if published is None or one.traits & {"title", "result"}:
        return True
    return (found.start or found.end) + (found.end - (found.start or found.end)) / 2 <= published


def _rivals(usable: Sequence[tuple[Said, Interval]], layout: Layout) -> frozenset[Interval]:
    """The times that open items of their own, none of which lies in another, where no headline says one for all."""
    if any("title" in one.traits for one, _ in usable):
        return frozenset()
    openers = {found: layout.parents[one.block] for one, found in usable if found.start and "opens-block" in one.traits}
    return frozenset(
        found
        for found in openers
        if any(_are_apart(found, other) and None not in {openers[found], openers[other]} for other in openers)
        and len(set(openers.values())) > 1
    )


def _are_apart(one: Interval, other: Interval) -> bool:
    """Whether neither of two closed stretches lies in the other."""
    first, second = sorted([(one.start, one.end), (other.start, other.end)], key=str)
    return str(first[1]) < str(second[1]) and first[0] != second[0]


def _place(one: Said, layout: Layout, told: int) -> str:
    """Where in the document a time stands: the earlier, the more it says; `told` are the lines with figures before."""
    if "title" in one.traits:
        return "title"
    if "heading" in one.traits:
        return "heading" if one.block > layout.first else "head"
    behind = min(one.block - layout.first, told)
    return "lead" if behind <= 0 else "second" if behind <= _SECOND else "body"


def _length(one: Said, found: Interval) -> Iterator[str]:
    grain = one.mention.grain if one.mention else None
    if grain is Grain.RANGE and found.start and found.end:
        yield "term" if (found.end - found.start).days >= _SHORTEST_TERM else "days"
    elif found.start is None:
        yield "as-of-day"
    elif grain in _LENGTHS:
        yield _LENGTHS[grain]
