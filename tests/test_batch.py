"""Archives → one output: in order, resumable, nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path

import program
import pyarrow.parquet
import pytest

from vkstats.batch.duplicates import Originals
from vkstats.batch.inputs import files, listed
from vkstats.batch.ledger import Ledger
from vkstats.batch.likeness import digest, sketch
from vkstats.batch.pool import Pool
from vkstats.batch.result import Converted
from vkstats.batch.worker import Report, Setup, Task, work
from vkstats.errors import ReadError, WriteError
from vkstats.read import Options
from vkstats.write.columns import TABLES, numeric, plain
from vkstats.write.form import Form, Format

SAMPLES = Path(__file__).parents[1] / "samples"
TEXTS = sorted(SAMPLES.glob("*.txt"))


pytestmark = pytest.mark.usefixtures("warm_workers", "unhurried")


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line about how far it is, however long it takes."""
    monkeypatch.setattr("vkstats.cli.batching._PLAIN_EVERY", float("inf"))


def vkstats(*arguments: object, cwd: Path, stdin: bytes = b"") -> program.Done:
    """Run the program in this process; its workers are processes of their own."""
    return program.run(*arguments, "--lang", "en", cwd=cwd, stdin=stdin)


def started(*arguments: object, cwd: Path) -> program.Done:
    """Run the program as a person does."""
    command = [sys.executable, "-m", "vkstats", *map(str, arguments), "--lang", "en"]
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with some of the samples, in a folder of their own."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    for text in TEXTS[:3]:
        (inputs / text.name).write_bytes(text.read_bytes())
    return tmp_path


def batch(folder: Path, *arguments: object, out: str = "out.csv") -> tuple[bytes, program.Done]:
    """The output of a batch over `in`, and how it ran."""
    done = vkstats("batch", "in", "-o", out, *arguments, cwd=folder)
    return (folder / out).read_bytes(), done


# --- the output -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "table"), [("csv", None), ("tsv", None), ("jsonl", None), ("csv", "people"), ("jsonl", "documents")]
)
def test_a_batch_puts_out_what_single_files_do(folder: Path, form: str, table: str | None) -> None:
    """Byte for byte, into a file and onto a pipe, with one worker and with several."""
    options = ["-f", form, *(["--table", table] if table else [])]
    names = sorted(f"in/{path.name}" for path in (folder / "in").iterdir())
    alone = vkstats("extract", *names, *options, cwd=folder).stdout
    assert batch(folder, *options, "--jobs", "1", out=f"out.{form}")[0] == alone
    assert batch(folder, *options, "--jobs", "3", out=f"other.{form}")[0] == alone
    assert vkstats("batch", "in", *options, cwd=folder).stdout == alone


def test_a_shell_starts_it_and_it_starts_its_workers(folder: Path) -> None:
    """As a person runs it, with two workers from nothing: the same bytes, the same last line but for the seconds."""
    here, in_process = batch(folder, "--jobs", "2")
    done = started("batch", "in", "-o", "shell.csv", "--jobs", "2", cwd=folder)
    assert (done.returncode, (folder / "shell.csv").read_bytes(), done.stdout) == (0, here, b"")
    line, expected = (re.sub(rb"\d+\.\d", b"", run.stderr.splitlines()[-1]) for run in (done, in_process))
    assert line == expected  # before it may stand how far it was after ten seconds


@pytest.mark.parametrize("suffix", ["parquet", "sqlite"])
def test_typed_outputs_hold_the_rows_of_the_csv(folder: Path, suffix: str) -> None:
    """Parquet has the figures, SQLite every table; the bytes do not depend on the workers."""
    rows, _ = batch(folder)
    expected = [
        {name: value or None for name, value in row.items()} for row in csv.DictReader(io.StringIO(rows.decode()))
    ]
    one, _ = batch(folder, "--jobs", "1", out=f"one.{suffix}")
    many, _ = batch(folder, "--jobs", "3", out=f"many.{suffix}")
    assert one == many
    if suffix == "parquet":
        found = pyarrow.parquet.read_table(folder / "one.parquet").to_pylist()
    else:
        with contextlib.closing(sqlite3.connect(folder / "one.sqlite")) as database:
            database.row_factory = sqlite3.Row
            found = [dict(row) for row in database.execute("SELECT * FROM figures")]
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            assert tables == set(TABLES)
            assert database.execute("SELECT count(*) FROM documents").fetchone()[0] == 3
    shown = [
        {
            name: None if value is None else plain(value) if isinstance(value, Decimal) else str(value)
            for name, value in row.items()
        }
        for row in found
    ]
    numbers = numeric("figures")
    for got, wanted in zip(shown, expected, strict=True):
        for name in wanted:
            if name in numbers and wanted[name] is not None:
                assert Decimal(str(got[name])) == Decimal(str(wanted[name]))
            else:
                assert (got[name] or None) == wanted[name]  # CSV tells an empty text from no text by nothing


