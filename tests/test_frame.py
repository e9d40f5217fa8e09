"""The document's frame: one case a page in `data/frames.yaml`, publication lines in `data/moments.tsv`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES

from vkstats.extract import extract
from vkstats.frame import read_frame, read_moment
from vkstats.model import Document, Frame
from vkstats.names.organisations import read_organisations
from vkstats.text import prepare

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "frames.yaml").read_text(encoding="utf-8"))
MOMENTS = [line.split("\t") for line in (DATA / "moments.tsv").read_text(encoding="utf-8").splitlines()]
FIELDS = ("title", "published", "author", "agency")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_frame(case: dict[str, Any]) -> None:
    """A page's frame says what its case says, and nothing more; each field has the words that say so."""
    expected = Frame(**{key: value for key, value in case.items() if key != "text"})
    article = prepare(Document("-", case["text"]), RULES)
    frame, evidence = read_frame(article, read_organisations(article, RULES), RULES.weights_of("agency"))
    assert frame == expected
    assert [said.field for said in evidence] == [name for name in FIELDS if getattr(frame, name)]
    assert all(article.text[said.start : said.end] == said.text for said in evidence)


@pytest.mark.parametrize(("line", "moment"), MOMENTS)
def test_moment(line: str, moment: str) -> None:
    """A publication line is read as the ISO date or date-time beside it; an impossible one as nothing."""
    assert (read_moment(line, RULES) or "") == moment


def test_evidence() -> None:
    """The evidence of a whole record points at the words that say each field."""
    page = "TAND huyện Lý Sơn xét xử 40 vụ\n11/10/2013 14:35\nNăm 2013, TAND huyện Lý Sơn xét xử 40 vụ.\n"
    text = f"{page}Tin, ảnh: NGỌC MINH"
    record = extract(Document("-", text), RULES)
    assert record.frame.period == "2013-01-01/2013-12-31"
    assert [(said.field, said.text) for said in record.evidence] == [
        ("title", "TAND huyện Lý Sơn xét xử 40 vụ"),
        ("published", "11/10/2013 14:35"),
        ("author", "NGỌC MINH"),
        ("agency", "TAND huyện Lý Sơn"),
        ("period", "Năm 2013"),
    ]
    assert all(record.text[said.start : said.end] == said.text for said in record.evidence)
