"""The time that a figure covers, and the time that a change is measured against.

The time expression that governs a figure is the nearest in front of it in its sentence, else the next one
behind it in its clause, else the one that an earlier sentence or a heading set, else the document's.
What the text does not settle stays null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vkstats.link.comparison import base_of
from vkstats.link.draft import Comparison, Draft, Line
from vkstats.model import BlockKind, Role, Token
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.calendar import parse as calendar_parse
from vkstats.values.periods import TimeExpression

_NO_TIME = frozenset({"clock", "born"})
# What a time that belongs to a plan stands behind: `kế hoạch năm 2021` is not when the figures were counted.
_PLAN_WORDS = ("kế hoạch", "nhiệm vụ", "phương hướng", "mục tiêu", "dự toán", "giải pháp")
_LAWS = (
    "luật",
    "blhs",
    "bltths",
    "bộ luật",
    "hiến pháp",
    "pháp lệnh",
    "nghị quyết",
    "nghị định",
    "thông tư",
    "chỉ thị",
)
_LAW_REACH = 30  # characters in front of a year in which the name of its law begins
_NEAR = 2  # years that a report looks back or ahead without turning to history or to a plan
_SHORTEST_TERM = 27  # days of a range that is a reporting term wherever it stands; a deadline or a holiday is shorter
_UNDATED = frozenset({"past-stretch", "some-past", "week-before"})
_OPENING = 6  # lines with a number behind which a time tells of its own sentence
_LEAD = 4  # lines with a number in which a report says what it is about
_DAY = "day"
_CLAUSE_MARKS = frozenset({"comma", "semicolon", "stop", "open", "close", "verb", "versus", "parts", "border"})
_SINCE = (
    "từ",
    "kể từ",
    "sau",
    "trước",
    "từ sau",
    "thành lập",
    "phê duyệt",
    "khởi công",
    "ban hành",
    "ra đời",
    "thông qua",
)


@dataclass(frozen=True, slots=True)
class _Time:
    """A time expression of a line that can govern figures."""

    at: int
    interval: Interval
    mention: TimeExpression
    planned: bool


@dataclass(slots=True)
class Times:
    """The times of a document while its lines are read in order."""

    document: Interval | None
    year: int | None
    current: Interval | None = None
    _said: int | None = None
    _stated: dict[Interval, Interval] = field(default_factory=dict)  # `6 tháng đầu năm (từ 01/12 đến 31/5)`

    def anew(self) -> Times:
        """The same times before any line was read."""
        return Times(self.document, self.year)

    def attach(self, line: Line) -> None:
        """Give the drafts of a line their period and baseline."""
        times = self._times(line)
        for made in line.drafts:
            made.period = self._period(made, line, times)
            made.baseline = self._baseline(made) if made.role is Role.CHANGE else None
        if line.drafts or line.block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            self._carry(line, times)

    def iso(self, interval: Interval | None) -> str | None:
        """An interval as it is put out; a term whose days the text states is those days."""
        return self._stated.get(interval, interval).iso() if interval else None

    def _times(self, line: Line) -> list[_Time]:
        own = {made.base.start for made in line.drafts if made.base}
        found: list[_Time] = []
        for at, token, mention in line.mentions:
            if token.start in own or (mention.relative and not _stands_for_itself(mention)):
                continue
            interval = periods.resolve(mention, self.year_for(mention), self.current or self.document)
            if interval is None or self._is_base_behind(line, at, mention):
                continue
            if found and mention.grain == "range" and _opens_behind(line, found[-1].at, at):
                self._stated[found[-1].interval] = interval
            found.append(_Time(at, self._stated.get(interval, interval), mention, _is_planned(line, at)))
        return found

    def year_for(self, mention: TimeExpression) -> int | None:
        """The year for a time without one: the year said last, unless it is history; else the document's."""
        said = mention.part("y") or mention.part("y2")
        if said and not mention.relative and (self.year is None or abs(said - self.year) <= _NEAR - 1):
            self._said = said
        return self._said or self.year

    def _period(self, made: Draft, line: Line, times: Sequence[_Time]) -> str | None:
        if made.base is not None:
            return self.iso(self._resolve(made.base, self.current or self.document))
        if made.role is Role.BASELINE:
            comparison = base_of(made)
            base = comparison.base[0] if comparison else None
            return self.iso(self._resolve(base, self.current or self.document)) if base else None
        own = self._governing(made, line, times)
        if own is None and self._is_undated(made, line):
            return None
        return self.iso(own or self.current or self.document)

    def _is_undated(self, made: Draft, line: Line) -> bool:
        """`hiện nay`, `5 năm qua`: the sentence has a time of its own, which the text does not settle."""
        return any("undated" in token.kinds for token in line.tokens[: made.at]) or any(
            mention.form in _UNDATED and at < made.at for at, _, mention in line.mentions
        )

    def _governing(self, made: Draft, line: Line, times: Sequence[_Time]) -> Interval | None:
        usable = [time for time in times if not time.planned or made.role is Role.TARGET]
        before = [time for time in usable if time.at < made.at and _reaches(line, time.at, made)]
        longer = [time for time in before if time.mention.grain != _DAY]
        if longer:
            if _follows_a_figure(line, longer[-1].at):  # `3,2 con năm 1990, 2,5 con năm 2019`: each has its own behind
                own = next((time for time in usable if time.at > made.at), None)
                if own and own.mention.grain != _DAY and _follows_a_figure(line, own.at, made):
                    return own.interval
            return longer[-1].interval
        if before and _dates_the_event(line, before[-1].at):
            return before[-1].interval
        for time in usable:
            if time.at <= made.at or time.mention.grain == _DAY:
                continue
            if any(made.at < other.at < time.at for other in line.drafts):
                break
            between = line.tokens[made.at : time.at]
            if not any(token.kinds.keys() & {"semicolon", "stop", "open", "versus", "parts"} for token in between):
                return time.interval
        return None

    def _resolve(self, token: Token, reference: Interval | None) -> Interval | None:
        mention = token.kinds.get("period")
        return periods.resolve(mention, self.year, reference) if isinstance(mention, TimeExpression) else None

    def _baseline(self, made: Draft) -> str | None:
        comparison = base_of(made)
        if comparison is None:
            line = made.line
            behind = line.tokens[made.at + 1] if made.at + 1 < len(line.tokens) else None
            mention = behind.kinds.get("period") if behind else None
            if behind and isinstance(mention, TimeExpression) and self._is_base_behind(line, made.at + 1, mention):
                return self._base(behind, mention, made)
            return "chỉ tiêu" if made.verb.startswith("vượt") else None
        for token in comparison.base:
            mention = token.kinds.get("period")
            if isinstance(mention, TimeExpression):
                return self._base(token, mention, made)
        return _phrase(comparison, made.line)

    def _is_base_behind(self, line: Line, at: int, mention: TimeExpression) -> bool:
        """`gấp 3 lần năm 2011`, `giảm 33 người cùng kỳ`: a time right behind a change is what it compares with.

        So is a year before the document's own.
        """
        made = next((made for made in line.drafts if made.at == at - 1 and made.role is Role.CHANGE), None)
        if made is None:
            return False
        now, year = self.current or self.document, mention.part("y")
        if mention.grain == "year" and year and now and now.end and year < now.end.year:
            return True
        return bool(mention.relative) or made.unit == "lần"

    def _base(self, token: Token, mention: TimeExpression, made: Draft) -> str:
        reference = parse_iso(made.period)
        interval = periods.resolve(mention, self.year, reference)
        if interval:
            return interval.iso()
        return " ".join(made.line.folded[token.start : token.end].split())

    def _carry(self, line: Line, times: Sequence[_Time]) -> None:
        is_heading = line.block.kind is BlockKind.HEADING
        first = line.drafts[0].at if line.drafts else len(line.tokens)
        for time in times:
            if time.at < first and line.depths[time.at] == 0 and time.mention.grain != _DAY:
                is_open = time.interval.end is None  # `từ năm 2013`: said for its own sentence
                if (is_heading or not time.planned) and not is_open and not self._is_far(time.interval):
                    self.current = time.interval
                return

    def _is_far(self, interval: Interval) -> bool:
        """History (`Năm 1958, …`) or a day to come (`đến năm 2030`): said for its own sentence, not for the next."""
        last = self.document.end.year if self.document and self.document.end else self.year
        if last is None:
            return False
        said = interval.end or interval.start
        return said is not None and abs(said.year - last) > _NEAR