def test_a_number_that_a_form_cannot_hold_is_a_failure(folder: Path) -> None:
    """The document is told, the others are put out."""
    (folder / "in" / "a.txt").write_text("Thu 1234567890123456789012345678901 đồng.", "utf-8")
    done = vkstats("batch", "in", "-o", "out.parquet", cwd=folder)
    assert done.returncode == 1
    assert b"write.no-fit" in (folder / "out.parquet.errors.csv").read_bytes()
    assert set(pyarrow.parquet.read_table(folder / "out.parquet")["doc"].to_pylist()) == {
        f"in/{path.name}" for path in TEXTS[:3]
    }


def test_what_fails_is_a_row_of_the_errors_and_the_rest_goes_on(folder: Path) -> None:
    """A missing file, bytes that are no text, a text in another language: exit 1, a row each, in order."""
    good, _ = batch(folder)
    (folder / "in" / "b.txt").write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\xff\xfe")
    (folder / "in" / "c.txt").write_text("There were 35 cases.")
    done = vkstats("batch", "in", "missing.txt", "-o", "out.csv", cwd=folder)
    assert done.returncode == 1
    assert (folder / "out.csv").read_bytes() == good
    with (folder / "out.csv.errors.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["source"], row["stage"], row["code"]) for row in rows] == [
        ("in/b.txt", "read", "read.binary"),
        ("in/c.txt", "extract", "warning.no-vietnamese"),
        ("missing.txt", "read", "read.missing"),
    ]
    assert all(row["cause"] and row["remedy"] for row in rows)
    for name in ("b.txt", "c.txt"):
        (folder / "in" / name).unlink()
    assert batch(folder)[1].returncode == 0
    assert not (folder / "out.csv.errors.csv").exists()


def test_a_dry_run_lists_and_writes_nothing(folder: Path) -> None:
    """Source, format and bytes of each document."""
    done = vkstats("batch", "in", "-o", "out.csv", "--dry-run", cwd=folder)
    lines = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert lines == [[f"in/{path.name}", "text", str(path.stat().st_size)] for path in TEXTS[:3]]
    assert [path.name for path in folder.iterdir()] == ["in"]


# --- going on ---------------------------------------------------------------------------------------


def test_a_second_run_does_only_what_is_new_or_changed(folder: Path) -> None:
    """The output is that of a run from the beginning; what is gone is kept until it is pruned."""
    batch(folder)
    first, second, third = sorted((folder / "in").iterdir())
    second.write_text(second.read_text("utf-8") + "\nKhởi tố thêm 7 vụ án.\n", encoding="utf-8")
    (folder / "in" / "zz.txt").write_text("Ban hành 25 kiến nghị.", encoding="utf-8")
    grown, done = batch(folder)
    assert b"2 inputs unchanged" in done.stderr
    assert grown == batch(folder, out="anew.csv")[0]
    first.unlink()
    kept, done = batch(folder)
    assert b"1 input that is not there any more" in done.stderr
    assert sorted(kept.splitlines()) == sorted(grown.splitlines())
    pruned, done = batch(folder, "--prune")
    assert b"not there any more" not in done.stderr
    assert pruned == batch(folder, out="again.csv")[0]
    assert third.name.encode() in pruned
    assert first.name.encode() not in pruned


def test_other_options_or_rules_do_all_anew(folder: Path) -> None:
    """A result is that of a content, the rules and the options together."""
    batch(folder)
    assert b"3 inputs unchanged" in batch(folder)[1].stderr
    assert b"unchanged" not in batch(folder, "--table", "people")[1].stderr
    pack = folder / "pack" / "lexicon"
    pack.mkdir(parents=True)
    (pack / "own.yaml").write_text("- kind: unit\n  says: own units\n  words:\n    sạp hàng: sạp hàng\n", "utf-8")
    assert b"unchanged" not in batch(folder, "--table", "people", "--patterns", "pack")[1].stderr


def test_two_inputs_of_one_name_are_both_there(folder: Path) -> None:
    """A file that is named twice counts twice, also when the batch goes on."""
    once = vkstats("extract", f"in/{TEXTS[0].name}", "-f", "csv", cwd=folder).stdout
    for _ in range(2):
        vkstats("batch", f"in/{TEXTS[0].name}", f"in/{TEXTS[0].name}", "-o", "two.csv", cwd=folder)
        twice = (folder / "two.csv").read_bytes()
        assert len(twice.splitlines()) == 2 * len(once.splitlines()) - 1


