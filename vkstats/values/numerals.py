"""Vietnamese numerals, written in digits, in words or mixed → exact numbers; a leftover is no number.

Digits: comma is the decimal mark, a dot before exactly three digits separates thousands (Vietnamese
practice, and TCVN 9013); other readings carry a doubt. Words: Northern and Southern forms, counting
words (`chục`, `tá`, `vạn`) and the spoken short forms (`hăm mốt`, `trăm rưỡi`, `triệu hai`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_DIGIT_WORDS: Mapping[str, int] = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
# Units after a multiple of ten: `hai mươi mốt`, `tư`, `lăm`; `nhăm` is the older Northern form.
_UNIT_WORDS: Mapping[str, int] = {**_DIGIT_WORDS, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_TEN_CONTRACTIONS: Mapping[str, int] = {"hăm": 2, "băm": 3}  # `hăm mốt` = 21, `băm ba` = 33
_ZERO_TENS = frozenset({"linh", "lẻ"})
SCALES: Mapping[str, Decimal] = {
    "trăm": Decimal(100),
    "nghìn": Decimal(1000),
    "ngàn": Decimal(1000),
    "vạn": Decimal(10_000),
    "triệu": Decimal(1_000_000),
    "tỷ": Decimal(1_000_000_000),
}
_GROUPS: Mapping[str, int] = {"tỷ": 10**9, "triệu": 10**6, "vạn": 10**4, "nghìn": 1000, "ngàn": 1000}
_COUNTED: Mapping[str, int] = {"chục": 10, "tá": 12}
NUMERAL_WORDS = frozenset(
    {*_UNIT_WORDS, *_TEN_CONTRACTIONS, *_ZERO_TENS, *SCALES, *_COUNTED, "mười", "mươi", "rưỡi", "phẩy", "nửa"}
)
_FRACTIONS: Mapping[str, Decimal] = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_PLAIN = re.compile(r"\d+\Z")
_DIGIT_TOKEN = re.compile(r"[-+−]?(?:\d+(?:[.,]\d+)*[½¼¾]?|[½¼¾])\Z")


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value; `doubt` is a stable code where another reading is possible, else None."""

    value: Decimal
    doubt: str | None = None


def read_digits(text: str, *, integral: bool = False) -> Number | None:
    """The number written in digits as `text`; None where it is none.

    `integral` says that only a whole number makes sense (a count): `4,974` is then read as thousands.
    """
    if not _DIGIT_TOKEN.match(text):
        return None
    sign = -1 if text[0] in "-−" else 1
    body = text.lstrip("-−+")
    fraction = _FRACTIONS.get(body[-1], Decimal(0))
    if fraction:
        body = body[:-1]
        if not body:
            return Number(sign * fraction)
    number = _read_marks(body, integral=integral)
    return Number(sign * (number.value + fraction), number.doubt) if number else None


def _read_marks(body: str, *, integral: bool) -> Number | None:  # noqa: PLR0911 - one return for each way of writing
    if _PLAIN.match(body):
        return Number(Decimal(body))
    dots, commas = body.count("."), body.count(",")
    if not commas:
        if _GROUPED.match(body):
            return Number(Decimal(body.replace(".", "")))
        if dots == 1:  # `30.2`: the English decimal point
            return Number(Decimal(body), "point-decimal")
        return None
    if not dots:
        if commas == 1:
            whole, decimals = body.split(",")
            if integral and len(decimals) == 3 and 1 <= len(whole) <= 3 and whole != "0":  # noqa: PLR2004
                return Number(Decimal(whole + decimals), "comma-thousands")
            return Number(Decimal(f"{whole}.{decimals}"))
        parts = body.split(",")
        if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:  # noqa: PLR2004
            return Number(Decimal("".join(parts)), "comma-thousands")
        if all(len(part) == 3 for part in parts[1:-1]):  # noqa: PLR2004 - `1,173,5`: thousands, then decimals
            return Number(Decimal(f"{''.join(parts[:-1])}.{parts[-1]}"), "mixed-marks")
        return None
    if body.index(".") < body.index(","):
        whole, _, decimals = body.partition(",")
        if commas == 1 and _GROUPED.match(whole):
            return Number(Decimal(f"{whole.replace('.', '')}.{decimals}"))
        return None
    whole, _, decimals = body.rpartition(".")  # `1,234.5`: English marks
    if dots == 1 and re.match(r"\d{1,3}(?:,\d{3})+\Z", whole):
        return Number(Decimal(f"{whole.replace(',', '')}.{decimals}"), "mixed-marks")
    return None


