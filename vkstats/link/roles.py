"""Matches of the upper storey → a line of statements, each with its role; what states no statistic is left out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vkstats.amounts import amount_of
from vkstats.link import noun
from vkstats.link.draft import Comparison, Line, Statement
from vkstats.link.mentions import governing_times
from vkstats.match import Match
from vkstats.model import Amount, Article, Direction, Kind, Modality, Role, Sentence, Token
from vkstats.packs import RuleSet
from vkstats.vocabulary import CLASSES

_ROLES = {
    "level": Role.LEVEL,
    "change": Role.CHANGE,
    "share": Role.SHARE,
    "baseline": Role.BASELINE,
    "target": Role.TARGET,
}
_SIGNS = {"-": Direction.DOWN, "+": Direction.UP}
_NO_TARGET = frozenset({"verb", "comma", "joint", "auxiliary", "colon", "semicolon", "share", "close"})
_NO_OBJECT = frozenset({"copula", "comma", "semicolon", "stop", "border", "adjunct", "joint", "together"})
_PARTING = frozenset({"comma", "semicolon", "parts", "joint"})
_DONE = frozenset({"perfect", "auxiliary", "target"})
_NEW = frozenset({"semicolon", "stop", "verb", "auxiliary", "perfect", "versus", "share", "parts", "open", "close"})
_LISTED = frozenset({"comma", "semicolon", "open", "close", "stop", "joint"})
_ASKED_BOUNDS = frozenset({Modality.AT_LEAST, Modality.AT_MOST})
_AIMED = frozenset({Kind.PERCENT, Kind.COUNT, Kind.MONEY})
_BOUNDS = _ASKED_BOUNDS | {Modality.OVER, Modality.UNDER}
_DAYS, _MONTHS = 31, 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def read_line(
    article: Article, sentence: Sentence, tokens: Sequence[Token], matches: Sequence[Match], rules: RuleSet
) -> Line:
    """The line of a sentence with its statements, comparisons and times, in reading order."""
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
    line = replace(line, comparisons=tuple(found for match in matches for found in _comparisons(match, index)))
    found = [made for match in matches for made in _statements(match, line, index)]
    found.sort(key=lambda made: made.start)
    told = [(made, _is_statistic(made, line, found, rules)) for made in found]
    return replace(
        line,
        statements=tuple(_aimed(line, [made for made, is_statistic in told if is_statistic], rules)),
        named=frozenset(made.at for made, is_statistic in told if not is_statistic),
        mentions=tuple(governing_times(line, rules)),
    )


def _comparisons(match: Match, index: Mapping[int, int]) -> Iterator[Comparison]:
    """What a comparison, or a change that says its base itself (`vượt chỉ tiêu 4,1%`), compares with."""
    base = match.slots.get("base", ())
    is_target = any("target" in token.kinds for token in base)
    if match.rule.gives == "comparison":
        yield Comparison(match.first, match.last, base, is_target)
    elif match.rule.gives == "change" and base and "from" not in match.slots:
        yield Comparison(index[base[0].start], index[base[-1].start] + 1, base, is_target)


def _statements(match: Match, line: Line, index: Mapping[int, int]) -> Iterator[Statement]:
    for slot, role in (("from", Role.BASELINE), ("value", _ROLES.get(match.rule.gives))):
        for token in match.slots.get(slot, ()):
            amount = amount_of(token)
            if amount is None or role is None:
                continue
            at = index[token.start]
            if role is Role.CHANGE and "/" in line.folded[amount.start : amount.number_end]:
                for part, of_part in _this_and_last(amount, line):
                    yield replace(_statement(match, line, at, part, of_part), first=at)
            else:
                yield _statement(match, line, at, amount, role)


def _statement(match: Match, line: Line, at: int, amount: Amount, role: Role) -> Statement:
    if role is Role.SHARE and amount.kind is Kind.RATIO and amount.unit:
        role = Role.LEVEL  # `đạt 19/19 tiêu chí` says both numbers itself
    elif role is Role.LEVEL and amount.kind is Kind.PERCENT:
        role = Role.SHARE
    is_change = role is Role.CHANGE
    falls = is_change and amount.value < 0  # `tăng trưởng -6,02%`, `giảm -5%`: down, whatever the verb
    base = match.slots.get("base", ()) if role is Role.BASELINE else ()
    return Statement(
        amount=replace(amount, value=-amount.value) if falls else amount,
        sentence=line.sentence,
        role=role,
        rule=match.rule.name,
        marks=match.rule.marks,
        at=at,
        first=match.first,
        depth=line.depths[at],
        modality=_estimated(match, line) if is_change and amount.modality is Modality.EXACT else amount.modality,
        direction=(Direction.DOWN if falls else _direction(match)) if is_change else None,
        verb=match.slots["direction"][0] if is_change and "direction" in match.slots else None,
        base=next((token for token in base if "period" in token.kinds), None),
    )


def _estimated(match: Match, line: Line) -> Modality:
    """`GDP ước tăng 5,2%`: the hedge in front of the verb is that of the number."""
    before = line.tokens[match.first - 1] if match.first else None
    return Modality(str(before.kinds["hedge"])) if before is not None and "hedge" in before.kinds else Modality.EXACT


def _this_and_last(amount: Amount, line: Line) -> Iterator[tuple[Amount, Role]]:
    """`tăng 976/801 vụ`, `giảm 15 vụ (124/139)`: the level of this period and that of the last one."""
    slash = line.folded.index("/", amount.start)
    last = line.folded.index(line.folded[slash + 1 : amount.number_end].strip(), slash)
    kind = Kind.COUNT if amount.unit else None
    yield replace(amount, number_end=slash, end=slash, kind=kind, of=None), Role.LEVEL
    yield replace(amount, start=last, kind=kind, value=amount.of or amount.value, of=None), Role.BASELINE


# --- targets ---


def _aimed(line: Line, stated: Sequence[Statement], rules: RuleSet) -> Iterator[Statement]:
    """Figures that a word such as `phấn đấu` governs are targets; one such as `chỉ tiêu` governs what it names.

    A bound that somebody asks for is one too: `đề nghị … đạt từ 90% trở lên`, `yêu cầu của Quốc hội (dưới 1,5%)`.
    """
    targets = [at for at, token in enumerate(line.tokens) if "target" in token.kinds]
    requests = [at for at, token in enumerate(line.tokens) if "request" in token.kinds]
    before: Statement | None = None  # the target that the next figure may go on
    for made in stated:
        if made.role is Role.BASELINE:
            is_target = _is_planned(line, made)
        else:
            is_target = any(_is_target(line, at, made, rules) for at in targets if at < made.at)
        is_target = is_target or any(_is_asked(line, at, made) for at in requests if at < made.first)
        is_target = is_target or (before is not None and _is_joined(line, before, made))
        before = made if is_target else None
        yield replace(made, role=Role.TARGET, direction=None, base=None) if is_target else made


def _is_joined(line: Line, before: Statement, made: Statement) -> bool:
    """`đạt ít nhất 76% về việc và 37% về tiền`: a joint without a verb goes on with the target in front."""
    between = [token.kinds.keys() for token in line.tokens[before.at + 1 : made.first]]
    is_alike = made.amount.kind is before.amount.kind and made.role in (Role.LEVEL, Role.SHARE)
    return is_alike and any("joint" in kinds for kinds in between) and not any(kinds & _NEW for kinds in between)


def as_targets(stated: Sequence[Statement]) -> tuple[Statement, ...]:
    """The figures of a plan (`IV. NHIỆM VỤ 6 THÁNG CUỐI NĂM`): its levels and rates are targets."""
    levels = (Role.LEVEL, Role.SHARE)
    return tuple(replace(made, role=Role.TARGET) if made.role in levels else made for made in stated)


def _is_planned(line: Line, made: Statement) -> bool:
    """`tăng 4,9% so với năm 2021 (kế hoạch là 4,6%)`: in these brackets stands the plan, not the earlier level."""
    at = made.at - 1
    while at >= 0 and line.depths[at] == made.depth and "comma" not in line.tokens[at].kinds:
        if "target" in line.tokens[at].kinds:
            return True
        at -= 1
    return False


def _is_asked(line: Line, at: int, made: Statement) -> bool:
    """Whether somebody asks at `at` for the bound that a figure says, and it is not what was reached already."""
    between = line.tokens[at + 1 : made.first]
    if any("perfect" in token.kinds for token in between):
        return False
    if made.depth > line.depths[at]:
        return made.modality in _BOUNDS and not any("comma" in token.kinds for token in between)
    if (
        line.tokens[at].kinds["request"] == "set"
    ):  # `tỉnh đề ra tốc độ tăng 8%, thu 2.600 tỷ đồng`, not `mục tiêu đề ra`
        first = next(n for n in range(at + 1, made.at + 1) if line.tokens[n].kinds.keys() & noun.AMOUNTS)
        is_done = any(token.kinds.keys() & _DONE for token in line.tokens[max(0, at - 1) : at])
        is_done = is_done or any(token.kinds.keys() & _NO_OBJECT for token in line.tokens[at + 1 : first])
        return not is_done and made.amount.kind in (Kind.PERCENT, Kind.MONEY) and made.role is not Role.BASELINE
    is_asked = line.tokens[at].kinds["request"] == "asked" and made.amount.kind in _AIMED
    return is_asked and made.role is not Role.BASELINE and made.modality in _ASKED_BOUNDS


def _is_target(line: Line, at: int, made: Statement, rules: RuleSet) -> bool:
    """Whether the word of a target at `at` makes a figure behind it one."""
    is_passed = at > 0 and "against-target" in line.tokens[at - 1].kinds  # `vượt mục tiêu 6,7%, bắt 52 bị can`
    if _opens_aim(line, at, rules) and not (is_passed and made.at > at + 1) and not _is_done(line, at, made):
        return True
    return made.role is not Role.CHANGE and _names_target(line, at, made)


def _opens_aim(line: Line, at: int, rules: RuleSet) -> bool:
    """Whether a word says an aim for all that follows, and is not what is compared with."""
    is_aim = line.tokens[at].kinds["target"] in rules.words("text-aim")
    return is_aim and not any(one.first <= at < one.last for one in line.comparisons)


def _is_done(line: Line, at: int, made: Statement) -> bool:
    """`mục tiêu đề ra, trong đó đến nay đã có 11 xã đạt`: what is done already is no aim any more."""
    between = line.tokens[at + 1 : made.at]
    marks = [number for number, token in enumerate(between) if token.kinds.keys() & _PARTING]
    return bool(marks) and any("perfect" in token.kinds for token in between[marks[0] :])


def _names_target(line: Line, at: int, made: Statement) -> bool:
    """`chỉ tiêu cả năm (88%)`, `dự toán 331.000 tỷ đồng`: the number belongs to the word `at` itself."""
    between = line.tokens[at + 1 : made.first]
    bracketed = any("open" in token.kinds for token in between)
    if bracketed:
        return made.depth > line.depths[at] and all(
            line.depths[n] > line.depths[at] for n in range(made.first, made.at)
        )
    if between and "identity" in between[-1].kinds and at == 0:
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


def _is_statistic(made: Statement, line: Line, found: Sequence[Statement], rules: RuleSet) -> bool:
    amount, tokens, at, folded = made.amount, line.tokens, made.at, line.folded
    before = tokens[at - 1] if at else None
    if amount.kind is None and _is_year(amount, folded):
        return False
    if amount.kind is None and before and "comma" in before.kinds and at > 1 and "label" in tokens[at - 2].kinds:
        return False  # `Quận 1, 3, 4`
    if amount.kind is None and amount.of is None and _is_named(made, line) and not _lists_names(made, line, found):
        return False
    if (
        amount.kind is Kind.RATIO
        and amount.unit is None
        and _is_day_name(made, line)
        and not _in_list(made, line, found)
    ):
        return False
    if amount.kind is Kind.DURATION and not _is_measured_time(made, line, found):
        return False
    if amount.spelled and before and "collective" in before.kinds:
        return False  # `cả ba bị cáo` names those already counted
    if _is_spelled_one(amount) and not _counts_one(made, found):
        return False
    return amount.kind is not Kind.COUNT or not _is_attributive(made, line, rules)


def _is_year(amount: Amount, folded: str) -> bool:
    written = folded[amount.start : amount.number_end]
    return written.isdigit() and len(written) == 4 and _FIRST_YEAR <= amount.value <= _LAST_YEAR


def _is_named(made: Statement, line: Line) -> bool:
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


def _name_before(made: Statement, line: Line) -> str:
    """The words right in front of a number, folded."""
    return line.said(line.tokens[made.first - 1 : made.first]) if made.first else ""


def _lists_names(made: Statement, line: Line, found: Sequence[Statement]) -> bool:
    """`Ninh Phước 02 (tăng 01), Ninh Hải 05`: names that differ, each with its number, are a list of counts.

    The number of a name (`Jackpot 1, Jackpot 2`) differs where the name does not, is small and has no leading zero.
    """
    named = [other for other in found if other.amount.kind is None and _is_named(other, line)]
    names = {_name_before(other, line) for other in named}
    written = [line.folded[other.amount.start : other.amount.number_end] for other in named]
    shows_count = any(number.startswith("0") or len(number) > 1 for number in written)
    return len(named) > 1 and len(names) == len(named) and shows_count and _is_listed(made, line)


def _is_listed(made: Statement, line: Line) -> bool:
    """Whether a comma, a bracket or the end follows a number, as in a list of names with their numbers."""
    after = line.tokens[made.at + 1] if made.at + 1 < len(line.tokens) else None
    return after is None or bool(after.kinds.keys() & _LISTED)


def _is_day_name(made: Statement, line: Line) -> bool:
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


def _in_list(made: Statement, line: Line, found: Sequence[Statement]) -> bool:
    """`Sở Xây dựng 3/4 kiến nghị, Sở Y tế 2/2`: behind a counted ratio and a comma comes the next of its kind."""
    ratios = [other for other in found if other.at < made.at and other.amount.kind is Kind.RATIO and other.amount.unit]
    between = line.tokens[ratios[-1].at + 1 : made.at] if ratios else ()
    marks = [number for number, token in enumerate(between) if token.kinds.keys() & {"comma", "semicolon"}]
    return bool(marks) and marks[-1] + 2 == len(between) and "words" in between[-1].kinds  # one label between


def _is_day(amount: Amount) -> bool:
    return amount.value <= _DAYS and (amount.of or 0) <= _MONTHS


def _is_measured_time(made: Statement, line: Line, found: Sequence[Statement]) -> bool:
    """A length of time is a statistic only where the text measures it: a sentence, a delay, a mean, a change."""
    tokens, at = line.tokens, made.at
    changed = {other.first for other in found if other.amount.kind is Kind.DURATION and _is_reached(other, line)}
    if made.first in changed or (changed and made.role is Role.CHANGE):
        return True  # `rút từ 15 ngày xuống còn 10 ngày, giảm 5 ngày`
    near = [*tokens[max(0, made.first - 2) : made.first], *tokens[at + 1 : at + 2]]
    return any("length-cue" in token.kinds for token in near)


def _is_reached(made: Statement, line: Line) -> bool:
    """`từ 15 ngày xuống còn 10 ngày`, but `phạt tù từ 3 tháng đến 2 năm`: whether a level is one after a change."""
    return made.role is Role.LEVEL and any(
        token.kinds.keys() & {"to-level", "left"} for token in line.tokens[made.first : made.at]
    )


def _counts_one(made: Statement, found: Sequence[Statement]) -> bool:
    """`một` counts where it stands among other counts of the same thing in the sentence."""
    return any(
        other is not made and other.amount.unit == made.amount.unit and not _is_spelled_one(other.amount)
        for other in found
    )


def _is_spelled_one(amount: Amount) -> bool:
    return amount.spelled and amount.value == 1


def _is_attributive(made: Statement, line: Line, rules: RuleSet) -> bool:
    """`xe khách 16 chỗ`, `công ty 2 thành viên`: the number only names the class."""
    tokens, at = line.tokens, made.at
    unit = line.folded[made.amount.number_end : made.amount.end].strip()
    before = tokens[at - 1] if at else None
    return bool(
        unit in rules.words("attributive")
        and before
        and not _apart(before, made, line)
        and before.kinds.keys() & ({"words", "unit", "compound"} | CLASSES["amount"])
    )


def _apart(before: Token, made: Statement, line: Line) -> bool:
    """Whether more than spaces stands between a token and the number."""
    return not line.folded[before.end : made.amount.start].isspace()
