"""When a figure was counted, and what time a change is measured against.

Which of the times said around a figure governs it is chosen from evidence (`governing`, `evidence`); the time of an
earlier level, and what a change is measured against, are said by its own comparison and follow the period chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from vkstats.link.changes import base_of
from vkstats.link.draft import Comparison, Dated, Line, Linked, grow
from vkstats.link.evidence import choose
from vkstats.link.governing import Before, Governing
from vkstats.link.reporting import Reporting, read_reporting
from vkstats.link.said import Layout, Said, gather, words_of
from vkstats.model import Article, Role, Token
from vkstats.packs import RuleSet
from vkstats.values import calendar, periods
from vkstats.values.calendar import Interval
from vkstats.values.periods import Grain, TimeExpression


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a document as they stand behind the lines read so far; reading a line gives them anew."""

    reporting: Reporting
    governing: Governing
    weights: Mapping[str, int]
    before: Before = field(default_factory=Before)
    current: Interval | None = None  # of the level read last

    @property
    def document(self) -> Interval | None:
        """The document's reporting period."""
        return self.reporting.period

    @property
    def year(self) -> int | None:
        """The year of a time that says none."""
        return self.reporting.year

    @property
    def holding(self) -> Interval | None:
        """The time that holds for a table that says none."""
        return self.document or self.current

    def said(self, start: int, end: int) -> Interval | None:
        """The first time said in a stretch of the text that can be that of figures."""
        found = (self.reporting.days.get(one.token.start) for one in self.governing.said_in(start, end))
        return next(filter(None, found), None)

    def is_planned(self, line: Line) -> bool:
        """Whether a line stands under a heading that announces what is to be done, and tells of nothing done."""
        is_under_plan = line.sentence.block in self.governing.layout.planned
        return is_under_plan and not any("perfect" in token.kinds for token in line.tokens)

    def iso(self, interval: Interval | None) -> str | None:
        """An interval as it is put out; a term whose days the text states is those days."""
        return self.reporting.as_stated(interval).iso() if interval else None

    def days(self, start: int, mention: TimeExpression) -> Interval | None:
        """What the time expression that starts at `start` means there."""
        found = self.reporting.days.get(start) or periods.resolve(mention, self.year, self.document)
        return self.reporting.as_stated(found) if found else None


def read_times(article: Article, lines: Sequence[Line], published: str | None, rules: RuleSet) -> Times:
    """The times of a document before any of its figures is read; `published` is an ISO date, or None."""
    words = words_of(rules)
    layout = Layout(article.blocks, article.folded, words)
    said = gather(lines, layout, words)
    reporting = read_reporting(lines, said, layout, published, rules.weights_of("document"))
    return Times(reporting, Governing(lines, said, reporting, layout, words), rules.weights_of("period"))


def with_times(line: Line, drafts: Sequence[Linked], times: Times, rules: RuleSet) -> tuple[tuple[Dated, ...], Times]:
    """The figures of a line with their periods and baselines, and the times behind the line."""
    if not drafts:
        return (), times
    reading = _Reading(line, drafts, times, rules)
    dated: list[Dated] = []
    told = dict(times.before.periods)
    for made in drafts:
        dated.append(reading.dated(made, replace(times.before, periods=told)))
        told[made.start] = dated[-1].period
    return tuple(dated), _behind(line, dated, times)


def _behind(line: Line, dated: Sequence[Dated], times: Times) -> Times:
    chosen = [made for made in dated if made.times]
    before = replace(times.before, periods={made.start: made.period for made in dated})
    if chosen:
        before = replace(before, block=line.sentence.block, period=chosen[-1].period)
    levels = [calendar.parse(made.period) for made in chosen if made.role is Role.LEVEL and made.period]
    stretches = [days for days in levels if days.start != days.end]
    return replace(times, before=before, current=stretches[-1] if stretches else times.current)


class _Reading:
    """A line being read."""

    def __init__(self, line: Line, drafts: Sequence[Linked], times: Times, rules: RuleSet) -> None:
        self._line, self._drafts, self._times, self._rules = line, drafts, times, rules
        self._here = [one for one in times.governing.here(line) if not self._is_base(one)]
        self._there = list(times.governing.there(line))

    def dated(self, made: Linked, before: Before) -> Dated:
        """A figure of the line with its period and baseline; `before` are the periods of the figures before it."""
        own = self._own_time(made)
        if own is not None or made.role is Role.BASELINE:
            return grow(Dated, made, period=self._times.iso(self._resolve(own)) if own else None)
        governing = self._times.governing.candidates(made, self._line, self._here, self._there, before)
        choice = choose(list(governing), self._times.weights)
        baseline = self._baseline(made, choice.value) if made.role is Role.CHANGE else None
        return grow(Dated, made, period=choice.value, baseline=baseline, times=choice)

    def _own_time(self, made: Linked) -> Token | None:
        """The time said for a figure alone: `từ 5 vụ (năm 2011)`; of an earlier level, that of its comparison."""
        if made.base is not None or made.role is not Role.BASELINE:
            return made.base
        comparison = base_of(self._line, self._drafts, made)
        return comparison.base[0] if comparison and comparison.base else None

    def _resolve(self, token: Token) -> Interval | None:
        mention = token.kinds.get("period")
        if not isinstance(mention, TimeExpression):
            return None
        return periods.resolve(mention, self._times.year, self._times.document)

    def _is_base(self, one: Said) -> bool:
        return one.mention is not None and self._is_base_behind(one.at, one.mention)

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
            if isinstance(mention, TimeExpression) and mention.grain is not Grain.CLOCK:
                return self._base(token, mention, period)
        return _phrase(comparison, self._line)

    def _is_base_behind(self, at: int, mention: TimeExpression) -> bool:
        """`gấp 3 lần năm 2011`, `giảm 33 người cùng kỳ`: a time right behind a change is what it compares with.

        So is a year before the document's own.
        """
        made = next((made for made in self._drafts if made.at == at - 1 and made.role is Role.CHANGE), None)
        if made is None:
            return False
        now, year = self._times.current or self._times.document, mention.part("y")
        if mention.grain is Grain.YEAR and year and now and now.end and year < now.end.year:
            return True
        return bool(mention.relative) or made.unit in self._rules.words("unit-multiple")

    def _base(self, token: Token, mention: TimeExpression, period: str | None) -> str:
        interval = periods.resolve(mention, self._times.year, calendar.parse(period) if period else None)
        return self._times.iso(interval) or self._line.said([token])


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
