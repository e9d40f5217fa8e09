"""The time that a figure covers, and the time that a change is measured against.

The time expression that governs a figure is the nearest in front of it in its sentence, else the next one
behind it in its clause, else the one that an earlier sentence or a heading set, else the document's.
What the text does not settle stays null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vkstats.link.changes import base_of
from vkstats.link.draft import Comparison, Dated, Line, Linked, grow
from vkstats.model import BlockKind, Role, Token
from vkstats.packs import RuleSet
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.calendar import parse as calendar_parse
from vkstats.values.periods import TimeExpression

_REACH = 30  # characters in front of a time in which a plan, or what dates from it, is said
_NEAR = 2  # years that a report looks back or ahead without turning to history or to a plan
_SHORTEST_TERM = 27  # days of a range that is a reporting term wherever it stands; a deadline or a holiday is shorter
_UNDATED = frozenset({"past-stretch", "some-past", "week-before"})
_OPENING = 6  # lines with a number behind which a time tells of its own sentence
_LEAD = 4  # lines with a number in which a report says what it is about
_DAY = "day"
_CLAUSE_MARKS = frozenset({"comma", "semicolon", "stop", "open", "close", "verb", "versus", "parts", "border"})


@dataclass(frozen=True, slots=True)
class _Time:
    """A time expression of a line that can govern figures."""

    at: int
    interval: Interval
    mention: TimeExpression
    planned: bool


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a document as they stand behind the lines read so far; reading a line gives them anew."""

    document: Interval | None
    year: int | None
    current: Interval | None = None
    said: int | None = None  # the year said last, unless it is history
    stated: Mapping[Interval, Interval] = field(default_factory=dict)  # `6 tháng đầu năm (từ 01/12 đến 31/5)`

    @property
    def filling(self) -> int | None:
        """The year of a time that says none: the one said last, else the document's."""
        return self.said or self.year

    @property
    def holding(self) -> Interval | None:
        """The time that holds where nothing nearer does: the one carried on, else the document's."""
        return self.current or self.document

    def told(self, mention: TimeExpression) -> Times:
        """The times behind one more time expression: the year that it says holds for those behind it that say none."""
        said = mention.part("y") or mention.part("y2")
        is_near = said and not mention.relative and (self.year is None or abs(said - self.year) <= _NEAR - 1)
        return replace(self, said=said) if is_near and said != self.said else self

    def iso(self, interval: Interval | None) -> str | None:
        """An interval as it is put out; a term whose days the text states is those days."""
        return self.stated.get(interval, interval).iso() if interval else None

    def is_far(self, interval: Interval) -> bool:
        """History (`Năm 1958, …`) or a day to come (`đến năm 2030`): said for its own sentence, not for the next."""
        last = self.document.end.year if self.document and self.document.end else self.year
        if last is None:
            return False
        said = interval.end or interval.start
        return said is not None and abs(said.year - last) > _NEAR


def with_times(line: Line, drafts: Sequence[Linked], times: Times, rules: RuleSet) -> tuple[tuple[Dated, ...], Times]:
    """The figures of a line with their periods and baselines, and the times behind the line."""
    reading = _Reading(line, drafts, times, rules)
    return tuple(map(reading.dated, drafts)), reading.carried()


