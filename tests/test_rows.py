"""Tables whose rows are documents: what one row holds never harms the next, in any format."""

from __future__ import annotations

import csv
import io
import random
import sys
import tracemalloc
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import program
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import Document, Figure
from vkstats.packs import RuleSet
from vkstats.read import Options, Raw, Source, open_inputs, read, understand, xlsx
from vkstats.read.delimited import DelimitedRows
from vkstats.read.json_ import JsonRows
from vkstats.read.parquet import ParquetRows
from vkstats.read.reader import Container, Member
from vkstats.read.rows import RowDocument

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "rows.yaml").read_text("utf-8"))
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
MUTATIONS = 200
Table = Sequence[tuple[str, str]]  # id and text


class Workbooks:
    """The rows of a workbook as a container."""

    name = "xlsx"

    def members(self, stream: Any, source: Source) -> Iterator[RowDocument]:  # noqa: ANN401
        return xlsx.rows(stream, source)


def as_csv(table: Table) -> bytes:
    """The table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("id", "body"), *table])
    return out.getvalue().encode()


def as_jsonl(table: Table) -> bytes:
    """The table as an object a line."""
    return b"".join(msgspec.json.encode({"id": name, "body": text}) + b"\n" for name, text in table)


def as_json(table: Table) -> bytes:
    """The table as an array of objects, laid out."""
    return msgspec.json.format(msgspec.json.encode([{"id": name, "body": text} for name, text in table]))


def as_parquet(table: Table) -> bytes:
    """The table as Parquet."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    columns = {"id": [name for name, _ in table], "body": [text for _, text in table]}
    parquet.write_table(arrow.table(columns, arrow.schema([("id", arrow.string()), ("body", arrow.string())])), out)
    return out.getvalue()


