"""Noun phrases: where one ends behind a number, which of a stretch in front is one, and how it is written.

The noun phrase after a Vietnamese numeral is classifier or noun + modifiers (Nguyễn Tài Cẩn, Từ loại danh từ trong
tiếng Việt hiện đại, 1975); it ends at a clause mark, an auxiliary, a preposition that opens another part of the
sentence, or the next amount.
"""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.link.draft import Line
from vkstats.match import MARKS
from vkstats.model import Amount, Token
from vkstats.vocabulary import CLASSES

AMOUNTS = CLASSES["amount"]
CLAUSE_MARKS = frozenset(MARKS.values()) | {"open", "close"}
# What ends the noun phrase after a number.
_ENDS = CLAUSE_MARKS | AMOUNTS | CLASSES["direction"]
_ENDS |= {"versus", "share", "parts", "parts-of", "rest", "period", "border", "adjunct", "auxiliary", "copula"}
_ENDS |= {"label", "number", "code", "hedge", "target"}
# What a noun phrase in front neither begins nor ends with.
_FUNCTION = frozenset(
    {"determiner", "auxiliary", "copula", "share", "hedge", "border", "adjunct", "joint", "period", "versus", "rest"}
)
_FUNCTION |= CLASSES["direction"] | {"sign", "dash", "target", "comma", "colon", "length-cue", "reaching"}
# What can be or end a noun; money too: `đồng đô la tăng 0,5%`.
_NOUNS = frozenset({"words", "verb", "unit", "compound", "label", "quantity-noun", "money", "dimension"})
_QUOTES = str.maketrans("", "", '"“”')
_LONGEST = 16  # syllables


def behind(line: Line, at: int) -> list[Token]:
    """The tokens of the noun phrase that goes on after the amount at `at`."""
    found: list[Token] = []
    tokens = line.tokens
    is_counted = "count" in tokens[at].kinds
    for number in range(at + 1, len(tokens)):
        if not _goes_on(line, number, found, is_counted=is_counted):
            break
        found.append(tokens[number])
    while found and found[-1].kinds.keys() & {"comma", "joint", "determiner"}:
        found.pop()
    if all("auxiliary" in token.kinds for token in found):
        return []
    end = at + 1 + len(found)
    if len(found) > 1 and "verb" in found[-1].kinds and end < len(tokens) and tokens[end].kinds.keys() & AMOUNTS:
        found.pop()  # `22 vụ tai nạn làm 15 người chết`: the verb governs the next figure
    return found


def _goes_on(line: Line, at: int, found: Sequence[Token], *, is_counted: bool) -> bool:
    """Whether the token at `at` belongs to the noun phrase of which `found` is read."""
    tokens = line.tokens
    kinds = tokens[at].kinds.keys()
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if is_counted and not found and "comma" in kinds and _lists_units(line, at + 1):
        return True
    if "comma" in kinds and _lists_verbs(tokens, at, found):
        return True  # `yêu cầu kiểm tra, xác minh`
    if kinds & {"each", "reaching"}:
        return False  # `1.225 giải nhì mỗi giải …`, `tăng 5% lên mức …`
    if "joint" in kinds and (not found or following is None or following.kinds.keys() & (_ENDS | {"verb"})):
        return False
    if not kinds & _ENDS or ("verb" in kinds and not kinds & {"auxiliary", "border", "share"}):
        return True
    if not is_counted and len(found) == 1 and "unit" in found[0].kinds:
        return "passive" in kinds  # `100% người bị tạm giữ`
    # `12 vụ chưa giải quyết`, and of what is counted `4 người bị kẹt` as well
    return not found and bool(kinds & ({"negation", "passive"} if is_counted else {"negation"}))


