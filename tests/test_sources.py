"""The body and place of figures, from `data/sources.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import RuleSet

_FILE = Path(__file__).parent / "data" / "sources.yaml"
CASES = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_whose_and_where_figures_are(case: dict[str, Any], rules: RuleSet) -> None:
    """What the sentence names, else the document's."""
    figures = extract(Document("case", case["text"]), rules).figures
    assert [f"{figure.body or ''}|{figure.place or ''}" for figure in figures] == case["sources"]
