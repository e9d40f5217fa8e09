"""Records → table, CSV, TSV, JSON and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from vkstats.errors import PatternError, PatternProblem, ReadError, WriteError
from vkstats.messages import LANGUAGES
from vkstats.model import Citation, CitationKind, DateMention, DocumentRecord, Figure, Frame, Organisation
from vkstats.write.columns import DOCUMENTS, TABLES, header, plain
from vkstats.write.form import Form, Format, writer
from vkstats.write.mistakes import told
from vkstats.write.output import output
from vkstats.write.wording import interval, moment, number

EMPTY = DocumentRecord("rong.txt", Frame(), "Không có gì.")


def written(
    form: Format,
    *records: DocumentRecord,
    lang: str = "vi",
    table: str | None = None,
    with_text: bool = False,
    color: bool = False,
) -> str:
    """What a writer puts out for these records."""
    out = io.StringIO(newline="")
    sink = writer(Form(form, table, lang, with_text), out, color=color)
    for record in records:
        sink.write(record)
    sink.finish()
    return out.getvalue()


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """CSV read back."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


# --- CSV and TSV ---


def test_columns_come_from_the_types() -> None:
    """The figures' table is the document, its frame, and every field of a figure."""
    front = ["doc", "title", "published", "author", "agency", "document_period"]
    assert list(header("figures")) == front + [field.name for field in fields(Figure)]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", [Format.CSV, Format.TSV])
def test_the_header_is_always_written(form: Format, table: str) -> None:
    """No document at all still gives the header, and only that."""
    delimiter = "\t" if form is Format.TSV else ","
    assert written(form, table=table) == delimiter.join(header(table)) + "\n"


@pytest.mark.parametrize(("form", "delimiter"), [(Format.CSV, ","), (Format.TSV, "\t")])
def test_one_row_a_figure(record: DocumentRecord, form: Format, delimiter: str) -> None:
    """Every figure is a row with its document in front; line breaks stay inside their cell."""
    found = rows(written(form, record), delimiter)
    assert [row["value"] for row in found] == ["25", "5", "25", "4", "7", "3500000000"]
    assert found[3]["relation"] == "part_of"
    assert found[3]["parent"] == "1"
    assert found[0]["sentence"] == record.figures[0].sentence
    assert {row["document_period"] for row in found} == {"2023-01-01/2023-12-31"}
    assert {row["author"] for row in found} == {""}


def test_the_table_of_documents_counts(record: DocumentRecord) -> None:
    """One row a document with the length of each list, and its text on request."""
    found = rows(written(Format.CSV, record, EMPTY, table=DOCUMENTS, with_text=True))
    assert [row["figures"] for row in found] == ["6", "0"]
    assert found[0]["text"] == record.text


