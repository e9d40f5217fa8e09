"""Tables in PDF whose cells are ruled: cells, merged cells, cells of several lines, tables over pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import office_files as made
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import pdf

from vkstats.extract import extract
from vkstats.packs import RuleSet
from vkstats.read.ruled import Segment, ruled_tables

COLUMNS = (60.0, 150.0, 230.0, 310.0, 400.0)
ROWS = (700.0, 670.0, 650.0, 630.0, 600.0)
# A head of two rows: the first and the last column go through it, the two between stand under one label.
WALLS: list[Segment] = [
    *((COLUMNS[0], y, COLUMNS[4], y) for y in (700.0, 650.0, 630.0, 600.0)), (150.0, 670.0, 310.0, 670.0),
    *((x, 600.0, x, 700.0) for x in (60.0, 150.0, 310.0, 400.0)), (230.0, 600.0, 230.0, 670.0),
]  # fmt: skip
TEXT = [
    (63, 680, "Đơn vị"), (180, 680, "Thụ lý"), (313, 685, "Tỷ lệ giải"), (313, 672, "quyết (%)"),
    (155, 655, "Số vụ"), (235, 655, "Số bị can"),
    (63, 635, "Huyện A"), (155, 635, "35"), (235, 635, "52"), (313, 635, "87,5"),
    (63, 617, "Huyện Minh"), (63, 604, "Tân"), (155, 610, "30"), (235, 610, "41"), (313, 610, "91,2"),
]  # fmt: skip


def strokes(segments: Sequence[Segment]) -> str:
    """Each line as a path of its own."""
    return "".join(f"{a:g} {b:g} m {c:g} {d:g} l S\n" for a, b, c, d in segments)


def one_path(segments: Sequence[Segment]) -> str:
    """All lines in one path."""
    return "".join(f"{a:g} {b:g} m {c:g} {d:g} l\n" for a, b, c, d in segments) + "S\n"


def thin_boxes(segments: Sequence[Segment]) -> str:
    """Each line as a filled box, as word processors draw it, cut into two pieces."""
    pieces = []
    for a, b, c, d in segments:
        x, y = (a + c) / 2, (b + d) / 2
        pieces += [(a, b, x - a or 0.5, y - b or 0.5), (x, y, c - x or 0.5, d - y or 0.5)]
    return "".join(f"{x:g} {y:g} {w:g} {h:g} re f\n" for x, y, w, h in pieces)


def boxes_of_cells(_: Sequence[Segment]) -> str:
    """A closed box around each cell."""
    cells = [(60, 650, 90, 50), (150, 670, 160, 30), (310, 650, 90, 50), (150, 650, 80, 20), (230, 650, 80, 20)]
    cells += [
        (COLUMNS[n], low, COLUMNS[n + 1] - COLUMNS[n], high - low)
        for low, high in ((630, 650), (600, 630))
        for n in range(4)
    ]
    return "".join(f"{x:g} {y:g} {w:g} {h:g} re S\n" for x, y, w, h in cells)


@pytest.mark.parametrize("draw", [strokes, one_path, thin_boxes, boxes_of_cells])
def test_ruled_cells(tmp_path: Path, draw: object, rules: RuleSet) -> None:
    """However the lines are drawn: a label over two columns, cells over two rows and in two lines."""
    assert callable(draw)
    before, behind = [(60, 760, "Kết quả thụ lý năm 2021 như sau:")], [(60, 560, "Toàn huyện khởi tố 3 vụ.")]
    found = made.document(tmp_path, pdf([[*before, *TEXT, *behind]], size=10, drawn=draw(WALLS)))
    assert found.text.split("\n\n") == [
        "Kết quả thụ lý năm 2021 như sau:",
        (
            "Đơn vị\tThụ lý\t\tTỷ lệ giải quyết (%)\n\tSố vụ\tSố bị can\t\n"
            "Huyện A\t35\t52\t87,5\nHuyện Minh Tân\t30\t41\t91,2"
        ),
        "Toàn huyện khởi tố 3 vụ.",
    ]
    assert len(found.tables) == 1
    assert [(float(figure.value), figure.unit, figure.category) for figure in extract(found, rules).figures] == [
        (35, "vụ", "huyện A"), (52, "bị can", "huyện A"), (87.5, "%", "huyện A"),
        (30, "vụ", "huyện Minh Tân"), (41, "bị can", "huyện Minh Tân"), (91.2, "%", "huyện Minh Tân"),
        (3, "vụ", None),
    ]  # fmt: skip


def test_a_ruled_table_goes_on_overleaf(tmp_path: Path) -> None:
    """The head is said once."""
    head = [text for text in TEXT if text[1] > 650]
    pages = [
        TEXT,
        [
            *head,
            (63, 635, "Huyện B"),
            (155, 635, "5"),
            (235, 635, "6"),
            (313, 635, "7"),
            (63, 610, "Cộng"),
            (155, 610, "70"),
        ],
    ]
    found = made.document(tmp_path, pdf(pages, size=10, drawn=strokes(WALLS)))
    assert found.text.splitlines()[2:] == [
        "Huyện A\t35\t52\t87,5", "Huyện Minh Tân\t30\t41\t91,2", "Huyện B\t5\t6\t7", "Cộng\t70\t\t",
    ]  # fmt: skip
    assert len(found.tables) == 1


def test_a_ruled_letterhead_is_prose(tmp_path: Path) -> None:
    """Cells without numbers are read as lines, as where no line is drawn."""
    page = [(63, 680, "VIỆN KIỂM SÁT"), (313, 680, "CỘNG HÒA"), (63, 635, "HUYỆN A"), (313, 635, "Độc lập")]
    (plain, ruled) = (made.document(tmp_path, pdf([page], drawn=drawn)) for drawn in ("", strokes(WALLS)))
    assert (ruled.text, ruled.tables) == (plain.text, ())


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages(tmp_path: Path, turned: int) -> None:
    """Lines turn with the page."""
    x, y = {90: (595, 0), 180: (595, 842), 270: (0, 842)}[turned]
    (plain, found) = (
        made.document(tmp_path, pdf([TEXT], size=10, drawn=strokes(WALLS), turned=degrees, origin=origin))
        for degrees, origin in ((0, (0, 0)), (turned, (x, y)))
    )
    assert (found.text, len(found.tables)) == (plain.text, 1)


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), max_size=60))
def test_any_lines_give_cells_that_cover_the_table(lines: list[tuple[int, int, int, int]]) -> None:
    """Each place has an owner that owns itself, above or beside it."""
    for table in ruled_tables(
        (x * 10, y * 10, u * 10, y * 10) if n % 2 else (x * 10, y * 10, x * 10, v * 10)
        for n, (x, y, u, v) in enumerate(lines)
    ):
        size = {(row, column) for row in range(len(table.rows) - 1) for column in range(len(table.columns) - 1)}
        assert set(table.owners) == size
        assert all(table.owners[owner] == owner <= place for place, owner in table.owners.items())


def test_a_drawing_is_no_table() -> None:
    """Thousands of lines end the search."""
    assert ruled_tables((float(n * 7), 0.0, float(n * 7), 100.0) for n in range(2000)) == []


def test_columns_that_no_line_rules(tmp_path: Path, rules: RuleSet) -> None:
    """Blanks hardly wider than those between words, at one place in all rows; labels in two lines; an empty cell."""
    page = [
        (40, 700, "Đơn vị"), (110, 700, "Số vụ"), (150, 700, "Số bị"), (190, 700, "Tỷ lệ giải"),
        (150, 690, "can"), (190, 690, "quyết (%)"),
        (40, 670, "Huyện Minh Tân"), (110, 670, "35"), (150, 670, "52"), (190, 670, "87,5"),
        (40, 655, "Huyện An Hòa"), (110, 655, "30"), (150, 655, "41"), (190, 655, "91,2"),
        (40, 640, "Phú Lộc"), (110, 640, "4"), (150, 640, "-"), (190, 640, "100"),
    ]  # fmt: skip
    found = made.document(tmp_path, pdf([page], size=8))
    assert [(float(figure.value), figure.unit, figure.category) for figure in extract(found, rules).figures] == [
        (35, "vụ", "huyện Minh Tân"), (52, "bị can", "huyện Minh Tân"), (87.5, "%", "huyện Minh Tân"),
        (30, "vụ", "huyện An Hòa"), (41, "bị can", "huyện An Hòa"), (91.2, "%", "huyện An Hòa"),
        (4, "vụ", "Phú Lộc"), (100, "%", "Phú Lộc"),
    ]  # fmt: skip
