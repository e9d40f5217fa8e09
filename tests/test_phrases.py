"""Items and actions of `data/phrases.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import RuleSet

_FILE = Path(__file__).parent / "data" / "phrases.yaml"
CASES = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_items_and_actions(case: dict[str, Any], rules: RuleSet) -> None:
    """Every figure has the item and the action that the file gives it, and there are no others."""
    found = [(figure.item, figure.action or "") for figure in extract(Document("case", case["text"]), rules).figures]
    wanted = [tuple(part.split("~") for part in line.split("|")) for line in case["figures"]]
    assert len(found) == len(wanted), found
    for (item, action), (items, actions) in zip(found, wanted, strict=True):
        assert item in items
        assert action in actions
