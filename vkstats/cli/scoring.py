"""Annotated texts → how well the rules read them; what is wrong with the files, on standard error."""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.cli.streams import is_terminal, say, standard_output
from vkstats.errors import GoldError, GoldProblem
from vkstats.extract import extract
from vkstats.model import Document
from vkstats.patterns import RuleSet
from vkstats.score import Score, read_gold
from vkstats.write.mistakes import told, told_gold
from vkstats.write.scores import write_scores


def score_files(paths: Sequence[str], rules: RuleSet, lang: str, *, form: str | None, listed: int) -> bool:
    """Put out the rates of each file and of all, with `listed` wrong answers; whether something could not be read."""
    total, failed = Score(), False
    scores: dict[str, Score] = {}
    for path in paths:
        own = scores.setdefault(path, Score())
        try:
            for gold in read_gold(path):
                if isinstance(gold, GoldProblem):
                    say(told_gold(gold, lang))
                    failed = True
                    continue
                record = extract(Document(gold.id, gold.text), rules)
                own.add(gold, record)
                total.add(gold, record)
        except GoldError as error:
            say(told(error, lang))
            failed = True
    read = {path: score for path, score in scores.items() if score.documents}
    if read:
        with standard_output() as out:
            chosen = form or ("table" if is_terminal() else "csv")
            write_scores(read, total, out, lang, form=chosen, listed=listed, color=out.isatty())
    return failed
