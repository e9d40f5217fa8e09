"""OpenDocument texts and spreadsheets: what comes out of them, and that damage is one clear error."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import BlockKind, Document
from vkstats.packs import RuleSet
from vkstats.read import Options, open_bytes, read, understand

_NAMES = ("office", "style", "table", "text", "drawing", "fo")
_SPACES = " ".join(
    f'xmlns:{"draw" if name == "drawing" else name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in _NAMES
)
MUTATIONS = 200
HEADINGS = (
    f'<office:document-styles {_SPACES}><style:style style:name="Heading_20_2" style:family="paragraph"/>'
    "</office:document-styles>"
)
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="-"/></text:list-style>'
)


def odf(kind: str, body: str, **parts: str) -> bytes:
    """A file of OpenDocument with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        content = (
            f"<office:document-content {_SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        )
        for name, part in {"content": content, **parts}.items():
            archive.writestr(f"{name}.xml", part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def cell(text: str = "", value: str = "", kind: str = "string", **given: int) -> str:
    """A cell that shows the text; `given` are spans and repeats (`columns_spanned`)."""
    said = "".join(f' table:number-{name.replace("_", "-")}="{count}"' for name, count in given.items())
    worth = f' office:value-type="{kind}"' + (
        f' office:{"date-" if kind == "date" else ""}value="{value}"' if value else ""
    )
    inside = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell{worth if text else ''}{said}>{inside}</table:table-cell>"


def row(*cells: str, repeated: int = 1) -> str:
    """A row; what is no markup is the text of a cell."""
    inside = "".join(part if part.startswith("<") else cell(part) for part in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def table(*rows: str, name: str = "Biểu 1") -> str:
    """A table of these rows."""
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def documents(data: bytes, options: Options | None = None) -> list[Document | ReadError]:
    """What is read of the file."""
    found: list[Document | ReadError] = []
    for raw in open_bytes(data, "a.odf", options or Options()):
        found += [raw] if isinstance(raw, ReadError) else understand(raw)
    return found


COVERED = "<table:covered-table-cell/>"
SHEET = table(
    row(cell("KẾT QUẢ THỤ LÝ NĂM 2021", columns_spanned=4), COVERED, COVERED, COVERED),
    row(
        cell("Đơn vị", rows_spanned=2),
        cell("Thụ lý", columns_spanned=2),
        COVERED,
        cell("Tỷ lệ giải quyết (%)", rows_spanned=2),
    ),
    row(COVERED, "Số vụ", "Số bị can", COVERED),
    row("Huyện A", cell("1,250", "1250", "float"), cell("52", "52", "float"), cell("87.5", "87.5", "float")),
    row("Huyện B", cell("30", "30", "float"), cell("41", "41", "float"), cell("91.2", "91.2", "float")),
    row(cell(columns_repeated=1024), repeated=1_048_000),
)


def test_a_sheet_is_a_table(rules: RuleSet) -> None:
    """Merged heads, numbers in the marks of another language, a million empty rows at the end."""
    (found,) = documents(odf("spreadsheet", SHEET))
    assert isinstance(found, Document)
    assert found.text.splitlines()[-2:] == ["Huyện A\t1250\t52\t87,5", "Huyện B\t30\t41\t91,2"]
    figures = extract(found, rules).figures
    assert [(float(figure.value), figure.unit, figure.category) for figure in figures] == [
        (1250, "vụ", "huyện A"), (52, "bị can", "huyện A"), (87.5, "%", "huyện A"),
        (30, "vụ", "huyện B"), (41, "bị can", "huyện B"), (91.2, "%", "huyện B"),
    ]  # fmt: skip
    assert {figure.period for figure in figures} == {"2021-01-01/2021-12-31"}


@pytest.mark.parametrize(
    ("shown", "value", "kind", "text"),
    [
        ("12.50%", "0.125", "percentage", "12,50%"),
        ("12,5%", "0.125", "percentage", "12,5%"),
        ("1.234.567", "1234567", "float", "1234567"),
        ("1,234,567.89 ₫", "1234567.891", "currency", "1234567,89"),
        ("-4.5", "-4.5", "float", "-4,5"),
        ("1.234", "1.234", "float", "1,2340"),
        ("#DIV/0!", "", "string", "#DIV/0!"),
        ("1e5", "nan", "float", "1e5"),
        ("07/16/19", "2019-07-16", "date", "16/07/2019"),
        ("x", "2019-07-16T08:30:00", "date", "16/07/2019 08:30"),
        ("35 vụ", "", "string", "35 vụ"),
    ],
)
def test_numbers_are_shown_in_vietnamese(shown: str, value: str, kind: str, text: str) -> None:
    """With as many decimals as the file shows, days before months."""
    data = odf("spreadsheet", table(row("Tên", "Số"), row("A", cell(shown, value, kind)), row("B", "1"), row("C", "2")))
    (found,) = documents(data)
    assert isinstance(found, Document)
    assert f"A\t{text}\nB\t1" in found.text


def test_rows_as_documents() -> None:
    """A column of texts makes each row a document, as in Excel; without it the sheet asks for one."""
    text = "Trong năm 2020, đơn vị đã khởi tố 35 vụ án. " * 6
    data = odf("spreadsheet", table(row("ma", "noi_dung"), row("a1", text), row("a2", text)))
    found = documents(data, Options(text_column="noi_dung", id_column="ma"))
    assert [document.source for document in found if isinstance(document, Document)] == ["a.odf#a1", "a.odf#a2"]
    assert [error.code for error in documents(data) if isinstance(error, ReadError)] == ["needs-text-column"]


def test_a_text_keeps_its_layout(tmp_path: Path, rules: RuleSet) -> None:
    """Headings, lists as they are counted, raised digits, notes at the end, nothing of what was deleted."""
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>".format
    inner = "<text:list>{}</text:list>".format
    body = (
        "<text:tracked-changes><text:p>99 vụ đã xóa</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">BÁO CÁO</text:h><text:p text:style-name="P1">Kết quả năm 2020</text:p>'
        '<text:list text:style-name="L1">'
        + item(
            "Án hình sự",
            inner(
                item('Khởi tố 35<text:s text:c="1"/>vụ', inner(item("trọng án: 3 vụ", ""))) + item("Truy tố 30 vụ", "")
            ),
        )
        + item("Án dân sự", "")
        + "</text:list>"
        '<text:p>Thu hồi 120 m<text:span text:style-name="T1">2</text:span> đất'
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Số ước tính.</text:p></text:note-body></text:note>.</text:p>"
    )
    path = tmp_path / "a.odt"
    path.write_bytes(odf("text", body, styles=HEADINGS))
    (found,) = read(str(path))
    assert isinstance(found, Document)
    assert [(block.kind, found.text[block.start : block.end]) for block in found.layout] == [
        (BlockKind.HEADING, "BÁO CÁO"),
        (BlockKind.HEADING, "Kết quả năm 2020"),
        (BlockKind.PARAGRAPH, "I. Án hình sự"),
        (BlockKind.PARAGRAPH, "I.1. Khởi tố 35 vụ"),
        (BlockKind.ITEM, "- trọng án: 3 vụ"),
        (BlockKind.PARAGRAPH, "I.2. Truy tố 30 vụ"),
        (BlockKind.PARAGRAPH, "II. Án dân sự"),
        (BlockKind.PARAGRAPH, "Thu hồi 120 m² đất."),
        (BlockKind.FOOTNOTE, "Số ước tính."),
    ]
    assert [str(figure.value) for figure in extract(found, rules).figures] == ["35", "3", "30", "120"]


def test_a_table_in_a_text_gives_cells(rules: RuleSet) -> None:
    """As in Word, merged cells and all; inner tables come after it."""
    (found,) = documents(odf("text", "<text:p>Kết quả năm 2021:</text:p>" + SHEET))
    assert isinstance(found, Document)
    assert len(found.tables) == 1
    assert [float(figure.value) for figure in extract(found, rules).figures] == [1250, 52, 87.5, 30, 41, 91.2]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odf("text", ""), "empty"),
        (odf("spreadsheet", ""), "empty"),
        (odf("presentation", ""), "unsupported"),
        (odf("text", "", content="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "damaged"),
        (odf("text", "", content="<a>"), "damaged"),
        (odf("spreadsheet", table(row(cell("7 vụ", columns_repeated=10_000), repeated=1_000_000))), "too-large"),
    ],
)
def test_what_cannot_be_read_is_one_error(data: bytes, code: str) -> None:
    """Nothing but an error comes out, with its cause."""
    assert [error.code for error in documents(data) if isinstance(error, ReadError)] == [code]


def test_damaged_files_are_told() -> None:
    """Bytes changed anywhere give a document or an error, and nothing else."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    for data in (odf("spreadsheet", SHEET), odf("text", SHEET)):
        for _ in range(MUTATIONS):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 8)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            found = documents(bytes(damaged[: chance.choice([len(data), chance.randrange(len(data))])]))
            assert found
