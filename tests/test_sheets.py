"""Sheets that are one document: what is a table, what its header, and how its numbers are shown."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import BlockKind, Document
from vkstats.packs import RuleSet
from vkstats.read import Caps, Options, Raw, Source, read, understand, xlsx
from vkstats.read.cells import NumberFormat
from vkstats.read.delimited import Delimited
from vkstats.read.layout import Layout
from vkstats.read.sheet import add_sheet

DATA = Path(__file__).parent / "data"
SHEETS = yaml.safe_load((DATA / "sheets.yaml").read_text("utf-8"))
CELLS = [line.split("\t") for line in (DATA / "cells.tsv").read_text("utf-8").splitlines() if line[0] != "#"]
MUTATIONS = 200
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TITLE = "KẾT QUẢ GIẢI QUYẾT ÁN"
PROSE = "Trong năm 2020, đơn vị đã khởi tố 35 vụ án, 52 bị can. " * 5
NOTE = PROSE.replace(",", "").strip()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook; its strings are shared by all sheets, as Excel itself does it."""
    out = io.BytesIO()
    book.save(out)
    parts = parts_of(out.getvalue())
    strings: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        strings.append(b"<si>%b</si>" % match[1])
        return b't="s"><v>%d</v>' % (len(strings) - 1)

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        parts[name] = re.sub(rb't="inlineStr"><is>(.*?)</is>', share, parts[name])
    parts[STRINGS] = b"<x:sst xmlns:x='a'>%b</x:sst>" % re.sub(rb"(</?)(?=\w)", rb"\1x:", b"".join(strings))
    target = b'<Relationship Id="shared" Type="http://a/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", target)
    return packed(parts)


def results(data: bytes, **options: Any) -> list[Document | ReadError]:  # noqa: ANN401
    """What is read of a workbook as one document."""
    return list(understand(Raw(Source("a.xlsx", Options(**options)), "xlsx", data)))


