"""Heads and ends of official documents, each in every way that readers meet them: `data/letterheads.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from office_files import docx, paragraph, row, run, table

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import Document, Sureness
from vkstats.packs import RuleSet
from vkstats.read import Options, open_bytes, understand

LAYOUTS = yaml.safe_load((Path(__file__).parent / "data" / "letterheads.yaml").read_text(encoding="utf-8"))
BODY = [
    "Thực hiện chương trình công tác đã đề ra, trong kỳ, đơn vị thụ lý 35 vụ, 52 bị can về các tội xâm phạm sở hữu.",
    "Đơn vị đã phối hợp chặt chẽ với các cơ quan hữu quan và giải quyết 30 vụ, đạt 85,7%, bảo đảm đúng quy định.",
]
Row = str | list[str]
WIDTH = 50


def below(cells: list[str]) -> Iterator[str]:
    """The columns one below the other."""
    return (line for each in cells for line in each.split("\n"))


def beside(cells: list[str], gap: str) -> Iterator[str]:
    """The columns side by side; where the left has no line more, its place is empty."""
    for left, right in zip_longest(*(each.split("\n") for each in cells), fillvalue=""):
        if gap == "|":
            yield f"{left} | {right}".strip()
        else:
            yield f"{left.ljust(WIDTH) if left or right else ''}{right}".rstrip()


def plain(rows: list[Row], how: str) -> str:
    """The rows as a text."""
    lines: list[str] = []
    for each in rows:
        cells = [each] if isinstance(each, str) else each
        lines += below(cells) if how == "below" or len(cells) == 1 else beside(cells, how)
    return "\n".join(lines)


def word(rows: list[Row], how: str) -> bytes:
    """The rows as a Word document, cells in a table; the lines of a cell are paragraphs, or parted by breaks."""
    write = _broken if how == "docx, breaks" else _paragraphs
    return docx(
        "".join(paragraph(each) if isinstance(each, str) else table(row(*map(write, each)), columns=2) for each in rows)
    )


def _paragraphs(text: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(map(paragraph, text.split(chr(10))))}</w:tc>"


def _broken(text: str) -> str:
    lines = "<w:r><w:br/></w:r>".join(map(run, text.split("\n")))
    return f"<w:tc><w:tcPr/>{paragraph(lines)}</w:tc>"


def page(rows: list[Row]) -> bytes:
    """The rows as a page, the lines of a cell parted by breaks."""
    return (
        "".join(
            f"<p>{escape(each)}</p>"
            if isinstance(each, str)
            else f"<table><tr>{''.join(map(_page_cell, each))}</tr></table>"
            for each in rows
        )
        .join(("<html><body>", "</body></html>"))
        .encode()
    )


def _page_cell(text: str) -> str:
    return f"<td>{escape(text).replace(chr(10), '<br>')}</td>"


def opened(data: bytes, name: str) -> Document:
    """The one document of a file."""
    (raw,) = open_bytes(data, name, Options())
    assert not isinstance(raw, ReadError)
    (document,) = understand(raw)
    assert isinstance(document, Document)
    return document


HOW = ("below", "|", "spaces", "docx", "docx, breaks", "html")


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["says"])
def test_a_layout(layout: dict[str, Any], how: str, rules: RuleSet) -> None:
    """Title, day, agency and who signs are right, there is no author, and nothing of the frame is a figure."""
    rows = [*layout["head"], *BODY, *layout.get("foot", ())]
    if how.startswith("docx"):
        document = opened(word(rows, how), "x.docx")
    elif how == "html":
        document = opened(page(rows), "x.html")
    else:
        document = Document("x.txt", plain(rows, how))
    record = extract(document, rules)
    assert record.frame.title == layout["title"]
    assert record.frame.published == layout.get("published")
    assert record.frame.agency == layout["agency"]
    assert record.frame.author is None
    assert {person.name: person.role for person in record.people} == layout.get("people", {})
    assert [figure.text for figure in record.figures] == ["35 vụ", "52 bị can", "30 vụ", "85,7%"]
    assert {said.sureness for said in record.evidence if said.field in {"title", "agency"}} == {Sureness.TOLD}