class _Reading:
    """A line being read; `now` are the times with what its own time expressions tell."""

    def __init__(self, line: Line, drafts: Sequence[Linked], times: Times, rules: RuleSet) -> None:
        self._line, self._drafts, self._rules = line, drafts, rules
        self.now = times
        self._times = self._read()

    def _read(self) -> list[_Time]:
        """The times of the line that can govern its figures."""
        line, own = self._line, {made.base.start for made in self._drafts if made.base}
        found: list[_Time] = []
        for at, token, mention in line.mentions:
            if token.start in own or (mention.relative and not _stands_for_itself(mention)):
                continue
            self.now = self.now.told(mention)
            interval = periods.resolve(mention, self.now.filling, self.now.holding)
            if interval is None or self._is_base_behind(at, mention):
                continue
            if found and mention.grain == "range" and _opens_behind(line, found[-1].at, at):
                self.now = replace(self.now, stated={**self.now.stated, found[-1].interval: interval})
            planned = _is_planned(line, at, self._rules)
            found.append(_Time(at, self.now.stated.get(interval, interval), mention, planned))
        return found

    def dated(self, made: Linked) -> Dated:
        """A figure of the line with its period and baseline."""
        period = self._period(made)
        return grow(
            Dated,
            made,
            period=period,
            baseline=self._baseline(made, period) if made.role is Role.CHANGE else None,
        )

    def carried(self) -> Times:
        """The times for the next line, with the one that this line sets."""
        line = self._line
        is_heading = line.block.kind is BlockKind.HEADING
        if not self._drafts and not is_heading and line.block.kind is not BlockKind.TITLE:
            return self.now
        first = self._drafts[0].at if self._drafts else len(line.tokens)
        for time in self._times:
            if time.at < first and line.depths[time.at] == 0 and time.mention.grain != _DAY:
                is_open = time.interval.end is None  # `từ năm 2013`: said for its own sentence
                holds = (is_heading or not time.planned) and not is_open and not self.now.is_far(time.interval)
                return replace(self.now, current=time.interval) if holds else self.now
        return self.now

    def _period(self, made: Linked) -> str | None:
        if made.base is not None:
            return self.now.iso(self._resolve(made.base))
        if made.role is Role.BASELINE:
            comparison = base_of(self._line, self._drafts, made)
            return self.now.iso(self._resolve(comparison.base[0])) if comparison and comparison.base else None
        own = self._governing(made)
        if own is None and self._is_undated(made):
            return None
        return self.now.iso(own or self.now.holding)

    def _is_undated(self, made: Linked) -> bool:
        """`hiện nay`, `5 năm qua`: the sentence has a time of its own, which the text does not settle."""
        return any("undated" in token.kinds for token in self._line.tokens[: made.at]) or any(
            mention.form in _UNDATED and at < made.at for at, _, mention in self._line.mentions
        )

    def _governing(self, made: Linked) -> Interval | None:
        line = self._line
        usable = [time for time in self._times if not time.planned or made.role is Role.TARGET]
        before = [time for time in usable if time.at < made.at and _reaches(line, time.at, made)]
        longer = [time for time in before if time.mention.grain != _DAY]
        if longer:
            own = next((time for time in usable if time.at > made.at), None)
            is_own = own and own.mention.grain != _DAY and self._follows_a_figure(own.at, made)
            if own and is_own and self._follows_a_figure(longer[-1].at):
                return own.interval  # `3,2 con năm 1990, 2,5 con năm 2019`: each has its own behind
            return longer[-1].interval
        if before and _dates_the_event(line, before[-1].at):
            return before[-1].interval
        for time in usable:
            if time.at <= made.at or time.mention.grain == _DAY:
                continue
            if any(made.at < other.at < time.at for other in self._drafts):
                break
            between = line.tokens[made.at : time.at]
            if not any(token.kinds.keys() & {"semicolon", "stop", "open", "versus", "parts"} for token in between):
                return time.interval
        return None

    def _follows_a_figure(self, at: int, made: Linked | None = None) -> bool:
        """Whether a time stands behind a figure (`made`, else any), with nothing but what is counted between."""
        before = next((other for other in reversed(self._drafts) if other.at < at), None)
        if before is None or (made is not None and before.start != made.start):
            return False
        between = self._line.tokens[before.at + 1 : at]
        return not any(token.kinds.keys() & _CLAUSE_MARKS for token in between)

    def _resolve(self, token: Token) -> Interval | None:
        mention = token.kinds.get("period")
        if not isinstance(mention, TimeExpression):
            return None
        return periods.resolve(mention, self.now.year, self.now.holding)

    def _baseline(self, made: Linked, period: str | None) -> str | None:
        comparison = base_of(self._line, self._drafts, made)
        if comparison is None:
            behind = self._line.tokens[made.at + 1 : made.at + 2]
            mention = behind[0].kinds.get("period") if behind else None
            if isinstance(mention, TimeExpression) and self._is_base_behind(made.at + 1, mention):
                return self._base(behind[0], mention, period)
            # `đạt 512 vụ, vượt 12%`: what is passed when nothing is said
            passed = made.verb.kinds.get("passing") if made.verb else None
            return str(passed) if passed else None
        for token in comparison.base:
            mention = token.kinds.get("period")
            if isinstance(mention, TimeExpression):
                return self._base(token, mention, period)
        return _phrase(comparison, self._line)

    def _is_base_behind(self, at: int, mention: TimeExpression) -> bool:
        """`gấp 3 lần năm 2011`, `giảm 33 người cùng kỳ`: a time right behind a change is what it compares with.

        So is a year before the document's own.
        """
        made = next((made for made in self._drafts if made.at == at - 1 and made.role is Role.CHANGE), None)
        if made is None:
            return False
        now, year = self.now.holding, mention.part("y")
        if mention.grain == "year" and year and now and now.end and year < now.end.year:
            return True
        return bool(mention.relative) or made.unit in self._rules.words("unit-multiple")

    def _base(self, token: Token, mention: TimeExpression, period: str | None) -> str:
        interval = periods.resolve(mention, self.now.year, parse_iso(period))
        return interval.iso() if interval else self._line.said([token])


def read_times(
    lines: Sequence[Line], published: str | None, rules: RuleSet
) -> tuple[Interval | None, int | None, Times]:
    """A document's reporting period, the year that fills times without one in it, and the times for its figures."""
    first_year, usual_year = reference_years(lines, published, rules)
    period = document_period(lines, first_year, rules)
    year = period.end.year if period and period.end else usual_year
    return period, first_year, Times(document_period(lines, first_year, rules, certain=True), year)


def parse_iso(text: str | None) -> Interval | None:
    """The interval of `Interval.iso`, None for None."""
    return calendar_parse(text) if text else None


def _stands_for_itself(mention: TimeExpression) -> bool:
    """`(cùng kỳ năm 2016 tăng 15,7%)`: a relative time with its year governs where nothing is compared."""
    return mention.relative == "same-period" and mention.part("y") is not None


