"""Every rule proves itself by its own examples, checked three ways.

A `finds` example must be matched by its rule with the slots that it names, and by no other rule on the
same words; a `skips` example must not be matched by its rule; a form must find and skip what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex  # partial matching: whether a form can begin with a word

from vkstats.amounts import amount_of, join
from vkstats.lex import DIGIT_KEY, lexer_of, opening_of, passing_times
from vkstats.match import Match, matcher_of
from vkstats.model import Token
from vkstats.packs import RuleSet
from vkstats.packs.ruleset import LOWER, Example, Form, Rule
from vkstats.text import fold, normalise


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: `where` is `path:line:column`, `code` a key `check.<code>`."""

    rule: str
    where: str
    code: str
    example: str
    details: tuple[tuple[str, str], ...] = ()


def check(rules: RuleSet) -> list[Failure]:
    """All examples of a rule set that do not hold, in file order."""
    return [*_check_forms(rules), *(failure for rule in rules.rules for failure in _check_rule(rule, rules))]


def _check_forms(rules: RuleSet) -> Iterator[Failure]:
    lexer, passing = lexer_of(rules), passing_times(rules)
    for form in rules.forms:
        for example, wanted in [*((text, True) for text in form.finds), *((text, False) for text in form.skips)]:
            text = normalise(example)
            folded = fold(text)
            tokens = [*lexer.lex(text, folded, 0, len(text)), *passing.tokens(text, folded, 0, len(text))]
            ends = {token.end for token in tokens if form.kind in token.kinds}
            pattern = re.compile(rf"(?<!\w)(?:{form.regex})(?!\w)")  # what stands around it may count
            found = any(
                (match := pattern.match(folded, token.start)) and match.end() in ends
                for token in tokens
                if form.kind in token.kinds
            )
            if found != wanted:
                yield Failure(form.form, form.where, "missed" if wanted else "not-skipped", example)
        yield from _check_openings(form)


def _check_openings(form: Form) -> Iterator[Failure]:
    """A form is tried only where the words stand that its examples begin with; each beginning needs one."""
    pattern = regex.compile(form.regex)
    known = {opening_of(fold(normalise(find))) for find in form.finds}
    words = dict.fromkeys(opening_of(word) for word in re.findall(r"[^\W\d_]+", form.regex))
    for word in [*words, DIGIT_KEY]:
        begun = f"{word} " if word != DIGIT_KEY else "1"
        if word not in known and pattern.fullmatch(begun, partial=True):
            yield Failure(form.form, form.where, "no-opening", begun.strip())


def _check_rule(rule: Rule, rules: RuleSet) -> Iterator[Failure]:
    for example in rule.finds:
        text = normalise(example.text)
        matches = _matches(rule, text, rules)
        own = [match for match in matches if match.rule.name == rule.name]
        if not own:
            others = ", ".join(sorted({match.rule.name for match in matches})) or "-"
            yield Failure(rule.name, example.where, "missed", example.text, (("others", others),))
            continue
        yield from _check_slots(rule, example, text, own)
    for example in rule.skips:
        if any(match.rule.name == rule.name for match in _matches(rule, normalise(example.text), rules)):
            yield Failure(rule.name, example.where, "not-skipped", example.text)


def _check_slots(rule: Rule, example: Example, text: str, own: list[Match]) -> Iterator[Failure]:
    for slot, wanted in example.slots.items():
        held = [words for match in own for words in _held(match, slot, text)]
        if normalise(wanted) not in held:
            details = (("slot", slot), ("wanted", wanted), ("held", ", ".join(held) or "-"))
            yield Failure(rule.name, example.where, "slot-differs", example.text, details)


def _held(match: Match, slot: str, text: str) -> list[str]:
    """The texts that a slot holds: each of its tokens, and all of them as one stretch."""
    tokens = match.slots.get(slot, ())
    whole = [text[tokens[0].start : tokens[-1].end]] if len(tokens) > 1 else []
    return [*(_words(token, text) for token in tokens), *whole]


def _words(token: Token, text: str) -> str:
    amount = amount_of(token)
    return text[amount.start : amount.end] if amount else text[token.start : token.end]


def _matches(rule: Rule, text: str, rules: RuleSet) -> list[Match]:
    lexer, matcher = lexer_of(rules), matcher_of(rules)
    folded = fold(text)
    tokens = lexer.lex(text, folded, 0, len(text))
    line, lower = matcher.lower.read(tokens, folded)
    if rule.gives in LOWER:
        return lower
    return matcher.upper.read(join(line, lower, folded), folded)[1]