def _lists_verbs(tokens: Sequence[Token], at: int, found: Sequence[Token]) -> bool:
    """Whether the comma at `at` parts two verbs of one modifier, behind which the phrase or its clause ends."""
    if not found or "verb" not in found[-1].kinds or at + 1 >= len(tokens) or "verb" not in tokens[at + 1].kinds:
        return False
    after = tokens[at + 2].kinds.keys() if at + 2 < len(tokens) else {"stop"}
    return bool(after & (CLAUSE_MARKS | {"auxiliary", "stop", "copula"})) and not after & {"verb"}


def _lists_units(line: Line, at: int) -> bool:
    """`17 huyện, thị xã, thành phố`: behind the comma a unit that no predicate or name follows."""
    tokens = line.tokens
    if at < len(tokens) and line.text[tokens[at].start].isupper():
        return False  # `thụ lý 120 vụ, Chủ tịch nước …`
    if at >= len(tokens) or "unit" not in tokens[at].kinds or "verb" in tokens[at].kinds:
        return False
    if at + 1 >= len(tokens):
        return True
    following = tokens[at + 1]
    return not (following.kinds.keys() & {"verb", "auxiliary"} or line.text[following.start].isupper())


def is_limit(token: Token) -> bool:
    """Whether a measure says with its hedge which things are counted: `67 đối tượng dưới 30 tuổi`."""
    amount = token.kinds.get("quantity") or token.kinds.get("sum")
    return isinstance(amount, Amount) and token.start < amount.start


def last_segment(tokens: Sequence[Token]) -> list[Token]:
    """The last noun phrase of a piece: adjuncts (`trong 4 tháng đầu năm`, `tại địa bàn`) left out, after `với`."""
    if tokens and tokens[-1].kinds.keys() & {"border", "possessive"}:
        return []  # `trả tự do cho 4 điệp viên`: what stands in front is another part
    segments: list[list[Token]] = [[]]
    is_adjunct = [False]
    for token in tokens:
        if token.kinds.keys() & {"border", "adjunct"}:
            segments.append([])
            is_adjunct.append("adjunct" in token.kinds)
        else:
            segments[-1].append(token)
    for segment, adjunct in zip(reversed(segments), reversed(is_adjunct), strict=True):
        if not adjunct and has_words(segment):
            return segment
    return []


def trimmed(tokens: Sequence[Token]) -> list[Token]:
    """A noun phrase without the function words and times at its ends."""
    found = list(tokens)
    while found and _is_function(found[0]):
        found.pop(0)
    while found and (_is_function(found[-1]) or "negation" in found[-1].kinds) and not _is_result(found):
        found.pop()  # `giá điện không tăng`; in front it says which: `không hoàn thành nhiệm vụ`
    return found if has_words(found) else []


def _is_result(tokens: Sequence[Token]) -> bool:
    """`số tiền thu được`: the word of result belongs to the verb."""
    return len(tokens) > 1 and "resultative" in tokens[-1].kinds and "verb" in tokens[-2].kinds


def _is_function(token: Token) -> bool:
    kinds = token.kinds.keys()
    return bool(kinds & _FUNCTION) and not kinds & {"verb", "unit", "negation"}


def has_words(tokens: Sequence[Token]) -> bool:
    """Whether anything of a stretch can be a noun."""
    return any(token.kinds.keys() & _NOUNS for token in tokens)


def text(line: Line, tokens: Sequence[Token]) -> str:
    """A phrase as an item is written: not too long, without quotation marks whose partner stands outside it."""
    phrase = " ".join(line.written(tokens).split(" ")[:_LONGEST])
    if phrase.count('"') % 2 == 0 and phrase.count("“") == phrase.count("”"):
        return phrase
    return " ".join(phrase.translate(_QUOTES).split())


def without_number(named: Sequence[Token]) -> Sequence[Token]:
    """`Tổng số phải giải quyết là 791 vụ`: behind the noun for the number stands what is counted."""
    tokens = list(named)
    while tokens and tokens[0].kinds.keys() & {"number-noun", "number-word"}:
        tokens.pop(0)
    return tokens
