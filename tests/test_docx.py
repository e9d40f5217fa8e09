"""Word documents: what a reader of the final version sees, once, and what each part of it is for."""

from __future__ import annotations

from pathlib import Path

import office_files as made
import pytest
from office_files import cell, docx, paragraph, row, run, styled, table

from vkstats.model import BlockKind, Document
from vkstats.packs import RuleSet
from vkstats.read import read

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Ours"><w:name w:val="Kiểu mục"/><w:basedOn w:val="u1"/></w:style>
<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Đề mục 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Tiu"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Lv"><w:name w:val="Cấp"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:name w:val="Cũ"/><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Caps"><w:name w:val="H"/><w:rPr><w:rFonts w:hAnsi=".VnTimeH"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hid"><w:name w:val="Ẩn"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
"""


def _level(at: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{_level(0, "upperRoman", "%1.")}{_level(1, "decimal", "%2.")}'
    f"{_level(2, 'lowerLetter', '%3)')}{_level(3, 'decimal', '%2.%4.')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{_level(0, "bullet", "-")}{_level(1, "bullet", chr(0xF0B7))}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
)


def _listed(text: str, number: int, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def _blocks(found: Document) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, found.text[block.start : block.end]) for block in found.layout]


@pytest.mark.parametrize("path", made.SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_the_same_as_plain_text(tmp_path: Path, path: Path, rules: RuleSet) -> None:
    """Each paragraph of a sample in a paragraph of Word gives the figures of the plain text."""
    (plain,) = read(str(path))
    assert isinstance(plain, Document)
    found = made.document(tmp_path, docx("".join(map(paragraph, made.lines_of(path)))))
    assert made.figures(found, rules) == made.figures(plain, rules)
    assert found.format == "docx"


def test_a_text_that_was_wrapped_by_hand(tmp_path: Path, rules: RuleSet) -> None:
    """Each line of a text saved as a paragraph of its own: the sentences are whole again."""
    path = next(path for path in made.SAMPLES if path.stem == "cong-an-ma-tuy")
    (plain,) = read(str(path))
    assert isinstance(plain, Document)
    found = made.document(tmp_path, docx("".join(map(paragraph, path.read_text("utf-8").split("\n")))))
    assert made.figures(found, rules) == made.figures(plain, rules)
    assert (found.format, found.layout) == ("docx", ())


def test_styles_tell_what_a_paragraph_is(tmp_path: Path) -> None:
    """By the names of Word and of people, by levels of outline, and by what a style is based on."""
    body = (
        styled("Tiu", "BÁO CÁO") + styled("u1", "Tình hình") + styled("Ours", "Kết quả") + styled("Muc", "Án hình sự")
        + styled("Lv", "Truy tố") + styled("Cap", "Bảng 1. Số vụ") + styled("Toc", "Tình hình 3")
        + styled("A", "Trong kỳ")
        + paragraph("Ngoài ra", '<w:outlineLvl w:val="1"/>')
    )  # fmt: skip
    assert _blocks(made.document(tmp_path, docx(body, styles=STYLES))) == [
        (BlockKind.TITLE, 0, "BÁO CÁO"),
        (BlockKind.HEADING, 1, "Tình hình"),
        (BlockKind.HEADING, 1, "Kết quả"),
        (BlockKind.HEADING, 2, "Án hình sự"),
        (BlockKind.HEADING, 3, "Truy tố"),
        (BlockKind.CAPTION, 0, "Bảng 1. Số vụ"),
        (BlockKind.PARAGRAPH, 0, "Trong kỳ"),
        (BlockKind.HEADING, 2, "Ngoài ra"),
    ]


def test_a_heading_as_long_as_a_paragraph_is_one(tmp_path: Path) -> None:
    """People give whole paragraphs the look of headings."""
    found = made.document(tmp_path, docx(styled("u1", "Khởi tố 35 vụ. " * 20), styles=STYLES))
    assert [block.kind for block in found.layout] == [BlockKind.PARAGRAPH]


def test_lists_are_counted(tmp_path: Path) -> None:
    """Markers are what the list counts: a level begins anew below the next above it."""
    body = "".join(
        _listed(f"mục {n}", number, level)
        for n, (number, level) in enumerate([(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 3), (1, 0), (1, 1), (3, 0)])
    ) + _listed("gạch", 2, 0) + _listed("chấm", 2, 1) + _listed("không", 0, 0) + _listed("thiếu", 99, 0)  # fmt: skip
    found = made.document(tmp_path, docx(body, numbering=NUMBERING))
    assert [text.rsplit(" ", 2)[0] for _, _, text in _blocks(found)[:9]] == [
        "I.", "1.", "a)", "b)", "2.", "2.1.", "II.", "1.", "IV.",
    ]  # fmt: skip
    assert _blocks(found)[9:] == [
        (BlockKind.ITEM, 0, "- gạch"),
        (BlockKind.ITEM, 0, "• chấm"),
        (BlockKind.PARAGRAPH, 0, "không"),
        (BlockKind.PARAGRAPH, 0, "thiếu"),
    ]


@pytest.mark.parametrize(
    ("form", "start", "marker"),
    [
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 28, "BB"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 4000, "4000"),
        ("lowerLetter", 10**8, "100000000"),
        ("chicago", 3, "3"),
    ],
)
def test_forms_of_numbers(tmp_path: Path, form: str, start: int, marker: str) -> None:
    """Numbers of a list are written as their form says, and in digits where it cannot be."""
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{_level(0, form, "%1/", start)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert made.document(tmp_path, docx(_listed("vụ", 1, 0), numbering=numbering)).text == f"{marker}/ vụ"


def test_what_is_deleted_hidden_or_beside_the_text_is_left_out(tmp_path: Path) -> None:
    """Tracked changes count as accepted; comments, page headers and fields' instructions are no text."""
    body = paragraph(
        f'{run("Khởi tố ")}<w:del><w:r><w:delText>34</w:delText></w:r></w:del><w:ins>{run("35")}</w:ins>{run(" vụ")}'
        f'{run(", 9 bị can", "<w:vanish/>")}{run(" và 7 đơn", "<w:rStyle w:val=" + chr(34) + "Hid" + chr(34) + "/>")}'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE 8</w:instrText></w:r>'
        f'<w:moveFrom>{run(" cũ 1")}</w:moveFrom><w:commentRangeStart w:id="0"/>{run(".")}'
    ) + table(row("Loại", "Số"), row("Cũ", "3", properties="<w:del/>"), row("Án", "5"))  # fmt: skip
    data = docx(body, styles=STYLES, comments=f'<w:comment w:id="0">{paragraph("sai 11")}</w:comment>',
                header1=paragraph("Trang 12"))  # fmt: skip
    assert made.document(tmp_path, data).text == "Khởi tố 35 vụ.\n\nLoại\tSố\nÁn\t5"


