"""RTF: what a reader of the final version sees, in every way that letters are written in."""

from __future__ import annotations

from pathlib import Path

import office_files as made
import pytest
from office_files import rtf

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document
from vkstats.packs import RuleSet
from vkstats.read import read

FONTS = (
    r"{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset163{\*\panose 0202}Arial;}{\f2\fcharset0 .VnTime;}"
    r"{\f3\fcharset0 VNI-Times;}{\f4\fcharset0 .VnTimeH{\*\falt Arial};}{\f5\fcharset2 Symbol;}"
)
STYLES = (
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel2 Rieng;}{\s3 toc 1;}{\s4 caption;}"
    r"{\*\cs9 Default Paragraph Font;}}"
)


def _blocks(found: Document) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, found.text[block.start : block.end]) for block in found.layout]


@pytest.mark.parametrize("path", made.SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_the_same_as_plain_text(tmp_path: Path, path: Path, rules: RuleSet) -> None:
    r"""Each paragraph of a sample between `\par` gives the figures of the plain text."""
    (plain,) = read(str(path))
    assert isinstance(plain, Document)
    found = made.document(tmp_path, rtf("\n\\par ".join(made.lines_of(path))))
    assert made.figures(found, rules) == made.figures(plain, rules)
    assert found.format == "rtf"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"kh\u7903\'3fi t\u7889\'3f 35 v\u7909\'3f", "khởi tố 35 vụ"),  # a stand-in in the code page
        (r"{\uc0 kh\u7903 i} {\uc2 t\u7889 ab}{ v\u7909 ?}", "khởi tố vụ"),  # none, two, and a group that ends them
        (r"\u7903\par \u7889\tab 5", "ở\n\nố 5"),  # a word is no stand-in
        (r"\u-8703?", "\udc01"),  # half a character is none
        (r"a\u-10179?\u-8704?b", "a😀b"),
        (r"\f1 Vi\'ea\'f2n ki\'ea\'d2m s\'e1t \'d0\u244?ng", "Viện kiểm sát Đông"),  # windows-1258
        (r"\f2 \'a7\'abng H\'adng: 35 v\'f4", "Đông Hưng: 35 vụ"),  # TCVN3
        (r"\f2 \u167?\u171?ng H\-ng", "Đông Hưng"),
        (r"\f4 t\'e6ng k\'d5t", "TỔNG KẾT"),
        (r"\f3 Vie\'e4n kie\'e5m sa\'f9t", "Viện kiểm sát"),  # VNI
        (r"{\upr{kh?i}{\*\ud{kh\u7903?i}}} t\u7889?", "khởi tố"),
        (r"96\_NQ\~12\emdash 5 \{a\}\\ \ldblquote b\rdblquote", "96-NQ 12—5 {a}\\ “b”"),
        (r"12 km{\super 2} v\'e0 5{\super 1} CO{\sub 2}", "12 km² và 5¹ CO2"),
        (r"35{\deleted  34}{\v  33} v\'f4{\*\unknown 9}{\annotation 8}{\header 7}{\info{\title 6}}\plain .", "35 vô."),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 12}} trang", "12 trang"),
        (r"a{\pict\bin5 }}}}} ffd8}b", "ab"),
        (r"\bin3 }}}x", "x"),
        ("mot\r\ncau\\\nhai\x00", "motcau\n\nhai"),  # a line end is none, one behind a backslash is
        (r"- mot\line cua cau.\line Hai.", "- mot cua cau.\n\nHai."),
    ],
)
def test_letters(tmp_path: Path, body: str, text: str) -> None:
    """Each way of writing letters, and what is no text."""
    data = rtf(body, FONTS)
    if "\udc01" in text:
        assert made.error(tmp_path, data).code == "empty"
    else:
        assert made.document(tmp_path, data).text == text


