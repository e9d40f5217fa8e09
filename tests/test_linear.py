"""Work and memory that grow with the text, whatever the text is: counted calls and traced bytes, no seconds.

Each family is one line that no report has; what is asked of it is that twice the text is twice the work.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

from vkstats import extract as corridor
from vkstats.batch.worker import Setup, Task, converter
from vkstats.extract import extract
from vkstats.grid.found import MOST_READINGS
from vkstats.model import Document, DocumentRecord
from vkstats.packs import RuleSet
from vkstats.read import Options
from vkstats.text import prepare
from vkstats.write.form import Form, Format

Row = tuple[str, int, int]
FAMILIES = {
    "blanks": "1 2 3 ",
    "shares": "5% ",
    "changes": "tăng 5% ",
    "comparisons": "tăng 5 vụ so với 5 vụ ",
    "pairs": "35 vụ/52 bị can ",
    "ranges": "từ 5 đến 10 ",
    "about": "khoảng 5 nghìn 5 ",
    "parts": "5 vụ gồm: ",
    "ratios": "7/7 khâu ",
    "brackets": "(5 vụ ",
    "joined": "5 và ",
    "slashes": "1/",
    "dashes": "1-",
    "colons": "1:",
    "zero width": "1\u200b2\u200b",
    "marks": "a\u0301\u0323",
    "capitals": "Á",
    "titles": "bị can ",
    "roles": "Viện trưởng, ",
    "laws": "luật số ",
    "sentences": "Khởi tố 25 vụ, trong đó có 4 vụ ma túy.\n",
    "bodies": "VKSND huyện Đông Hưng.\n",
    "dates": "Ngày 5/6/2019, ông Nguyễn Văn Xuân.\n",
}
SHORT = 4000  # code points; twice the length of the longest sentence
GROWTH = 2
TOLERANCE = 1.15

HEAD = ("Đơn vị", "Số vụ án", "Số bị can")
ROWS = 60
TABLES = {
    "row a line": lambda rows: laid_out(rows, "  "),
    "pipes": lambda rows: laid_out(rows, " | "),
    "tabs": lambda rows: laid_out(rows, "\t"),
    "cell a line": lambda rows: laid_out(rows, "\n"),
    "parts": lambda rows: laid_out([(f"Trong đó: {name}", *said) for name, *said in rows], " | "),
    "a total": lambda rows: laid_out([*rows, total(rows)], " | "),
    "totals": lambda rows: laid_out([line for ten in tens(rows) for line in (*ten, total(ten))], " | "),
    "sections": lambda rows: laid_out(
        [
            (number, *line)
            for ten in tens(rows)
            for number, line in zip(SECTION, [total(ten, "Cụm"), *ten], strict=True)
        ],
        " | ",
        ("STT", *HEAD),
    ),
    "formulas": lambda rows: laid_out(
        [(at, f"{name} (m{at} = m{at + 1} + m{at + 2})", *said) for at, (name, *said) in enumerate(rows)],
        " | ",
        ("Mã số", *HEAD),
    ),
    "labels": lambda rows: "\n".join(f"Số vụ {name} giải quyết: {said}" for name, said, _ in rows),
}
SECTION = ("I", *range(1, 11))


def named_rows(count: int) -> list[Row]:
    """So many rows of a table: a name and two numbers, which are not the same in all."""
    names = ("Bình An", "Cẩm Lâm", "Đông Hòa", "Xuân Sơn", "Tân Hải")
    return [(f"{names[n % 5]} {names[n // 5 % 5]}", n * 7 % 90 + 3, n * 11 % 97 + 5) for n in range(count)]


def tens(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Ten rows each."""
    return [rows[at : at + 10] for at in range(0, len(rows), 10)]


def total(rows: Sequence[Row], name: str = "Cộng") -> Row:
    """The row that is the sum of others."""
    return (name, sum(row[1] for row in rows), sum(row[2] for row in rows))


def laid_out(rows: Sequence[Sequence[object]], mark: str, head: Sequence[str] = HEAD) -> str:
    """A table as text, a mark between two cells."""
    return "\n".join(mark.join(map(str, row)) for row in (head, *rows)) + "\n"