def read_times(lines: Sequence[Line], published: str | None) -> tuple[Interval | None, int | None, Times]:
    """A document's reporting period, the year that fills times without one in it, and the times for its figures."""
    first_year, usual_year = reference_years(lines, published)
    period = document_period(lines, first_year)
    year = period.end.year if period and period.end else usual_year
    return period, first_year, Times(document_period(lines, first_year, certain=True), year)


def parse_iso(text: str | None) -> Interval | None:
    """The interval of `Interval.iso`, None for None."""
    return calendar_parse(text) if text else None


def mentions(line: Line) -> Iterator[tuple[int, Token, TimeExpression]]:
    """The time expressions of a line that are no base of a comparison, no clock time and no part of a law's name."""
    compared = {at for comparison in line.comparisons for at in range(comparison.first, comparison.last)}
    for at, token in enumerate(line.tokens):
        mention = token.kinds.get("period")
        if not isinstance(mention, TimeExpression) or at in compared or mention.form in _NO_TIME:
            continue
        if not _names_law(line, token):
            yield at, token, mention


def _names_law(line: Line, token: Token) -> bool:
    before = line.folded[max(line.sentence.start, token.start - _LAW_REACH) : token.start].rstrip()
    return any(word in before for word in _LAWS) and not before.endswith((",", ";", ")", "trong"))


