"""Tables flattened to lines: every cell of those that are read, and stretches that are not to be read as tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES
from hypothesis import given, settings
from hypothesis import strategies as st

from vkstats.explain import explain
from vkstats.extract import extract
from vkstats.model import BlockKind, Document, DocumentRecord, Figure
from vkstats.packs import RuleSet
from vkstats.text import prepare

DATA = Path(__file__).parent / "data"
_LABELS = {
    "Số vụ": "vụ",
    "Số bị can": "bị can",
    "Số đơn": "đơn",
    "Giá trị (tỷ đồng)": "VND",
    "Diện tích (ha)": "ha",
    "Tỷ lệ (%)": "%",
}
_NAMES = ["Bình An", "Huyện Cẩm Lâm", "Thành phố Tân Phú", "Đông Hà", "Trộm cắp tài sản", "Cá", "Nông, lâm nghiệp"]


def _load(name: str) -> list[dict[str, Any]]:
    cases = yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    return [{**case, "text": case["text"].replace("\\t", "\t")} for case in cases]


def _read(text: str) -> DocumentRecord:
    return extract(Document("table", text), RULES)


def _cell(figure: Figure) -> str:
    role = f"{figure.role} {figure.direction}" if figure.direction else str(figure.role)
    link = f"{figure.relation} {figure.parent}" if figure.relation else ""
    fields = [f"{figure.value.normalize():f}", figure.unit, figure.item, role, link]
    return "|".join([*fields, figure.period or "", figure.baseline or ""]).rstrip("|")


TABLES = _load("tables.yaml")


@pytest.mark.parametrize("case", TABLES, ids=[case["text"][:30] for case in TABLES])
def test_every_cell(case: dict[str, Any]) -> None:
    """Each cell comes out with its unit, item, role, link and times, and nothing else does."""
    record = _read(case["text"])
    assert [_cell(figure) for figure in record.figures] == list(case["cells"])
    assert record.warnings == ()


@pytest.mark.parametrize("case", _load("no_tables.yaml"), ids=lambda case: case["text"][:30])
def test_what_is_not_read_as_a_table(case: dict[str, Any]) -> None:
    """No cell is invented; a table that cannot be read is told once."""
    record = _read(case["text"])
    assert [figure.text for figure in record.figures] == []
    assert [warning.code for warning in record.warnings].count("unread-table") == int(case["unread"])


def test_a_column_that_may_be_two_things_is_left_out_alone() -> None:
    """A comparison of 40 percent may be an index or an increase: the column is told, the others are read."""
    record = _read("Huyện\tSố vụ\tSo sánh (%)\nBình An\t12\t40\nCẩm Lâm\t8\t35")
    assert [figure.text for figure in record.figures] == ["12", "8"]
    assert [(w.code, record.text[w.start : w.end]) for w in record.warnings] == [("unread-column", "So sánh (%)")]


def test_a_table_stands_apart_from_the_text_around_it() -> None:
    """Sentences above and below are read as ever; the table's time does not reach them."""
    text = "Năm 2023, đơn vị khởi tố 7 vụ.\nNăm\tSố vụ\n2019\t35\n2020\t40\nTrong kỳ truy tố 6 bị can."
    record = _read(text)
    found = [(figure.text, (figure.period or "")[:4]) for figure in record.figures]
    assert found == [("7 vụ", "2023"), ("35", "2019"), ("40", "2020"), ("6 bị can", "2023")]
    kinds = [block.kind for block in prepare(Document("table", text), RULES).blocks]
    assert kinds.count(BlockKind.TABLE) == 1


def test_an_explanation_tries_no_rule_on_cells() -> None:
    """What is read cell by cell has no reading by rules, and its figures say so."""
    explanation = explain("Năm\tSố vụ\n2019\t35\n2020\t40", RULES)
    assert explanation.readings == ()
    assert {figure.rule for figure in explanation.record.figures} == {"tables:cell.level"}


def _written(number: Decimal) -> str:
    whole, _, decimals = f"{number:,f}".partition(".")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


_SHAPES = {
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "bars": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "gaps": lambda rows: "\n".join("   ".join(row) for row in rows),
    "blanks": lambda rows: "\n".join(" ".join(row) for row in rows),
    "a cell a line": lambda rows: "\n".join(cell for row in rows for cell in row),
}


@given(st.data())
@settings(max_examples=100)
@pytest.mark.parametrize("shape", _SHAPES)
def test_a_table_of_any_size_comes_back_cell_by_cell(shape: str, data: st.DataObject) -> None:
    """Whatever its columns, rows and numbers: value, unit and place of each cell, in order."""
    labels = data.draw(st.lists(st.sampled_from(sorted(_LABELS)), min_size=2, max_size=5, unique=True))
    names = data.draw(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=6, unique=True))
    is_numbered = data.draw(st.booleans())
    rows, wanted = [], []
    for number, name in enumerate(names, start=1):
        cells = []
        for label in labels:
            places = 1 if "(" in label else 0
            value = Decimal(data.draw(st.integers(1, 9_999_999) | st.integers(1990, 2030))).scaleb(-places)
            cells.append(str(value) if 1000 <= value < 3000 and not places else _written(value))
            wanted.append((value.scaleb(9) if _LABELS[label] == "VND" else value, _LABELS[label]))
        rows.append([*([str(number)] if is_numbered else []), name, *cells])
    header = [*(["STT"] if is_numbered else []), "Địa phương", *labels]
    record = _read(_SHAPES[shape]([header, *rows]))
    found = [(figure.value, figure.unit) for figure in record.figures]
    first = rows[0][-len(labels) :]
    if all(len(cell) == 4 and cell.isdigit() for cell in first):  # may be the years of a header
        assert found in ([], wanted)
    else:
        assert (found, record.warnings) == (wanted, ())


@given(
    st.lists(
        st.sampled_from([*"0123456789", "\t", "|", "\n", " ", "  ", "Số vụ", "Năm", "2019", "(%)", "-", "+"]),
        max_size=60,
    )
)
@settings(max_examples=300)
def test_any_lines_are_cut_into_cells_inside_their_block(pieces: list[str]) -> None:
    """Nothing raises; the stretches of a table lie in its block, and its block in the text."""
    article = prepare(Document("table", "".join(pieces)), RULES)
    for table in article.tables:
        assert article.blocks[table.block].kind is BlockKind.TABLE
        for reading in table.readings:
            assert len({len(row) for row in reading.rows}) == 1
            for start, end in (cell for row in reading.rows for cell in row):
                assert start == end or table.start <= start < end <= table.end
    _read("".join(pieces))


def test_its_words_are_data(rules: RuleSet) -> None:
    """A user's words for totals, corners and changes are read where the built-in ones are."""
    assert {"tổng số", "cộng"} <= set(rules.words("table-total"))
    assert set(rules.words("table-change").values()) <= {"up", "down", "both", "against"}
    assert set(rules.words("table-status").values()) <= {"level", "about", "target"}


def test_a_list_whose_numbers_stand_before_tabs_is_read_as_text() -> None:
    """`1⇥…` is what Word puts in front of an item: the items keep their figures, their numbers are none."""
    record = _read("Kết quả\n1\tLúa mì đạt 5 tấn\n2\tNgô đạt 6 tấn\n3\tThuốc thú y")
    assert [(figure.text, figure.item) for figure in record.figures] == [("5 tấn", "Lúa mì"), ("6 tấn", "Ngô")]
    assert record.warnings == ()
