"""Damaged and hostile files of word processors: a document, or an error that says so; never a crash or a bomb."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import office_files as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import docx, packed, paragraph, pdf, row, rtf, run, set_lines, table

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read import Options, Raw, Source, understand

LINES = ["BÁO CÁO", "Khởi tố 35 vụ, 52 bị can, tăng 5 vụ so với cùng kỳ năm 2022.", "- Giải quyết 7/7 đơn."] * 3
WHOLE = {
    "docx": docx("".join(map(paragraph, LINES)) + table(row("Huyện", "Số vụ"), row("An Hòa", "5"))),
    "rtf": rtf("\\par ".join(LINES) + r"\trowd\cellx9\cellx99\intbl a\cell 1\cell\row{\footnote b}"),
    "pdf": pdf([*set_lines(LINES), *set_lines(LINES)]),
}
# Errors that stand behind a document, not in place of one.
BESIDES = {"cut-off", "pages-without-text"}
damage = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 1 << 16), st.just(0)),
    st.tuples(st.just("flip"), st.integers(0, 1 << 16), st.integers(0, 7)),
    st.tuples(st.just("put"), st.integers(0, 1 << 16), st.integers(0, 255)),
)


def _damaged(data: bytes, damages: list[tuple[str, int, int]]) -> bytes:
    out = bytearray(data)
    for how, where, what in damages:
        if not out:
            break
        at = where % len(out)
        if how == "cut":
            del out[at:]
        elif how == "flip":
            out[at] ^= 1 << what
        else:
            out[at] = what
    return bytes(out)


def _is_told(data: bytes, form: str) -> bool:
    """Whether the bytes give one document, with errors beside it perhaps, or one error."""
    first, *rest = understand(Raw(Source("x", Options()), form, data))
    besides = all(isinstance(error, ReadError) and error.code in BESIDES for error in rest)
    return besides and (isinstance(first, Document) or (isinstance(first, ReadError) and not rest))


@pytest.mark.parametrize("form", WHOLE)
@settings(max_examples=300)
@given(damages=st.lists(damage, min_size=1, max_size=4))
def test_damaged_files_are_told(form: str, damages: list[tuple[str, int, int]]) -> None:
    """Cut off, bits turned over, bytes put in: one document or one error."""
    assert _is_told(_damaged(WHOLE[form], damages), form)


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "_rels/.rels"]
)
@settings(max_examples=100)
@given(damages=st.lists(damage, min_size=1, max_size=3))
def test_damaged_parts_are_told(part: str, damages: list[tuple[str, int, int]]) -> None:
    """The same inside a ZIP that is whole."""
    parts = dict(PARTS)
    parts[part] = _damaged(parts[part], damages)
    assert _is_told(packed(parts), "docx")


PARTS = made.unpacked(
    docx(
        paragraph("I", '<w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
        + paragraph(run("35 vụ") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + table(row(made.cell("a", '<w:gridSpan w:val="2"/><w:vMerge/>'), "1")),
        styles='<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="heading 1"/></w:style>',
        numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="3"/><w:lvlText w:val="%2."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footnotes=f'<w:footnote w:id="1">{paragraph("Số liệu")}</w:footnote>',
    )
)


def _with_doctype(declaration: str, entity: str) -> bytes:
    parts = dict(made.unpacked(docx(paragraph("<w:r><w:t>XX</w:t></w:r>"))))
    text = parts["word/document.xml"].decode().replace("XX", entity)
    return packed(parts | {"word/document.xml": f"<!DOCTYPE d [{declaration}]>{text}".encode()})


def test_no_file_is_read_from_inside_a_document(tmp_path: Path) -> None:
    """An entity that names a file (XXE) is never looked at."""
    secret = tmp_path / "secret"
    secret.write_text("bí mật 35 vụ", "utf-8")
    data = _with_doctype(f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;")
    error = made.error(tmp_path, data)
    assert (error.code, "DOCTYPE" in dict(error.details)["cause"]) == ("damaged", True)


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    """Billion laughs, quadratic blow-up, and the same in UTF-16."""
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    assert made.error(tmp_path, _with_doctype(laughs, "&a9;")).code == "damaged"
    assert made.error(tmp_path, _with_doctype(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 10_000)).code == "damaged"
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "x">]><d>&a;</d>'.encode("utf-16")
    assert made.error(tmp_path, packed({"word/document.xml": wide})).code == "damaged"


def test_a_part_that_unpacks_over_the_limit(tmp_path: Path) -> None:
    """A bomb of 300 MB is given up at the limit, in one part or over several."""
    bomb = packed({"word/document.xml": b"<d>" + b" " * 300_000_000 + b"</d>"})
    assert len(bomb) < 400_000
    assert made.error(tmp_path, bomb).code == "bomb"
    assert made.error(tmp_path, bomb, limit=1_000_000).code == "too-large"
    parts = {name: bytes(text) for name, text in made.unpacked(docx(paragraph("35 vụ"))).items()}
    parts["word/styles.xml"] = b"<styles>" + b" " * 999_000 + b"</styles>"
    assert made.error(tmp_path, packed(parts), limit=900_000).code == "too-large"
    assert isinstance(made.documents(tmp_path, packed(parts), limit=1_100_000)[0], Document)


def test_depth_is_no_crash(tmp_path: Path) -> None:
    """Tables in tables, insertions in insertions, boxes in boxes: as deep as a file can hold them."""
    depth = 8_000  # the file is no bomb yet, and no recursion goes so deep
    inside = paragraph("35 vụ")
    nested = "<w:tbl><w:tr><w:tc>" * depth + inside + "</w:tc></w:tr></w:tbl>" * depth
    assert made.document(tmp_path, docx(nested)).text == "35 vụ"
    assert made.document(tmp_path, docx("<w:ins>" * depth + inside + "</w:ins>" * depth)).text == "35 vụ"
    boxes = "<w:p><w:r><w:txbxContent>" * depth + inside + "</w:txbxContent></w:r></w:p>" * depth
    assert made.document(tmp_path, docx(boxes)).text == "35 vụ"


@pytest.mark.parametrize(
    "properties",
    ['<w:gridSpan w:val="999999999"/>', '<w:gridSpan w:val="-3"/>', '<w:gridSpan w:val="x"/>', "<w:gridSpan/>"],
)
def test_numbers_that_are_none(tmp_path: Path, properties: str) -> None:
    """A width that no table has does not make one."""
    body = table(*[row(made.cell("a", properties), "5")] * 3)
    assert "5" in made.document(tmp_path, docx(body)).text


def test_a_wide_table_in_rtf_is_no_bomb(tmp_path: Path) -> None:
    """Edges and rows that multiply to more cells than a computer holds."""
    edges = "".join(rf"\cellx{n * 100}" for n in range(1, 8000))
    wide = rf"\trowd{edges}" + r"\intbl 1\cell" * 7999 + r"\row"
    body = wide + r"\trowd\cellx800000\intbl 7\cell\row" * 8000
    assert "7" in made.document(tmp_path, rtf(body)).text


def test_a_docx_without_its_text(tmp_path: Path) -> None:
    """The part that is named is missing, or the member is locked."""
    parts = {"_rels/.rels": made.RELATIONS.replace("document.xml", "gone.xml"), "word/x.xml": ""}
    assert made.error(tmp_path, packed(parts)).code == "damaged"
    locked = bytearray(docx(paragraph("35")))
    with zipfile.ZipFile(io.BytesIO(locked)) as archive:
        assert archive.namelist()
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(mark, at + 4)
    assert made.error(tmp_path, bytes(locked)).code == "encrypted"


def test_a_pdf_that_is_cut_off_says_so(tmp_path: Path) -> None:
    """PDFium finds the pages that are left; that others are missing is told."""
    data = WHOLE["pdf"]
    found = made.documents(tmp_path, data[: data.rindex(b"startxref")])
    assert [type(one) for one in found] == [Document, ReadError]
    assert isinstance(found[1], ReadError)
    assert found[1].code == "cut-off"
