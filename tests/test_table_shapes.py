"""Tables of the shapes that forms have, in every format and flattened: right cells, and doubt where they are not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import table_shapes
from built_in import RULES
from table_shapes import Shape

from vkstats.extract import extract
from vkstats.model import Document, DocumentRecord
from vkstats.text import prepare

SHAPES = table_shapes.shapes()
FLAT = [shape for shape in SHAPES if shape.flat]
_ABOVE = "Năm 2023, Viện kiểm sát hai cấp khởi tố 1.207 vụ, 1.853 bị can, trong đó có 17 vụ án điểm."
_BELOW = "Trong kỳ, đơn vị ban hành 23 kiến nghị, được chấp nhận 22 kiến nghị."


def test_there_are_shapes_enough() -> None:
    """Forty at least, told apart by their names."""
    assert len({shape.name for shape in SHAPES}) >= 40


@pytest.mark.parametrize("form", ["docx", "html", "xlsx", "pipes", "tabs"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_table_that_has_cells_is_read_cell_by_cell(shape: Shape, form: str) -> None:
    """Value, unit and label of every cell, and nothing else."""
    record = table_shapes.record(shape, form, RULES)
    assert table_shapes.score(record, shape.right) == (len(shape.right), 0)


@pytest.mark.parametrize("form", ["rows", "cells", "gaps"])
@pytest.mark.parametrize("shape", FLAT, ids=lambda shape: shape.name)
def test_a_table_that_came_apart_is_put_together(shape: Shape, form: str) -> None:
    """A row a line, a cell a line, or columns with wide gaps."""
    record = table_shapes.record(shape, form, RULES)
    assert table_shapes.score(record, shape.right) == (len(shape.right), 0)


@pytest.mark.parametrize("shape", [shape for shape in FLAT if shape.head == 1], ids=lambda shape: shape.name)
def test_labels_in_two_lines_are_put_together_by_their_columns(shape: Shape) -> None:
    """A page that is printed narrow wraps the labels of its columns."""
    record = table_shapes.record(shape, "wrapped", RULES)
    assert table_shapes.score(record, shape.right) == (len(shape.right), 0)


@pytest.mark.parametrize("form", ["rows", "cells", "pipes"])
@pytest.mark.parametrize("shape", FLAT, ids=lambda shape: shape.name)
def test_a_table_and_the_prose_around_it_stay_apart(shape: Shape, form: str) -> None:
    """The sentences give their own figures, and no cell more or less comes out."""
    table = table_shapes.text(shape, form)
    found = extract(Document("a", f"{_ABOVE}\n\n{table}\n\n{_BELOW}"), RULES)
    prose = [figure for figure in found.figures if not figure.rule.startswith("tables:")]
    assert [int(figure.value) for figure in prose] == [1207, 1853, 17, 23, 22]
    inside = replace(found, figures=tuple(figure for figure in found.figures if figure not in prose))
    hits, extra = table_shapes.score(inside, shape.right)
    assert (hits, extra) == (len(shape.right), 0)


def _summed() -> list[Shape]:
    """The shapes whose last row is the total of those above, without sections."""
    return [
        shape
        for shape in FLAT
        if any(cell.startswith(("Tổng", "Cộng")) for cell in shape.rows[-1][:2])
        and not any(cell.startswith(("Trong đó", "Kỳ trước")) for row in shape.rows for cell in row)
    ]


def _doubts(record: DocumentRecord) -> int:
    """The cells whose number the arithmetic of their table does not bear out."""
    return sum("value" in figure.doubt for figure in record.figures if figure.rule.startswith("tables:"))


def _with_column(shape: Shape, change: dict[str, str]) -> Shape:
    return replace(shape, rows=[[change.get(cell, cell) for cell in row] for row in shape.rows])


@pytest.mark.parametrize("form", ["rows", "cells", "pipes", "docx"])
@pytest.mark.parametrize("shape", _summed(), ids=lambda shape: shape.name)
def test_a_total_that_does_not_add_up_is_in_doubt(shape: Shape, form: str) -> None:
    """Right sums leave no doubt; one number changed puts its column in doubt."""
    sound = table_shapes.record(shape, form, RULES)
    assert _doubts(sound) == 0
    total = next(cell for cell in shape.rows[-1] if cell[:1].isdigit())
    digits = total.replace(".", "")
    altered = _with_column(shape, {total: str(int(digits) + 17) if digits.isdigit() else f"9{total}"})
    assert _doubts(table_shapes.record(altered, form, RULES)) >= 3


@pytest.mark.parametrize("shape", _summed(), ids=lambda shape: shape.name)
def test_shuffled_cells_are_not_trusted(shape: Shape) -> None:
    """Where the numbers of the lines are mixed up, what comes out without doubt stands where it stood."""
    lines = table_shapes.text(shape, "cells").split("\n")
    places = [
        at for at, line in enumerate(lines) if line[:1].isdigit() and int(line.replace(".", "").split(",")[0]) > 9
    ]
    numbers = [lines[at] for at in places]
    sound = list(lines)
    random.Random(7).shuffle(numbers)  # noqa: S311 (a shuffle, no secret)
    for at, number in zip(places, numbers, strict=True):
        lines[at] = number
    record = extract(Document("a", "\n".join(lines)), RULES)
    moved = {at for at, line in enumerate(lines) if line != sound[at]}
    trusted = [figure for figure in record.figures if figure.rule.startswith("tables:") and not figure.doubt]
    assert not moved.intersection(record.text.count("\n", 0, figure.start) for figure in trusted)


def test_a_long_table_takes_no_more_readings_than_a_short_one() -> None:
    """The search is over heads and forms, whose number does not grow with the rows."""
    for form in (" ", "\n"):
        counts = []
        for size in (10, 2000):
            rows = [form.join(("STT", "Đơn vị", "Số vụ", "Số bị can"))]
            rows += [form.join((str(n), f"Xã Tân Lập {'ABCDE'[n % 5]}", "12", "20")) for n in range(1, size)]
            (table,) = prepare(Document("a", "\n".join(rows)), RULES).tables
            counts.append(len(table.readings))
            assert max(len(reading.rows) for reading in table.readings) >= size
        assert counts[0] == counts[1] <= 16


def test_cells_know_by_what_their_head_scales_them() -> None:
    """`Đơn vị tính: triệu đồng` is said once, and holds for every cell."""
    text = "Đơn vị tính: triệu đồng\nKhoản thu | Năm 2022 | Năm 2023\nThuế | 1,5 | 2\nPhí | 3 | 4"
    figures = extract(Document("a", text), RULES).figures
    assert [(int(figure.value), int(figure.scale)) for figure in figures] == [
        (1_500_000, 1_000_000),
        (2_000_000, 1_000_000),
        (3_000_000, 1_000_000),
        (4_000_000, 1_000_000),
    ]


def test_tables_are_put_out_as_grids() -> None:
    """With their caption, where the cells come from, and what proves them; a merged cell stands where it covers."""
    shape = next(shape for shape in SHAPES if shape.name == "hai tầng đầu, nhóm đều")
    (table,) = table_shapes.record(shape, "docx", RULES).tables
    assert (table.source, table.proof, table.caption) == ("format", "format sum", None)
    assert [cell.text for cell in table.header[0]] == [
        *("STT", "Đơn vị", "Đã thụ lý", "Đã thụ lý", "Đã giải quyết", "Đã giải quyết")
    ]
    assert [cell.text for cell in table.rows[-1]] == ["", "Cộng", "87", "128", "79", "110"]
    (flat,) = extract(
        Document("a", "Kết quả năm 2022\nHuyện Số vụ Số đơn\nAn Hòa 5 6\nTân An 7 8\nCộng 12 14"), RULES
    ).tables
    assert (flat.source, flat.proof, flat.caption) == ("rows", "sum", "Kết quả năm 2022")


def test_running_numbers_are_no_figures() -> None:
    """A list of names with numbers in front and no numbers behind them has no figure and no warning."""
    rows = [
        "TT|Tên công việc|Đơn vị",
        "1|Trông giữ xe|Phòng Xây dựng",
        "2|Báo cáo quý|Văn phòng",
        "3|Thuốc thú y|Phòng 5",
    ]
    text = "\n".join(rows).replace("|", "\t")
    record = extract(Document("a", text), RULES)
    assert (record.figures, record.warnings) == ((), ())


def test_a_form_is_a_table_of_one_column() -> None:
    """Labels with a number each, the unit said once; parts by their bullets, sums by their formula."""
    text = (
        "KẾT QUẢ NĂM 2022\nA. Số đơn mới: 45\nB. Số đơn cũ: 12\nC. Số đơn phải giải quyết (m3 = m1 + m2): 57\n"
        "Tr/đó: + Đơn khiếu nại: 30\n+ Đơn tố cáo: 27\nI. Kỳ trước chuyển sang: 19"
    )
    figures = extract(Document("a", text), RULES).figures
    assert [(int(figure.value), figure.unit, figure.parent) for figure in figures] == [
        (45, "đơn", 3),
        (12, "đơn", 3),
        (57, "đơn", None),
        (30, "đơn", 3),
        (27, "đơn", 3),
        (19, "đơn", 3),
    ]