def report() -> openpyxl.Workbook:
    """A report with a title, a header in two rows, and numbers in formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kết quả"
    rows: list[list[object]] = [
        [TITLE],
        ["Huyện", "Năm 2020", None, "Năm 2021", None],
        [None, "Số vụ", "Tỷ lệ giải quyết", "Số vụ", "Tỷ lệ giải quyết"],
        ["Huyện Đông Xá", 1234, 0.125, 35.0, 0.5],
        ["Huyện Tây Xá", 60, 0.3, 7, 0.1234567],
    ]
    for row in rows:
        sheet.append(row)
    for merged in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(merged)
    for cell in ("C4", "C5", "E4", "E5"):
        sheet[cell].number_format = "0.0%"
    sheet["B4"].number_format = "#,##0"
    return book


@pytest.mark.parametrize("case", SHEETS, ids=[case["name"] for case in SHEETS])
def test_sheets(case: dict[str, Any]) -> None:
    """The rows of a sheet give the lines of the case."""
    rows = [line.split("|") if line else [] for line in case["rows"].splitlines()]
    spans = {
        (int(place[0]), int(place[2])): (int(size[0]), int(size[2])) for place, size in case.get("spans", {}).items()
    }
    layout = Layout()
    add_sheet(layout, rows, spans)
    text = layout.document(Source("a", Options()), "xlsx").text
    assert [line for line in text.replace("\t", "⇥").split("\n") if line] == case["text"].splitlines()


@pytest.mark.parametrize(("number", "form", "shown"), CELLS, ids=["|".join(cell[:2]) for cell in CELLS])
def test_numbers_as_shown(number: str, form: str, shown: str) -> None:
    """A number in its format is shown as a Vietnamese reader sees it."""
    assert NumberFormat(form).shown(number) == shown


def test_days_of_an_old_macintosh() -> None:
    """Where a workbook counts from 1904, its days do."""
    assert NumberFormat("dd/mm/yyyy").shown("0", is_1904=True) == "01/01/1904"


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6))
def test_a_shown_number_has_its_value(number: Decimal) -> None:
    """In the general format nothing is lost but what Excel itself does not keep, and no mark is doubtful."""
    shown = NumberFormat().shown(str(number))
    assert "." not in shown
    assert abs(Decimal(shown.replace(",", ".")) - number) <= abs(number) * Decimal("1e-14")
    assert len(shown.partition(",")[2]) != 3


@given(st.text(max_size=20), st.text('0#?,.;%[]"\\_*-+/eEymdhsAPM@ ', max_size=12))
def test_any_format_is_shown(number: str, form: str) -> None:
    """No number and no format raises anything."""
    assert isinstance(NumberFormat(form).shown(number), str)
    assert isinstance(NumberFormat(form).shown("1234.5"), str)


def test_a_report_is_read_as_its_table(rules: RuleSet) -> None:
    """Sheet name, title and table of a workbook become figures with the times over their columns."""
    (document,) = results(saved(report()))
    assert isinstance(document, Document)
    assert (document.format, [block.kind for block in document.layout]) == (
        "xlsx",
        [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE],
    )
    found = {(figure.text, figure.unit, str(figure.period)[:4]) for figure in extract(document, rules).figures}
    assert found >= {("1234", "vụ", "2020"), ("12,5%", "%", "2020"), ("35", "vụ", "2021"), ("12,3%", "%", "2021")}
    assert len(found) == 8


def test_a_day_and_what_has_no_number() -> None:
    """Days, truth values, errors and rich text are shown."""
    book = openpyxl.Workbook()
    for row in ([date(2019, 7, 16), True, "a\tb"], ["=1/0", 5, 7]):
        book.active.append(row)
    (error, document) = results(saved(book))
    assert isinstance(error, ReadError)
    assert (error.code, dict(error.details)["cell"]) == ("uncomputed", "A2")
    assert isinstance(document, Document)
    assert "16/07/2019" in document.text
    assert "TRUE" in document.text


def test_texts_in_a_sheet_ask_for_their_column() -> None:
    """A sheet of texts is an error that names its columns, and the other sheets are read."""
    book = report()
    for row in (["id", "nội dung"], [1, PROSE], [2, PROSE]):
        book.create_sheet("Tin") if "Tin" not in book.sheetnames else None
        book["Tin"].append(row)
    error, document = results(saved(book))
    assert isinstance(error, ReadError)
    assert (error.source, error.code, dict(error.details)["columns"]) == (
        "a.xlsx#Tin",
        "needs-text-column",
        "id, nội dung",
    )
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("a.csv", "Huyện,Số vụ\nĐông Xá,35\nTây Xá,52\n", "Huyện\tSố vụ\nĐông Xá\t35\nTây Xá\t52"),
        ("a.TSV", "Huyện\tSố vụ\nĐông Xá\t35\n", "Huyện\tSố vụ\nĐông Xá\t35"),
        ("a.csv", '"Huyện, xã";Số vụ\nĐông Xá;"1,5"\n', "Huyện, xã\tSố vụ\nĐông Xá\t1,5"),
        ("a.csv", f"id,body\n1,{NOTE}\n", "needs-text-column"),
        ("a.csv", 'Huyện,Số vụ\nĐông Xá,"35"x\nTây Xá,52\n', "bad-csv"),
        ("a.csv", f"Huyện,Số vụ,Ghi chú\nĐông Xá,35,\nTây Xá,52,\nNam Xá,7,{NOTE}\n", f"\nNam Xá\t7\t{NOTE}"),
        ("a.txt", "Huyện,Số vụ\nĐông Xá,35\n", "Huyện,Số vụ\nĐông Xá,35\n"),
    ],
)
def test_csv_as_one_document(tmp_path: Path, name: str, text: str, answer: str) -> None:
    """A file named CSV or TSV is a table; texts in its cells ask for their column."""
    path = tmp_path / name
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_bytes(text.encode(encoding))
        first, *others = read(str(path), Options())
        assert (first.text if isinstance(first, Document) else first.code).endswith(answer)
        assert [isinstance(other, Document) for other in others] == [True] * (answer == "bad-csv")


def test_csv_in_utf16_as_one_document() -> None:
    """What Excel saves as Unicode text is a table too."""
    (document,) = Delimited().read("Huyện\tSố vụ\nĐông Xá\t35\n".encode("utf-16"), Source("a.csv", Options()))
    assert isinstance(document, Document)
    assert document.text == "Huyện\tSố vụ\nĐông Xá\t35"


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        (SHEET, lambda _: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>', "bad-table"),
        (STRINGS, lambda _: b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>', "bad-table"),
        (SHEET, lambda xml: xml.replace(b"</sheetData>", b" " * 40_000_000 + b"</sheetData>"), "bomb"),
        (SHEET, lambda xml: xml[:-30], "bad-table"),
        (STRINGS, lambda _: b"<sst/>", "bad-table"),
        ("xl/workbook.xml", lambda _: b"<workbook/>", "empty"),
        (RELATIONS, lambda _: b"<x/>", "empty"),
        ("_rels/.rels", lambda _: b"<x/>", "bad-table"),
    ],
)
def test_a_hostile_workbook_is_refused(part: str, change: Callable[[bytes], bytes], code: str) -> None:
    """Entities, bombs and missing parts are told, in one document and in rows."""
    parts = parts_of(saved(report()))
    data = packed(parts | {part: change(parts[part])})
    (error,) = results(data)
    assert isinstance(error, ReadError)
    assert error.code == code
    with pytest.raises(ReadError) as told:
        list(xlsx.rows(io.BytesIO(data), Source("a.xlsx", Options(text_column=TITLE))))
    assert told.value.code == code


def test_a_workbook_over_the_limit_is_given_up() -> None:
    """The text of all sheets counts, and what all cells share."""
    data = saved(report())
    (error,) = results(data, limit=100)
    assert isinstance(error, ReadError)
    assert error.code == "too-large"
    (error,) = results(data, limit=40, caps=Caps(ratio=1000))
    assert isinstance(error, ReadError)
    assert error.code == "too-large"


def test_a_sheet_far_out_is_no_great_table() -> None:
    """Cells in the farthest corners take no room for what is between them."""
    book = openpyxl.Workbook()
    for cell, value in (("A1", "Huyện"), ("XFD1", "Số vụ"), ("A1048576", "Đông Xá"), ("XFD1048576", 35)):
        book.active[cell] = value
    (document,) = results(saved(book))
    assert isinstance(document, Document)
    assert document.text.split("\n\n") == ["Sheet", "Huyện", "Số vụ", "Đông Xá", "35"]


def test_a_damaged_workbook_gives_a_document_or_errors() -> None:
    """Whatever is flipped or cut off, in the file or in its parts, nothing else than a ReadError comes up."""
    whole = saved(report())
    parts = parts_of(whole)
    chance = random.Random(7)  # noqa: S311 (the same damage every time)
    for number in range(MUTATIONS):
        changed = dict(parts)
        name = chance.choice([SHEET, STRINGS, "xl/styles.xml", "xl/workbook.xml"])
        data = bytearray(whole if number % 2 else changed[name])
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 2, 8)) if data else 0):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found = results(bytes(data) if number % 2 else packed(changed | {name: bytes(data)}))
        assert found
        assert all(isinstance(each, Document | ReadError) for each in found)
