"""Which of the times said around a figure governs it: the candidates of a figure, each with its named features.

A feature says where the time stands from the figure (`before`, `heading`), what it is a time of (`here-plan`,
`there-telling`) or how it fits the document's own period and the figure that this one qualifies (`document`,
`as-parent`). `here-` is of the same sentence, `there-` of another; `-passed` of one that the text has left behind.
docs/periods.md tells what each is for. That the text settles no time (`none`) is a candidate too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from vkstats.link.draft import Line, Linked, Statement
from vkstats.link.evidence import Candidate
from vkstats.link.reporting import Reporting
from vkstats.link.said import Layout, Said, Words
from vkstats.model import Role
from vkstats.values.calendar import Interval
from vkstats.values.periods import Grain

_MOST_HERE = 6  # times of one sentence on either side of a figure that are weighed
_MOST_THERE = 2  # times of one other block that are
_MOST_BESIDE = 4  # times of the blocks before it that are, apart from those above it
_SHORT = timedelta(days=31)
_NEAR = 2  # years that a report looks back or ahead without turning to history
_CLOSE = 4  # blocks behind which a topic may still be the same
_BREAKS = frozenset({"semicolon", "stop", "open", "versus", "parts"})
_PASSED = frozenset({"beside", "near", "off", "elsewhere", "first"})  # whose time the text may have left behind
_HOLDING_DAYS = frozenset({"paragraph", "list-lead", "beside"})  # a day ends with its paragraph
_HERE = ("opens", "since", "telling", "plan", "relative", "same")
_THERE = ("bracketed", "explains", "attribute", "behind-figure", "since", "telling", "plan")


@dataclass(frozen=True, slots=True)
class Before:
    """What the figures read so far tell: the periods of those of the last two lines, and the block of the last."""

    periods: Mapping[int, str | None] = field(default_factory=dict)
    block: int | None = None
    period: str | None = None


class Governing:
    """The times of a document as they stand around its figures."""

    def __init__(
        self, lines: Sequence[Line], said: Sequence[Said], reporting: Reporting, layout: Layout, words: Words
    ) -> None:
        self._reporting, self.layout, self._words = reporting, layout, words
        self._said = said
        self._starts = [one.token.start for one in said]
        self._by_line: dict[int, list[Said]] = defaultdict(list)
        self._by_block: dict[int, list[Said]] = defaultdict(list)
        for one in said:
            self._by_line[lines[one.line].sentence.start].append(one)
            self._by_block[one.block].append(one)

    def said_in(self, start: int, end: int) -> Sequence[Said]:
        """The times in a stretch of the text."""
        return self._said[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def here(self, line: Line) -> Sequence[Said]:
        """The times of a line itself."""
        return self._by_line.get(line.sentence.start, ())

    def there(self, line: Line) -> Iterator[tuple[Said, str]]:
        """The times said before a line that may hold in it, each with its place."""
        own = line.sentence.block
        taken = {own}
        yield from ((one, "paragraph") for one in self._last_of(own, line))
        for above in self.layout.above(own):
            taken.add(above)
            for one in self._last_of(above, line):
                yield one, next((kind for kind in ("title", "heading") if kind in one.traits), "list-lead")
        if self.layout.first not in taken and own - self.layout.first > 1:
            taken.add(self.layout.first)
            yield from ((one, "first") for one in self._last_of(self.layout.first, line))
        end = bisect_left(self._starts, line.sentence.start)
        for one in self._said[max(0, end - _MOST_BESIDE) : end]:
            if one.block not in taken:
                yield one, self._distance(one, own)

    def _last_of(self, block: int, line: Line) -> list[Said]:
        return [one for one in self._by_block.get(block, ()) if one.token.start < line.sentence.start][-_MOST_THERE:]

    def _distance(self, one: Said, own: int) -> str:
        parent = self.layout.parents[own]
        if self.layout.parents[one.block] != parent:
            return "elsewhere"
        if one.block in self.layout.openers and "opens-block" in one.traits:
            return "section"
        return "beside" if own - one.block == 1 else "near" if own - one.block < _CLOSE else "off"

    def candidates(
        self, made: Linked, line: Line, here: Sequence[Said], there: Sequence[tuple[Said, str]], before: Before
    ) -> Iterator[Candidate]:
        """All readings of a figure's period; `here` are the times of its line that may govern, `there` of others."""
        fit = _Fit(made, line, before, self._reporting, self.layout, self._words)
        front = [one for one in here if one.at < made.at][-_MOST_HERE:]
        for number, one in enumerate(front):
            yield from self._readings(one, [*_in_front(one, front[number + 1 :], made, line)], "here", fit)
        for one in [one for one in here if one.at > made.at][:_MOST_HERE]:
            yield from self._readings(one, [*_behind(one, made, line)], "here", fit)
        for one, place in there:
            if not one.is_day or place in _HOLDING_DAYS:
                yield from self._readings(one, [*_elsewhere(one, place)], "there", fit)
        period = self._reporting.period
        if period is not None:
            yield Candidate(period.iso(), ("document-holds", *fit.features(period, "")))
        yield Candidate(None, ("none" if period else "none-free", *fit.continued(None)))

    def _readings(self, one: Said, features: list[str], where: str, fit: _Fit) -> Iterator[Candidate]:
        """What a time means for a figure: `đến hết tháng 9` may begin with the year or have no beginning."""
        start, end, mention = one.token.start, one.token.end, one.mention
        found = self._reporting.days.get(start) if mention else None
        if mention is None or found is None:
            yield Candidate(None, (*features, f"unsettled-{where}"), start, end)
            return
        found = self._reporting.as_stated(found)
        if mention.part("y") is None and mention.part("y2") is None:
            features.append("year-filled")
        if one.is_day or found.start == found.end:
            leads = one.traits & {"opens", "starts"}
            features.append(f"{where}-day" if leads else f"{where}-day-inside")
        elif found.end is None or found.start is None:
            features.append(f"{where}-open" if found.start else f"{where}-up-to")
        elif found.start and found.end - found.start < _SHORT:
            features.append(f"{where}-short")
        if fit.made.role is Role.TARGET and "plan" in one.traits:
            features.append("target-of-plan")
        passed = "-passed" if features[0] in _PASSED else ""
        if mention.grain is not Grain.ASOF or not found.start:
            yield Candidate(found.iso(), (*features, *fit.features(found, passed)), start, end)
            return
        stock = ["-stock"] if self._words.stock.search(fit.line.folded, end, max(end, fit.made.start)) else []
        for name, days in (("up-to", Interval(None, found.end)), ("since-new-year", found)):
            named = [name, *(name + tail for tail in stock)]
            yield Candidate(days.iso(), (*features, *named, *fit.features(days, passed)), start, end)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A figure and what its period is held against."""

    made: Linked
    line: Line
    before: Before
    reporting: Reporting
    layout: Layout
    words: Words

    def features(self, found: Interval, passed: str) -> Iterator[str]:
        """How days fit those of the figure that this one qualifies, and the document's own."""
        made, iso = self.made, found.iso()
        if made.parent is not None and made.parent in self.before.periods:
            yield "as-parent" if self.before.periods[made.parent] == iso else "unlike-parent"
        yield from self.continued(iso)
        period = self.reporting.period
        if period is None or period.end is None:
            return
        begins = period.start or period.end
        first, last = found.start or begins, found.end or period.end
        if found == period:
            yield "document-in-plan" if self.line.sentence.block in self.layout.planned else "document"
        elif last.year - period.end.year >= _NEAR or begins.year - last.year >= _NEAR:
            yield f"far{passed}"
        elif first >= begins and last <= period.end:
            yield f"inside{passed}"
        elif first > period.end:
            yield "later-target" if made.role is Role.TARGET else f"later{passed}"
        elif last < begins:
            yield f"earlier{passed}"

    def continued(self, value: str | None) -> Iterator[str]:
        """Whether a reading is that of the figure before, in this paragraph or in one that this sentence leans on."""
        if self.before.block is None or value != self.before.period or (value and value.endswith("/")):
            return  # `từ năm 2013 đến nay` is said for its own sentence
        if self.before.block == self.line.sentence.block:
            yield "continues"
        elif self.words.leaning.match(self.line.folded, self.line.sentence.start):
            yield "continues-leaning"


