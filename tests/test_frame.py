"""The document's frame: one case a page in `data/frames.yaml`, publication lines in `data/moments.tsv`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vkstats.entities.organisations import OrganisationReader
from vkstats.frame import read_frame, read_moment, with_period
from vkstats.model import Document, Frame
from vkstats.patterns import load_rules
from vkstats.text import prepare

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "frames.yaml").read_text(encoding="utf-8"))
MOMENTS = [line.split("\t") for line in (DATA / "moments.tsv").read_text(encoding="utf-8").splitlines()]
RULES = load_rules()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_frame(case: dict[str, Any]) -> None:
    """A page's frame says what its case says, and nothing more."""
    expected = Frame(**{key: value for key, value in case.items() if key != "text"})
    article = prepare(Document("-", case["text"]))
    assert read_frame(article, OrganisationReader(article, RULES)) == expected


@pytest.mark.parametrize(("line", "moment"), MOMENTS)
def test_moment(line: str, moment: str) -> None:
    """A publication line is read as the ISO date or date-time beside it; an impossible one as nothing."""
    assert (read_moment(line) or "") == moment


def test_period_is_added() -> None:
    """`with_period` fills the period and keeps the rest."""
    assert with_period(Frame(title="x"), "2020-01-01/2020-12-31") == Frame(title="x", period="2020-01-01/2020-12-31")
