"""Matches → figures: role, unit, item, action, breakdown, comparison and period, in small named steps.

A line walks through the stages of `draft`, each step a function of the figures of the stage before and of what the
document told so far; what stays ambiguous stays empty.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from vkstats.amounts import join
from vkstats.lex import lexer_of
from vkstats.link.breakdown import with_parts
from vkstats.link.category import categories_of
from vkstats.link.changes import Before, with_changes
from vkstats.link.doubt import Doubts
from vkstats.link.draft import Dated, Line, Linked
from vkstats.link.labels import labels_of
from vkstats.link.likeness import likeness_of
from vkstats.link.opened import Open
from vkstats.link.phrases import read_phrases
from vkstats.link.roles import as_targets, read_line
from vkstats.link.said import words_of
from vkstats.link.sums import with_sums
from vkstats.link.times import Times, with_times
from vkstats.match import matcher_of
from vkstats.model import Article, BlockKind, Figure, Kind, NameSpan, TableRecord, Warning
from vkstats.packs import RuleSet
from vkstats.tables import Cell, Reading, read_table, table_record
from vkstats.text import shown

# Tables are read by themselves, cell by cell.
_WITHOUT_FIGURES = frozenset({BlockKind.PUBLISHED, BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.TABLE})


@dataclass(frozen=True, slots=True)
class _Context:
    """What the lines read so far tell those to come."""

    times: Times
    opened: Open = field(default_factory=Open)
    before: Before = field(default_factory=Before)


def read_lines(article: Article, names: Sequence[NameSpan], rules: RuleSet) -> list[Line]:
    """The lines of a document that hold a number or a time, with their statements; a name in them is one token."""
    lexer, matcher, sources = lexer_of(rules), matcher_of(rules), words_of(rules).source
    lines = []
    for sentence in article.sentences:
        block = article.blocks[sentence.block]
        start = max(sentence.start, block.body)
        is_apart = block.kind in _WITHOUT_FIGURES
        if is_apart and not sources.match(article.folded, start, sentence.end):
            continue  # `Nguồn: Niên giám thống kê năm 2020` tells the time of the figures
        is_aside = is_apart or not lexer.is_worth_reading(article.folded, start, sentence.end)
        if is_aside and not lexer.may_say_time(article.folded, start, sentence.end):
            continue
        words = lexer.lex(article.text, article.folded, start, sentence.end, names)
        if is_aside and not any("period" in token.kinds for token in words):
            continue
        joined = join(*matcher.lower.read(words, article.folded), article.folded)
        line = read_line(article, sentence, *matcher.upper.read(joined, article.folded), rules)
        lines.append(replace(line, is_aside=True) if is_aside else line)
    return lines


def link(
    article: Article, lines: Sequence[Line], rules: RuleSet, times: Times
) -> tuple[tuple[Figure, ...], tuple[Warning, ...], tuple[TableRecord, ...]]:
    """The figures of a document, in reading order, what could not be read, and its tables."""
    dated, warnings, readings = read_dated(article, lines, rules, times)
    doubts = Doubts(dated, article.text, times.reporting, rules)
    tables = tuple(filter(None, map(table_record, readings)))
    return tuple(_figures(dated, doubts, article, rules)), tuple(warnings), tables


def read_dated(
    article: Article, lines: Sequence[Line], rules: RuleSet, times: Times
) -> tuple[list[Dated], list[Warning], list[Reading]]:
    """The same figures as the last step leaves them, with what was weighed for them, and the readings of the tables."""
    pending = deque(article.tables)
    context = _Context(times)
    stated: list[Dated] = []
    warnings: list[Warning] = []
    readings: list[Reading] = []
    for line in lines:
        if line.is_aside:
            continue
        while pending and pending[0].start < line.sentence.start:
            readings.append(read_table(article, pending.popleft(), context.times, rules))
        found, told, context = _read(article, line, context, rules)
        stated += found
        warnings += told
    readings += (read_table(article, table, context.times, rules) for table in pending)
    cells = [_of_cell(cell) for reading in readings for cell in reading.cells]
    warnings += (warning for reading in readings for warning in reading.warnings)
    figures = sorted([*with_sums(stated, likeness_of(rules)), *cells], key=lambda made: made.start)
    return figures, sorted(warnings, key=lambda warning: warning.start), readings


def _of_cell(cell: Cell) -> Dated:
    return Dated(
        amount=cell.amount,
        sentence=cell.sentence,
        role=cell.role,
        rule=f"tables:cell.{cell.role}",
        modality=cell.amount.modality,
        direction=cell.direction,
        unit=cell.amount.unit,
        item=cell.item,
        action=cell.action,
        category=cell.category,
        scale=cell.scale,
        doubt=cell.doubt,
        relation=cell.relation,
        parent=cell.parent,
        period=cell.period,
        baseline=cell.baseline,
    )


def _read(
    article: Article, line: Line, context: _Context, rules: RuleSet
) -> tuple[tuple[Dated, ...], list[Warning], _Context]:
    """The figures of a line, what of it could not be read, and the context of the next line: all steps in order."""
    likeness = likeness_of(rules)
    if context.times.is_planned(line):
        line = replace(line, statements=as_targets(line.statements))
    phrases = read_phrases(article, line, rules)
    opened = context.opened.entered(line, article.blocks, likeness)
    parts, opened = with_parts(line, phrases, opened, likeness)
    read = [made for made in parts if _is_read(made)]
    warnings = [*_unread(parts), *_doubts(line, read)]
    linked = with_changes(line, read, context.before, likeness, rules)
    opened = opened.behind_changes(linked, context.before.previous)
    dated, times = with_times(line, linked, context.times, rules)
    return dated, warnings, replace(context, times=times, opened=opened, before=context.before.behind(linked))


def _is_read(made: Linked) -> bool:
    return bool(made.unit) or made.amount.kind not in (None, Kind.COUNT)


def _unread(parts: Sequence[Linked]) -> Iterator[Warning]:
    """Numbers without a known unit are left out; each is told."""
    for made in parts:
        if not _is_read(made):
            yield Warning("unread-number", made.amount.start, made.amount.number_end)


def _doubts(line: Line, linked: Sequence[Linked]) -> Iterator[Warning]:
    """The numbers of a line that have another reading, and those that have none."""
    for made in linked:
        if made.amount.doubt:
            start, end = made.amount.start, made.amount.number_end
            yield Warning("doubtful-number", start, end, (("reading", made.amount.doubt),))
    for token in line.tokens:
        if "number" in token.kinds:
            yield Warning("unread-number", token.start, token.end)


def _figures(drafts: Sequence[Dated], doubts: Doubts, article: Article, rules: RuleSet) -> Iterable[Figure]:
    numbers = {made.start: number for number, made in enumerate(drafts, start=1)}
    labels, categories = labels_of(rules).of(drafts), categories_of(rules).of(drafts)
    multiples = rules.words("unit-multiple")
    shared: dict[str, str] = {}  # the figures of a sentence hold the same string
    for made in drafts:
        amount, parent = made.amount, numbers.get(made.parent) if made.parent is not None else None
        is_multiple = made.unit in multiples and made.direction is not None
        yield Figure(
            id=numbers[made.start],
            text=article.text[amount.start : max(amount.end, made.unit_end)],
            start=amount.start,
            end=max(amount.end, made.unit_end),
            kind=Kind.RATIO if is_multiple else amount.kind or Kind.COUNT,
            value=amount.value,
            max=amount.max,
            of=amount.of,
            unit=made.unit or "",
            item=made.item,
            action=made.action,
            indicator=labels[made.start],
            modality=made.modality,
            role=made.role,
            direction=made.direction,
            baseline=made.baseline,
            relation=made.relation if parent else None,
            parent=parent,
            period=made.period,
            sentence=shared.setdefault(said := shown(article.text, made.sentence, made.start, amount.end), said),
            rule=made.rule,
            category=made.category or categories.get(made.start),
            scale=made.scale,
            doubt=tuple(one.field for one in doubts.of(made)),
        )


__all__ = ["Line", "link", "read_dated", "read_lines"]
