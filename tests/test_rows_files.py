"""Typed rows into Parquet and SQLite and back: the same values, whatever they are."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import typing
from collections.abc import Callable, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from vkstats import __version__
from vkstats.errors import WriteError
from vkstats.messages import LANGUAGES
from vkstats.model import DocumentRecord, Figure
from vkstats.write import parquet as parquet_writer
from vkstats.write.arrow import batch, schema
from vkstats.write.columns import DOCUMENTS, TABLES, decimal, header, numeric, rows
from vkstats.write.database import Database
from vkstats.write.mistakes import told
from vkstats.write.parquet import ParquetFile
from vkstats.write.rows_file import RowsFile

Row = tuple[object, ...]
# What 26 digits before the point and 12 behind it can hold.
WIDEST = Decimal("99999999999999999999999999.999999999999")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
WHOLE = st.integers(-(2**63), 2**63 - 1)
FIXED = st.integers(-(10**38) + 1, 10**38 - 1).map(lambda digits: Decimal(f"{digits}E-12"))
ANY = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)


def row_strategy(table: str, numbers: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Row]:
    """Rows of a table, any column of which but `doc` may be empty."""
    kinds = {name: numbers if name in decimal(table) else WHOLE for name in numeric(table)}
    cells = [st.none() | kinds.get(name, TEXTS) for name in header(table, with_text=True)[1:]]
    return st.tuples(TEXTS, *cells)


def cut(listed: Sequence[Row], size: int) -> list[Sequence[Row]]:
    """The rows in pieces."""
    return [listed[at : at + size] for at in range(0, len(listed), size)]


def write(file: RowsFile, table: str, pieces: Sequence[Sequence[Row]]) -> None:
    """Write the pieces of one table."""
    for piece in pieces:
        file.add(table, piece)
    file.close()


def read_parquet(path: Path) -> list[Row]:
    """The rows of a Parquet file."""
    table = parquet.read_table(path)
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True)) if table.num_rows else []


def read_database(path: Path, table: str, *, with_text: bool = False) -> list[Row]:
    """The rows of a table of a database, its numbers as exact ones."""
    exact = [name in decimal(table) for name in header(table, with_text=with_text)]
    with contextlib.closing(sqlite3.connect(path)) as database:
        found = database.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608
    return [
        tuple(
            Decimal(str(value)) if is_exact and value is not None else value
            for value, is_exact in zip(row, exact, strict=True)
        )
        for row in found
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A path without a file."""
    return tmp_path / "out"


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=20)
@given(data=st.data())
def test_what_goes_into_parquet_comes_out(
    tmp_path_factory: pytest.TempPathFactory, table: str, data: st.DataObject
) -> None:
    """Every text, whole number, decimal of its width and unknown comes back as it was."""
    path = tmp_path_factory.mktemp("parquet") / "out"
    listed = data.draw(st.lists(row_strategy(table, FIXED), max_size=5))
    write(ParquetFile(path, table, with_text=True), table, [listed])
    assert read_parquet(path) == listed


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=20)
@given(data=st.data())
def test_what_goes_into_a_database_comes_out(
    tmp_path_factory: pytest.TempPathFactory, table: str, data: st.DataObject
) -> None:
    """Every number comes back as it was, wider ones than Parquet has included."""
    path = tmp_path_factory.mktemp("database") / "out"
    listed = data.draw(st.lists(row_strategy(table, FIXED | ANY), max_size=5))
    write(Database(path, [table], with_text=True), table, [listed])
    assert read_database(path, table, with_text=True) == listed


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("3.5E+9", "integer"),
        ("25.0", "integer"),
        ("9223372036854775807", "integer"),
        ("9223372036854775808", "text"),
        ("-9223372036854775808", "integer"),
        ("16.7", "real"),
        ("0.1234567890123456789", "text"),
        ("1E-12", "real"),
        ("1E+400", "text"),
    ],
)
def test_a_database_counts_with_what_it_can_hold(record: DocumentRecord, path: Path, number: str, kind: str) -> None:
    """Numbers are numbers there, and only those that SQLite would round are text."""
    (row, *_) = with_value(record, number)
    write(Database(path, ["figures"]), "figures", [[row]])
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT typeof(value) FROM figures").fetchone() == (kind,)
    assert read_database(path, "figures") == [row]


def with_value(record: DocumentRecord, number: str) -> list[Row]:
    """The rows of the record, with another value in the first."""
    (first, *rest) = rows(record, "figures", "vi")
    at = header("figures").index("value")
    return [(*first[:at], Decimal(number), *first[at + 1 :]), *rest]


def test_columns_have_the_types_of_the_record() -> None:
    """Decimals, whole numbers and text; all may be null; the metadata say what it is."""
    figures = schema("figures")
    hints = typing.get_type_hints(Figure)
    for field in fields(Figure):
        kinds = {hints[field.name], *typing.get_args(hints[field.name])}
        wanted = pa.decimal128(38, 12) if Decimal in kinds else pa.int64() if int in kinds else pa.string()
        assert figures.field(field.name).type == wanted
    assert figures.names == list(header("figures"))
    assert all(field.nullable for field in figures)
    assert figures.metadata == {b"vkstats.version": __version__.encode(), b"vkstats.table": b"figures"}


@pytest.mark.parametrize("table", TABLES)
def test_a_batch_has_the_schema_of_the_file(record: DocumentRecord, path: Path, table: str) -> None:
    """Batch and file say the same of a table, also without rows."""
    listed = list(rows(record, table, "vi", with_text=True))
    write(ParquetFile(path, table, with_text=True), table, [listed])
    found = parquet.read_schema(path)
    for cells in (listed, []):
        assert batch(cells, table, with_text=True).schema.equals(found, check_metadata=True)


