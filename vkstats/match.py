"""Rules over the line of tokens: a cascade of two storeys, each token one character.

The lower storey joins numbers, units and hedges into amounts and takes names with numbers (`Điều 173`)
out of the way; the upper storey says what an amount states. Overlap: leftmost, then longest, then file
order. Rules are parsed and checked before (`vkstats.packs`); nothing can be wrong here any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vkstats.lex import MARK_KINDS, lexer_of
from vkstats.literals import Literals, cut, kind_of, needs_one
from vkstats.model import Token
from vkstats.packs import RuleSet, grammar
from vkstats.packs.ruleset import LOWER, Rule
from vkstats.vocabulary import CLASSES

_FIRST_SYMBOL = 0xF0000  # a private plane of Unicode has room for 65,534 sets of kinds
_OPEN_RUN = 8  # tokens of an open run `<words>` at most; a token may be a run of plain words
_MOST_REPEATS = 12  # how often a repeated item is written out
MARKS = {",": "comma", ";": "semicolon", ":": "colon", "=": "equals", "/": "slash", "-": "dash", "…": "stop"}
# What an open run does not cross.
_RUN_STOPS = MARK_KINDS | CLASSES["amount"] | CLASSES["direction"] | {"versus", "share", "parts", "number"}
_RUN_STOPS -= {"slash", "dash"}
_LAZY_END = re.compile(r"\}\?(?=\)*\??\Z)")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fired on the tokens `first:last` of a line, `start:end` of the text; each slot holds its tokens."""

    rule: Rule
    first: int
    last: int
    start: int
    end: int
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


class _Pattern:
    """One rule as a regex over the symbols of an alphabet; `order` is its place in the files."""

    def __init__(self, rule: Rule, order: int, alphabet: Alphabet) -> None:
        self.rule = rule
        self.order = order
        self._alphabet = alphabet
        self._slots: list[str | None] = []  # the name of each group
        written = self._regex(rule.tree)
        self.regex = re.compile(_LAZY_END.sub("}", written))  # an open run that ends a rule goes on to the border
        self.openings = self._first(rule.tree)[0]

    def match(self, found: re.Match[str], tokens: Sequence[Token]) -> Match:
        """What the regex found in the symbols of `tokens`."""
        slots: dict[str, tuple[Token, ...]] = {}
        for group, name in enumerate(self._slots, start=1):
            first, last = found.span(group)
            if name is not None and first >= 0 and last > first:
                slots[name] = (*slots.get(name, ()), *tokens[first:last])
        ordered = {name: tuple(sorted(held, key=lambda token: token.start)) for name, held in slots.items()}
        first, last = found.span()
        return Match(self.rule, first, last, tokens[first].start, tokens[last - 1].end, ordered)

    def _regex(self, item: grammar.Item) -> str:
        match item:
            case grammar.Word(text):
                return self._class(_kind(text))
            case grammar.Slot(name, kind):
                inner = f"[{self._alphabet.run}]{{1,{_OPEN_RUN}}}?" if kind == "words" else self._class(kind)
                if name is None:
                    return inner
                self._slots.append(name)
                return f"({inner})"
            case grammar.Sequence(items):
                return "".join(self._regex(inner) for inner in items)
            case grammar.Choice(options):
                return f"(?:{'|'.join(self._regex(option) for option in options)})"
            case grammar.Repeat(inner, least, many):
                # A repeated slot is written out, so that each repetition keeps its own group.
                copies = [self._regex(inner) for _ in range(_MOST_REPEATS if many else 1)]
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
                return set(self._alphabet.of_kind(_kind(text))), False
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


class _Worded:
    """A rule that writes out words: it has its own alphabet, and its own view of the line."""

    def __init__(self, rule: Rule, order: int, words: frozenset[str], kind_sets: Iterable[frozenset[str]]) -> None:
        own = {frozenset([kind_of(word)]) for word in words}
        sets = {kinds | literal for kinds in (*kind_sets, frozenset[str]()) for literal in (frozenset[str](), *own)}
        self._alphabet = Alphabet(sets - {frozenset()})
        self._pattern = _Pattern(rule, order, self._alphabet)
        self._literals = Literals(words)
        self._needs_one = needs_one(rule.tree, words)
        self.order = order

    def matches(self, tokens: Sequence[Token], folded: str) -> Iterator[Match]:
        """Its matches at every place of the line, with the indices of its own view."""
        view = self._literals.over(tokens, folded)
        if view is None and self._needs_one:
            return
        seen = tokens if view is None else view
        line = self._alphabet.line(seen)
        for at, symbol in enumerate(line):
            found = self._pattern.regex.match(line, at) if symbol in self._pattern.openings else None
            if found and found.end() > at:
                yield self._pattern.match(found, seen)


