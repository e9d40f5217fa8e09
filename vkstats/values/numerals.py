"""Vietnamese numerals, written in digits, in words or mixed → exact numbers; a leftover is no number.

Digits: comma is the decimal mark, a dot before exactly three digits separates thousands (Vietnamese practice);
other readings carry a doubt. Words: Northern and Southern forms, counting words (`chục`, `tá`, `vạn`) and the
spoken short forms (`hăm mốt`, `trăm rưỡi`, `triệu hai`). `năm` after a ten or a scale is the word for year
(`mười năm`, `hai trăm năm`): as a digit it is `lăm` there, or stands after `linh`, `lẻ`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

_DIGITS: Mapping[str, int] = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
# Digits after a ten: `hai mươi mốt`, `tư`, `lăm`; `nhăm` is the older Northern form, `một` a Southern one.
_ONES: Mapping[str, int] = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ONES_AFTER_TEN: Mapping[str, int] = {one: value for one, value in _ONES.items() if one not in ("mốt", "tư")}
_ONES_AFTER_ZERO: Mapping[str, int] = {**_DIGITS, "mốt": 1, "tư": 4}
# A lone digit after a scale counts its tenths: `trăm mốt` = 110, `nghìn hai` = 1.200, `tỷ tư` = 1,4 tỷ.
_TENTHS: Mapping[str, int] = {one: value for one, value in _ONES.items() if one != "một"}
# The ten is left out only before these: `hai mốt`, `ba tư`, `tám lăm`; `hai ba` is "two or three".
_ONES_WITHOUT_TEN = frozenset({"mốt", "tư", "lăm", "nhăm"})
_CONTRACTED_TENS: Mapping[str, int] = {"hăm": 20, "băm": 30}  # `hăm mốt` = 21, `băm ba` = 33
_ZERO_TENS = frozenset({"linh", "lẻ"})
_HALVES = frozenset({"rưỡi", "rưởi"})
SCALES: Mapping[str, Decimal] = {
    "trăm": Decimal(100),
    "nghìn": Decimal(1000),
    "ngàn": Decimal(1000),
    "vạn": Decimal(10_000),
    "triệu": Decimal(1_000_000),
    "tỷ": Decimal(1_000_000_000),
}
_FALLING_SCALES = ("tỷ", "triệu", "vạn", "nghìn")
_COUNTED: Mapping[str, Decimal] = {"chục": Decimal(10), "tá": Decimal(12)}
_MULTIPLES: Mapping[str, Decimal] = {**SCALES, **_COUNTED}
# Written glued to digits only: `500k`, `15tr`, `1tr5`.
_SHORT_SCALES: Mapping[str, Decimal] = {"k": SCALES["nghìn"], "tr": SCALES["triệu"]}
_HALF = Decimal("0.5")
_FRACTION_WORDS = frozenset({"phẩy", "nửa"})
_FRACTIONS: Mapping[str, Decimal] = {"½": _HALF, "¼": Decimal("0.25"), "¾": Decimal("0.75")}
NUMERAL_WORDS = frozenset(
    {*_DIGITS, *_ONES, *_CONTRACTED_TENS, *_ZERO_TENS, *_HALVES, *_MULTIPLES, "mười", "mươi", "phẩy", "nửa"}
)
# A numeral that one of these follows at once is vague; `năm` may be the year, `không` the negation.
_CONTINUES = frozenset({*_DIGITS, "mười"} - {"năm", "không"})

_GROUPED_BY_DOTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+\Z")
_GROUPED_BY_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\Z")
_DIGIT_TOKEN = re.compile(r"(?P<sign>[-+−]?)(?P<body>\d+(?:[.,]\d+)*)?(?P<fraction>[½¼¾]?)\Z")
_LONGEST_DIGITS = 40  # characters; a longer run of digits is no number of a report
_MOST_DECIMAL_WORDS = 9
_EXACT = Context(prec=100)  # the default of 28 digits would round what the limits above let through
_MINUS = frozenset("-−")
_SIGNS = frozenset("+-−")
_GLUED_WORD = re.compile(r"(?<=[\d½¼¾])(?=[^\W\d_½¼¾])|(?<=[^\W\d_½¼¾])(?=\d)")
_GROUPED_BY_SPACES = re.compile(r"([1-9]\d{0,2}(?: \d{3})+)(?!\S)")
_SLIPPED_COMMA = re.compile(r"(?<=\d), (?=\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value; `doubt` is a stable code where another reading is possible, else None.

    The codes: `point-decimal` (`30.2`), `comma-thousands` (`4,974` of a count), `mixed-marks` (`1,173,5`),
    `odd-grouping` (`1.173.5`, `01.234`), `split-number` (`72, 09`), `shared-thousands` (`450 - 500.000`), `vague`
    (`chục` alone), `elided-one` (`nghìn hai` without its `một`), `elided-scale` (`một triệu hai trăm`, said also of
    1.200.000).
    """

    value: Decimal
    doubt: str | None = None


