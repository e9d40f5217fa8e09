"""A sentence → a line of typed tokens, in one scan over the folded text.

Words come from the lexicon through one trie (the longest wins; a word of several kinds keeps them all),
numbers and time expressions from a few regexes; what is left are runs of plain words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vkstats.model import Token
from vkstats.patterns import RuleSet, grammar
from vkstats.patterns.ruleset import Form
from vkstats.text import fold
from vkstats.trie import trie
from vkstats.values import numerals, periods

_MARKS = {
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "=": "equals",
    "/": "slash",
    "-": "dash",
    "…": "stop",
    "...": "stop",
}
# Kinds of this prefix are words of names; the entity rooms read them, the line of tokens does without.
ENTITY_KINDS = "name-"
MARK_KINDS = frozenset(_MARKS.values())
_SCALE = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ)(?!\w)(?! +(?:lệ|trọng|giá|suất|phú|số))"
_DIGITS = r"(?:\d+(?:[.,]\d+)*[½¼¾]?|[½¼¾])"
_NUMBER = rf"{_DIGITS}(?: *{_SCALE}(?: +{_SCALE})*(?: +\d+(?:[.,]\d+)* *{_SCALE})*(?: +rưỡi(?!\w))?)?"
# A numeral of one word counts only as one of these; the others are syllables of too many other words
# (`tư` in `đầu tư`, `linh` in `linh hoạt`).
_SINGLE_NUMERALS = frozenset(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"])
_LAST_NUMERALS = numerals.SCALES.keys() | {"mốt", "tư", "lăm", "nhăm", "mươi", "chục", "tá", "rưỡi"}
_SPELLED_UNITS = ("unit", "times", "percent", "money", "measure")
# Kinds whose words may stand glued in front of a number (`tăng13,7%`), and behind it (`40gam`, `15.000đ`).
_GLUED_BEFORE = ("up", "down", "hedge")
_GLUED_BEHIND = ("measure", "money", "unit", "duration", "times")
_CODE = r"(?P<code>\w*\d\w*(?:[-./]\w*\d\w*)*)"
_PLAIN = r"(?P<plain>[^\W\d_]+(?:'[^\W\d_]+)*)"
_DIGIT = re.compile(r"[\d½¼¾]")
_DIGITS_AND_FRACTIONS = "0123456789½¼¾"
_NO_WORD = " \n.\"'!?"  # what may stand between plain words
_LETTERS_ANYWHERE = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_NUMERAL = 120  # characters: `chín trăm chín mươi chín nghìn tỷ …` and more
_PLAIN_KINDS: Mapping[str, object] = {"words": None}
_ORDINAL_KINDS: Mapping[str, object] = {"ordinal": None}
_LOOK_BEHIND = re.compile(r"(\(\?<[=!][^)]*\))")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


class Lexer:
    """The compiled lexicon of a rule set. `kind_sets` are all sets of kinds that a token of it can have."""

    def __init__(self, rules: RuleSet) -> None:
        words: dict[str, dict[str, object]] = {}
        for kind, entries in rules.lexicon.items():
            if kind.startswith(ENTITY_KINDS):
                continue
            for word, value in entries.items():
                words.setdefault(word, {})[kind] = value
        for literal in _literals(rules):
            words.setdefault(literal, {})[f"={literal}"] = literal
        self._words: Mapping[str, Mapping[str, object]] = words
        self._forms = [(form, re.compile(rf"(?:{_any_spaces(form.regex)})(?!\w)")) for form in rules.forms]
        self._one_word = re.compile(rf"(?<![^\W\d_]){trie(words)}(?!\w)")
        counted = trie(word for kind in _SPELLED_UNITS for word in rules.words(kind))
        twofold = trie(rules.words("multiple-word"))
        last_words = "|".join(sorted((_SINGLE_NUMERALS - {"một"}) | _LAST_NUMERALS))
        self._spelled = re.compile(rf"(?<!\w)(?:(?:{last_words}) +{counted}|{twofold})(?!\w)")
        self._scan = re.compile(self._pattern(rules))
        literals = [word for form in rules.forms for word in _LETTERS_ANYWHERE.findall(form.regex)]
        starts = {match.group() for word in words if (match := _LETTERS_ANYWHERE.match(word))}
        starts |= numerals.NUMERAL_WORDS | set(literals)
        # Where a token may begin; all between is plain words, and skipped in one go.
        self._interesting = re.compile(
            rf"(?<![^\W_])(?:{trie(starts)})(?!\w)|[{_DIGITS_AND_FRACTIONS}()\[\],;:=/…+-]|\.\.\.|[%$€‰°]"
        )
        self._number = re.compile(f"{self._number_pattern(rules)}|{_CODE}")
        kind_sets = {frozenset(kinds) for kinds in words.values()}
        kind_sets |= {kinds | {"numeral"} for kinds in kind_sets}
        kind_sets |= {frozenset([form.kind]) for form in rules.forms}
        kind_sets |= {frozenset(["number", "scaled"]), frozenset(_ORDINAL_KINDS)}
        kind_sets |= {frozenset([kind]) for kind in (*MARK_KINDS, "number", "numeral", "sign", "code", "words")}
        self.kind_sets = frozenset(kind_sets)

    def _number_pattern(self, rules: RuleSet) -> str:
        behind = trie(word for kind in _GLUED_BEHIND for word in rules.words(kind))
        return rf"(?P<number>{_NUMBER}(?:(?![^\W_])|(?={behind}(?!\w))))"

    def _pattern(self, rules: RuleSet) -> str:
        before = trie(word for kind in _GLUED_BEFORE for word in rules.words(kind))
        opening = (re.match(r"[^\W\d_]+", fold(find)) for form in rules.forms for find in form.finds)
        starts = trie(match.group() for match in opening if match)
        forms = "|".join(_any_spaces(_NAMED_GROUP.sub("(?:", form.regex)) for form, _ in self._forms) or "(?!)"
        return "|".join(
            [
                rf"(?P<form>(?<!\w)(?=[\d(\[]|{starts}(?![^\W\d]))(?:{forms})(?!\w))",
                rf"(?P<numeral>(?<!\w){trie(numerals.NUMERAL_WORDS)}(?!\w))",
                rf"(?P<word>(?<![^\W\d_]){trie(self._words)}(?!\w))",
                rf"(?P<glued>(?<!\w){before}(?=\d))",
                self._number_pattern(rules),
                _CODE,
                _PLAIN,
                r"(?P<sign>(?<![\w.,)%] )(?<![\w.,)%])[-+](?=\d))",
                r"(?P<mark>\.\.\.|[()\[\],;:=/…-])",
            ]
        )

    def is_worth_reading(self, folded: str, start: int, end: int) -> bool:
        """Whether a stretch holds a digit, or a number word before a unit; the others give no figure."""
        return _DIGIT.search(folded, start, end) is not None or self._spelled.search(folded, start, end) is not None

    def lex(self, text: str, folded: str, start: int, end: int) -> list[Token]:
        """The tokens of `folded[start:end]`; `text` is the same text as written, for its capitals."""
        tokens: list[Token] = []
        at = start
        first_plain = last_plain = -1  # the run of plain words being read
        scan, search = self._scan.match, self._interesting.search
        while at < end:
            glued = bool(tokens) and tokens[-1].end == at and folded[at].isalpha()  # `12,35kg`
            found = None if glued else search(folded, at, end)
            stop = at if glued else found.start() if found else end
            if found and stop > at and folded[stop] in _DIGITS_AND_FRACTIONS and folded[stop - 1].isalpha():
                stop = _word_start(folded, at, stop)  # `PC04`, `tăng13,7%`
            gap = folded[at:stop]
            if gap and not gap.isspace():
                words = _LETTERS_ANYWHERE.search(gap)
                if words:
                    first_plain = at + words.start() if first_plain < 0 else first_plain
                    last_plain = at + len(gap.rstrip(_NO_WORD))
            if stop >= end:
                break
            at = stop
            match = scan(folded, at, end)
            token = self._token(match, text, folded, at, end) if match and match.lastgroup != "plain" else None
            if token is None:
                plain = _WORD.match(folded, at, end)
                if plain:
                    first_plain = at if first_plain < 0 else first_plain
                    last_plain = plain.end()
                at = plain.end() if plain else at + 1
                continue
            if first_plain >= 0:
                tokens.append(Token(_PLAIN_KINDS, first_plain, last_plain))
                first_plain = -1
            tokens.append(token)
            at = token.end
        if first_plain >= 0:
            tokens.append(Token(_PLAIN_KINDS, first_plain, last_plain))
        return tokens

    def _token(self, match: re.Match[str], text: str, folded: str, at: int, end: int) -> Token | None:
        """The token at `at`; None where it is a plain word after all."""
        match match.lastgroup:
            case "word" | "glued":
                kinds = self._words[_spaced(match.group())]
                if text[at].isupper() and _is_name(text, at):
                    if (
                        "ordinal-weak" in kinds and "measure" not in kinds
                    ):  # `Phòng 9` is a name, `mỗi phòng 9 người` none
                        kinds = _ORDINAL_KINDS
                    elif "verb" in kinds and " " not in match.group():
                        return None  # `Chi`, `Trồng` inside a sentence: a name
                return Token(kinds, at, match.end())
            case "number":
                return _number_token(match)
            case "code" | "sign":
                return Token({match.lastgroup: match.group()}, at, match.end())
            case "mark":
                return Token({_MARKS[match.group()]: match.group()}, at, match.end())
        # What may be a time expression or a numeral: the longest reading wins, the one named first on a tie.
        form, word = self._form(folded, at, end), self._word(folded, at, end)
        numeral = self._numeral(text, folded, at, end)
        if numeral and word and numeral.end == word.end:
            numeral = Token({**word.kinds, **numeral.kinds}, at, word.end)
        readings = [token for token in (form, numeral, word) if token]
        if readings:
            return max(readings, key=lambda token: token.end)
        found = self._number.match(folded, at, end)
        if found is None:
            return None
        return _number_token(found) if found.lastgroup == "number" else Token({"code": found.group()}, at, found.end())

    def _form(self, folded: str, at: int, end: int) -> Token | None:
        best: Token | None = None
        for form, pattern in self._forms:
            found = pattern.match(folded, at, end)
            if found and (best is None or found.end() > best.end):
                value = _normalised(form, found)
                if value is not None:
                    best = Token({form.kind: value}, at, found.end())
        return best

    def _word(self, folded: str, at: int, end: int) -> Token | None:
        match = self._one_word.match(folded, at, end)
        return Token(self._words[_spaced(match.group())], at, match.end()) if match else None

    def _numeral(self, text: str, folded: str, at: int, end: int) -> Token | None:
        spans = [match.span() for match in _WORD.finditer(folded, at, min(end, at + _LONGEST_NUMERAL))]
        found = numerals.longest_numeral([folded[first:last] for first, last in spans])
        if found is None:
            is_vague = len(spans) > 1 and all(folded[first:last] in _SINGLE_NUMERALS for first, last in spans[:2])
            return Token({"code": None}, at, spans[1][1]) if is_vague else None  # `hai ba người`: two or three
        number, length = found
        if length == 1 and (folded[slice(*spans[0])] not in _SINGLE_NUMERALS or _is_name(text, at)):
            return None
        return Token({"numeral": number}, at, spans[length - 1][1])


@lru_cache(maxsize=4)
def lexer_of(rules: RuleSet) -> Lexer:
    """The lexer of a rule set, compiled once per process."""
    return Lexer(rules)


def _normalised(form: Form, match: re.Match[str]) -> object | None:
    """What a form's words mean; None where they mean nothing (`45/13` is no day)."""
    return periods.normalise(form.form, match.groupdict()) if form.kind == "period" else match.group()