def as_xlsx(table: Table) -> bytes:
    """The table as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Tin")
    for row in [("id", "body"), *table]:
        cells = [openpyxl.cell.WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            cell.data_type = "s"  # text that begins with `=` is no formula
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS: dict[str, tuple[Callable[[Table], bytes], Any]] = {
    "csv": (as_csv, DelimitedRows()),
    "jsonl": (as_jsonl, JsonRows()),
    "json": (as_json, JsonRows()),
    "parquet": (as_parquet, ParquetRows()),
    "xlsx": (as_xlsx, Workbooks()),
}


def rows_of(container: Any, data: bytes, **options: Any) -> list[RowDocument]:  # noqa: ANN401
    """What the rows are, an error that ends them included."""
    source = Source("t", Options(**{"text_column": "body", **options}))
    found: list[RowDocument] = []
    try:
        found.extend(container.members(io.BufferedReader(io.BytesIO(data)), source))  # type: ignore[type-var]
    except ReadError as error:
        found.append(error)
    return found


def told(row: RowDocument) -> tuple[str, str]:
    """Label and text of a row, or the code of its error after `!`."""
    if isinstance(row, ReadError):
        return row.source.removeprefix("t#"), f"!{row.code}"
    data = row.stream.read() if isinstance(row, Member) else row.data
    return row.source.name.removeprefix("t#"), data.decode("utf-8-sig" if isinstance(row, Member) else "utf-8")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rows(tmp_path: Path, case: dict[str, Any]) -> None:
    """A table gives the documents and errors of its case, in order."""
    path = tmp_path / case["file"]
    path.write_bytes(case["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1"))
    options = Options(case.get("limit", 1000), text_column=case.get("text"), id_column=case.get("id"))
    found = []
    for row in read(str(path), options):
        name, _, label = row.source.partition("#")
        assert name == str(path)
        found.append([label, row.text if isinstance(row, Document) else f"!{row.code}"])
    assert found == case["rows"]


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
# XML has no control characters, and openpyxl escapes what looks like an escape (`_x000D_`) only sometimes.
XML = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40)
XML_CELL = XML.filter(lambda cell: "_x" not in cell)


@pytest.mark.parametrize("form", FORMATS)
@given(data=st.data())
def test_any_table_is_read_back(form: str, data: st.DataObject) -> None:
    """The texts and ids of a table, written by another program, come back; empty ones are told, none is lost."""
    cells = XML_CELL if form == "xlsx" else CELL
    table = data.draw(st.lists(st.tuples(st.text("aă19", min_size=1, max_size=5), cells), min_size=1, max_size=8))
    write, container = FORMATS[form]
    found = [told(row) for row in rows_of(container, write(table), id_column="id")]
    blank = [not text.encode().strip() for _, text in table]
    expected = [(name, "!no-text" if is_blank else text) for (name, text), is_blank in zip(table, blank, strict=True)]
    assert found == expected


@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_file_gives_rows_or_errors(form: str) -> None:
    """Whatever bytes are flipped or cut off, nothing else than a ReadError comes up, and rows stay rows."""
    write, container = FORMATS[form]
    whole = write([(str(number), f"Khởi tố {number} vụ án, bắt giữ {number} bị can.") for number in range(40)])
    chance = random.Random(form)  # noqa: S311 (the same damage every time)
    for _ in range(MUTATIONS):
        data = bytearray(whole)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 2, 8)) if data else 0):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        for row in rows_of(container, bytes(data), id_column="id"):
            assert isinstance(row, Raw | Member | ReadError)
            if isinstance(row, Raw):
                assert list(understand(row))


def essence(figure: Figure) -> tuple[object, ...]:
    """What a figure says, wherever it stands."""
    return figure.kind, figure.value, figure.unit, figure.item, figure.period, figure.role, figure.start


@pytest.mark.parametrize("form", FORMATS)
def test_samples_as_rows_say_the_same(form: str, rules: RuleSet) -> None:
    """The samples as the rows of a table have the figures of the plain texts."""
    write, container = FORMATS[form]
    texts = [path.read_text("utf-8") for path in SAMPLES]
    found = rows_of(container, write(list(zip(map(str, SAMPLES), texts, strict=True))))
    assert len(found) == len(texts) > 3
    for row, text in zip(found, texts, strict=True):
        assert isinstance(row, Raw)
        (document,) = understand(row)
        assert isinstance(document, Document)
        plain = extract(Document("plain", text), rules)
        assert [*map(essence, extract(document, rules).figures)] == [*map(essence, plain.figures)]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_a_table_without_rows_is_told(form: str) -> None:
    """Columns alone are no documents, and that is said."""
    write, container = FORMATS[form]
    (error,) = rows_of(container, write([]))
    assert isinstance(error, ReadError)
    assert error.code == "empty"


class Slow(io.RawIOBase):
    """A stream that gives one piece at a time, and counts them."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces = list(pieces)
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401
        piece = self.pieces[self.given] if self.given < len(self.pieces) else b""
        self.given += 1
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("container", "pieces"),
    [
        (JsonRows(), [b'{"body": "mot"}\n', b'{"body": "hai"}\n', b'{"body": "ba"}\n']),
        (JsonRows(), [b'[{"body": "mot"},', b'{"body": "hai"},', b'{"body": "ba"}]']),
        (DelimitedRows(), [b"id,body\n1,mot\n", b"2,hai\n", b"3,ba\n"]),
        (DelimitedRows(), ["\ufeffid,body\n1,mot\n".encode("utf-16-le"), "2,hai\n".encode("utf-16-le")]),
    ],
)
def test_a_row_comes_as_soon_as_it_is_there(container: Container, pieces: list[bytes]) -> None:
    """A stream that goes on is not waited for: after each piece its row is out."""
    stream = Slow(pieces)
    rows = container.members(io.BufferedReader(stream), Source("-", Options(text_column="body")))
    for number in range(1, len(pieces) + 1):
        assert isinstance(next(rows), Raw)
        assert stream.given <= number


def test_a_pipe_of_rows() -> None:
    """Standard input has no name that tells what it is: JSON is known by its content, anything else is CSV."""
    options = ["--text-column", "body", "--id-column", "key", "-f", "jsonl"]
    for piped in (
        b'{"key": "a", "body": "Kh\\u1edfi t\\u1ed1 35 v\\u1ee5."}\n',
        "key,body\na,Khởi tố 35 vụ.\n".encode(),
    ):
        done = program.run("extract", "-", *options, stdin=piped)
        assert done.returncode == 0
        record = msgspec.json.decode(done.stdout)
        assert (record["doc"], record["figures"][0]["value"]) == ("-#a", 35)