# --- digits --------------------------------------------------------------------------------------------


def read_digits(text: str, *, integral: bool = False) -> Number | None:
    """The number written in digits as `text`; None where it is none.

    `integral` says that only a whole number makes sense (a count): `4,974` is then read as thousands.
    """
    match = _DIGIT_TOKEN.match(text)
    if match is None or not (match["body"] or match["fraction"]) or len(text) > _LONGEST_DIGITS:
        return None
    number = _read_marks(match["body"], integral=integral) if match["body"] else Number(Decimal(0))
    if number is None:
        return None
    fraction = _FRACTIONS.get(match["fraction"], Decimal(0))
    if fraction and number.value != number.value.to_integral_value():
        return None
    value = _EXACT.add(number.value, fraction)
    return replace(number, value=_EXACT.minus(value) if match["sign"] in _MINUS else value)


def _read_marks(body: str, *, integral: bool) -> Number | None:
    dots, commas = body.count("."), body.count(",")
    if not dots and not commas:
        return Number(Decimal(body))
    if not commas:
        return _read_dotted(body, dots)
    if not dots:
        return _read_with_commas(body, commas, integral=integral)
    whole, _, decimals = body.partition(",")
    if _GROUPED_BY_DOTS.match(whole) and decimals.isdecimal():  # `5.604,243`
        return Number(Decimal(f"{whole.replace('.', '')}.{decimals}"))
    whole, _, decimals = body.partition(".")
    if _GROUPED_BY_COMMAS.match(whole) and decimals.isdecimal():  # `1,234.5`: English marks
        return Number(Decimal(f"{whole.replace(',', '')}.{decimals}"), "mixed-marks")
    return None


def _read_dotted(body: str, dots: int) -> Number | None:
    if _GROUPED_BY_DOTS.match(body):
        return Number(Decimal(body.replace(".", "")))
    if dots == 1:
        whole, decimals = body.split(".")
        if len(decimals) == 3 and whole.strip("0"):  # `01.234`, `1234.567`: thousands, but not written so
            return Number(Decimal(whole + decimals), "odd-grouping")
        return Number(Decimal(body), "point-decimal")
    whole, _, decimals = body.rpartition(".")
    if _GROUPED_BY_DOTS.match(whole):  # `1.173.5`
        return Number(Decimal(f"{whole.replace('.', '')}.{decimals}"), "odd-grouping")
    return None


def _read_with_commas(body: str, commas: int, *, integral: bool) -> Number | None:
    if commas == 1 and not (integral and _GROUPED_BY_COMMAS.match(body)):
        return Number(Decimal(body.replace(",", ".")))
    if _GROUPED_BY_COMMAS.match(body):
        return Number(Decimal(body.replace(",", "")), "comma-thousands")
    whole, _, decimals = body.rpartition(",")
    if _GROUPED_BY_COMMAS.match(whole):  # `1,173,5`
        return Number(Decimal(f"{whole.replace(',', '')}.{decimals}"), "mixed-marks")
    return None


