"""Matches of the lower storey → a shorter line of tokens: numbers joined with their units, normalised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from vkstats.match import Match
from vkstats.model import Amount, Kind, Modality, Token
from vkstats.values.numerals import Number, read_number

# The kinds of unit words, most telling first, and what an amount with such a unit is called.
_UNIT_KINDS: Mapping[str, tuple[Kind, str]] = {
    "percent": (Kind.PERCENT, "percentage"),
    "money": (Kind.MONEY, "sum"),
    "measure": (Kind.MEASURE, "quantity"),
    "duration": (Kind.DURATION, "time"),
    "times": (Kind.COUNT, "multiple"),
    "unit": (Kind.COUNT, "count"),
}
_FRACTIONS: Mapping[str, tuple[int, int]] = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4)}
_NATIONAL_CURRENCY = "VND"
# A bare number with one of these scales is money in Vietnamese text: nothing else is counted so without its noun.
_MONEY_SCALE = "tỷ"
_MONTHS_A_YEAR = 12
_PERSON = "người"


def join(tokens: Sequence[Token], matches: Sequence[Match], folded: str) -> list[Token]:
    """The line with every match of the lower storey as one token (`amount` kinds or `label`).

    A number that cannot be read stays as it is, an untyped token of the line.
    """
    line: list[Token] = []
    at = 0
    for match in matches:
        line.extend(tokens[at : match.first])
        at = match.last
        covered = tokens[match.first : match.last]
        start, end = covered[0].start, covered[-1].end
        if match.rule.gives == "label":
            line.append(Token({"label": None}, start, end))
            continue
        joined = _amount(match, folded)
        if joined is None:
            line.extend(covered)
        else:
            name, amount = joined
            line.append(Token({name: amount}, start, end))
    line.extend(tokens[at:])
    return line


def _amount(match: Match, folded: str) -> tuple[str, Amount] | None:
    """The kind of token and the amount of a match; None where its numbers cannot be read."""
    slots = match.slots
    value = slots["value"][0]
    if "multiple-word" in value.kinds:
        times = Decimal(str(value.kinds["multiple-word"]))
        return "twofold", Amount(value.start, value.end, value.end, Kind.RATIO, times, unit="lần", rule=match.rule.name)
    unit = slots["unit"][-1] if "unit" in slots else None
    unit_kind = next((kind for kind in _UNIT_KINDS if unit and kind in unit.kinds), None)
    numbers = _numbers(slots, integral=unit_kind == "unit")
    if numbers is None:
        return None
    number, upper, whole = numbers
    if "years" in slots:
        return _years_and_months(slots, number, match)
    last = slots["max"][0] if "max" in slots else slots["of"][0] if "of" in slots else value
    kind, name = _UNIT_KINDS[unit_kind] if unit_kind else (None, "bare")
    unit_name = _unit_name(slots, str(unit.kinds[unit_kind]) if unit and unit_kind else None)
    if unit is None and "unit" in match.rule.sets:  # the words in front say what is measured: `độ tuổi 16 - 30`
        kind, name, unit_name = Kind.MEASURE, "quantity", match.rule.sets["unit"]
    elif unit is None and _MONEY_SCALE in folded[value.start : last.end].split():
        kind, name, unit_name = Kind.MONEY, "sum", _NATIONAL_CURRENCY
    if whole:
        kind, name = Kind.RATIO, "ratio"
    return name, Amount(
        value.start,
        _end(last, unit, unit_name, slots, folded),
        last.end,
        kind,
        number.value,
        upper.value if upper else None,
        whole.value if whole else None,
        unit_name,
        _modality(slots),
        spelled="numeral" in value.kinds,
        doubt=number.doubt or (upper.doubt if upper else None),
        rule=match.rule.name,
    )


def _numbers(
    slots: Mapping[str, tuple[Token, ...]], *, integral: bool
) -> tuple[Number, Number | None, Number | None] | None:
    """Value, upper end and whole of a match; None where one of them cannot be read."""
    value = slots["value"][0]
    written = str(value.kinds.get("number", ""))
    if written in _FRACTIONS:  # `hơn ½ tổng vốn` is 1 of 2
        top, bottom = _FRACTIONS[written]
        return Number(Decimal(top)), None, Number(Decimal(bottom))
    number = _number(value, integral=integral)
    upper = _number(slots["max"][0], integral=integral) if "max" in slots else None
    whole = _number(slots["of"][0], integral=True) if "of" in slots else None
    if number is None or ("max" in slots and upper is None) or ("of" in slots and whole is None):
        return None
    return (_with_scale_of(number, value, slots["max"][0]) if upper else number), upper, whole


def _unit_name(slots: Mapping[str, tuple[Token, ...]], name: str | None) -> str | None:
    return "/".join([name, *map(_per_name, slots["per"])]) if name and "per" in slots else name


def _end(last: Token, unit: Token | None, name: str | None, slots: Mapping[str, tuple[Token, ...]], folded: str) -> int:
    """Where the number with the unit that follows it directly ends."""
    if unit is None or folded[last.end : unit.start].strip():
        return last.end
    if name == _PERSON:  # `700 người thiệt mạng`: the predicate belongs to the item
        return unit.start + len(_PERSON)
    return slots["per"][-1].end if "per" in slots else unit.end


def _years_and_months(
    slots: Mapping[str, tuple[Token, ...]], months: Number, match: Match
) -> tuple[str, Amount] | None:
    """`3 năm 6 tháng` is 42 months; the whole stretch is the number."""
    years = _number(slots["years"][0], integral=True)
    if years is None:
        return None
    start, end = slots["years"][0].start, slots["value"][0].end
    value = years.value * _MONTHS_A_YEAR + months.value
    return "time", Amount(
        start, end, end, Kind.DURATION, value, unit="tháng", modality=_modality(slots), rule=match.rule.name
    )


@lru_cache(maxsize=10_000)
def _read(written: str, integral: bool) -> Number | None:  # noqa: FBT001 - positional for the cache
    return read_number(written, integral=integral)


def _number(token: Token, *, integral: bool) -> Number | None:
    if "numeral" in token.kinds:
        numeral = token.kinds["numeral"]
        return numeral if isinstance(numeral, Number) else None
    return _read(str(token.kinds["number"]), integral)


def _with_scale_of(number: Number, value: Token, upper: Token) -> Number:
    """`400 - 500 triệu`: the scale word after the upper end counts for both."""
    value_words, upper_words = str(value.kinds.get("number", "")).split(), str(upper.kinds.get("number", "")).split()
    if len(value_words) == 1 and len(upper_words) > 1:
        scale = read_number(" ".join(["1", *upper_words[1:]]))
        if scale:
            return replace(number, value=number.value * scale.value)
    return number


def _modality(slots: Mapping[str, tuple[Token, ...]]) -> Modality:
    if "after" in slots:
        return Modality(str(slots["after"][0].kinds["hedge-after"]))
    if "hedge" in slots:
        return Modality(str(slots["hedge"][0].kinds["hedge"]))
    return Modality.EXACT


def _per_name(token: Token) -> str:
    kind = next(kind for kind in _UNIT_KINDS if kind in token.kinds)
    return str(token.kinds[kind])


def amount_of(token: Token) -> Amount | None:
    """The amount that a token of the joined line holds, if it is one."""
    for value in token.kinds.values():
        if isinstance(value, Amount):
            return value
    return None
