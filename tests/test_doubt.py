"""Fields in doubt: which of a figure, the chances that they rest on, and how all of it is put out."""

from __future__ import annotations

import importlib.util
import io
import sys
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from vkstats.explain import explain
from vkstats.extract import extract
from vkstats.link.doubt import FIELDS, Doubt, chance, named
from vkstats.model import Document, Figure
from vkstats.packs import RuleSet
from vkstats.write.columns import header, rows
from vkstats.write.explanation import write_explanation
from vkstats.write.json_ import document

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CASES: list[dict[str, Any]] = yaml.safe_load((TESTS / "data" / "doubts.yaml").read_text("utf-8"))
PAGES = [(ROOT / "docs" / name).read_text("utf-8") for name in ("doubt.md", "doubt.vi.md")]


@pytest.fixture(scope="module")
def calibrate() -> ModuleType:
    """The tool that learns what to doubt, which is no package."""
    spec = importlib.util.spec_from_file_location("calibrate", ROOT / "tools" / "calibrate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_what_is_doubtful_is_told_and_its_neighbours_are_not(case: dict[str, Any], rules: RuleSet) -> None:
    """The fields named are among those in doubt; a sure figure has none."""
    doubt = {figure.text: figure.doubt for figure in extract(Document("-", case["text"]), rules).figures}
    for said, names in case.get("doubt", {}).items():
        assert set(names.split()) <= set(doubt[said]), (said, doubt)
    assert [(said, doubt[said]) for said in case.get("sure", ()) if doubt[said]] == []


def test_a_doubt_names_fields_of_a_figure_each_once(rules: RuleSet) -> None:
    """In every text of the figures' own test, by names of columns, in one order."""
    assert set(FIELDS) <= {field.name for field in fields(Figure)}
    texts = [case["text"] for case in yaml.safe_load((TESTS / "data" / "figures.yaml").read_text("utf-8"))]
    found = [figure.doubt for text in texts for figure in extract(Document("-", text), rules).figures]
    assert any(found)
    assert not all(found)
    assert all(list(doubt) == [field for field in FIELDS if field in doubt] for doubt in found)


def test_the_weights_and_limits_are_there(rules: RuleSet, calibrate: ModuleType) -> None:
    """Every field has its weights; none speaks against what its argument says; a figure's limit is above a field's."""
    limits = rules.weights_of("doubt")
    assert 0 < limits["field"] < limits["figure"] < 1000
    for field in FIELDS:
        weights = rules.weights_of(f"doubt-{field}")
        assert weights["always"] < 0
        against = {name for name, weight in weights.items() if weight < 0} - {"always"}
        assert against <= calibrate.AGAINST
        assert {name for name, weight in weights.items() if weight > 0}.isdisjoint(calibrate.AGAINST)


def test_what_is_a_guess_is_in_doubt_by_itself(rules: RuleSet, calibrate: ModuleType) -> None:
    """Whatever was learned, a guess passes the limit of a figure alone."""
    limit = rules.weights_of("doubt")["figure"] / 1000
    for field, name in (("unit", "unknown-noun"), ("value", "other-reading")):
        assert name in calibrate.CERTAIN
        assert chance([name], rules.weights_of(f"doubt-{field}")) >= limit


def test_chances_add_up_over_the_fields() -> None:
    """Several fields that are a little unsure make a doubtful figure, of which the likeliest ones are named."""
    limits = {"figure": 150, "field": 60}
    none, some, more = (Doubt(field, odds, ()) for field, odds in (("unit", 0.01), ("item", 0.07), ("period", 0.08)))
    assert named([none, some], limits) == ()
    assert named([none, some, more], limits) == (some, more)
    assert (
        named([Doubt("item", 0.055, ()), Doubt("role", 0.05, ()), Doubt("period", 0.05, ())], limits)[0].field == "item"
    )
    assert named([more, more], {}) == ()


def test_the_weights_are_hundredths_of_the_odds() -> None:
    """Even odds at zero; a feature without a weight adds nothing."""
    assert chance(["unheard"], {}) == 0.5
    assert chance(["one", "other"], {"always": -300, "one": 100, "other": 200}) == 0.5
    assert chance(["one"], {"always": -300, "one": 100}) < 0.2


def test_learning_finds_what_is_wrong_and_always_the_same(calibrate: ModuleType) -> None:
    """What goes with errors gets more than it began with, what goes without less, in any order."""
    good = [calibrate.Reading("a", f"g{n}", "", {"item": ("long",)}, frozenset()) for n in range(40)]
    bad = [calibrate.Reading("a", f"b{n}", "", {"item": ("supplied",)}, frozenset({"item"})) for n in range(20)]
    weights = calibrate.learn("item", good + bad)
    assert weights == calibrate.learn("item", (bad + good)[::-1])
    assert weights["supplied"] > weights.get("long", 0)
    assert chance(["supplied"], weights) > 0.5 > chance(["long"], weights)


def test_rows_hold_the_names_in_one_cell_and_json_a_list(rules: RuleSet) -> None:
    """Empty where the program is sure: null in a row, an empty list in a record."""
    record = extract(Document("-", "Năm 2020, tỉnh khởi tố 12 vụ án. Số bị can giảm 15%."), rules)
    at = header("figures").index("doubt")
    cells = [row[at] for row in rows(record, "figures", "en")]
    listed = document(record, "en")["figures"]
    assert isinstance(listed, list)
    assert cells[0] is None
    assert cells[1] == " ".join(record.figures[1].doubt)
    assert [list(figure["doubt"]) for figure in listed] == [list(figure.doubt) for figure in record.figures]


def test_explain_tells_why_a_field_is_in_doubt(rules: RuleSet) -> None:
    """The features with their weights, most telling first, and the chance that they give."""
    explained = explain("Ngày 20/6, huyện khởi tố 14 vụ án.", rules)
    assert explained.doubts.keys() == {figure.start for figure in explained.record.figures if figure.doubt}
    (held,) = explained.doubts[min(explained.doubts)]
    assert held.field == "period"
    assert [abs(weight) for _, weight in held.features] == sorted((abs(w) for _, w in held.features), reverse=True)
    out = io.StringIO()
    write_explanation(explained, out, "en", color=False)
    assert f"period may be wrong, {held.chance:.0%}" in " ".join(out.getvalue().split())


@pytest.mark.parametrize("page", PAGES, ids=["en", "vi"])
def test_the_page_tells_every_feature(page: str, rules: RuleSet) -> None:
    """A feature that weighs is told what it is for, in both languages."""
    missing = {
        f"{field} {name}" for field in FIELDS for name in rules.weights_of(f"doubt-{field}") if f"`{name}`" not in page
    }
    assert missing == set()
