"""Numbers of cells as the format of the cell shows them, in Vietnamese: decimal comma, day before month.

Whole numbers have no marks of grouping, so that no point can be taken for a decimal one; for the same reason three
decimals are written as four (`1,2340`). The formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

_GENERAL = "General"
_BUILTIN = {
    **dict.fromkeys((1, 37, 38, 41, 42), "0"),
    **dict.fromkeys((2, 4, 39, 40, 43, 44), "0.00"),
    3: "0",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, *range(27, 37), *range(50, 59)), "dd/mm/yyyy"),
    16: "dd/mm",
    17: "mm/yyyy",
    **dict.fromkeys((18, 19, 20, 21, 45, 47), "h:mm"),
    22: "dd/mm/yyyy h:mm",
    46: "[h]:mm",
}
_PRECISE = Context(prec=15)  # what Excel keeps of a number
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_GREATEST = 300  # exponent of ten; no number of a workbook is longer
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
_PLACES = re.compile(r"([0#?,]*)(?:\.([0#?]*))?(,*)")
_DIGIT = re.compile("[0#?]")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a day of a calendar, nowhere in particular)
_LEAP = 60  # the day that Excel takes for 29 February 1900
_LAST_DAY = 2_958_466  # after 9999
_SHIFT_1904 = 1462


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How the numbers of a cell are shown."""

    code: str = _GENERAL

    def shown(self, number: str, *, is_1904: bool = False) -> str:
        """The number as a reader sees it; as it stands where it is none."""
        try:
            value = _PRECISE.create_decimal(number)
        except InvalidOperation:
            return number
        if not value.is_finite() or abs(value.adjusted()) > _GREATEST:
            return number
        sections = _sections(self.code)
        section = sections[1 if value < 0 and len(sections) > 1 else 0]
        if not value and len(sections) > 2:
            section = sections[2]
            if not set(section) & set("0#"):
                return "-"  # what accounts write for nothing
        if set(section) & set("ymdhs") and section != _GENERAL:
            moment = _moment(value + _SHIFT_1904 if is_1904 else value, section)
            if moment:
                return moment
        return _number(value, section)


def builtin_format(number: int) -> NumberFormat:
    """The format that the number of a format stands for where the workbook does not say it."""
    return NumberFormat(_BUILTIN.get(number, _GENERAL))


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[str, ...]:
    """What is shown of positive, negative and zero numbers, without words, colours and fillers."""
    if code == _GENERAL:
        return (code,)
    return tuple(part if part == _GENERAL else part.lower() for part in _LITERAL.sub("", code).split(";"))


def _number(value: Decimal, section: str) -> str:
    places = _PLACES.search(section, _first(section))
    if places is None or not _DIGIT.search(section) or "/" in section or "e+" in section or "e-" in section:
        return _marked(value)
    whole, decimals, scale = places[1], places[2] or "", len(places[3]) + _trailing(places[1], places[2])
    is_percent = "%" in section
    shown = value.scaleb(2 if is_percent else 0).scaleb(-3 * scale)
    shown = shown.quantize(Decimal(1).scaleb(-len(decimals)), context=_WIDE)
    fewest = len(decimals.rstrip("#?"))
    while -int(shown.as_tuple().exponent) > fewest and not shown.as_tuple().digits[-1]:
        shown = shown.quantize(Decimal(1).scaleb(int(shown.as_tuple().exponent) + 1), context=_WIDE)
    return _marked(shown, whole.count("0"), keep=True) + ("%" if is_percent else "")


def _first(section: str) -> int:
    digit = _DIGIT.search(section)
    return digit.start() if digit else 0


def _trailing(whole: str, decimals: str | None) -> int:
    """Commas behind the last digit: each is a thousand that is not shown."""
    return len(whole) - len(whole.rstrip(",")) if decimals is None else 0


def _marked(value: Decimal, fewest: int = 1, *, keep: bool = False) -> str:
    text = format(value if keep else value.normalize(_WIDE), "f")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, decimals = digits.partition(".")
    if len(decimals) == 3:
        decimals += "0"
    if not (whole + decimals).strip("0"):
        sign = ""
    return f"{sign}{whole.zfill(fewest)}{',' if decimals else ''}{decimals}"


def _moment(value: Decimal, section: str) -> str:
    """The day and time; empty where the number is none."""
    if not 0 <= value < _LAST_DAY:
        return ""
    minutes = int((value * 1440).to_integral_value(ROUND_HALF_UP))
    if "[" in section:
        return f"{minutes // 60}:{minutes % 60:02}"
    moment = _EPOCH + timedelta(days=value < _LEAP, minutes=minutes)
    has_time = bool(set(section) & set("hs"))
    has_day, has_year = "d" in section, "y" in section
    has_month = "m" in section and (has_day or has_year or not has_time)
    if has_day and has_year:
        day = f"{moment:%d/%m/%Y}"
    elif has_day:
        day = f"{moment:%d/%m}"
    elif has_month:
        day = f"{moment:%m/%Y}"
    else:
        day = f"{moment:%Y}" if has_year else ""
    return f"{day} {moment:%H:%M}".strip() if has_time else day
