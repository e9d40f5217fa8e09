"""Matches of the lower storey → a shorter line of tokens: numbers joined with their units, normalised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from vkstats.match import Match
from vkstats.model import Amount, Kind, Modality, Token
from vkstats.values.numerals import SCALES, Number, read_number, scaled_as, scales_of

# The kinds of unit words, most telling first, and what an amount with such a unit is called.
_UNIT_KINDS: Mapping[str, tuple[Kind, str]] = {
    "percent": (Kind.PERCENT, "percentage"),
    "money": (Kind.MONEY, "sum"),
    "currency": (Kind.MONEY, "sum"),
    "measure": (Kind.MEASURE, "quantity"),
    "duration": (Kind.DURATION, "time"),
    "times": (Kind.COUNT, "multiple"),
    "unit": (Kind.COUNT, "count"),
}
_MONIES = frozenset({"money", "currency"})
_FRACTIONS: Mapping[str, tuple[int, int]] = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4)}
_NATIONAL_CURRENCY = "VND"
# A bare number with one of these scales is money in Vietnamese text: nothing else is counted so without its noun.
_MONEY_SCALES = frozenset({"tỷ", "tr", "k"})
_NO_MINUS = frozenset({"open", "equals", "comma", "semicolon"})  # a minus behind one of these is no sign of a level
_MONTHS_A_YEAR = 12
_PLAIN = 3  # digits
_MOST_TIMES = 10  # the upper end of a range whose thousands both ends share is at most so many times the lower one
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
        elif joined[1].max is not None and joined[1].max < joined[1].value:  # `tỷ số 2 - 0`: no range
            line.extend(_apart(match, covered, folded))
        else:
            name, amount = joined
            if "minus" in match.slots:
                sign = covered[0]
                if line and not line[-1].kinds.keys() & _NO_MINUS:
                    value = amount.value if sign.kinds.get("sign") == "+" else -amount.value
                    amount = replace(amount, start=min(amount.start, sign.start), value=value)
                else:  # `(-41%)`, `-5 tỷ` as an item of a list: a change, a bullet
                    line.append(sign)
                    start = covered[1].start
            line.append(Token({name: amount}, start, end))
    line.extend(tokens[at:])
    return line


def _apart(match: Match, covered: Sequence[Token], folded: str) -> list[Token]:
    """The two ends of what looks like a range and is none: each an amount where it has its own unit."""
    slots = match.slots
    value, upper, units = slots["value"][0], slots["max"][0], slots.get("unit", ())
    if len(units) < 2:
        return list(covered)
    pairs = ((value, units[0]), (upper, units[1]))
    ends = [replace(match, slots={"value": (number,), "unit": (unit,)}) for number, unit in pairs]
    joined = [found for end in ends if (found := _amount(end, folded))]
    if len(joined) < len(ends):
        return list(covered)
    between = [token for token in covered if units[0].end <= token.start and token.end <= upper.start]
    first, second = (Token({name: amount}, amount.start, amount.end) for name, amount in joined)
    return [first, *between, second]


def _amount(match: Match, folded: str) -> tuple[str, Amount] | None:
    """The kind of token and the amount of a match; None where its numbers cannot be read."""
    slots = match.slots
    value = slots["value"][0]
    if "multiple-word" in value.kinds:
        times = Decimal(str(value.kinds["multiple-word"]))
        return "twofold", Amount(value.start, value.end, value.end, Kind.RATIO, times, unit="lần", rule=match.rule.name)
    unit = slots["unit"][-1] if "unit" in slots else None
    if unit and unit.end <= value.start and _is_small(value, folded[unit.start : unit.end]):
        return None  # `TOP 5`
    unit_kind = next((kind for kind in _UNIT_KINDS if unit and kind in unit.kinds), None)
    # Things are counted whole, and no currency is written with three decimals but in prices (`2,283 USD/pound`).
    integral = unit_kind == "unit" or (unit_kind in _MONIES and ("per" not in slots or _is_national(unit)))
    numbers = _numbers(slots, folded, integral=integral)
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
    elif unit is None and ("per" in slots or _MONEY_SCALES & set(scales_of(folded[value.start : last.end]))):
        kind, name, unit_name = Kind.MONEY, "sum", _unit_name(slots, _NATIONAL_CURRENCY)
    if whole:
        kind, name = Kind.RATIO, "ratio"
    return name, Amount(
        min(value.start, unit.start) if unit and unit.end <= value.start else value.start,
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


def _is_national(unit: Token | None) -> bool:
    return unit is not None and _NATIONAL_CURRENCY in unit.kinds.values()


def _is_small(value: Token, mark: str) -> bool:
    """Whether a number is too plain for letters in front of it to be a currency: `CUP 98`, but `USD 12 tỷ`."""
    written = str(value.kinds.get("number", ""))
    return mark.isalpha() and written.isdecimal() and len(written) <= _PLAIN


def _numbers(
    slots: Mapping[str, tuple[Token, ...]], folded: str, *, integral: bool
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
    if upper is not None:
        number = _as_upper(number, upper, slots, folded)
    return number, upper, whole


def _unit_name(slots: Mapping[str, tuple[Token, ...]], name: str | None) -> str | None:
    if name is None or "per" not in slots:
        return name
    base = "".join(f"{token.kinds['number']} " for token in slots.get("base", ()))  # `ca/100.000 dân`
    return f"{name}/{base}" + "/".join(map(_per_name, slots["per"]))


def _end(last: Token, unit: Token | None, name: str | None, slots: Mapping[str, tuple[Token, ...]], folded: str) -> int:
    """Where the number with the unit that follows it directly ends."""
    if unit is None or folded[last.end : unit.start].strip() or unit.end <= last.start:
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


def _as_upper(number: Number, upper: Number, slots: Mapping[str, tuple[Token, ...]], folded: str) -> Number:
    """The lower end of a range with what only its upper end writes: `400 - 500 triệu`, `450 - 500.000 ha`.

    An end with its own unit, scale or grouping says all of itself (`800.000 đồng đến 1 triệu đồng`).
    """
    value, last = slots["value"][0], slots["max"][0]
    lower, higher = str(value.kinds.get("number", "")), str(last.kinds.get("number", ""))
    says_unit = any(value.end <= unit.start < last.start for unit in slots.get("unit", ())[:1])
    if says_unit or scales_of(lower):
        return number
    if scales_of(higher):
        return scaled_as(lower, higher) or number
    lead, *groups = higher.split(".")
    beside = "-" in folded[value.end : last.start]
    if groups and upper.doubt is None and lower.isdecimal() and (beside or "money" in _kinds_of(slots)):
        below = number.value < Decimal(lead) <= _MOST_TIMES * number.value
        if below:  # `200 - 300.000 đồng`; `5 - 1.000` is what it says
            return Number(number.value * SCALES["nghìn"] ** len(groups), "shared-thousands")
    return number


def _kinds_of(slots: Mapping[str, tuple[Token, ...]]) -> frozenset[str]:
    return frozenset(kind for token in slots.get("unit", ()) for kind in token.kinds)


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
