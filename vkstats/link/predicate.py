"""The verb that a level has for itself, in its name or in the predicate behind it: it governs no other figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vkstats.link import noun
from vkstats.link.clause import CONNECTING, REST_ENDS, Around, Front
from vkstats.link.draft import Line, Statement
from vkstats.model import Role, Token
from vkstats.packs.wordlist import parts_of_speech

_LONGEST_WORD = 3  # syllables
_LISTING = frozenset({"joint", "comma", "slash", "together"})


def own_verb(made: Statement, around: Around, front: Front) -> Sequence[Token]:
    """The verb of a level alone, where none in front governs it."""
    is_age = made.amount.unit in around.rules.words("unit-age")
    if made.role not in (Role.LEVEL, Role.SHARE) or front.verb or is_age:
        return ()
    if made.role is Role.SHARE:  # `100% bản án được thi hành`
        opens = all(token.kinds.keys() & {"border", "period"} for token in around.nearest)
        opens = opens and "share-of-whole" not in made.marks  # `chiếm 60% số hộ được khảo sát`
        return _behind(around) if opens and around.behind else ()
    return _of_name(around.line, front.subject or front.label) or _behind(around)


def _of_name(line: Line, subject: Sequence[Token]) -> Sequence[Token]:
    """The verb in the name of a number, or of what was done: `số vụ khởi tố tăng 5%`, `kinh phí được cấp là 2 tỷ`."""
    counts = bool(subject) and bool(subject[0].kinds.keys() & {"number-noun", "number-word"})
    for number in range(len(subject) - 1, 0, -1):
        following = line.tokens[line.tokens.index(subject[number]) + 1 :][:1]
        has_result = bool(following) and "resultative" in following[0].kinds  # `số tiền thu được là 5 tỷ`
        is_led = has_result or "auxiliary" in subject[number - 1].kinds
        if "verb" in subject[number].kinds and not subject[number].kinds.keys() & CONNECTING and (counts or is_led):
            return subject[number : number + 1]
    return ()


def _behind(around: Around) -> Sequence[Token]:
    """The verb of the predicate behind a figure: `8 bị can được đưa ra xét xử`, `05 cá nhân được Sở tặng giấy khen`.

    Between the members of a list it stands behind the last: `2 tập thể và 5 cá nhân được tặng`.
    """
    line, tokens, behind = around.line, around.line.tokens, around.behind
    at = around.at + 1 + len(behind)
    while at + 1 < len(tokens) and tokens[at].kinds.keys() & _LISTING and "count" in tokens[at + 1].kinds:
        behind = noun.behind(line, at + 1)
        at += 2 + len(behind)
    has_agent = False  # `được Chánh án tặng`; behind `đã`, `đang` the verb stands at once
    denied: int | None = None
    for number in range(at, len(tokens)):
        kinds = tokens[number].kinds.keys()
        if "verb" in kinds and number > at:
            return tokens[number if denied is None else denied : number + 1]
        if "words" in kinds and number > at and "auxiliary" in tokens[number - 1].kinds:
            known = _known_verb(line, number)
            if known:
                return [*tokens[number if denied is None else denied : number], *known]
        denied = number if denied is None and "negation" in kinds else denied
        has_agent = has_agent or bool(kinds & {"passive", "resultative"})
        if kinds & (REST_ENDS | noun.AMOUNTS) or not ("auxiliary" in kinds or has_agent):
            break
    if len(behind) > 1 and behind[0].kinds.keys() & {"passive", "negation"} and "verb" in behind[1].kinds:
        return behind[1:2] if "passive" in behind[0].kinds else behind[:2]  # `4 vụ bị sửa`, `7 vụ chưa giải quyết`
    return ()


def _known_verb(line: Line, at: int) -> Sequence[Token]:
    """The verb that opens plain words behind an auxiliary, where the language has it: `được công khai`, `sẽ di dời`."""
    words = line.tokens[at]
    said = line.folded[words.start : line.sentence.end].split(" ", _LONGEST_WORD)[:_LONGEST_WORD]
    for length in range(len(said), 0, -1):
        word = " ".join(said[:length]).rstrip(",;.:)")
        if parts_of_speech().get(word) == "V":
            verb = replace(words, end=words.start + len(word))
            following = line.tokens[at + 1 : at + 2] if verb.end == words.end else ()
            return [verb, *(token for token in following if "verb" in token.kinds)]  # `đã khai nhận`
    return ()


def with_negation(line: Line, verb: Sequence[Token]) -> Sequence[Token]:
    """A verb with the negation right in front, which turns what it says: `chưa giải quyết 5 vụ`."""
    at = line.tokens.index(verb[0])
    is_denied = at > 0 and "negation" in line.tokens[at - 1].kinds
    return [line.tokens[at - 1], *verb] if is_denied else verb
