"""The time that a figure covers, and the time that a change is measured against.

The time expression that governs a figure is the nearest in front of it in its sentence, else the next one
behind it in its clause, else the one that an earlier sentence or a heading set, else the document's.
What the text does not settle stays null.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vkstats.link.comparison import base_of
from vkstats.link.draft import Comparison, Draft, Line
from vkstats.model import Article, BlockKind, Role, Token
from vkstats.text import fold
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.periods import Mention

_NO_TIME = frozenset({"clock", "born"})
# Words in front of a time that put it into the future or the past of the report.
_PLANS = ("kế hoạch", "nhiệm vụ", "phương hướng", "triển khai", "chương trình", "mục tiêu", "dự toán", "giải pháp")


@dataclass(slots=True)
class Times:
    """The times of a document while its lines are read in order."""

    article: Article
    document: Interval | None
    year: int | None
    current: Interval | None = None

    def attach(self, line: Line) -> None:
        """Give the drafts of a line their period and baseline."""
        mentions = self._mentions(line)
        for made in line.drafts:
            found = self._governing(made, line, mentions)
            period = found or self.current or self.document
            if made.base is not None:
                period = self._resolve(made.base) or period
            elif made.role is Role.BASELINE:
                period = None
            made.period = period.iso() if period else None
            if made.role is Role.CHANGE:
                made.baseline = self._baseline(made, period)
        if line.drafts or line.block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            self._carry(line, mentions)

    def _mentions(self, line: Line) -> list[tuple[int, Interval, Mention]]:
        compared = {at for comparison in line.comparisons for at in range(comparison.first, comparison.last)}
        own = {made.base.start for made in line.drafts if made.base}
        found = []
        for at, token in enumerate(line.tokens):
            mention = token.kinds.get("period")
            if not isinstance(mention, Mention) or at in compared or token.start in own or mention.form in _NO_TIME:
                continue
            if mention.relative and mention.relative.startswith("same"):
                continue
            if _is_planned(line, at, self.article):
                continue
            interval = periods.resolve(mention, self.year, self.current or self.document)
            if interval:
                found.append((at, interval, mention))
        return found

    def _governing(
        self, made: Draft, line: Line, mentions: Sequence[tuple[int, Interval, Mention]]
    ) -> Interval | None:
        before = [
            (at, interval) for at, interval, _ in mentions if at < made.at and line.depths[at] <= made.depth
        ]
        before = [(at, interval) for at, interval in before if _reaches(line, at, made)]
        if before:
            return before[-1][1]
        for at, interval, _ in mentions:
            if at > made.at and not any(made.at < other.at < at for other in line.drafts):
                between = line.tokens[made.at : at]
                if not any(token.kinds.keys() & {"semicolon", "stop", "open"} for token in between):
                    return interval
        return None

    def _resolve(self, token: Token) -> Interval | None:
        mention = token.kinds.get("period")
        if not isinstance(mention, Mention):
            return None
        return periods.resolve(mention, self.year, self.current or self.document)

    def _baseline(self, made: Draft, period: Interval | None) -> str | None:
        comparison = base_of(made)
        if comparison is None:
            following = made.line.tokens[made.at + 1 : made.at + 2]
            mention = following[0].kinds.get("period") if following else None
            if isinstance(mention, Mention) and (mention.relative or made.unit == "lần"):
                return self._base(following[0], mention, period)
            return "chỉ tiêu" if made.verb.startswith("vượt") else None
        for token in comparison.base:
            mention = token.kinds.get("period")
            if isinstance(mention, Mention):
                return self._base(token, mention, period)
        return self._phrase(comparison)

    def _base(self, token: Token, mention: Mention, period: Interval | None) -> str:
        interval = periods.resolve(mention, self.year, period)
        if interval:
            return interval.iso()
        return self.article.folded[token.start : token.end]

    def _phrase(self, comparison: Comparison) -> str:
        if comparison.is_target:
            target = next(token for token in comparison.base if "target" in token.kinds)
            return str(target.kinds["target"])
        return " ".join(self.article.text[comparison.base[0].start : comparison.base[-1].end].split())

    def _carry(self, line: Line, mentions: Sequence[tuple[int, Interval, Mention]]) -> None:
        first = line.drafts[0].at if line.drafts else len(line.tokens)
        for at, interval, mention in mentions:
            if at < first and line.depths[at] == 0 and mention.grain != "day":
                self.current = interval
                return


def _reaches(line: Line, at: int, made: Draft) -> bool:
    """Whether a time said in brackets holds for a figure: inside those brackets only."""
    depth = line.depths[at]
    return depth == 0 or all(line.depths[number] >= depth for number in range(at, made.at + 1))


def _is_planned(line: Line, at: int, article: Article) -> bool:
    before = fold(article.text[line.sentence.start : line.tokens[at].start]).rstrip()
    return before.endswith(_PLANS)


def document_period(lines: Sequence[Line], article: Article, year: int | None) -> Interval | None:
    """The main reporting period of a document: stated days first, then the headline's, then the first of the text."""
    ranges: list[Interval] = []
    titles: list[Interval] = []
    body: list[Interval] = []
    for line in lines:
        compared = {at for comparison in line.comparisons for at in range(comparison.first, comparison.last)}
        for at, token in enumerate(line.tokens):
            mention = token.kinds.get("period")
            if not isinstance(mention, Mention) or at in compared or mention.relative or mention.grain in ("day", "clock"):
                continue
            if _is_planned(line, at, article):
                continue
            interval = periods.resolve(mention, year, None)
            if interval is None or interval.start is None or interval.end is None:
                continue
            if mention.grain == "range":
                ranges.append(interval)
            elif line.block.kind is BlockKind.TITLE:
                titles.append(interval)
            elif line.drafts:
                body.append(interval)
    for found in (ranges, titles, body):
        if found:
            return found[0]
    return None


def reference_year(lines: Sequence[Line], published: str | None) -> int | None:
    """The year that fills times said without one: the first year of the text, else that of publication."""
    for line in lines:
        for token in line.tokens:
            mention = token.kinds.get("period")
            if isinstance(mention, Mention) and mention.form not in _NO_TIME and not mention.relative:
                year = mention.part("y") or mention.part("y2") or mention.part("y1")
                if year:
                    return year
    return int(published[:4]) if published else None
