"""A sentence → a line of typed tokens, in one scan over the folded text.

Words come from the lexicon through one trie (the longest wins; a word of several kinds keeps them all),
numbers and time expressions from a few regexes; what is left are runs of plain words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vkstats.model import NameKind, NameSpan, Token
from vkstats.packs import RuleSet
from vkstats.packs.ruleset import Form
from vkstats.packs.wordlist import parts_of_speech
from vkstats.text import fold, normalise
from vkstats.trie import trie
from vkstats.values import numerals, periods
from vkstats.vocabulary import is_token

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
MARK_KINDS = frozenset(_MARKS.values())
_SCALE = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ)(?!\w)(?! +(?:lệ|trọng|giá|suất|phú|số))"
# Short scales stand glued to their digits only: `500k`, `15tr`, `1tr5`.
_SHORT_SCALE = r"(?<=\d)(?:k|tr)(?![^\W\d_])"
# `1 250 345 người`: groups of three apart by spaces, where something that is counted follows.
_SPACED = r"[1-9]\d{0,2}(?: {1,2}\d{3})+(?![.,]?\d)"
# `72, 09%`, `11, 25 tỷ`: a space that slipped in behind the decimal comma, before a percent sign or scale.
_SLIPPED = rf"\d+, {{1,2}}\d{{2}}(?= *%| +{_SCALE})"
_DIGITS = r"(?:\d+(?:[.,]\d+)*[½¼¾]?|[½¼¾])"
# `2 tỷ 5`: a lone digit behind a scale are its tenths, where the clause ends or the currency follows.
_TENTHS = r"(?: +[1-9](?= *(?:đồng|đ|vnđ|vnd)(?!\w)| *[,;.)](?!\d)| *$))?"
_NUMBER = (
    rf"{_DIGITS}(?:{_SHORT_SCALE}\d?|(?: *{_SCALE}(?: +{_SCALE})*(?: +\d+(?:[.,]\d+)* *{_SCALE})*"
    rf"(?: +rưỡi(?!\w)|{_TENTHS})))?"
)
# A numeral of one word counts only as one of these; the others are syllables of too many other words
# (`tư` in `đầu tư`, `linh` in `linh hoạt`).
_SINGLE_NUMERALS = frozenset(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"])
_LAST_NUMERALS = numerals.SCALES.keys() | {"mốt", "tư", "lăm", "nhăm", "mươi", "chục", "tá", "rưỡi"}
_SPELLED_UNITS = ("unit", "times", "percent", "money", "measure")
# Kinds whose words may stand glued in front of a number (`tăng13,7%`), and behind it (`40gam`, `15.000đ`).
_GLUED_BEFORE = frozenset({"up", "down", "hedge", "currency"})
_GLUED_BEHIND = ("measure", "money", "currency", "unit", "duration", "times")
_COUNTING = (
    "unit",
    "money",
    "currency",
    "measure",
    "percent",
)  # kinds before which spaces may part the groups of a number
# Kinds that the mark of a footnote may be glued to, behind their number: `10,6%2`, `1 tỷ USD4`.
_FOOTNOTED = frozenset({"percent", "money", "currency", "unit"})
_FOOTNOTE = re.compile(r"\d{1,2}(?![\w%]|[.,/]\d)")
_NOTED = frozenset(')%.,;:"')  # marks that a footnote in brackets is glued to: `13,2%)[1]`
_BRACKETED_NOTE = re.compile(r"\[\d{1,3}\]")
_CAPITAL = "[A-ZĐ]"
# Days that no calendar has (`31/2/2023`), and digits that go on and on: telephone numbers, codes.
_NO_AMOUNT = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\w/])|0\d{6,}(?!\w)"
_LONG = r"[1-9]\d{9,}(?![\w.,])"  # such a run of digits is a number only where something counted follows
_CODE = r"(?P<code>\w*\d\w*(?:[-./]\w*\d\w*)*)"
# The number of a document or of a vehicle, as written: `06/2018/TTLT-BTC-BCA`, `135/BC-VKS`, `30 F -579.68`.
_DOCUMENT = re.compile(
    rf"(?:\d+/(?:\d{{4}}/(?={_CAPITAL}{{2}})\w+(?:[-&]\w+)*|(?={_CAPITAL}{{2}})\w+(?:[-&]\w+)+)"
    rf"|\d\d ?{_CAPITAL}{{1,2}}\d? ?- ?\d{{3}}\.?\d\d?)(?!\w)"
)
_DIGIT = re.compile(r"[\d½¼¾]")
_DIGITS_AND_FRACTIONS = "0123456789½¼¾"
DIGIT_KEY = "0"  # what begins with any digit
_LETTERS = re.compile(r"[^\W\d_½¼¾]+")
_MARK = re.compile(r"\.\.\.|[()\[\],;:=/…+-]")
_SIGNS = frozenset("+-")
_FINENESS = 3  # characters
_ORDINALS = frozenset({"ordinal", "ordinal-weak"})
# What a rate is a rate of: `5,6 ca trên 100.000 dân`.
_ROUND = re.compile(r"100|1\.?000|10\.?000|100\.?000|1\.?000\.?000")
_PLAIN_MARKS = frozenset(",;:()[]=/")
_SIGN = re.compile(r"(?<![\d.,)%] )(?<![\w.,)%])[-+](?=\d)")
_CHANGED_BY_CAPITAL = frozenset({"ordinal-weak", "verb", "auxiliary"})
_NO_WORD = " \n.\"'!?"  # what may stand between plain words
_WORD = re.compile(r"[^\W_]+")
_REACH = 60  # characters in front of a word that tell whether it is a name
_LONGEST_NUMERAL = 120  # characters: `chín trăm chín mươi chín nghìn tỷ …` and more
_PLAIN_KINDS: Mapping[str, object] = {"words": None}
_NAME_KINDS: Mapping[NameKind, Mapping[str, object]] = {kind: {"words": None, str(kind): None} for kind in NameKind}
# Kinds of syllables that are often only the begin of a longer word: `qua đời`, `có mặt`, `bản thân`, `chiếm giữ`.
_CUT = frozenset({"verb", "unit", "adjunct", "auxiliary", "share", "joint", "request", "copula"})
_FUNCTION = frozenset({"adjunct", "joint", "copula"})  # which a noun behind them may as well follow: `trong sáng 27-10`
_NOMINAL = frozenset("NA")
_COUNTS = frozenset({"number", "numeral"})
_CODE_KINDS: Mapping[str, object] = {"code": None}
_MARK_TOKENS: Mapping[str, Mapping[str, object]] = {mark: {kind: mark} for mark, kind in _MARKS.items()}
_ORDINAL_KINDS: Mapping[str, object] = {"ordinal": None}
_PASSING = "passing-time"
# Digits that go on behind a form make an amount of its last number: `tháng 8.500.000 đồng`, `tháng 8,5 triệu`.
_GOES_ON = rf"(?<=\d)(?:(?:\.\d{{3}})+(?!\d)|,\d+ *(?:%|{_SCALE}))"
_MANY_FORMS = 5
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_LOOK_BEHIND = re.compile(r"(\(\?<[=!][^)]*\))")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What of the lexicon begins with one word, mark or digit: entries, forms, numerals."""

    has_entries: bool
    gate: re.Pattern[str] | None  # all its forms in one pattern, where there are many: most words pass by at once
    forms: tuple[tuple[Form, re.Pattern[str]], ...]
    is_numeral: bool

    @property
    def has_entries_only(self) -> bool:
        """Whether neither a form nor a numeral begins so."""
        return not self.forms and not self.is_numeral

    def longest_form(
        self, text: str, folded: str, at: int, end: int, *, best: Token | None, after_ordinal: bool
    ) -> Token | None:
        """The longest form at `at`, else `best`; of the same length a form of another kind wins.

        A day of digits is none behind an ordinal (`đợt 03 tháng 6`: the third turn).
        """
        if self.gate is not None and self.gate.match(folded, at, end) is None:
            return best
        for form, pattern in self.forms:
            found = pattern.match(folded, at, end)
            if found is None or (best is not None and found.end() < best.end):
                continue
            value = _normalised(form, found, text)
            if value is None or (after_ordinal and _is_day(value)):
                continue
            if best is None or found.end() > best.end or form.kind not in best.kinds:
                best = Token({form.kind: value}, at, found.end())
        return best


