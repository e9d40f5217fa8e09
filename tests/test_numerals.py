"""Numerals: cases as data, and round trips against writers that know nothing of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkstats.text import fold
from vkstats.values.numerals import NUMERAL_WORDS, SCALES, Number, longest_numeral, read_digits, read_number, read_words

_DATA = Path(__file__).parent / "data"
_MOST = 10**15


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _cases() -> list[tuple[str, str, str | None, bool]]:
    fields = [(line + "\t\t\t").split("\t") for line in _lines("numerals.tsv")]
    return [(text, value, doubt or None, reading == "count") for text, value, doubt, reading, *_ in fields]


@pytest.mark.parametrize(("text", "value", "doubt", "integral"), _cases())
def test_number_is_read(text: str, value: str, doubt: str | None, integral: bool) -> None:
    """A written number gives its exact value, and says so where another reading is possible."""
    assert read_number(fold(text), integral=integral) == Number(Decimal(value), doubt)


@pytest.mark.parametrize("text", _lines("no_numerals.txt"))
def test_no_number_is_refused(text: str) -> None:
    """What is no number, has a leftover or does not say how many gives none."""
    assert read_number(fold(text)) is None


def test_scaled_value_has_no_decimals_left() -> None:
    """A whole value is written without a decimal point, whatever the number before its scale word."""
    number = read_number("3,5 tỷ")
    assert number is not None
    assert str(number.value) == "3500000000"


@pytest.mark.parametrize(
    ("words", "value", "length"),
    [
        ("hai bị can", "2", 1),
        ("hai mươi lăm vụ", "25", 3),
        ("mười năm qua", "10", 1),
        ("hai mươi năm tù", "20", 2),
        ("hai trăm năm", "200", 2),
        ("năm năm tù", "5", 1),
        ("một triệu rưỡi đồng", "1500000", 3),
        ("một trăm linh năm vụ", "105", 4),
        ("ba không", "3", 1),
    ],
)
def test_longest_numeral_stops_where_the_number_ends(words: str, value: str, length: int) -> None:
    """The longest beginning that is a number is taken; `năm` behind it is the year."""
    found = longest_numeral(words.split())
    assert found is not None
    assert (found[0].value, found[1]) == (Decimal(value), length)


@pytest.mark.parametrize("words", ["hai ba người", "năm bảy vụ", "chín mười ngày", "vụ", "trăm vụ", "", "mươi ngày"])
def test_vague_beginnings_give_no_numeral(words: str) -> None:
    """`hai ba` is "two or three": no value is guessed."""
    assert longest_numeral(words.split()) is None


# --- writers, made from the rules of the language and not from the reader ---------------------------------


@dataclass(frozen=True)
class _Register:
    """How somebody says numbers: every choice between forms that a speaker has."""

    thousand: str
    zero_tens: str
    four: str  # after a ten
    five: str
    one: str
    seven: str
    short_twenty: bool  # hăm
    short_thirty: bool  # băm
    drops_ten: bool  # hai lăm


_REGISTERS = st.builds(
    _Register,
    st.sampled_from(["nghìn", "ngàn"]),
    st.sampled_from(["linh", "lẻ"]),
    st.sampled_from(["tư", "bốn"]),
    st.sampled_from(["lăm", "nhăm"]),
    st.sampled_from(["mốt", "một"]),
    st.sampled_from(["bảy", "bẩy"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
_NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _digit(value: int, register: _Register) -> str:
    return register.seven if value == 7 else _NAMES[value]


def _two_digits(value: int, register: _Register) -> list[str]:
    tens, ones = divmod(value, 10)
    if tens == 0:
        return [_digit(ones, register)]
    if tens == 1:
        return ["mười", *([{5: register.five}.get(ones, _digit(ones, register))] if ones else [])]
    if ones == 0:
        return [_digit(tens, register), "mươi"]
    last = {1: register.one, 4: register.four, 5: register.five}.get(ones, _digit(ones, register))
    if tens == 2 and register.short_twenty:
        return ["hăm", last]
    if tens == 3 and register.short_thirty:
        return ["băm", last]
    if register.drops_ten and last in ("mốt", "tư", "lăm", "nhăm"):
        return [_digit(tens, register), last]
    return [_digit(tens, register), "mươi", last]


def _three_digits(value: int, register: _Register, *, padded: bool) -> list[str]:
    hundreds, rest = divmod(value, 100)
    if not hundreds and not padded:
        return _two_digits(rest, register)
    words = [_digit(hundreds, register), "trăm"]
    if 0 < rest < 10:
        return [*words, register.zero_tens, _digit(rest, register)]
    return [*words, *_two_digits(rest, register)] if rest else words


def _words(value: int, register: _Register) -> list[str]:
    if value >= 10**9:
        billions, rest = divmod(value, 10**9)
        return [*_words(billions, register), "tỷ", *(_below_billion(rest, register, padded=True) if rest else [])]
    return _below_billion(value, register, padded=False)


def _below_billion(value: int, register: _Register, *, padded: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((10**6, "triệu"), (1000, register.thousand)):
        count, value = divmod(value, size)
        if count:
            words += [*_three_digits(count, register, padded=padded or bool(words)), name]
    if value or not (words or padded):
        words += _three_digits(value, register, padded=padded or bool(words))
    return words


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@given(st.integers(0, _MOST), _REGISTERS)
def test_every_number_in_words_reads_back(value: int, register: _Register) -> None:
    """Any number to 10^15, said in any register, reads back as itself."""
    number = read_words(_words(value, register))
    assert number is not None
    assert number.value == value


@given(st.integers(0, 20_000), _REGISTERS)
def test_small_numbers_in_words_are_certain(value: int, register: _Register) -> None:
    """Numbers that text spells out leave no doubt and use known words only."""
    words = _words(value, register)
    assert read_words(words) == Number(Decimal(value))
    assert NUMERAL_WORDS.issuperset(words)
    assert longest_numeral([*words, "vụ"]) == (Number(Decimal(value)), len(words))


@given(st.integers(0, _MOST), _REGISTERS, st.sampled_from(["vụ", "và", "hàng", "7"]), st.booleans())
def test_leftover_word_refuses_the_numeral(value: int, register: _Register, word: str, at_start: bool) -> None:
    """A word too many, at either end, is no part of a number."""
    words = _words(value, register)
    assert read_words([word, *words] if at_start else [*words, word]) is None


@given(st.lists(st.sampled_from(sorted(NUMERAL_WORDS)), min_size=1, max_size=9))
def test_what_reads_can_be_said_plainly(words: list[str]) -> None:
    """Whatever mix of numeral words reads as a whole number: its plain spelling reads as the same."""
    number = read_words(words)
    if number is None or number.value != int(number.value):
        return
    plain = _Register("nghìn", "linh", "tư", "lăm", "mốt", "bảy", False, False, False)
    again = read_words(_words(int(number.value), plain))
    assert again is not None
    assert again.value == number.value


@given(st.integers(0, _MOST), st.integers(0, 999), st.sampled_from(["", "-", "+"]))
def test_digits_read_back(value: int, decimals: int, sign: str) -> None:
    """Dots for thousands and a comma for decimals read back exactly, with any sign."""
    factor = -1 if sign == "-" else 1
    assert read_digits(f"{sign}{_dotted(value)}") == Number(Decimal(factor * value))
    assert read_digits(f"{sign}{value}") == Number(Decimal(factor * value))
    assert read_digits(f"{sign}{_dotted(value)},{decimals:03}") == Number(factor * Decimal(f"{value}.{decimals:03}"))


@given(st.integers(0, _MOST), st.integers(0, 6))
def test_zero_padding_changes_nothing(value: int, zeros: int) -> None:
    """`07` is 7: zeros in front of plain digits have no meaning."""
    assert read_digits("0" * zeros + str(value)) == read_digits(str(value))


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["nghìn", "ngàn", "triệu", "tỷ"]))
def test_scale_words_multiply(value: int, decimals: int, scale: str) -> None:
    """A scale word multiplies the decimals too, exactly."""
    number = read_number(f"{value},{decimals:03} {scale}")
    assert number == Number(Decimal(f"{value}.{decimals:03}") * SCALES[scale])


@given(st.integers(1, 9999), st.integers(1, 999), st.integers(1, 999))
def test_terms_add_up(billions: int, millions: int, thousands: int) -> None:
    """`26 tỷ 780 triệu 500 nghìn` is the sum of its terms, which must fall."""
    text = f"{_dotted(billions)} tỷ {millions} triệu {thousands} nghìn"
    assert read_number(text) == Number(Decimal(billions * 10**9 + millions * 10**6 + thousands * 1000))
    assert read_number(f"{millions} triệu {billions} tỷ") is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises an error."""
    for number in (read_number(text), read_number(text, integral=True), read_digits(text), read_words(text.split())):
        assert number is None or number.value.is_finite()