def test_a_paragraph_whose_end_is_deleted_goes_on(tmp_path: Path) -> None:
    """The next paragraph is the rest of it."""
    body = paragraph("Khởi tố 35 ", "<w:rPr><w:del/></w:rPr>") + paragraph("vụ án.") + paragraph("Hết.")
    assert made.document(tmp_path, docx(body)).text == "Khởi tố 35 vụ án.\n\nHết."


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    """A box is written for newer and for older programs; it comes after the paragraph that it is anchored in."""
    inside = f"<w:txbxContent>{paragraph('Trong khung: 5 vụ.')}</w:txbxContent>"
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(run("Trước ") + box + run("sau.")) + paragraph("Cuối.")
    assert made.document(tmp_path, docx(body)).text == "Trước sau.\n\nTrong khung: 5 vụ.\n\nCuối."


def test_notes_come_last(tmp_path: Path) -> None:
    """What a footnote or endnote says stands apart; its number is no part of the sentence."""
    note = '<w:footnote w:type="separator" w:id="-1"/>' + "".join(
        f'<w:footnote w:id="{n}">{paragraph(text)}</w:footnote>'
        for n, text in ((1, "Số liệu 2 huyện."), (2, "Không ai nêu."))
    )
    body = paragraph(
        f'{run("Khởi tố 35 vụ")}<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>'
        f'{run(".")}'
    ) + paragraph("Hết.")  # fmt: skip
    end = f'<w:endnote w:id="1">{paragraph("Nguồn: công an.")}</w:endnote>'
    found = made.document(tmp_path, docx(body, footnotes=note, endnotes=end))
    assert _blocks(found) == [
        (BlockKind.PARAGRAPH, 0, "Khởi tố 35 vụ."),
        (BlockKind.PARAGRAPH, 0, "Hết."),
        (BlockKind.FOOTNOTE, 0, "Số liệu 2 huyện."),
        (BlockKind.FOOTNOTE, 0, "Nguồn: công an."),
    ]


def test_letters_that_are_elements(tmp_path: Path) -> None:
    """Hyphens, tabs, breaks and symbols; a raised digit is none of the number before it."""
    body = paragraph(
        f"{run('96')}<w:r><w:noBreakHyphen/></w:r>{run('NQ')}<w:r><w:tab/></w:r>{run('12 km')}"
        f"{run('2', '<w:vertAlign w:val=' + chr(34) + 'superscript' + chr(34) + '/>')}"
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r><w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r>'
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:br/></w:r>"
        f"{run('- một dòng')}<w:r><w:cr/></w:r>{run('của câu.')}<w:r><w:br/></w:r>{run('Câu khác.')}"
    )
    assert made.document(tmp_path, docx(body)).text == "96-NQ 12 km²≥ x=1\n\n- một dòng của câu.\n\nCâu khác."