def read_words(words: Sequence[str]) -> Number | None:
    """The number that the folded numeral `words` spell; None where a word is left over or vague."""
    if list(words) in (["nửa"], ["một", "nửa"]):
        return Number(Decimal("0.5"))
    if "phẩy" in words:
        return _read_decimal_words(words)
    value = _read_groups(list(words))
    return None if value is None else Number(value)


def _read_decimal_words(words: Sequence[str]) -> Number | None:
    at = list(words).index("phẩy")
    whole = _read_groups(list(words[:at]))
    digits = [_DIGIT_WORDS.get(word) for word in words[at + 1 :]]
    if whole is None or not digits or None in digits or len(digits) > 1 and words[at + 1] == "mười":
        below = _read_below_thousand(list(words[at + 1 :]))
        if whole is None or below is None:
            return None
        return Number(Decimal(f"{whole}.{below}"))
    return Number(Decimal(f"{whole}.{''.join(map(str, digits))}"))


def _read_groups(words: list[str]) -> Decimal | None:  # noqa: PLR0911, C901
    """`hai triệu ba trăm nghìn`: each scale multiplies what stands before it, scales fall from left to right."""
    if not words:
        return None
    half = words[-1] == "rưỡi"
    if half:
        words = words[:-1]
        if not words:
            return None
    for scale in ("tỷ", "triệu", "vạn", "nghìn", "ngàn"):
        if scale not in words:
            continue
        at = len(words) - 1 - words[::-1].index(scale) if scale == "tỷ" else words.index(scale)
        head, tail = words[:at], words[at + 1 :]
        factor = Decimal(_GROUPS[scale])
        if head:
            multiple = _read_groups(head)
        else:
            multiple = Decimal(1) if half or tail else None  # `triệu rưỡi`, `nghìn hai`
        if multiple is None:
            return None
        if not tail:
            return multiple * factor + (factor / 2 if half else 0)
        if not half and len(tail) == 1 and tail[0] in _UNIT_WORDS and tail[0] not in ("không",):
            # `triệu hai` = 1.200.000: a lone digit after a scale counts its tenths.
            return multiple * factor + Decimal(_UNIT_WORDS[tail[0]]) * factor / 10
        if not head:
            return None
        rest = _read_groups([*tail, *(["rưỡi"] if half else [])]) if half else _read_tail(tail)
        return None if rest is None or rest >= factor else multiple * factor + rest
    return _read_hundreds(words, half=half)


def _read_tail(words: list[str]) -> Decimal | None:
    """What follows a scale: `không trăm lẻ năm`, `lẻ năm`, or a smaller number."""
    if words[0] in _ZERO_TENS:
        return Decimal(_UNIT_WORDS[words[1]]) if len(words) == 2 and words[1] in _UNIT_WORDS else None  # noqa: PLR2004
    return _read_groups(words)


def _read_hundreds(words: list[str], *, half: bool) -> Decimal | None:
    if half:
        if words == ["trăm"]:
            return Decimal(150)
        if len(words) == 2 and words[1] == "trăm" and words[0] in _DIGIT_WORDS:  # noqa: PLR2004
            return Decimal(_DIGIT_WORDS[words[0]] * 100 + 50)
        if words[-1] in _COUNTED:
            counted = _read_counted(words)
            return None if counted is None else counted + Decimal(_COUNTED[words[-1]]) / 2
        return None
    if words[-1] in _COUNTED:
        return _read_counted(words)
    below = _read_below_thousand(words)
    return None if below is None else Decimal(below)


def _read_counted(words: list[str]) -> Decimal | None:
    multiple = 1 if len(words) == 1 else _read_below_thousand(words[:-1])
    return None if multiple is None else Decimal(multiple * _COUNTED[words[-1]])


