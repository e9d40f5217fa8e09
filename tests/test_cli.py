"""The command line: what goes to which stream, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import program
import pytest
import yaml

from vkstats.errors import PatternError, PatternProblem
from vkstats.messages import CATALOGUE
from vkstats.model import Document, DocumentRecord, Frame, Warning
from vkstats.packs import RuleSet
from vkstats.write.columns import TABLES, header

USAGE = yaml.safe_load((Path(__file__).parent / "data" / "usage.yaml").read_text("utf-8"))
TEXT = "Khởi tố 35 vụ, truy tố 7 vụ."


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """Standard output as CSV."""
        return list(csv.DictReader(io.StringIO(self.out, newline="")))

    @property
    def complaints(self) -> list[str]:
        """The lines on standard error."""
        return self.err.splitlines()


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: DocumentRecord) -> Run:
    """Run `vkstats` in an empty folder with `a.txt`, on a stand-in that finds every `N vụ`."""

    def extract(document: Document, _: RuleSet) -> DocumentRecord:
        figures = tuple(
            replace(record.figures[0], id=number, text=match[0], value=Decimal(match[1]), unit="vụ")
            for number, match in enumerate(re.finditer(r"(\d+) vụ", document.text), start=1)
        )
        return DocumentRecord(document.source, Frame(), document.text, figures)

    module = types.ModuleType("vkstats.extract")
    module.extract = extract  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "vkstats.extract", module)
    monkeypatch.setattr("vkstats.packs.load_rules", lambda _=(): RuleSet({}, (), (), (), ""))
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    Path("a.txt").write_text(TEXT, "utf-8")

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        done = program.run(*arguments, stdin=stdin)
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


# --- what comes out ---


def test_into_a_pipe_it_is_csv(run: Run) -> None:
    """Without a format, not on a terminal: CSV, and nothing on standard error."""
    done = run("a.txt")
    assert (done.code, done.err) == (0, "")
    assert [row["value"] for row in done.rows] == ["35", "7"]


def test_extract_is_the_default_command(run: Run) -> None:
    """`vkstats FILE…` is `vkstats extract FILE…`, wherever the options stand."""
    expected = run("extract", "a.txt", "-f", "jsonl")
    assert expected.code == 0
    for arguments in (
        ["-f", "jsonl", "a.txt"],
        ["--lang", "vi", "a.txt", "-f", "jsonl"],
        ["--lang=en", "-fjsonl", "a.txt"],
    ):
        assert run(*arguments) == expected


@pytest.mark.parametrize("name", ["explain", "rules", "extract", "score", "-x.txt"])
def test_a_file_may_be_named_like_a_command(run: Run, name: str) -> None:
    """`extract NAME` reaches it, and so does what begins with another character."""
    Path(name).write_text(TEXT, "utf-8")
    assert len(run("extract", "--", name).rows) == 2
    assert len(run(f"./{name}").rows) == 2


def test_documents_come_in_input_order(run: Run) -> None:
    """One record a document, in the order of the arguments."""
    Path("b.txt").write_text("Xét xử 4 vụ.", "utf-8")
    lines = run("b.txt", "a.txt", "b.txt", "-f", "jsonl").out.splitlines()
    assert [json.loads(line)["doc"] for line in lines] == ["b.txt", "a.txt", "b.txt"]


def test_nothing_found_is_no_failure(run: Run) -> None:
    """Exit 0, the header, and a notice."""
    Path("b.txt").write_text("Không có số liệu.", "utf-8")
    done = run("b.txt")
    assert (done.code, done.out.splitlines()) == (0, [",".join(header("figures"))])
    assert len(done.complaints) == 1


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["b.txt"], "b.txt: 1 spot could not be read with certainty; see --table warnings"),
        (["b.txt"] * 2, "b.txt: 2 spots could"),
        (["b.txt", "a.txt"] * 2, "b.txt, a.txt, b.txt, …: 4 spots could"),
    ],
)
def test_doubts_name_their_documents(run: Run, monkeypatch: pytest.MonkeyPatch, files: list[str], told: str) -> None:
    """How many spots, and in which files; not where the output shows them anyhow."""

    def doubt(document: Document, _: RuleSet) -> DocumentRecord:
        return DocumentRecord(document.source, Frame(), document.text, (), warnings=(Warning("unread-number", 0, 4),))

    monkeypatch.setattr(sys.modules["vkstats.extract"], "extract", doubt)
    Path("b.txt").write_text("Khởi tố", "utf-8")
    assert run(*files).complaints[-1].startswith(told)
    shown = run(*files, "--table", "warnings")
    assert (shown.err, shown.rows[0]["text"]) == ("", "Khởi")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_asked_for(run: Run, table: str) -> None:
    """Its header is put out, and its name stands in the help."""
    assert run("a.txt", "--table", table).out.splitlines()[0] == ",".join(header(table))
    assert all(table in sentence for sentence in CATALOGUE["help.table"])


@pytest.mark.parametrize(
    ("name", "start"),
    [("b.csv", "doc,"), ("b.tsv", "doc\t"), ("b.jsonl", '{"doc"'), ("b.json", "[\n{"), ("b", "doc,")],
)
def test_the_output_file_names_its_format(run: Run, name: str, start: str) -> None:
    """Without a format, the suffix of the output file decides; standard output stays empty."""
    done = run("a.txt", "-o", name)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert Path(name).read_text("utf-8").startswith(start)


def test_an_asked_format_is_taken(run: Run) -> None:
    """`-f` is stronger than the suffix, and `-o -` is standard output."""
    done = run("a.txt", "-f", "tsv", "-o", "b.csv")
    assert Path("b.csv").read_text("utf-8").startswith("doc\t")
    assert (done.code, done.err) == (0, "b.csv is written as tsv, as -f says, though its suffix says otherwise\n")
    assert run("a.txt", "-f", "tsv", "-o", "b.txt").err == ""
    assert run("a.txt", "-o", "-").rows


def test_standard_input_is_a_file_named_dash(run: Run) -> None:
    """`-` reads bytes from standard input; twice is once too often."""
    done = run("-", "-", "-f", "jsonl", "--with-text", stdin="Khởi tố".encode())
    assert done.code == 1
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["Khởi tố"]
    assert done.err.startswith("-: ")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="names of Unix")
@pytest.mark.parametrize("target", ["-", "/dev/stdout", "/dev/fd/1"])
def test_standard_output_has_names(run: Run, target: str) -> None:
    """Where it leads, by whatever name."""
    done = run("a.txt", "-o", target)
    assert done.code == 0
    assert done.out.startswith("doc,")


# --- what fails ---


def test_one_bad_input_does_not_stop_the_others(run: Run) -> None:
    """Exit 1, one line for each bad file, and the rows of the good ones."""
    Path("bad.txt").write_bytes(b"\xff")
    done = run("none.txt", "a.txt", "bad.txt", "a.txt")
    assert done.code == 1
    assert len(done.rows) == 4
    assert [line.split(":")[0] for line in done.complaints] == ["none.txt", "bad.txt"]


def test_where_nothing_was_read_the_old_file_stays(run: Run) -> None:
    """A misspelt input does not cost the result of yesterday."""
    Path("b.csv").write_text("yesterday")
    done = run("none.txt", "-o", "b.csv")
    assert done.code == 1
    assert Path("b.csv").read_text() == "yesterday"
    assert len(done.complaints) == 2


def test_a_text_without_vietnamese_is_put_out_but_told(run: Run) -> None:
    """Exit 1 with one line; the record carries the warning."""
    Path("b.txt").write_text("The court heard 35 cases.", "utf-8")
    done = run("b.txt", "-f", "jsonl")
    assert done.code == 1
    assert json.loads(done.out)["warnings"][0]["code"] == "no-vietnamese"
    assert done.complaints[0].startswith("b.txt: no Vietnamese")


def test_a_line_that_is_too_long_is_refused_by_its_size(run: Run) -> None:
    """The limit is named, and can be raised."""
    Path("b.txt").write_text("vụ " * 500_000, "utf-8")
    done = run("b.txt", "--max-size", "1")
    assert done.code == 1
    assert "1 MB" in done.complaints[0]
    assert run("b.txt", "--max-size", "3").code == 0


@pytest.mark.parametrize("case", USAGE, ids=[" ".join(case["arguments"]) for case in USAGE])
def test_wrong_usage_is_one_line(run: Run, case: dict[str, object]) -> None:
    """Exit 2, nothing on standard output, one line that says what is wrong."""
    done = run(*map(str, case["arguments"]))  # type: ignore[call-overload]
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1
    assert str(case["says"]) in done.err
    assert "lacks" not in case or str(case["lacks"]) not in done.err
    assert Path("a.txt").read_text("utf-8") == TEXT


def test_bad_patterns_are_all_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 2 with the problems in words; nothing is put out."""
    problems = [PatternProblem("p.yaml", line, 3, "  x: y", "unknown-key", (("key", "x"),)) for line in (1, 2)]

    def fail(_: object = ()) -> RuleSet:
        raise PatternError(problems)

    monkeypatch.setattr("vkstats.packs.load_rules", fail)
    done = run("a.txt", "-o", "b.csv")
    assert (done.code, done.out, Path("b.csv").exists()) == (2, "", False)
    assert [line for line in done.complaints if line.startswith("p.yaml:")] == [
        "p.yaml:1:3: there is no key 'x'",
        "p.yaml:2:3: there is no key 'x'",
    ]