def test_the_ledger_is_for_one_run_at_a_time(tmp_path: Path) -> None:
    """The second stops, and the ledger is free again when the first is done."""
    path = tmp_path / "out.csv.ledger"
    with Ledger(path):
        with pytest.raises(WriteError) as caught:
            Ledger(path)
        assert caught.value.code == "in-use"
    Ledger(path).__exit__()


def test_what_is_no_ledger_is_left_alone(folder: Path) -> None:
    """A file of that name that somebody else wrote is told, in one line."""
    (folder / "out.csv.ledger").write_text("my notes, which are longer than the head of any database\n" * 20)
    done = vkstats("batch", "in", "-o", "out.csv", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"no ledger" in done.stderr
    assert not (folder / "out.csv").exists()


def spent(group: int) -> float:
    """The processor seconds of the processes of a group that are alive."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12]) if int(fields[2]) == group else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def whole_run(folder: Path) -> float:
    """The batch over `in`, unbroken, to `whole.csv`; the processor seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert started("batch", "in", "-o", "whole.csv", "--jobs", "2", cwd=folder).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def killed_until_done(folder: Path, moments: Iterable[float]) -> int:
    """Run the batch, kill it with all its workers after each of so many processor seconds, then let it end.

    How often it was hit; what it has put out in the end is what the unbroken run did.
    """
    command = [sys.executable, "-m", "vkstats", "batch", "in", "-o", "cut.csv", "--jobs", "2"]
    hits = 0
    for moment in moments:
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, start_new_session=True)
        while process.poll() is None and spent(process.pid) < moment:
            time.sleep(0.03)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            hits += 1
        process.wait()
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    assert (folder / "cut.csv").read_bytes() == (folder / "whole.csv").read_bytes()
    return hits


def collection(path: Path, count: int) -> None:
    """A folder of texts that differ from each other."""
    path.mkdir()
    for number in range(count):
        text = TEXTS[number % len(TEXTS)].read_text("utf-8").split("\n\n")
        body = "\n\n".join([f"Đơn vị số {number} khởi tố {number + 2} vụ/{number + 5} bị can.", *text[:2]])
        (path / f"{number:05}.txt").write_text(body, encoding="utf-8")


on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell what is spent")


@on_linux
def test_a_batch_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    """As it starts, as its workers start, as they work: byte for byte what an unbroken run gives."""
    collection(tmp_path / "in", 60)
    whole = whole_run(tmp_path)
    assert killed_until_done(tmp_path, [whole * share for share in (0.1, 0.4, 0.8)])


@pytest.mark.heavy
@on_linux
def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """2,000 documents, two workers, the whole group killed at random moments: the output of an unbroken run."""
    collection(tmp_path / "in", 2000)
    whole = whole_run(tmp_path)
    shares = random.Random(20180716)  # noqa: S311 (moments, no secrets)
    assert killed_until_done(tmp_path, [whole * shares.uniform(0.01, 0.15) for _ in range(20)]) == 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte, where the user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_told_and_the_batch_goes_on_once_there_is_room(folder: Path, small_disk: Path) -> None:
    """One clear line, an older output untouched, no half row; afterwards what an unbroken run gives."""
    whole, _ = batch(folder, "-f", "jsonl", "--with-text", out="whole.jsonl")
    out = small_disk / "out.jsonl"
    out.write_text("older\n")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(950_000))
    arguments = ["batch", "in", "-f", "jsonl", "--with-text", "-o", out]
    done = vkstats(*arguments, cwd=folder)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"disk" in done.stderr
    assert out.read_text() == "older\n"
    ballast.unlink()
    assert vkstats(*arguments, cwd=folder).returncode == 0
    assert out.read_bytes() == whole
    assert sorted(path.name for path in small_disk.iterdir()) == ["out.jsonl", "out.jsonl.ledger"]


# --- workers -----------------------------------------------------------------------------------------

SETUP = Setup(Options(), Form(Format.CSV))


def fragile(connection: Connection, setup: Setup) -> None:
    """A worker that dies of one text and hangs on another; it is told so before the real one starts."""
    from vkstats.batch import worker

    real = worker.converter

    def converter(setup: Setup) -> object:
        convert = real(setup)

        def converted(task: Task) -> object:
            if b"DIE" in task.data:
                os.kill(os.getpid(), signal.SIGKILL)
            if b"HANG" in task.data:
                time.sleep(600)
            return convert(task)

        return converted

    worker.converter = converter  # type: ignore[assignment]
    work(connection, setup)