class Lexer:
    """The compiled lexicon of a rule set. `kind_sets` are all sets of kinds that a token of it can have.

    A form is tried only where one of the words or marks stands that its `finds` begin with, or a digit.
    """

    def __init__(self, rules: RuleSet) -> None:
        words: dict[str, dict[str, object]] = {}
        for kind, entries in rules.lexicon.items():
            if not is_token(kind):
                continue
            for word, value in entries.items():
                words.setdefault(word, {})[kind] = value
        forms = [form for form in rules.forms if form.kind != _PASSING]
        self._openings = _openings(words, forms)
        self._words: Mapping[str, Mapping[str, object]] = words
        # A digit may follow some entries at once (`tăng13,7%`), a letter none.
        self._entry = re.compile(rf"(?:{trie(words)})(?![^\W\d_])")
        counted = trie(word for kind in _SPELLED_UNITS for word in rules.words(kind))
        last_words = "|".join(sorted((_SINGLE_NUMERALS - {"một"}) | _LAST_NUMERALS))
        twofold = trie(rules.words("multiple-word"))
        self._spelled = re.compile(rf"(?<!\w)(?:(?:{last_words}) +{counted}|{twofold})(?!\w)")
        self._time_word = re.compile(rf"(?<!\w)(?:{trie(rules.words('name-time'))})(?!\w)")
        # Where a token may begin; all between is plain words, and skipped in one go.
        # An entry that no form or numeral can outdo is read in the same go.
        rivals = (key for key, opening in self._openings.items() if key[0].isalpha() and not opening.has_entries_only)
        spelled = trie(word for word in words if word[0].isalpha())
        signs = re.escape("".join(sorted({word[0] for word in words if not word[0].isalnum()})))
        self._interesting = re.compile(
            rf"(?<![^\W_])(?:(?:{trie(rivals)})(?![^\W\d])|(?P<entry>{spelled})(?![^\W\d_]))"
            rf"|[{_DIGITS_AND_FRACTIONS}()\[\],;:=/…+{signs}-]|\.\.\."
        )
        behind = trie(word for kind in _GLUED_BEHIND for word in rules.words(kind))
        counts = trie(word for kind in _COUNTING for word in rules.words(kind))
        never = rf"(?:{_NO_AMOUNT}|{_LONG}(?! *(?:{counts}(?!\w)|{_SCALE}|%)))"
        self._number = re.compile(
            rf"(?P<number>{_SPACED}(?= *(?:{counts}(?!\w)|{_SCALE}|%))(?: *{_SCALE})?|{_SLIPPED}(?: *{_SCALE})*"
            rf"|(?!{never}){_NUMBER}(?:(?![^\W_])|(?={behind}(?!\w))))|(?P<digits>{never})|{_CODE}"
        )
        kind_sets = {frozenset(kinds) for kinds in words.values()}
        kind_sets |= {kinds | {"numeral"} for kinds in kind_sets}
        kind_sets |= {frozenset([form.kind]) for form in forms}
        kind_sets |= {frozenset(["number", "scaled"]), frozenset(["number", "round"]), frozenset(_ORDINAL_KINDS)}
        kind_sets |= {frozenset([kind]) for kind in (*MARK_KINDS, "number", "numeral", "sign", "code", "words", "verb")}
        kind_sets |= set(map(frozenset, _NAME_KINDS.values()))
        self.kind_sets = frozenset(kind_sets)

    def is_worth_reading(self, folded: str, start: int, end: int) -> bool:
        """Whether a stretch holds a digit, or a number word before a unit; the others give no figure."""
        return _DIGIT.search(folded, start, end) is not None or self._spelled.search(folded, start, end) is not None

    def may_say_time(self, folded: str, start: int, end: int) -> bool:
        """Whether a stretch without digits holds a word of times: `quý cuối năm`, `năm ngoái`."""
        return self._time_word.search(folded, start, end) is not None

    def lex(self, text: str, folded: str, start: int, end: int, names: Sequence[NameSpan] = ()) -> list[Token]:
        """The tokens of `folded[start:end]`; `text` is the same text as written, for its capitals.

        Each name inside the stretch is one token: plain words, and a name of its kind. `names` are those of the
        whole text, in reading order, none over another.
        """
        tokens = self._tokens(text, folded, start, end)
        for name in names[bisect_left(names, start, key=_start) : bisect_right(names, end, key=_end)]:
            first = bisect_right(tokens, name.start, key=_end)
            last = bisect_left(tokens, name.end, lo=first, key=_start)
            inside = tokens[first:last]
            if not inside or (first and tokens[first - 1].kinds.keys() & _COUNTS):
                continue  # `3 Công ty X, Y và Z`
            before = _cut(inside[0], folded, name.start) if inside[0].start < name.start else ()
            if before is None:
                continue  # a word of the lexicon goes over into the name: `đại biểu Quốc hội`
            behind = self._tokens(text, folded, name.end, inside[-1].end) if inside[-1].end > name.end else ()
            tokens[first:last] = [*before, Token(_NAME_KINDS[name.kind], name.start, name.end), *behind]
        return tokens

    def _tokens(self, text: str, folded: str, start: int, end: int) -> list[Token]:
        """The tokens of a stretch without names."""
        tokens: list[Token] = []
        at = start
        first_plain = last_plain = -1  # the run of plain words being read
        search = self._interesting.search
        while at < end:
            glued = bool(tokens) and tokens[-1].end == at and folded[at].isalpha()  # `12,35kg`
            found = None if glued else search(folded, at, end)
            stop = at if glued else found.start() if found else end
            if found and stop > at and folded[stop] in _DIGITS_AND_FRACTIONS and folded[stop - 1].isalpha():
                stop = _word_start(folded, at, stop)  # `PC04`
            gap = folded[at:stop]
            if gap and not gap.isspace():
                words = _LETTERS.search(gap)
                if words:
                    first_plain = at + words.start() if first_plain < 0 else first_plain
                    last_plain = at + len(gap.rstrip(_NO_WORD))
            if stop >= end:
                break
            at = stop
            if note := _bracketed_note(folded, at, end):
                at = note
                continue
            beside = tokens[-1] if tokens and not folded[tokens[-1].end : at].strip() else None
            counts = beside is not None and not _COUNTS.isdisjoint(beside.kinds)
            is_entry = found is not None and found.lastgroup is not None and found.start() == stop
            token = self._entry_token(text, folded, at, found.end(), counts=counts) if found and is_entry else None
            token = token or self._token(text, folded, at, end, beside=beside)
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
            if counts and (mark := _FOOTNOTE.match(folded, at, end)) and token.kinds.keys() & _FOOTNOTED:
                at = mark.end()
        if first_plain >= 0:
            tokens.append(Token(_PLAIN_KINDS, first_plain, last_plain))
        return tokens

    def _token(self, text: str, folded: str, at: int, end: int, *, beside: Token | None) -> Token | None:
        """The token at `at`, right behind the token `beside`; None where it is a plain word after all.

        What may be a word, a time expression or a numeral is the longest of them; a form wins a tie.
        """
        character = folded[at]
        letters = _LETTERS.match(folded, at, end)
        key = letters.group() if letters else DIGIT_KEY if character in _DIGITS_AND_FRACTIONS else character
        opening = self._openings.get(key)
        if opening is None and character in _PLAIN_MARKS:
            return Token(_MARK_TOKENS[character], at, at + 1)
        best: Token | None = None
        kinds = beside.kinds.keys() if beside else frozenset()
        if opening is not None:
            counts = not _COUNTS.isdisjoint(kinds)
            best = self._word(text, folded, at, end, counts=counts) if opening.has_entries else None
            if opening.is_numeral:
                best = _longer(self._numeral(text, folded, at, end), best)
            after_ordinal = key == DIGIT_KEY and not kinds.isdisjoint(_ORDINALS)
            best = opening.longest_form(text, folded, at, end, best=best, after_ordinal=after_ordinal)
        if best is not None or (letters and not folded[letters.end() : letters.end() + 1].isalnum()):
            return best
        document = _DOCUMENT.match(text, at, end)
        if document is not None:
            return Token(_CODE_KINDS, at, document.end())
        number = self._number.match(folded, at, end)
        if number is not None:
            is_amount = number.lastgroup == "number" and not _is_fineness(number.group(), text[at : number.end()])
            return _number_token(number) if is_amount else Token(_CODE_KINDS, at, number.end())
        mark = _MARK.match(folded, at, end)
        if mark is None:
            return None
        if mark.group() in _SIGNS and _SIGN.match(folded, at, end):
            return Token({"sign": mark.group()}, at, mark.end())
        if mark.group() not in _MARKS:  # a plus between words
            return None
        return Token(_MARK_TOKENS[mark.group()], at, mark.end())

    def _word(self, text: str, folded: str, at: int, end: int, *, counts: bool) -> Token | None:
        """The longest entry of the lexicon at `at`."""
        match = self._entry.match(folded, at, end)
        return self._entry_token(text, folded, at, match.end(), counts=counts) if match else None

    def _entry_token(self, text: str, folded: str, at: int, stop: int, *, counts: bool) -> Token | None:
        """The entry of the lexicon that stands at `folded[at:stop]`, behind a number if it `counts`."""
        entry = folded[at:stop]
        kinds = self._words.get(entry) or self._words[" ".join(entry.split())]
        if "currency" in kinds and entry.isalpha() and not text[at:stop].isupper():
            kinds = {kind: value for kind, value in kinds.items() if kind != "currency"}  # `try`, `top` are no codes
            if not kinds:
                return None
        if folded[stop : stop + 1].isdigit() and not kinds.keys() & _GLUED_BEFORE:
            noted = counts and kinds.keys() & _FOOTNOTED and _FOOTNOTE.match(folded, stop)
            if not noted:
                return None
        if not counts and " " not in entry and kinds.keys() & _CUT:
            longer = _next_syllable(folded, stop)
            tag = parts_of_speech().get(folded[at:longer]) if longer else None
            second = self._words.get(folded[stop + 1 : longer], _PLAIN_KINDS) if tag else _PLAIN_KINDS
            verb = _verb_of(kinds, second) if tag == "V" else None
            if verb:
                return Token(verb, at, longer)
            if tag and _is_cut(kinds, second, tag):
                return None
        return self._named(kinds, text, at, stop) if text[at].isupper() else Token(kinds, at, stop)

    def _named(self, kinds: Mapping[str, object], text: str, at: int, stop: int) -> Token | None:
        """An entry as a token; a capital inside a sentence makes `Phòng 9` a name and `Chi` no verb."""
        if kinds.keys() & _CHANGED_BY_CAPITAL and _is_name(text, at):
            if "ordinal-weak" in kinds and "measure" not in kinds:
                return Token(_ORDINAL_KINDS, at, stop)
            if kinds.keys() & {"verb", "auxiliary"} and " " not in text[at:stop]:
                return None  # `Chi cục`, `Cần Thơ`
        return Token(kinds, at, stop)

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


