"""Time expressions: what the forms of the lexicon find in running text, and the days that it means."""

from __future__ import annotations

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkstats.lex import Lexer
from vkstats.packs import load_packs
from vkstats.packs.location import pattern_root
from vkstats.text import fold, normalise
from vkstats.values import calendar, periods
from vkstats.values.periods import Grain, TimeExpression

_DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _cases() -> list[list[str]]:
    return [(line + "\t" * 5).split("\t")[:6] for line in _lines("periods.tsv")]


@pytest.fixture(scope="module")
def lexer(tmp_path_factory: pytest.TempPathFactory) -> Lexer:
    """A lexer that knows time expressions and nothing else."""
    pack = tmp_path_factory.mktemp("pack")
    (pack / "lexicon").mkdir()
    shutil.copy(pattern_root() / "core" / "lexicon" / "periods.yaml", pack / "lexicon")
    return Lexer(load_packs([pack]))


def _mentions(text: str, lexer: Lexer) -> list[tuple[str, TimeExpression]]:
    text = normalise(text)
    found = []
    for token in lexer.lex(text, fold(text), 0, len(text)):
        mention = token.kinds.get("period")
        if isinstance(mention, TimeExpression):
            found.append((text[token.start : token.end], mention))
    return found


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case[0])
def test_time_expression_means_its_days(lexer: Lexer, case: list[str]) -> None:
    """The expression is found whole, by its form, and covers its days in the year and period given."""
    text, said, form, days, year, current = case
    mentions = dict(_mentions(text, lexer))
    assert said in mentions
    mention = mentions[said]
    assert mention.form == form
    reference = calendar.parse(current) if current else None
    interval = periods.resolve(mention, int(year) if year else None, reference)
    assert (interval.iso() if interval else "") == days


@pytest.mark.parametrize("text", _lines("no_periods.txt"))
def test_what_is_no_time_is_left_alone(lexer: Lexer, text: str) -> None:
    """Ratios, durations, document numbers and impossible dates are no time expressions."""
    assert _mentions(text, lexer) == []


def test_every_form_has_its_arithmetic_and_every_arithmetic_its_form() -> None:
    """The lexicon and the module name the same forms."""
    rules = load_packs([pattern_root() / "core", pattern_root() / "procuracy"])
    assert {form.form for form in rules.forms if form.kind in {"period", "passing-time"}} == periods.form_names()


def test_unknown_form_is_an_error() -> None:
    """A form without arithmetic is a mistake of the programmer, not of the text."""
    with pytest.raises(KeyError):
        periods.normalise("no-such-form", {})


@pytest.mark.parametrize(
    ("form", "groups"),
    [
        ("day", {"d": "45", "m": "13", "y": None}),
        ("day", {"d": "29", "m": "2", "y": "2021"}),
        ("year", {"y": "999"}),
        ("year", {"y": "2101"}),
        ("same-period", {"y": "3000", "yb": None}),
        ("years", {"y1": "2020", "y2": "2016"}),
        ("clock", {"h": "25", "min": None}),
    ],
)
def test_impossible_numbers_are_no_time(form: str, groups: dict[str, str | None]) -> None:
    """Groups that no calendar has give nothing."""
    assert periods.normalise(form, groups) is None


def test_interval_is_known_where_the_words_settle_it() -> None:
    """A mention with its year has its days at once; one without a year has none yet."""
    settled = periods.normalise("first-months", {"n": "sáu", "y": "2021"})
    open_ = periods.normalise("first-months", {"n": "sáu", "y": None})
    assert settled is not None
    assert open_ is not None
    assert settled.interval == calendar.half(1, 2021)
    assert open_.interval is None
    assert settled.part("n") == 6
    assert settled.part("q") is None
    assert settled.grain is Grain.MONTHS


@cache
def _form(name: str) -> re.Pattern[str]:
    rules = load_packs([pattern_root() / "core", pattern_root() / "procuracy"])
    return next(re.compile(rf"(?:{form.regex})\Z") for form in rules.forms if form.form == name)


_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(_DAYS, st.sampled_from(["/", "-", "."]), st.booleans())
def test_any_day_reads_back(the_day: date, mark: str, padded: bool) -> None:
    """Every day of two centuries, written with any mark and padding, is itself."""
    numbers = (f"{the_day.day:02}", f"{the_day.month:02}") if padded else (str(the_day.day), str(the_day.month))
    text = f"ngày {mark.join([*numbers, str(the_day.year)])}"
    match = _form("day").match(text)
    assert match is not None
    mention = periods.normalise("day", match.groupdict())
    assert mention is not None
    assert mention.interval == calendar.day(the_day.day, the_day.month, the_day.year)


@given(_DAYS, _DAYS)
def test_any_range_reads_back(first: date, last: date) -> None:
    """`từ … đến …` covers its days where the first is not after the last, and is no time otherwise."""
    text = f"từ ngày {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}"
    match = _form("range").match(text)
    assert match is not None
    mention = periods.normalise("range", match.groupdict())
    if first > last:
        assert mention is None
    else:
        assert mention is not None
        assert mention.interval == calendar.Interval(first, last)