def _in_front(one: Said, later: Sequence[Said], made: Statement, line: Line) -> Iterator[str]:
    """A time in front of the figure in its sentence; `later` are those between them."""
    yield "before"
    is_held = "explains" in one.traits or _holds_for(one, made, line)
    if is_held and not any(_outdoes(other, one, made) and _holds_for(other, made, line) for other in later):
        if not one.is_day:
            yield "nearest"
        elif one.traits & {"opens", "starts"}:
            yield "nearest-day"
    if not any("semicolon" in token.kinds for token in line.tokens[one.at + 1 : made.at]):
        yield "before-in-clause"
    if "behind-figure" in one.traits:
        yield "says-other"
    if "attribute" in one.traits:
        yield "here-attribute"
    yield from _in_sentence(one, made, line)


def _outdoes(other: Said, one: Said, made: Statement) -> bool:
    """Whether a time takes the place of one further from the figure: a day that of days, a plan's that of targets."""
    if one.mention is None or other.can_govern:
        return True
    return other.is_day and one.is_day if other.is_day else made.role is Role.TARGET and "plan" in other.traits


def _behind(one: Said, made: Statement, line: Line) -> Iterator[str]:
    """A time behind the figure in its sentence."""
    yield "behind"
    if one.is_day:
        yield "behind-day"
    if any(made.at < other.at < one.at for other in line.statements):
        yield "behind-other"
    else:
        if not any(token.kinds.keys() & _BREAKS for token in line.tokens[made.at + 1 : one.at]):
            yield "behind-in-clause"
        if "behind-figure" in one.traits:
            yield "behind-close"
    yield from _in_sentence(one, made, line)


def _in_sentence(one: Said, made: Statement, line: Line) -> Iterator[str]:
    if line.depths[one.at] and not (one.at > made.at and "behind-figure" in one.traits):
        apart = "explains" if "explains" in one.traits else "brackets-apart"
        yield "brackets-with" if _holds_for(one, made, line) else apart
    yield from (f"here-{trait}" for trait in _HERE if trait in one.traits)


def _elsewhere(one: Said, place: str) -> Iterator[str]:
    """A time of another sentence."""
    yield place
    if "opens" in one.traits:
        opened = "opened-block" if "opens-block" in one.traits else "opened-sentence"
        yield opened if place == "paragraph" else f"there-{opened}"
    yield from (f"there-{trait}" for trait in _THERE if trait in one.traits)


def _holds_for(one: Said, made: Statement, line: Line) -> bool:
    """Whether a time stands in no brackets but those of the figure too, and in one part of them: `(cũ 5; mới 9)`."""
    first, last = sorted((one.at, made.at))
    depth = line.depths[one.at]
    parts = depth and any("semicolon" in token.kinds for token in line.tokens[first:last])
    return not parts and all(line.depths[at] >= depth for at in range(first, last + 1))