# --- words ---------------------------------------------------------------------------------------------


def read_words(words: Sequence[str]) -> Number | None:
    """The number that the folded numeral `words` spell; None where a word is left over or vague."""
    plain = tuple("nghìn" if word == "ngàn" else word for word in words)
    value = _read_all(plain)
    return None if value is None else Number(value, _doubt(plain))


def _doubt(words: tuple[str, ...]) -> str | None:
    if len(words) == 1 and words[0] in _COUNTED:
        return "vague"
    if words[0] in SCALES and words[-1] not in _HALVES:
        return "elided-one"
    at = max((at for at, word in enumerate(words) if word in ("triệu", "tỷ")), default=len(words))
    rest = words[at + 1 :]
    if rest[1:2] == ("trăm",) and rest[0] != "không" and not SCALES.keys() & set(rest[2:]):
        return "elided-scale"
    return None


def _read_all(words: tuple[str, ...]) -> Decimal | None:
    match words:
        case () | ("mươi", *_):
            return None
        case ("nửa",) | ("một", "nửa"):
            return _HALF
        case ("nửa", *multiples):
            product = _product(multiples)
            return None if product is None else _times(_HALF, product)
        case (*whole, half) if half in _HALVES:
            return _read_and_half(tuple(whole))
        case (counted,) if counted in _COUNTED:
            return _COUNTED[counted]
        case (*dozens, "tá"):
            count = _read_below_hundred(tuple(dozens))
            return None if count is None else 12 * Decimal(count)
    return _read_decimal(words) if "phẩy" in words else _read_scaled(words)


def _read_and_half(words: tuple[str, ...]) -> Decimal | None:
    """`hai trăm rưỡi` = 250, `triệu rưỡi` = 1.500.000: the half is that of the last word."""
    unit = _MULTIPLES.get(words[-1]) if words else None
    if unit is None or not _FRACTION_WORDS.isdisjoint(words):
        return None
    value = unit if len(words) == 1 else _read_all(words)
    return None if value is None else value + unit / 2


def _read_decimal(words: tuple[str, ...]) -> Decimal | None:
    """`hai phẩy không năm` = 2,05; `một phẩy năm tỷ`; the decimals are said digit by digit or as one number."""
    at = words.index("phẩy")
    last = len(words)
    while words[last - 1] in SCALES and words[last - 1] != "trăm":
        last -= 1
    whole, decimals = _read_scaled(words[:at]), words[at + 1 : last]
    zeros = next((number for number, word in enumerate(decimals) if word != "không"), len(decimals))
    if all(word in _DIGITS for word in decimals):
        digits = "".join(str(_DIGITS[word]) for word in decimals)
    else:
        rest = _read_below_thousand(decimals[zeros:])
        digits = "" if rest is None else "0" * zeros + str(rest)
    product = _product(words[last:]) if last < len(words) else Decimal(1)
    if whole is None or not digits or product is None or len(decimals) > _MOST_DECIMAL_WORDS:
        return None
    return _times(Decimal(f"{whole}.{digits}"), product)


def _times(value: Decimal, scale: Decimal) -> Decimal:
    """The exact product, written without decimals where it has none: 3,5 tỷ is 3500000000."""
    product = _EXACT.multiply(value, scale)
    return Decimal(int(product)) if product == int(product) else product


def _product(multiples: Sequence[str]) -> Decimal | None:
    """`nghìn tỷ`: scale words one after another multiply, smaller ones first."""
    product, last = Decimal(1), Decimal(1)
    for word in multiples:
        scale = _MULTIPLES.get(word) or _SHORT_SCALES.get(word)
        if scale is None or scale <= last:
            return None
        product, last = product * scale, scale
    return product