def test_a_warning_is_a_sentence(record: DocumentRecord) -> None:
    """The table of warnings speaks the chosen language."""
    vietnamese, english = (rows(written(Format.CSV, record, lang=lang, table="warnings"))[0] for lang in LANGUAGES)
    assert vietnamese["code"] == english["code"] == "no-vietnamese"
    assert vietnamese["message"] != english["message"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_is_never_a_formula(record: DocumentRecord, start: str) -> None:
    """A text cell that a spreadsheet would run gets a quotation mark in front."""
    hostile = replace(record.figures[0], item=f"{start}cmd|'/c calc'!A1")
    (row,) = rows(written(Format.CSV, replace(record, figures=(hostile,))))
    assert row["item"] == f"'{start}cmd|'/c calc'!A1".replace("\r", " ")


def test_a_negative_number_is_no_formula(record: DocumentRecord) -> None:
    """Our own numbers are left alone, and so is a lone `-`, the name of standard input."""
    figure = replace(record.figures[0], value=Decimal("-18.19"))
    (row,) = rows(written(Format.CSV, replace(record, doc="-", figures=(figure,))))
    assert (row["value"], row["doc"]) == ("-18.19", "-")


@pytest.mark.parametrize(
    ("value", "digits"),
    [("25", "25"), ("25.0", "25"), ("3.5E+9", "3500000000"), ("1E-7", "0.0000001"), ("16.70", "16.7"), ("0", "0")],
)
def test_numbers_are_plain(value: str, digits: str) -> None:
    """No exponent, no idle zeros."""
    assert plain(Decimal(value)) == digits


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_numbers_stay_exact(value: Decimal) -> None:
    """What is written is the same number."""
    assert Decimal(plain(value)) == value


# --- JSON ---


def test_json_lines_have_the_keys_of_the_contract(record: DocumentRecord) -> None:
    """One object a document, the keys in order, the text only on request."""
    first, second = (json.loads(line) for line in written(Format.JSONL, record, EMPTY).splitlines())
    frame = ["doc", "title", "published", "author", "agency", "period", "format", "encoding"]
    lists = ["figures", "people", "organisations", "places", "dates", "citations", "tables", "evidence", "warnings"]
    assert list(first) == frame + lists
    assert list(first["figures"][0]) == [field.name for field in fields(Figure)]
    assert second["title"] is None
    with_text = json.loads(written(Format.JSONL, record, with_text=True))
    assert list(with_text) == [*frame, "text", *lists]
    figure = with_text["figures"][5]
    assert with_text["text"][figure["start"] : figure["end"]] == figure["text"]


def test_json_numbers_are_whole_where_they_are(record: DocumentRecord) -> None:
    """25 is an integer, 3.5E+9 too, and a number beyond 64 bits keeps every digit."""
    figure = replace(record.figures[0], value=Decimal("123456789012345678901234567890.5"))
    text = written(Format.JSONL, replace(record, figures=(*record.figures, figure)))
    values = [figure["value"] for figure in json.loads(text, parse_float=Decimal)["figures"]]
    assert values == [25, 5, 25, 4, 7, 3_500_000_000, Decimal("123456789012345678901234567890.5")]
    assert isinstance(values[0], int)
    assert isinstance(values[5], int)


def test_json_is_one_array(record: DocumentRecord) -> None:
    """An array of documents, also of none."""
    assert [document["doc"] for document in json.loads(written(Format.JSON, record, EMPTY))] == [record.doc, EMPTY.doc]
    assert json.loads(written(Format.JSON)) == []


def test_json_of_a_table_is_flat(record: DocumentRecord) -> None:
    """With a table named, one object a row, with the columns of the CSV."""
    (person,) = (json.loads(line) for line in written(Format.JSONL, record, table="people").splitlines())
    assert tuple(person) == header("people")
    assert person["name"] == "Phan Thị Bình"


def test_a_warning_in_json_has_words(record: DocumentRecord) -> None:
    """Code, message and place."""
    (warning,) = json.loads(written(Format.JSONL, record, lang="en"))["warnings"]
    assert list(warning) == ["code", "message", "text", "start", "end"]
    assert warning["text"] == record.text[warning["start"] : warning["end"]]
    assert "Vietnamese" in warning["message"]


# --- the table ---


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_fits_80_columns(
    record: DocumentRecord, table: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider than 80 cells, however long the words are."""
    monkeypatch.setenv("COLUMNS", "80")
    long = replace(record.figures[0], id=9, item="kiến nghị " * 40, unit="x" * 100, parent=4, max=Decimal(10**40))
    wide = replace(record, doc="d" * 200, figures=(*record.figures, long))
    lines = written(Format.TABLE, wide, EMPTY, table=table, lang=lang).splitlines()
    assert lines
    assert max(map(cell_len, lines)) <= 80


def test_a_long_path_breaks_between_its_folders(record: DocumentRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name inside it is cut in two, and nothing is left out for it, not the counts either."""
    monkeypatch.setenv("COLUMNS", "80")
    path = "/du-lieu/bao-cao/nam-2023/vien-kiem-sat/huyen-minh-hoa/tong-ket.txt"
    header, *lines = written(Format.TABLE, replace(record, doc=path), table=DOCUMENTS, lang="en").splitlines()
    pieces = [line.split()[0] for line in lines if line.strip() and line[0] != " "]
    assert "".join(pieces) == path
    assert all(piece.endswith(("/", ".txt")) for piece in pieces)
    assert header.split()[-2:] == ["Figures", "People"]
    assert lines[0].split()[-2:] == ["6", "1"]


def test_citations_stand_below(record: DocumentRecord) -> None:
    """A document has its issuer beside it, an article its offence, an offence its article."""
    citations = (
        Citation("Kế hoạch số 9/KH-BTP", "9/KH-BTP", 0, 4, CitationKind.DOCUMENT, issuer="Bộ Tư pháp"),
        Citation("Điều 173 BLHS", "x", 0, 4, CitationKind.ARTICLE, article="173", offence="Trộm cắp tài sản"),
        Citation("Tội rửa tiền", "x", 0, 4, CitationKind.OFFENCE, article="324", law="Bộ luật Hình sự năm 2015"),
    )
    lines = written(Format.TABLE, replace(record, citations=citations), lang="en").splitlines()
    shown = [line.split("  ") for line in lines[lines.index("Laws, articles and offences") + 1 :] if line.strip()]
    assert [[cell.strip() for cell in cells if cell.strip()] for cells in shown] == [
        ["Kế hoạch số 9/KH-BTP", "Bộ Tư pháp"],
        ["Điều 173 BLHS", "Trộm cắp tài sản"],
        ["Tội rửa tiền", "Điều 324 Bộ luật Hình sự năm 2015"],
    ]


@pytest.mark.parametrize(
    ("lang", "headings", "days"),
    [
        ("vi", ("Cơ quan, tổ chức", "Thời gian"), ("20/4/2022", "5/5/2022 07:30")),
        ("en", ("Organisations", "Dates and periods"), ("2022-04-20", "2022-05-05 07:30")),
    ],
)
def test_organisations_and_dates_stand_below_in_a_paragraph(
    record: DocumentRecord,
    lang: str,
    headings: tuple[str, str],
    days: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In reading order, what is written beside a full name that is another, what a date means where it is inferred."""
    monkeypatch.setenv("COLUMNS", "200")
    organisations = (
        Organisation("Sở Y tế tỉnh Bắc Lâm", "SỞ Y TẾ TỈNH\nBẮC LÂM", 0, 4),
        Organisation("Tòa án nhân dân tỉnh Bắc Lâm", "TAND tỉnh Bắc Lâm", 5, 9),
    )
    april = DateMention("x", "Ngày 20/4", 0, 4, "day", "--04-20", "2022-04-20/2022-04-20", "year")
    dates = (
        april,
        DateMention("x", "năm 2022", 5, 9, "year", "2022-01-01/2022-12-31", "2022-01-01/2022-12-31", None),
        DateMention("x", "5 năm qua", 5, 9, "vague", None, None, None),
        DateMention("x", "07h30 ngày 5/5", 5, 9, "moment", "--05-05T07:30:00", "2022-05-05T07:30:00", "year"),
        april,
    )
    shown = written(Format.TABLE, replace(record, organisations=organisations, dates=dates), lang=lang)
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[lines.index(headings[0]) + 1] == (
        "Sở Y tế tỉnh Bắc Lâm; Tòa án nhân dân tỉnh Bắc Lâm (TAND tỉnh Bắc Lâm)"
    )
    assert lines[lines.index(headings[1]) + 1] == (
        f"Ngày 20/4 ({days[0]}); năm 2022; 5 năm qua; 07h30 ngày 5/5 ({days[1]})"
    )
    bare = written(Format.TABLE, replace(record, organisations=(), dates=()), lang=lang)
    assert not set(headings) & set(bare.splitlines())


def test_figures_stand_under_the_one_they_belong_to(record: DocumentRecord) -> None:
    """Changes and parts are indented below their figure, with arrows for changes."""
    lines = [line.strip() for line in written(Format.TABLE, record).splitlines()]
    at = next(index for index, line in enumerate(lines) if line.startswith("25 kiến nghị"))
    assert lines[at + 1].startswith("└ ▲ 5 kiến nghị")
    assert lines[at + 2].startswith("└ ▲ 25%")
    assert lines[at + 3].startswith("└ 4 kiến nghị")
    assert "(so với 2022)" in lines[at + 1]
    assert any(line.startswith("> 3.500.000.000 VND") for line in lines)


def test_the_value_is_highlighted_in_its_sentence(record: DocumentRecord) -> None:
    """On a terminal the value stands out of its sentence, which is shown once."""
    shown = written(Format.TABLE, record, color=True)
    assert "\x1b[1;33m25 kiến nghị\x1b[0m" in shown
    assert written(Format.TABLE, record).count("tăng 5 kiến nghị") == 1


def test_a_circle_of_parents_is_shown_all_the_same(record: DocumentRecord) -> None:
    """Figures that are each other's parents come out once."""
    first, second = (replace(record.figures[at], parent=2 - at) for at in (0, 1))
    shown = written(Format.TABLE, replace(record, figures=(first, second)))
    assert shown.count("└") == 0
    assert "▲ 5 kiến nghị" in shown


def test_control_characters_do_not_reach_the_terminal(record: DocumentRecord) -> None:
    """An escape in a text or name is shown, not obeyed."""
    hostile = replace(record, doc="a\x1b[2J\rb", figures=(replace(record.figures[0], item="x\x1b]0;y\x07"),))
    shown = written(Format.TABLE, hostile)
    assert "\x1b" not in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("1234.5", "1.234,5", "1,234.5"),
        ("-1234567", "-1.234.567", "-1,234,567"),
        ("-0.5", "-0,5", "-0.5"),
        ("25.0", "25", "25"),
    ],
)
def test_numbers_for_reading(value: str, vietnamese: str, english: str) -> None:
    """Marks as either language has them."""
    assert (number(Decimal(value), "vi"), number(Decimal(value), "en")) == (vietnamese, english)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2020-01-01/2020-12-31", "2020"),
        ("2016-01-01/2020-12-31", "2016–2020"),
        ("2021-01-01/2021-06-30", "6 tháng đầu 2021"),
        ("2021-07-01/2021-12-31", "6 tháng cuối 2021"),
        ("2021-01-01/2021-03-31", "quý I/2021"),
        ("2021-05-01/2021-05-31", "5/2021"),
        ("2024-02-01/2024-02-29", "2/2024"),
        ("2021-05-01/2021-08-31", "5–8/2021"),
        ("2021-01-12/2021-01-12", "12/1/2021"),
        ("2020-11-16/2021-04-15", "16/11/2020 – 15/4/2021"),
        ("2021-01-12/", "từ 12/1/2021"),
        ("/2021-01-12", "đến 12/1/2021"),
        ("cùng kỳ", "cùng kỳ"),
        ("kế hoạch/chỉ tiêu", "kế hoạch/chỉ tiêu"),
    ],
)
def test_periods_for_reading(period: str, words: str) -> None:
    """The shortest usual words; what is no interval stays."""
    assert interval(period, "vi") == words


