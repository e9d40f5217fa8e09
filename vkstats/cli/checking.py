"""Pattern files → every mistake in them, and every example that does not hold, on standard error."""

from __future__ import annotations

from pathlib import Path

from vkstats.check import check
from vkstats.cli.streams import say
from vkstats.messages import text
from vkstats.packs import read_rules
from vkstats.write.mistakes import told_failures, told_problems


def check_patterns(folder: Path | None, lang: str) -> bool:
    """Whether the built-in packs, with the folder over them, hold.

    The examples are tried unless a mistake leaves a hole in the rules, so that one run tells as much as it can.
    """
    rules, problems = read_rules([folder] if folder else ())
    failures = check(rules) if rules else []
    if problems:
        say(told_problems(problems, lang))
    if failures:
        say(told_failures(failures, lang))
    if rules is None or problems or failures:
        return False
    counts = {
        "rules": len(rules.rules),
        "words": sum(len(words) for words in rules.lexicon.values()),
        "indicators": len(rules.indicators),
        "files": len(rules.files),
    }
    say(text("notice.rules-fine", lang, **counts))
    return True