# --- help ---


def test_without_arguments_it_helps(run: Run) -> None:
    """Nothing asked: the help page on standard error, exit 2."""
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "vkstats FILE" in done.err


@pytest.mark.parametrize(
    "arguments", [[], ["extract"], ["explain"], ["score"], ["rules"], ["rules", "check"], ["rules", "list"]]
)
def test_help_speaks_both_languages(run: Run, arguments: list[str]) -> None:
    """Every help page fits 80 columns and has no heading or sentence of the other language."""
    english = run(*arguments, "--help", "--lang", "en") if arguments else run("--lang", "en", "--help")
    vietnamese = run(*arguments, "--help", "--lang", "vi") if arguments else run("--lang", "vi", "--help")
    assert (english.code, vietnamese.code) == (0, 0)
    assert "Usage: vkstats" in english.out
    assert "Cách dùng: vkstats" in vietnamese.out
    words = "Usage|Options|Arguments|Commands|Show|Install|OPTIONS|COMMAND|ARGS|required|default"
    assert not re.search(rf"\b({words})\b", vietnamese.out)
    assert max(map(len, (english.out + vietnamese.out).splitlines())) <= 80


def test_the_locale_chooses_the_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Vietnamese locale speaks Vietnamese, unless `--lang` says otherwise."""
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    assert "không có tệp này" in run("none.txt").err
    assert "no such file" in run("none.txt", "--lang", "en").err


def test_the_version(run: Run) -> None:
    """One line on standard output."""
    done = run("--version")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"vkstats \d+\.\d+\.\d+\n", done.out)


# --- as a process ---

# The program with a stand-in for `extract` that finds nothing and is quick, and none for the rules.
PROGRAM = """
import sys
from types import SimpleNamespace
from vkstats import packs
from vkstats.cli import main
from vkstats.model import DocumentRecord, Frame
packs.load_rules = lambda _=(): None
sys.modules["vkstats.extract"] = SimpleNamespace(
    extract=lambda document, _: DocumentRecord(document.source, Frame(), document.text)
)
main()
"""


def vkstats(*arguments: str) -> list[str]:
    """The command that starts the program as a process."""
    return [sys.executable, "-c", PROGRAM, *arguments]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="a terminal of Unix")
def test_on_a_terminal_it_is_a_table(tmp_path: Path) -> None:
    """Without a format, a terminal gets words to read, not CSV."""
    (tmp_path / "a.txt").write_text("Không có gì.", "utf-8")
    ours, theirs = os.openpty()
    environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    done = subprocess.run(
        vkstats("--lang", "en", "a.txt"), stdout=theirs, stderr=subprocess.PIPE, cwd=tmp_path, env=environ, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    shown = os.read(ours, 4096).decode()
    os.close(theirs)
    os.close(ours)
    assert shown.startswith("\x1b[1;36ma.txt\x1b[0m")
    assert "doc," not in shown


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_a_closed_pipe_is_no_error(tmp_path: Path, form: str) -> None:
    """A reader that has seen enough ends the run in peace, whatever was still to come."""
    (tmp_path / "a.txt").write_text("Khởi tố\n" * 20_000, "utf-8")
    command = vkstats("--lang", "en", *["a.txt"] * 8, "-f", form, *(["--with-text"] if form.startswith("json") else []))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [["-f", "csv"], ["-f", "jsonl", "-o", "/dev/full"]])
def test_a_full_disk_is_one_line(tmp_path: Path, arguments: list[str]) -> None:
    """No room to write: exit 2 and the cause."""
    (tmp_path / "a.txt").write_text("Khởi tố", "utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            vkstats("--lang", "en", "a.txt", *arguments), stdout=full, stderr=subprocess.PIPE, check=False, cwd=tmp_path
        )
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert b"could not be written" in done.stderr


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interruption_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    """Ctrl-C, `kill` or a closed terminal in the middle: 128 and the signal, one line, no file and no half of one."""
    number = getattr(signal, name)
    around = signal.signal(number, signal.SIG_DFL)  # what is ignored here (`nohup`, `&`) would be ignored there
    try:
        process = subprocess.Popen(
            vkstats("--lang", "en", "-", "-o", "b.csv"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
        )
    finally:
        signal.signal(number, around)
    with process:
        assert process.stdin
        assert process.stderr
        while not list(tmp_path.iterdir()):  # until the run has opened its output and waits for its input
            assert process.poll() is None
        process.send_signal(number)
        complaint = process.stderr.read()
    assert process.returncode == 128 + number
    assert complaint == b"stopped on request\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="a shell of Unix")
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        (">&-", ["-f", "csv"], 2),
        (">&-", [], 2),
        (">&-", ["-o", "b.csv"], 0),
        ("2>&-", ["-f", "csv"], 0),
        ("2>&-", ["--table", "nothing"], 2),
    ],
)
def test_a_closed_stream_is_told(tmp_path: Path, closed: str, arguments: list[str], code: int) -> None:
    """Standard output that is closed is one clear line; without standard error nothing gets into the output."""
    (tmp_path / "a.txt").write_text("Không có gì.", "utf-8")
    command = f"{shlex.join(vkstats('--lang', 'en', 'a.txt', *arguments))} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, cwd=tmp_path, text=True)
    assert done.returncode == code
    assert done.stderr.count("\n") <= 1
    assert ("standard output is closed" in done.stderr) == (closed == ">&-" and code == 2)
    assert all(line.startswith("doc,") for line in done.stdout.splitlines())


def test_the_version_imports_nothing_heavy() -> None:
    """What only some command needs is not imported to start up."""
    program = "import sys, vkstats.cli.commands as c; c.command_tree('en'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    heavy = {"msgspec", "rich", "yaml", "underthesea", "regex", "vkstats.model", "vkstats.packs"}
    assert heavy & set(done.stdout.split()) == set()


def test_csv_does_not_import_what_others_need() -> None:
    """rich is for the screen only, msgspec for JSON only."""
    program = """
import io, sys
from vkstats.write.form import Form, Format, writer
writer(Form(Format.CSV), io.StringIO())
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert {"rich", "msgspec"} & set(done.stdout.split()) == set()


@pytest.mark.parametrize(
    ("word", "offered"), [("", "extract"), ("ext", "extract"), ("-", "--version"), ("--for", "--format")]
)
def test_completion_knows_commands_and_options(
    run: Run, monkeypatch: pytest.MonkeyPatch, word: str, offered: str
) -> None:
    """bash completes the commands, and the options of the default command."""
    monkeypatch.setenv("_VKSTATS_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"vkstats {word}")
    monkeypatch.setenv("COMP_CWORD", "1")
    done = run()
    assert done.code == 0
    assert offered in done.out.split()
