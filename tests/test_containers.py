"""What is in archives reads as the files alone: every kind, one inside another, in order, under its name."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import program
import pytest
from archives import (
    ARCHIVERS,
    PACKERS,
    Members,
    answer,
    sevenzipped,
    tarred,
    warc,
    warc_record,
    zip_of_entries,
    zipped,
)

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.messages import text
from vkstats.model import Document
from vkstats.packs import RuleSet
from vkstats.read import Options, open_inputs, read
from vkstats.read.containers.names import is_litter, member_name
from vkstats.read.containers.zip import Zip
from vkstats.read.reader import Caps, Raw, Source

SAMPLES = {path.name: path.read_bytes() for path in sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))}
TWO = {"một.txt": "Khởi tố 35 vụ.".encode(), "hai.txt": "Xét xử 12 vụ án.".encode()}
HTTP = "application/http; msgtype=response"


def outcome(path: Path, data: bytes, options: Options | None = None) -> list[tuple[str, str]]:
    """What comes of a file with these bytes, each as its label without the file and its text or error code."""
    path.write_bytes(data)
    return [labelled(result, str(path)) for result in read(str(path), options)]


def labelled(result: Document | ReadError, path: str) -> tuple[str, str]:
    """The label without the file, and the text or the error code, which has a message."""
    said = result.code if isinstance(result, ReadError) else result.text
    if isinstance(result, ReadError):
        assert text(f"read.{said}", "en", source="", **dict(result.details)) != f"read.{said}"
    return result.source.removeprefix(path), said


def as_read(members: Members, before: str = "!") -> list[tuple[str, str]]:
    """What should come of an archive with these members."""
    return [(before + name, data.decode()) for name, data in members.items()]


@pytest.mark.parametrize("packer", ["", *PACKERS])
@pytest.mark.parametrize("archiver", ARCHIVERS)
def test_members_read_as_files(tmp_path: Path, archiver: str, packer: str) -> None:
    """Every archive, packed or not, gives its members in order, under their names."""
    data = ARCHIVERS[archiver](SAMPLES)
    data = PACKERS[packer](data) if packer else data
    assert outcome(tmp_path / "a", data) == as_read(SAMPLES)


@pytest.mark.parametrize("packer", PACKERS)
def test_a_packed_file_keeps_its_name(tmp_path: Path, packer: str) -> None:
    """One file in one stream; two streams, one behind the other, are one file."""
    first, second = "Khởi tố ".encode(), "35 vụ.".encode()
    data = PACKERS[packer](first) + PACKERS[packer](second)
    assert outcome(tmp_path / f"a.txt.{packer}", data) == [("", "Khởi tố 35 vụ.")]


def test_figures_are_those_of_the_files(tmp_path: Path, rules: RuleSet) -> None:
    """The records of archives inside archives are those of the samples, but for the name."""
    data = zipped({"b.tar.gz": gzip.compress(tarred({"c.zip": zipped(SAMPLES)}))})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    inside = list(read(str(path)))
    assert [document.source for document in inside] == [f"{path}!b.tar.gz!c.zip!{name}" for name in SAMPLES]
    for document, (name, plain) in zip(inside, SAMPLES.items(), strict=True):
        assert isinstance(document, Document)
        assert (
            extract(document, rules).figures == extract(Document(name, plain.decode(), "text", "utf-8"), rules).figures
        )


def test_what_stands_around_an_archive_stays_in_order(tmp_path: Path) -> None:
    """Members before and after an inner archive keep their places."""
    data = tarred({"1.txt": b"m\xe1\xbb\x99t", "2.zip": zipped(TWO), "3.txt": b"ba"})
    assert outcome(tmp_path / "a.tar", data) == [("!1.txt", "một"), *as_read(TWO, "!2.zip!"), ("!3.txt", "ba")]


@pytest.mark.parametrize("archiver", ["zip", "tar", "7z", "warc"])
def test_archives_come_through_standard_input(archiver: str) -> None:
    """A pipe cannot be searched, and may give few bytes at first."""
    data = ARCHIVERS[archiver](TWO)
    with program.standard_input(data[:1], data[1:3], data[3:]):
        found = [labelled(result, "-") for result in read("-")]
    assert found == as_read(TWO)


@pytest.mark.parametrize("archiver", ["zip", "tar", "warc"])
def test_an_archive_without_members_is_told(tmp_path: Path, archiver: str) -> None:
    """Nothing inside is one error, not nothing."""
    assert outcome(tmp_path / "a.tar", ARCHIVERS[archiver]({})) == [("", "empty-archive")]


def test_folders_and_what_systems_leave_are_passed_over(tmp_path: Path) -> None:
    """A folder is no document, nor are files of Finder and Explorer."""
    litter = {"b/": b"", "__MACOSX/b/._a.txt": b"x", "b/.DS_Store": b"x", "Thumbs.db": b"x", "b/a.txt": b"hai"}
    assert outcome(tmp_path / "a.zip", zipped(litter)) == [("!b/a.txt", "hai")]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("báo cáo.txt".encode(), "báo cáo.txt"),
        (b"b\xe1o c\xe1o th\xf4n.txt", "báo cáo thôn.txt"),
        (b"\x82t\x82.txt", "été.txt"),
        ("tha\u0301ng.txt".encode(), "tháng.txt"),
        (b"a.txt\0.exe", "a.txt"),
    ],
)
def test_names_in_any_encoding(name: bytes, answer: str) -> None:
    """UTF-8 first, the Vietnamese code page where it gives Vietnamese, else that of the zip format."""
    assert member_name(name) == answer


@pytest.mark.parametrize("name", ["._a.txt", "a/._b", "a\\Thumbs.db", "__macosx/x"])
def test_litter(name: str) -> None:
    """What systems leave, in any spelling."""
    assert is_litter(name)
    assert not is_litter("báo cáo.txt")


# --- zip -------------------------------------------------------------------------------------------------


def test_a_zip_of_the_large_form(tmp_path: Path) -> None:
    """Sizes and places in zip64 fields are understood."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(TWO["hai.txt"])
    assert outcome(tmp_path / "a.zip", out.getvalue()) == [("!a.txt", "Xét xử 12 vụ án.")]


