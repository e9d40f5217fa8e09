"""Every output format by both commands that write it: the same output, or one line that says why not."""

from __future__ import annotations

import contextlib
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from vkstats.cli import main
from vkstats.messages import LANGUAGES, text
from vkstats.write.form import SUFFIXES, Form, Format

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))[:2]
Run = Callable[..., tuple[int, str]]
pytestmark = pytest.mark.usefixtures("warm_workers")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in a folder with two documents; its exit code and what it says."""
    for sample in SAMPLES:
        (tmp_path / sample.name).write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--lang", "en"])
        return int(str(ended.value.code)), capsys.readouterr().err

    return ran


def content(path: Path) -> object:
    """The bytes of a file; of a database, whose bytes tell how it was written, what SQL would make it."""
    if SUFFIXES[path.suffix] is not Format.SQLITE:
        return path.read_bytes()
    with contextlib.closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_batch_and_an_extraction_write_the_same(run: Run, suffix: str) -> None:
    """Whatever one writes, the other does; the table for the screen is refused with its reason."""
    names = [sample.name for sample in SAMPLES]
    assert run("extract", *names, "-o", f"alone{suffix}")[0] == 0
    done, said = run("batch", *names, "-o", f"many{suffix}", "--jobs", "1")
    if SUFFIXES[suffix] is Format.TABLE:
        assert (done, said) == (2, text("usage.batch-table", "en") + "\n")
    else:
        assert done == 0
        assert content(Path(f"alone{suffix}")) == content(Path(f"many{suffix}"))


@pytest.mark.parametrize("command", ["extract", "batch"])
@pytest.mark.parametrize("form", [form for form in Format if not form.streams])
@pytest.mark.parametrize("target", [[], ["-o", "-"], ["-o", "/dev/null"]])
def test_what_is_whole_or_nothing_goes_into_a_file(run: Run, command: str, form: str, target: list[str]) -> None:
    """A pipe or device is refused in one line, and stays what it is."""
    done, said = run(command, SAMPLES[0].name, "-f", form, *target)
    assert (done, said.count("\n")) == (2, 1)
    assert not Path("/dev/null").is_file()


def _unpacked(path: Path) -> bytes:
    """What a file holds; of a workbook, what its parts hold."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return b"".join(map(parts.read, parts.namelist()))


@pytest.mark.parametrize("command", ["extract", "batch"])
@pytest.mark.parametrize("form", [form for form in Format if form is not Format.TABLE])
def test_texts_are_put_where_there_is_a_place_for_them(run: Run, command: str, form: Format) -> None:
    """Document records and the table of documents have one; elsewhere `--with-text` is refused."""
    out = f"out.{form}"
    done, said = run(command, SAMPLES[0].name, "-o", out, "--with-text")
    if Form(form).holds_documents:
        assert done == 0
        assert SAMPLES[0].read_text("utf-8").split()[-1].encode() in _unpacked(Path(out))
    else:
        assert (done, said) == (2, text("usage.with-text", "en") + "\n")


@pytest.mark.parametrize("command", ["extract", "batch"])
def test_a_number_that_a_format_cannot_hold_is_told(run: Run, command: str) -> None:
    """The document is left out with its reason, and the others are put out."""
    Path("wide.txt").write_text("Thu 1234567890123456789012345678901 đồng.", "utf-8")
    done, said = run(command, "wide.txt", SAMPLES[0].name, "-o", "out.parquet")
    assert done == 1
    written = Path("out.parquet").read_bytes()
    assert SAMPLES[0].name.encode() in written
    assert b"wide.txt" not in written
    assert "1234567890123456789012345678901" in said + "".join(
        path.read_text("utf-8") for path in Path().glob("*.errors.csv")
    )


@pytest.mark.parametrize("command", ["extract", "batch"])
def test_a_file_named_after_no_format_is_refused(run: Run, command: str) -> None:
    """The formats that there are stand in the line."""
    done, said = run(command, SAMPLES[0].name, "-o", "out.doc")
    assert done == 2
    assert all(suffix in said for suffix in SUFFIXES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("option", ["help.format", "help.batch-format"])
def test_the_help_names_every_format(lang: str, option: str) -> None:
    """But the one that the command refuses."""
    known = set(Format) - ({Format.TABLE} if option == "help.batch-format" else set())
    said = text(option, lang).partition(".")[0].replace(",", " ").split()
    assert known == set(said) & set(Format)