def _verb_of(first: Mapping[str, object], second: Mapping[str, object]) -> Mapping[str, object] | None:
    """The kinds of a verb of two syllables of which one is a verb: `cấp phát` as `cấp`, `chiếm giữ` as `giữ`."""
    if "quantity-noun" in second:
        return None  # `có giá 5 triệu`
    verb = next((one for one in (first, second) if "verb" in one and "auxiliary" not in first), None)
    return {"verb": verb["verb"]} if verb and verb.keys() & _ORDINALS else verb  # `cấp 1`


def _is_cut(first: Mapping[str, object], second: Mapping[str, object], tag: str) -> bool:
    """Whether a syllable is no word here but the begin of one that is tagged so: `có mặt`, `bản thân`."""
    stands_alone = "verb" in first or not second.keys().isdisjoint(("quantity-noun", "unit"))
    return not stands_alone and (tag == "V" or (tag in _NOMINAL and first.keys().isdisjoint(_FUNCTION)))


def _next_syllable(folded: str, stop: int) -> int:
    """Where the syllable behind the one that ends at `stop` ends; 0 where none follows."""
    letters = _LETTERS.match(folded, stop + 1) if folded[stop : stop + 1] == " " else None
    return letters.end() if letters and not folded[letters.end() : letters.end() + 1].isalnum() else 0


