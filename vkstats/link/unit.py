"""The unit of a figure: beside its number, else an unknown noun behind it, else one that it leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vkstats.link.clause import Around
from vkstats.link.draft import Line, Phrase, Statement, grow
from vkstats.link.words import first_noun
from vkstats.model import Amount, Article, Kind, Role, Token

_SHORT_LABEL = 4  # tokens
_ENDS = frozenset({"comma", "semicolon", "close", "stop", "open"})


def with_unit(article: Article, made: Statement, around: Around, previous: Phrase | None) -> Phrase:
    """A statement with its unit; `previous` is the figure in front of it."""
    amount, line = made.amount, around.line
    if amount.unit is not None or amount.kind not in (None, Kind.RATIO):
        return grow(Phrase, made, unit=amount.unit)
    if "unit-of-previous" in made.marks and made.role is not Role.CHANGE and previous:
        return grow(Phrase, made, unit=previous.unit)  # `giảm 15 vụ (124/139)`: this period and the last one
    if amount.of is not None and made.role is Role.SHARE:
        return grow(Phrase, made, unit="")  # `chiếm 1/3`: a fraction has no unit
    unknown = _unknown_noun(article, made, around.behind)
    if unknown is not None:
        return grow(Phrase, made, unit=unknown[0], unit_end=unknown[1])
    scale = line.folded[amount.start : amount.number_end].split()[1:]
    in_brackets = previous and made.depth > previous.depth and previous.amount.kind is Kind.COUNT
    if previous and scale and in_brackets and not around.nearest:
        return grow(Phrase, made, unit=previous.unit)  # `5,2 triệu cử tri (gần 2,8 triệu là nữ)`
    currency = around.rules.words("unit-scale").get(scale[-1]) if scale and amount.of is None else None
    if currency is not None:
        return grow(Phrase, made, amount=replace(amount, kind=Kind.MONEY, unit=currency), unit=currency)
    shared = _shared(line, made)
    if shared is not None:
        return grow(Phrase, made, unit=shared)
    if not _is_elided(line, made, around.nearest, previous):
        return grow(Phrase, made)
    for piece in reversed(around.pieces):
        for token in reversed(piece):
            if "unit" in token.kinds and "verb" not in token.kinds:
                return grow(Phrase, made, unit=str(token.kinds["unit"]), is_elided=True)
    is_count = previous is not None and previous.amount.kind in (Kind.COUNT, None)
    return grow(Phrase, made, unit=previous.unit if previous and is_count else None)


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
    listed = any("respectively" in token.kinds for token in tokens[:at])
    if not listed or at + 2 >= len(tokens) or not tokens[at + 1].kinds.keys() & {"joint", "comma"}:
        return None
    following = tokens[at + 2].kinds.get("count")
    return following.unit if isinstance(following, Amount) else None


def _is_elided(line: Line, made: Statement, nearest: Sequence[Token], previous: Phrase | None) -> bool:
    """Whether the text shows that a bare number counts: a label or copula in front, a predicate behind."""
    tokens, at = line.tokens, made.at
    before = tokens[made.first - 1] if made.first else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if before and before.kinds.keys() & {"colon", "copula", "rest"}:
        return True
    if before and "auxiliary" in before.kinds and len(nearest) > 1:
        return True
    ends = behind is None or bool(behind.kinds.keys() & _ENDS)
    goes_on = previous and previous.amount.kind is Kind.COUNT and made.depth <= previous.depth
    if ends and goes_on and len(nearest) <= _SHORT_LABEL:
        return True  # `án treo 49 bị cáo, phạt tiền 8`
    if made.role is Role.CHANGE and ends and any("unit" in token.kinds for token in nearest):
        return True  # `số vụ cháy giảm 15`
    return bool(behind and "auxiliary" in behind.kinds and (made.first == 0 or (before and "joint" in before.kinds)))