def of_length(family: str, length: int) -> str:
    """A family so many code points long."""
    return "Có " + family * (length // len(family))


def calls(text: str, rules: RuleSet) -> int:
    """How many functions, generators and built-ins are entered while a text is read."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counting)
    try:
        extract(Document("x", text), rules)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_work_grows_with_the_text(family: str, rules: RuleSet) -> None:
    """Twice the text is twice the work, and no more."""
    extract(Document("x", of_length(family, SHORT)), rules)  # what is kept for the next is made
    short, long = (calls(of_length(family, SHORT * growth), rules) for growth in (1, GROWTH))
    assert long <= short * GROWTH * TOLERANCE + 20_000


@pytest.mark.parametrize("shape", TABLES.values(), ids=TABLES.keys())
def test_work_grows_with_the_rows_of_a_table(shape: Callable[[list[Row]], str], rules: RuleSet) -> None:
    """Twice the rows are twice the work, however they are put together and add up; every row is read."""
    record = extract(Document("x", shape(named_rows(ROWS))), rules)
    assert len(record.tables) == 1
    assert len(record.figures) >= ROWS
    short, long = (calls(shape(named_rows(ROWS * growth)), rules) for growth in (1, GROWTH))
    assert long <= short * GROWTH * 1.03


def test_a_table_has_few_readings(rules: RuleSet) -> None:
    """Labels that can be laid over each other in many ways are tried in some."""
    words = ("Thụ lý", "Khởi tố", "Truy tố", "Xét xử", "Tạm giam", "Kiến nghị", "Giải quyết", "Đình chỉ")
    text = f"Đơn vị {' '.join(words)}\n{'Vụ Bị can ' * 5}\n" + "".join(
        f"Xã {name} {' '.join(str(n + at) for n in range(1, 14))}\n" for at, name in enumerate("ABCDEFGH")
    )
    readings = [len(table.readings) for table in prepare(Document("x", text), rules).tables]
    assert readings
    assert max(readings) <= MOST_READINGS


def test_a_line_of_capitals_without_end(rules: RuleSet) -> None:
    """The square of this would take hours."""
    record = extract(Document("x", "Á" * 300_000), rules)
    assert [warning.code for warning in record.warnings] == ["long-sentence"]


def put_out(record: DocumentRecord) -> int:
    """The length of all sentences that are put out."""
    return sum(len(figure.sentence) for figure in record.figures)


@pytest.mark.parametrize("family", ["7/7 khâu ", "(5 vụ ", "35 vụ/52 bị can "])
def test_output_grows_with_the_text(family: str, rules: RuleSet) -> None:
    """Of a sentence beyond all, a figure shows the clauses around it; its offsets are those of the text."""
    text = of_length(family, 20_000)
    record = extract(Document("x", text), rules)
    assert len(record.figures) > 1000
    assert put_out(record) <= len(record.figures) * 320
    for figure in record.figures:
        assert figure.text in figure.sentence
        assert text[figure.start : figure.end] == figure.text


def test_memory_grows_with_the_text(rules: RuleSet) -> None:
    """Twice the text takes twice the memory, and no more."""
    peaks = []
    for length in (SHORT, SHORT * GROWTH):
        text = of_length("7/7 khâu ", length)
        extract(Document("x", text), rules)
        tracemalloc.start()
        extract(Document("x", text), rules)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] <= peaks[0] * GROWTH * TOLERANCE


def test_a_sentence_beyond_all_is_cut_at_a_clause_and_told(rules: RuleSet) -> None:
    """One warning for the whole of it; nothing is lost."""
    text = "Khởi tố 5 vụ trộm cắp tài sản, " * 100
    record = extract(Document("x", text), rules)
    assert [(one.code, one.start, one.end) for one in record.warnings if one.code == "long-sentence"] == [
        ("long-sentence", 0, len(text.rstrip()))
    ]
    assert len(record.figures) == 100
    assert record.figures[50].sentence.startswith("…Khởi tố 5 vụ")
    assert record.figures[50].sentence.endswith("trộm cắp tài sản,…")


def test_an_ordinary_sentence_is_shown_whole(rules: RuleSet) -> None:
    """Up to a length that reports have."""
    text = "Khởi tố 5 vụ " + "trộm cắp tài sản " * 40 + "trên địa bàn huyện."
    record = extract(Document("x", text), rules)
    assert record.figures[0].sentence == text
    assert not [one for one in record.warnings if one.code == "long-sentence"]


def fails(error: type[Exception]) -> object:
    """An extraction that ends so."""

    def failing(*_: object) -> DocumentRecord:
        raise error

    return failing


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_a_document_too_large_is_its_error_row(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever runs out, the batch goes on."""
    monkeypatch.setattr(corridor, "extract", fails(error))
    result = converter(Setup(Options(), Form(Format.JSONL)))(Task(0, "x.txt", "text", "Khởi tố 5 vụ.".encode()))
    assert [(one.code, dict(one.details)) for one in result.failures] == [
        ("batch.exhausted", {"cause": error.__name__})
    ]


@pytest.mark.parametrize("text", ["", "| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n"])
def test_a_text_without_sentences(text: str, rules: RuleSet) -> None:
    """Nothing of it is cut."""
    assert not [one for one in extract(Document("x", text), rules).warnings if one.code == "long-sentence"]