def test_a_zip_behind_a_program_and_before_a_comment(tmp_path: Path) -> None:
    """Bytes before the archive move all places; a comment follows the end."""
    archive = bytearray(zipped(TWO))
    archive[-2:] = (7).to_bytes(2, "little")
    assert outcome(tmp_path / "a", gzip.compress(b"PK\3\4" + archive + b"comment")) == as_read(TWO)


def test_members_that_cannot_be_read_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """A password, an unknown method, a link, a wrong sum, a header that is not there: each costs itself only."""
    entries: list[tuple[bytes, bytes, int, dict[str, int]]] = [
        (b"1.txt", b"m", -1, {"flags": 1}),
        (b"2.txt", b"m", -1, {"method": 98}),
        (b"3.txt", b"/etc/passwd", -1, {"mode": 0o120777}),
        (b"4.txt", b"m", -1, {"crc": 5}),
        (b"5.txt", b"m", 3, {}),
        (b"6.txt", b"m", -1, {"method": 8}),
        (b"7.txt", b"hai", -1, {}),
    ]
    codes = ["locked", "method", "special", "damaged-archive", "damaged-archive", "damaged-archive", "hai"]
    assert outcome(tmp_path / "a.zip", zip_of_entries(entries)) == [(f"!{n}.txt", c) for n, c in enumerate(codes, 1)]


def test_a_damaged_directory_is_read_up_to_the_damage(tmp_path: Path) -> None:
    """The members before it come out, then the error of the archive."""
    data = bytearray(zipped(TWO))
    data[data.rindex(b"PK\1\2")] ^= 1
    assert outcome(tmp_path / "a.zip", bytes(data)) == [("!một.txt", "Khởi tố 35 vụ."), ("", "damaged-archive")]


def office(part: str) -> bytes:
    """An office document of which only the parts' names are right."""
    return zipped({"[Content_Types].xml": b"<Types/>", "docProps/app.xml": b"<x/>", part: b"<x/>"})