@pytest.mark.parametrize(
    ("published", "words"), [("2021-01-15T07:29:59", "15/1/2021 07:29"), ("2021-01-15", "15/1/2021")]
)
def test_moments_for_reading(published: str, words: str) -> None:
    """Day and clock."""
    assert moment(published, "vi") == words


# --- the output file ---


def test_a_file_appears_whole(tmp_path: Path) -> None:
    """Until the block ends there is only the old file, then only the new one."""
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o640)
    with output(str(path)) as out:
        out.write("mới\n")
        out.flush()
        assert path.read_text() == "old"
    assert path.read_bytes() == "mới\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_nothing_half_written(tmp_path: Path) -> None:
    """After an error the old file is as it was, and nothing else lies about."""
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(ValueError, match="midway"), output(str(path)) as out:
        out.write("half")
        raise ValueError("midway")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_an_output_that_is_not_wanted_is_dropped(tmp_path: Path) -> None:
    """The caller may decide at the end that there is nothing to keep."""
    with output(str(tmp_path / "a.csv"), keep=lambda: False) as out:
        out.write("header\n")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link points to is replaced, not the link."""
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("a.csv")
    with output(str(tmp_path / "link.csv")) as out:
        out.write("new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "a.csv").read_text() == "new"


def test_a_device_is_written_straight() -> None:
    """There is nothing to replace in /dev/null."""
    with output("/dev/null") as out:
        out.write("away")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(("target", "code"), [("", "directory"), ("none/a.csv", "no-directory"), ("a" * 300, "failed")])
def test_an_unwritable_output_is_told(tmp_path: Path, target: str, code: str) -> None:
    """A WriteError with a code of the catalogue."""
    with pytest.raises(WriteError) as caught, output(str(tmp_path / target)):
        pass
    assert caught.value.code == code


# --- errors in words ---


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_read_error_is_one_line(lang: str) -> None:
    """Source, place, cause and remedy, and no line break out of a file name."""
    details = (("offset", "5"), ("line", "2"), ("bytes", "E9"))
    line = told(ReadError("a\nb\x1b.txt", "undecodable", details), lang)
    assert line.startswith("a\\nb\\x1b.txt: byte 5")
    assert "\n" not in line


def test_pattern_problems_show_the_line_and_a_caret() -> None:
    """path:line:column, the line, and a caret with a hint under the place; all of them, in order."""
    line = "  when: <direction> <rate:percnt>"
    first = PatternProblem("b.yaml", 4, 21, line, "unknown-kind", (("kind", "percnt"), ("nearest", "percent")))
    second = PatternProblem("a", 0, 0, "", "no-pack")
    shown = told(PatternError([first, second]), "vi").splitlines()
    assert shown[0].startswith("a: ")
    assert shown[1:4] == [
        "b.yaml:4:21: không có loại <percnt>",
        line,
        "                    ^ gần nhất: percent",
    ]


def test_the_caret_stands_under_what_is_shown() -> None:
    """A control character is written out, which moves all that follows it."""
    problem = PatternProblem("a.yaml", 1, 4, "a\0bc", "control", (("character", "U+0000"),))
    _, shown, caret, *_ = told(PatternError([problem]), "en").splitlines()
    assert shown[caret.index("^")] == "c"


def test_a_long_pattern_line_is_cut_around_its_place() -> None:
    """The caret stays under its column."""
    line = "x" * 300 + "!" + "y" * 300
    _, shown, caret, *_ = told(PatternError([PatternProblem("a.yaml", 1, 301, line, "when-empty")]), "en").splitlines()
    assert len(shown) <= 102
    assert shown[caret.index("^")] == "!"
