"""Dates and periods of a document as records: what the words say, what the document adds, kept apart.

One record a mention, in reading order. Clock times without a day are no dates; a publication line is one
date-time. Where a time has no year, the year is inferred as for figures, and told as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vkstats.lex import lexer_of
from vkstats.link.draft import Line
from vkstats.link.times import Times
from vkstats.model import Article, BlockKind, DateMention, Evidence, Frame, Token
from vkstats.patterns import RuleSet
from vkstats.values import periods
from vkstats.values.calendar import Interval
from vkstats.values.periods import Mention

_SKIPPED = frozenset({BlockKind.BOILERPLATE, BlockKind.BYLINE, BlockKind.PUBLISHED})
_CLOCK = "clock"
# A sentence without a digit is read only where one of these stands in it: `quý IV`, `tháng Ba`, `năm ngoái`.
_TIME_WORD = re.compile(r"(?<!\w)(?:ngày|tháng|quý|năm|kỳ|tết|tuần|mùng|rằm|nửa|giai đoạn|liền kề)(?!\w)")
_MONTH_PARTS, _DAY_PARTS = ("m",), ("m", "d")


def find_dates(
    article: Article, lines: Sequence[Line], rules: RuleSet, times: Times, published: DateMention | None
) -> tuple[DateMention, ...]:
    """The times of a document; `times` knows its period and its usual year, `published` is its publication line."""
    found = list(_found(article, lines, rules, times))
    if published is not None:
        found.append(published)
    return tuple(sorted(found, key=lambda mention: mention.start))


def publication(frame: Frame, evidence: Sequence[Evidence]) -> DateMention | None:
    """The moment of publication as a record, where the document says it."""
    said = next((one for one in evidence if one.field == "published"), None)
    if said is None or frame.published is None:
        return None
    moment = frame.published
    return DateMention(moment, said.text, said.start, said.end, "moment", moment, moment, None)


def _found(article: Article, lines: Sequence[Line], rules: RuleSet, times: Times) -> Iterator[DateMention]:
    lexer = lexer_of(rules)
    read = {line.sentence.start: line.tokens for line in lines}
    for sentence in article.sentences:
        block = article.blocks[sentence.block]
        if block.kind in _SKIPPED:
            continue
        tokens: Sequence[Token] = read.get(sentence.start, ())
        if not tokens and _TIME_WORD.search(article.folded, sentence.start, sentence.end):
            start = max(sentence.start, block.body)
            tokens = lexer.lex(article.text, article.folded, start, sentence.end)
        for token in tokens:
            mention = token.kinds.get("period")
            if isinstance(mention, Mention) and mention.grain != _CLOCK:
                yield _record(article, token, mention, times)


def _record(article: Article, token: Token, mention: Mention, times: Times) -> DateMention:
    text = article.text[token.start : token.end]
    known = _iso(mention.interval) or _partial(mention)
    value = _iso(periods.resolve(mention, times.year_for(mention), times.document))
    inferred = None
    if value and value != known:
        inferred = "period" if mention.relative else "year"
    name = value or known or " ".join(text.split())
    return DateMention(name, text, token.start, token.end, str(mention.grain), known, value, inferred)


def _iso(interval: Interval | None) -> str | None:
    return interval.iso() if interval else None


def _partial(mention: Mention) -> str | None:
    """A day or month without its year, as ISO 8601 writes a part that is left out: `--07-20`, `--07`."""
    wanted = {"day": _DAY_PARTS, "month": _MONTH_PARTS}.get(mention.grain)
    numbers = [mention.part(name) for name in wanted] if wanted else []
    return "--" + "-".join(f"{number:02}" for number in numbers) if numbers and None not in numbers else None