def _number_token(match: re.Match[str]) -> Token:
    kinds: dict[str, object] = {"number": match.group()}
    if " " in match.group():
        kinds["scaled"] = match.group()
    return Token(kinds, match.start(), match.end())


def _is_name(text: str, at: int) -> bool:
    """Whether a numeral is written like a name: `chị Ba`, not `Ba vụ` at the start of a sentence."""
    before = text[:at].rstrip(" \t\n\ufeff\"“'(-–+*")
    return text[at].isupper() and bool(before) and before[-1] not in ".!?:;…"


def _literals(rules: RuleSet) -> set[str]:
    """The words that stand in the `when` lines themselves."""
    leaves = (leaf for rule in rules.rules for leaf in grammar.leaves(rule.tree))
    return {leaf.text for leaf in leaves if isinstance(leaf, grammar.Word) and leaf.text not in _MARKS}


def _word_start(folded: str, least: int, at: int) -> int:
    """Where the run of letters and digits around `at` begins, not before `least`."""
    while at > least and folded[at - 1].isalnum():
        at -= 1
    return at


def _any_spaces(regex: str) -> str:
    """A space of a pattern stands for any run of them, ` ?` for none as well."""
    parts = _LOOK_BEHIND.split(regex)  # what a pattern looks back at has a fixed width
    parts[::2] = [part.replace(" ?", " *").replace(" ", " +").replace(" +*", " *") for part in parts[::2]]
    return "".join(parts)


def _spaced(word: str) -> str:
    return " ".join(word.split()) if "  " in word or "\n" in word else word
