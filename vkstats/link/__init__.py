"""Matches → figures: unit, item, action, comparison, breakdown and period, in small named steps.

Each step fills fields of the drafts of one line; what stays ambiguous stays empty.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from vkstats.amounts import join
from vkstats.lex import lexer_of
from vkstats.link import breakdown, comparison, indicators, phrases, roles, times
from vkstats.link.draft import Draft, Line
from vkstats.link.tables import Tables
from vkstats.link.units import Units
from vkstats.match import matcher_of
from vkstats.model import Article, BlockKind, Figure, Kind, Table, Warning
from vkstats.packs import RuleSet

# Tables are read by themselves, cell by cell.
_WITHOUT_FIGURES = frozenset({BlockKind.PUBLISHED, BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.TABLE})


def read_lines(article: Article, rules: RuleSet) -> list[Line]:
    """The lines of a document that hold a number or a time, with their drafts."""
    lexer, matcher = lexer_of(rules), matcher_of(rules)
    attributive = rules.words("attributive")
    lines = []
    for sentence in article.sentences:
        block = article.blocks[sentence.block]
        if block.kind in _WITHOUT_FIGURES:
            continue
        start = max(sentence.start, block.body)
        is_aside = not lexer.is_worth_reading(article.folded, start, sentence.end)
        if is_aside and not lexer.may_say_time(article.folded, start, sentence.end):
            continue
        tokens = lexer.lex(article.text, article.folded, start, sentence.end)
        if is_aside and not any("period" in token.kinds for token in tokens):
            continue
        tokens = join(tokens, matcher.lower.matches(tokens), article.folded)
        matches = matcher.upper.matches(tokens)
        line = roles.draft(article, sentence, tokens, matches, attributive)
        line.is_aside = is_aside
        lines.append(line)
    return lines


def link(
    article: Article, lines: Sequence[Line], rules: RuleSet, clock: times.Times
) -> tuple[tuple[Figure, ...], tuple[Warning, ...]]:
    """The figures of a document, in reading order, and what could not be read."""
    units = Units(rules)
    breakdowns = breakdown.Breakdowns(units, article.blocks)
    words = phrases.Phrases(rules, article)
    tables, pending = Tables(article, rules), deque(article.tables)
    cells: list[Draft] = []
    warnings: list[Warning] = []
    previous: Line | None = None
    for line in lines:
        while pending and pending[0].start < line.sentence.start:
            _read_table(tables, pending.popleft(), clock, cells, warnings)
        if line.is_aside:
            clock.attach(line)
            continue
        words.fill(line)
        breakdowns.attach(line)
        warnings.extend(_drop_unread(line))
        warnings.extend(_doubts(line))
        comparison.attach(line, previous, units)
        clock.attach(line)
        if line.drafts:
            previous = line
    for table in pending:
        _read_table(tables, table, clock, cells, warnings)
    drafts = [made for line in lines for made in line.drafts]
    if cells:
        drafts = sorted([*drafts, *cells], key=lambda made: made.start)
    return tuple(_figures(drafts, article, rules)), tuple(warnings)


def _read_table(tables: Tables, table: Table, clock: times.Times, cells: list[Draft], warnings: list[Warning]) -> None:
    """Add the figures and warnings of a table; its times are those that hold where it stands."""
    found, told = tables.read(table, clock)
    cells += found
    warnings += told


def _drop_unread(line: Line) -> Iterable[Warning]:
    """Take out numbers without a known unit; each is told."""
    unread = [made for made in line.drafts if not made.unit and made.amount.kind in (None, Kind.COUNT)]
    line.drafts = [made for made in line.drafts if made not in unread]
    return [Warning("unread-number", made.amount.start, made.amount.number_end) for made in unread]


def _doubts(line: Line) -> Iterable[Warning]:
    """The numbers of a line that have another reading, and those that have none."""
    for made in line.drafts:
        if made.amount.doubt:
            start, end = made.amount.start, made.amount.number_end
            yield Warning("doubtful-number", start, end, (("reading", made.amount.doubt),))
    for token in line.tokens:
        if "number" in token.kinds:
            yield Warning("unread-number", token.start, token.end)


def _figures(drafts: Sequence[Draft], article: Article, rules: RuleSet) -> Iterable[Figure]:
    numbers = {id(made): number for number, made in enumerate(drafts, start=1)}
    lines = {id(made.line): made.line.sentence for made in drafts}
    sentences = {line: " ".join(article.text[found.start : found.end].split()) for line, found in lines.items()}
    codebook = indicators.codebook_of(rules)
    for made in drafts:
        amount = made.amount
        parent = made.parent if made.parent is not None and id(made.parent) in numbers else None
        kind = amount.kind or Kind.COUNT
        if made.unit == "lần" and made.direction:
            kind = Kind.RATIO
        yield Figure(
            id=numbers[id(made)],
            text=article.text[amount.start : max(amount.end, made.unit_end)],
            start=amount.start,
            end=max(amount.end, made.unit_end),
            kind=kind,
            value=amount.value,
            max=amount.max,
            of=amount.of,
            unit=made.unit or "",
            item=made.item,
            action=made.action,
            indicator=codebook.name(made),
            modality=made.modality,
            role=made.role,
            direction=made.direction,
            baseline=made.baseline,
            relation=made.relation if parent else None,
            parent=numbers[id(parent)] if parent else None,
            period=made.period,
            sentence=sentences[id(made.line)],
            rule=made.rule,
        )


__all__ = ["Line", "link", "read_lines"]