def _stands_for_itself(mention: TimeExpression) -> bool:
    """`(cùng kỳ năm 2016 tăng 15,7%)`: a relative time with its year governs where nothing is compared."""
    return mention.relative == "same-period" and mention.part("y") is not None


def _opens_behind(line: Line, earlier: int, at: int) -> bool:
    between = line.tokens[earlier + 1 : at]
    return any("open" in token.kinds for token in between) and len(between) <= 4


def _reaches(line: Line, at: int, made: Draft) -> bool:
    """Whether a time said in brackets holds for a figure: inside those brackets only."""
    depth = line.depths[at]
    if depth == 0:
        return True
    between = range(at, made.at + 1)
    return all(line.depths[number] >= depth and "semicolon" not in line.tokens[number].kinds for number in between)


def _follows_a_figure(line: Line, at: int, made: Draft | None = None) -> bool:
    """Whether a time stands behind a figure (`made`, else any), with nothing but what is counted between."""
    before = next((draft for draft in reversed(line.drafts) if draft.at < at), None)
    if before is None or (made is not None and before is not made):
        return False
    between = line.tokens[before.at + 1 : at]
    return not any(token.kinds.keys() & _CLAUSE_MARKS for token in between)


def _dates_the_event(line: Line, at: int) -> bool:
    """Whether a day opens its clause (`Ngày 12/1, …`), not an attribute (`báo cáo công bố ngày 2/4`)."""
    return at == 0 or bool(line.tokens[at - 1].kinds.keys() & {"comma", "semicolon", "border", "adjunct", "period"})


def _is_planned(line: Line, at: int) -> bool:
    start = max(line.sentence.start, line.tokens[at].start - _LAW_REACH)
    before = line.folded[start : line.tokens[at].start].rstrip().removesuffix("công tác").rstrip()
    return before.endswith(_PLAN_WORDS)


def _phrase(comparison: Comparison, line: Line) -> str:
    if comparison.is_target:
        target = next(token for token in comparison.base if "target" in token.kinds)
        return str(target.kinds["target"])
    base = list(comparison.base)
    for number, token in enumerate(base):
        if number and token.kinds.keys() & {"adjunct", "verb", "border"} and "unit" not in token.kinds:
            base = base[:number]
            break
    return " ".join(line.folded[base[0].start : base[-1].end].split())


def document_period(lines: Sequence[Line], year: int | None, *, certain: bool = False) -> Interval | None:
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
            if mention.relative or mention.grain == _DAY or _is_planned(line, at):
                continue
            interval = periods.resolve(mention, year, None)
            if interval is None or interval.start is None or interval.end is None:
                continue
            if _opens_history(line, token):
                continue
            if mention.grain != "years":  # a term of office runs into the future
                latest = max(latest, interval.end.year)
            is_title = line.block.kind in (BlockKind.TITLE, BlockKind.HEADING)
            if mention.grain == "range":
                if is_title or number < _LEAD or (interval.end - interval.start).days >= _SHORTEST_TERM:
                    ranges.append(interval)
            elif is_title:
                titles.append(interval)
            elif line.drafts and at < line.drafts[0].at:
                (body if _opens(line, at) and number < _OPENING else inside).append(interval)
    recent = [found for found in (*ranges, *titles, *body) if found.end and found.end.year >= latest - 1]
    if not certain:
        recent += [found for found in inside if found.end and found.end.year >= latest]
    return recent[0] if recent else None


def _opens(line: Line, at: int) -> bool:
    """Whether a time opens its sentence: no verb stands in front of it, or `theo báo cáo`."""
    start = line.tokens[0].start
    return line.folded.startswith("theo", start) or not any("verb" in token.kinds for token in line.tokens[:at])


def _opens_history(line: Line, token: Token) -> bool:
    """`thành lập từ năm 1996`, `sau khủng hoảng 2010`: a time that something dates from."""
    before = line.folded[max(line.sentence.start, token.start - _LAW_REACH) : token.start].rstrip()
    return before.endswith(_SINCE)


def reference_years(lines: Sequence[Line], published: str | None) -> tuple[int | None, int | None]:
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
            if _is_planned(line, at):
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
