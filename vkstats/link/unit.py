"""The unit of a figure: beside its number, else an unknown noun behind it, else one that it leaves unsaid.

What a number without a unit counts is told by the name of a number in front (`số đại biểu tán thành 444`), else by the
count that it goes on (`án treo 49 bị cáo, phạt tiền 8`); a bare scale (`4,1 tỷ`) is money where nothing is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from vkstats.link import noun
from vkstats.link.clause import Around, whole_label
from vkstats.link.draft import Line, Phrase, Statement, grow
from vkstats.link.words import first_noun
from vkstats.model import Amount, Article, Kind, Role, Token
from vkstats.packs import RuleSet
from vkstats.text import fold
from vkstats.trie import trie
from vkstats.values.numerals import scales_of

_SHORT_LABEL = 4  # tokens
_ENDS = frozenset({"comma", "semicolon", "close", "stop", "open", "versus"})
_ALIKE = 1000  # times; amounts of one list in one currency differ less, the same sum in đồng and dollars more


def with_unit(article: Article, made: Statement, around: Around, earlier: Sequence[Phrase]) -> Phrase:
    """A statement with its unit; `earlier` are the figures in front of it in the line."""
    amount, line = made.amount, around.line
    previous = earlier[-1] if earlier else None
    scale = _bare_scale(amount, around)
    if scale is not None and (amount.kind is Kind.MONEY or _unknown_noun(article, made, around.behind) is None):
        return _scaled(made, scale, around, earlier)
    if amount.unit is not None or amount.kind not in (None, Kind.RATIO):
        return grow(Phrase, made, unit=amount.unit)
    if "unit-of-previous" in made.marks and made.role is not Role.CHANGE and previous:
        return grow(Phrase, made, unit=_in_step(line, made, earlier) or previous.unit)  # `giảm 15 vụ (124/139)`
    if amount.of is not None and made.role is Role.SHARE:
        return grow(Phrase, made, unit="")  # `chiếm 1/3`: a fraction has no unit
    if _is_sex(around):
        is_known = previous is not None and previous.unit in around.rules.words("person")
        return grow(
            Phrase, made, unit=previous.unit if previous and is_known else _person(around.rules), is_elided=True
        )
    unknown = _body(line, made, around.rules) or _unknown_noun(article, made, around.behind)
    if unknown is not None:
        return grow(Phrase, made, unit=unknown[0], unit_end=unknown[1], is_guess=True)
    shared = _shared(line, made)
    if shared is not None:
        return grow(Phrase, made, unit=shared)
    if made.role is Role.CHANGE and previous and _is_behind(made, previous):
        return grow(Phrase, made, unit=previous.unit, is_elided=True)  # `120 vụ cháy (giảm 19 so với cùng kỳ)`
    if not _is_elided(made, around, previous):
        return grow(Phrase, made)
    return _elided(made, around, previous)


def _elided(made: Statement, around: Around, previous: Phrase | None) -> Phrase:
    """A number that leaves its unit unsaid: what the label names as a number, what the line counts, any noun there."""
    is_counted = previous is not None and _counts(previous) and not made.amount.value % 1
    label = noun.without_number(whole_label(around.line, made))
    if label and "unit" in label[0].kinds and not _opens_name(around.line, label[0]):
        return grow(Phrase, made, unit=str(label[0].kinds["unit"]), is_elided=True)  # `Kháng nghị phúc thẩm: 17`
    for piece in reversed(around.pieces):
        named = _named_number(piece) or _counted_as(around.line.said(piece), around.rules)
        if named is not None:
            return grow(Phrase, made, unit=named)
        if is_counted and _tells_whose(around, piece):
            break
        head = noun.trimmed(piece)[:1] if is_counted else piece  # `dân sự 283 vụ; hôn nhân gia đình 349`
        for token in reversed(head):
            if "unit" in token.kinds and "verb" not in token.kinds and not _opens_name(around.line, token):
                return grow(Phrase, made, unit=str(token.kinds["unit"]), is_elided=True)
    return grow(Phrase, made, unit=previous.unit if previous and is_counted else None, is_elided=is_counted)


def _counts(previous: Phrase) -> bool:
    """Whether a figure counts something known."""
    return previous.amount.kind in (Kind.COUNT, Kind.RATIO, None) and bool(previous.unit)


def _goes_on(made: Statement, nearest: Sequence[Token], previous: Phrase) -> bool:
    """Whether a number behind a short label counts on what the figure before it does."""
    is_listed = bool(nearest) or previous.amount.kind is Kind.COUNT  # `tiểu khu 75, 76, 77`
    return is_listed and _counts(previous) and made.depth <= previous.depth and len(nearest) <= _SHORT_LABEL


def _named_number(piece: Sequence[Token]) -> str | None:
    """`số đại biểu tán thành 444`: the noun behind the word for a number is what is counted."""
    for token, following in pairwise(piece):
        if token.kinds.keys() & {"number-word", "number-noun"} and "unit" in following.kinds:
            return str(following.kinds["unit"])
    return None


def _tells_whose(around: Around, piece: Sequence[Token]) -> bool:
    """`Sở Y tế có 2/2`, `huyện A 12`: the piece names a body or a place, whose syllables count nothing."""
    return bool(piece) and _owners(around.rules).match(around.line.folded, piece[0].start) is not None


def _opens_name(line: Line, token: Token) -> bool:
    """`Đầm Hà 12`: a noun with a capital before another word with one is a syllable of a name."""
    following = line.text[token.end : token.end + 4].lstrip()[:1]
    return line.text[token.start].isupper() and following.isupper()


@lru_cache(maxsize=4)
def _owners(rules: RuleSet) -> re.Pattern[str]:
    kinds = ("name-office", "name-department", "name-level")
    return re.compile(rf"(?:{trie(word for kind in kinds for word in rules.words(kind))})(?!\w)")


def _is_behind(made: Statement, previous: Phrase) -> bool:
    """Whether a change stands in brackets behind a count, and so is one of it."""
    return made.depth > previous.depth and previous.role is Role.LEVEL and _counts(previous)


# --- a scale without a unit ---


def _bare_scale(amount: Amount, around: Around) -> str | None:
    """The last scale word of a number that stands without a unit: `4,1 tỷ`, `1,6 triệu`."""
    folded = around.line.folded
    is_behind = amount.end > amount.number_end or "/" in (amount.unit or "")
    is_before = not folded[amount.start].isdigit() and not amount.spelled  # `US$25 tỷ`
    if is_behind or is_before or amount.of is not None or amount.kind not in (None, Kind.MONEY):
        return None
    scales = scales_of(folded[amount.start : amount.number_end])
    return scales[-1] if scales and scales[-1] in around.rules.words("unit-scale") else None


def _scaled(made: Statement, scale: str, around: Around, earlier: Sequence[Phrase]) -> Phrase:
    """People and things where the words in front count some, else money."""
    amount, previous = made.amount, earlier[-1] if earlier else None
    unit = _counted_in_front(around)
    if unit is None and previous is not None:
        unit = _counted_as(fold(previous.item), around.rules)  # `Dân số tăng 1,2%, đạt 1,5 triệu`
    if unit is None and previous is not None and _splits(around.line, made, previous):
        unit = previous.unit  # `5,2 triệu cử tri (gần 2,8 triệu là nữ)`
    later = next((other.amount for other in _later(around.line, made) if other.amount.kind is Kind.COUNT), None)
    if unit is None and later is not None:
        unit = later.unit  # `từ 8,4 triệu xuống còn 6,6 triệu người`
    if unit is not None:
        return grow(Phrase, made, amount=replace(amount, kind=Kind.COUNT, unit=unit), unit=unit)
    unit = _currency(made, around, earlier) or str(around.rules.words("unit-scale")[scale])
    return grow(Phrase, made, amount=replace(amount, kind=Kind.MONEY, unit=unit), unit=unit, is_elided=True)


def _counted_in_front(around: Around) -> str | None:
    """`số hộ dùng nước sạch là 1,3 triệu`, `dân số tỉnh đạt 1,6 triệu`: the name of a number tells what it counts."""
    return _counted_as(around.line.said(around.nearest), around.rules) or _named_number(around.nearest)


def _counted_as(words: str, rules: RuleSet) -> str | None:
    """The unit that goes without saying of the noun that words begin with: `Dân số`, `Tai nạn giao thông`."""
    found = _uncounted_nouns(rules).match(words)
    return str(rules.words("counted-as")[found.group()]) if found else None


@lru_cache(maxsize=4)
def _uncounted_nouns(rules: RuleSet) -> re.Pattern[str]:
    return re.compile(rf"(?:{trie(rules.words('counted-as'))})(?!\w)")


def _splits(line: Line, made: Statement, previous: Phrase) -> bool:
    """Whether a number splits the count in front of it: in brackets, behind `trong đó`."""
    is_counted = previous.amount.kind is Kind.COUNT and made.amount.value <= previous.amount.value
    between = line.tokens[previous.at + 1 : made.first]
    return is_counted and (made.depth > previous.depth or any("parts" in token.kinds for token in between))


def _currency(made: Statement, around: Around, earlier: Sequence[Phrase]) -> str | None:
    """The currency of the sum in front, or of the one behind in the same phrase, where both are about as large.

    `dầu thô đạt 5,1 tỷ USD, dệt may 4,1 tỷ`, but `thu hút 45 triệu USD, nộp ngân sách 20 tỷ`.
    """
    before = [other.amount for other in earlier if other.amount.kind is Kind.MONEY][-1:]
    for other in (*before, *(other.amount for other in _later(around.line, made))):
        is_alike = made.amount.value < _ALIKE * other.value and other.value < _ALIKE * made.amount.value
        if other.kind is Kind.MONEY and other.unit and is_alike:
            return other.unit.partition("/")[0]
    return None


def _is_sex(around: Around) -> bool:
    """`3 nam, 2 nữ`: whether the word behind a number says of what sex the people are that it counts."""
    return around.line.said(around.behind) in around.rules.words("sex")


def _person(rules: RuleSet) -> str:
    return next(iter(rules.words("unit-person")))


def _in_step(line: Line, made: Statement, earlier: Sequence[Phrase]) -> str | None:
    """`35 vụ, 62 bị can (năm 2022 lần lượt là 30 và 51)`: earlier levels have the units of as many in front."""
    told = [other for other in line.statements if other.first == made.first and other.role is Role.BASELINE]
    levels = [other for other in earlier if other.first != made.first][-len(told) :]
    return levels[told.index(made)].unit if made in told and len(levels) == len(told) else None


def _later(line: Line, made: Statement) -> list[Statement]:
    """The figures that stand behind one in its phrase."""
    return [other for other in line.statements if other.at > made.at and other.first == made.first]


def _body(line: Line, made: Statement, rules: RuleSet) -> tuple[str, int] | None:
    """The kind of body that a number counts (`27 Tòa án`, `6/11 UBND xã`), and where its name ends in the text."""
    end, before = made.amount.number_end, line.tokens[made.first - 1] if made.first else None
    is_name = before is not None and "unit" in before.kinds and line.folded[before.end : made.start].isspace()
    if is_name or not line.folded[end : end + 1].isspace():  # `Vụ 2 Viện kiểm sát nhân dân tối cao`
        return None
    found = _bodies(rules).match(line.folded, end)
    if found is None or not found["body"]:
        return None
    body = " ".join(line.text[slice(*found.span("body"))].split())
    return body.capitalize() if " " in body and body.isupper() else body, found.end()  # `20 ỦY BAN NHÂN DÂN`


@lru_cache(maxsize=4)
def _bodies(rules: RuleSet) -> re.Pattern[str]:
    return re.compile(rf"\s+(?P<body>{trie(rules.words('name-office'))})(?!\w)")


def _unknown_noun(article: Article, made: Statement, after: Sequence[Token]) -> tuple[str, int] | None:
    """The noun right behind a number that the lexicon does not know, and where it ends in the text."""
    first, end = after[0] if after else None, made.amount.number_end
    if first is None or first.start <= end or not article.folded[end : first.start].isspace():
        return None
    word = first_noun(article, first.start, after[-1].end)
    return (word.lower(), first.start + len(word)) if word and word[0].isalpha() else None


def _shared(line: Line, made: Statement) -> str | None:
    """`lần lượt là 77 và 84 cửa hàng`: the first number has the unit of the next."""
    tokens, at = line.tokens, made.at
    if at + 2 >= len(tokens) or not tokens[at + 1].kinds.keys() & {"joint", "comma"}:
        return None
    following = tokens[at + 2].kinds.get("count")
    listed = isinstance(following, Amount) and any("respectively" in token.kinds for token in tokens[:at])
    return following.unit if isinstance(following, Amount) and listed else None


def _is_elided(made: Statement, around: Around, previous: Phrase | None) -> bool:
    """Whether the text shows that a bare number counts: a label or copula in front, a predicate behind."""
    tokens, at, nearest = around.line.tokens, made.at, around.nearest
    before = tokens[made.first - 1] if made.first else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if before and before.kinds.keys() & {"colon", "copula", "rest"}:
        return True
    if before and "auxiliary" in before.kinds and len(nearest) > 1:
        return True
    ends = behind is None or bool(behind.kinds.keys() & _ENDS)
    said = [around.line.said(piece) for piece in around.pieces]
    if ends and (_named_number(nearest) is not None or any(_counted_as(words, around.rules) for words in said)):
        return True  # `số đại biểu tán thành 444, bằng 91,74%`, `Tai nạn giao thông: Ninh Hải 05`
    if ends and previous and _goes_on(made, nearest, previous):
        return True  # `án treo 49 bị cáo, phạt tiền 8`
    if made.role is Role.CHANGE and ends and any("unit" in token.kinds for token in nearest):
        return True  # `số vụ cháy giảm 15`
    return bool(behind and "auxiliary" in behind.kinds and (made.first == 0 or (before and "joint" in before.kinds)))
