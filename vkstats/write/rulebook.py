"""The rules as a list: the rule book is the rules themselves, never a second document."""

from __future__ import annotations

import csv
from typing import TextIO

from vkstats.messages import text
from vkstats.patterns import RuleSet

_COLUMNS = ("rule", "gives", "says", "when")


def write_rules(rules: RuleSet, out: TextIO, lang: str, *, for_reading: bool) -> None:
    """Every rule with what it says, when it fires and what it gives: for reading on a screen, else as CSV."""
    listed = [(rule.name, rule.gives, rule.says, rule.when) for rule in rules.rules]
    if not for_reading:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(listed)
        return
    from rich.table import Table
    from rich.text import Text

    from vkstats.write.screen import Screen

    table = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False, header_style="dim")
    for column in _COLUMNS:
        table.add_column(text(f"rules.{column}", lang), overflow="fold")
    for row in listed:
        table.add_row(*map(Text, row))
    Screen(out, color=True).print(table)
