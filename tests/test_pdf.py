"""PDF: paragraphs whole again, tables in rows, and nothing lost in silence where there is no text."""

from __future__ import annotations

import re
from pathlib import Path

import office_files as made
import pytest
from office_files import pdf, set_lines

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.packs import RuleSet
from vkstats.read import read

LONG = "Trong kỳ báo cáo, cơ quan điều tra đã khởi tố 35 vụ án với 52 bị can, tăng 5 vụ so với cùng kỳ năm trước."


@pytest.mark.parametrize("indent", [0, 4])
@pytest.mark.parametrize("path", made.SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_the_same_as_plain_text(tmp_path: Path, path: Path, indent: int, rules: RuleSet) -> None:
    """A sample set on pages gives the figures of the plain text, with the first line of a paragraph indented or not."""
    (plain,) = read(str(path))
    assert isinstance(plain, Document)
    found = made.document(tmp_path, pdf(set_lines(made.lines_of(path), indent=indent)))
    assert made.figures(found, rules) == made.figures(plain, rules)
    assert found.format == "pdf"


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    """What stands at the edge of most pages is no text; a number there that is not the page's is."""
    pages = [
        [(250, 810, "Báo cáo năm 2023"), (60, 760, f"Huyện {name} có 35 vụ."), (60, 740, "Hết."), (290, 30, f"- {n} -")]
        for n, name in enumerate(["An Hòa", "Minh Tân", "Bình Đông"], 2)
    ]
    pages[2].insert(1, (60, 780, "1986"))
    text = made.document(tmp_path, pdf(pages)).text
    assert text.split("\n\n") == [
        "Huyện An Hòa có 35 vụ.", "Hết.", "Huyện Minh Tân có 35 vụ.", "Hết.", "1986",
        "Huyện Bình Đông có 35 vụ.", "Hết.",
    ]  # fmt: skip


def test_the_number_of_a_page_alone(tmp_path: Path) -> None:
    """One page: its number is 1, and any other number is text."""
    page = [(60.0, 700.0, LONG[:60])]
    assert made.document(tmp_path, pdf([[*page, (290, 30, "1")]])).text == LONG[:60].strip()
    assert made.document(tmp_path, pdf([[*page, (290, 30, "35")]])).text.endswith("\n\n35")


def test_a_paragraph_goes_on_overleaf(tmp_path: Path) -> None:
    """The last line of a page that is full and has no end goes on with the next page."""
    (page,) = set_lines([LONG])
    pages = [page[:1], [(60, 790, page[1][2]), (60, 772, "Hết năm.")]]
    assert made.document(tmp_path, pdf(pages)).text == f"{LONG}\n\nHết năm."


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("Trong giai đoạn 2020-", "2023 khởi tố 35 vụ.", "2020-2023 khởi tố"),
        ("so với năm 2022 giảm 5 vụ (-", "12,5%), đến nay còn 30 vụ.", "(-12,5%)"),
        ("nước Việt Nam Độc lập -", "tự do - hạnh phúc.", "lập - tự do"),
    ],
)
def test_hyphens_at_the_end_of_a_line(tmp_path: Path, above: str, below: str, text: str) -> None:
    """A hyphen without a blank before it binds what stands on both lines."""
    full = above.rjust(70, "x")
    found = made.document(tmp_path, pdf([[(60, 700, full), (60, 682, below)]]))
    assert text in found.text


def test_list_items_and_their_later_lines(tmp_path: Path) -> None:
    """An item begins at its marker; its later lines hang below it."""
    first = f"- {LONG[:70]}"
    lines = [first, "vụ nữa; còn lại 3 vụ,", "- Truy tố 4 vụ.", "a) Xét xử 2 vụ."]
    page = [(60 + 12 * (n == 1), 700 - 18 * n, line) for n, line in enumerate(lines)]
    found = made.document(tmp_path, pdf([page])).text.split("\n\n")
    assert found == [f"{first.strip()} {lines[1]}", *lines[2:]]


def test_tables_are_rows_between_wide_gaps(tmp_path: Path) -> None:
    """Cells of one height are a row, whether they were drawn in rows or not; a row is a line."""
    rows = [("Huyện", "2022", "2023"), ("An Hòa", "35", "40"), ("Minh Tân", "7", "9")]
    page = [(60 + 160 * column, 700 - 18 * n, text) for n, row in enumerate(rows) for column, text in enumerate(row)]
    assert made.document(tmp_path, pdf([page])).text == "\n".join("   ".join(row) for row in rows)


