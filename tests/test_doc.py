"""DOC through LibreOffice: asked for by name where it is missing, and ended where it does not end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import office_files as made
import pytest
from office_files import cell, docx, paragraph, row, run, table

from vkstats.model import Document
from vkstats.packs import RuleSet
from vkstats.read import doc, read

# The head of the format, as far as it is looked at.
WORD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")).ljust(512, b"\0") + b"\xec\xa5"
PROGRAM = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
with_libreoffice = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")


def _as_doc(folder: Path, data: bytes) -> bytes:
    """The Word document saved as Word 97 by LibreOffice."""
    (folder / "made.docx").write_bytes(data)
    return _converted(folder, "made.docx")


def _converted(folder: Path, name: str) -> bytes:
    subprocess.run(
        [str(PROGRAM), f"-env:UserInstallation={(folder / 'p').as_uri()}", "--headless", "--convert-to",
         "doc:MS Word 97", "--outdir", str(folder), str(folder / name)],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "made.doc").read_bytes()


def test_libreoffice_that_is_missing_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    error = made.error(tmp_path, WORD)
    assert (error.code, dict(error.details)["format"]) == ("needs-libreoffice", "Word 97-2003 (.doc)")


def _pretend(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of the name of LibreOffice that does this."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\n{script}", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.skipif(os.name != "posix", reason="programs are ended in groups on Unix")
def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program and what it started are gone when the error is told."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    child = f"import time\nwith open({str(path)!r}, 'w') as pipe:\n time.sleep(30)\n pipe.write('still there')"
    script = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)"
    _pretend(tmp_path, script, monkeypatch)
    monkeypatch.setattr(doc, "_LONGEST", 0.1)
    pipes = []
    communicate = subprocess.Popen.communicate

    def patient(process: subprocess.Popen[bytes], *, timeout: float) -> tuple[bytes, bytes]:
        pipes.append(path.open("rb"))  # as soon as the child is there, however long that takes
        return communicate(process, timeout=timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", patient)
    error = made.error(tmp_path, WORD)
    assert error.code == "too-slow"
    (pipe,) = pipes
    with pipe:
        assert pipe.read() == b""  # its end, which comes with the end of the child


@pytest.mark.skipif(os.name != "posix", reason="a script is a program on Unix")
def test_what_fails_is_told_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No document comes out: the last line that the program said is the cause."""
    _pretend(tmp_path, "import sys\nsys.exit('source file could not be loaded')", monkeypatch)
    error = made.error(tmp_path, WORD)
    assert (error.code, dict(error.details)["cause"]) == ("damaged", "source file could not be loaded")


@with_libreoffice
def test_a_sample_says_the_same_as_plain_text(tmp_path: Path, rules: RuleSet) -> None:
    """A sample saved as DOC gives the figures of the plain text."""
    path = made.SAMPLES[-1]
    (plain,) = read(str(path))
    assert isinstance(plain, Document)
    found = made.document(tmp_path, _as_doc(tmp_path, docx("".join(map(paragraph, made.lines_of(path))))))
    assert made.figures(found, rules) == made.figures(plain, rules)
    assert found.format == "doc"


@with_libreoffice
def test_fonts_tables_and_the_letter_that_other_programs_lose(tmp_path: Path) -> None:
    """TCVN3 with its ư, the soft hyphen; a merged cell once."""
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    body = paragraph(run("Khëi tè \xad 35 vô", font)) + table(
        row("Loại", cell("Số vụ", '<w:gridSpan w:val="2"/>')), row("", "2022", "2023"), row("Án", "10", "12")
    )
    body += paragraph("Hết.")
    found = made.document(tmp_path, _as_doc(tmp_path, docx(body)))
    assert found.text == "Khởi tố ư 35 vụ\n\nLoại\tSố vụ 2022\tSố vụ 2023\nÁn\t10\t12\n\nHết."


@with_libreoffice
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A document of one line, which links to a file: what that file says is not read."""
    (tmp_path / "secret.txt").write_text("77 vụ", "utf-8")
    field = rf'{{\field{{\*\fldinst INCLUDETEXT "{tmp_path / "secret.txt"}"}}{{\fldrslt cu}}}}'
    (tmp_path / "made.rtf").write_bytes(made.rtf(rf"Khoi to 35 vu {field}.\par"))
    text = made.document(tmp_path, _converted(tmp_path, "made.rtf")).text
    assert "35 vu" in text
    assert "77" not in text


@with_libreoffice
def test_bytes_that_only_look_like_word(tmp_path: Path) -> None:
    """LibreOffice makes nothing of them, and that is told."""
    assert made.error(tmp_path, WORD + b"\0" * 4096).code == "damaged"
