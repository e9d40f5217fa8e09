"""Workbooks of Excel: what is read back is what was put out, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import program
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkstats.errors import WriteError
from vkstats.write import workbook
from vkstats.write.columns import TABLES, header, numeric
from vkstats.write.workbook import GridBook, Sheets, cell_value

SAMPLE = "samples/thong-ke-kinh-te.txt"


def _sheet(path: Path, name: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[name].iter_rows()]


def test_every_table_is_a_sheet_with_the_rows_of_its_csv(tmp_path: Path) -> None:
    """Numbers are numbers, texts are texts, and what is not known is empty."""
    target = tmp_path / "a.xlsx"
    assert program.run(SAMPLE, "-o", str(target)).returncode == 0
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == list(TABLES)
    for table in TABLES:
        printed = program.run(SAMPLE, "--table", table, "-f", "csv").stdout.decode()
        head, *rows = csv.reader(io.StringIO(printed))
        found_head, *found = _sheet(target, table)
        assert found_head == head
        assert len(found) == len(rows)
        for expected, row in zip(rows, found, strict=True):
            for name, said, cell in zip(head, expected, row, strict=True):
                if name in numeric(table) and said:
                    assert isinstance(cell, (int, float))
                    assert Decimal(str(cell)) == Decimal(said)
                else:
                    assert (cell or "") == said.removeprefix("'")
        assert book[table].freeze_panes == "B2"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234", 1234), ("612,5", 612.5), ("-3", -3), ("+1", 1), ("05", 5), ("12,5%", 0.125),
        ("0912345678", "0912345678"),
        ("m4", "m4"), ("-", "-"), ("=1+1", "=1+1"), ("Huyện A", "Huyện A"), ("", ""), ("1.234,5 ha", "1.234,5 ha"),
    ],
)  # fmt: skip
def test_cells_of_a_grid(written: str, value: object) -> None:
    """Numbers as Vietnamese writes them; codes, signs and words as they stand."""
    assert cell_value(written) == value


def test_the_grid_of_a_table(tmp_path: Path) -> None:
    """A sheet a table, its document and caption above, what looks like a formula a text."""
    source, target = tmp_path / "a.txt", tmp_path / "a.xlsx"
    source.write_text(
        "Bảng 1. Số vụ theo huyện\n| Huyện | Số vụ | Số bị can |\n|---|---|---|\n"
        "| =HYPERLINK(1) | 1.234 | 2.000 |\n| Bình An | 5 | 6 |\n",
        encoding="utf-8",
    )
    assert program.run("tables", str(source), "-o", str(target)).returncode == 0
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["1"]
    assert _sheet(target, "1") == [
        [str(source), None, None],
        ["Bảng 1. Số vụ theo huyện", None, None],
        ["Huyện", "Số vụ", "Số bị can"],
        ["=HYPERLINK(1)", 1234, 2000],
        ["Bình An", 5, 6],
    ]
    assert book["1"]["A4"].data_type == "s"


def test_a_workbook_needs_a_file() -> None:
    """It is readable only when it is whole."""
    for command in (["tables", SAMPLE], [SAMPLE]):
        run = program.run(*command, "-f", "xlsx")
        assert run.returncode == 2
        assert b"xlsx" in run.stderr
        assert run.stdout == b""


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    """No time of writing stands in the file."""
    for name in ("a.xlsx", "b.xlsx"):
        assert program.run(SAMPLE, "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_what_no_cell_holds_is_told() -> None:
    """A text beyond the limit of a cell, and half a character."""
    row = ["a", *[None] * (len(header("documents", with_text=True)) - 2)]
    for text in ("x" * (workbook.MOST_CHARACTERS + 1), "\ud800"):
        with pytest.raises(WriteError) as caught:
            workbook.check([[*row, text]], "documents", with_text=True)
        assert caught.value.code == "no-fit"
    workbook.check([[*row, "x" * workbook.MOST_CHARACTERS]], "documents", with_text=True)


def test_a_sheet_that_is_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is that of Excel; here it is lower."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    sheets = Sheets(tmp_path / "a.xlsx", ["warnings"])
    row = [None] * len(header("warnings"))
    sheets.add("warnings", [row, row])
    with pytest.raises(WriteError) as caught:
        sheets.add("warnings", [row])
    assert caught.value.code == "too-long"
    sheets.close()


def test_documents_without_tables_give_an_empty_book(tmp_path: Path) -> None:
    """A book needs a sheet."""
    book = GridBook(tmp_path / "a.xlsx")
    book.finish()
    book.close()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["1"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_numbers_keep_their_value(value: Decimal) -> None:
    """A number of a cell is exact, or its digits stand there."""
    found = workbook._typed(value)  # noqa: SLF001
    assert Decimal(str(found)) == value