def _read_scaled(words: tuple[str, ...]) -> Decimal | None:
    """`hai triệu ba trăm nghìn`: the greatest scale multiplies what stands before it; less than one of it follows."""
    for scale in _FALLING_SCALES:
        if scale in words:
            at = words.index(scale)
            head, tail = words[:at], words[at + 1 :]
            multiple = _read_multiple(head, tail)
            rest = _read_rest(tail, SCALES[scale])
            return None if multiple is None or rest is None else multiple * SCALES[scale] + rest
    below = _read_below_thousand(words)
    return None if below is None else Decimal(below)


def _read_multiple(head: tuple[str, ...], tail: tuple[str, ...]) -> Decimal | None:
    if not head:  # `nghìn hai` is short for `một nghìn hai`; `nghìn` alone, or with more behind it, is vague
        return Decimal(1) if len(tail) == 1 else None
    if head[-1] in _TENTHS and head[-2:-1] and head[-2] in SCALES:  # tenths stand last: not `hai nghìn ba triệu`
        return None
    return _read_scaled(head)


def _read_rest(tail: tuple[str, ...], scale: Decimal) -> Decimal | None:
    match tail:
        case ():
            return Decimal(0)
        case (tenths,) if tenths in _TENTHS:
            return _TENTHS[tenths] * scale / 10
        case (zero, one) if zero in _ZERO_TENS and _ONES_AFTER_ZERO.get(one):  # `một nghìn lẻ năm`
            return Decimal(_ONES_AFTER_ZERO[one])
        case (digit,) if digit in _DIGITS:  # `nghìn năm`: a thousand years
            return None
    rest = _read_scaled(tail)
    return rest if rest is not None and rest < scale else None


def _read_below_thousand(words: tuple[str, ...]) -> int | None:
    if "trăm" not in words:
        return _read_below_hundred(words)
    match words:
        case ("trăm", tenths) if tenths in _TENTHS:  # `trăm mốt` = 110
            return 100 + 10 * _TENTHS[tenths]
        case (digit, "trăm", *tail) if digit in _DIGITS:
            rest = _read_after_hundred(tuple(tail))
            return None if rest is None else 100 * _DIGITS[digit] + rest
    return None


def _read_after_hundred(tail: tuple[str, ...]) -> int | None:
    match tail:
        case ():
            return 0
        case (tenths,) if tenths in _TENTHS:  # `hai trăm mốt` = 210
            return 10 * _TENTHS[tenths]
        case (zero, one) if zero in _ZERO_TENS:
            return _ONES_AFTER_ZERO.get(one) or None
    rest = _read_below_hundred(tail)
    return rest if rest is not None and rest >= 10 else None


def _read_below_hundred(words: tuple[str, ...]) -> int | None:
    match words:
        case (digit,):
            return 10 if digit == "mười" else _DIGITS.get(digit)
        case (digit, "chục") if _DIGITS.get(digit):
            return 10 * _DIGITS[digit]
        case ("mười", one):
            return 10 + _ONES_AFTER_TEN[one] if one in _ONES_AFTER_TEN else None
        case (tens, one) if tens in _CONTRACTED_TENS and one in _ONES:
            return _CONTRACTED_TENS[tens] + _ONES[one]
        case (tens, "mươi", *one) if _DIGITS.get(tens, 0) >= 2:
            return _with_ones(10 * _DIGITS[tens], one)
        case (tens, one) if _DIGITS.get(tens, 0) >= 2 and one in _ONES_WITHOUT_TEN:  # `hai lăm` = 25
            return 10 * _DIGITS[tens] + _ONES[one]
    return None


def _with_ones(tens: int, one: Sequence[str]) -> int | None:
    if not one:
        return tens
    return tens + _ONES[one[0]] if len(one) == 1 and one[0] in _ONES else None


def longest_numeral(words: Sequence[str]) -> tuple[Number, int] | None:
    """The longest beginning of `words` that spells a number, and how many words it takes.

    None also where a further digit follows at once: `hai ba`, `năm bảy` are "two or three", "five to seven".
    """
    length = 0
    while length < len(words) and words[length] in NUMERAL_WORDS:
        length += 1
    for stop in range(length, 0, -1):
        number = read_words(words[:stop])
        if number is not None:
            return None if stop < len(words) and words[stop] in _CONTINUES else (number, stop)
    return None