def test_a_document_that_kills_or_hangs_its_worker_is_the_only_one_lost() -> None:
    """All others come through, and the guilty are told by what they did."""
    words = ["DIE" if number == 20 else "HANG" if number == 33 else "Khởi tố 5 vụ án." for number in range(60)]
    report: Report = []
    with Pool(SETUP, 2, timeout=3, target=fragile) as pool:
        for number, word in enumerate(words):
            pool.submit(Task(number, f"{number}.txt", "text", word.encode()))
        while pool.is_busy:
            report += pool.results(None)
    assert sorted(number for number, _ in report) == list(range(60))
    failed = {number: result.failures[0].code for number, result in report if result.failures}
    assert failed == {20: "batch.crashed", 33: "batch.timeout"}


# --- pipes --------------------------------------------------------------------------------------------


def test_names_come_through_a_pipe(folder: Path) -> None:
    """`find … -print0` names the files; names of any bytes are kept."""
    names = b"".join(os.fsencode(f"in/{path.name}") + b"\0" for path in TEXTS[:3])
    done = vkstats("batch", "--from0", "-", "-f", "csv", cwd=folder, stdin=names)
    assert done.returncode == 0
    assert done.stdout == vkstats("batch", "in", "-f", "csv", cwd=folder).stdout


def test_rows_are_out_before_the_next_name_comes(folder: Path) -> None:
    """A producer that is slow keeps nothing waiting that is done."""
    command = [sys.executable, "-m", "vkstats", "batch", "--from0", "-", "-f", "jsonl", "--jobs", "1"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        for text in TEXTS[:3]:
            process.stdin.write(os.fsencode(f"in/{text.name}") + b"\0")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["doc"] == f"in/{text.name}"
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0


def test_a_list_that_is_none_is_told() -> None:
    """What has no NUL in more bytes than any path has is no list of names."""
    assert list(listed(io.BytesIO(b"a\0b c\n\0\0d"))) == ["a", "b c\n", "d"]
    with pytest.raises(ReadError):
        list(listed(io.BytesIO(b"x" * 200_000)))


def test_a_folder_is_walked_by_name(tmp_path: Path) -> None:
    """Files below it in one order; hidden ones, links to folders and the batch's own left alone; dead links told."""
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", ".hidden", ".git/x", "out.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "linked.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    found = list(files([str(tmp_path)], [str(tmp_path / "out.csv")]))
    names = [path.source if isinstance(path, ReadError) else path for path in found]
    assert [os.path.relpath(name, tmp_path) for name in names] == [
        "a.txt", "b/1.txt", "b/2.txt", "c.txt", "dead.txt", "linked.txt",
    ]  # fmt: skip
    assert [path.code for path in found if isinstance(path, ReadError)] == ["missing"]


# --- duplicates ---------------------------------------------------------------------------------------


def converted(doc: str, text: str) -> Converted:
    """A document as the search for duplicates sees it."""
    return Converted(doc, 0, 0, b"", digest(text), sketch(text))


def test_reprints_are_told_and_like_texts_are_not() -> None:
    """Equal words with other spaces, and an article with a new headline, are one; a report of the next unit is not."""
    article = TEXTS[0].read_text("utf-8")
    other = TEXTS[1].read_text("utf-8")
    with Originals() as originals:
        assert originals.original_of(converted("1", article)) is None
        assert originals.original_of(converted("2", other)) is None
        assert originals.original_of(converted("3", article.replace("\n", "\n\n").replace(" ", "  "))) == "1"
        assert originals.original_of(converted("4", "Tin đăng lại hôm nay\n\n" + article)) == "1"
        assert originals.original_of(converted("5", "Ban hành 25 kiến nghị.")) is None
        assert originals.original_of(converted("6", "Ban hành 26 kiến nghị.")) is None
        assert originals.original_of(converted("7", "Ban hành 25 kiến nghị")) == "5"


def test_duplicates_are_marked_and_left_out_on_demand(folder: Path) -> None:
    """`duplicate_of` names the first document; `--unique` leaves the others out of every table."""
    (folder / "in" / "zz.txt").write_bytes(b"Tin \xc4\x91\xc4\x83ng l\xe1\xba\xa1i.\n\n" + TEXTS[0].read_bytes())
    out, done = batch(folder, "--table", "documents")
    rows = list(csv.DictReader(io.StringIO(out.decode())))
    assert [row["duplicate_of"] for row in rows] == ["", "", "", f"in/{TEXTS[0].name}"]
    assert b"1 duplicate" in done.stderr
    unique, _ = batch(folder, "--unique", out="unique.csv")
    (folder / "in" / "zz.txt").unlink()
    assert unique == batch(folder, out="without.csv")[0]
