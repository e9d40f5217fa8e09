"""The time that a figure covers, and the time that a change is measured against.

Which of the times said around a figure governs it is decided from evidence: each is described by a few named
features (where it stands from the figure, what it is a time of, how it fits the document's own period), and the
best sum wins (`vkstats.link.evidence`). That the text settles none is a candidate too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from vkstats.link.comparison import base_of
from vkstats.link.draft import Comparison, Draft, Line
from vkstats.link.evidence import Candidate, choose
from vkstats.link.reporting import Reporting, read_reporting
from vkstats.link.said import Layout, Said, Words, gather, words_of
from vkstats.model import Article, Relation, Role, Token
from vkstats.packs import RuleSet
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.calendar import parse as calendar_parse
from vkstats.values.periods import Grain, TimeExpression

_MOST_HERE = 6  # times of one sentence on either side of a figure that are weighed
_MOST_THERE = 2  # times of one other block that are
_MOST_BESIDE = 4  # times of other blocks that are, apart from those above
_SHORT = 31  # days
_NEAR = 2  # years that a report looks back or ahead without turning to history
_PASSED = frozenset({"beside", "near", "off", "elsewhere", "first"})  # places whose time the text may have left behind
_HOLDING_DAYS = frozenset({"paragraph", "list-lead", "beside"})
_BREAKS = frozenset({"semicolon", "stop", "open", "versus", "parts"})


class Times:
    """The times of a document; `attach` dates the figures of its lines, which are given in order."""

    def __init__(
        self, lines: Sequence[Line], said: Sequence[Said], reporting: Reporting, layout: Layout, words: Words,
        weights: Mapping[str, int],
    ) -> None:
        self.reporting = reporting
        self.current: Interval | None = None
        self._layout, self._words, self._weights = layout, words, weights
        self._here: dict[int, list[Said]] = defaultdict(list)
        self._there: dict[int, list[Said]] = defaultdict(list)  # by block, as far as the lines are read
        for one in said:
            self._here[lines[one.line].sentence.start].append(one)
        self._last: list[Said] = []
        self._force: tuple[int, str | None] | None = None  # the block and period of the figure before

    @property
    def document(self) -> Interval | None:
        """The document's reporting period."""
        return self.reporting.period

    @property
    def year(self) -> int | None:
        """The year of a time that says none."""
        return self.reporting.year

    def iso(self, interval: Interval | None) -> str | None:
        """An interval as it is put out; a term whose days the text states is those days."""
        return self.reporting.as_stated(interval).iso() if interval else None

    def days(self, start: int, mention: TimeExpression) -> Interval | None:
        """The days of a time where it stands in the text."""
        if start in self.reporting.days:
            found = self.reporting.days[start]
        else:
            found = periods.resolve(mention, self.year, self.document)
        return self.reporting.as_stated(found) if found else None

    def attach(self, line: Line) -> None:
        """Give the drafts of a line their period and baseline."""
        here = self._here.get(line.sentence.start, [])
        here = [one for one in here if not (one.mention and self._is_base_behind(line, one.at, one.mention))]
        there = list(self._outer(line)) if line.drafts else []
        for made in line.drafts:
            self._date(made, line, here, there)
            made.baseline = self._baseline(made) if made.role is Role.CHANGE else None
        dated = [made for made in line.drafts if made.times]
        if dated:
            self._force = line.sentence.block, dated[-1].period
        self._there[line.sentence.block] += here
        self._last = [*self._last, *here][-_MOST_BESIDE:]
        governing = next((parse_iso(made.period) for made in reversed(line.drafts) if made.role is Role.LEVEL), None)
        self.current = governing or self.current

    def _date(self, made: Draft, line: Line, here: Sequence[Said], there: Sequence[tuple[Said, str]]) -> None:
        base = made.base
        if base is None and made.role is Role.BASELINE:
            comparison = base_of(made)
            base = comparison.base[0] if comparison else None
            if base is None:
                made.period = None
                return
        if base is not None:
            mention = base.kinds.get("period")
            found = periods.resolve(mention, self.year, self._reference(line)) if isinstance(mention, TimeExpression) else None
            made.period = self.iso(found)
            return
        candidates = list(self._candidates(made, line, here, there))
        made.times = choose(candidates, self._weights)
        made.period = made.times.value

    def _reference(self, line: Line) -> Interval | None:
        return self.current or self.document

    # --- candidates ---

    def _outer(self, line: Line) -> Iterator[tuple[Said, str]]:
        """The times of other sentences that may hold in a line, each with its place."""
        own = line.sentence.block
        taken: set[int] = {own}
        yield from ((one, "paragraph") for one in self._there[own][-_MOST_THERE:])
        for above in self._layout.above(own):
            taken.add(above)
            for one in self._there[above][-_MOST_THERE:]:
                yield one, next((kind for kind in ("title", "heading") if kind in one.traits), "list-lead")
        if self._layout.first not in taken:
            taken.add(self._layout.first)
            yield from ((one, "first") for one in self._there[self._layout.first][-_MOST_THERE:])
        for one in self._last:
            if one.block not in taken:
                same = self._layout.parents[one.block] == self._layout.parents[own]
                gap = own - one.block
                yield one, ("beside" if gap == 1 else "near" if gap < 4 else "off") if same else "elsewhere"

    def _candidates(
        self, made: Draft, line: Line, here: Sequence[Said], there: Sequence[tuple[Said, str]]
    ) -> Iterator[Candidate]:
        before = [one for one in here if one.at < made.at][-_MOST_HERE:]
        behind = [one for one in here if one.at > made.at][:_MOST_HERE]
        for number, one in enumerate(before):
            yield from self._described(one, made, list(self._before(one, before[number + 1 :], made, line)))
        for number, one in enumerate(behind):
            yield from self._described(one, made, list(self._behind(one, number, made, line)))
        for one, place in there:
            is_day = one.mention is not None and one.mention.grain is Grain.DAY
            if is_day and place not in _HOLDING_DAYS:  # a day ends with its paragraph
                continue
            yield from self._described(one, made, [place, *self._there_traits(one, place)])
        if self.document is not None:
            yield Candidate(self.document.iso(), ("document-holds", *self._fitting(self.document, made, line, "")))
        yield Candidate(None, ("none", *self._continued(None, line)))

    def _continued(self, value: str | None, line: Line) -> Iterator[str]:
        """Whether a reading is that of the figure before, in this paragraph or the one before it."""
        if self._force is None:
            return
        block, period = self._force
        if value != period:
            return
        own = line.sentence.block
        if block == own:
            yield "continues"
        elif self._words.leaning.match(line.folded, line.sentence.start):
            yield "continues-leaning"

    def _before(self, one: Said, later: Sequence[Said], made: Draft, line: Line) -> Iterator[str]:
        yield "before"
        is_day = one.mention is not None and one.mention.grain is Grain.DAY
        is_held = "explains" in one.traits or _holds_for(one, made, line)
        if is_held and not any(_is_long(other) and _holds_for(other, made, line) for other in later):
            if not is_day:
                yield "nearest"
            elif one.traits & {"opens", "starts"}:
                yield "nearest-day"
        between = line.tokens[one.at + 1 : made.at]
        if not any("semicolon" in token.kinds for token in between):
            yield "before-in-clause"
        if "behind-figure" in one.traits:
            yield "says-other"
        yield from self._here_traits(one, made, line)

    def _behind(self, one: Said, number: int, made: Draft, line: Line) -> Iterator[str]:
        yield "behind"
        if one.mention is not None and one.mention.grain is Grain.DAY:
            yield "behind-day"
        if any(made.at < other.at < one.at for other in line.drafts):
            yield "behind-other"
        else:
            between = line.tokens[made.at + 1 : one.at]
            if not any(token.kinds.keys() & _BREAKS for token in between):
                yield "behind-in-clause"
            if "behind-figure" in one.traits:
                yield "behind-close"
        yield from self._here_traits(one, made, line)

    def _here_traits(self, one: Said, made: Draft, line: Line) -> Iterator[str]:
        if line.depths[one.at]:
            apart = "explains" if "explains" in one.traits else "brackets-apart"
            yield "brackets-with" if _holds_for(one, made, line) else apart
        for trait in ("opens", "attribute", "origin", "telling", "plan", "relative", "same"):
            if trait in one.traits and (trait != "attribute" or one.at < made.at):
                yield f"here-{trait}"

    def _there_traits(self, one: Said, place: str) -> Iterator[str]:
        if "opens" in one.traits:
            opened = "block" if "opens-block" in one.traits else "sentence"
            yield f"opened-{opened}" if place == "paragraph" else f"there-opened-{opened}"
        for trait in ("bracketed", "explains", "attribute", "behind-figure", "origin", "telling", "plan"):
            if trait in one.traits:
                yield f"there-{trait}"

    def _described(self, one: Said, made: Draft, features: list[str]) -> Iterator[Candidate]:
        start, end = one.token.start, one.token.end
        mention = one.mention
        found = self.days(one.token.start, mention) if mention else None
        if mention is None or found is None:
            near = "unsettled-here" if features[0] in ("before", "behind") else "unsettled-there"
            yield Candidate(None, (*features, near), start, end)
            return
        is_here = features[0] in ("before", "behind")
        where = "here" if is_here else "there"
        passed = "-passed" if features[0] in _PASSED else ""
        if _is_day(found):
            features.append(f"{where}-day" if {"opens", "starts"} & one.traits else f"{where}-day-inside")
        elif _is_short(found):
            features.append(f"{where}-short")
        if made.role is Role.TARGET and "plan" in one.traits:
            features.append("target-of-plan")
        if mention.grain is Grain.ASOF and found.start:
            is_stock = self._words.stock.search(made.line.folded, one.token.end, max(made.start, one.token.end)) is not None
            stock = ["stock"] if is_stock else []
            open_ended = Interval(None, found.end)
            yield Candidate(open_ended.iso(), (*features, "up-to", *(f"up-to-{word}" for word in stock), *self._fitting(open_ended, made, made.line, passed)), start, end)
            yield Candidate(found.iso(), (*features, "since-new-year", *(f"since-new-year-{word}" for word in stock), *self._fitting(found, made, made.line, passed)), start, end)
            return
        yield Candidate(found.iso(), (*features, *self._fitting(found, made, made.line, passed)), start, end)

    def _fitting(self, found: Interval, made: Draft, line: Line, passed: str) -> Iterator[str]:
        """How the days fit the document's own, and those of the figure that this one qualifies."""
        parent = made.parent
        if parent is not None and made.relation is not Relation.BASELINE_OF and parent.times:
            yield "as-parent" if parent.period == found.iso() else "unlike-parent"
        yield from self._continued(found.iso(), line)
        period = self.document
        if period is None or period.start is None or period.end is None:
            return
        first, last = found.start or period.start, found.end or period.end
        if found == period:
            yield "document-in-plan" if line.sentence.block in self._layout.planned else "document"
        elif last.year - period.end.year >= _NEAR or period.start.year - last.year >= _NEAR:
            yield f"far{passed}"
        elif first >= period.start and last <= period.end:
            yield f"inside{passed}"
        elif first > period.end:
            yield "later-target" if made.role is Role.TARGET else f"later{passed}"
        elif last < period.start:
            yield f"earlier{passed}"

    # --- baselines ---

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
        interval = periods.resolve(mention, self.year, parse_iso(made.period))
        if interval:
            return self.reporting.as_stated(interval).iso()
        return " ".join(made.line.folded[token.start : token.end].split())


def read_times(article: Article, lines: Sequence[Line], rules: RuleSet, published: str | None) -> Times:
    """The times of a document: its reporting period, and what dates its figures."""
    words = words_of(rules)
    layout = Layout(article.blocks, article.folded, words)
    said = gather(lines, layout, words)
    reporting = read_reporting(lines, said, layout, published, rules.weights["document"])
    return Times(lines, said, reporting, layout, words, rules.weights["period"])


def parse_iso(text: str | None) -> Interval | None:
    """The interval of `Interval.iso`, None for None."""
    return calendar_parse(text) if text else None


def _holds_for(one: Said, made: Draft, line: Line) -> bool:
    """Whether a time stands in no brackets but those of the figure too."""
    first, last = sorted((one.at, made.at))
    return all(line.depths[at] >= line.depths[one.at] for at in range(first, last + 1))


def _is_long(one: Said) -> bool:
    return one.mention is not None and one.mention.grain is not Grain.DAY and "plan" not in one.traits


def _is_day(found: Interval) -> bool:
    return found.start == found.end


def _is_short(found: Interval) -> bool:
    return bool(found.start and found.end) and (found.end - found.start).days < _SHORT


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