# --- digits with scale words ---------------------------------------------------------------------------


def scaled_as(lower: str, upper: str) -> Number | None:
    """The lower end of a range by the scale that only its upper end says: `400` of `400 - 500 triệu`.

    None where the upper end says more than one scale, or is less than the lower one (`800.000 - 1 triệu`).
    """
    digits, *scales = _GLUED_WORD.sub(" ", upper).split()
    first, last = read_digits(lower), read_digits(digits)
    if first is None or last is None or first.value > last.value or any(word[0].isdecimal() for word in scales):
        return None
    return read_number(" ".join([lower, *scales]))


def scales_of(text: str) -> tuple[str, ...]:
    """The scale words of a number written in digits: `nghìn`, `tỷ` of `5 nghìn tỷ`, `tr` of `15tr`."""
    words = _GLUED_WORD.sub(" ", text).split()
    return tuple(word for word in words[1:] if word in _MULTIPLES or word in _SHORT_SCALES)


def read_number(text: str, *, integral: bool = False) -> Number | None:
    """A whole written number with its scale words: `3,5 tỷ`, `4.507 tỷ 139 triệu`, `2 triệu rưỡi`, `hăm mốt`.

    `integral` as in `read_digits`; a number with a scale word behind it may have decimals.
    """
    text = " ".join(text.split())
    if ", " in text:  # `72, 09`: the space slipped in
        first, second = re.findall(r"\d+", text)[:2]
        if second[0] != "0" and int(first) < int(second) <= 2 * int(first):
            return None  # `80, 90 triệu`: one or the other
        number = read_number(_SLIPPED_COMMA.sub(",", text), integral=integral)
        return replace(number, doubt=number.doubt or "split-number") if number else None
    text = _GROUPED_BY_SPACES.sub(lambda match: match[1].replace(" ", ""), text)
    words = _GLUED_WORD.sub(" ", text).split()
    if not words or words[0] in NUMERAL_WORDS:
        return read_words(words)
    if len(words) == 1:
        return read_digits(words[0], integral=integral)
    sign = words[0][0]
    number = _read_terms([words[0][1:] if sign in _SIGNS else words[0], *words[1:]])
    return replace(number, value=_EXACT.minus(number.value)) if number and sign in _MINUS else number


def _read_terms(words: list[str]) -> Number | None:
    """`26 tỷ 780 triệu 500 nghìn`: terms of a number and its scale, each less than one of the scale before."""
    total, least = Decimal(0), Decimal("Infinity")
    doubt: str | None = None
    at = 0
    while at < len(words):
        number = read_digits(words[at]) if words[at] and words[at][0] not in _SIGNS else None
        first = at = at + 1
        while at < len(words) and (words[at] in _MULTIPLES or words[at] in _SHORT_SCALES):
            at += 1
        if at == first == len(words) > 1 and words[-1].isdecimal() and len(words[-1]) == 1:
            return Number(_EXACT.add(total, Decimal(words[-1]) * least / 10), doubt)  # `2 tỷ 5`, `1tr5`
        scale = _product(words[first:at]) if at > first else None
        if number is None or scale is None:
            return None
        half = words[at : at + 1] and words[at] in _HALVES
        if half and (at + 1 < len(words) or at - first > 1 or number.value % 1):
            return None  # the half of what? `3,5 triệu rưỡi`, `15 nghìn tỷ rưỡi`
        term = _EXACT.add(_times(number.value, scale), scale / 2 if half else Decimal(0))
        if term >= least:
            return None
        at += bool(half)
        doubt = doubt or number.doubt or ("odd-grouping" if number.value % 1 and at < len(words) else None)
        total, least = _EXACT.add(total, term), scale
    return Number(total, doubt)
