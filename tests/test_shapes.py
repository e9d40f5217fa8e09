"""Shapes that are told without words: what each recogniser takes and leaves, from `data/shapes.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from vkstats import shapes

CASES = yaml.safe_load((Path(__file__).parent / "data" / "shapes.yaml").read_text("utf-8"))
RECOGNISERS: dict[str, Callable[[str], object]] = {
    "values": shapes.is_value,
    "entries": shapes.is_entry,
    "figures": shapes.is_figures,
    "years": shapes.is_year,
    "markers": re.compile(shapes.MARKER).match,
    "clocks": re.compile(shapes.CLOCK).fullmatch,
}


@pytest.mark.parametrize("name", CASES)
def test_a_shape_is_taken_or_left(name: str) -> None:
    """Each recogniser takes all of its own and nothing else."""
    recognise = RECOGNISERS[name]
    assert [text for text in CASES[name]["taken"] if not recognise(text)] == []
    assert [text for text in CASES[name]["left"] if recognise(text)] == []