def _opens_behind(line: Line, earlier: int, at: int) -> bool:
    between = line.tokens[earlier + 1 : at]
    return any("open" in token.kinds for token in between) and len(between) <= 4


def _reaches(line: Line, at: int, made: Linked) -> bool:
    """Whether a time said in brackets holds for a figure: inside those brackets only."""
    depth = line.depths[at]
    if depth == 0:
        return True
    between = range(at, made.at + 1)
    return all(line.depths[number] >= depth and "semicolon" not in line.tokens[number].kinds for number in between)


def _dates_the_event(line: Line, at: int) -> bool:
    """Whether a day opens its clause (`Ngày 12/1, …`), not an attribute (`báo cáo công bố ngày 2/4`)."""
    return at == 0 or bool(line.tokens[at - 1].kinds.keys() & {"comma", "semicolon", "border", "adjunct", "period"})


def _is_planned(line: Line, at: int, rules: RuleSet) -> bool:
    """`kế hoạch năm 2021` is not when the figures were counted."""
    return _before(line, line.tokens[at]).endswith(tuple(rules.words("text-plan")))


def _before(line: Line, token: Token) -> str:
    return line.folded[max(line.sentence.start, token.start - _REACH) : token.start].rstrip()


def _phrase(comparison: Comparison, line: Line) -> str:
    if comparison.is_target:
        target = next(token for token in comparison.base if "target" in token.kinds)
        return str(target.kinds["target"])
    base = list(comparison.base)
    for number, token in enumerate(base):
        if number and token.kinds.keys() & {"adjunct", "verb", "border"} and "unit" not in token.kinds:
            base = base[:number]
            break
    return line.said(base)


def document_period(
    lines: Sequence[Line], year: int | None, rules: RuleSet, *, certain: bool = False
) -> Interval | None:
    """The main reporting period of a document: stated days first, then the headline's, then the first of the text.

    A time counts where it opens a sentence with figures or stands in the headline, and where it is no older
    than the year before the latest that the text names: older ones are history. `certain` leaves out a time that only
    stands inside a sentence: it may be the document's, but governs no figure of another sentence.
    """
    ranges: list[Interval] = []
    titles: list[Interval] = []
    body: list[Interval] = []
    inside: list[Interval] = []
    latest = 0
    for number, line in enumerate(lines):
        for at, token, mention in line.mentions:
            if mention.relative or mention.grain == _DAY or _is_planned(line, at, rules):
                continue
            interval = periods.resolve(mention, year, None)
            if interval is None or interval.start is None or interval.end is None:
                continue
            if _opens_history(line, token, rules):
                continue
            if mention.grain != "years":  # a term of office runs into the future
                latest = max(latest, interval.end.year)
            is_title = line.block.kind in (BlockKind.TITLE, BlockKind.HEADING)
            if mention.grain == "range":
                if is_title or number < _LEAD or (interval.end - interval.start).days >= _SHORTEST_TERM:
                    ranges.append(interval)
            elif is_title:
                titles.append(interval)
            elif line.statements and at < line.statements[0].at:
                (body if _opens(line, at) and number < _OPENING else inside).append(interval)
    recent = [found for found in (*ranges, *titles, *body) if found.end and found.end.year >= latest - 1]
    if not certain:
        recent += [found for found in inside if found.end and found.end.year >= latest]
    return recent[0] if recent else None


def _opens(line: Line, at: int) -> bool:
    """Whether a time opens its sentence: no verb stands in front of it, or `theo báo cáo`."""
    return "according" in line.tokens[0].kinds or not any("verb" in token.kinds for token in line.tokens[:at])


def _opens_history(line: Line, token: Token, rules: RuleSet) -> bool:
    """`thành lập từ năm 1996`, `sau khủng hoảng 2010`: a time that something dates from."""
    return _before(line, token).endswith(tuple(rules.words("text-since")))


def reference_years(lines: Sequence[Line], published: str | None, rules: RuleSet) -> tuple[int | None, int | None]:
    """The years that fill times said without one: in the report's own period, and elsewhere.

    The first is the first year of the text, the second the year named most often (of several the latest),
    both apart from bases, laws and plans. Where there is none: the year after the first base, else the year
    before the first plan, else that of publication.
    """
    years: list[int] = []
    planned: int | None = None
    for line in lines:
        for at, _, mention in line.mentions:
            year = mention.part("y") or mention.part("y2")
            if not year or mention.relative or mention.form == "since":  # `từ năm 1986 đến nay` reaches back
                continue
            if _is_planned(line, at, rules):
                planned = planned or year - 1
            elif mention.grain not in ("years", "asof"):
                years.append(year)
    if years:
        counted = Counter(years)
        return years[0], max(counted, key=lambda year: (counted[year], year))
    base = next(_base_years(lines), None)
    year = base + 1 if base else planned or (int(published[:4]) if published else None)
    return year, year


def _base_years(lines: Sequence[Line]) -> Iterator[int]:
    for line in lines:
        for comparison in line.comparisons:
            for token in comparison.base:
                mention = token.kinds.get("period")
                if isinstance(mention, TimeExpression) and (year := mention.part("y")):
                    yield year