class Storey:
    """The compiled rules of one storey. `kind_sets` are all sets of kinds that a token of its lines can have."""

    def __init__(self, rules: Sequence[Rule], kind_sets: Iterable[frozenset[str]]) -> None:
        sets = frozenset(kind_sets)
        self._alphabet = Alphabet(sets)
        self._by_symbol: dict[str, list[_Pattern]] = {}
        self._worded: list[_Worded] = []
        for order, rule in enumerate(rules):
            words = frozenset(leaf.text for leaf in grammar.leaves(rule.tree) if isinstance(leaf, grammar.Word))
            if words - MARKS.keys():
                self._worded.append(_Worded(rule, order, words - MARKS.keys(), sets))
                continue
            pattern = _Pattern(rule, order, self._alphabet)
            for symbol in pattern.openings:
                self._by_symbol.setdefault(symbol, []).append(pattern)

    def read(
        self, tokens: Sequence[Token], folded: str, tried: list[Match] | None = None
    ) -> tuple[Sequence[Token], list[Match]]:
        """The line, and the matches that win in it, in order; every match that was tried goes to `tried`, if given.

        The line is the same, but for runs of plain words that a rule with words of its own begins or ends in.
        """
        rivals = [(rule.order, match) for rule in self._worded for match in rule.matches(tokens, folded)]
        line = self._alphabet.line(tokens)
        won: list[Match] = []
        at = 0
        while at < len(line):
            fitting = [
                (pattern, found)
                for pattern in self._by_symbol.get(line[at], ())
                if (found := pattern.regex.match(line, at)) and found.end() > at
            ]
            if tried is not None:
                tried += [pattern.match(found, tokens) for pattern, found in fitting]
            best = max(fitting, key=lambda pair: pair[1].end(), default=None)  # of equals, the first in the files
            winner = best[0].match(best[1], tokens) if best else None
            if rivals:
                order = best[0].order if best else 0
                rival = _first_of(rivals, winner, order, tokens[at])
                here = rival or winner
                if tried is not None and here is not None:
                    tried += [match for _, match in rivals if match.start == here.start]
                if rival is not None:
                    tokens = cut(tokens, (rival.start, rival.end), folded)
                    line = self._alphabet.line(tokens)
                    winner = _placed(rival, tokens)
                if winner is not None:
                    rivals = [(order, match) for order, match in rivals if match.start >= winner.end]
            if winner is None:
                at += 1
                continue
            won.append(winner)
            at = winner.last
        return tokens, won


def _first_of(rivals: Iterable[tuple[int, Match]], winner: Match | None, order: int, token: Token) -> Match | None:
    """The rival that begins in `token` and beats the `winner` so far: further left, longer, or earlier in the files."""
    best, rank = None, (winner.start, -winner.end, order) if winner else (token.end, 0, 0)
    for number, match in rivals:
        if token.start <= match.start and (match.start, -match.end, number) < rank:
            best, rank = match, (match.start, -match.end, number)
    return best


def _placed(match: Match, tokens: Sequence[Token]) -> Match:
    """A match of another view, with its indices in this line."""
    first = next(number for number, token in enumerate(tokens) if token.end > match.start)
    last = next((number for number, token in enumerate(tokens) if token.start >= match.end), len(tokens))
    return replace(match, first=first, last=last)


def _kind(word: str) -> str:
    """The kind of the tokens that a word or mark of a `when` fits."""
    return MARKS.get(word) or kind_of(word)


class Matcher:
    """The two storeys of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        sets = set(lexer_of(rules).kind_sets) | {frozenset([kind]) for kind in (*CLASSES["amount"], "label")}
        self.lower = Storey([rule for rule in rules.rules if rule.gives in LOWER], sets)
        self.upper = Storey([rule for rule in rules.rules if rule.gives not in LOWER], sets)


@lru_cache(maxsize=4)
def matcher_of(rules: RuleSet) -> Matcher:
    """The matcher of a rule set, compiled once per process."""
    return Matcher(rules)