@pytest.mark.parametrize(("part", "form"), [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")])
def test_an_office_document_comes_out_whole(tmp_path: Path, part: str, form: str) -> None:
    """Word and Excel are documents, alone or in an archive, though they are zips."""
    data = office(part)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b": data, "c.txt": b"ba"}))
    first, second = open_inputs(str(path), Options())
    assert (first.source.name, first.format, first.data) == (f"{path}!b", form, data)
    assert second.format == "text"
    assert outcome(path, data, Options(limit=len(data) - 1)) == [("", "too-large")]


def test_a_presentation_is_refused_by_name(tmp_path: Path) -> None:
    """Its parts are no documents of their own."""
    assert outcome(tmp_path / "a", office("ppt/presentation.xml")) == [("", "unsupported")]


def test_the_rows_of_a_sheet_are_asked_for_where_a_column_is_named() -> None:
    """With a text column, a spreadsheet is opened by whoever knows rows."""

    def rows(stream: io.BufferedIOBase, source: Source) -> Iterator[Raw]:
        yield Raw(source.row(1), "text", stream.read(2))

    stream = io.BytesIO(office("xl/workbook.xml"))
    found = Zip({"xlsx": rows}).members(stream, Source("a", Options(text_column="A")))
    assert [(raw.source.name, raw.data) for raw in found] == [("a#1", b"PK")]


def test_a_zip_inside_is_held_in_memory_up_to_a_size(tmp_path: Path) -> None:
    """What cannot be searched where it lies is held, and over the size it is told."""
    data = tarred({"b.zip": zipped(TWO), "c.txt": b"ba"})
    options = Options(caps=Caps(buffered=100))
    assert outcome(tmp_path / "a.tar", data, options) == [("!b.zip", "nested-too-large"), ("!c.txt", "ba")]


# --- tar -------------------------------------------------------------------------------------------------


def special_tar() -> bytes:
    """A tar with a folder, links, a pipe, a device, and a file under a long name."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("d", tarfile.DIRTYPE),
            ("s", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("p", tarfile.FIFOTYPE),
            ("c", tarfile.CHRTYPE),
        ):
            header = tarfile.TarInfo(name)
            header.type = kind
            header.linkname = "/etc/passwd"
            archive.addfile(header)
        header = tarfile.TarInfo("é" * 200)
        header.size = 2
        archive.addfile(header, io.BytesIO(b"ba"))
    return out.getvalue()


def test_links_and_devices_are_told_not_followed(tmp_path: Path) -> None:
    """A folder is nothing; all else that has no bytes of its own is one error each."""
    names = [("!" + name, "special") for name in "shpc"]
    assert outcome(tmp_path / "a.tar", special_tar()) == [*names, ("!" + "é" * 200, "ba")]


def test_tars_one_behind_the_other_are_one(tmp_path: Path) -> None:
    """What `cat a.tar b.tar` gives loses nothing."""
    assert outcome(tmp_path / "a.tar", tarred(TWO) + tarred({"ba.txt": b"ba"})) == [*as_read(TWO), ("!ba.txt", "ba")]


def test_a_tar_without_its_end_is_told(tmp_path: Path) -> None:
    """All members are read, and then that more may have followed."""
    whole = tarred(TWO, tarfile.USTAR_FORMAT)
    assert outcome(tmp_path / "a.tar", whole[: 4 * 512]) == [*as_read(TWO), ("", "damaged-archive")]


def test_a_damaged_header_is_not_taken_for_the_end(tmp_path: Path) -> None:
    """What stands before it is read; that it is damaged is told."""
    data = bytearray(tarred(TWO, tarfile.USTAR_FORMAT))
    data[1024 + 3] ^= 1
    assert outcome(tmp_path / "a.tar", bytes(data)) == [("!một.txt", "Khởi tố 35 vụ."), ("", "damaged-archive")]


def test_a_sparse_file(tmp_path: Path) -> None:
    """Holes are zeros, which no text has."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        header = tarfile.TarInfo("a.txt")
        header.pax_headers = {"GNU.sparse.size": "8", "GNU.sparse.map": "0,2", "GNU.sparse.numblocks": "1"}
        header.size = 2
        archive.addfile(header, io.BytesIO(b"ba"))
    assert outcome(tmp_path / "a.tar", out.getvalue()) == [("!a.txt", "nul")]


# --- web archives ----------------------------------------------------------------------------------------


def response(body: bytes, **fields: str) -> bytes:
    """A record of what a server sent."""
    return warc_record("response", answer(body, **fields), "http://a.vn/x", HTTP)


CHUNKS = b"3\r\nhai\r\n4;note=1\r\n ba \r\n0\r\n\r\n"
BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


@pytest.mark.parametrize(
    ("record", "answers"),
    [
        (response(b"hai"), ["hai"]),
        (response(b"hai", status="404 Not Found"), []),
        (response(b"", status="302 Found", headers="Location: /y\r\n"), []),
        (response(b"hai", media="image/png"), []),
        (response(b"hai", media="text/css"), []),
        (response(b"hai", media="text/plain; charset=utf-8"), ["hai"]),
        (response(CHUNKS, headers="Transfer-Encoding: chunked\r\n"), ["hai ba "]),
        (response(b"hai", headers="Transfer-Encoding: chunked\r\n"), ["hai"]),
        (response(CHUNKS[:-9], headers="Transfer-Encoding: chunked\r\n"), ["damaged-archive"]),
        (response(gzip.compress(b"hai"), headers="Content-Encoding: gzip\r\n"), ["hai"]),
        (response(b"hai", headers="Content-Encoding: gzip\r\n"), ["hai"]),
        (response(zlib.compress(b"hai"), headers="Content-Encoding: deflate\r\n"), ["hai"]),
        (response(BARE.compress(b"hai") + BARE.flush(), headers="Content-Encoding: deflate\r\n"), ["hai"]),
        (response(PACKERS["zst"](b"hai"), headers="Content-Encoding: zstd\r\n"), ["hai"]),
        (response(b"hai", headers="Content-Encoding: br\r\n"), ["method"]),
        (response(b"hai", headers="X-Folded: a\r\n b\r\n"), ["hai"]),
        (warc_record("resource", b"hai", "http://a.vn/x", "text/plain"), ["hai"]),
        (warc_record("conversion", b"hai", "http://a.vn/x", "text/plain"), ["hai"]),
        (warc_record("conversion", b"hai", "http://a.vn/x", "application/octet-stream"), []),
        (warc_record("request", b"GET / HTTP/1.1\r\n\r\n", "http://a.vn/x", "application/http"), []),
        (warc_record("response", b"a.vn. 1.2.3.4", "dns:a.vn", "text/dns"), []),
    ],
)
def test_what_is_a_document_of_a_crawl(tmp_path: Path, record: bytes, answers: list[str]) -> None:
    """Answers that are documents, without what the web put around them; all else is passed over."""
    last = warc_record("resource", b"ba", "http://a.vn/y", "text/plain")
    expected = [*[("!http://a.vn/x", said) for said in answers], ("!http://a.vn/y", "ba")]
    assert outcome(tmp_path / "a.warc.gz", gzip.compress(record) + gzip.compress(last)) == expected


def test_bytes_without_a_type_are_told_by_their_address(tmp_path: Path) -> None:
    """Servers often have no type for office documents."""
    block = answer(b"hai", media="application/octet-stream")
    data = warc_record("response", block, "http://a.vn/bao-cao.txt?v=1", HTTP)
    assert outcome(tmp_path / "a.warc", data) == [("!http://a.vn/bao-cao.txt?v=1", "hai")]


def test_a_web_archive_that_is_cut_off(tmp_path: Path) -> None:
    """The document that is cut off is told, not read in part, and the archive too."""
    data = warc(TWO)[:-8]
    first, second, third = outcome(tmp_path / "a.warc", data)
    assert first == ("!một.txt", "Khởi tố 35 vụ.")
    assert (second, third) == (("!hai.txt", "damaged-archive"), ("", "damaged-archive"))


# --- 7z --------------------------------------------------------------------------------------------------


def test_7z_without_its_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is told, with the command that brings it."""
    data = sevenzipped(TWO)
    monkeypatch.setitem(sys.modules, "py7zr", None)
    assert outcome(tmp_path / "a.7z", data) == [("", "needs-extra")]


def test_a_7z_with_a_password(tmp_path: Path) -> None:
    """It is told, its names hidden or not."""
    import py7zr

    for hidden in (False, True):
        out = io.BytesIO()
        with py7zr.SevenZipFile(out, "w", password="mật", header_encryption=hidden) as archive:  # noqa: S106
            archive.writestr(b"hai", "a.txt")
        assert outcome(tmp_path / "a.7z", out.getvalue()) == [("", "locked")]


def test_members_of_a_7z_that_are_not_read_are_passed_over(tmp_path: Path) -> None:
    """Those packed as one have to be unpacked one behind the other, too large or not wanted."""
    members = {"1.txt": b"m" * 5000, "._2": b"x" * 100, "3.txt": b"ba", "4.txt": b""}
    expected = [("!1.txt", "too-large"), ("!3.txt", "ba"), ("!4.txt", "empty")]
    assert sorted(outcome(tmp_path / "a.7z", sevenzipped(members), Options(limit=1000))) == expected


# --- the command line ------------------------------------------------------------------------------------


def test_the_command_reads_archives(tmp_path: Path) -> None:
    """Figures of members carry the name of archive and member; what cannot be read fails the run."""
    path = tmp_path / "a.zip"
    path.write_bytes(zip_of_entries([(b"1.txt", TWO["hai.txt"], -1, {}), (b"2.txt", b"m", -1, {"flags": 1})]))
    done = program.run("extract", path, "-f", "csv")
    assert done.returncode == 1
    assert f"{path}!1.txt".encode() in done.stdout
    assert f"{path}!2.txt".encode() in done.stderr
