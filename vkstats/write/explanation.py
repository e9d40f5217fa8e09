"""An explanation as a person reads it: words and their kinds, rules tried and why one won, the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import TextIO

from rich.table import Table
from rich.text import Text

from vkstats.explain import Attempt, Explanation, Weighed
from vkstats.link.doubt import Doubt
from vkstats.messages import text
from vkstats.model import Figure, Token
from vkstats.write.columns import cells, plain
from vkstats.write.mistakes import visible
from vkstats.write.screen import Screen

_SHOWN = 5  # candidates of a decision
_TAKEN = ("alone", "won")
# What the explanation itself has shown already.
_SHOWN_ABOVE = ("id", "text", "start", "end", "sentence")


def write_explanation(explanation: Explanation, out: TextIO, lang: str, *, color: bool) -> None:
    """Sentence by sentence: tokens, rules of both storeys, then the figures and warnings of them all."""
    document = explanation.record.text
    screen = Screen(out, color=color)
    for reading in explanation.readings:
        screen.print(Text(_words(document, reading.start, reading.end), style="bold"))
        for title, part in (
            ("tokens", _tokens(document, reading.tokens)),
            ("lower", _attempts(document, reading.lower, lang)),
            ("joined", _tokens(document, reading.joined)),
            ("upper", _attempts(document, reading.upper, lang)),
        ):
            screen.print()
            screen.print(Text(text(f"explain.{title}", lang), style="cyan"))
            screen.print(part if part.row_count else Text(f"  {text('explain.none', lang)}", style="dim"))
        screen.print()
    screen.print(Text(text("explain.record", lang), style="cyan"))
    for figure in explanation.record.figures:
        screen.print(Text.assemble(f"  {figure.id}. ", (visible(figure.text), "bold")))
        screen.print(_figure(figure))
        for one in explanation.weighed:
            if one.figure == figure.start:
                screen.print(_candidates(document, one, lang))
        if figure.doubt:
            screen.print(_doubts(explanation.doubts[figure.start], lang))
    for one in explanation.weighed:
        if one.figure is None and len(one.choice.ranked) > 1:
            screen.print(Text(text("explain.document", lang), style="cyan"))
            screen.print(_candidates(document, one, lang))
    if not explanation.record.figures:
        screen.print(Text(f"  {text('explain.none', lang)}", style="dim"))
    for warning in explanation.record.warnings:
        _, message, words, start, end = cells(warning, document, lang)
        screen.print(Text(f"  ! {_words(str(words), 0, None)}: {message} [{start}:{end}]"))


def _tokens(document: str, tokens: Iterable[Token]) -> Table:
    grid = _grid(3)
    for token in tokens:
        kinds = ", ".join(f"<{kind}>" for kind in token.kinds)
        grid.add_row("", _words(document, token.start, token.end), Text(kinds, style="dim"))
    return grid


def _attempts(document: str, attempts: Sequence[Attempt], lang: str) -> Table:
    grid = _grid(4)
    for attempt in attempts:
        slots = "; ".join(f"{name} = {_words(document, start, end)}" for name, start, end in attempt.slots)
        why = text(f"explain.{attempt.verdict}", lang, winner=attempt.winner)
        shown = Text(_words(document, attempt.start, attempt.end))
        shown.append(f"\n{slots}" if slots else "", style="dim")
        mark, style = ("✓", "bold") if attempt.verdict in _TAKEN else ("·", "dim")
        grid.add_row(mark, Text(attempt.rule, style=style), shown, Text(why, style="dim"))
    return grid


def _figure(figure: Figure) -> Table:
    grid = _grid(3)
    for field in fields(figure):
        value = getattr(figure, field.name)
        if value not in (None, "", ()) and field.name not in _SHOWN_ABOVE:
            shown = (
                plain(value)
                if isinstance(value, Decimal)
                else " ".join(value)
                if isinstance(value, tuple)
                else str(value)
            )
            grid.add_row("", Text(f"  {field.name}", style="dim"), Text(visible(shown)))
    return grid


def _candidates(document: str, weighed: Weighed, lang: str) -> Table:
    """The readings of a period with their sums, best first, and what weighed for and against each."""
    grid = _grid(5)
    for number, (total, one) in enumerate(weighed.choice.ranked[:_SHOWN]):
        parts = sorted(((weighed.weights.get(name, 0), name) for name in one.features), key=lambda pair: -abs(pair[0]))
        why = ", ".join(f"{name} {weight:+}" for weight, name in parts if weight)
        mark, style = ("✓", "bold") if number == 0 else ("·", "dim")
        value = one.value or text("explain.no-time", lang)
        said = _words(document, one.start, one.end) if one.end else ""
        grid.add_row(mark, Text(f"{total:+}", style=style), Text(value, style=style), said, Text(why, style="dim"))
    return grid


def _doubts(doubts: Sequence[Doubt], lang: str) -> Table:
    """The fields in doubt, the chance that each is wrong, and what speaks for and against."""
    grid = _grid(3)
    for one in doubts:
        why = ", ".join(f"{name} {weight:+}" for name, weight in one.features)
        chance = text("explain.doubt", lang, chance=f"{one.chance:.0%}")
        grid.add_row("?", Text(f"{one.field} {chance}", style="bold"), Text(why, style="dim"))
    return grid


def _grid(columns: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    for _ in range(columns - 1):
        grid.add_column(overflow="fold")
    return grid


def _words(document: str, start: int, end: int | None) -> str:
    return visible(" ".join(document[start:end].split()))