class Endless(io.RawIOBase):
    """Many times the same bytes."""

    def __init__(self, first: bytes, then: bytes, times: int) -> None:
        self._pieces = iter([first, *[then] * times])

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401
        piece = next(self._pieces, b"")
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("container", "first", "then"),
    [
        (JsonRows(), b'{"body": "', b"a" * 8000),
        (JsonRows(), b'[{"body": "', b"a" * 8000),
        (JsonRows(), b'[{"body": ["', b'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa","' * 250),
        (DelimitedRows(), b"body\n", b"a" * 8000),
        (DelimitedRows(), b'body\n"', (b"a" * 79 + b"\n") * 100),
        (JsonRows(), b"", b'{"body": "%s"}\n' % (b"mot " * 37) * 50),
        (DelimitedRows(), b"id,body\n", b"1,%s\n" % (b"mot " * 37) * 50),
    ],
)
def test_memory_does_not_grow(container: Container, first: bytes, then: bytes) -> None:
    """A row that never ends, and rows without end, take no more than the limit."""
    stream = io.BufferedReader(Endless(first, then, 300))
    tracemalloc.start()
    count = sum(1 for _ in container.members(stream, Source("-", Options(100_000, text_column="body"))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count
    assert peak < 1_500_000


def test_parquet_asks_for_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow the error names what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (error,) = rows_of(ParquetRows(), b"PAR1")
    assert isinstance(error, ReadError)
    assert (error.code, dict(error.details)["extra"]) == ("needs-extra", "parquet")


def test_columns_of_parquet() -> None:
    """Strings of any sort, inside structs too, are texts; numbers are not, but may name rows."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    columns = {
        "n": [1, 2, 3],
        "large": arrow.array(["mot", None, "b\u1ed1n"], arrow.large_string()),
        "few": arrow.array(["a", "b", "a"]).dictionary_encode(),
        "in": [{"side": "x"}, None, {"side": None}],
        "bytes": [b"\xed\xa0\x80", b"y", b"z"],
    }
    parquet.write_table(arrow.table(columns), out, row_group_size=2)
    data = out.getvalue()

    def answers(text: str, identifier: str | None = None) -> list[str]:
        found = rows_of(ParquetRows(), data, text_column=text, id_column=identifier)
        return [f"{label}:{said}" for label, said in map(told, found)]

    assert answers("large", "n") == ["1:mot", "2:!no-text", "3:bốn"]
    assert answers("few", "few") == ["a:a", "b:b", "a:a"]
    assert answers("in.side") == ["1:x", "2:!no-text", "3:!no-text"]
    assert answers("n") == ["t:!not-text"]
    assert answers("in.none") == answers("n.x") == answers("none") == ["t:!no-column"]
    (broken, *_) = rows_of(ParquetRows(), data, text_column="bytes")
    assert isinstance(broken, Raw)
    (error,) = understand(broken)
    assert isinstance(error, ReadError)
    assert error.code == "surrogate"


def test_a_row_that_begins_like_markup_is_looked_at_as_a_file_is(tmp_path: Path) -> None:
    """What a row holds is told by its content, whatever its id looks like."""
    path = tmp_path / "a.csv"
    path.write_text("id,body\na.csv, <!DOCTYPE html><html><body><p>Khởi tố 35 vụ.</p></body></html>\n", "utf-8")
    (found,) = open_inputs(str(path), Options(text_column="body", id_column="id"))
    assert isinstance(found, Raw)
    assert found.source.name == f"{path}#a.csv"
    assert found.format not in {"csv", "text"}


@pytest.mark.parametrize("encoding", ["windows-1258", None])
def test_rows_in_the_encoding_of_their_table(tmp_path: Path, encoding: str | None) -> None:
    """A table in an older encoding: said by the user, or told by each text."""
    text = "Tòa án huyện Bình An xét xử 25 vụ án, tăng 5 vụ; thu hồi 1,5 tỷ của 3 bị can."
    tones = "\u0300\u0301\u0303\u0309\u0323"  # the code page has these apart from their letters
    parts = (unicodedata.normalize("NFD", letter) for letter in text)
    split = "".join(
        unicodedata.normalize("NFC", "".join(mark for mark in part if mark not in tones))
        + "".join(mark for mark in part if mark in tones)
        for part in parts
    )
    path = tmp_path / "a.csv"
    path.write_bytes(f'ma;noi_dung\n1;"{split}"\n'.encode("cp1258"))
    (found,) = read(str(path), Options(text_column="noi_dung", encoding=encoding))
    assert isinstance(found, Document)
    assert found.text == text
