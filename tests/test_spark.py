"""The extraction as a function of Arrow batches; and, heavy, on a Spark of two executors, one of which is killed."""

from __future__ import annotations

import contextlib
import operator
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from vkstats import spark
from vkstats.batch.worker import checked
from vkstats.errors import ReadError, WriteError
from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import RuleSet
from vkstats.read import Options
from vkstats.spark import Extraction
from vkstats.write.arrow import schema
from vkstats.write.columns import DOCUMENTS, TABLES, rows

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
SENTENCE = "Năm 2023, VKSND huyện Minh Hòa ban hành 25 kiến nghị, tăng 5 kiến nghị so với năm 2022."
SMALL = Options(limit=100_000)
POISON = {
    "too-large": SENTENCE * 2_000,
    "empty": "",
    "nul": f"{SENTENCE}\0",
    "foreign": "There were 35 cases.",
}
PATIENCE = 600  # seconds: a busy machine may take long, and nothing is told by how long

Row = tuple[object, ...]


def read_back(batches: Sequence[pa.RecordBatch] | pa.Table) -> list[Row]:
    """The rows, each a tuple."""
    table = batches if isinstance(batches, pa.Table) else pa.Table.from_batches(batches)
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def expected(documents: dict[str, str], rules: RuleSet, table: str, *, with_text: bool = False) -> list[Row]:
    """The rows that a run in this process gives, the error column behind them."""
    found: list[Row] = []
    for name, text in documents.items():
        document = Document(name, text, "text", "utf-8")
        record, _ = checked(document, extract(document, rules))
        found += [(*row, None) for row in rows(record, table, "en", with_text=with_text)]
    return found


def errors(found: Sequence[Row]) -> dict[object, str]:
    """Of the rows with an error, document and words; nothing else is filled in them."""
    failed = [row for row in found if row[-1] is not None]
    assert all(set(row[1:-1]) == {None} for row in failed)
    return {row[0]: str(row[-1]) for row in failed}


def inputs(documents: dict[str, Any], kind: pa.DataType) -> list[pa.RecordBatch]:
    """The documents as Spark hands them over, in batches of two."""
    table = pa.table({"id": list(documents), "text": pa.array(documents.values(), kind)})
    return table.to_batches(max_chunksize=2)


def run(extraction: Extraction, documents: dict[str, Any], kind: pa.DataType | None = None) -> list[Row]:
    """What the function gives for the documents."""
    batches = list(extraction(inputs(documents, kind or pa.string())))
    assert all(batch.schema.equals(extraction.schema) for batch in batches)
    return read_back(batches) if batches else []


@pytest.fixture
def extraction(rules: RuleSet) -> Extraction:
    """The figures of documents of at most 100 KB."""
    return Extraction(rules, "figures", "en", SMALL)


# --- the function itself ---


@pytest.mark.parametrize("table", TABLES)
def test_it_gives_the_rows_of_a_run_in_one_process(rules: RuleSet, table: str) -> None:
    """Every table, in the order of the documents, with the schema of Parquet and the error behind it."""
    documents = {path.name: path.read_text("utf-8") for path in SAMPLES}
    made = Extraction(rules, table, "en", Options(), with_text=True)
    assert run(made, documents) == expected(documents, rules, table, with_text=True)
    assert list(made.schema) == [*schema(table, with_text=True), pa.field("error", pa.string())]


def test_a_document_that_fails_is_a_row(extraction: Extraction, rules: RuleSet) -> None:
    """Too large, empty, damaged, in another language: each says why, and the rest comes as it would without them."""
    good = {"one": SENTENCE, "two": SENTENCE}
    found = run(extraction, {"one": SENTENCE, **POISON, "two": SENTENCE})
    told = errors(found)
    assert list(told) == list(POISON)
    assert "0.1 MB" in told["too-large"]
    assert "no text" in told["empty"]
    assert "NUL" in told["nul"]
    assert "Vietnamese" in told["foreign"]
    kept = [row for row in found if row[-1] is None]
    assert [row for row in kept if row[0] != "foreign"] == expected(good, rules, "figures")


def test_nothing_found_is_no_row(extraction: Extraction) -> None:
    """A document without figures has none, and no error either."""
    assert run(extraction, {"quiet": "Không có gì."}) == []
    assert run(extraction, {}) == []