def test_styles_lists_and_notes(tmp_path: Path) -> None:
    """Styles tell what a paragraph is; markers are written in the file; notes come last, boxes where they are."""
    body = (
        r"\s1 M\'f4t\par\pard\s2 Hai\par\pard\s3 Hai 12\par\pard\s4 B\'b6ng 1\par\pard\outlinelevel1 Ba\par"
        r"\pard{\listtext\f5 \'b7\tab}a\par\pard{\pntext 1.\tab}b\par"
        r"\pard Co 5 v\'f4{\super\chftn{\*\footnote\pard 1 huyen.\par Hai.}}"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 9}}{\shptxt\pard Khung 7.\par}}"
        r"{\shprslt Khung 7.}}.\par\pard Het"
    )
    assert _blocks(made.document(tmp_path, rtf(body, FONTS, STYLES))) == [
        (BlockKind.HEADING, 1, "Môt"),
        (BlockKind.HEADING, 3, "Hai"),
        (BlockKind.CAPTION, 0, "B¶ng 1"),
        (BlockKind.HEADING, 2, "Ba"),
        (BlockKind.ITEM, 0, "• a"),
        (BlockKind.PARAGRAPH, 0, "1. b"),
        (BlockKind.PARAGRAPH, 0, "Co 5 vô."),
        (BlockKind.PARAGRAPH, 0, "Khung 7."),
        (BlockKind.PARAGRAPH, 0, "Het"),
        (BlockKind.FOOTNOTE, 0, "1 huyen. Hai."),
    ]


def _row(edges: str, *cells: str) -> str:
    return rf"\trowd{edges}" + "".join(rf"\pard\intbl {text}\cell" for text in cells) + r"\row "


def test_a_merged_cell_is_said_once(tmp_path: Path) -> None:
    """Columns are told by where cells end; a cell over rows stands where it begins."""
    body = "Truoc\\par " + "".join((
        _row(r"\clvmgf\cellx1000\cellx3000\clvmgf\cellx4000", "Loai", "So vu", "Ghi chu"),
        _row(r"\clvmrg\cellx1000\cellx2000\cellx3010\clvmrg\cellx4000", "Loai", "2022", "2023", ""),
        _row(r"\cellx1000\clmgf\cellx2000\clmrg\cellx3000\cellx4000", "An", "10", "", "x"),
        _row(r"\cellx1000\cellx2000\cellx3000\cellx4000", "Don", "20", "22", ""),
    )) + r"\pard Sau"  # fmt: skip
    assert made.document(tmp_path, rtf(body)).text.split("\n") == [
        "Truoc",
        "",
        "Loai\tSo vu\t\tGhi chu",
        "\t2022\t2023\t",
        "An\t10\t\tx",
        "Don\t20\t22\t",
        "",
        "Sau",
    ]


def test_a_table_inside_a_cell(tmp_path: Path) -> None:
    """An inner table of data comes behind the outer one; a table that lays out a page is text."""
    inner = (
        r"\pard\intbl\itap2 Xa\nestcell So\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
        r"{\nonesttables\par}"
        r"\pard\intbl\itap2 Tan An\nestcell 2\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
    )
    data = rtf(
        _row(r"\cellx1000\cellx2000", "Huyen", "So vu")
        + rf"\trowd\cellx1000\cellx2000\pard\intbl An Hoa\cell\pard\intbl 5\par{inner}\pard\intbl\cell\row\pard Het"
    )
    assert made.document(tmp_path, data).text == "Huyen\tSo vu\nAn Hoa\t5\n\nXa\tSo\nTan An\t2\n\nHet"
    letterhead = rtf(_row(r"\cellx1000\cellx2000", r"TOA AN\par So: 5", "CONG HOA") + r"\pard Het")
    assert made.document(tmp_path, letterhead).text == "TOA AN\n\nSo: 5\n\nCONG HOA\n\nHet"


def test_a_file_that_is_cut_off_says_so(tmp_path: Path) -> None:
    """What is there is read, and an error tells that the rest is missing."""
    found, error = made.documents(tmp_path, rtf(r"Khoi to 35 vu.\par Va 5 don")[:-4])
    assert isinstance(found, Document)
    assert found.text == "Khoi to 35 vu.\n\nVa 5"
    assert isinstance(error, ReadError)
    assert error.code == "cut-off"


def test_groups_without_end(tmp_path: Path) -> None:
    """No depth of groups is followed for ever."""
    assert made.error(tmp_path, rtf("{" * 100_000)).code == "damaged"
    assert made.document(tmp_path, rtf("{" * 900 + "a" + "}" * 900)).text == "a"


def test_what_follows_the_last_brace_is_nothing(tmp_path: Path) -> None:
    """Mail programs and disks leave bytes behind the end."""
    assert made.document(tmp_path, rtf("a") + b"\0\0}x").text == "a"