def _bracketed_note(folded: str, at: int, end: int) -> int:
    """Where the mark of a footnote in brackets at `at`, glued to a word, ends (`bị cáo[1]`); 0 where none stands."""
    before = folded[at - 1 : at]
    glued = folded[at] == "[" and (before.isalnum() or before in _NOTED)
    note = _BRACKETED_NOTE.match(folded, at, end) if before and glued else None
    return note.end() if note else 0


def _start(stretch: Token | NameSpan) -> int:
    return stretch.start


def _end(stretch: Token | NameSpan) -> int:
    return stretch.end


def _cut(token: Token, folded: str, at: int) -> tuple[Token, ...] | None:
    """The plain words of a token up to `at`; None for a token that cannot be cut."""
    if token.kinds is not _PLAIN_KINDS:
        return None
    words = folded[token.start : at].rstrip(_NO_WORD)
    return (Token(_PLAIN_KINDS, token.start, token.start + len(words)),) if words else ()


def _longer(numeral: Token | None, word: Token | None) -> Token | None:
    """The longer of two readings; of the same length, both (`năm` is five and year)."""
    if numeral is None or word is None:
        return numeral or word
    if numeral.end == word.end:
        return Token({**word.kinds, **numeral.kinds}, word.start, word.end)
    return numeral if numeral.end > word.end else word


