"""Every field that the linker gives a figure, on texts that each protect one of its ideas (`data/link.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vkstats.extract import extract
from vkstats.model import Document, Figure
from vkstats.packs import RuleSet

_FILE = Path(__file__).parent / "data" / "link.yaml"
CASES = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only


def _row(figure: Figure) -> str:
    role = f"{figure.role} {figure.direction}" if figure.direction else str(figure.role)
    modality = "" if figure.modality == "exact" else str(figure.modality)
    link = f"{figure.relation} {figure.parent}" if figure.relation else ""
    fields = [
        figure.text,
        figure.unit,
        figure.item,
        figure.action,
        role,
        modality,
        link,
        figure.period,
        figure.baseline,
    ]
    return "|".join(field or "" for field in fields).rstrip("|")


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_every_field(case: dict[str, Any], rules: RuleSet) -> None:
    """The figures come out as the file tells them, and no others."""
    assert [_row(figure) for figure in extract(Document("case", case["text"]), rules).figures] == case["figures"]