def test_fonts_of_tcvn3(tmp_path: Path) -> None:
    """Text in a font of TCVN3 is what the font shows; the soft hyphen is its letter ư."""
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    by_run = paragraph(
        f'<w:r><w:rPr>{font}</w:rPr><w:t xml:space="preserve">§«ng H</w:t><w:softHyphen/><w:t>ng: 35 vô</w:t></w:r>'
        f'{run(", mới")}'
    )  # fmt: skip
    by_style = paragraph("khëi tè 5 vô", '<w:pStyle w:val="Old"/>')
    capitals = paragraph(run("tæng kÕt", '<w:rStyle w:val="Caps"/>'), '<w:pStyle w:val="Old"/>')
    unicode = paragraph(run("khởi tố", '<w:rFonts w:asciiTheme="minorHAnsi"/>'), '<w:pStyle w:val="Old"/>')
    found = made.document(tmp_path, docx(by_run + by_style + capitals + unicode, styles=STYLES))
    assert found.text == "Đông Hưng: 35 vụ, mới\n\nkhởi tố 5 vụ\n\nTỔNG KẾT\n\nkhởi tố"


def test_a_merged_cell_is_said_once(tmp_path: Path) -> None:
    """A cell over columns or rows stands where it begins; a label over columns of the head is said of each."""
    wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("Loại", begins), cell("Số vụ", wide), cell("Ghi chú", begins)),
        row(cell("", goes_on), "2022", "2023", cell("", goes_on)),
        row(cell("Án", begins), "10", "12", ""),
        row(cell("Án", goes_on), "20", "22", ""),
        row("Tổng", cell("64", wide), ""),
    )
    assert made.document(tmp_path, docx(body)).text.split("\n") == [
        "Loại\tSố vụ\t\tGhi chú",
        "\t2022\t2023\t",
        "Án\t10\t12\t",
        "\t20\t22\t",
        "Tổng\t64\t\t",
    ]


def test_the_head_that_the_table_tells(tmp_path: Path) -> None:
    """Rows that are repeated on each page are the head; a row as wide as the table stands above it."""
    head = "<w:tblHeader/>"
    body = table(
        row(cell("Đơn vị tính: vụ", '<w:gridSpan w:val="3"/>'), properties=head),
        row("Huyện", "Khởi tố", "Truy tố", properties=head),
        row("", "(vụ)", "(vụ)", properties=head),
        row("An Hòa", "5", "4"),
    )
    assert made.document(tmp_path, docx(body)).text == (
        "Đơn vị tính: vụ\n\nHuyện\tKhởi tố\tTruy tố\n\t(vụ)\t(vụ)\nAn Hòa\t5\t4"
    )


def test_a_table_that_lays_out_a_page_is_text(tmp_path: Path) -> None:
    """A letterhead: its cells are paragraphs, and what is inside them is what it is, tables of data too."""
    inner = table(row("Huyện", "Số vụ"), row("An Hòa", "5"))
    body = table(
        row(paragraph_cell("TÒA ÁN", "Số: 5/BC-TA"), "CỘNG HÒA"),
        row(cell(styled("u1", "Kết quả") + inner), ""),
    )
    found = made.document(tmp_path, docx(body, styles=STYLES))
    assert [block.kind for block in found.layout] == [BlockKind.PARAGRAPH] * 3 + [BlockKind.HEADING, BlockKind.TABLE]
    assert found.text == "TÒA ÁN\n\nSố: 5/BC-TA\n\nCỘNG HÒA\n\nKết quả\n\nHuyện\tSố vụ\nAn Hòa\t5"


def paragraph_cell(*texts: str) -> str:
    """A cell of paragraphs."""
    return cell("".join(map(paragraph, texts)))


def test_a_table_inside_a_table_of_data_comes_after_it(tmp_path: Path) -> None:
    """Its numbers are no cell of the outer table."""
    inner = table(row("Xã", "Số"), row("Tân An", "2"))
    body = table(row("Huyện", "Số vụ"), row("An Hòa", cell(paragraph("5") + inner)))
    assert made.document(tmp_path, docx(body)).text == "Huyện\tSố vụ\nAn Hòa\t5\n\nXã\tSố\nTân An\t2"


def test_strict_documents(tmp_path: Path) -> None:
    """ISO 29500 Strict names the same elements otherwise."""
    strict = docx(paragraph("Khởi tố 35 vụ."))
    renamed = {
        name: text.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
        for name, text in made.unpacked(strict).items()
    }
    assert made.document(tmp_path, made.packed(renamed)).text == "Khởi tố 35 vụ."
