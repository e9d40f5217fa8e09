"""Rules over the line of tokens: a cascade of two storeys, each token one character.

The lower storey joins numbers, units and hedges into amounts and takes names with numbers (`Điều 173`)
out of the way; the upper storey says what an amount states. Overlap: leftmost, then longest, then file
order. Rules are parsed and checked before (`vkstats.packs`); nothing can be wrong here any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vkstats.lex import MARK_KINDS, lexer_of
from vkstats.model import Token
from vkstats.packs import RuleSet, grammar
from vkstats.packs.ruleset import LOWER, Rule
from vkstats.vocabulary import CLASSES

_FIRST_SYMBOL = 0xE000  # the Unicode private use area has room for 6,400 sets of kinds
_OPEN_RUN = 8  # tokens of an open run `<words>` at most; a token may be a run of plain words
_MOST_REPEATS = 12  # how often a repeated item is written out
MARKS = {",": "comma", ";": "semicolon", ":": "colon", "=": "equals", "/": "slash", "-": "dash", "…": "stop"}
# What an open run does not cross.
_RUN_STOPS = MARK_KINDS | CLASSES["amount"] | CLASSES["direction"] | {"versus", "share", "parts", "number"}
_RUN_STOPS -= {"slash", "dash"}


_LAZY_END = re.compile(r"\}\?(?=\)*\??\Z)")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fired on the tokens `first:last` of a line; every slot holds one or more tokens."""

    rule: Rule
    first: int
    last: int
    slots: Mapping[str, tuple[Token, ...]]


class Alphabet:
    """One private-use character for each set of kinds; a kind is a class of characters."""

    def __init__(self, kind_sets: Iterable[frozenset[str]]) -> None:
        ordered = sorted(kind_sets, key=sorted)
        self._symbols = {kinds: chr(_FIRST_SYMBOL + number) for number, kinds in enumerate(ordered)}
        self._by_kinds: dict[tuple[str, ...], str] = {}  # the same by the kinds in the order of a token
        self._of_kind: dict[str, str] = {}
        for kinds, symbol in self._symbols.items():
            for kind in kinds:
                self._of_kind[kind] = self._of_kind.get(kind, "") + symbol
        for name, members in CLASSES.items():
            self._of_kind[name] = "".join(sorted({s for kind in members for s in self._of_kind.get(kind, "")}))
        stops = {symbol for kind in _RUN_STOPS for symbol in self._of_kind.get(kind, "")}
        self.run = "".join(symbol for symbol in self._symbols.values() if symbol not in stops)

    def line(self, tokens: Sequence[Token]) -> str:
        """The symbols of a line of tokens."""
        symbols = self._by_kinds
        try:
            return "".join([symbols[tuple(token.kinds)] for token in tokens])
        except KeyError:  # kinds in an order that was not met before
            for token in tokens:
                symbols[tuple(token.kinds)] = self._symbols[frozenset(token.kinds)]
            return "".join([symbols[tuple(token.kinds)] for token in tokens])

    def of_kind(self, kind: str) -> str:
        """All symbols of a kind or class; empty where nothing has it."""
        return self._of_kind.get(kind, "")


class Storey:
    """The compiled rules of one storey."""

    def __init__(self, rules: Sequence[Rule], alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._rules: list[tuple[Rule, re.Pattern[str], tuple[str | None, ...]]] = []
        self._by_symbol: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            names: list[str | None] = []
            pattern = self._regex(rule.tree, names)
            pattern = _LAZY_END.sub("}", pattern)  # an open run that ends a rule goes on to the border
            self._rules.append((rule, re.compile(pattern), tuple(names)))
            for symbol in self._first(rule.tree)[0]:
                self._by_symbol.setdefault(symbol, []).append(number)

    def matches(self, tokens: Sequence[Token], tried: list[Match] | None = None) -> list[Match]:
        """The winning matches of a line, in order; every match that was tried goes to `tried`, if given."""
        line = self._alphabet.line(tokens)
        found: list[Match] = []
        at = 0
        while at < len(line):
            best: tuple[int, re.Match[str], int] | None = None
            for number in self._by_symbol.get(line[at], ()):
                match = self._rules[number][1].match(line, at)
                if match and match.end() > at:
                    if tried is not None:
                        tried.append(self._match(number, match, tokens))
                    if best is None or match.end() > best[0]:
                        best = (match.end(), match, number)
            if best is None:
                at += 1
                continue
            found.append(self._match(best[2], best[1], tokens))
            at = best[0]
        return found

    def _match(self, number: int, match: re.Match[str], tokens: Sequence[Token]) -> Match:
        rule, _, names = self._rules[number]
        slots: dict[str, tuple[Token, ...]] = {}
        for group, name in enumerate(names, start=1):
            first, last = match.span(group)
            if name is not None and first >= 0 and last > first:
                slots[name] = (*slots.get(name, ()), *tokens[first:last])
        ordered = {name: tuple(sorted(held, key=lambda token: token.start)) for name, held in slots.items()}
        return Match(rule, match.start(), match.end(), ordered)

    def _regex(self, item: grammar.Item, names: list[str | None]) -> str:
        match item:
            case grammar.Word(text):
                return self._class(MARKS.get(text, f"={text}"))
            case grammar.Slot(name, kind):
                inner = f"[{self._alphabet.run}]{{1,{_OPEN_RUN}}}?" if kind == "words" else self._class(kind)
                if name is None:
                    return inner
                names.append(name)
                return f"({inner})"
            case grammar.Sequence(items):
                return "".join(self._regex(inner, names) for inner in items)
            case grammar.Choice(options):
                return f"(?:{'|'.join(self._regex(option, names) for option in options)})"
            case grammar.Repeat(inner, least, many):
                # A repeated slot is written out, so that each repetition keeps its own group.
                copies = [self._regex(inner, names) for _ in range(_MOST_REPEATS if many else 1)]
                nested = ""
                for copy in reversed(copies):
                    nested = f"(?:{copy}{nested})?"
                return nested if least == 0 else nested[:-1]

    def _class(self, kind: str) -> str:
        symbols = self._alphabet.of_kind(kind)
        return f"[{symbols}]" if symbols else "(?!)"

    def _first(self, item: grammar.Item) -> tuple[set[str], bool]:
        """The symbols that an item can start with, and whether it can be empty."""
        match item:
            case grammar.Word(text):
                return set(self._alphabet.of_kind(MARKS.get(text, f"={text}"))), False
            case grammar.Slot(_, kind):
                return set(self._alphabet.run if kind == "words" else self._alphabet.of_kind(kind)), False
            case grammar.Sequence(items):
                first: set[str] = set()
                for inner in items:
                    symbols, empty = self._first(inner)
                    first |= symbols
                    if not empty:
                        return first, False
                return first, True
            case grammar.Choice(options):
                parts = [self._first(option) for option in options]
                return set().union(*(symbols for symbols, _ in parts)), any(empty for _, empty in parts)
            case grammar.Repeat(inner, least, _):
                symbols, empty = self._first(inner)
                return symbols, empty or least == 0


class Matcher:
    """The two storeys of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        sets = set(lexer_of(rules).kind_sets) | {frozenset([kind]) for kind in (*CLASSES["amount"], "label")}
        alphabet = Alphabet(sets)
        self.lower = Storey([rule for rule in rules.rules if rule.gives in LOWER], alphabet)
        self.upper = Storey([rule for rule in rules.rules if rule.gives not in LOWER], alphabet)


@lru_cache(maxsize=4)
def matcher_of(rules: RuleSet) -> Matcher:
    """The matcher of a rule set, compiled once per process."""
    return Matcher(rules)