def _read_below_thousand(words: list[str]) -> int | None:
    if "trăm" not in words:
        return _read_below_hundred(words)
    at = words.index("trăm")
    head, tail = words[:at], words[at + 1 :]
    if not head and len(tail) == 1 and tail[0] in _UNIT_WORDS:  # `trăm mốt` = 110
        return 100 + 10 * _UNIT_WORDS[tail[0]]
    if len(head) != 1 or head[0] not in _DIGIT_WORDS:
        return None
    hundreds = _DIGIT_WORDS[head[0]] * 100
    if not tail:
        return hundreds
    if tail[0] in _ZERO_TENS:
        unit = _UNIT_WORDS.get(tail[1]) if len(tail) == 2 else None  # noqa: PLR2004
        return hundreds + unit if unit else None
    if len(tail) == 1 and tail[0] in _UNIT_WORDS and tail[0] != "không":  # `hai trăm mốt` = 210
        return hundreds + 10 * _UNIT_WORDS[tail[0]]
    rest = _read_below_hundred(tail)
    return None if rest is None or rest < 10 else hundreds + rest  # noqa: PLR2004


def _read_below_hundred(words: list[str]) -> int | None:  # noqa: PLR0911
    match words:
        case [unit] if unit in _DIGIT_WORDS:
            return _DIGIT_WORDS[unit]
        case ["mười"]:
            return 10
        case ["mười", unit] if unit in _UNIT_WORDS and unit not in ("không", "mốt", "tư"):
            return 10 + _UNIT_WORDS[unit]
        case [tens, "mươi"] if 2 <= _DIGIT_WORDS.get(tens, 0):  # noqa: PLR2004
            return 10 * _DIGIT_WORDS[tens]
        case [tens, "mươi", unit] if 2 <= _DIGIT_WORDS.get(tens, 0) and _UNIT_WORDS.get(unit):  # noqa: PLR2004
            return 10 * _DIGIT_WORDS[tens] + _UNIT_WORDS[unit]
        case [short, unit] if short in _TEN_CONTRACTIONS and _UNIT_WORDS.get(unit):
            return 10 * _TEN_CONTRACTIONS[short] + _UNIT_WORDS[unit]
        case [tens, unit] if 2 <= _DIGIT_WORDS.get(tens, 0) and unit in ("mốt", "tư", "lăm", "nhăm"):  # noqa: PLR2004
            return 10 * _DIGIT_WORDS[tens] + _UNIT_WORDS[unit]  # `hai lăm` = 25
    return None


def longest_numeral(words: Sequence[str]) -> tuple[Number, int] | None:
    """The longest beginning of `words` that spells a number, and how many words it takes."""
    length = 0
    while length < len(words) and words[length] in NUMERAL_WORDS:
        length += 1
    for stop in range(length, 0, -1):
        number = read_words(words[:stop])
        if number is not None:
            return number, stop
    return None


def read_number(text: str, *, integral: bool = False) -> Number | None:
    """A whole written number with its scale words: `3,5 tỷ`, `4.507 tỷ 139 triệu`, `2 triệu rưỡi`, `hăm mốt`."""
    words = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", text).split()
    if not words:
        return None
    if not words[0][-1].isdigit() and words[0][-1] not in _FRACTIONS:
        return read_words(words)
    total = Decimal(0)
    doubt: str | None = None
    last_scale: Decimal | None = None
    at = 0
    while at < len(words):
        scaled = at + 1 < len(words)
        number = read_digits(words[at], integral=integral and not scaled)
        if number is None:
            return None
        at += 1
        scale = Decimal(1)
        while at < len(words) and (words[at] in SCALES or words[at] in _COUNTED):
            scale *= SCALES.get(words[at]) or Decimal(_COUNTED[words[at]])
            at += 1
        if last_scale is not None and (scale >= last_scale or number.value * scale >= last_scale):
            return None
        total += number.value * scale
        doubt = doubt or number.doubt
        last_scale = scale
        if at < len(words) and words[at] == "rưỡi":
            if at + 1 != len(words) or scale == 1:
                return None
            total += scale / 2
            at += 1
        elif scale == 1 and at < len(words):
            return None
    return Number(total, doubt)