@pytest.mark.parametrize("number", ["1E-13", "0.1234567890123", "1E+26", "-100000000000000000000000000.5"])
def test_nothing_is_rounded(record: DocumentRecord, path: Path, number: str) -> None:
    """A number that is too wide for its column is told with document, column and digits."""
    listed = with_value(record, number)
    with pytest.raises(WriteError) as caught:
        batch(listed, "figures")
    assert (caught.value.target, caught.value.code) == ("bao-cao.txt", "no-fit")
    assert dict(caught.value.details) == {"column": "value", "value": number}
    for lang in LANGUAGES:
        assert number in told(caught.value, lang)
    file = ParquetFile(path, "figures")
    file.add("figures", listed)
    with pytest.raises(WriteError, match="no-fit"):
        file.close()


def test_the_widest_numbers_fit(record: DocumentRecord) -> None:
    """The ends of the range, and the smallest part."""
    for number in (WIDEST, WIDEST.copy_negate(), Decimal("1E-12"), Decimal("1E+25")):
        found = batch(with_value(record, str(number)), "figures")
        assert found.column("value")[0].as_py() == number


@pytest.mark.parametrize("make", [lambda path: ParquetFile(path, "people"), lambda path: Database(path, ["people"])])
def test_half_a_character_is_told(record: DocumentRecord, path: Path, make: Callable[[Path], RowsFile]) -> None:
    """A text that is no Unicode is told by its column, in words that can be written themselves."""
    (row,) = rows(record, "people", "vi")
    at = header("people").index("role")
    file = make(path)
    with pytest.raises(WriteError) as caught:
        write(file, "people", [[(*row[:at], "a\ud800", *row[at + 1 :])]])
    with contextlib.suppress(WriteError):
        file.close()
    assert (caught.value.code, dict(caught.value.details)) == ("no-fit", {"column": "role", "value": "a\\ud800"})


@pytest.mark.parametrize("size", [1, 2, 7])
def test_cuts_leave_no_trace(
    record: DocumentRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """The same rows give the same bytes, however the calls cut them."""
    monkeypatch.setattr(parquet_writer, "_MOST_ROWS", 4)
    listed = list(rows(record, "figures", "vi")) * 3
    for name, pieces in (("whole", [listed]), ("cut", cut(listed, size))):
        write(ParquetFile(tmp_path / f"{name}.parquet", "figures"), "figures", pieces)
        write(Database(tmp_path / f"{name}.sqlite", ["figures"]), "figures", pieces)
    assert parquet.ParquetFile(tmp_path / "cut.parquet").num_row_groups == 5
    for suffix in ("parquet", "sqlite"):
        assert (tmp_path / f"whole.{suffix}").read_bytes() == (tmp_path / f"cut.{suffix}").read_bytes()


def test_long_texts_make_small_row_groups(record: DocumentRecord, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held in memory is bounded by the length of the texts too."""
    (row,) = rows(record, DOCUMENTS, "vi", with_text=True)
    monkeypatch.setattr(parquet_writer, "_MOST_CHARACTERS", 3 * len(record.text))
    write(ParquetFile(path, DOCUMENTS, with_text=True), DOCUMENTS, [[row] * 9])
    metadata = parquet.ParquetFile(path).metadata
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    assert sum(sizes) == 9
    assert 1 < sizes[0] < 9


@pytest.mark.parametrize("words", ["=1+1", "+84", "-x", "@SUM(A1)", "'", '"', "a\0b", "\t", ""])
def test_text_is_left_alone(record: DocumentRecord, tmp_path: Path, words: str) -> None:
    """No guard against formulas: neither format has any."""
    (row,) = rows(record, "people", "vi")
    changed = (*row[:6], words, *row[7:])
    write(ParquetFile(tmp_path / "out.parquet", "people"), "people", [[changed]])
    write(Database(tmp_path / "out.sqlite", ["people"]), "people", [[changed]])
    assert read_parquet(tmp_path / "out.parquet") == read_database(tmp_path / "out.sqlite", "people") == [changed]


def test_one_database_holds_every_table(record: DocumentRecord, path: Path) -> None:
    """Tables are filled in turns, and each is indexed by document."""
    database = Database(path, TABLES, with_text=True)
    for _ in range(2):
        for table in TABLES:
            database.add(table, list(rows(record, table, "vi", with_text=True)))
    database.close()
    for table in TABLES:
        assert read_database(path, table, with_text=True) == list(rows(record, table, "vi", with_text=True)) * 2
    with contextlib.closing(sqlite3.connect(path)) as found:
        plan = found.execute("EXPLAIN QUERY PLAN SELECT * FROM figures WHERE doc = 'x'").fetchall()
        kinds = dict(found.execute("SELECT name, type FROM pragma_table_info('figures')"))
    assert "figures_doc" in plan[0][-1]
    assert (kinds["start"], kinds["item"], kinds["value"]) == ("INTEGER", "TEXT", "")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The cause is the operating system's or SQLite's."""
    for make in (lambda path: ParquetFile(path, "figures"), lambda path: Database(path, ["figures"])):
        with pytest.raises(WriteError, match="failed"):
            make(tmp_path / "nowhere" / "out")


def test_without_pyarrow_the_extra_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said before anything is written."""
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(WriteError) as caught:
        ParquetFile(path, "figures")
    for lang in LANGUAGES:
        assert "vkstats[parquet]" in told(caught.value, lang)
    assert not path.exists()


def test_a_parquet_file_has_one_table(path: Path) -> None:
    """Rows of another table are the caller's mistake."""
    file = ParquetFile(path, "figures")
    with pytest.raises(ValueError, match="people"):
        file.add("people", [])
    file.close()