def opening_of(words: str) -> str:
    """The word, mark or kind of digit that folded words begin with."""
    letters = _LETTERS.match(words)
    return letters.group() if letters else DIGIT_KEY if words[0] in _DIGITS_AND_FRACTIONS else words[0]


def _gate(forms: Sequence[Form]) -> re.Pattern[str] | None:
    if len(forms) < _MANY_FORMS:
        return None
    return re.compile("|".join(_any_spaces(_NAMED_GROUP.sub("(?:", form.regex)) for form in forms))


def _openings(words: Iterable[str], forms: Iterable[Form]) -> dict[str, _Opening]:
    """The entries, forms and numerals by the word, mark or digit that they begin with."""
    entries = {opening_of(word) for word in words}
    by_key: dict[str, dict[str, tuple[Form, re.Pattern[str]]]] = {}
    for form in forms:
        pattern = re.compile(rf"(?<!\w)(?:{_any_spaces(form.regex)})(?!\w|{_GOES_ON})")
        for find in form.finds:
            by_key.setdefault(opening_of(fold(normalise(find))), {})[f"{form.kind} {form.form}"] = (form, pattern)
    return {
        key: _Opening(
            key in entries,
            _gate([form for form, _ in by_key.get(key, {}).values()]),
            tuple(by_key.get(key, {}).values()),
            key in numerals.NUMERAL_WORDS,
        )
        for key in entries | by_key.keys() | numerals.NUMERAL_WORDS
    }