def test_a_table_over_two_pages(tmp_path: Path) -> None:
    """Its head is said again on the next page, and is one; a cell in two lines is one; cells drawn late are found."""
    head = [("Huyện, thành phố", "2022", "2023")]
    first = [*head, ("An Hòa", "35", "40"), ("Thành phố Bình", "7", "9"), ("Đông", "", "")]
    second = [*head, ("Minh Tân", "5", "6"), ("Phú Lộc", "8", "9")]
    columns = (60, 176, 300)
    pages = [
        [(columns[at], 700 - 14 * n, row[at]) for at in range(3) for n, row in enumerate(rows) if row[at]]
        for rows in (first, second)
    ]
    pages[0].sort(key=lambda shown: (-shown[1] // 28, shown[0]))
    assert made.document(tmp_path, pdf(pages)).text.split("\n") == [
        "Huyện, thành phố   2022   2023", "An Hòa   35   40", "Thành phố Bình Đông   7   9", "Minh Tân   5   6",
        "Phú Lộc   8   9",
    ]  # fmt: skip


@pytest.mark.parametrize(("turned", "x", "y"), [(0, 0, 0), (90, 595, 0), (180, 595, 842), (270, 0, 842)])
def test_pages_that_are_shown_turned(tmp_path: Path, turned: int, x: float, y: float) -> None:
    """A page that is set across and turned when it is shown reads like any other."""
    lines = set_lines([LONG] * 2)[0]
    upright = made.document(tmp_path, pdf([lines])).text
    assert made.document(tmp_path, pdf([lines], turned=turned, origin=(x, y))).text == upright


def test_a_letterhead_is_read_by_columns(tmp_path: Path) -> None:
    """Two columns of words are no table of data."""
    page = [
        (60, 800, "TÒA ÁN"),
        (330, 800, "CỘNG HÒA"),
        (60, 782, "Số: 5/BC"),
        (330, 782, "An Hòa, ngày 5"),
        (60, 740, LONG[:50]),
    ]
    assert made.document(tmp_path, pdf([page])).text.split("\n\n") == [
        "TÒA ÁN", "Số: 5/BC", "CỘNG HÒA", "An Hòa, ngày 5", LONG[:50].strip(),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("khëi tè 35 vô", "khởi tố 35 vụ"),
        ("H-ng t- n-íc, -u tiªn 5-7 vô", "Hưng tư nước, ưu tiên 5-7 vụ"),  # PDFium gives the ư as a hyphen
        ("sè 12-NQ/TW, Q§-UBND", "số 12-NQ/TW, QĐ-UBND"),
    ],
)
def test_legacy_fonts(tmp_path: Path, written: str, text: str) -> None:
    """Letters of a font of TCVN3 are what the font shows."""
    assert made.document(tmp_path, pdf([[(60, 700, written)]], font="ABCDEF+.VnTime")).text == text


def test_letters_beyond_the_basic_plane_shift_nothing(tmp_path: Path) -> None:
    """Two units of UTF-16 are one letter, and what follows stands where it stands."""
    rows = [("Huyện 😀", "35"), ("An Hòa", "7")]
    page = [(60 + 200 * column, 700 - 18 * n, text) for n, row in enumerate(rows) for column, text in enumerate(row)]
    assert "   35\nAn Hòa   7" in made.document(tmp_path, pdf([page])).text


def test_a_pdf_of_pictures_is_told(tmp_path: Path) -> None:
    """No page with text: an error with its remedy; nothing on any page: empty; some: the text, and which are not."""
    assert made.error(tmp_path, pdf([[], []], picture=[0, 1])).code == "no-text-layer"
    assert made.error(tmp_path, pdf([[], []])).code == "empty"
    text = [(60.0, 700.0, "Khởi tố 35 vụ.")]
    found, error = made.documents(tmp_path, pdf([[], text, [], [], [], text], picture=[0, 2, 3]))
    assert isinstance(found, Document)
    assert isinstance(error, ReadError)
    assert found.text.count("35 vụ") == 2
    assert (error.code, dict(error.details)) == ("pages-without-text", {"pages": "1, 3-4", "count": "3", "of": "6"})


def test_glyphs_without_letters_are_no_text(tmp_path: Path) -> None:
    """A font that does not say which letters its glyphs are."""
    assert made.error(tmp_path, pdf([[(60, 700, "\ue001\ue002\ue003 \ue004")]])).code == "no-text-layer"


def test_limits_and_damage(tmp_path: Path) -> None:
    """A text over the limit, a file that is cut off, one that has a password."""
    data = pdf(set_lines([LONG] * 30))
    assert made.error(tmp_path, data + b" " * 9_000, limit=len(data) - 1).code == "too-large"
    assert made.error(tmp_path, b"%PDF-1.7\n garbage").code == "damaged"
    locked = re.sub(rb"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
                    + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> >> /ID [<00> <00>]", data)  # fmt: skip
    assert made.error(tmp_path, locked).code == "encrypted"
