"""Dates as records: every form of the lexicon, what the document adds, and what is no date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES
from hypothesis import given
from hypothesis import strategies as st

from vkstats.extract import extract
from vkstats.model import DateMention, Document
from vkstats.packs import RuleSet

_DATA = Path(__file__).parent / "data"
CASES = yaml.load((_DATA / "dates.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
_WRITTEN = ("ngày {d}/{m}/{y}", "{d}-{m}-{y}", "ngày {d:02}.{m:02}.{y}", "ngày {d} tháng {m} năm {y}", "{d}/{m:02}/{y}")


def _lines(name: str) -> list[str]:
    return [line for line in (_DATA / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def _dates(text: str, rules: RuleSet) -> tuple[DateMention, ...]:
    return extract(Document("case", text), rules).dates


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_known_and_inferred_are_kept_apart(case: dict[str, Any], rules: RuleSet) -> None:
    """Every date comes with what its words say and what the document adds; there are no others."""
    found = [[one.text, one.kind, one.known, one.value, one.inferred] for one in _dates(case["text"], rules)]
    assert ["|".join(part or "" for part in fields) for fields in found] == case["dates"]


@pytest.mark.parametrize("line", _lines("periods.tsv"), ids=lambda line: line.split("\t")[0])
def test_every_form_is_a_record(line: str, rules: RuleSet) -> None:
    """Each expression of the forms' own examples is found in running text; its days where the words settle them."""
    text, said, form, days, year, *_ = (line + "\t" * 5).split("\t")
    found = {one.text: one for one in _dates(f"Tin cho biết: {text}", rules)}
    if form == "clock":
        assert said not in found
        return
    one = found.get(said) or next((whole for whole in found.values() if said in whole.text and "T" in whole.name), None)
    assert one is not None, list(found)
    if days and not year and one.inferred is None:
        day, _, clock = (one.value or "").partition("T")
        assert (f"{day}/{day}" if clock else day) == days
        assert one.known == one.value


@pytest.mark.parametrize("text", _lines("no_periods.txt"))
def test_what_is_no_date_gives_no_record(text: str, rules: RuleSet) -> None:
    """Ratios, lengths of time, numbers of documents and days that do not exist."""
    assert _dates(f"Tin cho biết: {text}", rules) == ()


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from(_WRITTEN))
def test_every_day_comes_back(day: date, written: str) -> None:
    """However a day is written, its record means that day, and its span is its text."""
    said = written.format(d=day.day, m=day.month, y=day.year)
    text = f"Cơ quan họp {said}, thống nhất nội dung."
    (found,) = _dates(text, RULES)
    assert (found.known, found.value, found.inferred) == (f"{day}/{day}", f"{day}/{day}", None)
    assert text[found.start : found.end] == found.text == said