class FormScanner:
    """Finds the forms of one kind that the lexer leaves alone, because no rule and no figure has to do with them."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = tuple((form, re.compile(rf"(?<!\w)(?:{_any_spaces(form.regex)})(?!\w)")) for form in forms)
        openings = trie({opening_of(fold(normalise(find))) for form in forms for find in form.finds})
        self._opening = re.compile(rf"(?<!\w){openings}(?!\w)")

    def tokens(self, text: str, folded: str, start: int, end: int) -> Iterator[Token]:
        """The longest forms between `start` and `end`, from left to right, none over another."""
        at = start
        while opening := self._opening.search(folded, at, end):
            best: Token | None = None
            for form, pattern in self._forms:
                found = pattern.match(folded, opening.start(), end)
                value = _normalised(form, found, text) if found else None
                if found and value is not None and (best is None or found.end() > best.end):
                    best = Token({form.kind: value}, found.start(), found.end())
            if best:
                yield best
            at = best.end if best else opening.end()


@lru_cache(maxsize=4)
def passing_times(rules: RuleSet) -> FormScanner:
    """The scanner of the times that only are said, compiled once per process."""
    return FormScanner([form for form in rules.forms if form.kind == _PASSING])


@lru_cache(maxsize=4)
def lexer_of(rules: RuleSet) -> Lexer:
    """The lexer of a rule set, compiled once per process."""
    return Lexer(rules)


def _normalised(form: Form, match: re.Match[str], text: str) -> object | None:
    """What a form's words mean; None where they mean nothing (`45/13` is no day).

    A group whose name is a capital holds a proper name: its word must be one in `text`, `Ba` and not `ba` or `BA`.
    """
    for name, words in match.groupdict().items():
        if words is not None and name[0].isupper():
            first = match.start(name)
            if not (text[first].isupper() and text[first + 1].islower()):
                return None
    is_time = form.kind in {"period", _PASSING}
    return periods.normalise(form.form, match.groupdict()) if is_time else match.group()


def _number_token(match: re.Match[str]) -> Token:
    written = match.group()
    kinds: dict[str, object] = {"number": written}
    if numerals.scales_of(written):
        kinds["scaled"] = written
    elif _ROUND.fullmatch(written):
        kinds["round"] = written
    return Token(kinds, match.start(), match.end())


def _is_day(value: object) -> bool:
    return isinstance(value, periods.TimeExpression) and value.grain is periods.Grain.DAY


def _is_fineness(folded: str, written: str) -> bool:
    """Whether a short number with a capital K names a quality (`vàng 24K`, `màn hình 4K`), no thousands (`500K`)."""
    return written.endswith("K") and folded[:-1].isdecimal() and len(folded) <= _FINENESS


def _is_name(text: str, at: int) -> bool:
    """Whether a word is written as a name: `chị Ba`, not `Ba vụ` that opens a sentence or `KHỞI TỐ BA BỊ CAN`."""
    before = text[max(0, at - _REACH) : at].rstrip(" \t\n\ufeff\"“'(-–+*")
    if not text[at].isupper() or not before or before[-1] in ".!?:;…":
        return False
    word, last = _WORD.match(text, at), before.split()[-1]
    return not (word and len(word.group()) > 1 and word.group().isupper() and len(last) > 1 and last == last.upper())


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
