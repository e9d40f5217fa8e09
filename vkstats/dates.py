"""Dates and periods of a document as records: what the words say, what the document adds, kept apart.

One record a mention, in reading order. A clock time beside a day makes a moment of it; without a day it is no
date. A publication line is one moment. Where a time has no year, the year is inferred as for figures, and told as
inferred.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from itertools import zip_longest

from vkstats.lex import lexer_of, passing_times
from vkstats.link.draft import Line
from vkstats.link.times import Times
from vkstats.model import Article, BlockKind, DateMention, Evidence, Frame, NameSpan, Token
from vkstats.names.lexicon import pattern
from vkstats.packs import RuleSet
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.periods import TimeExpression
from vkstats.vocabulary import Lexicon

_SKIPPED = frozenset({BlockKind.BOILERPLATE, BlockKind.BYLINE, BlockKind.PUBLISHED})
_DAY, _CLOCK, _MOMENT = "day", "clock", "moment"
_FORMS_OF_A_DAY = ("day", "date")  # a day whose clock stands beside it, not in it
_MONTH_PARTS, _DAY_PARTS = ("m",), ("m", "d")


class _DateWords:
    """The words beside and in the times of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        # What may stand between a day and its clock: `07h30 ngày 12/3`, `12/3/2021 lúc 15:45`, `12/3/2021 - 15:45`.
        self.beside = pattern(lexicon, r" *[,–-]? *(?:<name-clock-joint> )?")


@lru_cache(maxsize=4)
def _date_words(lexicon: Lexicon) -> _DateWords:
    return _DateWords(lexicon)


def find_dates(
    article: Article,
    lines: Sequence[Line],
    names: Sequence[NameSpan],
    rules: RuleSet,
    times: Times,
    *,
    published: DateMention | None,
) -> tuple[DateMention, ...]:
    """The times of a document, but for the years of laws and the like inside `names`.

    `times` knows its period and its usual year, `published` is its publication line.
    """
    found = list(_found(article, lines, names, rules, times))
    if published is not None:
        found.append(published)
    return tuple(sorted(found, key=lambda mention: mention.start))


def publication(frame: Frame, evidence: Sequence[Evidence]) -> DateMention | None:
    """The moment of publication as a record, where the document says it."""
    said = next((one for one in evidence if one.field == "published"), None)
    if said is None or frame.published is None:
        return None
    moment = frame.published
    return DateMention(moment, said.text, said.start, said.end, _MOMENT, moment, moment, None)


def _found(
    article: Article, lines: Sequence[Line], names: Sequence[NameSpan], rules: RuleSet, times: Times
) -> Iterator[DateMention]:
    lexer, words = lexer_of(rules), _date_words(rules)
    read = {line.sentence.start: line.tokens for line in lines}
    for sentence in article.sentences:
        block = article.blocks[sentence.block]
        if block.kind in _SKIPPED:
            continue
        tokens: Sequence[Token] = read.get(sentence.start, ())
        if not tokens and lexer.may_say_time(article.folded, sentence.start, sentence.end):
            start = max(sentence.start, block.body)
            tokens = lexer.lex(article.text, article.folded, start, sentence.end, names)
        passing = passing_times(rules).tokens(article.text, article.folded, sentence.start, sentence.end)
        said = _outer([*tokens, *(token for token in passing if not _is_in(token, names))])
        for whole in _with_clocks(said, article.folded, words):
            yield _record(article, whole, times)


@dataclass(frozen=True, slots=True)
class _Said:
    """A time as it stands in the text, with the clock that belongs to it."""

    start: int
    end: int
    mention: TimeExpression
    clock: time | None = None


def _time_in(token: Token) -> TimeExpression | None:
    mention = token.kinds.get("period") or token.kinds.get("passing-time")
    return mention if isinstance(mention, TimeExpression) else None


def _outer(tokens: Sequence[Token]) -> list[_Said]:
    """The times among tokens, without those inside a longer one: `năm 1945` in `mùa thu năm 1945`."""
    said: list[_Said] = []
    for token in sorted(tokens, key=lambda token: (token.start, -token.end)):
        mention = _time_in(token)
        if mention is None or (said and token.end <= said[-1].end):
            continue
        if said and token.start < said[-1].end:  # one goes over the end of the other: the longer is meant
            if token.end - token.start <= said[-1].end - said[-1].start:
                continue
            said.pop()
        said.append(_Said(token.start, token.end, mention))
    return said


def _is_in(token: Token, names: Sequence[NameSpan]) -> bool:
    """Whether a token lies over a name; `names` are those of the text, in reading order."""
    at = bisect_left(names, token.end, key=lambda name: name.start)
    return at > 0 and names[at - 1].end > token.start


def _with_clocks(said: Sequence[_Said], folded: str, words: _DateWords) -> Iterator[_Said]:
    """The times with each clock joined to the day behind it, else to the day in front of it; no clock by itself."""
    waiting: _Said | None = None  # a time that a clock behind it may still join
    clock: _Said | None = None
    for one, following in zip_longest(said, said[1:]):
        if one.mention.grain == _CLOCK:
            clock = one
            joined = waiting and _joined(waiting, one, one.mention, folded, words)
            if joined and not (following and _joined(one, following, one.mention, folded, words)):
                waiting, clock = joined, None
            continue
        if waiting:
            yield waiting
        waiting = (clock and _joined(clock, one, clock.mention, folded, words)) or replace(
            one, clock=periods.time_of(one.mention, one.mention) if one.mention.grain == _DAY else None
        )
        clock = None
    if waiting:
        yield waiting


def _joined(first: _Said, second: _Said, clock: TimeExpression, folded: str, words: _DateWords) -> _Said | None:
    """A day and a clock beside each other as one time; None where they do not belong together."""
    day = second if first.mention is clock else first
    if day.mention.form not in _FORMS_OF_A_DAY:
        return None
    at = periods.time_of(clock, day.mention)
    beside = words.beside.fullmatch(folded, first.end, second.start)
    return _Said(first.start, second.end, day.mention, at) if at and beside else None


def _record(article: Article, said: _Said, times: Times) -> DateMention:
    text = article.text[said.start : said.end]
    mention = said.mention
    known = _iso(mention.interval, said.clock) or _partial(mention, said.clock)
    value = _iso(times.days(said.start, mention), said.clock)
    inferred = None
    if value and value != known:
        inferred = "period" if mention.relative else "year"
    name = value or known or " ".join(text.split())
    kind = _MOMENT if said.clock else str(mention.grain)
    return DateMention(name, text, said.start, said.end, kind, known, value, inferred)


def _iso(interval: Interval | None, clock: time | None) -> str | None:
    if interval is None:
        return None
    day = interval.start
    return datetime.combine(day, clock).isoformat() if day and clock else interval.iso()


def _partial(mention: TimeExpression, clock: time | None) -> str | None:
    """A day or month without its year, as ISO 8601 writes a part left out: `--07-20`, `--07`, `--07-20T08:30:00`."""
    wanted = {"day": _DAY_PARTS, "month": _MONTH_PARTS}.get(mention.grain)
    numbers = [mention.part(name) for name in wanted] if wanted else []
    if not numbers or None in numbers:
        return None
    return "--" + "-".join(f"{number:02}" for number in numbers) + (f"T{clock.isoformat()}" if clock else "")
