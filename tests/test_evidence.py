"""Readings chosen from evidence: the sums, the weights that were learned, and the periods that they give."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from vkstats.explain import explain
from vkstats.link.evidence import Candidate, choose
from vkstats.packs import RuleSet

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "data" / "periods_of_figures.yaml"
LEAST = {"document": 0.85, "period": 0.94}  # right, of the project's own texts


@pytest.fixture(scope="module")
def train() -> ModuleType:
    """The tool that learns the weights, which is no package."""
    sys.path.append(str(ROOT / "tools"))  # it imports its neighbour
    spec = importlib.util.spec_from_file_location("train", ROOT / "tools" / "train.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["train"] = module
    spec.loader.exec_module(module)
    return module


def test_the_best_sum_wins_and_leads_by_its_margin() -> None:
    """Features without a weight add nothing; the rival is the best of another value; of equals the first wins."""
    weights = {"near": 120, "far": -40}
    one, same, other = Candidate("a", ("near",)), Candidate("a", ("near", "odd")), Candidate("b", ("near", "far"))
    choice = choose([other, one, same], weights)
    assert (choice.value, choice.margin) == ("a", 40)
    assert [(total, candidate) for total, candidate in choice.ranked] == [(120, one), (120, same), (80, other)]
    assert choose([one], weights).margin == 120


@pytest.mark.parametrize("decision", LEAST)
def test_own_texts_have_their_periods(train: ModuleType, rules: RuleSet, decision: str) -> None:
    """The texts written for the project come out as their authors meant, but for a few."""
    cases = train.cases_of([OWN], rules)[decision]
    weights = rules.weights_of(decision)
    wrong = [case.name or case.source for case in cases if choose(case.candidates, weights).value not in case.right]
    assert 1 - len(wrong) / len(cases) >= LEAST[decision], wrong


def test_the_right_period_is_among_the_candidates(train: ModuleType, rules: RuleSet) -> None:
    """What is not generated cannot be chosen."""
    cases = [case for found in train.cases_of([OWN], rules).values() for case in found]
    missing = [case.name for case in cases if not any(one.value in case.right for one in case.candidates)]
    assert len(missing) <= len(cases) / 100, missing


def test_every_weight_is_of_a_feature_that_keeps_its_sign(train: ModuleType, rules: RuleSet) -> None:
    """What can only speak for a reading has no weight below zero, what can only speak against one none above."""
    for decision in LEAST:
        weights = rules.weights_of(decision)
        assert weights
        assert [name for name in train.FOR[decision] if weights.get(name, 0) < 0] == []
        assert [name for name in train.AGAINST[decision] if weights.get(name, 0) > 0] == []


def test_learning_ranks_what_is_right_first_and_always_the_same(train: ModuleType) -> None:
    """The same cases give the same weights; a feature never seen on the right side speaks against its reading."""
    good, bad, none = Candidate("a", ("before",)), Candidate("b", ("off",)), Candidate(None, ("none",))
    cases = [train.Case(f"text-{number}", "", (bad, good, none), frozenset({"a"})) for number in range(4)]
    weights = train.learn("period", cases)
    assert weights == train.learn("period", list(reversed(cases)))
    assert weights["before"] > 0 > weights["off"]
    assert all(choice.value == "a" for _, choice in train.left_out("period", cases))


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("2023", "2023-01-01/2023-12-31"),
        ("2020-02", "2020-02-01/2020-02-29"),
        ("2023-01/2023-06", "2023-01-01/2023-06-30"),
        ("2019-04-30", "2019-04-30/2019-04-30"),
        ("/2022-06-30", "/2022-06-30"),
        ("2013-01-01/", "2013-01-01/"),
    ],
)
def test_short_intervals_are_read_in_full(train: ModuleType, said: str, days: str) -> None:
    """The notation of the own texts."""
    assert train.whole(said) == {days}
    assert train.whole(f"{said}|~") == {days, None}


def test_explain_weighs_each_figure_and_the_text(rules: RuleSet) -> None:
    """The candidates of a decision stand with their sums, and the period put out is the one that won."""
    explained = explain("Năm 2020, huyện khởi tố 12 vụ; năm 2021, khởi tố 15 vụ.", rules)
    by_figure = {one.figure: one.choice for one in explained.weighed}
    assert {figure.start: figure.period for figure in explained.record.figures} == {
        start: choice.value for start, choice in by_figure.items() if start is not None
    }
    assert by_figure[None].value == explained.record.frame.period
    assert all(len(choice.ranked) > 1 and choice.margin > 0 for choice in by_figure.values())
