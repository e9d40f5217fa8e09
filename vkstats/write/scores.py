"""Scores as a table, JSON or CSV: the rates of every file and of all together, and what is wrong."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TextIO

from vkstats.messages import text
from vkstats.score import RATES, Score
from vkstats.score.compare import Wrong

_COUNTS = ("documents", "figures")


def write_scores(
    files: Mapping[str, Score], total: Score, out: TextIO, lang: str, *, form: str, listed: int, color: bool = False
) -> None:
    """Put the rates out; `form` is `table`, `json` or `csv`. At most `listed` wrong answers go with them.

    CSV has one row a file and a last one, `all`, for all of them; a rate is empty where there is nothing to rate.
    Wrong answers stand behind the table, and under `wrong` in JSON; CSV holds the rates only.
    """
    match form:
        case "json":
            _json(files, total, out, listed)
        case "csv":
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["file", *_COUNTS, *RATES])
            for name, score in (*files.items(), ("all", total)):
                writer.writerow([name, *_counts(score).values(), *(_rounded(rate) for rate in score.rates.values())])
        case _:
            _table(files, total, out, lang, color=color)
            out.writelines(_told(wrong, lang) + "\n" for wrong in total.wrong[:listed])


def _counts(score: Score) -> dict[str, int]:
    return {"documents": score.documents, "figures": score.gold}


def _rounded(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.4f}"


def _json(files: Mapping[str, Score], total: Score, out: TextIO, listed: int) -> None:
    import msgspec

    result: dict[str, object] = {
        "all": _counts(total) | total.rates,
        "files": {name: _counts(score) | score.rates for name, score in files.items()},
    }
    if listed:
        result["wrong"] = total.wrong[:listed]
    out.write(msgspec.json.encode(result).decode() + "\n")


def _table(files: Mapping[str, Score], total: Score, out: TextIO, lang: str, *, color: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from vkstats.write.screen import Screen

    shown = [*files.values(), total] if len(files) > 1 else [total]
    names = [*files, text("score.all", lang)] if len(files) > 1 else list(files)
    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    grid.add_column("")
    for name in names:
        grid.add_column(Text(name), justify="right", overflow="fold")
    for count in _COUNTS:
        grid.add_row(Text(text(f"score.{count}", lang)), *(str(_counts(score)[count]) for score in shown))
    for rate in RATES:
        grid.add_row(Text(rate), *("–" if score.rates[rate] is None else f"{score.rates[rate]:.3f}" for score in shown))
    Screen(out, color=color).print(grid)


def _told(wrong: Wrong, lang: str) -> str:
    details = {"place": wrong.place, "words": f"“{wrong.words}”", "around": wrong.around}
    differs = {"field": wrong.field, "wanted": wrong.wanted or "–", "got": wrong.got or "–"}
    return text(f"score.{wrong.code}", lang, **details, **differs)
