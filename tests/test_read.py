"""Files and streams → documents, and one clear error for whatever is no text."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read import Options, read
from vkstats.read.language import is_vietnamese
from vkstats.read.plain import PlainText
from vkstats.read.reader import Source

SENTENCE = "Khởi tố 35 vụ/52 bị can."
UNREADABLE = yaml.safe_load((Path(__file__).parent / "data" / "unreadable.yaml").read_text("utf-8"))


def write(folder: Path, data: bytes) -> str:
    """A file with these bytes."""
    path = folder / "a.txt"
    path.write_bytes(data)
    return str(path)


def error_of(path: str, **options: int) -> ReadError:
    """The error that reading the path raises."""
    (error,) = read(path, Options(**options))
    assert isinstance(error, ReadError)
    return error


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_text_comes_as_it_is(tmp_path: Path, mark: bytes, form: str) -> None:
    """UTF-8 with or without a byte-order mark, in any normal form, is decoded and nothing else."""
    text = unicodedata.normalize(form, SENTENCE)  # type: ignore[arg-type]
    path = write(tmp_path, mark + text.encode())
    assert list(read(path)) == [Document(path, text, "text", "utf-8")]


@pytest.mark.parametrize("case", UNREADABLE, ids=[case["name"] for case in UNREADABLE])
def test_what_is_no_text_is_told(tmp_path: Path, case: dict[str, str]) -> None:
    """Bytes that are no UTF-8 text give the code and the details of the case."""
    data = case["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1")
    error = error_of(write(tmp_path, data))
    assert error.code == case["code"]
    assert dict(error.details) | dict(case.get("details", {})) == dict(error.details)  # type: ignore[arg-type]


def test_a_missing_file(tmp_path: Path) -> None:
    """A path that leads nowhere is told by its name."""
    error = error_of(str(tmp_path / "none.txt"))
    assert (error.code, error.source) == ("missing", str(tmp_path / "none.txt"))


def test_a_directory(tmp_path: Path) -> None:
    """A directory is no file."""
    assert error_of(str(tmp_path)).code == "directory"


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that must not be read is told so (the system's answer is imitated: root may read all)."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, SENTENCE.encode())
    monkeypatch.setattr("vkstats.read._Watched.__init__", refuse)
    assert error_of(path).code == "permission"


def test_a_path_that_no_system_takes(tmp_path: Path) -> None:
    """Any other refusal of the system gives its cause."""
    error = error_of(str(tmp_path / ("a" * 5000)))
    assert error.code == "unreadable"
    assert dict(error.details)["cause"]


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    """A file name of other bytes is read, and named so that the name can be written as UTF-8."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o.txt")
    Path(path).write_text(SENTENCE, "utf-8")
    (document,) = read(path)
    assert document.source.endswith("b\ufffdo.txt")


def test_a_text_of_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    """The limit is a number of bytes of one document."""
    path = write(tmp_path, b"a" * 1000)
    (document,) = read(path, Options(limit=1000))
    assert isinstance(document, Document)
    assert len(document.text) == 1000
    assert error_of(path, limit=999).code == "too-large"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no file without end")
def test_an_endless_stream_is_given_up() -> None:
    """A stream that never ends is read no further than the limit."""
    assert error_of("/dev/zero", limit=3_000_000).code == "too-large"


def test_standard_input_is_read_as_bytes() -> None:
    """`-` takes the bytes of standard input, whatever the locale says of them."""
    program = "from vkstats.read import read; print([d.text for d in read('-')] == ['kh\\u1edfi t\\u1ed1'])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input="khởi tố".encode(),
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.strip() == b"True"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (SENTENCE, True),
        (unicodedata.normalize("NFD", "bị can"), True),
        ("The court heard 35 cases.", False),
        ("Không có gì.", True),
        ("L'hôtel a été rénové à Nîmes: 35 %. " * 9, False),
        ("35", False),
    ],
)
def test_vietnamese_is_told_by_its_letters(text: str, answer: bool) -> None:
    """Letters that other languages have too prove nothing."""
    assert is_vietnamese(text) is answer


@given(st.binary(max_size=60))
def test_bytes_give_a_text_or_a_read_error(data: bytes) -> None:
    """No bytes at all raise anything but a ReadError, and a text in UTF-8 encodes back to them."""
    codes = {"empty", "binary", "nul", "surrogate", "undecodable", "ambiguous", "misfit"}
    try:
        (document,) = PlainText().read(data, Source("x", Options()))
    except ReadError as error:
        assert error.code in codes  # noqa: PT017 (either is right)
    else:
        assert document.encoding
        if document.encoding == "utf-8":
            assert document.text.encode() == data.removeprefix(b"\xef\xbb\xbf")
