"""One sentence a construct: every figure of it with its fields, and sentences that hold none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from vkstats.extract import extract
from vkstats.model import Document, Figure
from vkstats.packs import RuleSet

DATA = Path(__file__).parent / "data"
_FIELDS = 7


def _load(name: str) -> list[Any]:
    return list(yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - strings only


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _compact(figure: Figure) -> list[str]:
    value = _number(figure.value)
    value += f"..{_number(figure.max)}" if figure.max is not None else ""
    value += f"/{_number(figure.of)}" if figure.of is not None else ""
    modality = "" if figure.modality == "exact" else str(figure.modality)
    parent = f"{figure.relation} {figure.parent}" if figure.relation else ""
    return [value, figure.unit, figure.kind, figure.role, figure.direction or "", modality, parent]


def _agrees(found: list[str], wanted: str) -> bool:
    fields = wanted.split("|")
    fields += [""] * (_FIELDS - len(fields))
    value, unit, *rest, parent = fields
    return (
        found[0] == value
        and found[1] in unit.split("~")
        and found[2:6] == rest
        and (parent.strip() == "?" or found[6] == parent)
    )


def _holds(case: dict[str, Any], rules: RuleSet) -> tuple[bool, list[list[str]]]:
    found = [_compact(figure) for figure in extract(Document("case", case["text"]), rules).figures]
    wanted = case["figures"]
    return len(found) == len(wanted) and all(map(_agrees, found, wanted)), found


@pytest.mark.parametrize("case", _load("figures.yaml"), ids=lambda case: case["text"][:50])
def test_constructs(case: dict[str, Any], rules: RuleSet) -> None:
    """Each construct gives its figures; one marked `misses` does not yet, and is told when it does."""
    holds, found = _holds(case, rules)
    if "misses" in case:
        assert not holds, "this construct is read now: take the mark away"
    else:
        assert holds, "\n".join("|".join(fields) for fields in found)


@pytest.mark.parametrize("text", _load("non_figures.yaml"))
def test_numbers_that_state_nothing(text: str, rules: RuleSet) -> None:
    """Dates, clauses, document numbers, names with numbers … give no figure."""
    assert [figure.text for figure in extract(Document("case", text), rules).figures] == []


@pytest.mark.parametrize("case", _load("warnings.yaml"), ids=lambda case: case["text"])
def test_what_is_not_certain_is_told(case: dict[str, Any], rules: RuleSet) -> None:
    """A number with two readings, or none, carries a warning; a plain one does not."""
    record = extract(Document("case", case["text"]), rules)
    told = [f"{warning.code}: {record.text[warning.start : warning.end]}" for warning in record.warnings]
    assert told == list(case["warnings"])


@pytest.mark.parametrize("case", _load("governing_times.yaml"), ids=lambda case: case["text"][:50])
def test_which_time_governs(case: dict[str, Any], rules: RuleSet) -> None:
    """Each figure has the period that the sentence gives it, or none; a text marked `misses` is told when it does."""
    figures = extract(Document("case", case["text"]), rules).figures
    holds = [figure.period or "~" for figure in figures] == case["periods"]
    assert holds == ("misses" not in case), [figure.period or "~" for figure in figures]
