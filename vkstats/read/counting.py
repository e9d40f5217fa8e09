"""The numbers of lists as they are written: `4`, `04`, `IV`, `iv`, `D`, `d`."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def counted(count: int, form: str) -> str:
    """The number in a form of ECMA-376 part 1, 17.18.59; in digits where the form is another or cannot write it."""
    match form:
        case "upperRoman":
            return _roman(count)
        case "lowerRoman":
            return _roman(count).lower()
        case "upperLetter":
            return _letters(count).upper()
        case "lowerLetter":
            return _letters(count)
        case "decimalZero":
            return f"{count:02}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        written += letters * times
    return written


def _letters(count: int) -> str:
    """`a` … `z`, then `aa`, `bb`."""
    if not 0 < count <= 26 * 30:
        return str(count)
    times, letter = divmod(count - 1, 26)
    return chr(ord("a") + letter) * (times + 1)