def test_whatever_is_raised_is_a_row(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program costs its document only."""

    def faulty(document: Document, rules: RuleSet) -> object:
        if document.source == "bad":
            raise RuntimeError("boom")
        return extract(document, rules)

    monkeypatch.setattr(spark, "extract_document", faulty)
    found = run(extraction, {"bad": SENTENCE, "good": SENTENCE})
    assert {name: "RuntimeError: boom" in words for name, words in errors(found).items()} == {"bad": True}
    assert {row[0] for row in found} == {"bad", "good"}


def test_a_document_that_hangs_is_a_row(rules: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time over is told; what was there to be told of time before is as it was."""

    def slow(document: Document, rules: RuleSet) -> object:
        if document.source == "slow":
            with contextlib.suppress(Exception):  # no code on the way may keep it from ending
                time.sleep(PATIENCE)
        return extract(document, rules)

    monkeypatch.setattr(spark, "extract_document", slow)
    before = signal.getsignal(signal.SIGALRM)
    extract(Document("first", SENTENCE), rules)  # which takes long, for all that is compiled
    found = run(Extraction(rules, "figures", "vi", SMALL, seconds=1), {"slow": SENTENCE, "good": SENTENCE})
    assert "1 giây" in errors(found)["slow"]
    assert {row[0] for row in found} == {"slow", "good"}
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_it_works_in_any_thread(extraction: Extraction, rules: RuleSet) -> None:
    """Without a clock there, but with the same rows."""
    found: list[Row] = []
    thread = threading.Thread(target=lambda: found.extend(run(extraction, {"one": SENTENCE})))
    thread.start()
    thread.join(PATIENCE)
    assert found == expected({"one": SENTENCE}, rules, "figures")


def test_a_number_that_does_not_fit_fails_its_document(
    extraction: Extraction, rules: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Parquet would have to round is an error row, and its neighbours stay."""
    from dataclasses import replace

    def wide(document: Document, rules: RuleSet) -> object:
        record = extract(document, rules)
        if document.source != "wide":
            return record
        first, *rest = record.figures
        return replace(record, figures=(replace(first, value=Decimal("1E-13")), *rest))

    monkeypatch.setattr(spark, "extract_document", wide)
    found = run(extraction, {"wide": SENTENCE, "good": SENTENCE})
    assert "1E-13" in errors(found)["wide"]
    assert [row for row in found if row[0] != "wide"] == expected({"good": SENTENCE}, rules, "figures")


def test_bytes_are_files_of_any_format(extraction: Extraction, tmp_path: Path) -> None:
    """An archive gives the rows of its members; what is no text says so; a page is read as one, as text or bytes."""
    archive = tmp_path / "kho.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.txt", SENTENCE)
        out.writestr("b.bin", b"\x00\xff\x00\xfe" * 100)
    page = f"<html><head><meta charset='windows-1258'><title>Tin</title></head><body><p>{SENTENCE}</p></body></html>"
    found = run(extraction, {"kho.zip": archive.read_bytes(), "tin.txt": SENTENCE.encode("utf-16")}, pa.binary())
    assert {row[0] for row in found} == {"kho.zip!a.txt", "kho.zip!b.bin", "tin.txt"}
    assert set(errors(found)) == {"kho.zip!b.bin"}
    assert [row[11] for row in run(extraction, {"tin": page})] == [Decimal(25), Decimal(5)]


def test_batches_are_bounded(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many documents are put together, but not all of them."""
    monkeypatch.setattr(spark, "_MOST_ROWS", 4)
    documents = {str(number): SENTENCE for number in range(6)}
    sizes = [batch.num_rows for batch in extraction(inputs(documents, pa.string()))]
    assert sizes == [4, 4, 4]


def test_rules_are_kept_from_task_to_task(rules: RuleSet) -> None:
    """A copy of the same content is the object that is known, with all that is compiled from it."""
    from dataclasses import replace

    known = spark._known(rules)  # noqa: SLF001 (what the workers' speed rests on)
    assert spark._known(replace(rules)) is known  # noqa: SLF001


# --- on Spark ---


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """What Spark must find in the environment of the process that starts it."""
    pytest.importorskip("pyspark", reason="needs pip install '.[spark]', as make test-all does")
    java = subprocess.run([sys.executable, ROOT / "tools/java.py"], capture_output=True, check=False, text=True)
    if java.returncode:
        pytest.skip(java.stderr.strip())
    told = {
        "JAVA_HOME": java.stdout.strip(),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME": "localhost",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        yield told


@pytest.fixture(scope="module")
def session(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A Spark of a driver and two executors, each a process of its own with one core."""
    assert environment
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder / "local"),
        "spark.worker.dir": str(folder / "work"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.files.maxPartitionBytes": "4m",  # with the cost of opening one, a partition for each file
        "spark.executor.memory": "512m",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("vkstats tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


def parent(process: int) -> int:
    """The parent of a process, 0 where it is gone."""
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def own_executors() -> list[int]:
    """The executors that this very process started, through whatever processes lie between."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        process = ancestor = int(folder.name)
        while ancestor > 1 and ancestor != os.getpid():
            ancestor = parent(ancestor)
        with contextlib.suppress(OSError):
            if ancestor == os.getpid() and b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes():
                found.append(process)
    return found


def until(condition: Any) -> Any:  # noqa: ANN401 (whatever is waited for)
    """What the condition gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(condition)


@pytest.fixture(scope="module")
def archive() -> dict[str, str]:
    """Some hundred documents: the samples again and again, with what fails among them."""
    texts = [path.read_text("utf-8") for path in SAMPLES]
    documents = {f"tin-{number:03}": texts[number % len(texts)] for number in range(240)}
    return documents | POISON


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")  # of pyspark
def test_an_executor_that_is_killed_costs_nothing(
    session: SparkSession, archive: dict[str, str], rules: RuleSet, tmp_path: Path
) -> None:
    """The rows are those of a run in one process, though one of two executors dies in the middle."""
    source, target, shards = tmp_path / "in", tmp_path / "out", 16
    source.mkdir()
    names = list(archive)
    for shard in range(shards):
        listed = names[shard::shards]
        table = pa.table({"id": listed, "text": [archive[name] for name in listed]})
        parquet.write_table(table, source / f"{shard:02}.parquet")
    outcome: list[object] = []

    def work() -> None:
        try:
            outcome.append(spark.convert(session, str(source), str(target), options=SMALL))
        except BaseException as error:  # noqa: BLE001 (told in the thread of the test)
            outcome.append(error)

    tracker = session.sparkContext.statusTracker()

    def in_the_middle() -> bool:
        assert not outcome, outcome
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return any(stage and stage.numTasks == shards and 2 <= stage.numCompletedTasks < shards - 4 for stage in stages)

    thread = threading.Thread(target=work)
    thread.start()
    until(in_the_middle)
    executors = own_executors()
    assert len(executors) == 2
    os.kill(executors[0], signal.SIGKILL)
    thread.join(PATIENCE)
    assert outcome == [len(POISON)]
    until(lambda: len(own_executors()) == 2)  # Spark has put another in its place
    assert executors[0] not in own_executors()

    written = parquet.read_table(target)
    assert [(column.name, column.type) for column in written.schema] == [
        *((column.name, column.type) for column in schema("figures")),
        ("error", pa.string()),
    ]
    found = read_back(written)
    assert set(errors(found)) == set(POISON)
    good = {name: text for name, text in archive.items() if name not in POISON or name == "foreign"}
    wanted = expected(good, rules, "figures")
    kept = [row for row in found if row[-1] is None]
    document_and_id = operator.itemgetter(0, 6)
    assert sorted(kept, key=document_and_id) == sorted(wanted, key=document_and_id)


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")  # of pyspark
def test_files_and_json_are_read(session: SparkSession, tmp_path: Path) -> None:
    """Files by what they hold, rows by their columns; what is not there is told."""
    source = tmp_path / "in"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "a.txt").write_text(SENTENCE, "utf-8")
    with zipfile.ZipFile(source / "kho.zip", "w") as out:
        out.writestr("b.txt", SENTENCE)
    assert spark.convert(session, str(source), str(tmp_path / "files"), table=DOCUMENTS) == 0
    docs = sorted(str(row[0]).rpartition("/in/")[2] for row in read_back(parquet.read_table(tmp_path / "files")))
    assert docs == ["deep/a.txt", "kho.zip!b.txt"]

    lines = tmp_path / "tin.jsonl"
    lines.write_text(f'{{"so": 7, "noi_dung": "{SENTENCE}"}}\n{{"so": 8}}\nnot JSON\n', "utf-8")
    columns = Options(text_column="noi_dung", id_column="so")
    assert spark.convert(session, str(lines), str(tmp_path / "rows"), table=DOCUMENTS, options=columns) == 2
    told = errors(read_back(parquet.read_table(tmp_path / "rows")))
    assert [str(name).rpartition("/")[2] for name in sorted(map(str, told))] == ["8", "tin.jsonl"]

    with pytest.raises(ReadError, match="no-column"):
        spark.convert(session, str(lines), str(tmp_path / "new"), options=Options(text_column="chu"))
    with pytest.raises(ReadError, match="missing"):
        spark.convert(session, str(tmp_path / "nowhere.parquet"), str(tmp_path / "new"))
    with pytest.raises(WriteError, match="exists"):
        spark.convert(session, str(lines), str(tmp_path / "rows"), options=columns)
    numbers = session.createDataFrame([("a", 1)], "id string, text int")
    with pytest.raises(ReadError, match="not-text"):
        spark.extract(numbers)


@pytest.mark.heavy
def test_the_command_runs(environment: dict[str, str], tmp_path: Path) -> None:
    """It ends with 1 and a line where a document failed, and its rows are there all the same."""
    source, target = tmp_path / "tin.parquet", tmp_path / "out"
    parquet.write_table(pa.table({"id": ["a", "b"], "text": [SENTENCE, ""]}), source)
    command = [sys.executable, "-m", "vkstats", "--lang", "en", "spark", str(source), str(target)]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, check=False, text=True)
    assert done.returncode == 1, done.stderr
    assert "1 row with an error" in done.stderr.splitlines()[-1]
    assert [row[0] for row in read_back(parquet.read_table(target))] == ["a", "a", "b"]
