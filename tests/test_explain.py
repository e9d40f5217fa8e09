"""`vkstats explain` and `vkstats rules` show what the rules do, in words."""

from __future__ import annotations

import csv
import io

import pytest

from vkstats.check import Failure
from vkstats.explain import Explanation, explain
from vkstats.messages import LANGUAGES, text
from vkstats.packs import RuleSet
from vkstats.write.explanation import write_explanation
from vkstats.write.mistakes import told_failures
from vkstats.write.rulebook import write_rules

SENTENCE = "Năm 2020, đơn vị ban hành 25 kiến nghị, tăng 5 kiến nghị so với năm 2019."


@pytest.fixture(scope="module")
def explanation(rules: RuleSet) -> Explanation:
    """What happens to a sentence with a level and its change."""
    return explain(SENTENCE, rules)


def test_every_attempt_has_its_winner(explanation: Explanation) -> None:
    """At each place one rule was taken, and whoever lost names it."""
    (reading,) = explanation.readings
    for attempts in (reading.lower, reading.upper):
        taken = {attempt.start: attempt.rule for attempt in attempts if attempt.verdict in {"alone", "won"}}
        assert taken
        assert [attempt.winner for attempt in attempts] == [taken[attempt.start] for attempt in attempts]


def test_the_record_is_that_of_extract(explanation: Explanation) -> None:
    """The figures are the ones that the document would give, each by a rule that won."""
    (reading,) = explanation.readings
    assert [figure.text for figure in explanation.record.figures] == ["25 kiến nghị", "5 kiến nghị"]
    assert {figure.rule for figure in explanation.record.figures} <= {attempt.winner for attempt in reading.upper}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_explanation_shows_all_of_it(explanation: Explanation, lang: str) -> None:
    """Kinds, rules, the reason, and the figures' fields, in 80 columns."""
    out = io.StringIO()
    write_explanation(explanation, out, lang, color=False)
    shown = out.getvalue()
    for words in ("<period>", "amounts:amount.plain", text("explain.alone", lang)[:8], "2019-01-01/2019-12-31"):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_sentence_without_figures_says_so(rules: RuleSet) -> None:
    """Nothing found is told, not left out."""
    out = io.StringIO()
    write_explanation(explain("Không có gì.", rules), out, "en", color=False)
    assert text("explain.none", "en") in out.getvalue()


def test_the_rule_book_is_the_rules(rules: RuleSet) -> None:
    """As CSV one row a rule; for reading, within the width of the screen."""
    out = io.StringIO(newline="")
    write_rules(rules, out, for_reading=False)
    listed = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert [row["rule"] for row in listed] == [rule.name for rule in rules.rules]
    screen = io.StringIO()
    write_rules(rules, screen, for_reading=True)
    assert all(rule.name in screen.getvalue() for rule in rules.rules)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_failed_examples_are_told(lang: str) -> None:
    """Where, which rule, what is wrong, and the sentence."""
    failures = [
        Failure("r:x", "a.yaml:3:5", "missed", "một câu", (("others", "r:y"),)),
        Failure("form", "a.yaml:9:5", "missed", "câu hai"),
        Failure("r:x", "a.yaml:7:5", "slot-differs", "ba", (("slot", "s"), ("wanted", "1"), ("held", "2"))),
    ]
    lines = told_failures(failures, lang).splitlines()
    assert lines[0].startswith("a.yaml:3:5: r:x: ")
    assert lines[0].endswith("r:y")
    assert lines[1].strip() == "một câu"
    assert len(lines) == 7
