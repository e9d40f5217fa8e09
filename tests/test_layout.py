"""Documents put together block by block, and what becomes of their blocks."""

from __future__ import annotations

import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import BlockKind, Frame
from vkstats.packs import RuleSet
from vkstats.read import Options, Source
from vkstats.read.layout import Layout
from vkstats.text import prepare

SOURCE = Source("x", Options())
TOLD = [BlockKind.TITLE, BlockKind.HEADING, BlockKind.ITEM, BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.PARAGRAPH]


@given(st.lists(st.tuples(st.sampled_from(TOLD), st.text(st.sampled_from("aộ\u0302\u0323 \n\t.5"))), min_size=1))
def test_offsets_point_at_what_was_added(rules: RuleSet, added: list[tuple[BlockKind, str]]) -> None:
    """Each block is one line of the text, NFC, its space plain; what has no word is no block."""
    layout = Layout()
    for kind, text in added:
        layout.add(kind, text)
    expected = [(kind, unicodedata.normalize("NFC", " ".join(text.split()))) for kind, text in added if text.split()]
    if not expected:
        with pytest.raises(ReadError, match="empty"):
            layout.document(SOURCE, "html")
        return
    document = layout.document(SOURCE, "html")
    assert [(block.kind, document.text[block.start : block.end]) for block in document.layout] == expected
    assert prepare(document, rules).text == document.text


def test_what_the_format_tells_counts_more_than_the_words(rules: RuleSet) -> None:
    """A paragraph that looks like a heading is one only where the format says so; lines are never joined."""
    layout = Layout()
    layout.add(BlockKind.TITLE, "Kết quả công tác năm 2023")
    layout.add(BlockKind.CAPTION, "Toàn cảnh hội nghị sơ kết công tác.")
    layout.add(BlockKind.HEADING, "kết quả đạt được", level=2)
    layout.add(BlockKind.PARAGRAPH, "Đơn vị khởi tố 35 vụ án và")
    layout.add(BlockKind.PARAGRAPH, "truy tố 20 bị can.")
    layout.add(BlockKind.FOOTNOTE, "Theo báo cáo tháng 12.")
    kinds = [block.kind for block in prepare(layout.document(SOURCE, "html"), rules).blocks]
    assert kinds == [*TOLD[:1], *TOLD[3:4], *TOLD[1:2], BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.FOOTNOTE]


def test_what_is_said_beside_the_text_is_the_frame(rules: RuleSet) -> None:
    """The tags of a page count more than its words, and the format is named."""
    layout = Layout()
    layout.add(BlockKind.PARAGRAPH, "Đơn vị khởi tố 35 vụ án.")
    said = Frame("Tiêu đề", "2023-11-05T10:00:00", "Lê Thị Hoa")
    record = extract(layout.document(SOURCE, "html", said, "utf-8"), rules)
    assert (record.frame.title, record.frame.published, record.frame.author) == (
        said.title,
        said.published,
        said.author,
    )
    assert (record.format, record.encoding) == ("html", "utf-8")


def test_a_head_of_several_rows_is_one(rules: RuleSet) -> None:
    """Rows of a head stay rows; the labels of a column count together, and the figures carry them."""
    layout = Layout()
    rows = [["Huyện", "Khởi tố", ""], ["", "Số vụ", "Số bị can"], ["Đông Xá", "35", "52"], ["Tây Xá", "20", "31"]]
    layout.add_table(rows, header=2)
    document = layout.document(SOURCE, "docx")
    assert document.text.split("\n")[:2] == ["Huyện\tKhởi tố\t", "\tSố vụ\tSố bị can"]
    assert [(str(figure.value), figure.unit) for figure in extract(document, rules).figures] == [
        ("35", "vụ"), ("52", "bị can"), ("20", "vụ"), ("31", "bị can"),
    ]  # fmt: skip


def test_cells_of_prose_are_paragraphs() -> None:
    """A letterhead in two columns is no table of data."""
    layout = Layout()
    layout.add_table([["VIỆN KIỂM SÁT", "CỘNG HÒA"], ["Số: 5/BC", "Độc lập"]])
    document = layout.document(SOURCE, "docx")
    assert document.text.split("\n\n") == ["VIỆN KIỂM SÁT", "CỘNG HÒA", "Số: 5/BC", "Độc lập"]


def test_one_long_row_makes_no_table_of_a_million_cells() -> None:
    """Rows are not filled up to the width of a hostile one."""
    layout = Layout()
    rows = [["5"] * 20_000, *([["7"]] * 20_000)]
    tracemalloc.start()
    layout.add_table(rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert layout.document(SOURCE, "html").text.count("7") == 20_000
