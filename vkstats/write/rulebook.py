"""The rules as a list: the rule book is the rules themselves, never a second document."""

from __future__ import annotations

import csv
from typing import TextIO

from vkstats.packs import RuleSet

_COLUMNS = ("rule", "gives", "says", "when")


def write_rules(rules: RuleSet, out: TextIO, *, for_reading: bool) -> None:
    """Every rule with what it says, when it fires and what it gives: for reading on a screen, else as CSV."""
    listed = [(rule.name, rule.gives, rule.says, rule.when) for rule in rules.rules]
    if not for_reading:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(listed)
        return
    from rich.padding import Padding
    from rich.text import Text

    from vkstats.write.screen import Screen

    screen = Screen(out, color=True)
    # One below the other: a column would break names and `when` lines in the middle of a word.
    for name, gives, says, when in listed:
        screen.print(Text.assemble((name, "bold"), f" → {gives}"))
        screen.print(Padding(Text(says), (0, 0, 0, 2)))
        screen.print(Padding(Text(when, style="dim"), (0, 0, 1, 2)))
