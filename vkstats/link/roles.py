"""Matches of the upper storey → drafts with a role; what states no statistic is left out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vkstats.amounts import amount_of
from vkstats.link.comparison import TARGET_VERBS
from vkstats.link.draft import Comparison, Draft, Line
from vkstats.match import Match
from vkstats.model import Amount, Article, Direction, Kind, Role, Sentence, Token
from vkstats.vocabulary import CLASSES

_ROLES = {
    "level": Role.LEVEL,
    "change": Role.CHANGE,
    "share": Role.SHARE,
    "baseline": Role.BASELINE,
    "target": Role.TARGET,
}
_SIGNS = {"-": Direction.DOWN, "+": Direction.UP}
# What a target word may mean so that it governs all that follows: an aim or a forecast.
_AIMS = frozenset({"mục tiêu", "dự kiến", "dự báo"})
_NO_TARGET = frozenset({"verb", "comma", "auxiliary", "colon", "semicolon", "share", "close"})
_DAYS, _MONTHS = 31, 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def draft(
    article: Article,
    sentence: Sentence,
    tokens: Sequence[Token],
    matches: Sequence[Match],
    attributive: Mapping[str, str],
) -> Line:
    """The line of a sentence with its drafts and comparisons, in reading order."""
    block = article.blocks[sentence.block]
    line = Line(
        sentence,
        block,
        tokens,
        _depths(tokens),
        article.folded,
        article.text,
        starts_block=sentence.start <= block.body,
        opens_list=article.folded[block.start : block.end].rstrip().endswith(":"),
    )
    index = {token.start: number for number, token in enumerate(tokens)}
    for match in matches:
        if match.rule.gives == "comparison":
            base = match.slots.get("base", ())
            is_target = any("target" in token.kinds for token in base)
            line.comparisons.append(Comparison(match.first, match.last, base, is_target))
        line.drafts.extend(_drafts(match, line, index))
    line.drafts.sort(key=lambda made: made.start)
    stated = [made for made in line.drafts if _is_statistic(made, line, attributive)]
    line.named = frozenset(made.at for made in line.drafts if made not in stated)
    line.drafts = stated
    _aim(line)
    return line


def _drafts(match: Match, line: Line, index: Mapping[int, int]) -> Iterator[Draft]:
    base = match.slots.get("base", ())
    for slot, role in (("from", Role.BASELINE), ("value", _ROLES.get(match.rule.gives))):
        for token in match.slots.get(slot, ()):
            amount = amount_of(token)
            if amount is None or role is None:
                continue
            at = index[token.start]
            if "minus" in match.slots and match.slots["minus"][0].kinds["sign"] == "-":
                amount = replace(amount, start=match.slots["minus"][0].start, value=-amount.value)
            if role is Role.CHANGE and "/" in line.folded[amount.start : amount.number_end]:
                yield from _this_and_last(amount, line, at, match)
                continue
            made = Draft(amount, line, at, match.first, role, match.rule.name, match.rule.marks)
            made.modality = amount.modality
            made.depth = line.depths[at]
            made.unit = amount.unit
            if role is Role.SHARE and amount.kind is Kind.RATIO and amount.unit:
                made.role = Role.LEVEL  # `đạt 19/19 tiêu chí` says both numbers itself
            elif role is Role.LEVEL and amount.kind is Kind.PERCENT:
                made.role = Role.SHARE
            if role is Role.BASELINE:
                made.base = next((token for token in base if "period" in token.kinds), None)
            if role is Role.CHANGE:
                made.direction = _direction(match)
                made.verb = _verb(match, line.folded)
            yield made


def _this_and_last(amount: Amount, line: Line, at: int, match: Match) -> Iterator[Draft]:
    """`tăng 976/801 vụ`, `giảm 15 vụ (124/139)`: the level of this period and that of the last one."""
    slash = line.folded.index("/", amount.start)
    last = line.folded.index(line.folded[slash + 1 : amount.number_end].strip(), slash)
    kind = Kind.COUNT if amount.unit else None
    this = replace(amount, number_end=slash, end=slash, kind=kind, of=None)
    earlier = replace(amount, start=last, kind=kind, value=amount.of or amount.value, of=None)
    for part, role in ((this, Role.LEVEL), (earlier, Role.BASELINE)):
        yield Draft(
            part, line, at, at, role, match.rule.name, match.rule.marks, depth=line.depths[at], unit=amount.unit
        )


def _aim(line: Line) -> None:
    """Figures that a word such as `phấn đấu` governs are targets; one such as `chỉ tiêu` governs what it names."""
    compared = {at for comparison in line.comparisons for at in range(comparison.first, comparison.last)}
    for at, token in enumerate(line.tokens):
        if "target" not in token.kinds:
            continue
        opens = token.kinds["target"] in _AIMS and at not in compared
        last = at + 1 if _is_measured(line, at) else len(line.tokens)  # the last that it opens
        for made in line.drafts:
            if made.at <= at or made.role is Role.BASELINE:
                continue
            if (opens and made.at <= last and not _is_done(line, at, made)) or (
                made.role is not Role.CHANGE and _names_target(line, at, made)
            ):
                made.role, made.direction = Role.TARGET, None


def _is_measured(line: Line, at: int) -> bool:
    """`vượt mục tiêu 6,7%, bắt 52 bị can` tells of a result, 52; `tăng mục tiêu lên 15%` sets an aim."""
    if not at or not line.tokens[at - 1].kinds.keys() & CLASSES["direction"]:
        return False
    return line.folded.startswith(TARGET_VERBS, line.tokens[at - 1].start)


def _is_done(line: Line, at: int, made: Draft) -> bool:
    """`mục tiêu đề ra, trong đó đến nay đã có 11 xã đạt`: what is done already is no aim any more."""
    between = line.tokens[at + 1 : made.at]
    marks = [number for number, token in enumerate(between) if token.kinds.keys() & {"comma", "semicolon", "parts"}]
    return bool(marks) and any(
        "auxiliary" in token.kinds and line.folded.startswith("đã", token.start) for token in between[marks[0] :]
    )


def _names_target(line: Line, at: int, made: Draft) -> bool:
    """`chỉ tiêu cả năm (88%)`, `dự toán 331.000 tỷ đồng`: the number belongs to the word `at` itself."""
    between = line.tokens[at + 1 : made.first]
    bracketed = any("open" in token.kinds for token in between)
    if bracketed:
        return made.depth > line.depths[at] and all(
            line.depths[n] > line.depths[at] for n in range(made.first, made.at)
        )
    if between and between[-1].kinds.get("copula") == "là" and at == 0:
        return not any("comma" in token.kinds for token in between)  # `Dự toán chi năm 2022 là 12,4 tỷ đồng`
    return len(between) <= 1 and not any(token.kinds.keys() & _NO_TARGET for token in between) and made.first > at


def _depths(tokens: Sequence[Token]) -> list[int]:
    depths, depth = [], 0
    for token in tokens:
        if "close" in token.kinds:
            depth = max(0, depth - 1)
        depths.append(depth)
        if "open" in token.kinds:
            depth += 1
    return depths


def _direction(match: Match) -> Direction:
    if "direction" in match.rule.sets:
        return Direction(match.rule.sets["direction"])
    token = match.slots["direction"][0]
    if "sign" in token.kinds:
        return _SIGNS[str(token.kinds["sign"])]
    return next(Direction(kind) for kind in ("up", "down", "flat") if kind in token.kinds)


def _verb(match: Match, folded: str) -> str:
    token = match.slots["direction"][0] if "direction" in match.slots else None
    return folded[token.start : token.end] if token else ""


def _is_statistic(made: Draft, line: Line, attributive: Mapping[str, str]) -> bool:
    amount, tokens, at, folded = made.amount, line.tokens, made.at, line.folded
    before = tokens[at - 1] if at else None
    if amount.kind is None and _is_year(amount, folded):
        return False
    if amount.kind is None and before and "comma" in before.kinds and at > 1 and "label" in tokens[at - 2].kinds:
        return False  # `Quận 1, 3, 4`
    if amount.kind is None and amount.of is None and _is_named(made, line):
        return False
    if amount.kind is Kind.RATIO and amount.unit is None and _is_day_name(made, line):
        return False
    if amount.kind is Kind.DURATION and not _is_measured_time(made, line):
        return False
    if amount.spelled and before and line.folded.startswith("cả", before.start):
        return False  # `cả ba bị cáo` names those already counted
    if amount.spelled and amount.value == 1 and not _counts_one(made, line):
        return False
    return amount.kind is not Kind.COUNT or not _is_attributive(made, line, folded, attributive)


def _is_year(amount: Amount, folded: str) -> bool:
    written = folded[amount.start : amount.number_end]
    return written.isdigit() and len(written) == 4 and _FIRST_YEAR <= amount.value <= _LAST_YEAR


def _is_named(made: Draft, line: Line) -> bool:
    """`Jackpot 1`, `Nghĩa Đô 2`: a bare number right behind a capitalised word belongs to the name."""
    before = line.tokens[made.first - 1] if made.first else None
    if " " in line.folded[made.amount.start : made.amount.number_end]:
        return False  # a name has no thousands and millions
    if before is None or "words" not in before.kinds or made.first != made.at or _apart(before, made, line):
        return False
    if line.text[line.sentence.start : line.sentence.end].isupper():
        return False  # in a heading in capitals they prove no name
    last = line.text[before.start : before.end].split()[-1]
    return last[0].isupper() and before.end - len(last) > line.sentence.start


def _is_day_name(made: Draft, line: Line) -> bool:
    """`Hội trường 2/9`, `Nông trường 30/4`: a day and month right behind a noun is a name."""
    before = line.tokens[made.first - 1] if made.first else None
    after = line.tokens[made.at + 1] if made.at + 1 < len(line.tokens) else None
    nouns = {"words", "unit", "compound"}
    if made.role is not Role.LEVEL or before is None:
        return False
    if not before.kinds.keys() & nouns:  # `vào 22/3`, `(2/9)`, but `tại 7/8 cơ quan`
        leads = bool(before.kinds.keys() & {"adjunct", "border", "open", "ordinal"})
        counts = bool(after and after.kinds.keys() & nouns)
        return leads and not counts and _is_day(made.amount)
    return _is_day(made.amount)


def _is_day(amount: Amount) -> bool:
    return amount.value <= _DAYS and (amount.of or 0) <= _MONTHS


def _is_measured_time(made: Draft, line: Line) -> bool:
    """A length of time is a statistic only where the text measures it: a sentence, a delay, a mean."""
    tokens, at = line.tokens, made.at
    near = [*tokens[max(0, made.first - 2) : made.first], *tokens[at + 1 : at + 2]]
    return any("length-cue" in token.kinds for token in near)


def _counts_one(made: Draft, line: Line) -> bool:
    """`một` counts where it stands among other counts of the same thing in the sentence."""
    return any(
        other is not made and other.unit == made.unit and not (other.amount.spelled and other.amount.value == 1)
        for other in line.drafts
    )


def _is_attributive(made: Draft, line: Line, folded: str, attributive: Mapping[str, str]) -> bool:
    """`xe khách 16 chỗ`, `công ty 2 thành viên`: the number only names the class."""
    tokens, at = line.tokens, made.at
    unit = folded[made.amount.number_end : made.amount.end].strip()
    before = tokens[at - 1] if at else None
    return bool(
        unit in attributive
        and before
        and not _apart(before, made, line)
        and before.kinds.keys() & ({"words", "unit", "compound"} | CLASSES["amount"])
    )


def _apart(before: Token, made: Draft, line: Line) -> bool:
    """Whether more than spaces stands between a token and the number."""
    return not line.folded[before.end : made.amount.start].isspace()
