"""Rates over annotated texts, and the mistakes behind them: for reading, as CSV, or as one JSON object."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TextIO

from vkstats.messages import text
from vkstats.score import MEASURES, Mistake
from vkstats.write.form import Format
from vkstats.write.mistakes import visible

_ABREAST = 8  # files whose rates stand side by side in 80 columns
Rates = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Scores:
    """The rates of all files together and of each, in order; mistakes to list, and how many `more` there are."""

    rates: Rates
    files: Sequence[tuple[str, Rates]]
    mistakes: Sequence[Mistake]
    more: int


def write_scores(scores: Scores, form: Format, out: TextIO, lang: str) -> None:
    """Put the scores out as `table`, `csv` (rates only: the row of all files has no file name) or `json`."""
    # Each form imports its own library, as in `form.writer`.
    match form:
        case Format.TABLE:
            _write_table(scores, out, lang)
        case Format.CSV:
            from vkstats.write.delimited import guarded

            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("file", *MEASURES))
            for path, rates in (("", scores.rates), *scores.files):
                writer.writerow((guarded(path), *(rates[name] for name in MEASURES)))
        case _:
            from vkstats.write.json_ import ENCODER

            out.write(ENCODER.encode(_document(scores)).decode() + "\n")


def _document(scores: Scores) -> dict[str, object]:
    """The rates of all files as keys, beside them those of each file and the mistakes."""
    from vkstats.write.json_ import exact

    mistakes = [
        {
            "where": mistake.where,
            "document": mistake.document,
            "subject": mistake.subject,
            "fault": mistake.fault,
            "number": mistake.number,
            "text": mistake.text,
            "differences": [
                {"field": one.field, "wanted": exact(one.wanted), "got": exact(one.got)} for one in mistake.differences
            ],
            "context": mistake.context,
        }
        for mistake in scores.mistakes
    ]
    files = [{"file": path, **rates} for path, rates in scores.files]
    return {**scores.rates, "files": files, "mistakes": mistakes, "more_mistakes": scores.more}


def _write_table(scores: Scores, out: TextIO, lang: str) -> None:
    """Mistakes first: the rates are what stays on the screen."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from vkstats.write.screen import Screen

    screen = Screen(out, color=out.isatty())
    for (where, document), mistakes in groupby(scores.mistakes, lambda mistake: (mistake.where, mistake.document)):
        screen.print(Text(visible(f"{where}: {document}"), style="bold cyan"))
        for mistake in mistakes:
            screen.print(Padding(Text(_headline(mistake, lang), style="bold"), (0, 0, 0, 2)))
            for line in _details(mistake, lang):
                screen.print(Padding(Text(line), (0, 0, 0, 4)))
            if mistake.context:
                screen.print(Padding(Text(visible(mistake.context), style="dim"), (0, 0, 0, 4)))
        screen.print()
    if scores.more:
        screen.print(Text(text("score.more", lang, count=scores.more)))
        screen.print()
    table = Table(box=None, pad_edge=False, header_style="cyan")
    table.add_column(text("score.measure", lang))
    table.add_column(text("score.rate", lang), justify="right")
    table.add_column(text("score.meaning", lang), style="dim")
    for name in MEASURES:
        table.add_row(name, _rate(scores.rates[name], lang), text(f"score.{name}", lang))
    screen.print(table)
    if len(scores.files) == 1:
        return
    for first in range(0, len(scores.files), _ABREAST):
        listed = list(enumerate(scores.files, start=1))[first : first + _ABREAST]
        screen.print()
        for number, (path, _) in listed:
            screen.print(Text.assemble((f"{number:>3} ", "cyan"), visible(path)))
        table = Table(box=None, pad_edge=False, header_style="cyan")
        table.add_column(text("score.measure", lang))
        for number, _ in listed:
            table.add_column(str(number), justify="right")
        for name in MEASURES:
            table.add_row(name, *(_rate(rates[name], lang) for _, (_, rates) in listed))
        screen.print(table)


def _headline(mistake: Mistake, lang: str) -> str:
    subject = text(f"score.{mistake.subject}", lang)
    number = f"#{mistake.number}" if mistake.number else ""
    about = f"“{visible(mistake.text)}”" if mistake.text else ""
    return " ".join(filter(None, (f"{text(f'score.{mistake.fault}', lang)}:", subject, number, about)))


def _details(mistake: Mistake, lang: str) -> Iterator[str]:
    for one in mistake.differences:
        wanted, got = _answer(one.wanted, lang), _answer(one.got, lang)
        yield visible(text("score.difference", lang, field=one.field, wanted=wanted, got=got))


def _answer(answer: Decimal | str | None, lang: str) -> str:
    from vkstats.write.wording import number

    if answer is None:
        return text("score.nothing", lang)
    return number(answer, lang) if isinstance(answer, Decimal) else answer


def _rate(rate: float | None, lang: str) -> str:
    """A share with three decimals, a number of things as it is; a dash where there was nothing to measure."""
    if rate is None:
        return "–"
    if isinstance(rate, int):
        return str(rate)
    return f"{rate:.3f}".replace(".", "," if lang == "vi" else ".")
