"""Organisations under their full names: one case a text in `data/organisations.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES

from vkstats.frame import read_frame
from vkstats.model import Document
from vkstats.names.organisations import organisations_of, read_organisations
from vkstats.text import prepare

CASES = yaml.safe_load((Path(__file__).parent / "data" / "organisations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_organisations(case: dict[str, Any]) -> None:
    """A text gives exactly the organisations that its case lists, each once, where it is first named."""
    article = prepare(Document("-", case["text"]), RULES)
    organisations = read_organisations(article, RULES)
    found = organisations_of(organisations, read_frame(article, organisations, RULES.weights_of("agency"))[0].agency)
    assert [entity.name for entity in found] == case.get("organisations", [])
    assert all(article.text[entity.start : entity.end] == entity.text for entity in found)
